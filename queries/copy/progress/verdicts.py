"""Progress or not: one difference, one test, one interval; and the control of false alarms over a département's board.

The recent years (the last three) are compared with those of reference (the first three, or what a target sets). Over
ten years, a rise of one standard deviation a year lies 9.1 of its own deviations from zero when a line is fitted to all
of them, 8.6 in that difference; a step in the middle, of nine, lies 12.4 and 11.0. It is what the sentence says, and
its interval is the test's own: a change is announced when the interval excludes zero, and only then.

How much chance moves it is never read from what a change may have put there (``changes.chance``): actions counted by
start have the habits of structures, each window having its own mean; other values have their jumps from a year to the
next, less the largest.

False alarms: over all the tests of a département, the chance of announcing a single change where nothing changes is at
most 5 % (weighted Holm, ``statistics.weighted_holm``). A share of it is kept for the indicators that the committee
looks at first; what one announces, the others inherit. Tests that could not announce anything with so few years or
facts have no share. Attendances get neither test nor interval: people come in groups.

A change that is not announced is « pas de changement détectable » where the test would have seen a plausible one (the
catalogue says which), else « ce test ne pouvait rien voir ».

Everything is on arrays, one place a series. « zero » indicators are judged on their distance to zero.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from queries import statistics
from queries.copy.indicators.entry import FIRST
from queries.copy.progress import changes
from queries.copy.progress.changes import FALSE_ALARMS, Chance, Evidence, Gap, Windows
from queries.copy.progress.cohorts import Cohorts
from queries.copy.progress.series import Board, Bools, Floats, Ints, Overlaps

NO_CHANGE, PROGRESS, DECLINE = "pas de changement détectable", "progrès", "recul"
BLIND = "ce test ne pouvait rien voir"
TOO_LITTLE, NO_OBJECT = "trop peu de données", "sans objet"
# Why no change could be seen: chance is not known, facts are too few, not even the largest change there is room for.
UNKNOWN_CHANCE, FEW_FACTS, NO_ROOM = "hasard", "faits", "marge"
VERDICTS = (PROGRESS, DECLINE, NO_CHANGE, BLIND, TOO_LITTLE, NO_OBJECT)


class Rules(NamedTuple):
    """The thresholds of the catalogue that judge: years of a trend, years of reference, shares in %."""

    min_years: int
    reference_years: int
    plausible: float
    first_share: float


@dataclass(frozen=True)
class Baselines:
    """Reference asked for by targets, one place a series, NaN where there is none: years (from, to) and value."""

    first: Floats
    last: Floats
    value: Floats


class Spans(NamedTuple):
    """First and last years of the evidence, of the reference and of the recent years, one place a series."""

    first: Floats
    last: Floats
    reference_first: Floats
    reference_last: Floats
    recent_first: Floats
    recent_last: Floats


class Course(NamedTuple):
    """The yearly values themselves: place of the last one, -1 without; their slope, and Mann–Kendall's S."""

    last: Ints
    slope: Floats
    s: Floats


@dataclass(frozen=True)
class Judged:
    """One place a series, in the unit of its indicator, NaN where unknown.

    ``testable``: the indicator may have a test; ``tested``: it had one; ``level``: the interval's is 1 − level, that at
    which the test was read; ``smallest``: the smallest difference that would have been found four times of five;
    ``plausible``: the one that can be hoped for. Years and differences are those of the evidence, from the baseline on
    (``by_start``: of actions by the year when they begin).
    """

    testable: Bools
    tested: Bools
    by_start: Bools
    spans: Spans
    course: Course
    reference: Floats
    provisional: Bools
    recent: Floats
    gap: Floats
    gap_low: Floats
    gap_high: Floats
    level: Floats
    n_years: Ints
    p_value: Floats
    q_value: Floats
    smallest: Floats
    unseen: NDArray[np.object_]
    plausible: Floats
    verdict: NDArray[np.object_]


def directional(board: Board) -> Bools:
    """Series whose indicator says which way is progress, and can be computed."""
    return np.asarray((board.column("sens") != "neutre") & board.keys["erreur"].isna().to_numpy(), dtype=bool)


def attendance(board: Board) -> Bools:
    """Series that count people who come in groups: a rate without an interval."""
    return np.asarray((board.column("calcul") == "taux") & (board.column("intervalle") == "aucun"), dtype=bool)


