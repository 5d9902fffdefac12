"""How budgets and grants are read, on facts made for one rule each: what counts, what is unknown, whose year it is."""

import re
from pathlib import Path

from data.settings import ROOT
from queries.copy import reading
from tests.small.facts import Rows, action_id, filled
from tests.small.facts import answer as rows
from tests.small.money import action, grant, line, placed


def test_facts_about_money_are_read_by_one_script() -> None:
    # Questions aside, which show facts as they were written.
    fact = re.compile(r"\b(FROM|JOIN)\s+(budgets|lignes_budget|financements|montants)\b")
    scripts = [*(ROOT / "queries" / "copy").rglob("*.sql"), *(ROOT / "queries" / "catalogue").rglob("*.sql")]
    assert [file.name for file in scripts if fact.search(file.read_text(encoding="utf-8"))] == ["read.sql"]


def test_what_counts_among_grants_is_said_once(reference_store: Path, tmp_path: Path) -> None:
    facts: Rows = {
        **placed(halle="03190"),
        "financements": [
            grant("halle", "CAF", 500, 400, exercice=""),
            grant("halle", "Participation des familles", "", 50),
            grant("halle", "Région", "", 90, nature="nature"),
            grant("halle", "Aucun", "", "", nature="sans_objet"),
            grant("halle", "Club de pétanque", "", 30, etat="proposee"),
        ],
    }
    with reading.reader(filled(reference_store, tmp_path, facts)) as root:
        read = root.execute(
            "SELECT financeur, famille, annee, retenu, subvention FROM financements_lus ORDER BY financeur"
        ).fetchall()
    # An action of one year gives its year to a grant without exercice; a label of nobody keeps its own words.
    assert read == [
        ("Aucun", "Aucun", 2023, False, False),
        ("Caisse d'allocations familiales (CAF)", "CAF", 2023, True, True),
        ("Club de pétanque", None, 2023, False, False),
        ("Région", "Région", 2023, True, False),
        ("Usagers", "Usagers", 2023, True, False),
    ]


def test_an_action_counts_once_whatever_its_grants_say_of_their_year(reference_store: Path, tmp_path: Path) -> None:
    # 400 € of the exercice 2023 and 250 € that say none, for an action of 2023 alone: one action, 650 €.
    facts: Rows = {
        **placed(halle="03190"),
        "financements": [grant("halle", "CAF", 400, 400), grant("halle", "Région", 250, 250, exercice="")],
    }
    with reading.reader(filled(reference_store, tmp_path, facts)) as root:
        assert root.execute("SELECT annee, montant_eur FROM subventions_accordees").fetchall() == [(2023, 650.0)]
        told = rows(root, "valeurs_indicateurs", indicateur="F5", niveau="departement", departement="03")
    assert [(row["n_renseignes"], row["n_total"]) for row in told if row["annee"] == 2023] == [(1, 1)]


def test_what_is_not_known_of_a_plan_is_no_zero(reference_store: Path, tmp_path: Path) -> None:
    # A grant asked whose answer nobody knows, beside one of 300 €: no gap; users' 50 € are no grant.
    facts: Rows = {
        **placed(halle="03185", bal="03310"),
        "budgets": [
            {"budget_id": f"b-{ref}", "sujet_type": "action", "sujet_id": ref, "exercice": 2023,
             "nature": "previsionnel", "total_charges_eur": 1000, "etat": "validee"}
            for ref in ("halle", "bal")
        ],
        "financements": [
            grant("halle", "CAF", 500, ""),
            grant("bal", "CAF", 600, 300),
            grant("bal", "Région", 400, ""),
            grant("bal", "Participation des familles", "", 50),
        ],
    }  # fmt: skip
    with reading.reader(filled(reference_store, tmp_path, facts)) as root:
        (plan,) = rows(root, "plan_action", sujet=action_id(root, "Bal"))
        assert (plan["demande_eur"], plan["accorde_eur"], plan["propres_eur"]) == (1000, 300, 50)
        assert (plan["n_sans_accorde"], plan["ecart_eur"]) == (1, None)
        (whole,) = rows(root, "finances_par_territoire", departement="03", division="departement")
        # Asked less granted, aid by aid: 600 − 300; the Région's answer is awaited, so is the CAF's to « Halle ».
        assert (whole["refuse_eur"], whole["n_demandes"], whole["accorde_eur"], whole["n_accordes"]) == (300, 1, 300, 1)
        assert (whole["manque_eur"], whole["n_manques"]) == (None, 0)
        found = {row["nom"]: row["ecart"] for row in rows(root, "ecart_equitable", departement="03", division="bassin")}
        # Montluçon has a plan whose amount is not known: no gap; Moulins has none, and receives nothing on record.
        assert (found["Montluçon"], found["Moulins"]) == (None, -1)


