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
from queries.statistics.lasting import (
    detectable_change,
    lasting_correlation,
    lasting_p_values,
    variance_inflation,
)
from queries.statistics.smoothing import smoothed_proportions, smoothed_rates
from queries.statistics.survival import Survival, kaplan_meier
from queries.statistics.trend import MannKendall, benjamini_hochberg, mann_kendall, theil_sen

__all__ = [
    "Limits",
    "MannKendall",
    "Survival",
    "Theil",
    "benjamini_hochberg",
    "count_limits",
    "detectable_change",
    "kaplan_meier",
    "lasting_correlation",
    "lasting_p_values",
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
    "theil",
    "theil_sen",
    "variance_inflation",
    "widened",
    "wilson_interval",
]
