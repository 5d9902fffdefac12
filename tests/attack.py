"""An attacker who reads every published count, knows the rules of secrecy, and computes what is withheld.

One linear programme for each set of counts that share sums: unknowns are withheld counts, equations are published
sums, bounds are what the rules and the other published counts say. A count is recovered when its least and its greatest
possible value leave one whole number.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array

Floats = NDArray[np.float64]
# Random directions tried first: most counts show two values in a few of them, the others get their own two programmes.
_DIRECTIONS = 12
_NIL = 1e-6


@dataclass
class Puzzle:
    """What is published, and where withheld counts stand in it."""

    low: dict[Hashable, float] = field(default_factory=dict)
    high: dict[Hashable, float] = field(default_factory=dict)
    truth: dict[Hashable, float] = field(default_factory=dict)
    sums: dict[Hashable, dict[Hashable, float]] = field(default_factory=lambda: defaultdict(dict))
    known: dict[Hashable, float] = field(default_factory=dict)

    def withheld(self, leaf: Hashable, truth: float, low: float, high: float = np.inf) -> None:
        """An unknown."""
        self.truth[leaf], self.low[leaf], self.high[leaf] = truth, low, high

    def stands(self, leaf: Hashable, total: Hashable, times: float = 1.0) -> None:
        """An unknown counts in this sum."""
        self.sums[total][leaf] = times

    def tells(self, total: Hashable, value: float) -> None:
        """What is left of a published sum once the published counts are taken away."""
        self.known[total] = value

    def recovered(self) -> dict[Hashable, float]:
        """Every withheld count that can be computed, and its value."""
        found: dict[Hashable, float] = {}
        for leaves in self._sets():
            found |= self._solve(leaves)
        return found

    def _sets(self) -> Iterable[list[Hashable]]:
        """Unknowns that published sums tie together."""
        parent: dict[Hashable, Hashable] = {leaf: leaf for leaf in self.truth}

        def top(leaf: Hashable) -> Hashable:
            while parent[leaf] != leaf:
                parent[leaf] = parent[parent[leaf]]
                leaf = parent[leaf]
            return leaf

        for total in self.known:
            leaves = list(self.sums.get(total, ()))
            for leaf in leaves[1:]:
                parent[top(leaf)] = top(leaves[0])
        sets: dict[Hashable, list[Hashable]] = defaultdict(list)
        for leaf in self.truth:
            sets[top(leaf)].append(leaf)
        return sets.values()

    def _solve(self, leaves: list[Hashable]) -> dict[Hashable, float]:
        at = {leaf: number for number, leaf in enumerate(leaves)}
        totals = [total for total in self.known if any(leaf in at for leaf in self.sums.get(total, ()))]
        cells = [(row, at[leaf], times) for row, total in enumerate(totals) for leaf, times in self.sums[total].items()]
        rows, columns, times = zip(*cells, strict=True) if cells else ((), (), ())
        equations = csr_array((times, (rows, columns)), shape=(len(totals), len(leaves)))
        values = np.array([self.known[total] for total in totals])
        bounds = np.array([(self.low[leaf], self.high[leaf]) for leaf in leaves])
        truth = np.array([self.truth[leaf] for leaf in leaves])
        assert np.allclose(equations @ truth, values), "the attacker's equations are not those of the data"

        def extreme(direction: Floats) -> Floats:
            answer = linprog(direction, A_eq=equations, b_eq=values, bounds=bounds)
            return np.asarray(answer.x) if answer.status == 0 else truth + np.sign(-direction)  # unbounded: anything

        rng = np.random.default_rng(0)
        least, most = truth.copy(), truth.copy()
        for _ in range(_DIRECTIONS):
            direction = rng.normal(size=len(leaves)) * (most - least < 1)
            for one in (direction, -direction):
                seen = extreme(one)
                least, most = np.minimum(least, seen), np.maximum(most, seen)
        for number in np.flatnonzero(np.ceil(least - _NIL) == np.floor(most + _NIL)):
            direction = np.zeros(len(leaves))
            direction[number] = 1
            least[number] = min(least[number], extreme(direction)[number])
            most[number] = max(most[number], extreme(-direction)[number])
        sure = np.flatnonzero(np.ceil(least - _NIL) >= np.floor(most + _NIL))
        return {leaves[number]: float(truth[number]) for number in sure}
