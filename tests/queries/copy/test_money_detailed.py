"""« Budget détaillé »: both sides of a budget are told, one at least account by account."""

from pathlib import Path

from queries.copy import reading
from tests.small.facts import SMALL, answer, filled
from tests.small.money import line


def test_one_line_is_no_detailed_budget(reference_store: Path, tmp_path: Path) -> None:
    """« Jardins » tells what CAF brings and nothing else, « Café » an expense alone, « Atelier » one line a side.

    Of 500 € by CAF alone, F1 said that all the money comes from others than the Département.
    """
    budgets = [
        {"budget_id": f"b-{ref}", "sujet_type": "action", "sujet_id": ref, "exercice": 2021, "nature": "realise",
         "etat": "validee"}
        for ref in ("jardins", "cafe", "atelier")
    ]  # fmt: skip
    lines = [
        line("b-jardins", 1, "produit", "74", "compte", 500, "CAF"),
        line("b-cafe", 1, "charge", "60", "compte", 500),
        line("b-atelier", 1, "charge", "60", "compte", 500),
        line("b-atelier", 2, "produit", "74", "compte", 500, "CAF"),
    ]
    path = filled(reference_store, tmp_path, {**SMALL, "budgets": budgets, "lignes_budget": lines})
    with reading.reader(path) as root:
        told = root.execute("SELECT budget_id, detaille, nomme FROM budgets_lus ORDER BY budget_id").fetchall()
        assert told == [("b-atelier", True, True), ("b-cafe", False, False), ("b-jardins", False, False)]
        filled_in = root.execute(
            "SELECT champ, n_renseignes, n_total FROM champs_departements WHERE champ IN ('budget détaillé', "
            "'financeur nommé') ORDER BY champ"
        ).fetchall()
        assert filled_in == [("budget détaillé", 1, 3), ("financeur nommé", 1, 3)]
        f1 = [
            (row["annee"], row["n"])
            for row in answer(root, "valeurs_indicateurs", indicateur="F1", niveau="departement")
            if row["n"]
        ]
        assert f1 == [(2021, 1)]
