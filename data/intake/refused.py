"""The lines that a load refused, as a workbook of the same layout, to correct and send back.

It has the sheets, titles and columns of the file that was sent, and one more column at the end that says why each line
was refused. That column's name says which load it completes: readers leave it out, and the loader knows whose lines
these are. Texts stay texts (03095 keeps its zero, « =1+1 » is no formula), numbers and dates stay what they are.
"""

import io
import json
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from data.batch import Reject
from data.loading.load import Content
from data.reading.grids import Grid, read_grids, reason_column
from data.reading.look import Look
from data.reading.workbook import Cell, Formatted

SUFFIX = "-lignes-refusees.xlsx"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_SHEET = 31
# Beyond these a spreadsheet rounds a number, or cuts a text.
_MOST_DIGITS, _LONGEST_TEXT = 15, 32_000
_WIDTH, _REASON_WIDTH = 18, 90


def name(content: Content) -> str:
    """What the workbook is called: after the file that was sent, whose name may hold its year."""
    return f"{content.files[0].stem}{SUFFIX}"


def possible(content: Content, rejects: Iterable[Reject]) -> bool:
    """Whether these refusals may stand in a workbook: lines of a table. Nothing is read again to know."""
    tabular = bool(content.batch.heads) or any(Look(path).container == "json" for path in content.files)
    return tabular and any(reject.ligne is not None for reject in rejects)


def workbook(content: Content, rejects: Iterable[Reject]) -> bytes | None:
    """The workbook of the refused lines; None when none of them stands in a table (a text, a whole file)."""
    why: dict[str, dict[int, list[str]]] = {}
    for reject in rejects:
        if reject.ligne is not None:
            why.setdefault(reject.fichier, {}).setdefault(reject.ligne, []).append(_said(reject))
    parts = []
    for grid, head in _tables(content):
        lines = {**why.get(grid.file, {}), **why.get(grid.name, {})}
        raw = {reject.ligne: reject.valeur for reject in grid.rejects}
        if any(line in lines for line in [*grid.lines, *raw]):
            parts.append((grid, head, lines))
    if not parts:
        return None
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        # A leading apostrophe that is a format, not a sign of the text: what is typed there stays a text.
        formats = _Formats(book)
        names: set[str] = set()
        for grid, head, lines in parts:
            sheet = book.add_worksheet(_sheet_name(grid, names))
            _fill(sheet, formats, grid, head, lines, reason_column(content.digest))
    return out.getvalue()


def _said(reject: Reject) -> str:
    column = f"{reject.colonne} : " if reject.colonne else ""
    return f"{column}{reject.raison}"


def _tables(content: Content) -> list[tuple[Grid, int]]:
    """The tables of the load, each with the last line of its names of columns."""
    found: list[tuple[Grid, int]] = []
    for path in content.files:
        heads = {sheet: line for (file, sheet), line in content.batch.heads.items() if file == path.name}
        if heads:
            found += [(grid, heads[grid.sheet]) for grid in read_grids(path) if grid.sheet in heads]
        elif Look(path).container == "json" and isinstance(Look(path).content, list):
            found.append((_records(path.name, Look(path).content), 0))
    return found


def _records(file: str, records: Sequence[Any]) -> Grid:
    """JSON records as a table; a record's line is its rank."""
    names = list(dict.fromkeys(key for record in records if isinstance(record, dict) for key in record))
    rows: list[list[Cell]] = [[*names]]
    for record in records:
        rows.append([_plain(record.get(key)) for key in names] if isinstance(record, dict) else [_plain(record)])
    return Grid(file, file, rows, list(range(len(rows))))


def _plain(value: Any) -> Cell:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


