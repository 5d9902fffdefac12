"""Lines that say nothing of a grant and whose amount is the sum of their neighbours: totals and headings."""

from bisect import bisect_left
from collections.abc import Collection, Sequence
from itertools import accumulate

# Where no column could tell a grant from a heading, so many neighbours must make its very amount.
_FEWEST, _FEWEST_BARE = 2, 3


def totals(
    cents: Sequence[int | None], told: Sequence[bool], lines: Sequence[int], said: Collection[int], *, bare: bool
) -> dict[int, str]:
    """Rank of a line that is the sum of its neighbours → « suivantes » or « précédentes », where these stand.

    ``cents`` are the lines' amounts (None: no amount), ``told`` whether each says something that only a grant says,
    ``lines`` their numbers in the file, ``said`` the ranks that say themselves that they are totals. ``bare``: no
    column could tell, and more neighbours are asked for. Details stop where the table does, at a line that is none, or
    at another total: a line that happens to be the sum of a few before it is no total.
    Totals are looked through, for totals of totals.
    """
    found: dict[int, str] = {}
    while True:
        ranks = [rank for rank in range(len(cents)) if rank not in found and rank not in said]
        left = _Neighbours(
            [cents[rank] for rank in ranks],
            [told[rank] for rank in ranks],
            [lines[rank] for rank in ranks],
            bare=bare,
        )
        new = left.totals()
        found.update((ranks[rank], which) for rank, which in new.items())
        if bare or not new:
            return found


class _Neighbours:
    """The lines of a table but its known totals."""

    def __init__(self, cents: Sequence[int | None], told: Sequence[bool], lines: Sequence[int], *, bare: bool) -> None:
        self._cents, self._told, self._lines = cents, told, lines
        self._detail = [bool(cent and cent > 0 and (bare or tells)) for cent, tells in zip(cents, told, strict=True)]
        self._sums = [0, *accumulate(cent or 0 for cent in cents)]
        self._fewest = _FEWEST_BARE if bare else _FEWEST

    def totals(self) -> dict[int, str]:
        """Rank of a total → « suivantes » or « précédentes », where its details stand."""
        found = dict.fromkeys(self._above(), "précédentes")
        return {**found, **dict.fromkeys(self._below(), "suivantes")}

    def _may_be(self, rank: int) -> int:
        """The amount of a line that may be a total; 0 when it may not."""
        cent = self._cents[rank]
        return cent if cent and cent > 0 and not self._told[rank] else 0

    def _below(self) -> set[int]:
        found: set[int] = set()
        end = count = len(self._cents)  # End of the details that begin under the line.
        for rank in reversed(range(count)):
            start = rank + 1
            if start < count and not self._detail[start]:
                end = start
            if value := self._may_be(rank):
                last = bisect_left(self._sums, self._sums[start] + value, start, end + 1)
                exact = last <= end and self._sums[last] == self._sums[start] + value
                if exact and last - start >= self._fewest and (self._edge(last) or last in found):
                    found.add(rank)
        return found

    def _above(self) -> set[int]:
        found: set[int] = set()
        start = 0  # Start of the details that end over the line.
        for rank in range(len(self._cents)):
            if rank and not self._detail[rank - 1]:
                start = rank
            if value := self._may_be(rank):
                first = bisect_left(self._sums, self._sums[rank] - value, start, rank)
                exact = first < rank and self._sums[first] == self._sums[rank] - value
                closed = self._closed(rank)
                if exact and closed and rank - first >= self._fewest and (self._edge(first) or first - 1 in found):
                    found.add(rank)
        return found

    def _closed(self, rank: int) -> bool:
        """Whether the list ends with a line: one that goes on with details holds no total of what stands over it."""
        after = rank + 1
        return after == len(self._cents) or not self._detail[after] or self._lines[after] - self._lines[rank] > 1

    def _edge(self, rank: int) -> bool:
        """Whether something cuts the table between a rank and the one before."""
        if rank in (0, len(self._cents)):
            return True
        return not self._detail[rank] or not self._detail[rank - 1] or self._lines[rank] - self._lines[rank - 1] > 1
