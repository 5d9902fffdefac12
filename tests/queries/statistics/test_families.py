"""False alarms over many tests, and how much chance moves a series that may hold a change."""

import numpy as np
import pytest
from scipy import stats

from queries import statistics as st


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


def test_holm_of_a_worked_example() -> None:
    # By hand, 5 %, equal weights: 0.005 × 4, 0.01 × 3, 0.03 × 2 (stops), 0.04.
    held = st.weighted_holm([0.01, 0.04, 0.03, 0.005], np.ones(4), np.zeros(4), 0.05)
    assert held.adjusted == pytest.approx([0.03, 0.06, 0.06, 0.02])
    # What is announced was read at its own step, the others share what is left: 0.05/3, 0.05/2, 0.05/2, 0.05/4.
    assert held.level == pytest.approx([0.05 / 3, 0.025, 0.025, 0.0125])


def test_weights_share_the_false_alarms_and_pass_them_on() -> None:
    # By hand: 0.02 is read at 0.05 × 0.6; once announced, the other has all 5 %.
    held = st.weighted_holm([0.02, 0.04], [0.6, 0.4], [1, 1], 0.05)
    assert held.level == pytest.approx([0.03, 0.05])
    assert held.adjusted == pytest.approx([0.02 / 0.6, 0.04])
    # Without it the other has its own share alone, and is not announced.
    assert st.weighted_holm([0.5, 0.04], [0.6, 0.4], [1, 1], 0.05).adjusted == pytest.approx([0.5, 0.1])


def test_a_test_without_a_share_is_never_announced_and_costs_nothing() -> None:
    held = st.weighted_holm([1e-9, 0.04, np.nan], [0, 1, 1], [1, 1, 1], 0.05)
    assert held.adjusted == pytest.approx([1, 0.04, np.nan], nan_ok=True)
    assert held.level == pytest.approx([0, 0.05, np.nan], nan_ok=True)


def test_announced_means_within_its_own_level() -> None:
    rng = np.random.default_rng(3)
    p_values, weights, families = rng.random(400) ** 6, rng.random(400), rng.integers(0, 30, 400)
    held = st.weighted_holm(p_values, weights, families, 0.05)
    assert ((held.adjusted <= 0.05) == (p_values <= held.level)).all()
    assert 0.1 < (held.adjusted <= 0.05).mean() < 0.9


def correlation(n_years: int, length: float) -> np.ndarray:
    return np.clip(1 - np.abs(np.subtract.outer(np.arange(n_years), np.arange(n_years))) / length, 0, 1)


@pytest.mark.parametrize("change", [np.zeros(10), np.arange(10.0), np.repeat([0.0, 50.0], 5), np.repeat([0.0, 5e3], 5)])
def test_neither_a_slope_nor_a_step_is_taken_for_chance(change: np.ndarray) -> None:
    rng = np.random.default_rng(8)
    for length in (1.0, 2.5):
        shared = correlation(10, length)
        series = rng.standard_normal((3000, 10)) @ np.linalg.cholesky(shared).T + change
        found = [st.successive_noise(one, shared) for one in series]
        mean = np.mean([squares / expected for squares, expected, _ in found])
        # A step takes the place of the largest jump by chance, which is then counted: a little more, never its height.
        assert 0.97 < mean < (1.7 if change[-1] >= 50 else 1.03)


def test_the_test_of_a_series_alone_holds_its_false_alarms() -> None:
    """Last three years less the first three, over the deviation of the jumps, on Student's law."""
    rng = np.random.default_rng(5)
    weights = np.repeat([-1 / 3, 0, 1 / 3], (3, 4, 3))
    for length in (1.0, 2.5):
        shared = correlation(10, length)
        series = rng.standard_normal((20_000, 10)) @ np.linalg.cholesky(shared).T
        found = np.array([st.successive_noise(one, shared) for one in series])
        squares, expected, variance = found.T
        z = np.abs(series @ weights) / np.sqrt(squares / expected * (weights @ shared @ weights))
        p_values = 2 * stats.t.sf(z, 2 * expected**2 / variance)
        assert 0.03 < (p_values <= 0.05).mean() < 0.055
        assert (p_values <= 0.005).mean() < 0.006


def test_three_years_say_nothing_of_chance() -> None:
    assert st.successive_noise([1, 2, 4], np.eye(3)) == (0, 0, 0)