def test_two_budgets_that_contradict_each_other_leave_a_plan_that_says_so(
    reference_store: Path, tmp_path: Path
) -> None:
    twice = [
        {"budget_id": f"b-{euros}", "sujet_type": "action", "sujet_id": "halle", "exercice": 2023, "nature": "realise",
         "total_charges_eur": euros, "etat": "validee"}
        for euros in (700, 900)
    ]  # fmt: skip
    with reading.reader(filled(reference_store, tmp_path, {**placed(halle="03190"), "budgets": twice})) as root:
        (plan,) = rows(root, "plan_action", sujet=action_id(root, "Halle"))
    assert (plan["exercice"], plan["cout_realise_eur"], plan["ecart_eur"], plan["contredit"]) == (
        2023,
        None,
        None,
        True,
    )


def test_a_partial_budget_leaves_the_declared_total(reference_store: Path, tmp_path: Path) -> None:
    # 510 € declared of each. « Halle » tells 200 € of purchases alone and 300 of produits: partial. « Bal » spent 200 €
    # and received 200: a whole budget, whatever was declared before. « Chorale » spent 600 €: more than was declared.
    # « Loto » tells two accounts: it spent less than was declared.
    told = {"halle": (200, 300), "bal": (200, 200), "chorale": (600, 300), "loto": (200, 300)}
    subject = {"sujet_type": "action", "etat": "validee"}
    facts: Rows = {
        **placed(**dict.fromkeys(told, "03190")),
        "montants": [
            {**subject, "sujet_id": ref, "role": "total", "montant_eur": 510, "precision": "exacte"} for ref in told
        ],
        "budgets": [
            {**subject, "budget_id": ref, "sujet_id": ref, "exercice": 2023, "nature": "realise",
             "total_charges_eur": charges, "total_produits_eur": produits}
            for ref, (charges, produits) in told.items()
        ],
        "lignes_budget": [
            *(line(ref, 1, "charge", "60", "compte", charges) for ref, (charges, _) in told.items() if ref != "loto"),
            line("loto", 1, "charge", "60", "compte", 150),
            line("loto", 2, "charge", "61", "compte", 50),
        ],
        "financements": [grant("halle", "CAF", 300, 300)],
    }  # fmt: skip
    with reading.reader(filled(reference_store, tmp_path, facts)) as root:
        costs = root.execute("SELECT titre, total_eur, cout_budget FROM argent_sujets ORDER BY titre").fetchall()
        (plan,) = rows(root, "plan_action", sujet=action_id(root, "Halle"))
    assert costs == [("Bal", 200, True), ("Chorale", 600, True), ("Halle", 510, False), ("Loto", 200, True)]
    assert (plan["partiel"], plan["cout_eur"], plan["ecart_eur"], plan["produits_realises_eur"]) == (
        True, None, None, 300,
    )  # fmt: skip


def test_a_zone_over_two_departements_is_told_for_its_part_in_each(reference_store: Path, tmp_path: Path) -> None:
    # CC Le Grand Charolais: 5 000 € in Digoin (71), nothing in its three communes of the Allier.
    facts: Rows = {
        **placed(quai="71176", bal="03310"),
        "financements": [grant("quai", "CAF", 5000, 5000), grant("bal", "CAF", 600, 300)],
    }
    with reading.reader(filled(reference_store, tmp_path, facts)) as root:
        here = {row["nom"]: row for row in rows(root, "ecart_equitable", departement="03", division="epci")}
        (there,) = rows(root, "finances_par_territoire", departement="71", division="epci")
    charolais = next(row for name, row in here.items() if "Charolais" in name)
    assert charolais["nom"].endswith("(partie du département)")
    assert (charolais["accorde_eur"], charolais["ecart"]) == (None, -1)
    assert (there["nom"], there["accorde_eur"]) == (charolais["nom"], 5000)


