"""Differences and ratios of two quantities, each with an interval of its own."""

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from queries.statistics.arrays import Interval, together
from queries.statistics.intervals import rate_interval, wilson_interval


def mover_difference(
    first: ArrayLike,
    first_low: ArrayLike,
    first_high: ArrayLike,
    second: ArrayLike,
    second_low: ArrayLike,
    second_high: ArrayLike,
) -> Interval:
    """Limits of ``first − second`` from the limits of each (« method of variance estimates recovery »).

    d − √((a−la)² + (ub−b)²) and d + √((ua−a)² + (b−lb)²): Zou and Donner, Statistics in Medicine 27, 2008. The two are
    taken as independent; when what they count overlaps, as the actions of two years do, the limits are too wide, never
    too narrow.
    """
    a, la, ua, b, lb, ub = together(first, first_low, first_high, second, second_low, second_high)
    difference = a - b
    return difference - np.hypot(a - la, ub - b), difference + np.hypot(ua - a, b - lb)


def newcombe_difference(
    successes: ArrayLike,
    totals: ArrayLike,
    other_successes: ArrayLike,
    other_totals: ArrayLike,
    confidence: ArrayLike = 0.95,
) -> Interval:
    """Limits of the difference of two independent proportions, as fractions.

    Wilson's limits put together: method 10 of Newcombe, Statistics in Medicine 17, 1998, 873–890.
    """
    x, n, y, m = together(successes, totals, other_successes, other_totals)
    first, second = wilson_interval(x, n, confidence), wilson_interval(y, m, confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        return mover_difference(x / n, *first, y / m, *second)


def rate_difference(
    counts: ArrayLike,
    exposures: ArrayLike,
    other_counts: ArrayLike,
    other_exposures: ArrayLike,
    factor: float = 1.0,
    confidence: ArrayLike = 0.95,
) -> Interval:
    """Limits of the difference of two Poisson rates, each ``factor`` × count ÷ exposure.

    The limits of each rate (exact below ten, Byar's from ten) put together: Li, Tang and Wong, Computational Statistics
    and Data Analysis 52, 2008, after Zou and Donner.
    """
    x, n, y, m = together(counts, exposures, other_counts, other_exposures)
    first, second = rate_interval(x, n, factor, confidence), rate_interval(y, m, factor, confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        return mover_difference(factor * x / n, *first, factor * y / m, *second)


def rate_ratio(
    counts: ArrayLike,
    exposures: ArrayLike,
    other_counts: ArrayLike,
    other_exposures: ArrayLike,
    confidence: float = 0.95,
) -> Interval:
    """Exact limits of the ratio of two Poisson rates; the upper one is infinite when the second count is zero.

    Given their sum, the first count is binomial; its Clopper–Pearson limits become those of the ratio (Przyborowski and
    Wilenski, Biometrika 31, 1940; R's ``poisson.test``).
    """
    x, n, y, m = together(counts, exposures, other_counts, other_exposures)
    tail = (1 - confidence) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(x == 0, 0.0, stats.beta.ppf(tail, np.maximum(x, 0.5), y + 1))
        high = np.where(y == 0, 1.0, stats.beta.isf(tail, x + 1, np.maximum(y, 0.5)))
        return low / (1 - low) * m / n, high / (1 - high) * m / n
