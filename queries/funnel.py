"""What a funnel plot shows of a rate by territory: the common rate, limits of chance, and who stands outside them.

Counts are taken as Poisson around rate × population (Spiegelhalter, Statistics in Medicine 24, 2005). A territory is
beyond a limit exactly when a count as far as its own has less than the limit's probability; between whole counts the
gamma distribution, which is Poisson's there, draws the curve without steps. Limits are widened when territories differ
more than chance explains.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from queries.statistics import Limits, over_dispersion, widened
from queries.statistics.arrays import Floats, floats

ABOVE, BELOW, HIGH, LOW, INSIDE = "au-dessus", "en dessous", "vers le haut", "vers le bas", "dedans"
_CURVE_POINTS = 40


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
    seen, people = floats(counts), floats(populations)
    rate = float(seen.sum() / people.sum())
    expected = rate * people
    phi = over_dispersion((seen - expected) / np.sqrt(expected)) if rate else 0.0
    grid = np.geomspace(people.min(), people.max(), _CURVE_POINTS)
    curve, own = (widened(_limits(rate, at), phi, len(seen)) for at in (grid, people))
    widens = bool((curve.high_998 > _limits(rate, grid).high_998).any())
    return Funnel(rate, phi, widens, grid, curve, _places(seen / people, own))


def _limits(rate: float, populations: Floats) -> Limits:
    """Limits of the rate, per inhabitant, for each population."""
    expected = rate * populations
    return Limits(rate, *(limit(expected, tail) / populations for limit, tail in _SIDES))


def _low(expected: Floats, tail: float) -> Floats:
    """The count y such that P(X ≤ y) = ``tail``; zero when even none is likelier than that."""
    return floats(np.maximum(special.gdtrib(1.0, 1 - tail, expected) - 1, 0))


def _high(expected: Floats, tail: float) -> Floats:
    """The count y such that P(X ≥ y) = ``tail``."""
    return floats(np.where(expected > 0, special.gdtrib(1.0, tail, expected), 0))


_SIDES = ((_low, 0.025), (_high, 0.025), (_low, 0.001), (_high, 0.001))


def _places(rates: Floats, limits: Limits) -> tuple[str, ...]:
    outside = [rates > limits.high_998, rates < limits.low_998, rates > limits.high_95, rates < limits.low_95]
    return tuple(str(place) for place in np.select(outside, [ABOVE, BELOW, HIGH, LOW], INSIDE))
