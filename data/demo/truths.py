"""What is planted in a demonstration, so that screens can be checked against it."""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyarrow as pa

from data.demo.actions import Actions
from data.demo.columns import Bools, Floats, Ints
from data.demo.place import Place, silent_communes
from data.demo.plan import Plan
from geo.communes import territory

RESIDENTS = 0.26
LIMITS = 0.6
# Share of its fair part that the bassin planted as underfunded is granted.
UNDERFUNDED = 0.45
DEFAULT_COUNT = 20
LOSING_SHARE = 0.72
_NONE: Ints = np.zeros(0, np.int64)


@dataclass(frozen=True)
class Drift:
    """A share that goes from one value on the first day to another on the last, in one bassin."""

    bassin: int
    before: float
    after: float

    def at(self, moment: Floats) -> Floats:
        """The share at moments of the span, 0 to 1."""
        return self.before + (self.after - self.before) * moment


@dataclass(frozen=True)
class Closed:
    """Facts written under a commune code that no longer exists; ``commune`` is today's, as a position."""

    old: str
    commune: int
    note: str
    actions: Ints


@dataclass(frozen=True)
class Planted:
    """What was planted; positions of actions are in the first lot, and empty in the others."""

    progress: Drift | None
    decline: Drift | None
    gap: int | None
    closed: Closed | None
    default_structure: int
    losing: Ints = field(default_factory=lambda: _NONE)
    small: Ints = field(default_factory=lambda: _NONE)

    def elsewhere(self) -> "Planted":
        """The same for the other lots: rates, and no fact planted one by one."""
        return replace(self, closed=None, losing=_NONE, small=_NONE)

    def resident_initiative(self, actions: Actions) -> Floats:
        """Chance that residents are among those who began each action."""
        return _drifting(self.progress, RESIDENTS, actions)

    def limits_told(self, actions: Actions) -> Floats:
        """Chance that the fiche of each action tells its limits."""
        return _drifting(self.decline, LIMITS, actions)

    def generosity(self, actions: Actions) -> Floats:
        """What public funders give each action, 1 being the usual."""
        return np.where(actions.bassin == (-2 if self.gap is None else self.gap), UNDERFUNDED, 1.0)


def _drifting(drift: Drift | None, usual: float, actions: Actions) -> Floats:
    usually = np.full(len(actions), usual)
    return usually if drift is None else np.where(actions.bassin == drift.bassin, drift.at(actions.moment), usually)


def plant(plan: Plan, land: Place, actions: Actions) -> tuple[Planted, Actions]:
    """Choose what is planted in the first lot; the actions come back with the closed commune among their places."""
    rng = plan.stream("vérités")
    n_bassins = len(land.bassins)
    closed, actions = _closed_commune(land, actions, rng)
    lasting = actions.running & (actions.first_year < plan.last) & (actions.bassin >= 0)
    losing = np.array([_one(rng, lasting & (actions.bassin == bassin)) for bassin in range(n_bassins)])
    losing = losing[losing >= 0]
    free = (actions.bassin >= 0) & (actions.last_year == plan.last)
    free[losing] = False
    small = np.sort(rng.choice(np.flatnonzero(free), min(6, int(free.sum())), replace=False))
    drifts = plan.changes and n_bassins > 0
    return (
        Planted(
            progress=Drift(0, 0.25, 0.58) if drifts else None,
            decline=Drift(1 % n_bassins, 0.74, 0.34) if drifts else None,
            gap=n_bassins - 1 if n_bassins > 1 else None,
            closed=closed,
            default_structure=int(actions.structure[0]),
            losing=losing,
            small=small,
        ),
        actions,
    )


def _one(rng: np.random.Generator, among: Bools) -> int:
    found = np.flatnonzero(among)
    return int(rng.choice(found)) if len(found) else -1


def _closed_commune(land: Place, actions: Actions, rng: np.random.Generator) -> tuple[Closed | None, Actions]:
    """A handful of actions move to a commune that bore another code; none when the département has no such code."""
    codes = {code: position for position, code in enumerate(land.codes)}
    for old in territory().old_codes(land.departement):
        found = territory().resolve_code(old)
        if found.code_commune in codes and found.note:
            alone = np.flatnonzero(actions.places == 1)
            moved = np.sort(rng.choice(alone, min(5, len(alone)), replace=False))
            position = codes[found.code_commune]
            commune, bassin = actions.commune.copy(), actions.bassin.copy()
            commune[moved], bassin[moved] = position, land.bassin[position]
            return Closed(old, position, found.note, moved), replace(actions, commune=commune, bassin=bassin)
    return None, actions


def described(plan: Plan, land: Place, planted: Planted, actions: Actions, found: dict[str, Any]) -> dict[str, Any]:
    """The truths as people read them, French keys; ``found`` are those that only the finished tables tell."""
    ids = actions.ids
    closed = planted.closed
    return {
        "graine": plan.seed,
        "annees": [plan.first, plan.last],
        "echelle": plan.scale.name,
        "departement": plan.departement,
        "changements": plan.changes,
        "progres": _told("A1", land, planted.progress),
        "recul": _told("G3", land, planted.decline),
        "ecart_de_financement": None
        if planted.gap is None
        else {
            "niveau": "bassin",
            "territoire": land.bassins[planted.gap].code,
            "nom": land.bassins[planted.gap].nom,
            "part_de_ce_que_les_autres_obtiennent": UNDERFUNDED,
        },
        "communes_sans_action": [land.codes[position] for position in silent_communes(plan, land)],
        "code_commune_disparu": None
        if closed is None
        else {
            "ancien": closed.old,
            "actuel": land.codes[closed.commune],
            "actions": ids.take(pa.array(closed.actions)).to_pylist(),
        },
        "petits_effectifs": {
            "grandeur": "participants_distincts",
            "annee": plan.last,
            "actions": ids.take(pa.array(planted.small)).to_pylist(),
        },
        "perdront_leur_financeur_principal": ids.take(pa.array(planted.losing)).to_pylist(),
        **found,
    }


def _told(indicator: str, land: Place, drift: Drift | None) -> dict[str, Any] | None:
    """Shares in %, by the day on which actions start: an indicator by year of activity follows with a delay."""
    if drift is None:
        return None
    bassin = land.bassins[drift.bassin]
    return {
        "indicateur": indicator,
        "niveau": "bassin",
        "territoire": bassin.code,
        "nom": bassin.nom,
        "debut_pourcent": 100 * drift.before,
        "fin_pourcent": 100 * drift.after,
        "selon": "date de début des actions",
    }
