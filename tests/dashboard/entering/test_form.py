"""The page of a form: what it shows, what it saves, what it refuses and what it keeps."""

import re
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data import store
from data.entering.forms import ActionForm, Save, StructureForm
from data.entering.save import correct, create
from tests.small.entered import ATELIER, CAFE, JARDINS, fields, with_committee
from tests.small.people import OTHER
from tests.tools.pages import markup, open_page, whole, words

ASKED = f"action:{JARDINS}"


@pytest.fixture(scope="module")
def loaded(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_committee(reference_store, tmp_path_factory.mktemp("saisie"))


@pytest.fixture
def stores(loaded: Path, tmp_path: Path) -> Path:
    shutil.copytree(loaded, tmp_path / "magasins" / "reel")
    return tmp_path / "magasins"


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch, stores: Path) -> Callable[..., AppTest]:
    monkeypatch.setenv("OBSERVATOIRE_ROLE", "contribution")
    return partial(open_page, monkeypatch, stores, "saisie")


def typed(page: AppTest, subject: str = ASKED, **said: str) -> AppTest:
    """The page with these text fields typed, one after the other."""
    for name, text in said.items():
        page.text_input(key=f"saisie {subject} {name.replace('__', '.')}").set_value(text)
        whole(page.run())
    return page


