"""Grids: separators, quotes and line numbers of files as people send them; every file is written here."""

from pathlib import Path

import pytest
import xlsxwriter

from data.batch import RefusedError
from data.reading.grids import Grid, read_grids, sniff


def grid(tmp_path: Path, content: bytes) -> Grid:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    (found,) = read_grids(path)
    return found


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_steadiest_separator_wins(separator: str) -> None:
    cells = ["nom", "objet", "montant"], ["A, B", "x ; y", "1,5"], ["C", "d", "2"]
    quoted = "\n".join(separator.join(f'"{cell}"' for cell in row) for row in cells)
    assert sniff(quoted) == separator


def test_unquoted_decimal_commas_do_not_change_the_separator_of_the_others(tmp_path: Path) -> None:
    found = grid(tmp_path, b"nom,objet,montant\nA,x,10\nB,y,20620,50\nC,z,30\n")
    assert found.separator == ","
    assert [len(row) for row in found.rows] == [3, 3, 4, 3]


def test_lines_are_those_of_the_file_whatever_stands_in_quotes(tmp_path: Path) -> None:
    found = grid(tmp_path, b'nom;objet\n"A";"deux\nlignes"\n\n;\nB;x\n')
    assert found.rows == [["nom", "objet"], ["A", "deux\nlignes"], ["B", "x"]]
    assert found.lines == [1, 2, 6]


def test_a_bom_that_lies(tmp_path: Path) -> None:
    found = grid(tmp_path, b"\xef\xbb\xbf" + "nom;montant\nDépartement;10 €\n".encode("cp1252"))
    assert found.rows == [["nom", "montant"], ["Département", "10 €"]]


def test_bad_quotes_refuse_their_line_alone(tmp_path: Path) -> None:
    found = grid(tmp_path, b'nom;montant\n"Asso "du Lac"";10\nB;20\n')
    assert found.rows == [["nom", "montant"], ["B", "20"]]
    assert found.lines == [1, 3]
    (reject,) = found.rejects
    assert (reject.ligne, reject.valeur) == (2, '"Asso "du Lac"";10')
    assert "guillemets ouverts et non refermés" in reject.raison


def test_each_sheet_is_a_grid_that_says_its_name(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        for name, line in (("2023", 5), ("2024", 0)):
            sheet = book.add_worksheet(name)
            sheet.write(line, 0, "nom")
            sheet.merge_range(line + 2, 0, line + 3, 0, "A")
    first, second = read_grids(tmp_path / "a.xlsx")
    assert (first.name, first.lines, first.merged) == ("a.xlsx, feuille « 2023 »", [6, 8], [(8, 0, 9, 0)])
    assert (second.sheet, second.lines) == ("2024", [1, 3])


def test_a_workbook_without_a_cell_is_said(tmp_path: Path) -> None:
    xlsxwriter.Workbook(tmp_path / "a.xlsx").close()
    with pytest.raises(RefusedError, match="ne contient aucune ligne de tableau"):
        read_grids(tmp_path / "a.xlsx")
