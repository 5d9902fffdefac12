"""The pages of the indicators: the board and one indicator, on the demonstration and on the real facts."""

import re
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.frame import terms
from dashboard.indicators.words import by_campaigns
from queries import ask_records
from queries.copy import reading
from queries.copy.indicators import catalogue
from queries.copy.indicators.entry import FILE
from tests.conftest import Demo
from tests.tools.pages import markup, open_page, words

Open = Callable[..., AppTest]
COUNT = len(catalogue.load().indicators)


@pytest.fixture
def show_demo(monkeypatch: pytest.MonkeyPatch, demo: Demo) -> Open:
    """A page of the demonstration."""
    return partial(open_page, monkeypatch, demo.store.parent)


@pytest.fixture
def show_real(monkeypatch: pytest.MonkeyPatch, stores_folder: Path) -> Open:
    """A page of the real facts."""
    return partial(open_page, monkeypatch, stores_folder)


def lines(page: AppTest) -> list[str]:
    """The indicators of the board, each by the beginning of its line."""
    return re.findall(r"<tr><th scope=row><a ", markup(page))


def test_the_board_of_the_demonstration(show_demo: Open) -> None:
    page = show_demo("indicateurs", departement="03")
    said = words(page)
    assert re.search(rf"indicateurs? sur {COUNT} (ne )?mesure", said)
    assert "À collecter d'abord" in said and "Prudence." in said
    assert len(lines(page)) == COUNT
    assert [title for title in ("A. Participation", "G. Continuité et apprentissage") if title not in said] == []
    assert len(page.get("popover")) == 2


def test_the_filters_are_in_the_address(show_demo: Open) -> None:
    page = show_demo("indicateurs", departement="03", famille="B")
    assert f"4 indicateurs sur {COUNT}." in words(page)
    assert len(lines(page)) == 4


def test_an_empty_selection_shows_the_way_out(show_demo: Open) -> None:
    page = show_demo("indicateurs", departement="03", famille="B", verdict="progrès", aptitude="pas encore mesurable")
    assert "Aucun indicateur ne répond à ces trois filtres." in words(page)
    assert "Tous les indicateurs" in words(page)


def test_france_shows_the_reference_departement_and_says_so(show_real: Open) -> None:
    said = words(show_real("indicateurs", departement="france"))
    assert "Les progrès se jugent département par département : voici Allier (03), le département de référence." in said


def test_years_do_not_apply_to_progress(show_real: Open) -> None:
    said = words(show_real("indicateurs", departement="03", de="2011"))
    assert "Les années choisies ne s'appliquent pas ici" in said


def test_a_wrong_reference_departement_is_explained(monkeypatch: pytest.MonkeyPatch, show_real: Open) -> None:
    monkeypatch.setenv("OBSERVATOIRE_DEPARTEMENT", "999")
    for name in ("indicateurs", "indicateur"):
        assert "Le département de référence, « 999 », n'existe pas." in words(show_real(name))


def test_one_indicator_on_one_page(show_demo: Open) -> None:
    page = show_demo("indicateur", departement="03", id="A1")
    said = words(page)
    assert "Initiative habitante" in said and "Dernière valeur, Allier" in said
    assert "Bassin par bassin" in said and "Montluçon" in said
    assert len(page.get("plotly_chart")) == 4
    assert "Toutes les valeurs" in said and re.search(r"2016 \d+,\d % \d+,\d à \d+,\d n = \d+ · couv\. \d+ %", said)
    assert "actions dont « Un habitant » ou « Un groupe d'habitants »" in said
    assert "Renseigné ici initiative : " in said
    assert "SELECT" in page.code[0].value
    assert "Allier de démonstration" in said


def test_what_campaigns_brought_is_said_of_the_departement_and_nothing_where_none_did(
    show_demo: Open, show_real: Open, demo: Demo
) -> None:
    with reading.reader(demo.store) as root:
        (owed,) = ask_records(root, "indicateurs_campagnes", indicateur="A1", departement="03")
    assert 0 < owed["n_campagnes"] < owed["n_fiches"]
    n, whole = (f"{owed[name]:,}".replace(",", " ") for name in ("n_campagnes", "n_fiches"))
    told = f"Dans l'Allier, toutes années réunies, {n} des {whole} fiches qui disent tout ce qu'il lui faut"
    for bassin in ({}, {"bassin": "032"}):
        said = words(show_demo("indicateur", departement="03", id="A1", **bassin))
        assert f"{told} le tiennent au moins en partie des campagnes 2024 et 2025." in said
    assert "campagne" not in words(show_real("indicateur", departement="03", id="A1")).lower()


