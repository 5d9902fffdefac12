"""How much a value differs from its baseline, how much it moves by chance, and what change could be seen."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from queries import statistics
from queries.copy.progress.series import Board, Bools, Floats, Ints, Overlaps

FALSE_ALARMS = 0.05
Z95 = float(stats.norm.ppf(0.975))
# Tests are counted by fives where only the size of a detectable change is at stake, so that sizes are computed once.
_STEP = 5
_FEWEST_YEARS = 4
# A share is kept this far from 0 and 1 where only the size of a detectable change is at stake.
_EDGE, _ROUNDS = 0.01, 4


@dataclass(frozen=True)
class Gap:
    """Difference from the baseline, its limits at 95 %, and how many standard deviations away from zero it lies."""

    value: Floats
    low: Floats
    high: Floats
    z: Floats


@dataclass(frozen=True)
class Spread:
    """``deviation``: standard deviation of a year; ``widening``: √φ; ``freedom``: infinite unless φ is established."""

    deviation: Floats
    widening: Floats
    freedom: Floats

    def p_values(self, z: Floats) -> Floats:
        """Two-sided, by the normal law; by Student's where the dispersion had to be estimated."""
        student = 2 * stats.t.sf(z, np.where(np.isfinite(self.freedom), np.maximum(self.freedom, 1), 1))
        return np.asarray(np.where(np.isfinite(self.freedom), student, 2 * stats.norm.sf(z)))


def gap(
    values: Floats,
    limits: tuple[Floats, Floats],
    reference: Floats,
    weights: Floats,
    last: Ints,
    shared: Overlaps,
    spread: Spread,
) -> Gap:
    """Last year less baseline; (series, years) arrays but ``reference`` and ``last`` (the place of the last year).

    ``weights`` are those of the years in the baseline. The limits of the two are put together (MOVER, as in
    ``statistics.mover_difference``), those of the baseline with the correlation of its years; then widened by √φ.
    """
    rows = np.arange(len(values))
    below, above = values - limits[0], limits[1] - values
    correlation = shared.of_series()
    under, over = (
        np.sqrt(np.einsum("ni,nij,nj->n", half, correlation, half))
        for half in (np.where(weights > 0, weights * side, 0.0) for side in (below, above))
    )
    value = values[rows, last] - reference
    low = value - spread.widening * np.hypot(below[rows, last], over)
    high = value + spread.widening * np.hypot(above[rows, last], under)
    towards_zero = np.where(value > 0, value - low, high - value)
    with np.errstate(divide="ignore", invalid="ignore"):
        return Gap(value, low, high, np.abs(value) / (towards_zero / Z95))


def spread(
    board: Board, values: Floats, width: Floats, usable: Bools, last: Ints, shared: Overlaps, slope: Floats
) -> Spread:
    """How much a year's value moves by chance: what its interval says, or more when the residuals of the trend do.

    ``width`` is the standard deviation that its interval gives each value. φ = Σ(residual/width)² over its expectation
    when years share actions, tr(A) with A = (I−H)C(I−H), H the projection on straight lines, C the correlation; over
    all the territories of an indicator in a département. Its degrees of freedom are Satterthwaite's, tr(A)²/tr(A²).
    Without an interval the deviation is that of the residuals of the series itself.
    """
    residual, shape = _residuals(values, usable, board.years, slope, shared)
    expected, square = np.trace(shape, axis1=1, axis2=2), (shape**2).sum(axis=(1, 2))
    enough = (usable.sum(axis=1) >= _FEWEST_YEARS) & (expected > 1e-6)
    known = enough & ((width > 0) | ~usable).all(axis=1)
    standard = np.divide(residual, width, out=np.zeros_like(residual), where=usable & (width > 0))
    family = board.keys.groupby(["indicateur", "code_departement"], sort=False).ngroup().to_numpy()
    found, total, squares = (
        np.bincount(family, np.where(known, part, 0.0))[family]
        for part in ((standard**2).sum(axis=1), expected, square)
    )
    phi = np.divide(found, total, out=np.ones_like(found), where=total > 0)
    freedom = np.divide(total**2, squares, out=np.ones_like(found), where=squares > 0)
    widening = np.sqrt(np.maximum(phi, 1.0))
    shown = stats.chi2.sf(phi * freedom, freedom) <= FALSE_ALARMS
    own = np.sqrt((residual**2).sum(axis=1) / np.where(enough, expected, np.nan))
    last_width = width[np.arange(len(width)), last] * widening
    return Spread(np.where(np.isfinite(last_width), last_width, own), widening, np.where(shown, freedom, np.inf))


def _residuals(values: Floats, usable: Bools, years: Ints, slope: Floats, shared: Overlaps) -> tuple[Floats, Floats]:
    """What is left of each series once its trend is taken out, and A, the shape of its covariance."""
    count = np.maximum(usable.sum(axis=1), 1)[:, None]
    centre = np.where(usable, years, 0).sum(axis=1, keepdims=True) / count
    time = np.where(usable, years - centre, 0.0)
    flat = np.where(usable, values - np.nan_to_num(slope)[:, None] * time, np.nan)
    middle = np.zeros((len(flat), 1))
    some = usable.any(axis=1)
    middle[some, 0] = np.nanmedian(flat[some], axis=1)
    residual = np.where(usable, flat - middle, 0.0)
    level = usable / np.sqrt(count)
    along = time / np.maximum(np.sqrt((time**2).sum(axis=1, keepdims=True)), 1e-12)
    left = usable[:, :, None] * np.eye(usable.shape[1])
    left = left - level[:, :, None] * level[:, None, :] - along[:, :, None] * along[:, None, :]
    return residual, np.asarray(left @ shared.of_series() @ left)


def smallest(
    tested: Bools,
    with_interval: Bools,
    n_years: Ints,
    inflation: Floats,
    chance: Spread,
    n_reference: Ints,
    tests: Ints,
) -> Floats:
    """Smallest difference from the baseline found four times of five, were it alone to change in its family.

    ``tests``: how many tests the family of each series holds. The change is a straight line over the years of the
    series; what is returned is its last year less its baseline. NaN where nothing could be found.
    """
    found = np.full(len(tested), np.nan)
    for row in np.flatnonzero(tested):
        years, alpha = int(n_years[row]), FALSE_ALARMS / (_STEP * np.ceil(tests[row] / _STEP))
        reference = max(int(n_reference[row]), 1)
        if with_interval[row] and np.isfinite(chance.freedom[row]):
            alpha = 2 * stats.norm.sf(stats.t.isf(alpha / 2, max(chance.freedom[row], 1)))
        change = statistics.detectable_change(
            years,
            round(float(inflation[row]), 1),
            float(f"{alpha:.2g}"),
            reference_years=reference if with_interval[row] else 0,
        )
        found[row] = chance.deviation[row] * change * (1 - (reference - 1) / (2 * (years - 1)))
    return np.where(np.isfinite(found) & (found > 0), found, np.nan)


def of_share(size: Floats, value: Floats, reference: Floats, direction: Floats) -> Floats:
    """The smallest difference of percentages, ``size`` being that of a value that would move as much as today's does.

    A share moves by chance as √(p(1−p)): more where the change would have led it, when that is nearer to one half.
    """
    now, start = np.clip(value / 100, _EDGE, 1 - _EDGE), reference / 100
    found = size
    for _ in range(_ROUNDS):
        there = np.clip(start + direction * found / 100, _EDGE, 1 - _EDGE)
        found = size * np.sqrt(np.maximum(there * (1 - there) / (now * (1 - now)), 1))
    return found
