"""The money page: what is known, unknown, contradictory and to validate stays apart; natures are never added up."""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.money import costs
from tests.small.facts import SMALL, load_rows
from tests.tools.pages import markup, open_page, words


def counts(connu: int = 0, contradictoire: int = 0, a_valider: int = 0, inconnu: int = 0) -> dict[str, int]:
    """A row of ``argent_situations``."""
    return {
        "n_connu": connu,
        "n_contradictoire": contradictoire,
        "n_a_valider": a_valider,
        "n_inconnu": inconnu,
    }


SIX = counts(connu=2, contradictoire=1, a_valider=1, inconnu=2)


def test_four_situations_are_counted_apart() -> None:
    assert costs.situations(SIX) == {"connu": 2, "contradictoire": 1, "a_valider": 1, "inconnu": 2}
    assert costs.total(SIX) == 6
    assert costs.situations(counts()) == {"connu": 0, "contradictoire": 0, "a_valider": 0, "inconnu": 0}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            SIX,
            "Un coût est connu pour 2 actions et événements sur 6 ; 1 porte des déclarations contradictoires, "
            "1 n'a que des montants à valider et 2 restent sans coût connu.",
        ),
        (counts(connu=1), "Un coût est connu pour 1 action ou événement sur 1."),
        (counts(inconnu=1), "Aucun coût n'est connu : 1 action ou événement ; 1 reste sans coût connu."),
        (
            counts(),
            "Aucune action et aucun événement dans ce périmètre : il n'y a pas d'argent à y chercher.",
        ),
    ],
)
def test_the_opening_sentence_says_what_is_known_and_what_is_not(row: dict[str, int], expected: str) -> None:
    assert costs.answer(row) == expected


def test_who_has_no_funder_is_named_and_the_others_counted() -> None:
    named = [{"titre": "B"}, {"titre": "C"}]
    assert costs.answer_details(named[:1], 1) == "Sans aucun financeur, d'après la source : B."
    assert costs.answer_details(named, 9) == "Sans aucun financeur, d'après la source : B, C et 7 autres."
    assert costs.answer_details([], 0) == ""


@pytest.mark.parametrize(
    ("annee", "periodicite", "expected"),
    [(None, None, "nd"), (2024, None, "2024"), (None, "annuelle", "par an"), (None, "par_unite", "l'unité")],
)
def test_periods_are_written_or_said_unknown(annee: Any, periodicite: Any, expected: str) -> None:
    assert costs.period(annee, periodicite) == expected


FAMILIES: list[dict[str, Any]] = [
    {"famille": "CAF", "prevu_eur": 4000.0, "cite_eur": None},
    {"famille": "État", "prevu_eur": 12620.0, "cite_eur": 1050.0},
    {"famille": None, "prevu_eur": 50.0, "cite_eur": None},
    {"famille": "Aucun", "prevu_eur": None, "cite_eur": None},
]


def test_bars_of_one_nature_hold_that_nature_only() -> None:
    planned = costs.family_bars(FAMILIES, "prevu")
    assert [(bar.label, bar.value) for bar in planned] == [("État", 12620), ("CAF", 4000), ("Famille à préciser", 50)]
    assert [(bar.label, bar.value) for bar in costs.family_bars(FAMILIES, "cite")] == [("État", 1050)]


def test_a_chart_has_its_sentence_with_n_and_years() -> None:
    coverage = {"n_sujets": 2, "n_montants": 3, "annee_min": 2022, "annee_max": 2024, "n_sans_annee": 1}
    sentence = costs.nature_sentence("prevu", costs.family_bars(FAMILIES, "prevu"), coverage, 31)
    assert sentence.replace("\u202f", " ") == (
        "16 670 € inscrit au budget prévisionnel, d'après 2 actions et événements sur 31, exercices 2022 à 2024 "
        "ou inconnu (1 montant). En tête, État : 12 620 €."
    )


def test_natures_without_any_amount_are_named() -> None:
    coverage = [{"nature": nature, "n_montants": n} for nature, n in (("prevu", 5), ("demande", 0), ("verse", 0))]
    assert costs.absent_natures(coverage) == ["demandé", "versé"]