def test_one_fiche_and_one_campaign_are_said_so() -> None:
    owed = {"n_campagnes": 1, "n_fiches": 1, "annees": [2024]}
    assert by_campaigns(owed, "Dans l'Allier") == (
        "Dans l'Allier, la seule fiche qui dit tout ce qu'il lui faut le tient au moins en partie de la campagne 2024."
    )
    assert "1 des 12 fiches qui disent tout ce qu'il lui faut le tient" in by_campaigns(owed | {"n_fiches": 12}, "Ici")


def test_the_chosen_bassin_answers(show_demo: Open) -> None:
    said = words(show_demo("indicateur", departement="03", bassin="032", id="A1"))
    assert "Bassin de Moulins, Allier (03)" in said and "Dernière valeur, Moulins" in said


def test_other_levels_come_on_demand_in_alphabetical_order(show_demo: Open) -> None:
    closed = show_demo("indicateur", departement="03", id="D3")
    assert "À d'autres niveaux" in words(closed) and "Valeur lissée" not in words(closed)
    page = show_demo("indicateur", departement="03", id="D3", niveau="commune")
    communes = re.findall(r'<th scope="row"><a href="territoire[^>]*>([^<]+)</a></th><td>\d{4}</td>', markup(page))
    assert len(communes) == 317 and communes[:2] == ["Abrest", "Agonges"]
    assert "Valeur lissée" in words(page)


def test_an_indicator_of_actions_leads_to_them(show_demo: Open) -> None:
    page = show_demo("indicateur", departement="03", id="F9", niveau="action")
    said = words(page)
    assert "Cet indicateur se lit à un autre niveau : action" in said and "Évolution" not in said
    assert "320 premières lignes sur" in said and "l'export les a toutes" in said
    assert markup(page).count('href="fiche?action=') == 320


def test_an_unknown_indicator_shows_those_there_are(show_real: Open) -> None:
    page = show_real("indicateur", departement="03", id="<b>Z9</b>")
    assert "Aucun indicateur n'a l'identifiant « <b>Z9</b> »." in words(page).replace("&lt;", "<")
    assert "<b>Z9" not in markup(page)
    assert markup(page).count("indicateur?") >= COUNT
    assert "L'adresse ne dit pas quel indicateur montrer." in words(show_real("indicateur"))


def test_an_indicator_that_cannot_be_computed_is_explained(
    monkeypatch: pytest.MonkeyPatch, fresh_store: Path, tmp_path: Path
) -> None:
    own = tmp_path / "catalogue"
    shutil.copytree(catalogue.folder() / catalogue.SQL_FOLDER, own / catalogue.SQL_FOLDER)
    shutil.copy(catalogue.folder() / FILE, own)
    (own / catalogue.SQL_FOLDER / "A1.sql").write_text("-- Une question ?\nSELECT 1;\n", encoding="utf-8")
    monkeypatch.setenv("OBSERVATOIRE_CATALOGUE", str(own))
    page = open_page(monkeypatch, fresh_store.parent, "indicateur", departement="03", id="A1")
    said = words(page)
    assert "Cet indicateur ne peut pas être calculé." in said and "A1.sql : l'en-tête n'annonce aucune colonne" in said
    assert not page.get("plotly_chart") and "Les autres indicateurs n'en dépendent pas" in said
    board_said = words(open_page(monkeypatch, fresh_store.parent, "indicateurs", departement="03"))
    assert "pas encore mesurable : le calcul a échoué" in board_said


def test_no_value_at_all_is_a_page_too(show_real: Open) -> None:
    page = show_real("indicateur", departement="03", id="A1")
    assert "aucun fait enregistré" in words(page)
    # The mark stands in its place, and the page says what it means: paper has no hover.
    (meaning,) = [term.meaning for term in terms.MARKS if term.mark == "nd"]
    assert '<dd class="valeur">nd</dd>' in markup(page) and f"nd : Non disponible. {meaning}" in words(page)
