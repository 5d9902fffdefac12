"""Funnel limits: quantiles by hand and against scipy's own, over-dispersion by hand, places outside the limits."""

import numpy as np
import pytest
from scipy import stats

from queries.funnel import ABOVE, BELOW, HIGH, INSIDE, funnel


def test_the_limit_of_one_expected_event_by_hand() -> None:
    """Of mean 1, P(≤3) = 0.98101 and P(3) = 0.06131: 97.5 % is at 3 − (0.98101 − 0.975) ÷ 0.06131 = 2.902."""
    found = funnel([1, 1, 1], [1000, 1000, 1000])
    assert found.curve.high_95[0] * 1000 == pytest.approx(2.902, abs=5e-4)
    assert found.curve.low_95[0] == 0


def test_a_limit_lies_between_two_whole_counts_of_the_exact_quantile() -> None:
    found = funnel([80, 90, 100], [80_000, 90_000, 100_000])
    exact = stats.poisson.ppf(0.999, found.rate * found.populations)
    limit = found.curve.high_998 * found.populations
    assert np.all((limit <= exact) & (limit > exact - 1))


def test_over_dispersion_by_hand_widens_the_limits() -> None:
    """Expected 100 each, counts 60 and 140 five times: z = ±4, φ = 16, limits four times as far from the rate."""
    found = funnel([60, 140] * 5, [10_000] * 10)
    assert found.phi == pytest.approx(16)
    assert found.widens
    plain = funnel([95, 105] * 5, [10_000] * 10)
    assert not plain.widens
    assert plain.phi == pytest.approx(0.25)
    assert found.curve.high_95[0] - found.rate == pytest.approx(4 * (plain.curve.high_95[0] - plain.rate))
    assert set(found.places) == {INSIDE}


def test_who_stands_outside_is_named() -> None:
    """Around 100 expected: 60 and 145 are beyond 99.8 % (70 to 132), 122 beyond 95 % only (81 to 120)."""
    counts = [100, 99, 101, 100, 98, 102, 100, 100, 99, 101] * 3 + [60, 145, 122, 73]
    found = funnel(counts, [10_000] * len(counts))
    assert found.rate == pytest.approx(0.01)
    assert found.places[-4:-1] == (BELOW, ABOVE, HIGH)


def test_nothing_counted_gives_limits_at_zero() -> None:
    found = funnel([0, 0], [500, 2000])
    assert (found.rate, found.widens, found.places) == (0, False, (INSIDE, INSIDE))
    assert found.curve.high_998.max() == 0


def test_one_territory_alone_is_the_rate() -> None:
    found = funnel([12], [3000])
    assert found.places == (INSIDE,)
    assert len(found.populations) == 60