class _Formats:
    """The formats of one workbook: texts that stay texts, dates, and numbers with the unit they had."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self.text: Format = book.add_format({"num_format": "@", "quote_prefix": True})
        self.day: Format = book.add_format({"num_format": "dd/mm/yyyy"})
        self.moment: Format = book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})
        self.reason: Format = book.add_format({"num_format": "@", "text_wrap": True, "bg_color": "#FFF2CC"})
        self._units: dict[str, Format] = {}

    def unit(self, unit: str) -> Format:
        """The format of a number that its sheet showed with a unit."""
        if unit not in self._units:
            code = "0.00%" if unit == "%" else f'0.00" {unit}"'
            self._units[unit] = self._book.add_format({"num_format": code})
        return self._units[unit]


def _fill(
    sheet: Worksheet, formats: _Formats, grid: Grid, head: int, why: dict[int, list[str]], reason_name: str
) -> None:
    """Titles and names where they stood, then the refused lines one under the other, each with its reasons."""
    above = [(line, row) for line, row in zip(grid.lines, grid.rows, strict=True) if line <= head]
    under = [(line, row) for line, row in _lines(grid) if line > head and line in why]
    # Where a line has more cells than there are names, these stay before the reasons.
    place = max(len(row) for _, row in [*above, *under])
    last = max(head, 1) - 1
    for line, row in above:
        _write(sheet, formats, max(line, 1) - 1, row)
    _merge(sheet, grid, head)
    sheet.write_string(last, place, reason_name, formats.reason)
    for rank, (line, row) in enumerate(under, start=last + 1):
        _write(sheet, formats, rank, row)
        reasons = f"ligne {line} : {' ; '.join(dict.fromkeys(why[line]))}"
        sheet.write_string(rank, place, reasons[:_LONGEST_TEXT], formats.reason)
    sheet.freeze_panes(last + 1, 0)
    sheet.set_column(0, max(place - 1, 0), _WIDTH)
    sheet.set_column(place, place, _REASON_WIDTH)


def _lines(grid: Grid) -> list[tuple[int, list[Cell]]]:
    """Every line in its order: those that quoting left unreadable are one cell, as they were written."""
    texts = dict(zip(grid.lines, _filled_down(grid), strict=True))
    texts |= {reject.ligne: [reject.valeur] for reject in grid.rejects if reject.ligne is not None}
    return sorted(texts.items())


def _filled_down(grid: Grid) -> list[list[Cell]]:
    """The rows with the words that a merge down a column says of them; a number is never taken from a merge."""
    rows: list[list[Cell]] = [list(row) for row in grid.rows]
    ranks = {line: rank for rank, line in enumerate(grid.lines)}
    for top, left, bottom, right in grid.merged:
        origin = ranks.get(top)
        if left != right or origin is None or left >= len(rows[origin]) or not isinstance(rows[origin][left], str):
            continue
        for line in range(top + 1, bottom + 1):
            rank = ranks.get(line)
            if rank is not None and left < len(rows[rank]) and rows[rank][left] is None:
                rows[rank][left] = rows[origin][left]
    return rows


def _merge(sheet: Worksheet, grid: Grid, head: int) -> None:
    """The merges of the titles, which may be a part of the names under them."""
    rows = dict(zip(grid.lines, grid.rows, strict=True))
    for top, left, bottom, right in grid.merged:
        if bottom <= head and top in rows and left < len(rows[top]):
            value = rows[top][left]
            sheet.merge_range(top - 1, left, bottom - 1, right, "" if value is None else str(value))


def _write(sheet: Worksheet, formats: _Formats, rank: int, row: Sequence[Cell]) -> None:
    for place, cell in enumerate(row):
        match cell:
            case None:
                continue
            case bool():
                sheet.write_boolean(rank, place, cell)
            case Formatted():
                sheet.write_number(rank, place, float(cell), formats.unit(cell.unit))
            case int() | float() if len(str(cell).lstrip("-").replace(".", "")) <= _MOST_DIGITS:
                sheet.write_number(rank, place, cell)
            case datetime():
                sheet.write_datetime(rank, place, cell.replace(tzinfo=None), formats.moment)
            case date():
                sheet.write_datetime(rank, place, datetime(cell.year, cell.month, cell.day), formats.day)
            case _:
                sheet.write_string(rank, place, str(cell)[:_LONGEST_TEXT], formats.text)


def _sheet_name(grid: Grid, names: set[str]) -> str:
    """The name of the sheet as it was; one of its own for a delimited file."""
    wanted = _FORBIDDEN.sub(" ", grid.sheet or grid.file.rpartition(".")[0] or "Lignes").strip("' ")[:_LONGEST_SHEET]
    found, number = wanted or "Lignes", 2
    while found.casefold() in names:
        found, number = f"{wanted[: _LONGEST_SHEET - 4]} {number}", number + 1
    names.add(found.casefold())
    return found
