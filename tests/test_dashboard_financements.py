"""The money page: what is known, unknown, contradictory and to validate stays apart; natures are never added up."""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import money
from tests.pages import markup, open_page, words
from tests.small_facts import SMALL, load_rows


def costs(*rows: tuple[str, str | None, str, float | None, bool]) -> list[dict[str, Any]]:
    """Rows of ``argent_par_action``: title, structure, situation, total in euros, said to have no funder."""
    columns = ("titre", "structure", "situation", "total_eur", "sans_financeur")
    return [
        {
            **dict(zip(columns, row, strict=True)),
            "sujet_type": "action",
            "sujet_id": row[0].lower(),
            "precision": "exacte",
        }
        for row in rows
    ]


SIX = costs(
    ("A", "EVS", "connu", 1000.0, False),
    ("B", "EVS", "connu", 500.5, True),
    ("C", "EVS", "inconnu", None, False),
    ("D", "CSC", "contradictoire", 900.0, False),
    ("E", "CSC", "a_valider", None, False),
    ("F", None, "inconnu", None, False),
)


def test_four_situations_are_counted_apart() -> None:
    assert money.situations(SIX) == {"connu": 2, "contradictoire": 1, "a_valider": 1, "inconnu": 2}
    assert money.situations([]) == {"connu": 0, "contradictoire": 0, "a_valider": 0, "inconnu": 0}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            SIX,
            "Un coût est connu pour 2 actions et événements sur 6 ; 1 porte des déclarations contradictoires, "
            "1 n'a que des montants à valider et 2 restent sans coût connu.",
        ),
        (SIX[:1], "Un coût est connu pour 1 action ou événement sur 1."),
        (SIX[2:3], "Aucun coût n'est connu : 1 action ou événement ; 1 reste sans coût connu."),
        (
            [],
            "Aucune action et aucun événement dans ce périmètre : il n'y a pas d'argent à y chercher.",
        ),
    ],
)
def test_the_opening_sentence_says_what_is_known_and_what_is_not(rows: list[dict[str, Any]], expected: str) -> None:
    assert money.answer(rows) == expected


def test_who_has_no_funder_is_named() -> None:
    assert money.answer_details(SIX) == "Sans aucun financeur, d'après la source : B."
    assert money.answer_details(SIX[:1]) == ""


def test_a_structure_adds_its_known_costs_only() -> None:
    evs, csc, unnamed = money.by_structure(SIX)
    assert evs == {
        "structure": "EVS",
        "n_sujets": 3,
        "n_connu": 2,
        "n_contradictoire": 0,
        "n_a_valider": 0,
        "n_inconnu": 1,
        "cout_connu_eur": 1500.5,
    }
    # The contradictory 900 € and the amount to validate are counted, not added: nothing is known for sure.
    assert (csc["n_contradictoire"], csc["n_a_valider"], csc["cout_connu_eur"]) == (1, 1, None)
    assert (unnamed["structure"], unnamed["n_inconnu"], unnamed["cout_connu_eur"]) == (None, 1, None)


def test_a_known_cost_keeps_its_period_words_and_source() -> None:
    columns = ("sujet_type", "sujet_id", "role", "etat", "annee", "periodicite", "texte_source", "source")
    amounts = [
        dict(zip(columns, row, strict=True))
        for row in (
            ("action", "a", "total", "validee", 2023, "annuelle", "« 1000 € par an »", "fiches"),
            ("action", "b", "total", "validee", 2023, "trimestrielle", "« 30 € par trimestre »", "fiches"),
            ("action", "a", "prix_unitaire", "validee", 2023, "par_personne", "« 4 € »", "fiches"),
            ("action", "e", "total", "proposee", None, None, "« 500 € »", "fiches"),
        )
    ]
    lines = [{"sujet_type": "action", "sujet_id": "b", "exercice": 2024, "source": "budgets"}]
    first, second = money.known_costs(SIX, amounts, lines)
    assert (first["titre"], first["texte_source"], first["source"]) == ("A", "« 1000 € par an »", "fiches")
    assert money.period(first["annee"], first["periodicite"]) == "2023, par an"
    assert (second["titre"], second["source"]) == ("B", "budgets")
    assert money.period(second["annee"], second["periodicite"]) == "2024"


@pytest.mark.parametrize(
    ("annee", "periodicite", "expected"),
    [(None, None, "nd"), (2024, None, "2024"), (None, "annuelle", "par an"), (None, "par_unite", "l'unité")],
)
def test_periods_are_written_or_said_unknown(annee: Any, periodicite: Any, expected: str) -> None:
    assert money.period(annee, periodicite) == expected


FAMILIES: list[dict[str, Any]] = [
    {"famille": "CAF", "prevu_eur": 4000.0, "cite_eur": None},
    {"famille": "État", "prevu_eur": 12620.0, "cite_eur": 1050.0},
    {"famille": None, "prevu_eur": 50.0, "cite_eur": None},
    {"famille": "Aucun", "prevu_eur": None, "cite_eur": None},
]


def test_bars_of_one_nature_hold_that_nature_only() -> None:
    planned = money.family_bars(FAMILIES, "prevu")
    assert [(bar.label, bar.value) for bar in planned] == [("État", 12620), ("CAF", 4000), ("Famille à préciser", 50)]
    assert [(bar.label, bar.value) for bar in money.family_bars(FAMILIES, "cite")] == [("État", 1050)]


