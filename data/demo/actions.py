"""Actions: when and where each takes place, who runs it, and what its fiche declares.

Lengths are exponential and starts have the same rate every year, with enough years before the first one for the number
under way to be steady. An action already under way on the first day is recorded from that day: since an exponential
length has no memory, nothing distinguishes the first year from the others.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data.demo import words
from data.demo.columns import (
    Bools,
    Days,
    Floats,
    Ints,
    Tables,
    add_days,
    chosen,
    constant,
    first_day,
    first_of_month,
    joined,
    known,
    last_day,
    last_of_month,
    month_days,
    pick,
    text_of,
    where,
    years_of,
)
from data.demo.place import Place, weights
from data.demo.plan import Plan
from data.demo.structures import Structures

MEAN_YEARS = 1.5
BURN_IN = 12
# Odds of each month for a start: school terms and calendar years.
_MONTHS = [16, 7, 8, 6, 4, 4, 3, 1, 26, 12, 8, 5]
DEPARTEMENT_ALONE = 0.07
SEVERAL_COMMUNES = 0.16


@dataclass(frozen=True)
class Actions:
    """Arrays by action. ``commune`` and ``bassin`` are positions, -1 when only the département is known.

    ``start`` and ``end`` are the true days; ``moment`` is the start on the plan's span, 0 to 1; ``size`` the mean
    number of participants in a full year; ``running`` whether it goes on after the last day.
    """

    ids: pa.Array
    start: Days
    end: Days
    running: Bools
    commune: Ints
    bassin: Ints
    places: Ints
    structure: Ints
    theme: Ints
    moment: Floats
    size: Floats
    first_year: Ints
    last_year: Ints

    def __len__(self) -> int:
        """Number of actions."""
        return len(self.start)


def draw(plan: Plan, land: Place, structures: Structures, lot: int, share: float) -> Actions:
    """The actions of one lot, in order of start; ``share`` of the scale's volume is this lot's."""
    rng = plan.stream("actions", lot)
    span = BURN_IN + plan.n_years
    n = rng.poisson(plan.scale.active * share / (1 + MEAN_YEARS) * span)
    year = plan.first - BURN_IN + rng.integers(0, span, n)
    month = chosen(rng, _MONTHS, n)
    begin = add_days(month_days(year, month), rng.integers(0, 28, n))
    finish = add_days(begin, np.ceil(rng.exponential(MEAN_YEARS * 365.25, n)))
    order = np.argsort(begin, kind="stable")
    order = order[finish[order] >= plan.opening]
    start: Days = np.maximum(begin[order], plan.opening)
    end: Days = finish[order]
    n = len(start)
    place = plan.stream("lieux", lot)
    commune = chosen(place, weights(plan, land), n)
    commune[place.random(n) < DEPARTEMENT_ALONE] = -1
    bassin = np.where(commune < 0, -1, land.bassin[commune])
    several = (commune >= 0) & (place.random(n) < SEVERAL_COMMUNES)
    span_days = float((plan.closing - plan.opening).astype(np.int64))
    return Actions(
        ids=joined(f"a{plan.departement}-", text_of(lot * 100_000 + np.arange(n), 7)),
        start=start,
        end=end,
        running=end > plan.closing,
        commune=commune,
        bassin=bassin,
        places=np.where(commune < 0, 0, 1 + several * (1 + place.poisson(1.2, n))),
        structure=structures.near(plan.stream("porteurs", lot), bassin),
        theme=chosen(plan.stream("thèmes", lot), [theme.weight for theme in words.THEMES], n),
        moment=(start - plan.opening).astype(np.int64) / span_days,
        size=plan.stream("tailles", lot).lognormal(3.5, 0.75, n),
        first_year=years_of(start),
        last_year=years_of(np.minimum(end, plan.closing)),
    )


def tables(plan: Plan, land: Place, structures: Structures, actions: Actions, lot: int) -> Tables:
    """The table ``actions``."""
    rng = plan.stream("fiches", lot)
    n = len(actions)
    theme = _titles(rng, land, actions)
    columns = {
        "action_id": actions.ids,
        "titre": theme,
        "structure_id": structures.ids.take(pa.array(actions.structure)),
        "structure": structures.names.take(pa.array(actions.structure)),
        "code_departement": constant(plan.departement, n, pa.string()),
        **_end(rng, actions),
        "dimension": pick(
            words.DIMENSIONS, _mostly(rng, np.array([t.dimension for t in words.THEMES])[actions.theme], 3)
        ),
        "portee": _reach(rng, actions),
        **_dates(plan.stream("dates", lot), actions),
        "resume": _summaries(rng, actions),
    }
    return {"actions": pa.table(columns)}


def _mostly(rng: np.random.Generator, usual: Ints, n_labels: int) -> Ints:
    """The usual label three times of four, any other else; -1 (not filled in) one time of ten."""
    drawn = np.where(rng.random(len(usual)) < 0.75, usual, rng.integers(0, n_labels, len(usual)))
    return np.where(rng.random(len(usual)) < 0.1, -1, drawn)


def _titles(rng: np.random.Generator, land: Place, actions: Actions) -> pa.Array:
    heads, tails = _options([t.heads for t in words.THEMES]), _options([t.tails for t in words.THEMES])
    title = joined(_of_theme(rng, heads, actions.theme), " ", _of_theme(rng, tails, actions.theme))
    placed = (actions.commune >= 0) & (rng.random(len(actions)) < 0.4)
    return where(placed, joined(title, " – ", pick(land.noms, np.maximum(actions.commune, 0))), title)


def _options(lists: list[tuple[str, ...]]) -> tuple[pa.Array, Ints, Ints]:
    """Every option of every theme end to end, with where each theme begins and how many it has."""
    counts = np.array([len(options) for options in lists])
    return pa.array([option for options in lists for option in options]), np.cumsum(counts) - counts, counts


def _of_theme(rng: np.random.Generator, options: tuple[pa.Array, Ints, Ints], theme: Ints) -> pa.Array:
    labels, begins, counts = options
    return labels.take(pa.array(begins[theme] + (rng.random(len(theme)) * counts[theme]).astype(np.int64)))


def _summaries(rng: np.random.Generator, actions: Actions) -> pa.Array:
    n = len(actions)
    what = pick([f"Pour {theme.what}, " for theme in words.THEMES], actions.theme)
    when = pick(words.RHYTHMS, rng.integers(0, len(words.RHYTHMS), n))
    whom = pick(words.HELPERS, rng.integers(0, len(words.HELPERS), n))
    return where(rng.random(n) < 0.82, joined(what, when, ", avec ", whom, "."), None)


def _reach(rng: np.random.Generator, actions: Actions) -> pa.Array:
    n = len(actions)
    alone = chosen(rng, [3, 2, 5, 0, 0.4], n)
    reach = np.where(actions.places == 0, 4, np.where(actions.places > 1, 3, alone))
    return pick(words.REACHES, reach, rng.random(n) < 0.07)


def _end(rng: np.random.Generator, actions: Actions) -> Tables:
    """Status and reason of the end: an action that ended says why four times of five."""
    n = len(actions)
    # « En cours » though its end is given: a contradiction of real fiches.
    outdated = (actions.first_year < years_of(actions.end)) & (rng.random(n) < 0.04)
    said_going_on = actions.running | outdated
    # Only an action that ended leaves its status out: nobody would know that it still runs.
    silent = ~actions.running & (rng.random(n) < 0.02)
    reasons = [(code, text) for code, _, texts in words.ENDINGS for text in texts]
    odds = [share / len(texts) for _, share, texts in words.ENDINGS for _ in texts]
    reason = chosen(rng, odds, n)
    blank = said_going_on | silent | (rng.random(n) < 0.2)
    return {
        "statut": pick(["Terminée", "En cours"], said_going_on.astype(np.int64), silent),
        "motif_fin": pick([text for _, text in reasons], reason, blank),
        "motif_fin_code": pick([code for code, _ in reasons], reason, blank),
    }


def _dates(rng: np.random.Generator, actions: Actions) -> Tables:
    """Days, months or years, as fiches give them.

    An end is left out only when it falls in the year of the start, and a planned end after the last day is given one
    time of three: neither changes the years in which the action is known to run.
    """
    n = len(actions)
    precisions = ["jour", "mois", "annee", "inconnue"]
    opens = chosen(rng, [62, 28, 6, 4], n)
    closes = chosen(rng, [62, 28, 10, 0], n)
    short = actions.first_year == years_of(actions.end)
    unknown = np.where(actions.running, rng.random(n) > 0.35, short & (rng.random(n) < 0.1))
    closes = np.where(unknown, 3, closes)
    start = np.select(
        [opens == 1, opens == 2], [first_of_month(actions.start), first_day(actions.first_year)], actions.start
    )
    end = np.select(
        [closes == 1, closes == 2], [last_of_month(actions.end), last_day(years_of(actions.end))], actions.end
    )
    return {
        "date_debut": known(start, opens == 3),
        "date_debut_precision": pick(precisions, opens),
        "date_fin": known(np.maximum(start, end), closes == 3),
        "date_fin_precision": pick(precisions, closes),
    }
