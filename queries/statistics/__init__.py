"""Statistics on arrays: intervals, differences, funnels, smoothing, trends, survival, inequality.

Every function takes numpy arrays (or what numpy makes one of) and returns arrays of the same shape; proportions and
rates are fractions of 1 here, never percentages. NaN in, NaN out: an unknown count gives an unknown limit. Each
docstring gives the source of its formula.
"""

from queries.statistics.differences import (
    mover_difference,
    newcombe_difference,
    rate_difference,
    rate_ratio,
)
from queries.statistics.families import Holm, benjamini_hochberg, weighted_holm
from queries.statistics.funnel import (
    Limits,
    count_limits,
    over_dispersion,
    proportion_limits,
    widened,
)
from queries.statistics.inequality import Theil, theil
from queries.statistics.intervals import (
    non_response_bounds,
    poisson_interval,
    rate_interval,
    wilson_interval,
)
from queries.statistics.noise import successive_noise
from queries.statistics.smoothing import smoothed_proportions, smoothed_rates
from queries.statistics.survival import Survival, kaplan_meier
from queries.statistics.trend import MannKendall, mann_kendall, theil_sen

__all__ = [
    "Holm",
    "Limits",
    "MannKendall",
    "Survival",
    "Theil",
    "benjamini_hochberg",
    "count_limits",
    "kaplan_meier",
    "mann_kendall",
    "mover_difference",
    "newcombe_difference",
    "non_response_bounds",
    "over_dispersion",
    "poisson_interval",
    "proportion_limits",
    "rate_difference",
    "rate_interval",
    "rate_ratio",
    "smoothed_proportions",
    "smoothed_rates",
    "successive_noise",
    "theil",
    "theil_sen",
    "weighted_holm",
    "widened",
    "wilson_interval",
]