def judge(board: Board, shared: Overlaps, cohorts: Cohorts, baselines: Baselines, rules: Rules) -> Judged:
    """The verdict of every series."""
    found = changes.evidence(board, shared, cohorts)
    usable = found.usable & ~(board.years < baselines.first[:, None])
    windows = _windows(found, usable, board.years, baselines, rules.reference_years)
    found, luck = changes.chance(board, found, windows, cohorts)
    reference = _reference_value(found, windows, board, baselines)
    difference = changes.gap(found, windows, reference, luck.widening)
    n_years, compared = usable.sum(axis=1), windows.recent.any(axis=1) & np.isfinite(reference)
    testable = directional(board) & ~attendance(board) & ~board.pointless
    tested = testable & compared & (n_years >= rules.min_years)
    able = changes.can_fire(found, windows, luck)
    holm = _held(board, tested, luck.p_values(difference.z), able, rules.first_share)
    level = np.where(tested, holm.level, FALSE_ALARMS)
    least = _smallest(board, found, windows, reference, difference, luck, np.where(tested, level, np.nan))
    beyond = least > room(board, reference, better=False)
    least = np.where(beyond, np.nan, least)
    plausible = plausible_change(board, reference, rules.plausible)
    better = (difference.value > 0) == (board.column("sens") == "hausse")
    announced = tested & (holm.adjusted <= FALSE_ALARMS)
    low, high = _limits(difference, luck, level, compared & ~attendance(board))
    return Judged(
        testable=testable,
        tested=tested,
        by_start=found.by_start,
        spans=_spans(board, usable, windows),
        course=_course(board, baselines, testable, rules.min_years),
        level=level,
        reference=reference,
        provisional=(windows.reference > 0).sum(axis=1) == 1,
        recent=np.where(windows.recent.any(axis=1), difference.value + reference, np.nan),
        gap=np.where(compared, difference.value, np.nan),
        gap_low=low,
        gap_high=high,
        n_years=n_years,
        p_value=np.where(tested, luck.p_values(difference.z), np.nan),
        q_value=np.where(tested, holm.adjusted, np.nan),
        smallest=least,
        unseen=_named([luck.able & ~able, beyond], [FEW_FACTS, NO_ROOM], UNKNOWN_CHANCE),
        plausible=plausible,
        verdict=_named(
            [~testable, ~tested, announced & better, announced, least <= plausible],
            [NO_OBJECT, TOO_LITTLE, PROGRESS, DECLINE, NO_CHANGE],
            BLIND,
        ),
    )


def _named(cases: list[Bools], names: list[str], otherwise: str) -> NDArray[np.object_]:
    """The name of the first case that is true of each series."""
    chosen = np.select(cases, [np.array(name, dtype=object) for name in names], np.array(otherwise, dtype=object))
    return np.asarray(chosen, dtype=object)


def plausible_change(board: Board, reference: Floats, plausible: Floats | float) -> Floats:
    """The largest change that can be hoped for: the indicator's own, else ``plausible``, in points of a percentage or
    of an index, in % of the reference for any other unit."""
    own = board.keys["changement_plausible"].to_numpy(dtype=float)
    points = np.isin(board.column("unite"), ("%", "points"))
    return np.where(np.isfinite(own), own, np.where(points, plausible, np.abs(reference) * plausible / 100))


def room(board: Board, reference: Floats, *, better: bool) -> Floats:
    """How far the value could go from its baseline: for the better, or either way; infinite where nothing bounds it."""
    share, direction = board.column("calcul") == "proportion", board.column("sens")
    up, down = np.where(share, 100 - reference, np.inf), np.where(share | (direction == "zero"), reference, np.inf)
    down = np.where(board.column("calcul") == "compte", reference, down)
    return np.where(direction == "hausse", up, down) if better else np.fmax(up, down)


def _held(board: Board, tested: Bools, p_values: Floats, able: Bools, first_share: float) -> statistics.Holm:
    """Holm's procedure over each département: a share (in %) of the false alarms is for what is looked at first."""
    _, departement = np.unique(board.column("code_departement").astype(str), return_inverse=True)
    first = board.column("priorite") == FIRST
    weights = np.zeros(len(board))
    for chosen, share in ((first, first_share / 100), (~first, 1 - first_share / 100)):
        taken = tested & able & chosen
        weights[taken] = share / np.bincount(departement, taken)[departement[taken]]
    known = np.where(tested, np.where(np.isfinite(p_values), p_values, 1.0), np.nan)
    return statistics.weighted_holm(known, weights, departement, FALSE_ALARMS)