def test_one_private_donor_is_not_told_by_the_whole(reference_store: Path, tmp_path: Path) -> None:
    facts: Rows = {
        **placed(halle="03190"),
        "budgets": [
            {"budget_id": "b", "sujet_type": "action", "sujet_id": "halle", "exercice": 2023, "nature": "realise",
             "total_charges_eur": 1000, "total_produits_eur": 1000, "etat": "validee"}
        ],
        "lignes_budget": [
            line("b", 1, "charge", "60", "compte", 1000),
            line("b", 2, "produit", "74", "compte", 1000),
            line("b", 3, "produit", "74", "detail", 950, "Fondation de France"),
            line("b", 4, "produit", "74", "detail", 50, "CAF"),
        ],
    }  # fmt: skip
    with reading.reader(filled(reference_store, tmp_path, facts)) as root:
        (centre,) = rows(root, "dependance", departement="03")
        assert (centre["secret"], centre["premier"], centre["part_premier"], centre["produits_eur"]) == (
            True, None, None, None
        )  # fmt: skip
        told = rows(root, "valeurs_indicateurs", niveau="structure", departement="03")
        assert {row["indicateur"]: row["statut"] for row in told if row["indicateur"] in ("F2", "F3")} == {
            "F2": "s",
            "F3": "s",
        }


def test_a_year_of_money_is_its_exercice_not_the_years_of_the_action(reference_store: Path, tmp_path: Path) -> None:
    lasting = {"date_debut": "2021-01-01", "date_fin": "2023-12-31"}
    costs = [
        {"sujet_type": "action", "sujet_id": ref, "role": "total", "montant_eur": amount, "precision": "exacte",
         "annee": year, "etat": "validee", "texte_source": f"{amount} €"}
        for ref, amount, year in (("halle", 900, 2022), ("halle", 1000, 2023), ("serre", 70, ""))
    ]  # fmt: skip
    facts: Rows = {
        **placed(halle="03190", serre="03190"),
        "actions": [action("halle", **lasting), action("serre")],
        "montants": costs,
        "financements": [
            grant("halle", "CAF", 100, 100, exercice=2021),
            {**grant("halle", "CAF", 40, 30, exercice=2022), "financement_id": "halle-2022"},
            {**grant("halle", "CAF", 7, 7, exercice=""), "financement_id": "halle-sans"},
            grant("serre", "CAF", 5, 5, exercice=""),
        ],
    }
    with reading.reader(filled(reference_store, tmp_path, facts)) as root:

        def granted(first: int | None, last: int | None) -> float | None:
            found = rows(root, "budget_par_famille_de_financeur", annee_min=first, annee_max=last)
            return next((row["accorde_eur"] for row in found if row["famille"] == "CAF"), None)

        # « serre » lasts 2023 alone: its money is of 2023. The 7 € of « halle » have no year.
        assert [granted(None, None), granted(2021, 2021), granted(2022, 2022), granted(2023, 2023)] == [142, 100, 30, 5]
        assert granted(2021, 2022) == 130
        known = {
            year: {row["titre"]: row["total_eur"] for row in rows(root, "couts", situation="connu", annee_min=year,
                                                                  annee_max=year)}
            for year in (None, 2021, 2022, 2023)
        }  # fmt: skip
        assert known == {
            None: {"Halle": 1000, "Serre": 70},
            2021: {},
            2022: {"Halle": 900},
            2023: {"Halle": 1000, "Serre": 70},
        }
        placed_there = {
            year: {row["code_commune"]: row["montant_eur"] for row in rows(root, "carte_communes", departement="03",
                                                                           annee_min=year, annee_max=year)}["03190"]
            for year in (None, 2022, 2023)
        }  # fmt: skip
        assert placed_there == {None: 1070, 2022: 900, 2023: 1070}
