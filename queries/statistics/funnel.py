"""Funnel limits: how far from the common level chance alone carries a territory of a given size."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from queries.statistics.arrays import Floats, deviate, floats

WARNING, SIGNAL = 0.95, 0.998
# Below this many, the normal limits of a proportion are too rough: the exact binomial ones are taken.
NORMAL_FROM = 10
_WINSORISED = 0.10


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
