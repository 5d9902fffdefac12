"""Workbooks: what honest ones hold, and what hostile ones are told. Each file is made here, cell by cell."""

import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
import xlwt

from data.batch import RefusedError
from data.reading import workbook
from data.reading.workbook import Formatted, read_workbook


def xlsx(path: Path, cells: dict[str, object], merged: str = "", name: str = "Feuille") -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(name)
        for place, value in cells.items():
            sheet.write(place, value)
        if merged:
            sheet.merge_range(merged, "fusion")
    return path


def ods(path: Path, table: str) -> Path:
    names = "office:office:1.0 table:table:1.0 text:text:1.0"
    spaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{rest}"'
        for prefix, _, rest in (name.partition(":") for name in names.split())
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="F">{table}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return path


def refusal(path: Path) -> str:
    with pytest.raises(RefusedError) as error:
        read_workbook(path)
    return str(error.value)


def test_lines_are_those_of_the_sheet_and_merged_ranges_are_told(tmp_path: Path) -> None:
    (sheet,) = read_workbook(xlsx(tmp_path / "a.xlsx", {"B6": "nom", "C6": "montant", "C7": 12.5}, merged="B8:B9"))
    assert (sheet.name, sheet.lines, sheet.merged) == ("Feuille", [6, 7, 8], [(8, 0, 9, 0)])
    assert sheet.rows == [["nom", "montant"], [None, 12.5], ["fusion", None]]


def test_old_workbooks_and_their_dates(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Rapport 1")
    sheet.write(0, 0, "Date")
    sheet.write(1, 0, date(2017, 2, 20), xlwt.easyxf(num_format_str="DD/MM/YYYY"))
    book.save(str(tmp_path / "a.xls"))
    (read,) = read_workbook(tmp_path / "a.xls")
    assert read.rows == [["Date"], [date(2017, 2, 20)]]


def test_ods_with_a_million_blank_rows_is_short(tmp_path: Path) -> None:
    row = "<table:table-row{0}><table:table-cell{1}</table:table-row>"
    said = row.format("", ' office:value-type="string"><text:p>nom</text:p></table:table-cell>')
    blank = row.format(' table:number-rows-repeated="1048000"', "/>")
    (sheet,) = read_workbook(ods(tmp_path / "a.ods", said + blank))
    assert sheet.rows == [["nom"]]


def test_blank_formatted_rows_cost_nothing(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        sheet.write(0, 0, "nom")
        for row in range(1, 5000):
            sheet.write_blank(row, 0, None, bold)
    assert read_workbook(tmp_path / "a.xlsx")[0].rows == [["nom"]]


def test_formulas_without_a_kept_result_are_named(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write("A1", 2)
        sheet.write_formula("A2", "=A1*2", value="")
        sheet.write_formula("A3", "=A1*3", value=6)
    (read,) = read_workbook(tmp_path / "a.xlsx")
    assert read.unread == ("A2",)
    assert (read.rows, read.lines) == ([[2], [6]], [1, 3])


def test_macros_are_refused(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsm", {"A1": 1})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    assert "contient des macros : il n'est pas ouvert" in refusal(path)


def test_a_password_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"))
    assert "protégé par un mot de passe" in refusal(path)


def test_an_archive_that_unpacks_to_gigabytes_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    assert "se déploierait en 30 Mo : il n'est pas ouvert" in refusal(path)


def test_a_lone_cell_at_the_end_of_the_sheet_ends_within_bounded_memory(tmp_path: Path) -> None:
    assert "trop de mémoire" in refusal(xlsx(tmp_path / "a.xlsx", {"A1": "nom", "XFD1048576": 1}))


@pytest.mark.parametrize("content", [b"PK\x03\x04 rien", b"\xd0\xcf\x11\xe0 rien du tout"])
def test_a_damaged_workbook_is_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert "abîmé" in refusal(path)


def test_what_is_no_workbook_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"nom;montant\n")
    assert "n'est pas un classeur" in refusal(path)


def test_a_reading_that_never_ends_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "READING_SECONDS", 0.001)
    assert "de lecture : il est trop lourd ou abîmé" in refusal(xlsx(tmp_path / "a.xlsx", {"A1": 1}))


def test_a_number_keeps_the_unit_of_its_format(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("S")
        formats = {"0%": 0.8, '0" k€"': 12, "#,##0.00 [$$-409]": 5, '#,##0.00" €"': 7, '#,##0," k€"': 9000, "0.00": 3}
        formats |= {'#,##0 "F"': 1250, "#,##0 [$CHF]": 80}
        for column, (code, value) in enumerate(formats.items()):
            sheet.write_number(0, column, value, made.add_format({"num_format": code}))
    (read,) = read_workbook(path)
    units = [cell.unit if isinstance(cell, Formatted) else None for cell in read.rows[0]]
    assert units == ["%", "k€", "$", None, None, None, "F", "CHF"]
    assert read.rows[0] == [0.8, 12, 5, 7, 9000, 3, 1250, 80]


def test_formulas_whose_kept_result_is_zero_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("S")
        sheet.write_row(0, 0, [1, 2])
        sheet.write_formula("C1", "=A1+B1")
        sheet.write_formula("D1", "=A1+B1", None, 3)
    assert read_workbook(path)[0].zeros == ("C1",)


def test_formulas_are_told_by_their_place_in_the_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("S")
        sheet.write_row("C2", [1, 2])
        sheet.write_formula("E2", "=C2+D2", None, 3)
        sheet.write_formula("C3", "=C2", None, 1)
    (read,) = read_workbook(path)
    placed = {(line, place): row[place] for row, line in zip(read.rows, read.lines, strict=True) for place in range(3)}
    assert read.formulas == {(2, 2), (3, 0)}
    assert [placed[where] for where in sorted(read.formulas)] == [3, 1]
