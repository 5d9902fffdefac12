"""How long things last when some still go on: the Kaplan–Meier curve."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from queries.statistics.arrays import Floats, deviate, floats


@dataclass(frozen=True)
class Survival:
    """A curve, one place by time at which something ended: share still there just after, its variance and limits."""

    times: Floats
    at_risk: Floats
    ended: Floats
    share: Floats
    variance: Floats
    low: Floats
    high: Floats

    def at(self, time: float) -> tuple[float, float, float, float]:
        """(share, variance, low, high) at a time; 1, 0, 1, 1 before the first end."""
        place = int(np.searchsorted(self.times, time, side="right")) - 1
        if place < 0:
            return 1.0, 0.0, 1.0, 1.0
        return float(self.share[place]), float(self.variance[place]), float(self.low[place]), float(self.high[place])


def kaplan_meier(durations: ArrayLike, ended: ArrayLike, confidence: float = 0.95) -> Survival:
    """The curve of durations, of which those not ``ended`` were still going on when last seen (censored).

    S = Π(1 − d/n) (Kaplan and Meier, JASA 53, 1958); variance S²Σd/n(n−d) (Greenwood, 1926); limits
    S^exp(±z·se(log(−log S))) (Kalbfleisch and Prentice, 1980; R's ``survfit(conf.type = "log-log")``), NaN where S is
    0. An end and a censoring at one time: the end comes first.
    """
    lengths, over = floats(durations), np.asarray(ended, dtype=bool)
    if lengths.shape != over.shape:
        raise ValueError(f"{lengths.size} durations for {over.size} ends")
    times, deaths = np.unique(lengths[over], return_counts=True)
    at_risk = lengths.size - np.searchsorted(np.sort(lengths), times, side="left")
    with np.errstate(divide="ignore", invalid="ignore"):
        share = floats(np.cumprod(1 - deaths / at_risk))
        greenwood = np.cumsum(deaths / (at_risk * (at_risk - deaths)))
        variance = floats(np.where(share > 0, share**2 * greenwood, 0.0))
        spread = np.exp(deviate(confidence) * np.sqrt(greenwood) / np.log(share))
        low, high = share ** (1 / spread), share**spread
    inside = (share > 0) & (share < 1)
    return Survival(
        times,
        at_risk.astype(float),
        deaths.astype(float),
        share,
        variance,
        np.where(inside, low, np.nan),
        np.where(inside, high, np.nan),
    )
