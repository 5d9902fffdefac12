"""An attacker who reads every published count, knows the rules of secrecy, and computes what is withheld.

One linear programme for each set of counts that share sums: unknowns are withheld counts, equations are published
sums, bounds are what the rules and the other published counts say. A count is recovered when its least and its greatest
possible value leave one whole number.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array

from geo.text import fold
from queries.copy.secrecy.rules import rules

Floats = NDArray[np.float64]
# Random directions tried first: most counts show two values in a few of them, the others get their own two programmes.
_DIRECTIONS = 12
_NIL = 1e-6
_FAR = 1e4
# The first count is never above the second.
AT_MOST = (
    ("satisfaits", "repondants"),
    ("repondants", "questionnaires_envoyes"),
    ("participants_distincts", "participations"),
    ("benevoles", "personnes_mobilisees"),
    ("professionnels", "personnes_mobilisees"),
)


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
        for leaves, totals in self._sets():
            found |= self._solve(leaves, totals)
        return found

    def _sets(self) -> Iterator[tuple[list[Hashable], list[Hashable]]]:
        """Unknowns that published sums tie together, and these sums."""
        parent: dict[Hashable, Hashable] = {leaf: leaf for leaf in self.truth}

        def top(leaf: Hashable) -> Hashable:
            while parent[leaf] != leaf:
                parent[leaf] = parent[parent[leaf]]
                leaf = parent[leaf]
            return leaf

        told = {total: next(iter(leaves)) for total, leaves in self.sums.items() if total in self.known}
        for total, first in told.items():
            for leaf in self.sums[total]:
                parent[top(leaf)] = top(first)
        leaves: dict[Hashable, list[Hashable]] = defaultdict(list)
        totals: dict[Hashable, list[Hashable]] = defaultdict(list)
        for leaf in self.truth:
            leaves[top(leaf)].append(leaf)
        for total, first in told.items():
            totals[top(first)].append(total)
        return ((leaves[one], totals[one]) for one in totals)

    def _solve(self, leaves: list[Hashable], totals: list[Hashable]) -> dict[Hashable, float]:
        at = {leaf: number for number, leaf in enumerate(leaves)}
        cells = [(row, at[leaf], times) for row, total in enumerate(totals) for leaf, times in self.sums[total].items()]
        rows, columns, times = zip(*cells, strict=True)
        equations = csr_array((times, (rows, columns)), shape=(len(totals), len(leaves)))
        values = np.array([self.known[total] for total in totals])
        truth = np.array([self.truth[leaf] for leaf in leaves])
        low = np.array([self.low[leaf] for leaf in leaves])
        high = np.minimum([self.high[leaf] for leaf in leaves], truth + _FAR)  # So that every programme has an answer.
        assert (low <= truth).all() and (truth <= high).all(), "the attacker's bounds are not those of the data"
        assert np.allclose(equations @ truth, values), "the attacker's equations are not those of the data"

        def extreme(direction: Floats) -> Floats:
            answer = linprog(direction, A_eq=equations, b_eq=values, bounds=np.column_stack([low, high]))
            assert answer.success, answer.message
            return np.asarray(answer.x)

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


def sensitive_actions(root: duckdb.DuckDBPyConnection) -> set[str]:
    """What the attacker reads on each fiche: its publics, keywords and title."""
    held = rules()
    labels = {fold(label) for label in held.labels}
    words = re.compile(rf"(^|[^a-z0-9])({'|'.join(re.escape(fold(word)) for word in held.beginnings)})")
    rows = root.execute(
        """
        SELECT action_id, public FROM actions_publics UNION ALL SELECT action_id, mot_cle FROM actions_mots_cles
        UNION ALL SELECT action_id, titre FROM actions
        """
    ).fetchall()
    return {action for action, label in rows if fold(label) in labels or words.search(fold(label))}


def least(subject: str, what: str, value: float, sensitive: Collection[str]) -> float:
    """What is known of a withheld count beforehand: at least one, but where even « nobody » is withheld."""
    return 0 if subject in sensitive and what != "professionnels" else min(1, value)


def equal(puzzle: Puzzle, truth: Mapping[Any, float], terms: Mapping[Any, int]) -> None:
    """These counts add up to zero."""
    relation = ("relation", *terms)
    unknown = {count: times for count, times in terms.items() if count in puzzle.truth}
    for count, times in unknown.items():
        puzzle.stands(count, relation, times)
    if unknown:
        puzzle.tells(relation, -sum(times * truth[count] for count, times in terms.items() if count not in unknown))


def at_most(puzzle: Puzzle, truth: Mapping[Any, float], less: Any, more: Any) -> None:
    """The first count is not above the second, where both are recorded so."""
    if more not in truth or truth[less] > truth[more]:
        return
    if less in puzzle.truth and more in puzzle.truth:
        gap = ("écart", less, more)
        puzzle.withheld(gap, truth[more] - truth[less], 0)
        equal(puzzle, {**truth, gap: 0}, {less: 1, gap: 1, more: -1})
    elif less in puzzle.truth:
        puzzle.high[less] = min(puzzle.high[less], truth[more])
    elif more in puzzle.truth:
        puzzle.low[more] = max(puzzle.low[more], truth[less])


def told(found: Mapping[Any, float]) -> dict[Any, float]:
    """Counts recovered, the differences between two counts left out."""
    return {count: value for count, value in found.items() if count[0] != "écart"}
