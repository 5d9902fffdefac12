"""The difference between the recent years and those of reference, how much chance moves it, what would be seen.

One difference has one inference: its standard deviation gives the p-value, the interval that is printed, and the
smallest change that would be found.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy import stats

from queries import statistics
from queries.copy.indicators.entry import BY_START
from queries.copy.progress.cohorts import Cohorts
from queries.copy.progress.series import Board, Bools, Floats, Overlaps

FALSE_ALARMS = 0.05
FOUND = 0.80
Z95 = float(stats.norm.ppf(0.975))
# A share is kept this far from 0 and 1 where only the size of a detectable change is at stake.
_EDGE, _ROUNDS = 0.01, 4
# Student's law with fewer degrees asks for changes that no committee hopes for.
_LEAST_FREEDOM = 3
# In fewer facts a whole change, from none to all, would not be seen.
_FEWEST_FACTS = 5


@dataclass(frozen=True)
class Evidence:
    """What verdicts rest on, (series, years) each: values with limits at 95 %, and what each weighs among its years.

    ``shared`` is (series, years, years): the correlation of two years when nothing changes. ``by_start``, (series,):
    actions are counted once, the year when they begin.
    """

    values: Floats
    low: Floats
    high: Floats
    facts: Floats
    usable: Bools
    shared: Floats
    by_start: Bools


@dataclass(frozen=True)
class Windows:
    """Weights of the years of reference and of the recent ones, (series, years): each row adds up to 1, or to 0."""

    reference: Floats
    recent: Floats


@dataclass(frozen=True)
class Chance:
    """``widening``: √φ, by which limits are widened; ``freedom``: Student's degrees, infinite where none is needed.

    ``able``: there are years enough to learn how much chance moves a value.
    """

    widening: Floats
    freedom: Floats
    able: Bools

    def deviate(self, level: Floats) -> Floats:
        """How many standard deviations an interval of confidence 1 − level reaches."""
        finite = np.isfinite(self.freedom)
        student = stats.t.isf(level / 2, np.where(finite, np.maximum(self.freedom, 1), 1))
        return np.asarray(np.where(finite, student, stats.norm.isf(level / 2)))

    def p_values(self, z: Floats) -> Floats:
        """Two-sided."""
        finite = np.isfinite(self.freedom)
        student = 2 * stats.t.sf(z, np.where(finite, np.maximum(self.freedom, 1), 1))
        return np.asarray(np.where(finite, student, 2 * stats.norm.sf(z)))


@dataclass(frozen=True)
class Gap:
    """Recent years less reference, and the standard deviations that chance gives it, below and above."""

    value: Floats
    below: Floats
    above: Floats

    @property
    def z(self) -> Floats:
        """Standard deviations between the difference and zero; NaN where chance is unknown."""
        towards_zero = np.where(self.value > 0, self.below, self.above)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.where(self.value == 0, towards_zero * 0, np.abs(self.value) / towards_zero))


def evidence(board: Board, shared: Overlaps, cohorts: Cohorts) -> Evidence:
    """Yearly values with what their years share; cohorts, which share nothing, where the catalogue asks for them."""
    values, low, high = distances(board)
    ratio = np.isin(board.column("calcul"), ("proportion", "taux", "rapport")) & (board.column("sens") != "zero")
    facts = np.where(ratio[:, None] & (board.figures["denominateur"] > 0), board.figures["denominateur"], 1.0)
    correlation, usable = shared.of_series(), board.usable
    begun = cohorts.grids(board)
    by_start = (board.column("test") == BY_START) & (begun["den"] > 0).any(axis=1)
    if by_start.any():
        least = board.keys["couverture_min"].to_numpy(dtype=float)[:, None]
        known = (begun["den"] > 0) & (100 * begun["known"] >= least * begun["total"]) & board.over
        share = np.divide(begun["num"], begun["den"], out=np.full_like(values, np.nan), where=begun["den"] > 0)
        limits = statistics.wilson_interval(begun["num"], np.where(begun["den"] > 0, begun["den"], np.nan))
        chosen = by_start[:, None]
        values, usable = np.where(chosen, 100 * share, values), np.where(chosen, known, usable)
        low, high = (np.where(chosen, 100 * limit, old) for limit, old in zip(limits, (low, high), strict=True))
        facts = np.where(chosen, begun["den"], facts)
        correlation = np.where(by_start[:, None, None], np.eye(len(board.years)), correlation)
    return Evidence(values, low, high, facts, usable, correlation, by_start)


def distances(board: Board) -> tuple[Floats, Floats, Floats]:
    """Values and limits; of « zero » indicators their distance to zero, from nothing when the interval holds zero."""
    values, low, high = (board.figures[name] for name in ("valeur", "bas", "haut"))
    zero = (board.column("sens") == "zero")[:, None]
    near, far = np.minimum(np.abs(low), np.abs(high)), np.maximum(np.abs(low), np.abs(high))
    near = np.where(low * high <= 0, 0.0, near)
    return np.where(zero, np.abs(values), values), np.where(zero, near, low), np.where(zero, far, high)


def chance(board: Board, found: Evidence, windows: Windows, cohorts: Cohorts) -> tuple[Evidence, Chance]:
    """How much more than its interval each series moves, without any change entering; a series without interval gets
    limits from its own jumps.

    Cohorts: the habits of structures. Other series: their jumps from a year to the next, over all the bassins of the
    indicator (``statistics.successive_noise``), against those of years that share nothing: dispersion is what even they
    could not do. Student's law only where dispersion is shown at 5 %, or was all there is to go by.
    """
    squares, bare = _noise(found)
    alone = np.divide(squares[:, 0], squares[:, 1], out=np.full(len(board), np.nan), where=squares[:, 1] > 0)
    own = np.divide(2 * squares[:, 1] ** 2, squares[:, 2], out=np.zeros(len(board)), where=squares[:, 2] > 0)
    phi, freedom = _pooled(board, np.where((bare | found.by_start)[:, None], 0.0, squares))
    habits = cohorts.habits(board, np.sign(windows.recent) - np.sign(windows.reference))
    phi, freedom = (np.where(found.by_start, cohort, year) for cohort, year in zip(habits, (phi, freedom), strict=True))
    established = stats.chi2.sf(phi * freedom, freedom) <= FALSE_ALARMS
    freedom = np.where(established, freedom, np.inf)
    half = np.where(bare, Z95 * np.sqrt(alone), np.nan)[:, None]
    low, high = (
        np.where(bare[:, None], found.values + sign * half, limit) for sign, limit in ((-1, found.low), (1, found.high))
    )
    limited = replace(found, low=low, high=high)
    widening, freedom = np.where(bare, 1.0, np.sqrt(np.maximum(phi, 1.0))), np.where(bare, own, freedom)
    return limited, Chance(widening, freedom, ~bare | (own >= _LEAST_FREEDOM))


def _noise(found: Evidence) -> tuple[Floats, Bools]:
    """(squares of the jumps, expectation, variance) of each series, and whether it has no interval to compare with.

    A series most of whose years repeat the year before says nothing of chance.
    """
    width = (found.high - found.low) / (2 * Z95)
    bare = np.asarray(~((width > 0) & found.usable).any(axis=1), dtype=bool)
    squares = np.zeros((len(width), 3))
    for row in np.flatnonzero(found.usable.any(axis=1)):
        years = np.flatnonzero(found.usable[row])
        values = found.values[row, years]
        if bare[row] and 2 * (np.diff(values) == 0).sum() >= len(values) - 1:
            continue
        scale = 1.0 if bare[row] else np.where(width[row, years] > 0, width[row, years], np.nan)
        deviates = (values - np.median(values)) / scale
        if np.isfinite(deviates).all():
            shared = found.shared[row][np.ix_(years, years)] if bare[row] else np.eye(len(years))
            squares[row] = statistics.successive_noise(deviates, shared)
    return squares, bare


def _pooled(board: Board, squares: Floats) -> tuple[Floats, Floats]:
    """(φ, degrees of freedom) by indicator and département: of its bassins, of the whole where it has none."""
    family = board.keys.groupby(["indicateur", "code_departement"], sort=False).ngroup().to_numpy()
    part = (board.column("niveau") == "bassin") & (squares[:, 1] > 0)
    has_parts = np.bincount(family, part) > 0
    counted = np.where((part == has_parts[family])[:, None], squares, 0.0)
    found, expected, variance = (np.bincount(family, column)[family] for column in counted.T)
    phi = np.divide(found, expected, out=np.ones(len(board)), where=expected > 0)
    return phi, np.divide(2 * expected**2, variance, out=np.full(len(board), 1.0), where=variance > 0)


def gap(found: Evidence, windows: Windows, reference: Floats, widening: Floats) -> Gap:
    """Recent years less ``reference``, (series,): the limits of the two put together, as in
    ``statistics.mover_difference``, each with the correlation of its years, then widened by √φ."""
    below, above = found.values - found.low, found.high - found.values
    sides = {
        (name, side): _deviation(weights, half, found.shared)
        for name, weights in (("reference", windows.reference), ("recent", windows.recent))
        for side, half in (("below", below), ("above", above))
    }
    value = (np.where(windows.recent > 0, windows.recent * found.values, 0.0)).sum(axis=1) - reference
    return Gap(
        value,
        widening * np.hypot(sides["recent", "below"], sides["reference", "above"]) / Z95,
        widening * np.hypot(sides["recent", "above"], sides["reference", "below"]) / Z95,
    )


def _deviation(weights: Floats, half: Floats, correlation: Floats) -> Floats:
    weighed = np.where(weights > 0, weights * half, 0.0)
    return np.asarray(np.sqrt(np.maximum(np.einsum("ni,nij,nj->n", weighed, correlation, weighed), 0)))


def can_fire(found: Evidence, windows: Windows, luck: Chance) -> Bools:
    """Whether a test could ever announce anything, by how many years and facts it has: never by what they say."""
    counted = (found.facts > 1).any(axis=1)
    facts = np.minimum(*((found.facts * (weights > 0)).sum(axis=1) for weights in (windows.reference, windows.recent)))
    enough = ~counted | (windows.reference.sum(axis=1) == 0) | (facts >= _FEWEST_FACTS)
    return np.asarray(enough & luck.able, dtype=bool)


def smallest(difference: Gap, luck: Chance, level: Floats) -> Floats:
    """The smallest difference found four times of five by a test at ``level``; NaN where nothing could be found."""
    with np.errstate(invalid="ignore"):
        size = (luck.deviate(np.maximum(level, 1e-12)) + stats.norm.ppf(FOUND)) * np.fmax(
            difference.below, difference.above
        )
    return np.where((level > 0) & np.isfinite(size) & (size > 0), size, np.nan)


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
