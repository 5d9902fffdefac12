"""The directory: what its controls say, then its two pages through AppTest."""

import html
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.directory import directory, places
from dashboard.directory.directory import FACETS, UNKNOWN
from dashboard.frame import pager
from data.loading.load import load
from queries.copy import reading
from tests.small.people import CHIEF, KEEPER
from tests.tools.pages import markup, open_page, words

FACET = {facet.key: facet for facet in FACETS}


def test_options_come_by_number_then_by_name_and_the_unfilled_last() -> None:
    counts = {UNKNOWN: 9, "moyens_humains": 1, "financement": 1, "public": 3}
    rows = [{"champ": "motif", "valeur": value, "n_actions": n, "n_valeurs": 6} for value, n in counts.items()]
    other = {"champ": "mot", "valeur": "Culture", "n_actions": 2, "n_valeurs": 1}
    offered = directory.options([*rows, other], FACET["motif"])
    assert list(offered.counts.items()) == [("public", 3), ("financement", 1), ("moyens_humains", 1), (UNKNOWN, 9)]
    assert offered.help(FACET["motif"], 14) == "Les 4 plus fréquents sur 6."
    assert directory.options([other], FACET["mot"]).help(FACET["mot"], 2) == (
        "Ce champ dit la même chose dans toutes ces fiches : il ne trie rien."
    )
    assert directory.options([other], FACET["mot"]).help(FACET["mot"], 1) is None


def test_pages_stay_within_what_exists() -> None:
    assert pager.page_of(12, 1, size=5) == (1, 3)
    assert pager.page_of(12, 99, size=5) == (3, 3)
    assert pager.page_of(0, 4, size=5) == (1, 1)


# Communes of the COG: Moulins is the name of three (03190, 02530, 35198).


def test_a_name_that_several_communes_bear_lists_them() -> None:
    found = places.find("moulins")
    assert {commune.code for commune in found.candidates} == {"03190", "02530", "35198"}
    assert found.note is None


@pytest.mark.parametrize("text", ["Moulins (03)", "Moulins (Allier)", "moulins, allier", "03190", " 03190 "])
def test_a_departement_or_a_code_settles_it(text: str) -> None:
    assert [commune.code for commune in places.find(text).candidates] == ["03190"]


def test_the_perimeter_settles_a_name_and_says_so() -> None:
    found = places.find("Moulins", preferred="35")
    assert [commune.code for commune in found.candidates] == ["35198"]
    assert found.note == "Moulins (Ille-et-Vilaine, 35) est retenue ; 2 autres communes portent ce nom ailleurs."


@pytest.mark.parametrize(("text", "said"), [("Trifouilly", "« Trifouilly »"), ("Vichy (75)", "dans le département 75")])
def test_an_unknown_place_is_said_with_what_to_do(text: str, said: str) -> None:
    found = places.find(text)
    assert found.candidates == ()
    assert found.note is not None and said in found.note and "suivi de son département" in found.note


def test_an_unknown_code_says_the_likely_cause() -> None:
    assert places.find("03000").note is not None
    assert "code postal" in str(places.find("03000").note)


# The directory's page, on the real facts. Counts were made by hand on the twenty-one fiches.

BELFORT = "journee-citoyenne-et-republicaine-de-mob-480625fe"
ART_THERAPIE = "art-therapie-adulte-34cf1390"


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch, stores_folder: Path) -> Callable[..., AppTest]:
    return partial(open_page, monkeypatch, stores_folder)


def titles(test: AppTest) -> list[str]:
    """Titles of the actions listed, in order."""
    found = re.findall(r'<h3><a href="fiche\?[^"]*" data-interne>(.*?)</a>', markup(test))
    return [html.unescape(title).replace("\u00a0", " ") for title in found]


def test_the_directory_opens_on_its_answer_and_its_first_ten(visit: Callable[..., AppTest]) -> None:
    page = visit("actions")
    assert "21 actions recensées par 17 structures dans 12 départements ; 10 ont une commune connue." in words(page)
    assert len(titles(page)) == 10
    assert "Page 1 sur 3" in words(page)
    assert 'href="actions?page=2"' in markup(page)
    assert len(titles(visit("actions", page="3"))) == 1


