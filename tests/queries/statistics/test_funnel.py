"""Funnel limits: quantiles by hand and against scipy's own, over-dispersion by hand, places outside the limits."""

import numpy as np
import pytest
from scipy import stats

from queries.statistics.funnel import ABOVE, BELOW, HIGH, INSIDE, funnel


def test_limits_are_the_expected_counts_of_published_exact_intervals() -> None:
    """PHEindicatormethods: the exact 95 % interval of 5 is 1.623486 to 11.668332; 5 is thus the limit around each."""
    high = funnel([1.623486] * 3, [1000] * 3).curve.high_95 * 1000
    low = funnel([11.668332] * 3, [1000] * 3).curve.low_95 * 1000
    assert [high[0], low[0]] == pytest.approx([5, 5], abs=1e-5)


def test_beyond_a_limit_means_less_likely_than_it() -> None:
    """scipy's own Poisson, around 9 expected: the counts whose tail is under one in a thousand, and no other."""
    counts = list(range(25))
    found = funnel([*counts, *[9] * 1000], [1000] * 1025)
    expected = found.rate * 1000
    high, low = found.curve.high_998[0] * 1000, found.curve.low_998[0] * 1000
    assert [count for count in counts if count > high] == [
        c for c in counts if stats.poisson.sf(c - 1, expected) < 0.001
    ]
    assert [count for count in counts if count < low] == [c for c in counts if stats.poisson.cdf(c, expected) < 0.001]


def test_the_upper_limit_of_the_rate_falls_as_the_population_grows() -> None:
    curve = funnel([3, 40, 900], [500, 8000, 200_000]).curve
    assert np.all(np.diff(curve.high_998) < 0)


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
    assert len(found.populations) == 40
