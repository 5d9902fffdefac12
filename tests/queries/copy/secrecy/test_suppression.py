"""Complementary suppression: the published example, small cases by hand, and every possible reading counted out."""

from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray

from queries.copy.secrecy.exchanges import protect as protect_sums
from queries.copy.secrecy.suppression import Problem, exposed
from queries.copy.secrecy.tables import protect
from tests.tools.attack import Puzzle


def test_the_published_example_of_two_ages_and_three_countries() -> None:
    # GaussSuppression, small-count vignette: young 2, 0, 5 and old 3, 4, 6 in Iceland, Portugal and Spain, maxN = 1
    # (zeros withheld). Primary: young Portugal; secondary: young Iceland, old Iceland, old Portugal; the rest stays.
    found = protect(np.array([[2.0, 0, 5], [3, 4, 6]]), 2, zeros=True)
    assert found.cells.tolist() == [[True, True, False], [True, True, False]]
    assert not (found.rows.any() or found.columns.any() or found.total)


def test_three_bassins_withholding_one_forces_a_second() -> None:
    # One line of three bassins and its total: the least loss is the smallest other bassin.
    found = protect(np.array([[2.0, 30, 20]]), 3)
    assert found.cells.tolist() == [[True, False, True]]
    assert not found.total


def test_nothing_small_withholds_nothing() -> None:
    found = protect(np.array([[3.0, 0, 12], [8, 5, np.nan]]), 3)
    assert not (found.cells.any() or found.rows.any() or found.columns.any() or found.total)


def test_one_cell_alone_takes_its_totals_with_it() -> None:
    found = protect(np.array([[2.0]]), 3)
    assert (found.cells.tolist(), found.rows.tolist(), found.columns.tolist(), found.total) == (
        [[True]], [True], [True], True,
    )  # fmt: skip


def test_two_ones_do_not_hide_each_other() -> None:
    # Total 12, the other cell 10: two withheld counts that make 2 are 1 and 1 for who knows that they are not zero.
    found = protect(np.array([[1.0, 1, 10]]), 3)
    assert found.cells.tolist() == [[True, True, True]]


@pytest.mark.parametrize("seed", range(25))
def test_no_cell_of_a_table_is_computed_by_trying_every_reading(seed: int) -> None:
    rng = np.random.default_rng(seed)
    counts = rng.integers(0, 7, (2, 3)).astype(float)
    found = protect(counts, 3)
    held = np.argwhere(found.cells)
    readings = every_reading(len(held))
    tables = np.broadcast_to(counts, (len(readings), 2, 3)).copy()
    tables[:, held[:, 0], held[:, 1]] = readings
    same = (tables.sum(2) == counts.sum(1))[:, ~found.rows].all(1)
    same &= (tables.sum(1) == counts.sum(0))[:, ~found.columns].all(1)
    same &= found.total | (tables.sum((1, 2)) == counts.sum())
    assert same.any()
    assert all(len(set(readings[same, at])) > 1 for at in range(len(held)))
    assert ((counts > 0) & (counts < 3) <= found.cells).all()


def every_reading(unknowns: int) -> NDArray[np.int64]:
    """Every value from 1 to 11 for each unknown, one reading a row."""
    return np.array(list(product(range(1, 12), repeat=unknowns)), np.int64).reshape(11**unknowns, unknowns)


# ── Communes, EPCI, bassin: leaves in nested sums ───────────────────────────────────────────────────────────────────


def problem(values: list[float], sums: list[list[int]], levels: list[int], floor: float = 3) -> Problem:
    """Leaves of these values, sums of the leaves listed, primary suppression from 1 to 2."""
    counts = np.array(values, float)
    totals = np.array([counts[one].sum() for one in sums])
    leaf = np.concatenate([np.array(one) for one in sums])
    return Problem(
        values=counts,
        low=np.minimum(counts, 1),
        high=np.full(len(counts), np.inf),
        floor=np.full(len(counts), floor),
        withheld=(counts > 0) & (counts < 3),
        part=np.zeros(len(counts), np.int64),
        leaf=leaf,
        sum_of=np.repeat(np.arange(len(sums)), [len(one) for one in sums]),
        level=np.array(levels),
        loss=totals * 4.0 ** np.array(levels),
        sums_withheld=(totals > 0) & (totals < 3),
        told=np.zeros(len(sums), bool),
        small=(totals > 0) & (totals < 3),
    )


def test_the_smallest_neighbour_hides_a_lone_action() -> None:
    # Commune A: 2, 9, 5; commune B: 40. Withholding 5 keeps every sum.
    held = problem([2, 9, 5, 40], [[0, 1, 2], [3], [0, 1, 2, 3]], [0, 0, 1])
    protect_sums(held)
    assert held.withheld.tolist() == [True, False, True, False]
    assert not held.sums_withheld.any()


def test_a_commune_of_one_action_goes_with_it() -> None:
    # Communes of one action each: 2, 7 and 30. The sum of the first is the count itself; the second is withheld with
    # its commune, and the EPCI's sum stays.
    held = problem([2, 7, 30], [[0], [1], [2], [0, 1, 2]], [0, 0, 0, 1])
    protect_sums(held)
    assert held.withheld.tolist() == [True, True, False]
    assert held.sums_withheld.tolist() == [True, True, False, False]


def test_an_action_over_two_communes_counts_in_both() -> None:
    # 2 in communes A and B; A has 6 more, B has 8: pairing it with 6 leaves B out, unless B's sum goes too.
    held = problem([2, 6, 8, 50], [[0, 1], [0, 2], [3], [0, 1, 2, 3]], [0, 0, 0, 1])
    protect_sums(held)
    assert held.withheld[0]
    assert possible_values(held, 0) > 1


