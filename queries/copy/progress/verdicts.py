"""Progress or not: baseline, difference, trend, and the control of false alarms over a département's whole board.

A change is announced when three things agree, in the direction that the catalogue gives:

1. the yearly values rise or fall: Mann–Kendall's exact test, two-sided at 5 %, read on the distribution that S has when
   years share their actions (``statistics.lasting`` says why the plain test would cry out too often, and why nothing
   estimated on ten points can mend it);
2. the last year differs from the baseline by more than chance: its interval, with years that share actions counted for
   what they share, and widened when the values move from a year to the next more than their own intervals say (the same
   people from one session to the next, the habits of a structure): φ of the residuals, never below one, its uncertainty
   told by Student's law;
3. the q-value of Benjamini and Hochberg, over every test of the département (all directional indicators × the
   département and its bassins), is at most 5 %. What goes in is the p-value of the difference when the trend passes
   and 1 when it does not, a valid p-value since it can only be larger than that of the difference.

A rank test of ten values cannot alone hold a family of some forty tests: its smallest p-values ask for changes twice as
large. Where an indicator has no interval (amounts, medians, coverage of the population) it is alone all the same, so
that only very large changes are announced: the difference is then given without an interval. Attendances get neither
test nor interval: people come in groups.

Everything is on arrays, one place a series. « zero » indicators are judged on their distance to zero.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from queries import statistics
from queries.copy.progress import changes
from queries.copy.progress.changes import FALSE_ALARMS, Z95
from queries.copy.progress.series import Board, Bools, Floats, Ints, Overlaps, inflations

TREND = 0.05
NO_CHANGE, PROGRESS, DECLINE = "pas de changement détectable", "progrès", "recul"
TOO_LITTLE, NO_OBJECT = "trop peu de données", "sans objet"
VERDICTS = (PROGRESS, DECLINE, NO_CHANGE, TOO_LITTLE, NO_OBJECT)


@dataclass(frozen=True)
class Baselines:
    """Reference asked for by targets, one place a series, NaN where there is none: years (from, to) and value."""

    first: Floats
    last: Floats
    value: Floats


@dataclass(frozen=True)
class Judged:
    """One place a series, in the unit of its indicator, NaN where unknown.

    ``testable``: the indicator may have a test; ``tested``: it had one, among ``tests`` of its département; ``last``:
    the place of the last usable year, -1 without one; ``smallest``: the smallest difference from the baseline that
    would have been found four times of five. Years, slope and test are those from the baseline on.
    """

    testable: Bools
    tested: Bools
    tests: Ints
    last: Ints
    reference: Floats
    reference_first: Floats
    reference_last: Floats
    provisional: Bools
    gap: Floats
    gap_low: Floats
    gap_high: Floats
    n_years: Ints
    first_year: Floats
    last_year: Floats
    slope: Floats
    s: Floats
    p_value: Floats
    q_value: Floats
    deviation: Floats
    smallest: Floats
    verdict: NDArray[np.object_]


def directional(board: Board) -> Bools:
    """Series whose indicator says which way is progress, and can be computed."""
    return np.asarray((board.column("sens") != "neutre") & board.keys["erreur"].isna().to_numpy(), dtype=bool)


def attendance(board: Board) -> Bools:
    """Series that count people who come in groups: a rate without an interval."""
    return np.asarray((board.column("calcul") == "taux") & (board.column("intervalle") == "aucun"), dtype=bool)


def judge(board: Board, shared: Overlaps, baselines: Baselines, *, min_years: int, reference_years: int) -> Judged:
    """The verdict of every series; ``min_years`` and ``reference_years`` are thresholds of the catalogue."""
    values, limits = _distances(board)
    usable = board.usable & ~(board.years < baselines.first[:, None])
    chosen = _reference_years(usable, board.years, baselines, reference_years)
    last, n_years, n_chosen = _last(usable), usable.sum(axis=1), chosen.sum(axis=1)
    reference = _reference_value(board, values, chosen, baselines)
    trend = statistics.mann_kendall(np.where(usable, values, np.nan))
    slope = statistics.theil_sen(np.where(usable, values, np.nan), board.years)
    inflation = inflations(shared, usable)
    p_trend = statistics.lasting_p_values(trend.p_value, trend.n, inflation)
    width = (board.figures["haut"] - board.figures["bas"]) / (2 * Z95)
    chance = changes.spread(board, values, width, usable, last, shared, slope)
    weights = chosen / np.maximum(n_chosen, 1)[:, None]
    gap = changes.gap(values, limits, reference, weights, last, shared, chance)
    compared = (last > _last(chosen)) & np.isfinite(reference)
    testable = directional(board) & ~attendance(board) & ~board.pointless
    tested = testable & compared & (n_years >= min_years)
    with_interval = np.isfinite(gap.z)
    p_gap = np.where(p_trend <= TREND, chance.p_values(gap.z), 1.0)
    p_family = np.where(tested, np.where(with_interval, p_gap, p_trend), np.nan)
    _, departement = np.unique(board.column("code_departement").astype(str), return_inverse=True)
    q_value = statistics.benjamini_hochberg(p_family, departement)
    tests = np.bincount(departement, tested, minlength=1)[departement].astype(np.int64)
    rising = np.sign(trend.s)
    agreed = (rising != 0) & (rising == np.sign(slope)) & (rising == np.sign(gap.value))
    better = rising == np.where(board.column("sens") == "hausse", 1, -1)
    announced = agreed & (q_value <= FALSE_ALARMS)
    smallest = changes.smallest(tested, with_interval, n_years, inflation, chance, n_chosen, tests)
    share = with_interval & (board.column("calcul") == "proportion")
    towards = np.where(board.column("sens") == "hausse", 1.0, -1.0)
    smallest = np.where(
        share, changes.of_share(smallest, values[np.arange(len(board)), last], reference, towards), smallest
    )
    return Judged(
        testable=testable,
        tested=tested,
        tests=tests,
        last=last,
        reference=reference,
        reference_first=_edge(board.years, chosen, chosen.argmax(axis=1)),
        reference_last=_edge(board.years, chosen, _last(chosen)),
        provisional=n_chosen == 1,
        gap=np.where(compared, gap.value, np.nan),
        gap_low=np.where(compared, gap.low, np.nan),
        gap_high=np.where(compared, gap.high, np.nan),
        n_years=n_years,
        first_year=_edge(board.years, usable, usable.argmax(axis=1)),
        last_year=_edge(board.years, usable, last),
        slope=np.where(n_years >= min_years, slope, np.nan),
        s=np.where(tested, trend.s, np.nan),
        p_value=np.where(tested, p_trend, np.nan),
        q_value=q_value,
        deviation=chance.deviation,
        smallest=np.where(smallest <= room(board, reference, better=False), smallest, np.nan),
        verdict=np.select(
            [~testable, ~tested, announced & better, announced],
            [np.array(word, dtype=object) for word in (NO_OBJECT, TOO_LITTLE, PROGRESS, DECLINE)],
            np.array(NO_CHANGE, dtype=object),
        ),
    )


def room(board: Board, reference: Floats, *, better: bool) -> Floats:
    """How far the value could go from its baseline: for the better, or either way; infinite where nothing bounds it."""
    share, direction = board.column("calcul") == "proportion", board.column("sens")
    up, down = np.where(share, 100 - reference, np.inf), np.where(share | (direction == "zero"), reference, np.inf)
    down = np.where(board.column("calcul") == "compte", reference, down)
    return np.where(direction == "hausse", up, down) if better else np.fmax(up, down)


def _distances(board: Board) -> tuple[Floats, tuple[Floats, Floats]]:
    """Values and limits; of « zero » indicators their distance to zero, from nothing when the interval holds zero."""
    values, low, high = (board.figures[name] for name in ("valeur", "bas", "haut"))
    zero = (board.column("sens") == "zero")[:, None]
    near, far = np.minimum(np.abs(low), np.abs(high)), np.maximum(np.abs(low), np.abs(high))
    near = np.where(low * high <= 0, 0.0, near)
    return np.where(zero, np.abs(values), values), (np.where(zero, near, low), np.where(zero, far, high))


def _last(chosen: Bools) -> Ints:
    """Place of the last chosen year of each series, -1 without one."""
    if not chosen.shape[1]:
        return np.full(len(chosen), -1)
    return np.where(chosen.any(axis=1), chosen.shape[1] - 1 - chosen[:, ::-1].argmax(axis=1), -1)


def _edge(years: Ints, chosen: Bools, place: Ints) -> Floats:
    return np.where(chosen.any(axis=1), years[place], np.nan)


def _reference_years(usable: Bools, years: Ints, baselines: Baselines, reference_years: int) -> Bools:
    """The years of each baseline: those that a target sets, else the first usable ones, or the very first alone when
    there are not enough."""
    asked = (years >= baselines.first[:, None]) & (years <= baselines.last[:, None])
    enough = usable.sum(axis=1, keepdims=True) >= reference_years
    first_ones = usable.cumsum(axis=1) <= np.where(enough, reference_years, 1)
    return usable & np.where(np.isfinite(baselines.first)[:, None], asked, first_ones)


def _reference_value(board: Board, values: Floats, chosen: Bools, baselines: Baselines) -> Floats:
    """Pooled counts where the value is a ratio, else the mean of the years; without any, what the target declares."""
    count = chosen.sum(axis=1)
    mean = np.where(chosen, values, 0.0).sum(axis=1) / np.where(count > 0, count, np.nan)
    num, den = (np.where(chosen, board.figures[name], 0.0).sum(axis=1) for name in ("numerateur", "denominateur"))
    calcul, zero = board.column("calcul"), board.column("sens") == "zero"
    scale = np.where(calcul == "proportion", 100.0, board.keys["facteur"].to_numpy(dtype=float))
    ratio = scale * num / np.where(den > 0, den, np.nan)
    pooled = np.isin(calcul, ("proportion", "taux", "rapport")) & ~zero & np.isfinite(ratio) & (count > 0)
    declared = np.where(zero, np.abs(baselines.value), baselines.value)
    return np.where(count > 0, np.where(pooled, ratio, mean), declared)
