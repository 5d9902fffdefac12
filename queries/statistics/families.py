"""Many tests at once: what false alarms they are held to together."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from queries.statistics.arrays import Floats, floats


class Holm(NamedTuple):
    """``adjusted``: the smallest false-alarm rate at which each would be announced; ``level``: that of its own test."""

    adjusted: Floats
    level: Floats


def weighted_holm(p_values: ArrayLike, weights: ArrayLike, families: ArrayLike, alpha: float) -> Holm:
    """Holm's procedure with weights: in each family, the chance of a single false alarm is at most ``alpha``.

    Tests are taken by p ÷ weight; one that is announced leaves its share to those that remain (Holm, Scandinavian
    Journal of Statistics 6, 1979, 65–70, section 4). A test is announced when its p-value is at most its ``level``, so
    that an interval at 1 − level excludes zero exactly then. NaN where p is NaN; a weight of zero is never announced.
    """
    p_value, weight, family = floats(p_values), floats(weights), np.asarray(families)
    adjusted, level = np.full(p_value.shape, np.nan), np.full(p_value.shape, np.nan)
    adjusted[np.isfinite(p_value)], level[np.isfinite(p_value)] = 1.0, 0.0
    able = np.isfinite(p_value) & (weight > 0)
    for name in np.unique(family[able]):
        members = np.flatnonzero(able & (family == name))
        members = members[np.argsort(p_value[members] / weight[members], kind="stable")]
        share = weight[members] / weight[members][::-1].cumsum()[::-1]
        adjusted[members] = np.minimum(np.maximum.accumulate(p_value[members] / share), 1)
        passed = int((adjusted[members] <= alpha).sum())
        left = weight[members][passed:].sum()
        level[members] = alpha * np.where(np.arange(len(members)) < passed, share, weight[members] / (left or 1))
    return Holm(adjusted, np.minimum(level, alpha))


def benjamini_hochberg(p_values: ArrayLike, families: ArrayLike | None = None) -> Floats:
    """q-values: the smallest false discovery rate at which each would be announced; NaN where there was no test.

    Each family is controlled by itself (one for all when None). Benjamini and Hochberg, JRSS B 57, 1995, by
    ``scipy.stats.false_discovery_control``.
    """
    p_value = floats(p_values)
    q_value = np.full(p_value.shape, np.nan)
    tested = np.isfinite(p_value)
    family = np.zeros(p_value.shape, dtype=int) if families is None else np.asarray(families)
    for name in np.unique(family[tested]):
        members = tested & (family == name)
        q_value[members] = stats.false_discovery_control(p_value[members], method="bh")
    return q_value
