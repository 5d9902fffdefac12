"""Trends: published values, enumerations, and what years that share their actions do to the test."""

from itertools import permutations

import numpy as np
import pytest
from scipy import stats

from queries import statistics as st
from queries.statistics.lasting import _series, _signs
from queries.statistics.trend import exact_tail

# J. Little's worked example of Mann–Kendall (College of the Holy Cross): S = 54, Z = 2.9058, one-sided p ≈ .0018.
WORKED = [12.9, 14.8, 13.2, 15.7, 13.8, 15.6, 12.9, 11.0, 17.3, 15.9, 19.0, 18.3, 20.1, 21.7]


def test_the_worked_example() -> None:
    test = st.mann_kendall(WORKED)
    assert test.s.tolist() == [54]
    # By hand: 14·13·33/18 less one pair of equal values, 2·1·9/18.
    assert float(test.variance[0]) == pytest.approx(332.667, abs=5e-4)
    assert float(test.z[0]) == pytest.approx(2.9058, abs=5e-5)
    assert float(test.p_value[0]) / 2 == pytest.approx(0.0018, abs=5e-5)
    assert float(st.theil_sen(WORKED, np.arange(14))[0]) == pytest.approx(0.5667, abs=5e-5)


@pytest.mark.parametrize(
    ("n", "s", "one_sided"),
    # Gilbert 1987, table A18 (from Kendall 1975); n = 4 and 5 by enumeration as well.
    [
        (4, 6, 0.042), (5, 8, 0.042), (5, 10, 0.0083), (8, 16, 0.031), (8, 28, 0.000025), (9, 18, 0.038),
        (10, 21, 0.036), (10, 29, 0.0046), (10, 33, 0.0011), (10, 35, 0.00047), (10, 45, 0.00000028),
    ],
)  # fmt: skip
def test_exact_probabilities(n: int, s: int, one_sided: float) -> None:
    digits = len(str(one_sided).lstrip("0.").replace(".", "")) if "e" not in str(one_sided) else 2
    assert float(f"{exact_tail((1,) * n)[s] / 2:.{min(digits, 2)}g}") == pytest.approx(one_sided)


def test_below_five_years_no_series_can_pass() -> None:
    # By enumeration: the best of four years is 2/24, of five 2/120, and one pair the wrong way is too much.
    best = [float(st.mann_kendall(series).p_value[0]) for series in ([1, 2, 3, 4], [1, 2, 3, 4, 5], [1, 2, 3, 5, 4])]
    assert best == pytest.approx([2 / 24, 2 / 120, 10 / 120])


@pytest.mark.parametrize("values", [(1, 1, 2, 3, 4), (1, 1, 2, 2, 3, 3), (5, 5, 5, 1, 2, 3), (0, 0, 0, 0, 7), (2, 2)])
def test_ties_are_exact_too(values: tuple[int, ...]) -> None:
    def signs(series: tuple[int, ...]) -> int:
        return sum((b > a) - (b < a) for i, a in enumerate(series) for b in series[i + 1 :])

    every = [abs(signs(order)) for order in permutations(values)]
    for series in {values, values[::-1], *list(permutations(values))[:7]}:
        expected = sum(s >= abs(signs(series)) for s in every) / len(every)
        assert float(st.mann_kendall(series).p_value[0]) == pytest.approx(expected)


def test_many_series_at_once_with_gaps() -> None:
    nan = np.nan
    series = np.array([[1, 2, nan, 3, 4, 5], [5, 4, 3, 2, 1, nan], [nan] * 6, [nan, 7, nan, nan, nan, nan]])
    test = st.mann_kendall(series)
    assert test.n.tolist() == [5, 5, 0, 1]
    assert test.s.tolist() == [10, -10, 0, 0]
    assert test.p_value[:2] == pytest.approx([2 / 120, 2 / 120])
    assert np.isnan(test.p_value[2:]).all()
    slopes = st.theil_sen(series, [2016, 2017, 2018, 2019, 2020, 2021])
    assert np.isnan(slopes[2:]).all()
    gaps = stats.theilslopes([1, 2, 3, 4, 5], [2016, 2017, 2019, 2020, 2021]).slope
    assert slopes[:2] == pytest.approx([gaps, -1])


