"""A workbook that leaves: what Excel reads in it is what the answer says. Read back by openpyxl, another library."""

import io
import re
import tomllib
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pandas as pd

import queries
from queries.workbooks import README, headings, in_words, workbook

MEANINGS = {
    "commune": "code",
    "nom": "nom",
    "annee": "exercice",
    "accorde_eur": "accordé, en euros courants ; vide si inconnu",
    "vote_eur": "votée, vide si inconnue",
    "secret": "vrai si le montant est masqué",
}


# What no heading begins with: it speaks of another column, or of nothing (« Son nom », « Le plus », « Dont… »).
SPEAKS_OF_ANOTHER = re.compile(
    r"(Son|Sa|Ses|Leurs?|Les?|La|Mêmes?|Ce|Cet|Cette|Cell?es?|Celui|Ceux|D['’]|Dont|De|Où|Qui|Quand|Pourquoi|Par|"
    r"À|Au|Dans|Elles?|Ils?|Déjà|Un|Une|Comment|Ici|Tell?e?s?|Nd|Ok)(?=[\s'’]|$)"
)
# Words of codes: French without its accents.
CODED = re.compile(r"(?i)\b(departements?|evenements?|annees?|seances?|epci ou|ecartee|proposee|numeraire|realise)\b|_")


def test_each_column_of_each_question_has_a_heading_of_its_own_that_reads_as_one() -> None:
    wrong = []
    for name in queries.names():
        asked = queries.question(name)
        heads = headings(asked.returns, asked.meanings, name)
        assert len(set(heads)) == len(heads), name
        for column, head in zip(asked.returns, heads, strict=True):
            unfit = len(head) > 60 or head.count("(") != head.count(")") or head.endswith(f" ({column})")
            if unfit or head[0].islower() or SPEAKS_OF_ANOTHER.match(head) or CODED.search(head):
                wrong.append(f"{name}.{column} : {head}")
    assert not wrong


def test_each_heading_that_is_given_belongs_to_a_column_or_to_a_filter() -> None:
    given = tomllib.loads((Path(queries.__file__).parent / "headings.toml").read_text(encoding="utf-8"))
    asked = [queries.question(name) for name in queries.names()]
    columns = {column for one in asked for column in one.returns} | {"donnees", "jour_observation", "mesure"}
    assert given.pop("columns").keys() <= columns
    assert given.pop("parameters").keys() <= {parameter for one in asked for parameter in one.parameters}
    assert all(heads.keys() <= set(queries.question(name).returns) for name, heads in given.items())


def test_headings_say_their_unit_and_are_never_twice_the_same() -> None:
    assert headings(["annee", "accorde_eur", "bassin", "vote_eur"], MEANINGS) == [
        "Exercice",
        "Accordé (€)",
        "Bassin de vie",
        "Votée",
    ]
    assert headings(["a", "b"], {"a": "deux mots", "b": "deux mots"}) == ["Deux mots", "Deux mots (b)"]


def test_columns_are_told_by_their_headings() -> None:
    heads = {"cout_eur": "Coût (€)"}
    assert in_words("cout_eur moins a_valider ; nd", heads) == "« Coût (€) » moins a valider ; nd"


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
    book = openpyxl.load_workbook(
        io.BytesIO(workbook(answer, "a[b]/c", headings(list(answer.columns), MEANINGS), [("Question", "=2+2")]))
    )
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
    book = openpyxl.load_workbook(io.BytesIO(workbook(pd.DataFrame({"nom": []}), "vide", ["Nom"], [])))
    assert [[cell.value for cell in row] for row in book["vide"].iter_rows()] == [["Nom"]]
