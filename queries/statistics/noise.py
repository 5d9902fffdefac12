"""How much yearly values move by chance, whatever change they hold: a level, a slope, a step or a break."""

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from queries.statistics.arrays import Floats, floats

_SEED, _DRAWS = 20110507, 4_000
_FEWEST_DIFFERENCES = 3


def successive_noise(deviates: ArrayLike, correlation: ArrayLike) -> tuple[float, float, float]:
    """(sum of squares, its expectation, its variance) of a series' jumps from a year to the next, its largest left out.

    ``deviates`` are the values of successive known years in standard deviations of chance, (years,); ``correlation``,
    (years, years), is that of two years when nothing changes. The median jump is taken out, since a slope is no noise,
    then the largest of what is left, since a step is none (von Neumann, Annals of Mathematical Statistics 12, 1941,
    for successive differences; trimmed here). Expectation and variance are those of a Gaussian series of variance one,
    by simulation with a fixed seed. Zeros below four years.
    """
    series, matrix = floats(deviates), floats(correlation)
    if len(series) <= _FEWEST_DIFFERENCES:
        return 0.0, 0.0, 0.0
    expected, variance = _expected(matrix.round(3).tobytes(), len(series))
    return float(_trimmed(_jumps(series[None], matrix))[0]), expected, variance


def _jumps(series: Floats, correlation: Floats) -> Floats:
    apart = 2 - 2 * np.minimum(np.diag(correlation, 1), 0.99)
    return np.asarray(np.diff(series, axis=1) / np.sqrt(apart))


def _trimmed(jumps: Floats) -> Floats:
    squares = (jumps - np.median(jumps, axis=1, keepdims=True)) ** 2
    return np.asarray(squares.sum(axis=1) - squares.max(axis=1))


@lru_cache(maxsize=1024)
def _expected(correlation: bytes, n: int) -> tuple[float, float]:
    matrix: NDArray[np.float64] = np.frombuffer(correlation).reshape(n, n)
    values, vectors = np.linalg.eigh(matrix)
    root = vectors * np.sqrt(np.maximum(values, 0))
    drawn = np.random.default_rng(_SEED).standard_normal((_DRAWS, n)) @ root.T
    found = _trimmed(_jumps(drawn, matrix))
    return float(found.mean()), float(found.var())
