"""Trends: published values, enumerations, and what years that share their actions do to the test."""

from itertools import permutations

import numpy as np
import pytest
from scipy import stats

from queries import statistics as st
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
