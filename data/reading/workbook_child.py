"""Reads one workbook for ``workbook.py`` and prints its sheets as lines of JSON: a process of its own, with bounded
memory, time and output."""

import json
import re
import resource
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from data.reading.workbook_looks import Looks, looks_of, parts

MEMORY_BYTES = 1_500_000_000
OUTPUT_BYTES = 1_000_000_000
# A formula whose result was not kept: <c r="B2"><f>…</f></c>, or an empty <v>.
_XLSX_UNREAD = re.compile(rb'<c r="([A-Z]{1,3}[0-9]+)"[^>]*><f(?:[^>]*/>|[^>]*>[^<]*</f>)(?:<v */>|<v></v>)?</c>')
_ODS_UNREAD = re.compile(
    rb"<table:table-cell(?=[^>]*table:formula=)(?![^>]*office:(?:value|string-value|date-value)=)[^>]*/>"
)
_TOLD = 20


def main(path: str) -> None:
    """Print each sheet in its order: a line that describes it, then « [number, cells] » for each row that has some."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT_BYTES, OUTPUT_BYTES))
    unread = _formulas_without_result(path)
    looks = looks_of(path)
    with CalamineWorkbook.from_path(path) as book:
        for rank, known in enumerate(book.sheets_metadata):
            hidden = known.visible != SheetVisibleEnum.Visible
            _tell(book.get_sheet_by_name(known.name), hidden, unread.get(rank, []), looks.get(known.name, Looks()))


def _tell(sheet: CalamineSheet, hidden: bool, unread: list[str], looks: Looks) -> None:
    left = sheet.start[1] if sheet.start else 0
    merged = sheet.merged_cell_ranges or []
    _print(
        {
            "name": sheet.name,
            "merged": [(a + 1, b - left, c + 1, d - left) for (a, b), (c, d) in merged],
            "hidden": hidden,
            "unread": unread,
            "zeros": looks.zeros[:_TOLD],
            "formulas": [(line, place - left) for line, place in sorted(looks.formulas)],
        }
    )
    if sheet.start is not None:
        for line, row in enumerate(sheet.iter_rows(), start=1):
            if any(cell != "" for cell in row):
                _print([line, [_seen(cell, looks.units.get((line, left + place))) for place, cell in enumerate(row)]])


def _seen(cell: Any, unit: str | None) -> Any:
    """A cell as people see it: None when empty, a number with the unit of its format."""
    if cell == "":
        return None
    number = isinstance(cell, int | float) and not isinstance(cell, bool)
    return {"nombre": cell, "unite": unit} if unit and number else cell


def _print(value: object) -> None:
    sys.stdout.write(f"{json.dumps(value, default=_plain)}\n")


def _plain(value: object) -> Any:
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"jour": value.isoformat()}
    if isinstance(value, time | timedelta):
        return str(value)
    raise TypeError(type(value).__name__)


def _formulas_without_result(path: str) -> dict[int, list[str]]:
    """Rank of a sheet → its first cells whose formula has no kept result."""
    if not zipfile.is_zipfile(path):
        return {}
    found: dict[int, list[str]] = {}
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if re.fullmatch(r"xl/worksheets/sheet[0-9]+\.xml", name)]
        for rank, name in enumerate(sorted(names, key=lambda name: int(re.sub(r"\D", "", name)))):
            cells = [match.decode() for part in parts(archive, name) for match in _XLSX_UNREAD.findall(part)]
            if cells:
                found[rank] = list(dict.fromkeys(cells))[:_TOLD]
        if "content.xml" in archive.namelist():
            count = sum(len(_ODS_UNREAD.findall(part)) for part in parts(archive, "content.xml"))
            if count:
                found[0] = [f"{count} cellules"]
    return found


if __name__ == "__main__":
    main(sys.argv[1])
