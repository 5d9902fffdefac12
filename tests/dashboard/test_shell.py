"""The frame, the shared filters, the overview, the sources and the declaration, run by Streamlit's AppTest.

Expected figures are those of the source documents: twenty-one fiches, 322 then 1 155 visitors, 200 or 260 people.
"""

import json
import re
import shutil
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.frame import cached, chrome, notice
from dashboard.frame.row import Row
from dashboard.frame.scope import Dataset, Scope
from dashboard.frame.show import Column
from dashboard.overview import filling, overview
from queries.tables import to_csv
from tests import ROOT
from tests.small.facts import SMALL, load_rows
from tests.small.people import READER
from tests.tools.pages import APP, markup, open_page, words

MINE = ["synthese", "sources", "accessibilite"]
HOSTILE = "<img src=x onerror=alert(1)> **gras** [lien](javascript:alert(1)) ' OR 1=1 --"


@pytest.fixture
def reel(stores_folder: Path) -> Scope:
    dataset = Dataset("reel", "Faits réels", stores_folder / "reel")
    return Scope(dataset, cached.copy_of(dataset, READER))


@pytest.mark.parametrize("page", MINE)
@pytest.mark.parametrize(
    "address",
    [
        {},
        {"departement": "03"},
        {"departement": "03", "bassin": "032", "de": "2008", "a": "2013"},
        {"departement": "23"},
        {"departement": "zz", "bassin": "999", "de": "hier", "a": HOSTILE, "jeu": "../..", "inconnu": "1"},
    ],
    ids=["defaut", "allier", "moulins", "creuse_sans_fait", "valeurs_inconnues"],
)
def test_each_page_answers_whatever_the_address(
    monkeypatch: pytest.MonkeyPatch, stores_folder: Path, page: str, address: dict[str, str]
) -> None:
    shown = open_page(monkeypatch, stores_folder, page, **address)
    assert markup(shown).count("<h1") == 1
    assert "Licence Ouverte 2.0" in words(shown)
    assert "Accessibilité : non conforme" in words(shown)
    assert "<img src=x" not in markup(shown)


def test_the_overview_opens_on_what_real_facts_tell(monkeypatch: pytest.MonkeyPatch, stores_folder: Path) -> None:
    shown = open_page(monkeypatch, stores_folder, "synthese")
    said = words(shown)
    assert re.search(r"21 actions dans \d+ départements et \d+ événements sont recensés : on voit ce qui se fait", said)
    # One card holds the counts that moved, and one line all the indicators that nothing fills.
    assert "Personnes venues 322 → 1 155" in said
    assert "Ateliers nationaux du 20 janvier 2011 (2011) : participants, au moins 200 ou au moins 260 selon les" in said
    assert said.count("29 indicateurs") == 2
    assert "Les 29 indicateurs se lisent département par département : ouvrir Allier (03)" in said
    assert 'class="bande"' not in markup(shown)
    assert "Ils ne mesurent ni la confiance" in said


def test_filing_rates_and_what_lacks_are_told_by_the_page_of_sources(
    monkeypatch: pytest.MonkeyPatch, stores_folder: Path
) -> None:
    overview_, sources = (words(open_page(monkeypatch, stores_folder, name)) for name in ("synthese", "sources"))
    for said in ("Participants connus", "Date de début connue", "Fiches où le champ est renseigné et validé"):
        assert said in sources
        assert said not in overview_
    # Counted in the source documents: 12 fiches of 21 say when they began.
    assert "Date de début connue 57 % des actions 12 sur 21 actions" in sources


def test_the_overview_states_the_difference_between_two_editions_without_a_test(
    monkeypatch: pytest.MonkeyPatch, stores_folder: Path
) -> None:
    said = words(open_page(monkeypatch, stores_folder, "synthese", departement="49"))
    assert "322 personnes en 2011 et 1 155 personnes en 2013 (+833). Deux points ne font pas une tendance" in said