def test_a_chart_has_its_sentence_with_n_and_years() -> None:
    coverage = {"n_sujets": 2, "n_montants": 3, "annee_min": 2022, "annee_max": 2024, "n_sans_annee": 1}
    sentence = money.nature_sentence("prevu", money.family_bars(FAMILIES, "prevu"), coverage, 31)
    assert sentence.replace("\u202f", " ") == (
        "16 670 € inscrit au budget prévisionnel, d'après 2 actions et événements sur 31, exercices 2022 à 2024 "
        "ou inconnu (1 montant). En tête, État : 12 620 €."
    )


def test_natures_without_any_amount_are_named() -> None:
    coverage = [{"nature": nature, "n_montants": n} for nature, n in (("prevu", 5), ("demande", 0), ("verse", 0))]
    assert money.absent_natures(coverage) == ["demandé", "versé"]


def test_payers_are_named_once_and_nobody_is_no_payer() -> None:
    action, fete = {"sujet_type": "action", "sujet_id": "a"}, {"sujet_type": "evenement", "sujet_id": "fete"}
    grants = [
        {**action, "financeur": "CAF", "famille": "CAF"},
        {**action, "financeur": "Département", "famille": "Département"},
        {**fete, "financeur": "Aucun", "famille": "Aucun"},
    ]
    lines: list[dict[str, Any]] = [
        {**action, "financeur": "CAF", "famille": "CAF", "cote": "produit", "montant_eur": 4000},
        {**action, "financeur": "Région", "famille": "Région", "cote": "produit", "montant_eur": None},
        {**action, "financeur": None, "famille": None, "cote": "charge", "montant_eur": 100},
    ]
    assert money.payers(grants, lines) == {("action", "a"): ["CAF", "Département"]}


def test_contradictions_are_those_of_the_money_and_rival_totals() -> None:
    constats = [
        {"sujet_id": "a", "domaine": "argent", "message": "Total déclaré 10 €, lignes 12 €"},
        {"sujet_id": "a", "domaine": "fiche", "message": "Deux dates"},
        {"sujet_id": "b", "domaine": "argent", "message": "Autre"},
    ]
    amounts = [
        {
            "sujet_id": subject,
            "role": role,
            "etat": state,
            "montant_eur": value,
            "borne_basse_eur": None,
            "borne_haute_eur": None,
            "precision": "exacte",
        }
        for subject, role, state, value in (
            ("a", "total", "validee", 10.0),
            ("c", "total", "validee", 1000.0),
            ("c", "total", "validee", 1200.0),
            ("c", "total", "proposee", 5.0),
            ("c", "prix_unitaire", "validee", 4.0),
        )
    ]
    assert money.contradictions(constats, amounts, "a") == ["Total déclaré 10 €, lignes 12 €"]
    (rival,) = money.contradictions(constats, amounts, "c")
    assert rival.replace("\u202f", " ") == "Plusieurs coûts déclarés : 1 000 € et 1 200 €."


def test_unit_prices_partial_expenses_and_quarterly_amounts_stand_apart() -> None:
    amounts = [
        {"titre": title, "role": role, "periodicite": period}
        for title, role, period in (
            ("prix", "prix_unitaire", "par_personne"),
            ("charge", "charge", None),
            ("trimestre", "total", "trimestrielle"),
            ("an", "total", "annuelle"),
            ("produit", "produit", None),
        )
    ]
    assert [row["titre"] for row in money.apart(amounts)] == ["prix", "charge", "trimestre"]


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
    said = words(open_page(monkeypatch, small_stores, "financements"))
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
    page = visit("financements")
    said = words(page)
    # FIPDR 8 000 € and Agence de services et de paiement 4 620 €, both of the State, in the Belfort budget.
    assert "En tête, État : 12 620 €." in said
    assert "De la plume au clavier ASSOCIATION FEMME EN LANGUEDOC ROUSSILLON 72 373 €" in said
    assert "Agir ensemble 2013 CCAS d'Angers 40 000 € 2013 aucun, d'après la source" in said
    assert "Sans aucun financeur, d'après la source : Agir ensemble 2013." in said
    assert "Total des charges déclaré 20 620 € ; les comptes 60 à 64 font 21 005 €" in said
    assert "« coiffeuse (40€/personne) »" in said
    assert "montants hors des coûts" in " ".join(expander.label for expander in page.expander)


def test_each_nature_has_its_own_chart(visit: Callable[..., AppTest]) -> None:
    charts = visit("financements").get("plotly_chart")
    assert len(charts) == 2
    assert all("\\u202f" in chart.proto.spec or "\u202f" in chart.proto.spec for chart in charts)


@pytest.mark.parametrize("query", [{"departement": "23"}, {"de": "1950", "a": "1951"}])
def test_an_empty_perimeter_says_what_to_do(visit: Callable[..., AppTest], query: dict[str, str]) -> None:
    page = visit("financements", **query)
    assert "Aucune action et aucun événement dans ce périmètre" in words(page)
    assert '<a href="financements" data-interne>' in markup(page)


@pytest.mark.parametrize("query", [{"departement": "99"}, {"bassin": "031"}, {"de": "hier"}])
def test_unknown_filters_fall_back_with_a_note(visit: Callable[..., AppTest], query: dict[str, str]) -> None:
    said = words(visit("financements", **query))
    assert "À noter." in said
    assert "Agir ensemble 2013" in said
