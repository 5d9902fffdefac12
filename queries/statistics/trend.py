"""Is a series of years rising or falling: Mann–Kendall, Theil–Sen."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from queries.statistics.arrays import Floats, floats

# Up to here the distribution of S is exact; beyond, normal with its continuity and tie corrections.
EXACT_UP_TO = 10


@dataclass(frozen=True)
class MannKendall:
    """One place by series: years known, S, its variance, Z (continuity correction) and the two-sided p-value.

    ``p_value`` is exact up to ten years, normal beyond; NaN below two years.
    """

    n: Floats
    s: Floats
    variance: Floats
    z: Floats
    p_value: Floats


def mann_kendall(series: ArrayLike) -> MannKendall:
    """Mann–Kendall's test of each series; ``series`` is (…, years) in order of time, NaN where a year is unknown.

    S counts the pairs of years that rise, less those that fall. Exact: S is what the inversions of a permutation make
    it; their number over all permutations of n values has the generating function Π(1+q+…+q^(k−1)), divided by the
    same of each group of equal values (Mann, Econometrica 13, 1945; Kendall, Rank Correlation Methods; MacMahon for
    ties). The normal approximation: Z = (S∓1)/√V, V = (n(n−1)(2n+5) − Σt(t−1)(2t+5))/18 (Gilbert, Statistical Methods
    for Environmental Pollution Monitoring, 1987, chapter 16).
    """
    values = np.atleast_2d(floats(series))
    shape = values.shape[:-1]
    values = values.reshape(int(np.prod(shape)), values.shape[-1])
    known = np.isfinite(values)
    n, s, alike = known.sum(axis=1), np.zeros(len(values)), known.astype(np.int64)
    for i, j in combinations(range(values.shape[1]), 2):
        # A comparison with NaN is false.
        s += (values[:, j] > values[:, i]).astype(float) - (values[:, j] < values[:, i])
        equal = values[:, j] == values[:, i]
        alike[:, i] += equal
        alike[:, j] += equal
    tied = np.where(known, (alike - 1) * (2 * alike + 5), 0).sum(axis=1)
    variance = (n * (n - 1) * (2 * n + 5) - tied) / 18
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(s == 0, 0.0, (s - np.sign(s)) / np.sqrt(variance))
    normal = np.minimum(2 * stats.norm.sf(np.abs(z)), 1)
    p_value = np.where(n < 2, np.nan, np.where(n > EXACT_UP_TO, normal, _exact_p_values(s, n, np.sort(alike, axis=1))))
    return MannKendall(*(np.asarray(part, dtype=float).reshape(shape) for part in (n, s, variance, z, p_value)))


def _exact_p_values(s: Floats, n: Floats, alike: np.ndarray) -> Floats:
    """``alike``, sorted, tells for each value how many of its series equal it (itself included), 0 where unknown."""
    p_value = np.full(len(s), np.nan)
    short = np.flatnonzero((n >= 2) & (n <= EXACT_UP_TO))
    if not short.size:
        return p_value
    patterns, which = np.unique(alike[short], axis=0, return_inverse=True)
    for number, pattern in enumerate(patterns):
        rows = short[which.reshape(-1) == number]
        sizes = pattern[pattern > 0]
        # A group of t equal values is told t times, once by each.
        groups = tuple(int(size) for size in np.unique(sizes) for _ in range((sizes == size).sum() // size))
        p_value[rows] = exact_tail(groups)[np.abs(s[rows]).astype(int)]
    return p_value


@lru_cache(maxsize=4096)
def exact_tail(ties: tuple[int, ...]) -> Floats:
    """P(|S| ≥ k) for k from 0 to its largest value, when every order of the values is as likely.

    ``ties``: how many values each group of equal ones holds, (1, 1, 1) when three values differ.
    """
    n = sum(ties)
    counts = [1]
    for size in range(2, n + 1):
        counts = _times(counts, size)
    for group in ties:
        for size in range(2, group + 1):
            counts = _divided(counts, size)
    largest = len(counts) - 1
    by_absolute = np.zeros(largest + 1)
    for inversions, count in enumerate(counts):
        by_absolute[abs(largest - 2 * inversions)] += count
    return np.asarray(by_absolute[::-1].cumsum()[::-1] / by_absolute.sum())


def _times(counts: Sequence[int], size: int) -> list[int]:
    """The polynomial × (1 + q + … + q^(size−1)), in whole numbers."""
    longer = [0] * (len(counts) + size - 1)
    for place, count in enumerate(counts):
        for step in range(size):
            longer[place + step] += count
    return longer


def _divided(counts: Sequence[int], size: int) -> list[int]:
    """The polynomial ÷ (1 + q + … + q^(size−1)), which divides it."""
    quotient: list[int] = []
    for place in range(len(counts) - size + 1):
        quotient.append(counts[place] - sum(quotient[max(0, place - size + 1) : place]))
    return quotient


def theil_sen(series: ArrayLike, times: ArrayLike) -> Floats:
    """Slope of each series by unit of ``times``: the median of the slopes of all pairs of known years; NaN below two.

    Theil, 1950; Sen, JASA 63, 1968. ``series`` is (…, years). One series at a time, ``scipy.stats.theilslopes`` gives
    the same.
    """
    values, when = np.atleast_2d(floats(series)), floats(times)
    pairs = list(combinations(range(values.shape[-1]), 2))
    slopes = np.full((*values.shape[:-1], max(len(pairs), 1)), np.nan)
    for place, (i, j) in enumerate(pairs):
        slopes[..., place] = (values[..., j] - values[..., i]) / (when[j] - when[i])
    slope = np.full(values.shape[:-1], np.nan)
    some = np.isfinite(slopes).any(axis=-1)
    slope[some] = np.nanmedian(slopes[some], axis=-1)
    return slope
