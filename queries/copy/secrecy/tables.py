"""Complementary suppression in a two-way table with its totals: exchanges of least loss, as shortest paths.

Every number of the table is published or withheld: cells, totals of rows, totals of columns, total of all. See
``queries.suppression`` for what an exchange is. Written as a matrix with one more row and column (totals with the
opposite sign) whose rows and columns sum to zero, an exchange is a cycle between rows and columns: up from a row to a
column, down from a column to a row (Gusfield, 1988); the one of least loss is looked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from scipy.sparse.csgraph import dijkstra

from queries.copy.secrecy.suppression import Bools, Floats

# A total is worth more than a cell of the same size: it is read first, and more hangs on it.
_TOTAL_WEIGHT = 4.0
# Loss of a number withheld already: a short exchange is better than a long one.
_NOTHING = 0.001


Place = tuple[int, int]


@dataclass(frozen=True)
class Withheld:
    """What is not published of a table: cells (rows × columns), totals of rows, of columns, and of all.

    ``protects``: for each number that is withheld because another one is, that other one. A place is (row, column);
    totals stand in one more row and column.
    """

    cells: Bools
    rows: Bools
    columns: Bools
    total: bool
    protects: Mapping[Place, Place] = field(default_factory=dict)

    def holds(self, place: Place) -> bool:
        """Whether the number at this place is not published."""
        row, column = place
        if row < len(self.rows):
            return bool(self.cells[place] if column < len(self.columns) else self.rows[row])
        return bool(self.columns[column]) if column < len(self.columns) else self.total


def protect(counts: Floats, fewest: float, *, zeros: bool = False, withheld: Bools | None = None) -> Withheld:
    """What to withhold of a table of counts of people (rows × columns; NaN where there is no cell).

    Primary: numbers above zero and under ``fewest``, zeros too with ``zeros``, and the cells ``withheld`` already.
    """
    table = _Table(np.asarray(counts, float), fewest, zeros, withheld)
    table.run()
    withheld = table.withheld
    return Withheld(withheld[:-1, :-1], withheld[:-1, -1], withheld[-1, :-1], bool(withheld[-1, -1]), table.protects)


class _Table:
    """Numbers with their totals in a last row and column; ``up`` and ``down``: which can gain, or lose, a person."""

    def __init__(self, counts: Floats, fewest: float, zeros: bool, withheld: Bools | None) -> None:
        cells = np.nan_to_num(counts)
        self.values = np.block([[cells, cells.sum(1, keepdims=True)], [cells.sum(0), cells.sum()]])
        there = np.pad(~np.isnan(counts), (0, 1), constant_values=True)
        self.withheld = there & (self.values < fewest) & ((self.values > 0) | zeros)
        if withheld is not None:
            self.withheld[:-1, :-1] |= withheld & there[:-1, :-1]
        # A zero that is published stays: withholding it to protect another would point at it.
        self.up = there & ((self.values > 0) | self.withheld)
        self.down = there & (self.values - np.where(zeros, 0, np.minimum(self.values, 1)) >= 1)
        # Totals follow from their cells; in the last row and column gaining is losing, both are possible.
        for side in (self.up, self.down):
            side[-1, :] = side[:, -1] = True
        self.protects: dict[Place, Place] = {}
        self.loss = np.maximum(self.values, 1)
        self.loss[-1, :] *= _TOTAL_WEIGHT
        self.loss[:-1, -1] *= _TOTAL_WEIGHT

    def run(self) -> None:
        """Make every withheld number safe; those of one exchange are safe together."""
        safe = np.zeros(self.values.shape, bool)
        for flat in np.argsort(self.values, axis=None, kind="stable"):
            row, column = (int(place) for place in np.unravel_index(flat, self.values.shape))
            if self.withheld[row, column] and not safe[row, column]:
                for place in self._exchange(row, column):
                    if not self.withheld[place]:
                        self.protects[place] = (row, column)
                    self.withheld[place] = safe[place] = True

    def _exchange(self, row: int, column: int) -> list[Place]:
        """The numbers of the exchange of least loss through this one, itself included."""
        n_rows, n_columns = self.values.shape
        loss = np.where(self.withheld, _NOTHING, self.loss)
        loss[row, column] = np.inf
        graph = np.full((n_rows + n_columns, n_rows + n_columns), np.inf)
        graph[:n_rows, n_rows:] = np.where(self.up, loss, np.inf)
        graph[n_rows:, :n_rows] = np.where(self.down, loss, np.inf).T
        ends = ((n_rows + column, row, self.up), (row, n_rows + column, self.down))
        tried = [_path(graph, start, end) for start, end, allowed in ends if allowed[row, column]]
        nodes = min(tried, key=lambda found: found[0])[1]
        steps = [(min(step), max(step) - n_rows) for step in pairwise(nodes)]
        return [(row, column), *steps]


def _path(graph: Floats, start: int, end: int) -> tuple[float, list[int]]:
    """Length of the shortest path and its nodes; RuntimeError when there is none."""
    lengths, before = dijkstra(graph, indices=start, return_predecessors=True)
    nodes = [end]
    while nodes[-1] != start:
        if before[nodes[-1]] < 0:
            raise RuntimeError("a withheld number of a table has no exchange")
        nodes.append(int(before[nodes[-1]]))
    return float(lengths[end]), nodes