def test_disagreeing_sources_stand_side_by_side(monkeypatch: pytest.MonkeyPatch, stores_folder: Path) -> None:
    shown = markup(open_page(monkeypatch, stores_folder, "synthese", departement="03"))
    sides = shown[shown.index('class="versions"') :]
    assert sides.index("au moins 200") < sides.index("au moins 260") < sides.index("</ul>")


def test_an_empty_departement_shows_the_nearest_with_facts(
    monkeypatch: pytest.MonkeyPatch, stores_folder: Path
) -> None:
    shown = open_page(monkeypatch, stores_folder, "synthese", departement="23", de="2011")
    assert "Rien n'est encore recensé pour ce périmètre (Creuse (23), depuis 2011)" in words(shown)
    found = markup(shown)
    assert found.index("Allier (03)") < found.index("Puy-de-Dôme (63)") < found.index("France entière")
    assert 'href="./?departement=23"' in found
    assert 'href="./?departement=03&amp;de=2011"' in found


def test_the_allier_has_events_but_no_action_and_says_where_the_nearest_are(
    monkeypatch: pytest.MonkeyPatch, stores_folder: Path
) -> None:
    said = words(open_page(monkeypatch, stores_folder, "synthese", departement="03"))
    assert "Aucune action n'est recensée ici, seulement 10 événements" in said
    assert "29 indicateurs : sans fiche action, aucun n'a de valeur." in said
    near = said[said.index("Où des actions sont recensées, au plus près") :]
    assert near.index("Hérault (34) 1 action, à 308 km") < near.index("Territoire de Belfort (90)")


def test_years_leave_undated_actions_out_and_say_so(monkeypatch: pytest.MonkeyPatch, stores_folder: Path) -> None:
    assert "aucune année connue" not in words(open_page(monkeypatch, stores_folder, "synthese"))
    assert "actions de ce territoire n'ont aucune année connue : elles ne sont pas comptées" in words(
        open_page(monkeypatch, stores_folder, "synthese", de="2016")
    )


def test_unknown_values_in_the_address_are_said_and_left_aside(
    monkeypatch: pytest.MonkeyPatch, stores_folder: Path
) -> None:
    said = words(open_page(monkeypatch, stores_folder, "synthese", departement="zz", de="hier"))
    assert "« zz » n'est pas une valeur connue de « Territoire »" in said
    assert "« hier » n'est pas une valeur connue de « De »" in said
    assert "France, toutes années" in said
    assert "Le bassin « 032 » demande un département" in words(
        open_page(monkeypatch, stores_folder, "synthese", bassin="032")
    )
    assert "la première année suit la dernière" in words(
        open_page(monkeypatch, stores_folder, "synthese", de="2020", a="2010")
    )


def test_hostile_words_in_the_address_are_shown_as_words(monkeypatch: pytest.MonkeyPatch, stores_folder: Path) -> None:
    shown = markup(open_page(monkeypatch, stores_folder, "synthese", departement=HOSTILE))
    assert "&lt;img src=x onerror=alert(1)&gt;" in shown


def test_controls_write_the_address_and_a_new_departement_drops_the_bassin(
    monkeypatch: pytest.MonkeyPatch, stores_folder: Path
) -> None:
    shown = open_page(monkeypatch, stores_folder, "synthese", departement="03", bassin="032", de="2008")
    assert "bassin de Moulins, depuis 2008" in words(shown)
    shown.selectbox(key="filtre_a").select("2008").run()
    assert shown.query_params == {"departement": "03", "bassin": "032", "de": "2008", "a": "2008"}
    shown.selectbox(key="filtre_departement").select("49").run()
    assert shown.query_params == {"departement": "49", "de": "2008", "a": "2008"}
    shown.selectbox(key="filtre_departement").select("france").run()
    assert shown.query_params == {"de": "2008", "a": "2008"}


def test_links_between_pages_carry_the_filters(monkeypatch: pytest.MonkeyPatch, stores_folder: Path) -> None:
    shown = open_page(monkeypatch, stores_folder, "synthese", departement="03", de="2011")
    assert 'href="carte?departement=03&amp;de=2011" data-interne' in markup(shown)
    menu = [link.proto.query_string for link in shown.sidebar.get("page_link")]
    assert len(menu) >= 5
    assert set(menu) == {"departement=03&de=2011"}