def _limits(difference: Gap, luck: Chance, level: Floats, shown: Bools) -> tuple[Floats, Floats]:
    """The interval that excludes zero exactly when the test finds a change; none where it never could."""
    deviate = np.where(shown & (level > 0), luck.deviate(np.where(level > 0, level, FALSE_ALARMS)), np.nan)
    return difference.value - deviate * difference.below, difference.value + deviate * difference.above


def _smallest(
    board: Board, found: Evidence, windows: Windows, reference: Floats, difference: Gap, luck: Chance, level: Floats
) -> Floats:
    least = changes.smallest(difference, luck, np.nan_to_num(level))
    share = (board.column("calcul") == "proportion") & (board.column("intervalle") != "aucun")
    towards = np.where(board.column("sens") == "hausse", 1.0, -1.0)
    return np.where(share, changes.of_share(least, reference + difference.value, reference, towards), least)


def _windows(found: Evidence, usable: Bools, years: Ints, baselines: Baselines, reference_years: int) -> Windows:
    """The years of reference, and as many recent ones at most, which all come after."""
    reference = _reference_years(usable, years, baselines, reference_years)
    after = usable & (np.arange(usable.shape[1]) > _last(reference)[:, None])
    after &= years > np.nan_to_num(baselines.last, nan=-np.inf)[:, None]
    recent = after & (after[:, ::-1].cumsum(axis=1)[:, ::-1] <= reference_years)
    return Windows(_weighed(reference, found.facts), _weighed(recent, found.facts))


def _weighed(chosen: Bools, facts: Floats) -> Floats:
    weights = np.where(chosen, facts, 0.0)
    total = weights.sum(axis=1, keepdims=True)
    return np.asarray(weights / np.where(total > 0, total, 1.0))


def _reference_years(usable: Bools, years: Ints, baselines: Baselines, reference_years: int) -> Bools:
    """The years of each baseline: those that a target sets, else the first usable ones, or the very first alone when
    there are not enough."""
    asked = (years >= baselines.first[:, None]) & (years <= baselines.last[:, None])
    enough = usable.sum(axis=1, keepdims=True) >= reference_years
    first_ones = usable.cumsum(axis=1) <= np.where(enough, reference_years, 1)
    return usable & np.where(np.isfinite(baselines.first)[:, None], asked, first_ones)


def _reference_value(found: Evidence, windows: Windows, board: Board, baselines: Baselines) -> Floats:
    """What the years of reference say; without any, what the target declares."""
    value = np.where(windows.reference > 0, windows.reference * found.values, 0.0).sum(axis=1)
    declared = np.where(board.column("sens") == "zero", np.abs(baselines.value), baselines.value)
    return np.where(windows.reference.any(axis=1), value, declared)


def _spans(board: Board, usable: Bools, windows: Windows) -> Spans:
    ends = []
    for chosen in (usable, windows.reference > 0, windows.recent > 0):
        ends += [_edge(board.years, chosen, chosen.argmax(axis=1)), _edge(board.years, chosen, _last(chosen))]
    return Spans(*ends)


def _course(board: Board, baselines: Baselines, testable: Bools, min_years: int) -> Course:
    usable = board.usable & ~(board.years < baselines.first[:, None])
    values = np.where(usable, changes.distances(board)[0], np.nan)
    enough = usable.sum(axis=1) >= min_years
    slope, s = statistics.theil_sen(values, board.years), statistics.mann_kendall(values).s
    return Course(_last(usable), np.where(enough, slope, np.nan), np.where(enough & testable, s, np.nan))


def _last(chosen: Bools) -> Ints:
    """Place of the last chosen year of each series, -1 without one."""
    if not chosen.shape[1]:
        return np.full(len(chosen), -1)
    return np.where(chosen.any(axis=1), chosen.shape[1] - 1 - chosen[:, ::-1].argmax(axis=1), -1)


def _edge(years: Ints, chosen: Bools, place: Ints) -> Floats:
    return np.where(chosen.any(axis=1), years[place], np.nan)