def pressed(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click()
    return whole(page.run())


def test_the_form_shows_what_is_said_and_saves_what_changes(visit: Callable[..., AppTest], stores: Path) -> None:
    page = visit(sujet=ASKED)
    assert page.text_input(key=f"saisie {ASKED} titre").value == "Jardins partagés"
    # 2020-03-01 known to the month, 2022-12-31 known to the year.
    assert page.text_input(key=f"saisie {ASKED} date_debut").value == "03/2020"
    assert page.text_input(key=f"saisie {ASKED} date_fin").value == "2022"
    assert page.multiselect(key=f"saisie {ASKED} lieux").value == ["03190"]
    typed(page, date_fin="06/2023", fonction="chargée de mission", motif="vu au bilan")
    page.checkbox(key=f"saisie {ASKED} relue").check()
    whole(page.run())
    assert "Brouillon" in words(page)
    pressed(page, f"enregistrer {ASKED}")
    assert "« Jardins partagés » : Enregistré. Ce qui change : date de fin." in words(page)
    assert f'href="fiche?action={JARDINS}"' in markup(page)
    now = fields(stores / "reel", JARDINS)
    assert (now["date_fin"], now["date_fin_precision"]) == (["2023-06-30"], ["mois"])
    assert now["titre"] == ["Jardins partagés"]
    assert "Déclaré : 2022. Corrigé par : chargée de mission, le" in words(page)
    assert "motif : vu au bilan" in words(page)
    assert "Rien n'est encore tapé." in words(page)


def test_all_errors_are_told_at_once_each_with_its_field(visit: Callable[..., AppTest], stores: Path) -> None:
    page = visit(sujet=ASKED, champ="bénévoles")
    before = store.history(stores / "reel")
    line = "quantites.1"
    assert page.selectbox(key=f"saisie {ASKED} {line}.grandeur").value == "benevoles"
    typed(page, titre=" ", date_fin="le 32 mai", quantites__1__annee="3024", quantites__1__value="1.234")
    pressed(page, f"enregistrer {ASKED}")
    told = words(page)
    assert "Rien n'a été enregistré : 5 erreurs à corriger." in told
    for said in (
        "un nom ne peut pas être vide",
        "« le 32 mai »",
        "« 3024 » : une année",
        "ambigu",
        "dites votre fonction",
    ):
        assert told.lower().count(said) == 2, said  # In the summary, and beside the field.
    summary = re.findall('href="#erreur-([a-z0-9-]*)"', markup(page))
    assert summary == ["titre", "date-fin", "quantites-0-annee", "quantites-0-value", "fonction"]  # As on the page.
    for anchor in summary:
        assert f'id="erreur-{anchor}"' in markup(page)
    assert page.text_input(key=f"saisie {ASKED} date_fin").value == "le 32 mai"
    assert store.history(stores / "reel") == before


def test_a_half_filled_form_survives_a_change_of_page_and_can_be_dropped(visit: Callable[..., AppTest]) -> None:
    page = typed(visit(sujet=ASKED), titre="Jardins <b>ouverts</b>")
    page.switch_page("app_pages/sources.py")
    whole(page.run())
    page.query_params["sujet"] = ASKED
    page.switch_page("app_pages/saisie.py")
    whole(page.run())
    assert page.text_input(key=f"saisie {ASKED} titre").value == "Jardins <b>ouverts</b>"
    assert "Brouillon" in words(page)
    pressed(page, f"abandonner {ASKED}")
    assert page.text_input(key=f"saisie {ASKED} titre").value == "Jardins partagés"


def test_what_somebody_else_changed_meanwhile_is_told_with_both_values(
    visit: Callable[..., AppTest], stores: Path
) -> None:
    page = typed(visit(sujet=ASKED), titre="Jardins ouverts", fonction="chargée de mission")
    correct(OTHER, stores / "reel", JARDINS, ActionForm(titre="Jardins clos"), Save("directrice"))
    pressed(page, f"enregistrer {ASKED}")
    assert "« Jardins partagés » est devenu « Jardins clos » (par : directrice)" in words(page)
    assert page.text_input(key=f"saisie {ASKED} titre").value == "Jardins ouverts"
    assert fields(stores / "reel", JARDINS)["titre"] == ["Jardins clos"]
    pressed(page, f"enregistrer {ASKED}")
    assert fields(stores / "reel", JARDINS)["titre"] == ["Jardins ouverts"]


def test_who_reads_sees_the_values_and_why_they_cannot_save(
    visit: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OBSERVATOIRE_ROLE", "lecture")
    page = visit(sujet=ASKED)
    assert page.text_input(key=f"saisie {ASKED} titre").value == "Jardins partagés"
    assert page.text_input(key=f"saisie {ASKED} titre").disabled
    assert page.button(key=f"enregistrer {ASKED}").disabled
    assert "Vous pouvez lire ces champs, pas les enregistrer." in words(page)


def test_a_role_taken_away_meanwhile_refuses_and_keeps_what_was_typed(
    visit: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch, stores: Path
) -> None:
    page = typed(visit(sujet=ASKED), titre="Jardins ouverts", fonction="chargée de mission")
    page.button(key=f"enregistrer {ASKED}").click()
    monkeypatch.setenv("OBSERVATOIRE_ROLE", "lecture")
    whole(page.run())
    assert fields(stores / "reel", JARDINS)["titre"] == ["Jardins partagés"]
    assert page.text_input(key=f"saisie {ASKED} titre").value == "Jardins ouverts"


def test_a_worklist_goes_on_to_its_next_subject(visit: Callable[..., AppTest], stores: Path) -> None:
    page = visit(sujet=ASKED, champ="bénévoles", suite="bénévoles", departement="03")
    assert "Liste de travail « bénévoles »" in words(page)
    assert "cette fiche, et 2 autres à compléter." in words(page)
    typed(page, quantites__1__annee="2021", quantites__1__value="12", fonction="chargée de mission")
    pressed(page, f"suivant {ASKED}")
    assert "Ce qui change : quantités (bénévoles, 2021)." in words(page)
    assert page.query_params["sujet"] != ASKED
    assert page.query_params["champ"] == "bénévoles"
    said = store.ask_facts(
        stores / "reel", "SELECT sujet_id, valeur, precision FROM mesures WHERE grandeur = 'benevoles' AND annee = 2021"
    )
    assert said == [(JARDINS, 12.0, "exacte")]
    # The function is remembered from one form to the next.
    assert page.text_input(key=f"saisie {page.query_params['sujet']} fonction").value == "chargée de mission"


def test_communes_are_known_by_name_and_namesakes_are_offered(visit: Callable[..., AppTest], stores: Path) -> None:
    page = visit(sujet=ASKED, champ="commune")
    # Vichy is in the list; Lyon is typed, and is one commune; several are called « Saint-Denis ».
    page.multiselect(key=f"saisie {ASKED} lieux").set_value(["03310", "Lyon", "Moulins (99)"])
    whole(page.run())
    assert page.multiselect(key=f"saisie {ASKED} lieux").value == ["03310", "69123", "Moulins (99)"]
    assert "À corriger." in words(page)
    page.multiselect(key=f"saisie {ASKED} lieux").set_value(["03310", "69123", "Saint-Denis"])
    whole(page.run())
    page.selectbox(key=f"saisie {ASKED} lieux.laquelle.Saint-Denis").set_value("93066")
    whole(page.run())
    typed(page, fonction="chargée de mission")
    pressed(page, f"enregistrer {ASKED}")
    assert fields(stores / "reel", JARDINS)["lieux"] == ["03310 · declaree", "69123 · declaree", "93066 · declaree"]


def test_budget_lines_and_fundings_are_saved_as_said(visit: Callable[..., AppTest], stores: Path) -> None:
    page = visit(sujet=f"action:{CAFE}", champ="budgets")
    subject = f"action:{CAFE}"
    pressed(page, f"ajouter {subject} budgets")
    pressed(page, f"ajouter {subject} budgets.1.lignes")
    page.selectbox(key=f"saisie {subject} budgets.1.lignes.1.compte").set_value("60")
    whole(page.run())
    pressed(page, f"ajouter {subject} financements")
    typed(
        page, subject, budgets__1__exercice="2021", budgets__1__lignes__1__montant_eur="1 234,50 €",
        financements__1__financeur="CAF", financements__1__exercice="2021", financements__1__demande_eur="900",
        financements__1__accorde_eur="600,5", fonction="chargée de mission",
    )  # fmt: skip
    pressed(page, f"enregistrer {subject}")
    path = stores / "reel"
    assert store.ask_facts(
        path, "SELECT compte, libelle, montant_eur::DOUBLE FROM lignes_budget WHERE source LIKE 'saisie%'"
    ) == [("60", "Achats", 1234.5)]
    assert store.ask_facts(
        path,
        "SELECT financeur, exercice, demande_eur::DOUBLE, accorde_eur::DOUBLE, verse_eur FROM financements "
        "WHERE source LIKE 'saisie%'",
    ) == [("CAF", 2021, 900.0, 600.5, None)]


def test_quantities_of_each_kind_are_saved_as_they_are_known(visit: Callable[..., AppTest], stores: Path) -> None:
    """Of « au moins 20 », 20 is the value and the low bound, as importers write it."""
    kinds = (
        ("benevoles", "exacte", {"value": "12"}),
        ("participations", "approchee", {"value": "200"}),
        ("habitants", "minimum", {"low": "20"}),
        ("familles", "intervalle", {"low": "5", "high": "8"}),
    )
    page = visit(sujet=ASKED, champ="quantites")
    for number, (grandeur, precision, bounds) in enumerate(kinds, start=1):
        pressed(page, f"ajouter {ASKED} quantites")
        begins = f"saisie {ASKED} quantites.{number}"
        page.selectbox(key=f"{begins}.grandeur").set_value(grandeur)
        page.selectbox(key=f"{begins}.precision").set_value(precision)
        whole(page.run())
        page.text_input(key=f"{begins}.annee").set_value("2021")
        for bound, text in bounds.items():
            page.text_input(key=f"{begins}.{bound}").set_value(text)
        whole(page.run())
    typed(page, date_fin="2019", fonction="chargée de mission")
    pressed(page, f"enregistrer {ASKED}")
    # It began in March 2020: said in its place, and nothing that was typed is lost.
    assert words(page).lower().count("la fin (31/12/2019) est avant le début (01/03/2020)") == 2
    assert page.text_input(key=f"saisie {ASKED} quantites.4.high").value == "8"
    typed(page, date_fin="2022")
    pressed(page, f"enregistrer {ASKED}")
    sql = "SELECT grandeur, precision, valeur, borne_basse, borne_haute FROM mesures WHERE source LIKE 'saisie%'"
    assert sorted(store.ask_facts(stores / "reel", sql)) == [
        ("benevoles", "exacte", 12, None, None),
        ("familles", "intervalle", None, 5, 8),
        ("habitants", "minimum", 20, 20, None),
        ("participations", "approchee", 200, None, None),
    ]


def test_sections_and_what_a_fiche_belongs_to_are_corrected(visit: Callable[..., AppTest], stores: Path) -> None:
    path, subject = stores / "reel", f"action:{ATELIER}"
    foyer = create(OTHER, path, StructureForm(nom="Foyer rural", code_departement="03"), Save("directrice")).sujet_id
    page = visit(sujet=subject, champ="textes de la fiche")
    page.text_area(key=f"saisie {subject} limites").set_value("Peu de place.\n \nAucun relais.\n")
    whole(page.run())
    page.selectbox(key=f"saisie {subject} structure_id").set_value(foyer)
    whole(page.run())
    page.checkbox(key=f"saisie {subject} relue").check()
    typed(page, subject, fonction="chargée de mission")
    pressed(page, f"enregistrer {subject}")
    told = words(page)
    assert "Ce qui change : " in told and "structure qui la mène" in told and "limites" in told
    said = fields(path, ATELIER)
    assert (said["limites"], said["structure_id"]) == (["Peu de place.", "Aucun relais."], [foyer])
    assert "Déclaré : Centre social des Coteaux. Corrigé par : chargée de mission" in told
    assert page.text_area(key=f"saisie {subject} limites").value == "Peu de place.\n\nAucun relais."


def test_a_text_that_nobody_reviewed_is_not_in_the_form(visit: Callable[..., AppTest], stores: Path) -> None:
    """Nor is the sentence that stands in its place, which would be saved as if somebody had written it."""
    said = Save("directrice", reviewed=False)
    correct(OTHER, stores / "reel", JARDINS, ActionForm(resume="Madame X.", limites=("Monsieur Y.",)), said)
    page = visit(sujet=ASKED)
    assert [page.text_area(key=f"saisie {ASKED} {name}").value for name in ("resume", "limites")] == ["", ""]
    told = words(page)
    assert told.count("n'a été relu par personne : ce que vous écrivez prendrait sa place.") == 2
    assert "Madame X" not in markup(page) and "Monsieur Y" not in markup(page)


def test_every_kind_is_created_at_its_address(visit: Callable[..., AppTest], stores: Path) -> None:
    page = typed(visit(nouveau="structure"), "structure:", nom="Foyer <script>", fonction="chargée de mission")
    pressed(page, "enregistrer structure:")
    assert page.query_params["sujet"].startswith("structure:foyer-script")
    assert "Foyer <script>" in words(page) and "<script>" not in markup(page)
    page = typed(visit(nouveau="evenement"), "evenement:", nom="Fête", tenu_le="28/05/2022", fonction="agente")
    pressed(page, "enregistrer evenement:")
    assert page.query_params["sujet"] == "evenement:fete-2022-05-28"
    page = visit(nouveau="seance", champ="présents")
    page.selectbox(key="saisie seance: instance_id").set_value("comite")
    whole(page.run())
    typed(page, "seance:", tenue_le="12/03/2024", presences__1__presents="14", fonction="agente")
    pressed(page, "enregistrer seance:")
    assert store.ask_facts(stores / "reel", "SELECT seance_id, college, presents FROM presences") == [
        ("comite-2024-03-12", "ensemble", 14)
    ]


def test_an_address_that_leads_nowhere_says_so(visit: Callable[..., AppTest]) -> None:
    page = visit(sujet="action:<img src=x>")
    assert "Rien n'a l'identifiant « action:<img src=x> »." in words(page)
    assert 'href="saisie?nouveau=structure"' in markup(page)
