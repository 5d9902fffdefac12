"""Cerfa budgets, planned and actual, line by line; a few declare totals that their lines do not make."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data import french
from data.demo.actions import Actions
from data.demo.activity import Activity
from data.demo.columns import Floats, Ints, Tables, constant, joined, known, pick, text_of, where
from data.demo.money import KINDS, LABELS, OWN, Funding
from data.demo.plan import Plan

PLANNED, ACTUAL = 0, 1
NATURES = ["previsionnel", "realise"]
# The same as people read them, in a message.
_SAID = {"previsionnel": "prévisionnel", "realise": "réalisé"}
# Chance that an action-year has a planned budget; that it has an actual one, with or without a planned one.
_ODDS = {False: (0.78, 0.7, 0.3), True: (0.03, 0.6, 0.01)}
WRONG_TOTAL = 0.06
_MISTAKES = np.array([-385.0, -180.0, -90.0, -60.0, 27.0, 60.0, 90.0, 270.0, 450.0])
_CHARGES = [
    ("60", "Achats", 2.0, 1.0),
    ("61", "Services extérieurs", 1.0, 0.9),
    ("62", "Autres services extérieurs", 2.0, 1.0),
    ("63", "Impôts et taxes", 0.2, 0.25),
    ("64", "Charges de personnel", 4.0, 0.85),
    ("65", "Autres charges de gestion courante", 0.2, 0.15),
    ("66", "Charges financières", 0.1, 0.04),
    ("67", "Charges exceptionnelles", 0.1, 0.03),
    ("68", "Dotation aux amortissements", 0.2, 0.12),
]
_DETAILS = {
    "Département": "Département(s)",
    "Commune": "Commune(s)",
    "Communauté de communes": "Intercommunalité(s) : EPCI",
    "CAF": "Subvention Caf",
    "Conseil régional": "Région(s)",
    "État": "Etat : préciser le(s) ministère(s) sollicité(s)",
    "FIPDR": "Etat : préciser le(s) ministère(s) sollicité(s) – FIPDR",
    "Mécénat": "Aides privées",
    "Fondation de France": "Aides privées",
}
SELL, GRANT, OTHER = "70", "74", "75"


@dataclass(frozen=True)
class Lines:
    """Lines of budgets, one array a column; ``order`` sorts them within their budget."""

    budget: Ints
    order: Floats
    side: Ints
    account: pa.Array
    level: Ints
    label: pa.Array
    amount: Floats
    funder: pa.Array


@dataclass(frozen=True)
class Budgets:
    """Arrays by budget: the action-year, planned or actual, what its lines make in charges and in products."""

    row: Ints
    nature: Ints
    ratio: Floats


def tables(plan: Plan, actions: Actions, activity: Activity, funding: Funding, lot: int) -> tuple[Tables, list[str]]:
    """``budgets``, ``lignes_budget`` and the ``constats`` of the wrong ones, whose identifiers come beside."""
    rng = plan.stream("budgets", lot)
    budgets = _choose(rng, plan, activity, funding)
    n = len(budgets.row)
    ids = joined(f"b{plan.departement}-", text_of(lot * 100_000 + np.arange(n), 7))
    lines, charges, products = _lines(rng, budgets, funding, activity)
    given = np.round(rng.gamma(1.2, 700, n), -1) * (rng.random(n) < 0.6)
    lines += _volunteering(given)
    wrong = rng.random(n) < WRONG_TOTAL
    declared = np.maximum(charges + np.where(wrong, rng.choice(_MISTAKES, n), 0.0), 10)
    wrong = declared != charges
    unknown = np.zeros(n, bool)
    columns = {
        "budget_id": ids,
        "sujet_type": constant("action", n),
        "sujet_id": activity.ids(actions, budgets.row),
        "exercice": pa.array(activity.year[budgets.row].astype(np.int32)),
        "nature": pick(NATURES, budgets.nature),
        "total_charges_eur": pa.array(declared),
        "total_produits_eur": known(products, unknown),
        "total_general_charges_eur": pa.array(declared + given),
        "total_general_produits_eur": pa.array(products + given),
        "etat": where(rng.random(n) < 0.04, "proposee", "validee"),
    }
    found = {"budgets": pa.table(columns), "lignes_budget": _table(lines, ids)}
    found["constats"] = _wrong(columns, charges, declared, wrong)
    return found, ids.filter(pa.array(wrong)).to_pylist()


def _choose(rng: np.random.Generator, plan: Plan, activity: Activity, funding: Funding) -> Budgets:
    """Budgets exist only where money is known; an actual one strays a little from the planned one."""
    planned_odds, both, alone = _ODDS[plan.scale.full]
    money = np.bincount(funding.row, funding.cash() & (funding.granted > 0), len(activity)) > 0
    planned = money & (rng.random(len(activity)) < planned_odds)
    actual = money & (rng.random(len(activity)) < np.where(planned, both, alone))
    row = np.concatenate([np.flatnonzero(planned), np.flatnonzero(actual)])
    nature = np.repeat([PLANNED, ACTUAL], [planned.sum(), actual.sum()])
    order = np.argsort(row * 2 + nature, kind="stable")
    ratio = np.where(nature == PLANNED, 1.0, rng.lognormal(-0.02, 0.1, len(row)))
    return Budgets(row[order], nature[order], ratio[order])


def _lines(
    rng: np.random.Generator, budgets: Budgets, funding: Funding, activity: Activity
) -> tuple[list[Lines], Floats, Floats]:
    """Lines of accounts 60 to 68 and 70 to 75, and what each side makes."""
    n = len(budgets.row)
    lines = []
    grants, own = _grants(budgets, funding, len(activity))
    lines.append(grants)
    grant: Floats = np.bincount(grants.budget, grants.amount, n).astype(float)
    other: Floats = np.round(rng.gamma(1.0, 120, n)) * (rng.random(n) < 0.5)
    products: Floats = grant + own + other
    for order, (account, label, amount) in enumerate(
        [
            (SELL, "Vente de produits finis, prestations de services", own),
            (GRANT, "Subventions d’exploitation", grant),
            (OTHER, "Autres produits de gestion courante", other),
        ]
    ):
        lines.append(_one(np.arange(n), 20.0 + order, 1, account, 0, label, amount))
    # Planned budgets balance; actual ones leave a small surplus or deficit.
    spent = np.round(products * np.where(budgets.nature == PLANNED, 1.0, rng.normal(1.0, 0.03, n)))
    weight = np.array([charge[2] for charge in _CHARGES])
    present = rng.random((n, len(_CHARGES))) < np.array([charge[3] for charge in _CHARGES])
    part = rng.gamma(1.5, size=present.shape) * weight * present
    amounts = np.round(part / part.sum(axis=1, keepdims=True) * spent[:, None])
    amounts[:, 0] += spent - amounts.sum(axis=1)
    for rank, (account, label, *_) in enumerate(_CHARGES):
        lines.append(_one(np.arange(n), float(rank), 0, account, 0, label, amounts[:, rank]))
    lines.append(_one(np.arange(n), 10.0, 0, None, 2, "TOTAL DES CHARGES", spent))
    lines.append(_one(np.arange(n), 30.0, 1, None, 2, "TOTAL DES PRODUITS", products))
    return lines, spent, products


def _grants(budgets: Budgets, funding: Funding, n_rows: int) -> tuple[Lines, Floats]:
    """One detail line of account 74 for each funder that grants cash, and what users and own funds bring."""
    cash = np.flatnonzero(funding.cash() & (funding.granted > 0))
    own = KINDS[funding.funder[cash]] == OWN
    brought = np.bincount(funding.row[cash[own]], funding.granted[cash[own]], n_rows)
    gifts = cash[~own]
    begin = np.searchsorted(funding.row[gifts], budgets.row)
    count = np.searchsorted(funding.row[gifts], budgets.row, side="right") - begin
    budget = np.repeat(np.arange(len(count)), count)
    line = gifts[np.repeat(begin - (np.cumsum(count) - count), count) + np.arange(len(budget))]
    funder = pick(LABELS, funding.funder[line])
    asked = np.where(budgets.nature[budget] == PLANNED, funding.asked[line], funding.granted[line])
    labels = pick([_DETAILS.get(label, label) for label in LABELS], funding.funder[line])
    amount = np.round(asked * budgets.ratio[budget])
    own_amount = np.round(brought[budgets.row] * budgets.ratio)
    lines = Lines(
        budget,
        21.0 + 0.01 * (1 + np.arange(len(budget)) - np.repeat(np.cumsum(count) - count, count)),
        np.ones(len(budget), np.int64),
        constant(GRANT, len(budget), pa.string()),
        np.ones(len(budget), np.int64),
        labels,
        amount,
        funder,
    )
    return lines, own_amount


def _volunteering(given: Floats) -> list[Lines]:
    """Accounts 86 and 87, which balance each other."""
    budget = np.flatnonzero(given > 0)
    amount = given[budget]
    return [
        _one(budget, 11.0, 0, "86", 0, "Emplois des contributions volontaires en nature", amount),
        _one(budget, 12.0, 0, "86", 1, "Personnel bénévole", amount),
        _one(budget, 31.0, 1, "87", 0, "Contributions volontaires en nature", amount),
        _one(budget, 32.0, 1, "87", 1, "Bénévolat", amount),
    ]


def _one(budget: Ints, order: float, side: int, account: str | None, level: int, label: str, amount: Floats) -> Lines:
    """The same line in many budgets."""
    n = len(budget)
    text = pa.string()
    return Lines(
        budget,
        np.full(n, order),
        np.full(n, side),
        constant(account, n, text),
        np.full(n, level),
        constant(label, n, text),
        amount,
        pa.nulls(n, text),
    )


def _table(lines: list[Lines], ids: pa.Array) -> pa.Table:
    budget = np.concatenate([part.budget for part in lines])
    order = np.lexsort((np.concatenate([part.order for part in lines]), budget))
    amount = np.concatenate([part.amount for part in lines])[order]
    budget = budget[order]
    first = np.searchsorted(budget, budget)
    rows = pa.array(order)
    columns = {
        "budget_id": ids.take(pa.array(budget)),
        "rang": pa.array((1 + np.arange(len(budget)) - first).astype(np.int32)),
        "cote": pick(["charge", "produit"], np.concatenate([part.side for part in lines])[order]),
        "compte": pa.concat_arrays([part.account for part in lines]).take(rows),
        "niveau": pick(["compte", "detail", "total"], np.concatenate([part.level for part in lines])[order]),
        "libelle": pa.concat_arrays([part.label for part in lines]).take(rows),
        # A line left blank is unknown, not zero.
        "montant_eur": known(amount, amount == 0),
        "financeur": pa.concat_arrays([part.funder for part in lines]).take(rows),
    }
    return pa.table(columns)


def _euros(amounts: Floats) -> pa.Array:
    return pa.array([french.euros(amount) for amount in amounts.tolist()], pa.string())


def _wrong(columns: Tables, charges: Floats, declared: Floats, wrong: np.ndarray) -> pa.Table:
    """One finding for each budget whose declared total is not what its lines make; nothing is corrected."""
    kept = pa.array(np.flatnonzero(wrong))
    said, made = declared[wrong], charges[wrong]
    exercise = text_of(columns["exercice"].take(kept).to_numpy())
    message = joined(
        "Budget ",
        pa.array([_SAID[nature] for nature in columns["nature"].take(kept).to_pylist()], pa.string()),
        " ",
        exercise,
        " : total des charges déclaré ",
        _euros(said),
        " ; les comptes 60 à 68 font ",
        _euros(made),
    )
    return pa.table(
        {
            "sujet_type": columns["sujet_type"].take(kept),
            "sujet_id": columns["sujet_id"].take(kept),
            "domaine": constant("argent", len(kept), pa.string()),
            "code": constant("total_charges", len(kept), pa.string()),
            "message": message,
            "valeur_declaree": pa.array(said),
            "valeur_calculee": pa.array(made),
            "ecart": pa.array(said - made),
        }
    )
