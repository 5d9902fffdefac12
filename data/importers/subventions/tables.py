"""A second table under the first, with other columns: nothing under it is read with the columns of the first."""

import re
from collections import Counter
from collections.abc import Sequence

from data.batch import Reject
from data.identifiers import fold
from data.importers.subventions.columns import AMOUNTS, Header, begins_table, names_only, repeats_header
from data.reading.grids import Grid
from data.reading.workbook import Cell

# What stands in place of an amount that is not known, or is none: no name of a column.
_NO_AMOUNT = re.compile(
    r"(?:n\.? ?[cdr]\b|neant|aucun|gratuit|refus|rejet|ajourn|report|annul|retir|en (?:nature|attente|cours)|nature\b"
    r"|a (?:definir|preciser|venir|voir)|non\b|inconnu|sans\b|mises? a|confidentiel|idem|voir\b|cf\b|pas\b|solde|verse"
    r"|attente|dons?\b|pret\b|favorable|defavorable|accord|valid|instruction)"
)
_MEASURE = re.compile(
    r"population|nombre|\bnb\b|total|effectif|\bparts?\b|taux|surface|habitants?|cout|budget|montant|annee|pourcent|age\b"
)
# A name of a column is short.
_LONGEST_NAME = 60
_ENOUGH = 3
_SHOWN = 120


def set_others_aside(grid: Grid, header: Header) -> None:
    """Refuse the lines of other tables, with their reason, and take them out of the rows of the grid."""
    rows, lines = grid.rows, grid.lines
    seen = _values(rows[header.last + 1 :])
    begins: int | None = None
    kept = list(range(min(header.last + 1, len(rows))))
    for rank in range(header.last + 1, len(rows)):
        if repeats_header(rows[rank], header):
            begins = None
        elif begins is None and (begins_table(rows[rank]) or _begins_unknown(grid, header, rank, seen)):
            begins = lines[rank]
        if begins is None:
            kept.append(rank)
        else:
            written = (grid.separator or " | ").join("" if cell is None else str(cell) for cell in rows[rank])
            reason = (
                f"un autre tableau commence ligne {begins}, avec d'autres colonnes : mettez-le dans un fichier ou une "
                "feuille à part"
            )
            grid.rejects.append(Reject(grid.name, lines[rank], None, written[:_SHOWN], reason))
    grid.rows, grid.lines = [rows[rank] for rank in kept], [lines[rank] for rank in kept]


def _values(rows: Sequence[Sequence[Cell]]) -> Counter[tuple[int, Cell]]:
    """How many times each cell stands in its column."""
    return Counter((place, cell) for row in rows for place, cell in enumerate(row) if isinstance(cell, str))


def _begins_unknown(grid: Grid, header: Header, rank: int, seen: Counter[tuple[int, Cell]]) -> bool:
    """Whether a row names columns that mean nothing here: « Commune ; Population » over « Moulins ; 19762 ».

    Words that no other row has in their column, one in place of an amount and one in place of a beneficiary, over a row
    that would be read; after a break, or over a whole line, or with the name of a measure.
    """
    row = grid.rows[rank]
    if not names_only(row) or rank + 1 >= len(grid.rows):
        return False
    written = [place for place, cell in enumerate(row) if cell is not None]
    amounts = [place for place, name in header.fields.items() if name in AMOUNTS and place in written]
    named = {header.fields.get(place) for place in written}
    words = [fold(str(row[place])) for place in amounts]
    if "beneficiaire" not in named or not words or any(_NO_AMOUNT.match(word) or len(word) < _ENOUGH for word in words):
        return False
    if any(seen[place, row[place]] > 1 or len(str(row[place])) > _LONGEST_NAME for place in written):
        return False
    if not any(_holds_number(grid.rows[rank + 1], place) for place in amounts):
        return False
    broken = grid.lines[rank] - grid.lines[rank - 1] > 1 or sum(cell is not None for cell in grid.rows[rank - 1]) == 1
    first = rank == header.last + 1
    whole = not first and len(written) >= max(_ENOUGH, sum(bool(name.strip()) for name in header.names))
    return broken or whole or any(_MEASURE.search(word) for word in words)


def _holds_number(row: Sequence[Cell], place: int) -> bool:
    cell = row[place] if place < len(row) else None
    return cell is not None and any(map(str.isdecimal, str(cell)))