def test_a_search_ignores_plural_accents_and_case(visit: Callable[..., AppTest]) -> None:
    for asked in ("jardin", "jardins", "JARDÍNS"):
        assert titles(visit("actions", q=asked)) == ["Animations découverte biodiversité"]


def test_filters_of_a_shared_link_are_restored(visit: Callable[..., AppTest]) -> None:
    page = visit("actions", statut="Terminée", mot="Démocratie & citoyenneté")
    assert titles(page) == [
        "Journée Citoyenne et Républicaine de mobilisation contre l'endoctrinement et la radicalisation édition 2023.",
        "Vivre ensemble dans les valeurs de la république et de la citoyenneté",
    ]
    assert page.multiselect(key="filtre_statut").value == ["Terminée"]
    assert "2 actions sur 21, en cours d'abord, puis par titre" in words(page)


def test_a_control_that_moves_writes_the_address(visit: Callable[..., AppTest]) -> None:
    page = visit("actions")
    page.multiselect(key="filtre_mot").set_value(["Culture"]).run()
    assert page.query_params["mot"] == "Culture"
    assert titles(page) == ["La Batalèra", "atelier chanson lontan"]


def test_nearest_first_and_the_eleven_without_commune_apart(visit: Callable[..., AppTest]) -> None:
    page = visit("actions", pres="Pau (64)")
    # Great-circle distances from the mairie of Pau: Sauveterre-de-Béarn and Vic-en-Bigorre are its neighbours.
    assert titles(page)[0] in {
        "Gratiféria : le marché gratuit!",
        "Semaine thématique des familles et de la parentalité",
    }
    assert titles(page)[-1] == "atelier chanson lontan"
    assert "11 actions sans commune connue ne peuvent pas être situées" in words(page)
    near = visit("actions", pres="Pau (64)", rayon="50")
    assert set(titles(near)) == {
        "Gratiféria : le marché gratuit!",
        "Semaine thématique des familles et de la parentalité",
        "Animations découverte biodiversité",
        "Couture et Blablas",
        "La Batalèra",
    }
    assert "Encore 5 actions au-delà de 50 km." in words(near)


def test_three_moulins_are_listed_and_one_is_chosen(visit: Callable[..., AppTest]) -> None:
    page = visit("actions", pres="Moulins")
    choice = page.selectbox(key="filtre_commune")
    assert choice.label == "3 communes portent ce nom : laquelle ?"
    assert "Moulins (Allier, 03)" in choice.options
    choice.set_value("03190").run()
    assert "depuis Moulins (Allier, 03)" in words(page)
    assert page.query_params["commune"] == "03190"


def test_nothing_found_says_what_to_relax(visit: Callable[..., AppTest]) -> None:
    page = visit("actions", q="jardins", statut="Terminée")
    assert titles(page) == []
    said = words(page)
    assert "Aucune action ne répond à tout cela." in said
    assert "(4 actions)" in said and "(1 action)" in said and "Tout effacer (21 actions)" in said


def test_a_perimeter_without_action_is_no_error(visit: Callable[..., AppTest]) -> None:
    said = words(visit("actions", departement="03"))
    assert "Aucune action n'est recensée dans ce périmètre (Allier (03), toutes années)." in said
    assert "Élargissez le territoire" in said


@pytest.mark.parametrize(
    "query",
    [
        {"statut": "Inconnu au bataillon"},
        {"departement": "99"},
        {"pres": "Trifouilly"},
        {"rayon": "3 lieues"},
        {"commune": "00000", "pres": "Moulins"},
        {"page": "douze"},
        {"page": "999"},
    ],
)
def test_unknown_filters_fall_back(visit: Callable[..., AppTest], query: dict[str, str]) -> None:
    assert "21 actions recensées" in words(visit("actions", **query))


def test_years_leave_out_and_count_what_bears_none(visit: Callable[..., AppTest]) -> None:
    said = words(visit("actions", de="2023", a="2023"))
    # Nine fiches of twenty-one give no date at all.
    assert "9 actions sans année connue ne sont pas retenues par le filtre d'années." in said


# A fiche at its own address.


