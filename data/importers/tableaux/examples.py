"""Example lines of a model, known by what they say: moved, or with their mark removed, they still never load; changed,
they are somebody's, who is told if the mark is still there."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from data.batch import Reject
from data.identifiers import fold
from data.importers.tableaux.description import Column, Example, Here, Kind
from data.importers.tableaux.headings import MARK, MARKED, Recognised, is_help, kind_told, recognise
from data.reading.columns import parse_or_none
from data.reading.dates import parse_date
from data.reading.grids import Grid
from data.reading.workbook import Cell

Verdict = Literal["exemple", "modifiee", "fait"]
CHANGED = (
    "ligne marquée « exemple » mais modifiée : si c'est un fait, videz sa cellule de la colonne « Exemple » ; sinon "
    "supprimez-la"
)
_DATES = ("date", "jour")
_NUMBERS = ("entier", "nombre", "montant", "annee")


def judge(found: Recognised, row: Sequence[Cell]) -> Verdict:
    """What a line is: an example as the model wrote it, one that somebody changed and left marked, or a fact."""
    if any(_says(found, row, example) for example in found.sheet.examples):
        return "exemple"
    return "modifiee" if fold(str(_cell(row, found.mark) or "")).startswith(fold(MARK)) else "fait"


def without_examples(grids: Sequence[Grid], kind: Kind) -> list[Grid]:
    """Grids for readers that know nothing of models: without example lines nor their column of marks.

    A line that is marked and changed is refused (``Grid.rejects``). Grids that are not of ``kind`` stay as they are,
    but for the pages of a model that hold its help and its lists.
    """
    found = {id(one.grid): one for one in recognise(grids, [kind])}
    if kind_told(grids) == kind.name:
        grids = [grid for grid in grids if not is_help(grid)]
    return [_cut(found[id(grid)]) if id(grid) in found else grid for grid in grids]


def _cut(found: Recognised) -> Grid:
    grid = found.grid
    kept: list[int] = []
    rejects = list(grid.rejects)
    for rank, (row, line) in enumerate(zip(grid.rows, grid.lines, strict=True)):
        verdict = judge(found, row) if rank > found.header else "fait"
        if verdict == "fait":
            kept.append(rank)
        elif verdict == "modifiee":
            rejects.append(Reject(grid.name, line, MARK, MARKED, CHANGED))
    rows = [[cell for place, cell in enumerate(grid.rows[rank]) if place != found.mark] for rank in kept]
    return replace(grid, rows=rows, lines=[grid.lines[rank] for rank in kept], rejects=rejects)


def _says(found: Recognised, row: Sequence[Cell], example: Sequence[Example]) -> bool:
    """Whether a line says what an example does, as far as the columns of the file go; its places are those of any
    département."""
    return all(
        isinstance(value, Here)
        or _canonical(column, _cell(row, found.places[column.heading])) == _canonical(column, value)
        for column, value in zip(found.sheet.columns, example, strict=True)
        if column.heading in found.places
    )


def _cell(row: Sequence[Cell], place: int | None) -> Cell:
    return row[place] if place is not None and place < len(row) else None


def _canonical(column: Column, cell: object) -> str:
    """One text for one value, however the file holds it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, datetime | date):
        return date(cell.year, cell.month, cell.day).isoformat()
    if isinstance(cell, int | float | Decimal):
        return _number(Decimal(str(cell)))
    text = str(cell)
    if column.type in _DATES:
        try:
            read = parse_date(text)
        except ValueError:
            return fold(text)
        return fold(text) if read is None or read.precision != "jour" else read.jour.isoformat()
    number = parse_or_none(text) if column.type in _NUMBERS else None
    return fold(text) if number is None else _number(number)


def _number(value: Decimal) -> str:
    return format(value.normalize(), "f") if value.is_finite() else str(value)
