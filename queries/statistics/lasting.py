"""Trends of yearly values that share what they count, because actions last several years.

Two successive values of an indicator count in part the same actions, so they resemble each other even when nothing
changes: with a mean length of a year and a half the correlation from a year to the next is 0.6, and Mann–Kendall's
exact test at 5 % cries out one time of five. With ten years nothing can be done by estimating that correlation from
the series (the usual corrections, pre-whitening or Hamed and Rao's variance, are as noisy as what they correct). But
it need not be estimated: the records tell which actions two years share. If each action bears its own chance, the
correlation of two years is the number of actions they share over the geometric mean of how many each has (Aᵢ∩Aⱼ /
√(Aᵢ·Aⱼ)), whatever the indicator.

So S keeps its definition and only its distribution is another: that of a Gaussian series whose years are correlated
as if everything lasted D years exactly (1 − |i−j|/D), drawn once with a fixed seed. D is chosen so that S has the
variance that the true overlaps give it (Hamed and Rao, Journal of Hydrology 204, 1998, equation for Var(S), from
Kendall), rounded up to the next of a grid: a longer D can only raise the p-value. With no overlap D is 1 and the test
is the exact one.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from queries.statistics.arrays import Floats, floats, together
from queries.statistics.trend import exact_tail

# Years; beyond the number of years of a series, a longer one changes nothing.
_LENGTHS = np.array(
    [1, 1.1, 1.2, 1.35, 1.5, 1.75, 2, 2.25, 2.5, 2.75, 3, 3.5, 4, 5, 6, 8, 12, 20, 50],
    dtype=np.float64,
)
_FADINGS = np.linspace(0, 0.98, 50)
_SEED = 20110507
_DRAWS, _POWER_DRAWS = 200_000, 10_000
# Four times of five is what is promised; the rest is for what a simulation does not know.
_POWER = 0.85
_HIGHEST_CORRELATION = 0.999
_ROUNDING = 1e-6
_STEPS_OF_POWER = 14
_LARGEST_CHANGE = 100.0


def lasting_correlation(n_years: int, length: float) -> Floats:
    """Correlation of n successive years when each thing counted lasts ``length`` years: 1 − |i−j|/length, ≥ 0."""
    years = np.arange(n_years)
    return np.asarray(np.clip(1 - np.abs(years[:, None] - years) / length, 0, 1))


def variance_inflation(correlation: ArrayLike) -> Floats:
    """Variance of Mann–Kendall's S of a Gaussian series with this correlation, over its variance when years are apart.

    ``correlation`` is (…, years, years). Var(S) = Σ (2/π)·arcsin r over all pairs of pairs of years, r being the
    correlation of the two differences (Kendall; Hamed and Rao, 1998). One for equal correlations: they move all the
    years together.
    """
    matrix = np.minimum(floats(correlation), _HIGHEST_CORRELATION)
    n = matrix.shape[-1]
    if n < 2:
        return np.ones(matrix.shape[:-2])
    diagonal = np.arange(n)
    matrix[..., diagonal, diagonal] = 1.0
    i, j = np.triu_indices(n, 1)
    spread = np.sqrt(2 - 2 * matrix[..., i, j])
    covariance = (
        matrix[..., j[:, None], j]
        - matrix[..., j[:, None], i]
        - matrix[..., i[:, None], j]
        + matrix[..., i[:, None], i]
    )
    r = np.clip(covariance / (spread[..., :, None] * spread[..., None, :]), -1, 1)
    apart = n * (n - 1) * (2 * n + 5) / 18
    return np.asarray(2 / np.pi * np.arcsin(r).sum(axis=(-2, -1)) / apart)


def lasting_p_values(p_values: ArrayLike, n_years: ArrayLike, inflation: ArrayLike) -> Floats:
    """The two-sided p-values of Mann–Kendall's test when years share what they count.

    ``p_values`` are those of years apart (:func:`mann_kendall`), ``inflation`` the factor of
    :func:`variance_inflation`. Each is read on the distribution of S for its number of years; between two values of
    S, as ties make, on a straight line of logarithms. Never below the p-value given.
    """
    apart, years, factor = (array.ravel() for array in together(p_values, n_years, inflation))
    adjusted = np.full(apart.shape, np.nan)
    tested = np.isfinite(apart) & np.isfinite(factor) & (years >= 2)
    for n in np.unique(years[tested]):
        rows = np.flatnonzero(tested & (years == n))
        lengths = _length(int(n), factor[rows])
        for length in np.unique(lengths):
            some = rows[lengths == length]
            adjusted[some] = _read(apart[some], int(n), float(length))
    return adjusted.reshape(np.shape(p_values))


def detectable_change(
    n_years: int, inflation: float, alpha: float, *, reference_years: int = 0, alpha_trend: float = 0.05
) -> float:
    """Change from the first to the last year found four times of five, in standard deviations of a year's value.

    The change is a straight line. Without ``reference_years`` it is found when Mann–Kendall's test, two-sided, read as
    in :func:`lasting_p_values`, reaches ``alpha``. With them it is found when that test reaches ``alpha_trend`` and
    the last year differs at ``alpha`` from the mean of that many first years, in the same direction, the standard
    deviation of a year being known. Power by simulation with a fixed seed, of years whose correlation fades as when
    lengths are exponential: for one variance of S, such years leave their line more often than equal lengths do.
    Infinite when even a series that rises every year would not do.
    """
    length = float(_length(n_years, np.array([inflation]))[0])
    reached = np.flatnonzero(_tail(n_years, length) <= (alpha_trend if reference_years else alpha))
    if not reached.size:
        return float("inf")
    critical, fading = int(reached[0]), _fading(n_years, inflation)
    # Alone, the rank test sees a change worse when years are in truth less alike than their actions let expect.
    kinds = (fading,) if reference_years else (fading, fading / 2)
    return max(_change(n_years, kind, critical, reference_years, alpha) for kind in kinds)


def _length(n: int, inflation: Floats) -> Floats:
    """The first length of the grid whose variance of S is at least the one given; the last one when none is."""
    place = np.searchsorted(_inflations(n) * (1 + _ROUNDING), inflation, side="left")
    return _LENGTHS[np.minimum(place, len(_LENGTHS) - 1)]


@lru_cache(maxsize=64)
def _inflations(n: int) -> Floats:
    return variance_inflation(np.stack([lasting_correlation(n, length) for length in _LENGTHS]))


def _read(p_values: Floats, n: int, length: float) -> Floats:
    if length == 1:
        return p_values
    apart, tail = exact_tail((1,) * n), _tail(n, length)
    levels = np.flatnonzero((np.arange(len(apart)) - len(apart)) % 2)  # S keeps the parity of its largest value
    known, wanted = np.log(apart[levels])[::-1], np.log(tail[levels])[::-1]
    read = np.exp(np.interp(np.log(np.maximum(p_values, apart[-1])), known, wanted))
    return np.asarray(np.maximum(read, p_values))


@lru_cache(maxsize=512)
def _tail(n: int, length: float) -> Floats:
    """P(|S| ≥ k) for k from 0 to n(n−1)/2; never zero, since one series more than was drawn might reach it."""
    if length == 1:
        return exact_tail((1,) * n)
    s = np.abs(_signs(_series(lasting_correlation(n, length), _DRAWS)))
    at_least = np.bincount(s, minlength=n * (n - 1) // 2 + 1)[::-1].cumsum()[::-1]
    return np.asarray((at_least + 1) / (_DRAWS + 1))


@lru_cache(maxsize=4096)
def _change(n: int, fading: float, critical: int, reference_years: int, alpha: float) -> float:
    correlation = _faded(n, fading)
    noise, slope = _series(correlation, _POWER_DRAWS), (np.arange(n) / (n - 1))[:, None]
    weights = np.where(np.arange(n) < reference_years, -1 / max(reference_years, 1), 0.0)
    spread = np.sqrt(1 + weights @ correlation @ weights)
    least = stats.norm.isf(alpha / 2) * spread if reference_years else -np.inf
    weights[-1] += 1
    low, high = 0.0, _LARGEST_CHANGE
    for _ in range(_STEPS_OF_POWER):
        middle = (low + high) / 2
        series = noise + middle * slope
        found = (_signs(series) >= critical) & (weights @ series >= least)
        low, high = (low, middle) if found.mean() >= _POWER else (middle, high)
    return high


def _faded(n: int, fading: float) -> Floats:
    return np.asarray(fading ** np.abs(np.subtract.outer(np.arange(n), np.arange(n))), dtype=np.float64)


def _fading(n: int, inflation: float) -> float:
    """ρ, rounded down (which makes changes harder to see), such that correlations ρ^|i−j| give S this variance."""
    return float(np.floor(20 * np.interp(inflation, _fading_grid(n), _FADINGS) + _ROUNDING) / 20)


@lru_cache(maxsize=64)
def _fading_grid(n: int) -> Floats:
    return variance_inflation(np.stack([_faded(n, float(fading)) for fading in _FADINGS]))


def _series(correlation: Floats, draws: int) -> Floats:
    """(years, draws) of standard normal values with this correlation of the years."""
    n = len(correlation)
    noise = np.random.default_rng(_SEED).standard_normal((n, draws))
    root = np.linalg.cholesky(correlation + 1e-9 * np.eye(n))
    return np.asarray(root @ noise, dtype=np.float64)


def _signs(series: Floats) -> NDArray[np.int32]:
    """S of each column."""
    s = np.zeros(series.shape[1], dtype=np.int32)
    for year in range(len(series) - 1):
        for later in range(year + 1, len(series)):
            s += series[later] > series[year]
    # No two normal values are equal: what does not rise falls.
    return 2 * s - len(series) * (len(series) - 1) // 2
