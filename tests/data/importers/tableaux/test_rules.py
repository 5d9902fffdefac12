"""Where what a number cannot hold is said."""

import pytest

from data.importers.tableaux.kinds import KINDS
from data.importers.tableaux.rules import remedy
from data.reading.workbook import Cell


@pytest.mark.parametrize("cell", ["12 à 15", "au moins 30", "environ 25"])
def test_words_beside_a_number_are_sent_to_the_columns_made_for_them(cell: Cell) -> None:
    sheet = KINDS["fiches"].sheets[0]
    by_heading = {column.heading: column for column in sheet.columns}
    said = remedy(sheet, by_heading["Participants"], cell)
    assert "« Participants, précision »" in said and "« Participants, jusqu'à »" in said
    assert remedy(sheet, by_heading["Bénévoles"], cell) == ""
    assert remedy(sheet, by_heading["Participants"], "beaucoup") == ""