def test_false_discoveries_of_the_first_article() -> None:
    # Benjamini and Hochberg 1995, section 3.2: of fifteen comparisons, the first four at 5 %.
    p_values = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459,
        0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
    ]  # fmt: skip
    assert (st.benjamini_hochberg(p_values) <= 0.05).tolist() == [True] * 4 + [False] * 11


def test_each_family_is_controlled_by_itself() -> None:
    q_values = st.benjamini_hochberg([0.01, 0.04, np.nan, 0.01], ["03", "03", "03", "63"])
    assert q_values == pytest.approx([0.02, 0.04, np.nan, 0.01], nan_ok=True)


def test_years_apart_inflate_nothing() -> None:
    assert float(st.variance_inflation(np.eye(10))) == pytest.approx(1)
    # Equal correlations move all the years together: their order is as free as before.
    assert float(st.variance_inflation(np.full((10, 10), 0.6))) == pytest.approx(1)
    assert st.lasting_p_values([0.01, 0.5], 10, 1.0) == pytest.approx([0.01, 0.5])


def test_the_variance_of_s_is_that_of_simulated_series() -> None:
    for length in (1.5, 3.0, 6.0):
        correlation = st.lasting_correlation(10, length)
        simulated = _signs(_series(correlation, 100_000)).var() / 125
        assert float(st.variance_inflation(correlation)) == pytest.approx(simulated, rel=0.02)


def test_false_alarms_hold_when_actions_last() -> None:
    """Proportions over actions of exponential lengths (a year and a half on average), when nothing changes."""
    rng = np.random.default_rng(4)
    n_series, n_years, starts = 3000, 10, 12 * 22
    begin = rng.uniform(-12, n_years, (n_series, starts))
    end = begin + rng.exponential(1.5, begin.shape)
    years = np.arange(n_years)
    active = (begin[..., None] < years + 1) & (end[..., None] > years)
    shared = np.einsum("sai,saj->sij", active, active, dtype=float, optimize=True)
    size = np.sqrt(np.einsum("sii->si", shared))
    inflation = st.variance_inflation(shared / (size[:, :, None] * size[:, None, :]))
    chosen = rng.random(begin.shape) < 0.4
    test = st.mann_kendall((active & chosen[..., None]).sum(axis=1) / active.sum(axis=1))
    adjusted = st.lasting_p_values(test.p_value, 10, inflation)
    assert (test.p_value <= 0.05).mean() > 0.15  # what the test would cry if it did not know
    assert (adjusted <= 0.05).mean() == pytest.approx(0.04, abs=0.015)
    assert (adjusted <= 0.01).mean() <= 0.012


def test_a_change_of_the_stated_size_is_found_four_times_of_five() -> None:
    rng = np.random.default_rng(9)
    distance = np.abs(np.subtract.outer(np.arange(10), np.arange(10)))
    for correlation in (np.eye(10), 0.6**distance, st.lasting_correlation(10, 2.5)):
        inflation = float(st.variance_inflation(correlation))
        size = st.detectable_change(10, inflation, 0.001)
        root = np.linalg.cholesky(correlation)
        series = rng.standard_normal((4000, 10)) @ root.T + size * np.arange(10) / 9
        found = st.lasting_p_values(st.mann_kendall(series).p_value, 10, inflation) <= 0.001
        # The stated size keeps a margin for what is not linear: found more often, never always.
        assert 0.79 <= found.mean() <= 0.99


def test_no_change_is_detectable_in_too_few_years() -> None:
    assert st.detectable_change(5, 1.0, 0.05) < 10
    assert st.detectable_change(5, 1.0, 0.01) == float("inf")
    assert st.detectable_change(10, 2.0, 0.001) > st.detectable_change(10, 1.0, 0.001)