def test_contradictions_are_those_of_the_money_and_rival_totals() -> None:
    def row(messages: list[str], *totals: float) -> dict[str, Any]:
        none, exact = [None] * len(totals), ["exacte"] * len(totals)
        return {
            "messages": messages,
            "montants_eur": list(totals),
            "bornes_basses_eur": none,
            "bornes_hautes_eur": none,
            "precisions": exact,
        }

    assert costs.contradictions(row(["Total déclaré 10 €, lignes 12 €"], 10.0)) == ["Total déclaré 10 €, lignes 12 €"]
    (rival,) = costs.contradictions(row([], 1000.0, 1200.0, 1000.0))
    assert rival.replace("\u202f", " ") == "Plusieurs coûts déclarés : 1 000 € et 1 200 €."


# The page on the small store: three actions and an event of the Allier.


@pytest.fixture(scope="module")
def small_stores(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("petits-magasins")
    shutil.copytree(reference_store, folder / "reel")
    assert load_rows(folder / "reel", folder / "faits", SMALL).exit_code == 0
    return folder


def test_the_page_keeps_what_is_known_unknown_and_proposed_apart(
    monkeypatch: pytest.MonkeyPatch, small_stores: Path
) -> None:
    said = words(open_page(monkeypatch, small_stores, "couts"))
    assert (
        "Un coût est connu pour 1 action ou événement sur 4 ; 1 n'a que des montants à valider "
        "et 2 restent sans coût connu."
    ) in said
    for situation in ("Coût connu 1", "Déclarations contradictoires 0", "Montants à valider 1", "Coût inconnu 2"):
        assert f"{situation} sur 4" in said, situation
    assert "Café des familles Centre social des Coteaux 1 000 €" in said
    assert "1 coût à valider" in said and "500 € (environ)" in said
    assert "400 € cité dans la fiche" in said
    assert "Aucun montant prévu, réalisé, demandé, accordé ou versé n'est renseigné : nd, et non zéro." in said
    # Named as a funder without any amount: « nd », never 0 €.
    assert "Département nd 1 1" in said
    assert "Aucune déclaration contradictoire" in said


# The page on the real facts, read in the documents.


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch, stores_folder: Path) -> Callable[..., AppTest]:
    return partial(open_page, monkeypatch, stores_folder)


def test_real_costs_funders_and_contradictions(visit: Callable[..., AppTest]) -> None:
    page = visit("couts")
    said = words(page)
    # FIPDR 8 000 € and Agence de services et de paiement 4 620 €, both of the State, in the Belfort budget.
    assert "En tête, État : 12 620 €." in said
    assert "De la plume au clavier ASSOCIATION FEMME EN LANGUEDOC ROUSSILLON 72 373 €" in said
    assert "Agir ensemble 2013 CCAS d'Angers 40 000 € 2013 aucun, d'après la source" in said
    assert "Sans aucun financeur, d'après la source : Agir ensemble 2013." in said
    assert "Total des charges déclaré 20 620 € ; les comptes 60 à 64 font 21 005 €" in said
    # A long list shows its first ones; that of the Gers is short.
    assert "« coiffeuse (40€/personne) »" in words(visit("couts", departement="32"))
    assert "montants hors des coûts" in " ".join(expander.label for expander in page.expander)


def test_each_nature_has_its_own_chart(visit: Callable[..., AppTest]) -> None:
    charts = visit("couts").get("plotly_chart")
    assert len(charts) == 2
    assert all("\\u202f" in chart.proto.spec or "\u202f" in chart.proto.spec for chart in charts)


@pytest.mark.parametrize("query", [{"departement": "23"}, {"de": "1950", "a": "1951"}])
def test_an_empty_perimeter_says_what_to_do(visit: Callable[..., AppTest], query: dict[str, str]) -> None:
    page = visit("couts", **query)
    assert "Aucune action et aucun événement dans ce périmètre" in words(page)
    assert '<a href="couts" data-interne>' in markup(page)


@pytest.mark.parametrize("query", [{"departement": "99"}, {"bassin": "031"}, {"de": "hier"}])
def test_unknown_filters_fall_back_with_a_note(visit: Callable[..., AppTest], query: dict[str, str]) -> None:
    said = words(visit("couts", **query))
    assert "À noter." in said
    assert "Agir ensemble 2013" in said
