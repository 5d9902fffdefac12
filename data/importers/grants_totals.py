"""Lines that say nothing of a grant and whose amount is the sum of their neighbours: totals and headings."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

# Where no column could tell a grant from a heading, so many neighbours must make its very amount.
_FEWEST, _FEWEST_BARE = 2, 3


class Neighbours:
    """Amounts in cents (None: none, or a line already known for a total) and whether each line tells of a grant.

    ``bare``: no column could tell. A line is then a total only when its details stop where the table does: at its end,
    at a blank line or at another total. ``lines`` are numbers in the file, to see the blank ones.
    """

    def __init__(self, cents: Sequence[int | None], told: Sequence[bool], lines: Sequence[int], *, bare: bool) -> None:
        self._cents, self._told, self._lines, self._bare = cents, told, lines, bare
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
                if exact and last - start >= self._fewest and (not self._bare or self._edge(last) or last in found):
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
                if (
                    exact
                    and rank - first >= self._fewest
                    and (not self._bare or self._edge(first) or first - 1 in found)
                ):
                    found.add(rank)
        return found

    def _edge(self, at: int) -> bool:
        """Whether something cuts the table between a rank and the one before."""
        if at in (0, len(self._cents)):
            return True
        return not self._detail[at] or not self._detail[at - 1] or self._lines[at] - self._lines[at - 1] > 1
