"""Who pays: asked, granted and paid by funder, action and exercise; conventions with ends; amounts quoted."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from data.demo.actions import Actions
from data.demo.activity import Activity
from data.demo.columns import (
    Bools,
    Floats,
    Ints,
    Tables,
    chosen,
    constant,
    first_day,
    joined,
    known,
    last_day,
    pick,
    text_of,
    where,
)
from data.demo.plan import Plan
from data.demo.truths import LOSING_SHARE, Planted

PUBLIC, PRIVATE, OWN = 0, 1, 2
# Label as written (data/codes/financeurs.csv knows them all), odds of being a funder, weight of its part, kind.
FUNDERS: list[tuple[str, float, float, int]] = [
    ("Département", 9.0, 1.6, PUBLIC),
    ("CAF", 9.0, 1.6, PUBLIC),
    ("Commune", 7.0, 1.0, PUBLIC),
    ("Communauté de communes", 5.0, 1.1, PUBLIC),
    ("État", 2.6, 1.1, PUBLIC),
    ("Contrat de ville", 2.0, 1.0, PUBLIC),
    ("FIPDR", 0.9, 1.0, PUBLIC),
    ("Fonjep", 1.4, 0.9, PUBLIC),
    ("DRAC", 0.7, 0.8, PUBLIC),
    ("Conseil régional", 2.4, 1.0, PUBLIC),
    ("MSA", 2.0, 0.7, PUBLIC),
    ("Carsat", 1.1, 0.7, PUBLIC),
    ("Conférence des financeurs", 1.2, 0.9, PUBLIC),
    ("ARS", 1.0, 0.9, PUBLIC),
    ("Fonds européens", 0.5, 1.4, PUBLIC),
    ("Fondation de France", 0.9, 0.8, PRIVATE),
    ("Mécénat", 0.7, 0.5, PRIVATE),
    ("Participation des usagers", 4.0, 0.35, OWN),
    ("Autofinancement", 4.0, 0.5, OWN),
]
LABELS = [label for label, *_ in FUNDERS]
_ODDS, _PARTS, KINDS = (np.array([funder[column] for funder in FUNDERS]) for column in (1, 2, 3))
_LENDERS = (2, 3)
NO_MONEY = 0.12
MOST_FUNDERS = 12
REFUSED = 0.07
CONVENTION = 0.5
LONGEST_CONVENTION = 3


@dataclass(frozen=True)
class Funding:
    """Arrays by funder, action and year: ``row`` is the action-year, amounts are euros, 0 when refused."""

    row: Ints
    funder: Ints
    asked: Floats
    granted: Floats
    paid: Floats
    in_kind: Bools
    silent: Bools

    def cash(self) -> Bools:
        """Rows whose amounts are known and in cash."""
        return ~self.in_kind & ~self.silent


def fund(plan: Plan, actions: Actions, activity: Activity, planted: Planted, lot: int) -> Funding:
    """Who funds every action-year, and how much."""
    rng = plan.stream("financements", lot)
    n, n_funders = len(actions), len(FUNDERS)
    wanted = np.minimum(1 + rng.poisson(plan.scale.funders - 1, n), MOST_FUNDERS)
    wanted[rng.random(n) < NO_MONEY] = 0
    wanted[planted.losing] = np.maximum(wanted[planted.losing], 2)
    # The same funders come back from one year to the next, most of the time.
    taste = np.log(_ODDS) + rng.gumbel(size=(n, n_funders))
    row, funder = _ranked(rng, taste, wanted, activity)
    cost = 1_500 + 150 * actions.size * rng.lognormal(0.0, 0.6, n)
    total = cost[activity.action] * np.sqrt(activity.share) * rng.lognormal(0.0, 0.15, len(activity))
    part = rng.gamma(1.2, size=len(row)) * _PARTS[funder]
    part /= np.bincount(row, part, len(activity))[row]
    generosity = np.where(KINDS[funder] == PUBLIC, planted.generosity(actions)[activity.action[row]], 1.0)
    granted = np.maximum(np.round(part * total[row] * generosity, -1), 10)
    asked = np.round(granted / rng.uniform(0.62, 1.0, len(row)), -1)
    granted[(rng.random(len(row)) < REFUSED) & (KINDS[funder] != OWN)] = 0
    paid = np.round(granted * rng.choice([1.0, 1.0, 1.0, 1.0, 0.8, 0.5], len(row)))
    in_kind = np.isin(funder, _LENDERS) & (rng.random(len(row)) < 0.25)
    silent = rng.random(len(row)) < 0.08
    funding = Funding(row, funder, asked, granted, paid, in_kind, silent)
    _lose_main_funder(funding, activity.last_of(planted.losing))
    return funding


def _ranked(rng: np.random.Generator, taste: Floats, wanted: Ints, activity: Activity) -> tuple[Ints, Ints]:
    """(action-year, funder) pairs: the ``wanted`` best liked of each action, with a little change every year."""
    yearly = taste[activity.action] + rng.gumbel(size=(len(activity), taste.shape[1])) * 0.25
    best = np.argsort(-yearly, axis=1)[:, :MOST_FUNDERS]
    count = wanted[activity.action]
    row = np.repeat(np.arange(len(activity)), count)
    rank = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    return row, best[row, rank]


def _lose_main_funder(funding: Funding, rows: Ints) -> None:
    """Give each planted action one funder that grants most of its money in the last year."""
    for row in rows.tolist():
        its = np.flatnonzero(funding.row == row)
        main, others = its[0], its[1:]
        funding.funder[main], funding.funder[others[funding.funder[others] == 0]] = 0, funding.funder[main]
        funding.in_kind[its] = funding.silent[its] = False
        funding.granted[others] = np.maximum(funding.granted[others], 10)
        rest = funding.granted[others].sum()
        funding.granted[main] = funding.asked[main] = funding.paid[main] = np.ceil(
            rest * LOSING_SHARE / (1 - LOSING_SHARE)
        )


def tables(plan: Plan, actions: Actions, activity: Activity, funding: Funding, planted: Planted, lot: int) -> Tables:
    """``financements`` and ``montants`` of one lot."""
    rng = plan.stream("financements déclarés", lot)
    n = len(funding.row)
    amount_free = funding.silent | (funding.in_kind & (rng.random(n) < 0.6))
    own = KINDS[funding.funder] == OWN
    losing = np.isin(funding.row, activity.last_of(planted.losing))
    granted_missing = amount_free | ((rng.random(n) < 0.06) & ~losing)
    year = activity.year[funding.row]
    columns = {
        "financement_id": joined(f"f{plan.departement}-", text_of(lot * 1_000_000 + np.arange(n), 8)),
        "sujet_type": constant("action", n),
        "sujet_id": activity.ids(actions, funding.row),
        "financeur": pick(LABELS, funding.funder),
        "dispositif": _schemes(rng, funding),
        "exercice": pa.array(year.astype(np.int32), mask=(rng.random(n) < 0.015) & ~losing),
        "demande_eur": known(funding.asked, amount_free | own | (rng.random(n) < 0.18)),
        "accorde_eur": known(funding.granted, granted_missing),
        "verse_eur": known(funding.paid, amount_free | (rng.random(n) < 0.25)),
        "nature": pick(["numeraire", "nature", "inconnue"], np.where(funding.in_kind, 1, 2 * (rng.random(n) < 0.03))),
        **_conventions(plan, funding, activity, losing, lot),
        "etat": where((rng.random(n) < 0.03) & ~losing, "proposee", "validee"),
    }
    return {"financements": pa.table(columns), "montants": _amounts(plan, actions, lot)}


def _schemes(rng: np.random.Generator, funding: Funding) -> pa.Array:
    labels = ["Subvention de fonctionnement", "Appel à projets", "Convention pluriannuelle", "Aide exceptionnelle"]
    n = len(funding.row)
    return pick(labels, chosen(rng, [4, 4, 3, 1], n), (rng.random(n) < 0.45) | (KINDS[funding.funder] == OWN))


def _conventions(plan: Plan, funding: Funding, activity: Activity, losing: Bools, lot: int) -> Tables:
    """One to three years long, each action and funder at its own point of the cycle, so that as many end every year."""
    rng = plan.stream("conventions", lot)
    pair = activity.action[funding.row] * len(FUNDERS) + funding.funder
    n_pairs = int(activity.action[-1] + 1) * len(FUNDERS) if len(activity) else 0
    length = rng.integers(1, LONGEST_CONVENTION + 1, n_pairs)[pair]
    phase = rng.integers(0, 6, n_pairs)[pair]
    signed = (rng.random(n_pairs) < CONVENTION)[pair] & (KINDS[funding.funder] != OWN) & (funding.granted > 0)
    year = activity.year[funding.row]
    begins = year - (year + phase) % length
    start, end = first_day(begins), last_day(begins + length - 1)
    main = losing & (funding.funder == 0)
    end = np.where(main, plan.closing + np.timedelta64(181, "D"), end)
    signed |= main
    return {"convention_debut": known(start, ~signed), "convention_fin": known(end, ~signed)}


def _amounts(plan: Plan, actions: Actions, lot: int) -> pa.Table:
    """Amounts quoted in a fiche, apart from any budget: a total cost, a price, a charge."""
    rng = plan.stream("montants", lot)
    n = len(actions)
    role = chosen(rng, [0.5, 0.05, 0.08, 0.37], n)
    quoted = np.flatnonzero(role < 3)
    role = role[quoted]
    value = np.round(1_500 + 150 * actions.size[quoted] * rng.lognormal(0, 0.6, len(quoted)), -1)
    value = np.where(role == 1, np.round(value * 0.3, -1), np.where(role == 2, rng.integers(1, 40, len(quoted)), value))
    kind = chosen(rng, [0.75, 0.2, 0.05], len(quoted))
    undated = rng.random(len(quoted)) < 0.3
    text: npt.NDArray[np.int64] = value.astype(np.int64)
    return pa.table(
        {
            "sujet_type": constant("action", len(quoted)),
            "sujet_id": actions.ids.take(pa.array(quoted)),
            "role": pick(["total", "charge", "prix_unitaire"], role),
            "montant_eur": pa.array(value),
            "borne_basse_eur": known(value, kind != 2),
            "precision": pick(["exacte", "approchee", "minimum"], kind),
            "periodicite": pick(
                ["par_personne", "annuelle"], np.where(role == 2, 0, 1), (role < 2) & (undated | (kind > 0))
            ),
            "annee": pa.array(actions.first_year[quoted].astype(np.int32), mask=undated),
            "etat": where(rng.random(len(quoted)) < 0.08, "proposee", "validee"),
            "texte_source": joined(pick(["« ", "« environ ", "« au moins "], kind), text_of(text), " € »"),
        }
    )
