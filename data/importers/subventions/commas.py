"""A CSV whose comma is both separator and unquoted decimal: « 24 975,00 » stands in two cells.

The line has one reading when joining amounts with the cell after them, in one way only, gives it the width of its
header. A person confirms that reading once, for the whole file.
"""

import re
from collections.abc import Sequence
from itertools import combinations

from data import french
from data.importers.subventions.columns import AMOUNTS, Header
from data.reading.grids import Grid
from data.reading.numbers import SPACES
from data.reading.workbook import Cell

_WHOLE = re.compile(rf"[-+−]?[0-9{SPACES}]+")
_CENTS = re.compile(r"[0-9]{1,2}(?:\s?€)?")


def cut_decimals(grid: Grid, header: Header) -> str | None:
    """A doubt (French) when most lines fit their header only by joining amounts cut in two; None otherwise."""
    if grid.separator != ",":
        return None
    rows = grid.rows[header.last + 1 :]
    joined = [found for row in rows if (found := _joined(row, header)) is not None]
    if len(joined) * 2 <= len(rows):
        return None
    header.cut = True
    place = next(place for place, name in sorted(header.fields.items()) if name in AMOUNTS)
    shown = " ; ".join(f"« {found[place]} »" for found in joined[:3])
    verb = "tient" if len(joined) == 1 else "tiennent"
    return (
        "La virgule sépare les colonnes et, sans guillemets, les décimales : "
        f"{french.plural(len(joined), 'ligne')} sur {french.number(len(rows))} ne {verb} sous l'en-tête qu'en lisant "
        f"ainsi « {header.names[place].strip()} » : {shown}"
    )


def join_decimals(grid: Grid, header: Header) -> None:
    """Give each line that has one reading the cells it had before its decimals were cut; the others stay as written."""
    header.joined = True
    for rank in range(header.last + 1, len(grid.rows)):
        if (found := _joined(grid.rows[rank], header)) is not None:
            grid.rows[rank] = found


def _joined(row: Sequence[Cell], header: Header) -> list[Cell] | None:
    """The row with amounts joined, None when no joining, or more than one, gives it the width of its header."""
    surplus = len(row) - len(header.names)
    places = sorted(place for place, name in header.fields.items() if name in AMOUNTS)
    if not 0 < surplus <= len(places):
        return None
    ways = [way for chosen in combinations(places, surplus) if (way := _join(row, chosen)) is not None]
    return ways[0] if len(ways) == 1 else None


def _join(row: Sequence[Cell], places: Sequence[int]) -> list[Cell] | None:
    """The row with the cells at these columns joined to the next ones; None when they are no amounts."""
    cells = list(row)
    for place in places:  # Each joining gives the next columns their places back.
        whole, cents = str(cells[place]), str(cells[place + 1])
        if not _WHOLE.fullmatch(whole) or not _CENTS.fullmatch(cents):
            return None
        cells[place : place + 2] = [f"{whole},{cents}"]
    return cells