def test_the_belfort_sheet_shows_everything_declared(visit: Callable[..., AppTest]) -> None:
    said = words(visit("fiche", action=BELFORT))
    for expected in (
        "ASSOCIATION CULTURE LOISIRS EDUCATION (CLE), Territoire de Belfort (90), le 24/02/2023",
        "Lieu de l'action Bavilliers",
        "Lieu de l'action Belfort",
        "Rayonnement nd",
        "Siège de la structure Offemont",
        "participants 550 (environ) 2023 validée",
        "participants au moins 1 000 2023 validée",
        "Budget prévisionnel, exercice 2024, tel que déclaré (validé), en euros.",
        "63 Impôts et taxes 385 €",
        "Impôts et taxes sur rémunération nd",
        "TOTAL DES CHARGES 20 620 €",
        "Total des charges déclaré 20 620 € ; les comptes 60 à 64 font 21 005 €",
        "Compte 74 déclaré 20 680 € ; ses lignes font 20 620 €",
        "Ce champ dit la même chose dans 21 fiches : il n'apprend rien.",
        "Fiche lue dans actions.csv, ligne 5.",
    ):
        assert expected in said, expected


def test_keywords_of_a_sheet_lead_to_the_directory(visit: Callable[..., AppTest]) -> None:
    page = visit("fiche", action=ART_THERAPIE)
    assert 'href="actions?mot=Sant%C3%A9"' in markup(page)
    assert "Dimension nd" in words(page)
    assert "mai 2023 à juillet 2024" in words(page)
    # « Santé » is also a keyword of two other fiches.
    said = words(page)
    assert "Ateliers de mobilisation cuisine-insertion CENTRE SOCIAL ESPACE INTERGENERATION, Ariège (09)" in said
    assert "PANIERS SOLIDAIRES ESPACE FAMILLE, Haute-Garonne (31)" in said
    assert "Même thème : santé. Même public : adultes." in said


@pytest.mark.parametrize(
    "query", [{}, {"action": ""}, {"action": "nexistepas"}, {"action": "<script>alert(1)</script>"}]
)
def test_an_unknown_sheet_says_so_and_leads_back(visit: Callable[..., AppTest], query: dict[str, str]) -> None:
    page = visit("fiche", **query)
    assert "Fiche introuvable" in words(page)
    assert '<a href="actions" data-interne>Toutes les actions</a>' in markup(page)
    assert "<script" not in markup(page)


HOSTILE = """Actions
<img src=x onerror=alert(1)> **gras** [lien](javascript:alert(2)) =1+1
- Structure organisatrice
- @SUM(A1) <b>CENTRE</b> - Allier
- Statut de l'action
- En cours
- Mots clés associés à l'action
-
- Culture
- Résumé
<script>alert(3)</script> & "guillemets"
- Description générale
Ligne une
<iframe src="http://exemple.invalid"></iframe>
'; DROP TABLE actions; --
"""


def test_a_hostile_fiche_is_only_text(monkeypatch: pytest.MonkeyPatch, fresh_store: Path, tmp_path: Path) -> None:
    monkeypatch.setenv("OBSERVATOIRE_ROLE", "administration")  # Who is told texts that nobody reviewed.
    file = tmp_path / "hostile.txt"
    file.write_text(HOSTILE, encoding="utf-8")
    assert load(KEEPER, "fiches", [file], fresh_store).etat == "chargee"
    with reading.reader(fresh_store, actor=CHIEF) as root:
        ((identifier,),) = root.execute("SELECT action_id FROM actions").fetchall()
    for page, query in (("actions", {}), ("fiche", {"action": identifier}), ("couts", {})):
        shown = open_page(monkeypatch, fresh_store.parent, page, jeu=fresh_store.name, **query)
        written = markup(shown).lower()
        assert "<img" not in written and "<script" not in written and "<iframe" not in written
        assert "<b>centre" not in written
    sheet = words(open_page(monkeypatch, fresh_store.parent, "fiche", jeu=fresh_store.name, action=identifier))
    assert "<img src=x onerror=alert(1)> **gras** [lien](javascript:alert(2)) =1+1" in sheet
    assert '<script>alert(3)</script> & "guillemets"' in sheet