def test_datasets_are_chosen_when_there_are_several(
    monkeypatch: pytest.MonkeyPatch, stores_folder: Path, reference_store: Path, tmp_path: Path
) -> None:
    (tmp_path / "reel").symlink_to(stores_folder / "reel")
    (tmp_path / "essai").symlink_to(reference_store)
    shown = open_page(monkeypatch, tmp_path, "synthese", departement="03")
    assert shown.sidebar.selectbox[0].options == ["Faits réels", "essai"]
    shown.selectbox(key="filtre_jeu").select("essai").run()
    assert shown.query_params == {"departement": "03", "jeu": "essai"}
    assert "Aucun fait n'est encore chargé" in words(shown)


def test_without_any_store_the_page_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OBSERVATOIRE_MAGASINS", str(tmp_path / "rien"))
    shown = AppTest.from_file(str(APP)).run()
    assert not shown.exception
    assert "Aucun jeu de données n'est installé" in words(shown)
    assert "python -m data build --empty" in words(shown)


def test_sources_say_licence_counts_and_what_teaches_nothing(
    monkeypatch: pytest.MonkeyPatch, stores_folder: Path
) -> None:
    said = words(open_page(monkeypatch, stores_folder, "sources"))
    assert "Les faits viennent de 6 sources" in said
    assert "« partenaires » : toujours « Conseil départemental » (21 fiches sur 21)" in said
    assert "INSEE, IGN (ADMIN EXPRESS COG), Etalab" in said
    assert "Compte 74 déclaré 20 680 € ; ses lignes font 20 620 €" in said
    assert "1 chiffre est donné différemment selon les sources" in said


@pytest.mark.parametrize(("code", "name"), [("63", "Puy-de-Dôme"), ("2A", "Corse-du-Sud"), ("976", "Mayotte")])
def test_an_empty_store_is_that_of_its_departement_and_says_how_to_begin(
    monkeypatch: pytest.MonkeyPatch, reference_store: Path, code: str, name: str
) -> None:
    monkeypatch.setenv("OBSERVATOIRE_DEPARTEMENT", code)
    said = words(open_page(monkeypatch, reference_store.parent, "financements"))
    assert f"{name} ({code}), tous exercices" in said and "France, " not in said
    assert "Aucun fait n'est encore chargé. Pour commencer : Charger des fichiers" in said


