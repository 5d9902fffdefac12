"""Funnel plots: how far from the common level chance alone carries a territory of a given size, and who stands beyond.

The funnel of a rate takes counts as Poisson around rate × population (Spiegelhalter, Statistics in Medicine 24, 2005).
A territory is beyond a limit exactly when a count as far as its own has less than the limit's probability; between
whole counts the gamma distribution, which is Poisson's there, draws the curve without steps. Limits are widened when
territories differ more than chance explains.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special, stats

from queries.statistics.arrays import Floats, deviate, floats

WARNING, SIGNAL = 0.95, 0.998
# Below this many, the normal limits of a proportion are too rough: the exact binomial ones are taken.
NORMAL_FROM = 10
_WINSORISED = 0.10
ABOVE, BELOW, HIGH, LOW, INSIDE = "au-dessus", "en dessous", "vers le haut", "vers le bas", "dedans"
_CURVE_POINTS = 40


@dataclass(frozen=True)
class Limits:
    """Limits around ``centre``: at 95 % (attention) and 99.8 % (signal), one of each by territory."""

    centre: float
    low_95: Floats
    high_95: Floats
    low_998: Floats
    high_998: Floats


def proportion_limits(
    proportion: float, totals: ArrayLike, *, method: Literal["mixed", "normal", "exact"] = "mixed"
) -> Limits:
    """Limits around a common proportion, as fractions clipped to 0–1.

    Normal: θ₀ ± z√(θ₀(1−θ₀)/n) (Spiegelhalter, Statistics in Medicine 24, 2005; PHEindicatormethods). Exact: the
    binomial quantiles of n and θ₀, divided by n (same article, appendix A). « mixed » is exact below ten.
    """
    n = floats(totals)
    sides = []
    for confidence in (WARNING, SIGNAL):
        for sign in (-1, 1):
            normal = proportion + sign * deviate(confidence) * np.sqrt(proportion * (1 - proportion) / n)
            exact = stats.binom.ppf((1 + sign * confidence) / 2, n, proportion) / n
            few = {"mixed": n < NORMAL_FROM, "normal": np.full(n.shape, False), "exact": np.full(n.shape, True)}[method]
            sides.append(np.clip(np.where(few, exact, normal), 0, 1))
    return Limits(proportion, *sides)


def count_limits(rate: float, exposures: ArrayLike) -> Limits:
    """Limits of counts around ``rate`` × exposure, as counts: the exact Poisson quantiles (Spiegelhalter, 2005)."""
    expected = rate * floats(exposures)
    sides = [
        np.asarray(stats.poisson.ppf((1 + sign * confidence) / 2, expected), dtype=float)
        for confidence in (WARNING, SIGNAL)
        for sign in (-1, 1)
    ]
    return Limits(rate, *sides)


def over_dispersion(z_scores: ArrayLike) -> float:
    """φ = Σz²/K, the tenth of scores at each end brought back to the next ones; NaN without a score.

    Spiegelhalter, 2005, section 4.2; FunnelPlotR ``od_adjustment``. ``z_scores``: (observed − expected) ÷ its standard
    deviation when there is no over-dispersion.
    """
    z = floats(z_scores)
    z = z[np.isfinite(z)]
    if not z.size:
        return float("nan")
    low, high = np.quantile(z, [_WINSORISED, 1 - _WINSORISED])
    return float((np.clip(z, low, high) ** 2).mean())


def widened(limits: Limits, phi: float, n_scores: int, *, centre: ArrayLike | None = None) -> Limits:
    """The limits √φ times as far from the centre when K·φ > K − 1, else as they are (never narrower).

    ``centre`` by territory when limits are counts: their expected counts. Limits stay above zero.
    """
    if not n_scores * phi > n_scores - 1 or phi <= 1:
        return limits
    middle = floats(limits.centre if centre is None else centre)
    sides = (limits.low_95, limits.high_95, limits.low_998, limits.high_998)
    return Limits(limits.centre, *(np.maximum(middle + np.sqrt(phi) * (side - middle), 0) for side in sides))


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
    curve, own = (widened(_limits(rate, sizes), phi, len(seen)) for sizes in (grid, people))
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