def test_a_group_of_too_few_people_takes_more() -> None:
    # Sensitive actions of 4 and 5 people in one commune: their sum of 9 could be computed, and is under eleven.
    held = problem([4, 5, 6, 30], [[0, 1, 2, 3], [0, 1, 2, 3]], [0, 1], floor=11)
    held.withheld[:2] = True
    protect_sums(held)
    assert held.withheld.tolist() == [True, True, True, False]


def test_a_safe_group_costs_nothing_more() -> None:
    held = problem([2, 2, 9], [[0, 1, 2], [0, 1, 2]], [0, 1])
    assert not exposed(held).any()
    protect_sums(held)
    assert held.withheld.tolist() == [True, True, False]


def test_an_exchange_that_nothing_told_before_sees_costs_only_the_new_sums_that_see_it() -> None:
    # Told before: the first, fourth and fifth are 4, the third and fourth 4. The five are then 1 2 2 2 1, 1 2 3 1 2
    # or 2 1 3 1 1 while the first two are 3, and the first four 7: no more than the two other sums must go.
    sums = [[0, 3, 4], [2, 3], [0, 1, 2, 3, 4], [0, 1, 2, 3], [0, 1, 2, 4], [0, 1]]
    held = problem([1, 2, 2, 2, 1], sums, [20, 20, 0, 0, 0, 0])
    held.told[:2] = True
    protect_sums(held)
    assert held.sums_withheld.tolist() == [False, False, True, False, True, False]


def test_a_count_that_other_counts_fix_stands_in_no_published_sum() -> None:
    held = problem([2, 9], [[0, 1], [0, 1]], [0, 1])
    held.up[0] = held.down[0] = 0
    protect_sums(held)
    assert held.withheld.tolist() == [True, False]
    assert held.sums_withheld.all()


def possible_values(held: Problem, leaf: int) -> int:
    """How many values a withheld leaf may have, every reading tried, for who knows all that is published."""
    unknown = np.flatnonzero(held.withheld)
    readings = every_reading(len(unknown))
    counts = np.broadcast_to(held.values, (len(readings), len(held.values))).copy()
    counts[:, unknown] = readings
    member = np.zeros((len(held.loss), len(held.values)))
    member[held.sum_of, held.leaf] = 1
    same = (counts @ member.T == member @ held.values)[:, ~held.sums_withheld].all(1)
    return len(set(counts[same, leaf]))


@pytest.mark.parametrize("seed", range(30))
def test_no_leaf_is_computed_by_trying_every_reading(seed: int) -> None:
    # Five communes in two EPCI of one département; seven actions, some of them over two communes.
    rng = np.random.default_rng(seed)
    values = rng.integers(1, 8, 7).astype(float)
    communes: list[list[int]] = [[] for _ in range(5)]
    for leaf in range(7):
        for commune in rng.choice(5, size=rng.choice([1, 1, 2]), replace=False):
            communes[commune].append(leaf)
    epci = [sorted({*communes[0], *communes[1], *communes[2]}), sorted({*communes[3], *communes[4]})]
    sums = [one for one in [*communes, *epci, list(range(7))] if one]
    levels = [0] * sum(bool(one) for one in communes) + [1] * sum(bool(one) for one in epci) + [3]
    held = problem(values.tolist(), sums, levels)
    primary = held.withheld.copy()
    protect_sums(held)
    assert (held.withheld >= primary).all()
    if held.withheld.sum() <= 5:  # Eleven values each: more would take minutes.
        assert all(possible_values(held, int(leaf)) > 1 for leaf in np.flatnonzero(held.withheld))


@pytest.mark.parametrize("seed", range(40))
def test_no_leaf_of_a_crowded_territory_is_computed(seed: int) -> None:
    # Up to forty actions, over up to four communes each; EPCI and bassins cut across each other; most counts are small.
    rng = np.random.default_rng(seed)
    n, n_communes = int(rng.integers(8, 40)), int(rng.integers(3, 9))
    values = np.where(rng.random(n) < 0.6, rng.integers(1, 3, n), rng.integers(0, 15, n)).astype(float)
    communes: list[set[int]] = [set() for _ in range(n_communes)]
    for leaf in range(n):
        for commune in rng.choice(n_communes, min(n_communes, rng.choice([1, 1, 2, 3, 4])), replace=False):
            communes[commune].add(leaf)
    epci, bassin = rng.integers(0, 3, n_communes), rng.integers(0, 2, n_communes)
    zones = [(0, communes)]
    for level, of_commune in ((1, epci), (2, bassin)):
        zones.append((level, [set().union(*(communes[c] for c in np.flatnonzero(of_commune == z))) for z in range(3)]))
    sums = [(level, sorted(one)) for level, listed in zones for one in listed if one] + [(3, list(range(n)))]
    held = problem(values.tolist(), [one for _, one in sums], [level for level, _ in sums], float(rng.choice([3, 11])))
    protect_sums(held)
    puzzle = Puzzle()
    for leaf in np.flatnonzero(held.withheld).tolist():
        puzzle.withheld(leaf, values[leaf], min(1, values[leaf]))
    for number, (_, one) in enumerate(sums):
        hidden = [leaf for leaf in one if held.withheld[leaf]]
        for leaf in hidden:
            puzzle.stands(leaf, ("sum", number))
        if not held.sums_withheld[number]:
            puzzle.tells(("sum", number), values[hidden].sum())
    assert puzzle.recovered() == {}
