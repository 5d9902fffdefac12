"""Complementary suppression: what else to withhold, so that no withheld count can be computed from what is published.

Everything published is a count (a leaf) or a sum of leaves. A withheld leaf is safe when an *exchange* exists: whole
people moved between withheld leaves, each staying within its bounds, that changes no published sum. Whoever reads every
published figure and knows these rules then holds at least two possible values and cannot tell which is true.

An exchange stays one when more is withheld. So what is withheld at first is searched for exchanges, all at once (here,
a pass over arrays that settles nearly all of a large set), then part by part (``queries.suppression_exchanges``), where
what has none gets one at least loss.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
_Signatures = NDArray[np.uint64]
_SEED = 20110321


@dataclass
class Problem:
    """Leaves, sums, and which leaves stand in which sums (``leaf[k]`` stands in sum ``sum_of[k]``).

    ``low`` and ``high`` are what anyone knows of a leaf without its value; ``floor`` the least total of a group of
    withheld leaves, this one among them, that may be computed. ``part`` numbers sets of leaves that share no sum;
    ``level`` of a sum: 0 at the bottom (communes), then up; ``loss`` what withholding it costs, in people.
    ``told``: sums that an earlier snapshot told, which nothing withholds any more; ``small``: withheld sums that must
    not be computed either. ``withheld`` and ``sums_withheld``: primary suppression, and what earlier snapshots
    withheld, on entry; all of it on return. ``protects``: for each leaf
    (its number) and sum (-1 - its number) withheld on return and not on entry, the leaves and sums it is withheld for.
    """

    values: Floats
    low: Floats
    high: Floats
    floor: Floats
    withheld: Bools
    part: Ints
    leaf: Ints
    sum_of: Ints
    level: Ints
    loss: Floats
    sums_withheld: Bools
    told: Bools
    small: Bools
    up: Floats = field(init=False)
    down: Floats = field(init=False)
    protects: dict[int, list[int]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.up = np.floor(self.high - self.values)
        self.down = np.floor(self.values - self.low)


def signatures(problem: Problem) -> _Signatures:
    """A number for each leaf, the same for those that no published sum tells apart; 0 when it stands in none."""
    marks = _marks(problem)
    found = np.zeros(len(problem.values), np.uint64)
    links = ~problem.sums_withheld[problem.sum_of]
    np.add.at(found, problem.leaf[links], marks[problem.sum_of[links]])
    return found


def _marks(problem: Problem) -> _Signatures:
    return np.random.default_rng(_SEED).integers(1, 2**63, len(problem.loss), dtype=np.uint64)


def exposed(problem: Problem) -> Bools:
    """Withheld leaves for which this pass finds no exchange, or whose group has too few people.

    A commune's buffer is a withheld leaf of its own that can move both ways: it takes what any other leaf gives or
    receives there. What remains of a signature once buffers have answered tells which leaves can exchange.
    """
    p = problem
    signature = signatures(p)
    links = p.withheld[p.leaf] & ~p.sums_withheld[p.sum_of]
    leaf, number = p.leaf[links], p.sum_of[links]
    buffer = _buffers(p, leaf, number)
    answered = buffer[number] >= 0
    left = signature.copy()
    np.subtract.at(left, leaf[answered], signature[buffer[number[answered]]])
    unsettled = p.withheld.copy()
    unsettled[buffer[buffer >= 0]] = False
    safe = np.zeros(len(left), bool)
    safe[unsettled] = _exchanging(p, left[unsettled], np.flatnonzero(unsettled))
    moved = answered & _moving(p, left, safe, leaf, number)
    safe[buffer[number[moved]]] = True
    residual = np.bincount(number, p.values[leaf], minlength=len(p.loss))
    safe[leaf[residual[number] < p.floor[leaf]]] = False
    return np.asarray(p.withheld & ~safe & (signature != 0))


def _buffers(p: Problem, leaf: Ints, number: Ints) -> Ints:
    """For each bottom sum, the withheld leaf with most room that stands in no other one; -1: none."""
    bottom = p.level[p.sum_of] == 0
    bottoms = np.bincount(p.leaf[bottom], minlength=len(p.values))
    fit = (p.level[number] == 0) & (bottoms[leaf] == 1) & (p.down[leaf] >= 1) & (p.up[leaf] >= 1)
    leaf, number = leaf[fit], number[fit]
    order = np.argsort(p.values[leaf], kind="stable")
    buffer = np.full(len(p.loss), -1)
    buffer[number[order]] = leaf[order]
    return buffer


def _exchanging(p: Problem, left: _Signatures, withheld: Ints) -> Bools:
    """Which of these leaves move alone (nothing is left of their signature) or with another of their group."""
    _, group = np.unique(left, return_inverse=True)
    n_groups = int(group.max(initial=-1)) + 1
    total, floor = np.bincount(group, p.values[withheld], n_groups), np.zeros(n_groups)
    np.maximum.at(floor, group, p.floor[withheld])
    up, down = p.up[withheld] >= 1, p.down[withheld] >= 1
    ups, downs = np.bincount(group, up, n_groups)[group], np.bincount(group, down, n_groups)[group]
    paired = ((up & (downs - down > 0)) | (down & (ups - up > 0))) & (total >= floor)[group]
    return np.where(left == 0, up | down, paired)


def _moving(p: Problem, left: _Signatures, safe: Bools, leaf: Ints, number: Ints) -> Bools:
    """For each link: whether an exchange of its leaf moves the buffer of its sum.

    A leaf that moves alone does; one that moves with its group does if some of the group stand elsewhere.
    """
    flexible = safe & (p.up >= 1) & (p.down >= 1)
    moved = safe[leaf] & (left[leaf] == 0)
    pairs = flexible[leaf]
    if pairs.any():
        keys, size = np.unique(left[flexible], return_counts=True)
        group = np.searchsorted(keys, left[leaf[pairs]])
        place = group * np.int64(len(p.loss)) + number[pairs]
        _, rank, there = np.unique(place, return_inverse=True, return_counts=True)
        moved[pairs] |= there[rank] < size[group]
    return np.asarray(moved)
