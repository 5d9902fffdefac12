"""Budgets in the product's model: what is read, what does not add up, and why a whole budget is refused."""

import csv
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from data.batch import Batch, RefusedError, Row
from data.importers.budgets.reader import COLUMNS, read
from data.importers.tableaux.headings import key
from data.importers.tableaux.kinds.argent import BUDGETS
from data.loading.load import load
from queries.copy import reading
from tests.small.facts import SMALL, load_rows
from tests.small.people import KEEPER

Line = Sequence[object]
# 60 + 64 = 300 of charges; 74 = 300 of produits, its two details 200 + 100; 86 = 87 = 50.
BALANCED: list[Line] = [
    ("charge", "60", "compte", "Achats", 100, ""),
    ("charge", "64", "compte", "Personnel", 200, ""),
    ("charge", "", "total", "", 300, ""),
    ("charge", "86", "compte", "Bénévolat", 50, ""),
    ("charge", "", "total général", "", 350, ""),
    ("produit", "74", "compte", "Subventions", 300, ""),
    ("produit", "74", "détail", "CAF", 200, "CAF"),
    ("produit", "74", "détail", "Département", 100, "Département"),
    ("produit", "", "total", "", 300, ""),
    ("produit", "87", "compte", "Bénévolat", 50, ""),
    ("produit", "", "total général", "", 350, ""),
]


def write(
    path: Path, lines: Sequence[Line], action: str = "jardin", year: object = 2024, kind: str = "prévisionnel"
) -> Path:
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        if file.tell() == 0:
            writer.writerow(COLUMNS)
        for line in lines:
            writer.writerow([action, year, kind, *line])
    return path


def changed(rank: int, amount: object) -> Sequence[Line]:
    lines = [list(line) for line in BALANCED]
    lines[rank][4] = amount
    return lines


def rows(batch: Batch, table: str) -> list[Row]:
    found = batch.rows[table]
    assert isinstance(found, list)
    return found


def codes(batch: Batch) -> dict[str, str]:
    found = rows(batch, "constats")
    return {row["code"]: row["message"].replace("\u202f", " ").replace("\u00a0", " ") for row in found}


def test_a_budget_that_adds_up(tmp_path: Path) -> None:
    batch = read([write(tmp_path / "b.csv", BALANCED)])
    (budget,) = rows(batch, "budgets")
    assert (budget["sujet_id"], budget["exercice"], budget["nature"]) == ("jardin", 2024, "previsionnel")
    assert (budget["total_charges_eur"], budget["total_general_produits_eur"]) == (Decimal(300), Decimal(350))
    assert (batch.read, batch.kept, codes(batch)) == (11, 11, {})


@pytest.mark.parametrize(
    ("rank", "amount", "code", "words"),
    [
        (2, 310, "total_charges", "Total des charges : 310 € déclarés, les comptes font 300 €, écart 10 €"),
        (2, 310, "equilibre", "Total des charges : 310 €, total des produits : 300 €, écart 10 €"),
        (6, 150, "compte_74", "Compte 74 : 300 € déclarés, ses lignes font 250 €, écart 50 €"),
        (3, 40, "contributions", "Compte 86 : 40 €, compte 87 : 50 €, écart 10 €"),
        (10, 400, "total_general_produits", "400 € déclarés, total et compte 87 font 350 €, écart 50 €"),
        (
            8,
            600,
            "double_compte_produits",
            "600 € déclarés, les comptes font 300 €, écart 300 € ; les lignes de détail y",
        ),
        (2, 200, "total_charges", "c'est le montant du compte 60, resté hors du total"),
    ],
)
def test_what_does_not_add_up_is_said_with_both_figures(
    tmp_path: Path, rank: int, amount: int, code: str, words: str
) -> None:
    batch = read([write(tmp_path / "b.csv", changed(rank, amount))])
    assert words in codes(batch)[code]
    assert batch.kept == 11  # The declared figure stays.


