"""A model filled in as a spreadsheet would: rows put into the very file, with everything else that it holds."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter

from data.importers.tableaux.description import Sheet

Value = str | int | float | date | None
_EPOCH = date(1899, 12, 30)


@dataclass(frozen=True)
class Formula:
    """A formula and the result that the spreadsheet kept."""

    text: str
    result: float


def fill(model: bytes, sheets: Mapping[str, Sequence[Sequence[Value | Formula]]], path: Path) -> Path:
    """Write ``model`` to ``path`` with rows added under the examples of each sheet, cells styled as their column is."""
    source = zipfile.ZipFile(io.BytesIO(model))
    names = re.findall(r'<sheet name="([^"]+)"', source.read("xl/workbook.xml").decode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.namelist():
            content = source.read(member)
            match = re.fullmatch(r"xl/worksheets/sheet([0-9]+)\.xml", member)
            name = names[int(match[1]) - 1].replace("&apos;", "'") if match else ""
            if name in sheets:
                content = _with_rows(content.decode(), sheets[name]).encode()
            target.writestr(member, content)
    return path


def saved(told: Mapping[str, Sequence[Sequence[Any]]], file: Path) -> Path:
    """The same sheets (name → rows of plain cells), saved by another spreadsheet."""
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in told.items():
            page = book.add_worksheet(name)
            for line, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, Formula):
                        page.write_formula(line, place, cell.text, None, cell.result)
                    elif isinstance(cell, str) and cell:
                        page.write_string(line, place, cell)
                    elif cell not in ("", None):
                        page.write(line, place, cell, day if isinstance(cell, date) else None)
    return file


def _with_rows(xml: str, rows: Sequence[Sequence[Value | Formula]]) -> str:
    last = max(map(int, re.findall(r'<row r="([0-9]+)"', xml)))
    styles = {
        int(place): style
        for place, style in re.findall(r'<col min="([0-9]+)" max="[0-9]+"[^>]*? style="([0-9]+)"', xml)
    }
    added = "".join(_row(number, row, styles) for number, row in enumerate(rows, start=last + 1))
    return xml.replace("</sheetData>", f"{added}</sheetData>")


def _row(number: int, row: Sequence[Value | Formula], styles: Mapping[int, str]) -> str:
    cells = [_cell(f"{_letters(place)}{number}", value, styles.get(place)) for place, value in enumerate(row, start=1)]
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(name: str, value: Value | Formula, style: str | None) -> str:
    styled = f'r="{name}"' + (f' s="{style}"' if style else "")
    match value:
        case None:
            return ""
        case Formula():
            return f"<c {styled}><f>{escape(value.text)}</f><v>{value.result}</v></c>"
        case str():
            return f'<c {styled} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
        case datetime() | date():
            return f"<c {styled}><v>{(date(value.year, value.month, value.day) - _EPOCH).days}</v></c>"
    return f"<c {styled}><v>{value}</v></c>"


def _letters(place: int) -> str:
    return chr(64 + place) if place <= 26 else f"{_letters((place - 1) // 26)}{_letters((place - 1) % 26 + 1)}"


def line(sheet: Sheet, **values: Value) -> list[Value]:
    """A line of a sheet, by the fields of its columns."""
    unknown = set(values) - {column.field for column in sheet.columns}
    assert not unknown, unknown
    return [values.get(column.field) for column in sheet.columns]
