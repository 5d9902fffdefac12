"""Counts of people: over-dispersed, more or less precisely told, now and then missing, approximate or contradictory."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.demo.actions import Actions
from data.demo.activity import Activity
from data.demo.columns import Bools, Floats, Ints, Tables, constant, joined, pick, text_of, where
from data.demo.plan import Plan
from data.demo.structures import Structures
from data.demo.truths import DEFAULT_COUNT, Planted

PRECISIONS = ["exacte", "approchee", "minimum", "maximum", "intervalle", "calculee"]
_PRECISION_ODDS = [0.70, 0.13, 0.06, 0.01, 0.04, 0.06]
PROPOSED = 0.04
NO_YEAR = 0.012
# Over-dispersion of counts: variance = mean + mean² / this.
DISPERSION = 8.0
# Chance that each quantity is filled in, at a plausible scale and at a bench's.
_FILLED = {
    "participants_distincts": (0.92, 0.97),
    "participations": (0.89, 0.96),
    "familles": (0.35, 0.9),
    "benevoles": (0.92, 0.97),
    "professionnels": (0.93, 0.97),
    "habitants": (0.22, 0.9),
    "personnes_mobilisees": (0.3, 0.9),
    "seances": (0.7, 0.95),
    "reunions": (0.15, 0.85),
}
QUESTIONNAIRES = (0.3, 0.6)
WIDER_EACH_YEAR = 0.008


def counts(rng: np.random.Generator, mean: Floats) -> Ints:
    """Negative binomial counts of that mean."""
    return rng.negative_binomial(DISPERSION, DISPERSION / (DISPERSION + np.maximum(mean, 1e-9)))


def tables(plan: Plan, actions: Actions, activity: Activity, planted: Planted, lot: int) -> Tables:
    """The measures of the actions of one lot."""
    rng = plan.stream("mesures", lot)
    told = plan.stream("mesures renseignées", lot)
    values = _values(rng, actions, activity, planted)
    rows, grandeurs, numbers = [], [], []
    for rank, (name, odds) in enumerate(_FILLED.items()):
        filled = told.random(len(activity)) < _odds(plan, activity, odds[plan.scale.full])
        if name == "participants_distincts":
            filled[activity.last_of(planted.small)] = True
        kept = np.flatnonzero(filled)
        rows.append(kept)
        grandeurs.append(np.full(len(kept), rank))
        numbers.append(values[name][kept])
    asked = np.flatnonzero(told.random(len(activity)) < QUESTIONNAIRES[plan.scale.full])
    for rank, answers in enumerate(_answers(rng, values["participants_distincts"][asked]), start=len(_FILLED)):
        rows.append(asked)
        grandeurs.append(np.full(len(asked), rank))
        numbers.append(answers)
    row, grandeur = np.concatenate(rows), np.concatenate(grandeurs)
    order = np.argsort(row, kind="stable")
    row, grandeur, number = row[order], grandeur[order], np.concatenate(numbers)[order]
    sure = grandeur >= len(_FILLED)
    sure |= np.isin(row, activity.last_of(planted.small)) & (grandeur == 0)
    dated = sure | (told.random(len(row)) >= NO_YEAR)
    return {
        "mesures": pa.table(
            {
                "sujet_type": constant("action", len(row)),
                "sujet_id": activity.ids(actions, row),
                "grandeur": pick([*_FILLED, "questionnaires_envoyes", "repondants", "satisfaits"], grandeur),
                "annee": pa.array(activity.year[row].astype(np.int32), mask=~dated),
                **stated(plan.stream("précisions", lot), number, sure),
            }
        )
    }


def _odds(plan: Plan, activity: Activity, odds: float) -> Floats:
    """A little better filled every year, where things change."""
    years = activity.year - plan.first if plan.changes else np.zeros(len(activity))
    return np.minimum(odds - WIDER_EACH_YEAR * (plan.n_years - 1) / 2 * plan.changes + WIDER_EACH_YEAR * years, 0.99)


def _values(rng: np.random.Generator, actions: Actions, activity: Activity, planted: Planted) -> dict[str, Ints]:
    """True counts of every action-year."""
    size = actions.size[activity.action] * np.sqrt(activity.share)
    people = 1 + counts(rng, size)
    people[activity.last_of(planted.small)] = 1 + np.arange(len(planted.small)) % 2
    default = actions.structure[activity.action] == planted.default_structure
    default[activity.last_of(planted.small)] = False
    people = np.where(default, DEFAULT_COUNT, people)
    sessions = 1 + counts(rng, 14 * activity.share)
    attendance = people + counts(rng, 0.3 * people * (sessions - 1))
    volunteers = counts(rng, 1.2 + 0.06 * people)
    staff = 1 + counts(rng, 0.8 + 0.02 * people)
    return {
        "participants_distincts": people,
        "participations": attendance,
        "familles": counts(rng, 0.5 * people),
        "benevoles": volunteers,
        "professionnels": staff,
        "habitants": counts(rng, 0.3 * people),
        "personnes_mobilisees": volunteers + staff,
        "seances": sessions,
        "reunions": 1 + rng.poisson(3, len(people)),
    }


def _answers(rng: np.random.Generator, people: Ints) -> tuple[Ints, Ints, Ints]:
    """Questionnaires sent, answered, and answered « satisfied »: each within the one before."""
    sent = np.maximum(people, 1)
    answered = rng.binomial(sent, 0.55)
    return sent, answered, rng.binomial(answered, 0.82)


def stated(rng: np.random.Generator, number: Ints, exact: Bools) -> Tables:
    """A count as a fiche states it: value, bounds, precision, state and words."""
    n = len(number)
    kind = np.searchsorted(np.cumsum(_PRECISION_ODDS)[:-1], rng.random(n), side="right")
    kind = np.where(exact, 0, np.where((number < 10) & (kind != 5), 0, kind))
    step = np.where(number >= 100, 10, 5)
    low, high = number // step * step, -(-number // step) * step
    value = np.select([kind == 1, kind == 2, kind == 3], [(number + step // 2) // step * step, low, high], number)
    spread_low, spread_high = low, np.maximum(high, low + step)
    lower = np.where(kind == 2, value, spread_low).astype(float)
    upper = np.where(kind == 3, value, spread_high).astype(float)
    ranged = kind == 4
    text = text_of(value)
    words = pc.case_when(
        pc.make_struct(pa.array(kind == 1), pa.array(kind == 2), pa.array(kind == 3), pa.array(ranged)),
        joined("« environ ", text, " »"),
        joined("« plus de ", text, " »"),
        joined("« au plus ", text, " »"),
        joined("« de ", text_of(spread_low), " à ", text_of(spread_high), " »"),
    )
    return {
        "valeur": pa.array(value.astype(float), mask=ranged),
        "borne_basse": pa.array(lower, mask=(kind != 2) & ~ranged),
        "borne_haute": pa.array(upper, mask=(kind != 3) & ~ranged),
        "precision": pick(PRECISIONS, kind),
        "etat": where((rng.random(n) < PROPOSED) & ~exact, "proposee", "validee"),
        "methode": pa.nulls(n, pa.string()),
        "texte_source": words,
    }


def of_structures(plan: Plan, structures: Structures) -> Tables:
    """What structures say of themselves each year: residents met, volunteers, staff."""
    rng = plan.stream("mesures des structures")
    n, years = len(structures.commune), np.arange(plan.first, plan.last + 1)
    means = {"habitants": 320.0, "benevoles": 16.0, "professionnels": 4.0}
    size = rng.lognormal(0, 0.5, n)
    structure = np.repeat(np.arange(n), len(years) * len(means))
    year = np.tile(np.repeat(years, len(means)), n)
    grandeur = np.tile(np.arange(len(means)), n * len(years))
    number = counts(rng, size[structure] * np.array(list(means.values()))[grandeur])
    kept = np.flatnonzero(rng.random(len(number)) < 0.85)
    return {
        "mesures": pa.table(
            {
                "sujet_type": constant("structure", len(kept)),
                "sujet_id": structures.ids.take(pa.array(structure[kept])),
                "grandeur": pick(list(means), grandeur[kept]),
                "annee": pa.array(year[kept].astype(np.int32)),
                **stated(rng, number[kept], np.zeros(len(kept), bool)),
            }
        )
    }
