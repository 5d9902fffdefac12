"""What a funnel plot shows of a rate by territory: the common rate, limits of chance, and who stands outside them.

Counts are taken as Poisson around rate × population. Limits are Spiegelhalter's interpolated exact quantiles
(Statistics in Medicine 24, 2005, appendix A.1.1), which have no steps, widened when territories differ more than chance
explains.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from queries.statistics import Limits, over_dispersion, widened

Floats = NDArray[np.float64]
ABOVE, BELOW, HIGH, LOW, INSIDE = "au-dessus", "en dessous", "vers le haut", "vers le bas", "dedans"
_TAILS = (0.025, 0.975, 0.001, 0.999)
_CURVE_POINTS = 60


@dataclass(frozen=True)
class Funnel:
    """``rate`` per inhabitant of these territories together; ``phi``, Σz²/K, and whether it ``widens`` the limits.

    ``curve``: limits, per inhabitant, along ``populations``. ``places``, one a territory: « au-dessus » or « en
    dessous » of the 99.8 % limits, « vers le haut » or « vers le bas » between 95 % and 99.8 %, « dedans ».
    """

    rate: float
    phi: float
    widens: bool
    populations: Floats
    curve: Limits
    places: tuple[str, ...]


def funnel(counts: ArrayLike, populations: ArrayLike) -> Funnel:
    """The funnel of known counts and positive populations, one a territory, at least one of them.

    An event that takes place in two territories counts in each, in the common rate as in their own.
    """
    seen, people = np.asarray(counts, dtype=float), np.asarray(populations, dtype=float)
    rate = float(seen.sum() / people.sum())
    expected = rate * people
    phi = over_dispersion((seen - expected) / np.sqrt(expected)) if rate else 0.0
    grid = np.geomspace(people.min(), people.max(), _CURVE_POINTS)
    curve, own = (widened(_limits(rate, at), phi, len(seen)) for at in (grid, people))
    widens = bool((curve.high_998 > _limits(rate, grid).high_998).any())
    return Funnel(rate, phi, widens, grid, curve, _places(seen / people, own))


def _limits(rate: float, populations: Floats) -> Limits:
    """Limits of the rate, per inhabitant, for each population."""
    return Limits(rate, *(_quantile(rate * populations, tail) / populations for tail in _TAILS))


def _quantile(expected: Floats, tail: float) -> Floats:
    """The Poisson quantile, interpolated between the whole count that reaches ``tail`` and the one before."""
    reached = stats.poisson.ppf(tail, expected)
    before, upto = stats.poisson.cdf(reached - 1, expected), stats.poisson.cdf(reached, expected)
    return np.asarray(np.where(expected > 0, np.maximum(reached - (upto - tail) / (upto - before), 0), 0))


def _places(rates: Floats, limits: Limits) -> tuple[str, ...]:
    outside = [rates > limits.high_998, rates < limits.low_998, rates > limits.high_95, rates < limits.low_95]
    return tuple(str(place) for place in np.select(outside, [ABOVE, BELOW, HIGH, LOW], INSIDE))
