"""A workbook that leaves: what Excel reads in it is what the answer says. Read back by openpyxl, another library."""

import io
from datetime import date, datetime

import openpyxl
import pandas as pd

from queries.workbooks import README, headings, workbook

MEANINGS = {
    "commune": "code",
    "nom": "nom",
    "annee": "exercice",
    "accorde_eur": "accordé, en euros courants ; vide si inconnu",
    "secret": "vrai si le montant est masqué",
}


def test_headings_are_french_say_their_unit_and_are_never_twice_the_same() -> None:
    columns = ["commune", "nom", "annee", "accorde_eur", "verse_eur", "verse"]
    meanings = {**MEANINGS, "verse_eur": "versé", "verse": "versé"}
    assert headings(columns, meanings) == [
        "Commune (code)",
        "Nom",
        "Exercice",
        "Accordé, en euros courants",
        "Versé",
        "Versé (verse)",
    ]
    assert headings(["a", "b"], {"a": "deux mots", "b": "deux mots"}) == ["Deux mots", "Deux mots (b)"]


def test_cells_are_typed_as_they_are_and_no_text_is_a_formula() -> None:
    answer = pd.DataFrame(
        {
            "commune": ["01004", "=1+1", None],
            "annee": [2023, 2024, 2024],
            "accorde_eur": [1234.5678, None, 2.0],
            "secret": [True, False, None],
            "jour": [date(2024, 3, 31), date(1895, 1, 1), None],
            "moment": [datetime(2024, 3, 31, 12, 5), None, datetime(2024, 1, 1)],
            "publics": [["seniors", "tous"], [], None],
        }
    )
    book = openpyxl.load_workbook(io.BytesIO(workbook(answer, "a[b]/c", MEANINGS, [("Question", "=2+2")])))
    assert book.sheetnames == ["a b  c", README]
    rows = list(book["a b  c"].iter_rows(min_row=2))
    assert [[cell.value for cell in row] for row in rows] == [
        ["01004", 2023, 1234.5678, "oui", datetime(2024, 3, 31), datetime(2024, 3, 31, 12, 5), "seniors ; tous"],
        ["=1+1", 2024, None, "non", "1895-01-01", None, ""],
        [None, 2024, 2, None, None, datetime(2024, 1, 1), None],
    ]
    assert {cell.data_type for row in rows for cell in row} == {"s", "n", "d"}  # no « f »
    assert [cell.number_format for cell in rows[0][:6]] == ["@", "0", "#,##0.00", "@", "dd/mm/yyyy", "dd/mm/yyyy hh:mm"]
    assert [cell.value for cell in book[README][1]] == ["Question", "=2+2"]
    assert book[README]["B1"].data_type == "s"


def test_an_empty_answer_is_a_workbook_with_its_headings() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(pd.DataFrame({"nom": []}), "vide", MEANINGS, [])))
    assert [[cell.value for cell in row] for row in book["vide"].iter_rows()] == [["Nom"]]
