"""The questions of the money page, on facts small enough to be added up by hand."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from data.identifiers import structure_id
from queries.copy import reading
from tests.small.facts import answer as ask
from tests.small.facts import filled

EVS, CSC = structure_id("EVS", "03"), structure_id("CSC", "03")
NAMES = {"EVS": EVS, "CSC": CSC}
ABOUT = {"sujet_type": "action"}


def action(ref: str, structure: str) -> dict[str, str]:
    undated = {"date_debut_precision": "inconnue", "date_fin_precision": "inconnue"}
    named = {"titre": ref.capitalize(), "structure": structure, "structure_id": NAMES[structure]}
    return {"ref": ref, "code_departement": "03", **named, **undated}


def amount(ref: str, role: str, euros: str, etat: str = "validee", **more: str) -> dict[str, str]:
    return {**ABOUT, "sujet_id": ref, "role": role, "montant_eur": euros, "precision": "exacte", "etat": etat, **more}


def grant(ref: str, rank: str, financeur: str) -> dict[str, str]:
    known = {"financement_id": f"{ref}-{rank}", "financeur": financeur, "nature": "inconnue", "etat": "validee"}
    return {**ABOUT, "sujet_id": ref, **known}


# Two known costs and an unknown one for the EVS; the CSC has two totals that disagree, a proposed one, and prices.
FACTS: dict[str, list[dict[str, str]]] = {
    "structures": [{"structure_id": code, "nom": name, "code_departement": "03"} for name, code in NAMES.items()],
    "actions": [
        action("abri", "EVS"),
        action("bal", "EVS"),
        action("cour", "EVS"),
        action("duo", "CSC"),
        action("eau", "CSC"),
        action("fil", "CSC"),
    ],
    "montants": [
        amount("abri", "total", "1000", annee="2023", periodicite="annuelle", texte_source="« 1000 € par an »"),
        amount("abri", "prix_unitaire", "4", periodicite="par_personne", texte_source="« 4 € »"),
        amount("bal", "total", "30", periodicite="trimestrielle", texte_source="« 30 € par trimestre »"),
        amount("bal", "produit", "200", financeur="CAF"),
        amount("duo", "total", "900"),
        amount("duo", "total", "1200"),
        amount("duo", "charge", "50", texte_source="« 50 € de location »"),
        amount("eau", "total", "500", "proposee", texte_source="« 500 € »"),
    ],
    "budgets": [
        {
            **ABOUT,
            "budget_id": "budget-bal",
            "sujet_id": "bal",
            "exercice": "2024",
            "nature": "realise",
            "total_charges_eur": "500.5",
            "total_produits_eur": "500.5",
            "etat": "validee",
        },
        {
            **ABOUT,
            "budget_id": "budget-fil",
            "sujet_id": "fil",
            "exercice": "2024",
            "nature": "previsionnel",
            "total_charges_eur": "80",
            "etat": "proposee",
        },
    ],
    "lignes_budget": [
        {
            "budget_id": "budget-bal",
            "rang": str(rank),
            "cote": side,
            "compte": account,
            "niveau": "detail",
            "libelle": label,
            "montant_eur": euros,
            "financeur": funder,
        }
        for rank, (side, account, label, euros, funder) in enumerate(
            [
                ("charge", "60", "Achats", "500.5", ""),
                ("produit", "74", "CAF", "500.5", "CAF"),
                ("produit", "74", "Région", "", "Région"),
            ],
            start=1,
        )
    ],
    "financements": [
        grant("abri", "1", "Région"),
        grant("abri", "2", "CAF"),
        grant("bal", "1", "CAF"),
        grant("cour", "1", "Aucun"),
    ],
}


@pytest.fixture(scope="module")
def money(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with reading.reader(filled(reference_store, tmp_path_factory.mktemp("argent"), FACTS)) as root:
        yield root


def test_each_situation_is_counted_and_proposals_enter_none_of_the_known(money: duckdb.DuckDBPyConnection) -> None:
    (row,) = ask(money, "argent_situations")
    assert row == {"n_connu": 2, "n_contradictoire": 1, "n_a_valider": 2, "n_inconnu": 1, "n_sans_financeur": 1}
    (nowhere,) = ask(money, "argent_situations", departement="63")
    assert set(nowhere.values()) == {0}


def test_a_known_cost_keeps_its_period_words_and_source(money: duckdb.DuckDBPyConnection) -> None:
    first, second = ask(money, "couts", situation="connu")
    assert (first["titre"], first["total_eur"], first["texte_source"]) == ("Abri", 1000, "« 1000 € par an »")
    assert (first["annee"], first["periodicite"]) == (2023, "annuelle")
    # The amount by quarter is no cost: the budget's total is.
    assert (second["titre"], second["total_eur"], second["annee"]) == ("Bal", 500.5, 2024)
    assert second["texte_source"] == "total des charges du budget joint"
    assert first["source"] == second["source"] is not None
    assert [row["titre"] for row in ask(money, "couts", situation="connu", limite=1)] == ["Abri"]


def test_payers_are_named_once_and_nobody_is_no_payer(money: duckdb.DuckDBPyConnection) -> None:
    first, second = ask(money, "couts", situation="connu")
    assert (first["financeurs"], first["n_financeurs"]) == (["Caisse d'allocations familiales (CAF)", "Région"], 2)
    # A budget line without an amount names nobody as a payer.
    assert second["financeurs"] == ["Caisse d'allocations familiales (CAF)"]
    (third,) = ask(money, "couts", situation="inconnu")
    assert (third["financeurs"], third["sans_financeur"]) == ([], True)
    assert [row["titre"] for row in ask(money, "sans_financeur")] == ["Cour"]


def test_a_structure_adds_its_known_costs_only(money: duckdb.DuckDBPyConnection) -> None:
    evs, csc = ask(money, "argent_par_structure")
    assert evs == {
        "structure": "EVS",
        "n_sujets": 3,
        "n_connu": 2,
        "n_contradictoire": 0,
        "n_a_valider": 0,
        "n_inconnu": 1,
        "cout_connu_eur": 1500.5,
        "cout_bas_eur": 1500.5,
        "cout_haut_eur": 1500.5,
        "n_bornes": 0,
        "n_approches": 0,
        "muette": False,
        "n_structures": 2,
    }
    # The contradictory totals and the amount to validate are counted, not added: nothing is known for sure.
    assert (csc["n_contradictoire"], csc["n_a_valider"], csc["cout_connu_eur"]) == (1, 2, None)
    assert len(ask(money, "argent_par_structure", limite=1)) == 1


def test_rival_totals_stand_side_by_side(money: duckdb.DuckDBPyConnection) -> None:
    (row,) = ask(money, "contradictions_argent")
    assert (row["titre"], row["montants_eur"], row["precisions"]) == ("Duo", [900, 1200], ["exacte", "exacte"])
    assert row["messages"] == []


def test_what_waits_to_be_validated_is_apart(money: duckdb.DuckDBPyConnection) -> None:
    rows = ask(money, "couts_a_valider")
    # A budget that nobody has validated is a cost to validate, as an amount cited is.
    told = [(row["titre"], row["montant_eur"], row["texte_source"], row["n_montants"]) for row in rows]
    assert told == [("Eau", 500, "« 500 € »", 2), ("Fil", 80, "total des charges du budget joint", 2)]
    assert len({row["sujet_id"] for row in rows}) == ask(money, "argent_situations")[0]["n_a_valider"]


def test_unit_prices_partial_expenses_and_quarterly_amounts_stand_apart(money: duckdb.DuckDBPyConnection) -> None:
    rows = ask(money, "montants_a_part")
    assert [(row["titre"], row["montant_eur"]) for row in rows] == [("Abri", 4), ("Bal", 30), ("Duo", 50)]
    (first,) = ask(money, "montants_a_part", limite=1)
    assert first["n_montants"] == 3


def test_a_map_adds_known_costs_only(reference_store: Path, tmp_path: Path) -> None:
    """Two actions in Moulins: 1 000 €, and 500 € that a finding contradicts. The list and the map say the same."""
    contradicted = {
        **ABOUT, "sujet_id": "bal", "domaine": "argent", "code": "total_faux", "message": "le total n'est pas la somme",
    }  # fmt: skip
    facts = {
        "structures": [{"structure_id": NAMES["EVS"], "nom": "EVS", "code_departement": "03"}],
        "actions": [action("abri", "EVS"), action("bal", "EVS")],
        "actions_lieux": [
            {"action_id": ref, "role": "lieu", "code_commune": "03190", "precision": "declaree"}
            for ref in ("abri", "bal")
        ],
        "montants": [amount("abri", "total", "1000", annee="2023"), amount("bal", "total", "500", annee="2023")],
        "constats": [contradicted],
    }
    with reading.reader(filled(reference_store, tmp_path, facts)) as root:
        (commune,) = [row for row in ask(root, "carte_communes", departement="03") if row["n_actions"]]
        (departement,) = [row for row in ask(root, "carte_departements") if row["n_actions"]]
        listed = ask(root, "sujets_commune", commune="03190")
    assert (commune["montant_eur"], commune["n_montants"]) == (1000, 1)
    assert (departement["montant_eur"], departement["n_montants"]) == (1000, 1)
    assert sorted((row["montant_eur"] for row in listed), key=str) == [1000, None]
