"""Exchanges between withheld counts, found by integer elimination, and made at least loss where there are none.

Elimination chooses for each published sum, from the bottom up, one withheld leaf that answers for it (a pivot). Every
other withheld leaf is then an exchange: one person more there, answered by pivots. A leaf in no exchange is determined
by what is published (its row of the null space is zero): a published leaf or a sum is withheld to bring one, whichever
loses least (a heuristic: one withheld count after the other, as in Fischetti & Salazar, 2001).
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

import numpy as np

from queries.copy.secrecy.suppression import Bools, Ints, Problem, exposed, signatures

# Withheld leaves of the same sums that take part in a search, the largest first: more of them would add nothing; and
# how many of a part, those of fewest sums first.
_ALIKE = 3
_MOST = 2_000
# Leaves weighed as the other end of an exchange of two.
_ENOUGH = 100

# Loss of what cannot be withheld: more than all the rest.
_NEVER = 1e12

Vector = dict[int, int]


def protect(problem: Problem) -> None:
    """Withhold leaves, and sums where that loses less, until no withheld leaf or small sum can be computed."""
    problem.loss[problem.told] = _NEVER
    waiting, small = exposed(problem), problem.small
    parts = np.full(len(problem.loss), -1)
    parts[problem.sum_of] = problem.part[problem.leaf]
    concerned = np.zeros(int(problem.part.max(initial=-1)) + 2, bool)
    concerned[problem.part[waiting]] = concerned[parts[small]] = True
    searched = concerned[problem.part] & (_useful(problem) | waiting | ~problem.withheld)
    links = np.flatnonzero(searched[problem.leaf])
    links = links[np.argsort(problem.part[problem.leaf[links]], kind="stable")]
    for _, part_links in groupby(links.tolist(), key=lambda link: int(problem.part[problem.leaf[link]])):
        _Part(problem, np.fromiter(part_links, np.int64), waiting, small).run()


def _useful(problem: Problem) -> Bools:
    """Withheld leaves that are enough to exchange with: some of each signature, all of one that has few people."""
    signature = signatures(problem)
    withheld = np.flatnonzero(problem.withheld)
    withheld = withheld[np.lexsort((-problem.values[withheld], signature[withheld]))]
    first = np.flatnonzero(np.diff(signature[withheld], prepend=signature[withheld][:1] + np.uint64(1)) != 0)
    group = np.repeat(np.arange(len(first)), np.diff(first, append=len(withheld)))
    place = np.arange(len(withheld)) - first[group]
    before = np.cumsum(problem.values[withheld]) - problem.values[withheld]
    kept = withheld[(place < _ALIKE) | (before - before[first][group] < problem.floor[withheld].max(initial=0))]
    sums = np.bincount(problem.leaf, minlength=len(problem.values))[kept]
    kept = kept[np.lexsort((sums, problem.part[kept]))]
    start = np.searchsorted(problem.part[kept], problem.part[kept])
    useful = np.zeros(len(problem.values), bool)
    useful[kept[np.arange(len(kept)) - start < _MOST]] = True
    return useful


class Column(NamedTuple):
    """A leaf (``key``: its number) or the total of a sum (-1 - its rank), once pivots have answered for it.

    ``rest``: what is left of it on sums without pivot; ``moves``: by how much each leaf and withheld total changes.
    """

    key: int
    rest: Vector
    moves: Vector


def _add(to: Vector, times: int, vector: Vector) -> None:
    for key, value in vector.items():
        total = to.get(key, 0) + times * value
        if total:
            to[key] = total
        else:
            del to[key]


class _Part:
    """Leaves and sums of one part. Sums go by rank: those told before first, then from the bottom up."""

    def __init__(self, problem: Problem, links: Ints, waiting: Bools, small: Bools) -> None:
        self.p = problem
        leaf, number = problem.leaf[links], problem.sum_of[links]
        found = np.unique(number)
        self.numbers = found[np.lexsort((found, problem.level[found], ~problem.told[found]))].tolist()
        rank = {one: place for place, one in enumerate(self.numbers)}
        self.sums: dict[int, list[int]] = {}
        self.members: list[list[int]] = [[] for _ in self.numbers]
        for one, of in zip(leaf.tolist(), number.tolist(), strict=True):
            self.sums.setdefault(one, []).append(rank[of])
            self.members[rank[of]].append(one)
        self.waiting = sorted((one for one in self.sums if waiting[one]), key=lambda one: float(problem.values[one]))
        self.small = [place for place, one in enumerate(self.numbers) if small[one]]
        self.weight = np.zeros(len(problem.values))
        np.add.at(self.weight, leaf, np.where(problem.sums_withheld[number], 0, problem.loss[number]))
        self.pivots: dict[int, Column] = {}
        self.unsettled: dict[int, Column] = {}
        self.exchanges: dict[int, list[Vector]] = {}
        self.candidates: dict[int, Column] = {}
        self.touching: dict[int, set[int]] = {}
        self.links = links
        self.before: _Part | None = None

    def run(self) -> None:
        """Make every waiting leaf, every group of too few people and every small sum safe."""
        self.settle()
        self._offer()
        for leaf in self.waiting:
            self._hide([leaf], [leaf])
        more = True
        while more:
            more = False
            for group in self._few():
                more |= self._hide(group, group)
            for rank in self.small:
                group = [leaf for leaf in self.members[rank] if self.p.withheld[leaf]]
                more |= self._hide(group, [-1 - self.numbers[rank]])

    def settle(self) -> None:
        """Find exchanges between what is withheld."""
        withheld = [leaf for leaf in self.sums if self.p.withheld[leaf]]
        self._eliminate([Column(leaf, self._published(leaf), {leaf: 1}) for leaf in withheld])

    # ── What is there ─────────────────────────────────────────────────────────────────────────────────────────────

    def _published(self, leaf: int) -> Vector:
        return {rank: 1 for rank in self.sums[leaf] if not self.p.sums_withheld[self.numbers[rank]]}

    def _few(self) -> list[list[int]]:
        """Groups that no published sum splits, of fewer people than may be told."""
        groups: dict[tuple[int, ...], list[int]] = {}
        for leaf in self.sums:
            if self.p.withheld[leaf] and (key := tuple(self._published(leaf))):
                groups.setdefault(key, []).append(leaf)
        shared = [group for group in groups.values() if len(group) > 1]
        return [group for group in shared if self.p.values[group].sum() < self.p.floor[group].max()]

    # ── Elimination ───────────────────────────────────────────────────────────────────────────────────────────────

    def _eliminate(self, columns: list[Column]) -> None:
        standing: dict[int, set[int]] = {}
        for index, column in enumerate(columns):
            for rank in column.rest:
                standing.setdefault(rank, set()).add(index)
        left = dict(enumerate(columns))
        for rank in range(len(self.numbers)):
            there = standing.pop(rank, set())
            fit = [index for index in there if abs(columns[index].rest[rank]) == 1]
            if not fit:
                continue
            chosen = min(fit, key=lambda index: self._awkwardness(columns[index]))
            pivot = self._pivot(rank, left.pop(chosen))
            for index in there - {chosen}:
                column = columns[index]
                before = set(column.rest)
                times = -column.rest[rank]
                _add(column.rest, times, pivot.rest)
                _add(column.moves, times, pivot.moves)
                for gone in before - set(column.rest) - {rank}:
                    standing.get(gone, set()).discard(index)
                for new in set(column.rest) - before:
                    standing.setdefault(new, set()).add(index)
            for other in pivot.rest:
                standing.get(other, set()).discard(chosen)
        for column in left.values():
            if column.rest or not self._record(column.moves):
                self.unsettled[column.key] = column

    def _awkwardness(self, column: Column) -> tuple[bool, int, float]:
        room = min(self.p.down[column.key], self.p.up[column.key])
        return room < 1, len(column.moves), -float(room)

    def _pivot(self, rank: int, column: Column) -> Column:
        sign = column.rest[rank]
        pivot = Column(
            column.key,
            {key: sign * value for key, value in column.rest.items()},
            {key: sign * value for key, value in column.moves.items()},
        )
        self.pivots[rank] = pivot
        return pivot

    def _answered(self, column: Column) -> Column:
        """The column once every pivot has answered."""
        rest, moves = dict(column.rest), dict(column.moves)
        while todo := [rank for rank in rest if rank in self.pivots]:
            rank = min(todo)
            times, pivot = -rest[rank], self.pivots[rank]
            _add(rest, times, pivot.rest)
            _add(moves, times, pivot.moves)
        return Column(column.key, rest, moves)

    def _possible(self, moves: Vector) -> bool:
        """Whether these moves, or their opposites, keep every leaf within its bounds."""
        up, down = self.p.up, self.p.down
        leaves = [(leaf, by) for leaf, by in moves.items() if leaf >= 0]
        return all(-down[leaf] <= by <= up[leaf] for leaf, by in leaves) or all(
            -down[leaf] <= -by <= up[leaf] for leaf, by in leaves
        )

    def _record(self, moves: Vector) -> bool:
        """Keep an exchange, if it is possible."""
        if not self._possible(moves):
            return False
        for key in moves:
            self.exchanges.setdefault(key, []).append(moves)
        return True

    # ── At least loss ─────────────────────────────────────────────────────────────────────────────────────────────

    def _offer(self) -> None:
        """Columns of what could be withheld more: published leaves, and published sums that a pivot answers for."""
        p = self.p
        for leaf in self.sums:
            if not p.withheld[leaf] and p.values[leaf] > 0:
                self._refresh(Column(leaf, self._published(leaf), {leaf: 1}))
        for rank in [rank for rank in self.pivots if not self._told(rank)]:
            self._refresh(Column(-1 - rank, {rank: 1}, {-1 - rank: 1}))

    def _refresh(self, column: Column) -> Column:
        answered = self._answered(column)
        self.candidates[column.key] = answered
        for key in answered.moves:
            self.touching.setdefault(key, set()).add(column.key)
        return answered

    def _hide(self, group: list[int], protected: list[int]) -> bool:
        """Bring an exchange between this group of withheld leaves and others; whether there was none.

        ``protected``: what all this is for, in the numbers of ``Problem.protects``.
        """
        inside = set(group)
        if (
            not group
            or any(_net(moves, inside) for leaf in group for moves in self.exchanges.get(leaf, ()))
            or not all(self._published(leaf) for leaf in group)
        ):
            return False
        trials = [
            column
            for leaf in group
            for column in self._trials(leaf, inside)
            if _net(column.moves, inside) and self._possible(column.moves) and self._loss(column) < _NEVER
        ]
        if trials:
            self._withhold(min(trials, key=self._loss), protected)
            return True
        if unseen := [column for leaf in group for column in self._unseen(leaf) if _net(column.moves, inside)]:
            self._withhold(min(unseen, key=self._loss), protected)
            return True
        # What was told fixes these leaves by itself; no sum shall do so too.
        ranks = {rank for leaf in group for rank in self._published(leaf)}
        if any(self._told(rank) for rank in ranks):
            ranks = set(range(len(self.numbers)))
        left = [rank for rank in sorted(ranks) if not (self._told(rank) or self.p.sums_withheld[self.numbers[rank]])]
        for rank in left:
            self._withhold_sum(rank, protected)
        return bool(left)

    def _unseen(self, leaf: int) -> Iterator[Column]:
        """Exchanges of this leaf that no sum told by an earlier snapshot sees, with what the other sums see of them."""
        if self.before is None:
            told = self.p.told[self.p.sum_of[self.links]]
            self.before = _Part(self.p, self.links[told], self.p.withheld, self.p.small)
            self.before.settle()
        for moves in self.before.exchanges.get(leaf, ()):
            rest: Vector = {}
            for one, by in moves.items():
                _add(rest, by, self._published(one))
            yield Column(leaf, rest, dict(moves))

    def _told(self, rank: int) -> bool:
        return bool(self.p.told[self.numbers[rank]])

    def _trials(self, leaf: int, inside: set[int]) -> Iterator[Column]:
        """What could bring this leaf an exchange: a column that touches it, or its own with one that answers better."""
        yield self._alone(leaf)
        if pair := self._pair(leaf, inside):
            yield pair
        own = self.unsettled.get(leaf)
        if own is None:
            yield from self._touching([leaf])
            return
        yield own
        for other in self._touching(own.moves):
            for times in (1, -1):
                rest, moves = dict(own.rest), dict(own.moves)
                _add(rest, times, other.rest)
                _add(moves, times, other.moves)
                yield Column(other.key, rest, moves)

    def _alone(self, leaf: int) -> Column:
        """The leaf without any of its sums."""
        return Column(leaf, self._published(leaf), {leaf: 1})

    def _pair(self, leaf: int, inside: set[int]) -> Column | None:
        """The leaf against one out of its group, without the sums that tell the two apart: the one at least loss."""
        p, mine = self.p, self._published(leaf)
        others = self._neighbours(leaf, mine, inside)
        if not len(others):
            return None
        shared = [sum(p.loss[self.numbers[rank]] for rank in self.sums[one] if rank in mine) for one in others.tolist()]
        apart = self.weight[others] - 2 * np.array(shared)
        other = int(others[np.argmin(apart + np.where(p.withheld[others], 0, p.values[others]))])
        rest = dict(mine)
        _add(rest, -1, self._published(other))
        return Column(leaf, rest, {leaf: 1, other: -1})

    def _neighbours(self, leaf: int, mine: Vector, inside: set[int]) -> Ints:
        """Leaves that could change places with this one: those of its smallest sums, as many of these as bring enough.

        Sums are nested: those who share the smallest share most others too, so that little tells them apart.
        """
        p = self.p
        found: set[int] = set()
        for rank in sorted(mine, key=lambda rank: (len(self.members[rank]), rank)):
            others = np.array([one for one in self.members[rank] if one not in inside], np.int64)
            moves = ((p.up[leaf] >= 1) & (p.down[others] >= 1)) | ((p.down[leaf] >= 1) & (p.up[others] >= 1))
            found.update(others[moves & (p.values[others] > 0)].tolist())
            if len(found) >= _ENOUGH:
                break
        return np.array(sorted(found), np.int64)

    def _touching(self, leaves: Iterable[int]) -> Iterator[Column]:
        keys = {key for leaf in leaves for key in self.touching.get(leaf, ())}
        for key in sorted(keys):
            column = self.candidates[key]
            yield self._refresh(column) if any(rank in self.pivots for rank in column.rest) else column

    def _loss(self, column: Column) -> float:
        p = self.p
        own = [key for key in column.moves if key >= 0 and not p.withheld[key]]
        totals = {-1 - key for key in column.moves if key < 0} | set(column.rest)
        published = [one for one in (self.numbers[rank] for rank in totals) if not p.sums_withheld[one]]
        return float(p.values[own].sum() + p.loss[published].sum())

    def _withhold(self, column: Column, protected: list[int]) -> None:
        p = self.p
        moves = dict(column.moves)
        for rank, by in column.rest.items():
            moves[-1 - rank] = moves.get(-1 - rank, 0) - by
            if rank not in self.pivots:
                self.pivots[rank] = Column(-1 - rank, {rank: 1}, {-1 - rank: 1})
        for key in moves:
            if key < 0:
                self._withhold_sum(-1 - key, protected)
            elif not p.withheld[key]:
                p.withheld[key] = True
                p.protects[key] = protected
        if not self._record(moves):
            raise RuntimeError("a withheld count has no exchange")

    def _withhold_sum(self, rank: int, protected: list[int]) -> None:
        number = self.numbers[rank]
        if not self.p.sums_withheld[number]:
            self.p.sums_withheld[number] = True
            self.p.protects[-1 - number] = protected
            self.weight[self.members[rank]] -= self.p.loss[number]


def _net(moves: Vector, inside: set[int]) -> int:
    return sum(by for leaf, by in moves.items() if leaf in inside)