def test_hostile_facts_are_shown_as_words(
    monkeypatch: pytest.MonkeyPatch, reference_store: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "magasins"
    shutil.copytree(reference_store, folder / "reel")
    event = {**SMALL["evenements"][0], "nom": HOSTILE, "serie": HOSTILE}
    report = load_rows(folder / "reel", tmp_path / "essai", {**SMALL, "evenements": [event]})
    assert report.exit_code == 0, report.as_text()
    shown = open_page(monkeypatch, folder, "synthese")
    assert HOSTILE in words(shown)
    assert "<img src=x" not in markup(shown)
    assert 'href="javascript' not in markup(shown)


def table_of(rows: list[dict[str, Any]], columns: list[Column], caption: str, limit: int = 200) -> str:
    """The HTML of one table, as a page would send it."""

    def script(rows: list, columns: list, caption: str, limit: int) -> None:  # type: ignore[type-arg]
        from dashboard.frame import show  # a script stands alone

        show.table(rows, columns, caption, limit)

    values = {"rows": rows, "columns": columns, "caption": caption, "limit": limit}
    shown = AppTest.from_function(script, kwargs=values, default_timeout=300).run()
    assert not shown.exception
    return markup(shown)


def test_a_table_escapes_and_follows_only_honest_links() -> None:
    rows: list[dict[str, Any]] = [
        {"titre": HOSTILE, "lien": "javascript:alert(1)", "montant": 1234.5},
        {"titre": "Jardin", "lien": "fiche?action=a", "montant": None},
    ]
    found = table_of(rows, [Column("titre", "Titre", href="lien"), Column("montant", "Coût", "euros")], "Coûts")
    assert "<img" not in found
    assert re.findall('href="([^"]*)"', found) == ["#", "fiche?action=a"]
    assert '<a href="fiche?action=a" data-interne>Jardin</a>' in found
    assert '<td class="droite">1\u202f234,50\u202f€</td>' in found
    assert '<td class="droite">nd</td>' in found
    assert "<caption>Coûts</caption>" in found
    assert found.count('scope="col"') == 2


def test_a_table_longer_than_its_limit_says_so() -> None:
    found = table_of([{"n": n} for n in range(5)], [Column("n", "N", "number")], "Nombres", limit=2)
    assert "(2 premières lignes sur 5\u202f; l'export les a toutes)" in found.replace("&#39;", "'")
    assert len(re.findall("<th scope=.row.", found)) == 2


def test_the_notice_of_an_export_says_where_it_comes_from(reel: Scope) -> None:
    df = cached.ask(reel, "actions", **reel.filters)
    told = json.loads(notice.told(df, "actions", reel))
    assert told["lignes"] == 21
    assert told["perimetre"] == "France, toutes années"
    assert told["instantane"] == reel.snapshot
    assert len(told["sources"]) == 6
    assert told["colonnes"]["titre"]
    assert told["secret_statistique"] == "aucune valeur masquée"


def test_fields_stand_from_the_least_filled_in() -> None:
    # The second lacks in the larger share, the first in more fiches: each count has its own whole.
    fields = [
        {"champ": "budget détaillé", "n_renseignes": 28, "n_actions": 405, "n_valides": 25},
        {"champ": "motif de fin", "n_renseignes": 13, "n_actions": 340, "n_valides": None},
        {"champ": "statut", "n_renseignes": 405, "n_actions": 405, "n_valides": None},
    ]
    said, lacking = filling.missing(fields)
    assert said == "Partout renseignés : statut."
    assert [field["champ"] for field in lacking] == ["motif de fin", "budget détaillé"]


@pytest.mark.parametrize(("departement", "there"), [("03", ""), ("france", " dans l'Allier")])
def test_what_lacks_has_one_answer(
    monkeypatch: pytest.MonkeyPatch, stores_folder: Path, departement: str, there: str
) -> None:
    """Counted in data/facts: the Allier has four sessions, none told whole by college or by bassin."""
    told = (
        f"À collecter d'abord{there} : bassin des présents (manque dans 4 séances sur 4) et "
        "présents par collège (manque dans 4 séances sur 4)."
    )
    parts = [("donnees", {"partie": part}) for part in ("charger", "completer", "campagne", "valider")]
    for name, part in [*((name, dict[str, str]()) for name in ("synthese", "sources", "indicateurs")), *parts]:
        said = words(open_page(monkeypatch, stores_folder, name, jeu="reel", departement=departement, **part))
        assert said.count(told) == 1, (name, part)
        assert "Ce qui manque le plus" not in said and "collecter d'abord : " not in said.replace(told, "")


def test_what_lacks_is_said_to_be_counted_in_the_reference_departement(
    monkeypatch: pytest.MonkeyPatch, stores_folder: Path
) -> None:
    asked = {"jeu": "reel", "partie": "completer"}
    said = words(open_page(monkeypatch, stores_folder, "donnees", departement="france", **asked))
    assert "Ce qui manque se compte département par département : voici Allier (03), le département de réf" in said
    said = words(open_page(monkeypatch, stores_folder, "donnees", departement="03", **asked))
    assert "département de référence" not in said


def test_the_notice_of_money_speaks_of_exercices(reel: Scope) -> None:
    one_year = replace(reel, departement="03", departement_nom="Allier", annee_min=2024, annee_max=2024)
    told = {
        name: json.loads(notice.told(pd.DataFrame({"a": [1]}), name, one_year))["perimetre"]
        for name in ("flux_financiers", "actions")
    }
    assert told == {"flux_financiers": "Allier (03), exercice 2024", "actions": "Allier (03), 2024"}


def test_the_noise_of_sums_is_in_no_export() -> None:
    # 54 740 in thirds of cents, as sums of floats leave it; a third and a typed amount are kept.
    df = pd.DataFrame({"a": [54739.99999999999, 1 / 3, 1234.56, 40000.0]})
    assert to_csv(df).split() == ["a", "54740", "0.333333333333333", "1234.56", "40000"]


def test_the_notice_tells_the_criteria_of_the_page_and_what_is_withheld(reel: Scope) -> None:
    df = pd.DataFrame({"statut": ["s", "valeur", "s"], "valeur": [None, 12.0, None]})
    told = json.loads(notice.told(df, "actions", reel, {"mots": "jardin"}))
    assert told["filtres"]["mots"] == "jardin"
    assert told["secret_statistique"] == "valeurs masquées (s)\u00a0: 2".replace("\u00a0", " ")


def test_scope_names_itself_and_its_address(reel: Scope) -> None:
    moulins = Scope(reel.dataset, reel.copy, "03", "032", 2011, 2013, "Allier", "Moulins")
    assert moulins.label == "bassin de Moulins, 2011 à 2013"
    assert moulins.href("fiche", action="a&b") == "fiche?departement=03&bassin=032&de=2011&a=2013&action=a%26b"
    assert reel.href("") == "./"


def test_a_change_between_approximate_figures_is_not_computed() -> None:
    editions: list[Row] = [
        {
            "serie": "Fête",
            "tenu_le": "2011-01-01",
            "affluences": [300],
            "affluences_hautes": [300],
            "precisions": ["approchee"],
            "secret": False,
        },
        {
            "serie": "Fête",
            "tenu_le": "2012-01-01",
            "affluences": [350],
            "affluences_hautes": [350],
            "precisions": ["exacte"],
            "secret": False,
        },
        {
            "serie": "Autre",
            "tenu_le": "2012-01-01",
            "affluences": [350, 400],
            "affluences_hautes": [350, 400],
            "precisions": ["exacte", "exacte"],
        },
    ]
    (sentence,) = overview.editions(editions, 5)
    assert "300 (environ) personnes en 2011 et 350 personnes en 2012" in sentence
    assert "différence non calculée" in sentence


@pytest.mark.parametrize(("code", "name"), [("03", "Allier (03)"), ("63", "Puy-de-Dôme (63)")])
def test_the_reference_departement_is_one_click_away(
    monkeypatch: pytest.MonkeyPatch, stores_folder: Path, code: str, name: str
) -> None:
    monkeypatch.setenv("OBSERVATOIRE_DEPARTEMENT", code)
    shown = open_page(monkeypatch, stores_folder, "synthese")
    assert f'href="./?departement={code}" data-interne>{name}</a>' in markup(shown)
    assert shown.selectbox(key="filtre_departement").options[1].startswith(name)


def test_a_reference_that_is_no_departement_is_said(monkeypatch: pytest.MonkeyPatch, stores_folder: Path) -> None:
    monkeypatch.setenv("OBSERVATOIRE_DEPARTEMENT", "3")
    said = words(open_page(monkeypatch, stores_folder, "synthese"))
    assert "OBSERVATOIRE_DEPARTEMENT vaut « 3 », qui n'est pas un code de département" in said


def test_the_version_on_screen_is_that_of_the_project() -> None:
    """That of the project's file, which the first section of the CHANGELOG describes."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    described = re.search(r"^## (\S+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert project["project"]["version"] == chrome.VERSION
    assert described and described[1] == chrome.VERSION


def test_a_new_choice_goes_back_to_the_first_page(monkeypatch: pytest.MonkeyPatch, stores_folder: Path) -> None:
    shown = open_page(monkeypatch, stores_folder, "actions", page="2")
    shown.selectbox(key="filtre_departement").select("65").run()
    assert shown.query_params == {"departement": "65"}