def test_a_line_that_cannot_be_read_refuses_its_whole_budget_and_no_other(tmp_path: Path) -> None:
    path = write(tmp_path / "b.csv", changed(1, "environ 200"))
    write(path, BALANCED, action="atelier", kind="réalisé")
    batch = read([path])
    assert [row["sujet_id"] for row in rows(batch, "budgets")] == ["atelier"]
    told = {reject.ligne: reject.raison for reject in batch.rejects}
    assert "pas de nombre" not in told[3] and "nombre" in told[3]
    assert "refusé entier : sa ligne 3 ne se lit pas" in told[2]
    assert (batch.read, batch.kept, len(told)) == (22, 11, 11)


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        (("dépense", "60", "compte", "", 1, ""), "Côté", "attendu : charge, produit"),
        (
            ("charge", "74", "compte", "", 1, ""),
            "Compte",
            "le compte 74 est un compte de produits, la ligne dit « charge »",
        ),
        (("charge", "", "compte", "", 1, ""), "Compte", "compte absent : 60 à 69 et 86 pour les charges"),
        (("charge", "60", "total", "", 1, ""), "Compte", "une ligne de total ne porte pas de compte"),
        (("charge", "12", "compte", "", 1, ""), "Compte", "commence par 6, 7 ou 8"),
        (("charge", "60", "sous-total", "", 1, ""), "Niveau", "attendu : compte, détail, total, total général"),
        (("charge", "60", "compte", "", "NC", ""), "Montant (€)", "inconnu ou non communiqué n'est pas zéro"),
    ],
)
def test_wrong_cells_are_named(tmp_path: Path, line: Line, column: str, words: str) -> None:
    (reject,) = read([write(tmp_path / "b.csv", [line])]).rejects
    assert (reject.ligne, reject.colonne) == (2, column)
    assert words in reject.raison


def test_an_empty_amount_is_unknown_and_zero_is_zero(tmp_path: Path) -> None:
    batch = read([write(tmp_path / "b.csv", [*changed(0, ""), ("charge", "66", "compte", "Intérêts", 0, "")])])
    amounts = {row["compte"]: row["montant_eur"] for row in rows(batch, "lignes_budget") if row["cote"] == "charge"}
    assert (amounts["60"], amounts["66"]) == (None, Decimal(0))


def test_another_table_is_no_budget(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("nom;montant\nA;1\n", encoding="utf-8")
    with pytest.raises(RefusedError, match="n'est pas le modèle de budget : il manque « Action »"):
        read([tmp_path / "a.csv"])


def test_the_model_has_the_columns_that_are_read() -> None:
    (sheet,) = BUDGETS.sheets
    assert [key(column.title) for column in sheet.columns] == [key(name) for name in COLUMNS]


def test_a_title_names_its_action_and_the_year_is_held_against_it(tmp_path: Path, fresh_store: Path) -> None:
    assert load_rows(fresh_store, tmp_path / "essai", SMALL).exit_code == 0
    report = load(
        KEEPER, "budgets", [write(tmp_path / "b.csv", BALANCED, action="jardins PARTAGES", year=2024)], fresh_store
    )
    assert report.exit_code == 0, report.as_text()
    with reading.reader(fresh_store) as root:
        sql = "SELECT titre, total_charges_eur FROM budgets JOIN actions ON action_id = sujet_id"
        assert root.execute(sql).fetchall() == [("Jardins partagés", Decimal(300))]
        messages = [message for (message,) in root.execute("SELECT message FROM constats").fetchall()]
    assert messages == ["Le budget porte sur l'exercice 2024, l'action s'est tenue en 2020 à 2022."]


def test_an_action_that_nobody_knows_is_refused(tmp_path: Path, fresh_store: Path) -> None:
    report = load(KEEPER, "budgets", [write(tmp_path / "b.csv", BALANCED, action="inconnue")], fresh_store)
    assert report.exit_code == 1
    assert "rien de connu ne porte cet identifiant" in report.as_text()


def test_a_number_beyond_all_measure_in_a_workbook_is_refused(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "b.xlsx") as book:
        sheet = book.add_worksheet("Budget")
        for rank, line in enumerate([COLUMNS, ("jardin", 2024, "prévisionnel", *changed(0, 1e300)[0])]):
            sheet.write_row(rank, 0, line)
    batch = read([tmp_path / "b.xlsx"])
    assert batch.kept == 0
    assert "montant hors de toute mesure" in batch.rejects[0].raison
