"""Intervals and differences, against values published by others, to the digits they give."""

import numpy as np
import pytest

from queries import statistics as st


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [
        # PHEindicatormethods, testdata_Byars_Wilson.xlsx and testdata_Rate.xlsx.
        (1, 0.0253178, 5.571643),
        (5, 1.623486, 11.668332),
        (20, 12.211429, 30.889880),
        (65, 50.163188, 82.849139),
        # By hand: −ln 0.025.
        (0, 0.0, 3.688879),
    ],
)
def test_limits_of_a_count(count: int, low: float, high: float) -> None:
    assert [float(limit) for limit in st.poisson_interval(count)] == pytest.approx([low, high], rel=1e-6, abs=1e-12)


@pytest.mark.parametrize(
    ("successes", "total", "low", "high"),
    # PHEindicatormethods, testdata_Byars_Wilson.xlsx.
    [(65, 100, 0.552544, 0.736358), (1, 100, 0.001767, 0.054486)],
)
def test_limits_of_a_proportion(successes: int, total: int, low: float, high: float) -> None:
    assert [float(limit) for limit in st.wilson_interval(successes, total)] == pytest.approx([low, high], abs=5e-7)


def test_a_proportion_of_nothing_has_no_limits() -> None:
    low, high = st.wilson_interval([0, 3, 3], [0, np.nan, 3])
    assert np.isnan(low[:2]).all()
    assert np.isnan(high[:2]).all()
    assert float(high[2]) == pytest.approx(1)


def test_a_rate_has_the_limits_of_its_count() -> None:
    low, high = st.rate_interval([5, 65, 5], [1000, 1000, 0], factor=1000)
    assert [float(low[0]), float(high[1])] == pytest.approx([1.623486, 82.849139], rel=1e-6)
    assert np.isnan([low[2], high[2]]).all()


def test_limits_of_a_million_counts_are_those_of_each() -> None:
    counts = np.tile(np.arange(40), 25_000)
    low, high = st.poisson_interval(counts)
    alone = [st.poisson_interval(count) for count in range(40)]
    assert np.allclose(low[:40], [float(one[0]) for one in alone])
    assert np.allclose(high[-40:], [float(one[1]) for one in alone])


@pytest.mark.parametrize(
    ("x", "n", "y", "m", "low", "high"),
    [
        # Newcombe 1998, table II, method 10.
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (6, 7, 2, 7, 0.0582, 0.8062),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (0, 10, 0, 20, -0.1611, 0.2775),
        (0, 10, 0, 10, -0.2775, 0.2775),
        (10, 10, 0, 20, 0.6791, 1.0),
        (10, 10, 0, 10, 0.6075, 1.0),
    ],
)
def test_difference_of_two_proportions(x: int, n: int, y: int, m: int, low: float, high: float) -> None:
    limits = st.newcombe_difference(x, n, y, m)
    assert [float(limit) for limit in limits] == pytest.approx([low, high], abs=5e-5)


def test_ratio_of_two_rates() -> None:
    # R's documentation of poisson.test, the childhood leukaemia example of Dunn and Scherer.
    low, high = st.rate_ratio(11, 800, 6 + 8 + 7, 1083 + 1050 + 878)
    assert [float(low), float(high)] == pytest.approx([0.8584264, 4.2772659], abs=5e-8)


def test_ratio_to_a_rate_of_zero_has_no_upper_limit() -> None:
    low, high = st.rate_ratio([4, 0], [100, 100], [0, 4], [100, 100])
    assert np.isinf(high[0])
    assert low[1] == 0


def test_difference_of_two_rates_puts_their_limits_together() -> None:
    # By hand: 5 (1.623486–11.668332) and 1 (0.0253178–5.571643): 3.376514² + 4.571643² = 5.683376², 6.668332² +
    # 0.974682² = 6.739189².
    low, high = st.rate_difference(5, 1, 1, 1)
    assert [float(low), float(high)] == pytest.approx([4 - 5.683376, 4 + 6.739189], abs=5e-6)


def test_a_difference_with_an_unknown_side_is_unknown() -> None:
    low, high = st.newcombe_difference([3.0, np.nan], [10, 10], [3, 3], [0, 10])
    assert np.isnan([low, high]).all()


def test_the_silent_bound_what_the_answers_say() -> None:
    # By hand: 30 satisfied of 40 answers to 100 questionnaires: from 30 to 90 of 100.
    low, high = st.non_response_bounds([30, 1, 5], [40, 1, 6], [100, 0, 5])
    assert [float(low[0]), float(high[0])] == [0.30, 0.90]
    # Nobody asked, or more answers than questionnaires.
    assert np.isnan([low[1:], high[1:]]).all()


def test_a_confidence_is_between_zero_and_one() -> None:
    with pytest.raises(ValueError, match="between 0 and 1, not 95"):
        st.poisson_interval(20, confidence=95)
