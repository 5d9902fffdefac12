"""All tables of a demonstration, lot by lot, and what was planted in them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data import settings
from data.demo import (
    actions,
    activity,
    budgets,
    committee,
    context,
    declared,
    measures,
    money,
    structures,
    truths,
    words,
)
from data.demo.campaigns import Campaign, campaigns
from data.demo.columns import Tables, constant, numbered, put_together, renumbered
from data.demo.coverage import CAMPAIGNS, Schedule
from data.demo.findable import covered, findable
from data.demo.place import Place, departements, place
from data.demo.plan import Plan, parse_scale
from data.demo.telling import tell

# A département of fewer active actions a year is left out of a national bench.
FEWEST_ACTIVE = 50


@dataclass
class Demonstration:
    """One demonstration; ``lots`` yields its tables part by part, and ``truths`` is complete once they all came."""

    plan: Plan
    land: Place
    truths: dict[str, Any]

    def lots(self) -> Iterator[Tables]:
        """Tables of the contract, without ``source``: one part after the other, to be put end to end."""
        lines: Counter[str] = Counter()
        for rank, (departement, share) in enumerate(_shares(self.plan)):
            plan = replace(self.plan, departement=departement)
            for part in self._of_departement(plan, share, main=rank == 0):
                if rank > 0:
                    part.pop("contexte_variables", None)  # The same figure is described once.
                yield {name: _placed(name, table, lines[name]) for name, table in part.items()}
                lines.update({name: table.num_rows for name, table in part.items()})

    @property
    def campaigns(self) -> tuple[int, ...]:
        """The campaigns that it goes through; a bench has none, where nearly everything is told at once."""
        return () if self.plan.scale.full else CAMPAIGNS

    def told(self) -> tuple[Tables, list[Campaign]]:
        """What the fiches tell, then what each campaign returns; ``truths`` is complete. For one that has campaigns."""
        truth = put_together(list(self.lots()))
        bodies = structures.draw(self.plan, self.land, _n_structures(self.plan, 1.0))
        schedule = Schedule(self.plan, self.land, bodies, truth["actions"])
        told = tell(schedule, truth, self.truths["budgets_qui_ne_tombent_pas_juste"])
        self.truths["trouvables"] = findable(schedule, told, self.truths)
        self.truths["couverture"] = covered(schedule, told)
        fiches = {name: renumbered(table) for name, table in told.fiches.items()}
        return fiches, list(campaigns(schedule, told))

    def _of_departement(self, plan: Plan, share: float, *, main: bool) -> Iterator[Tables]:
        land = place(plan.departement)
        scale = plan.scale
        bodies = structures.draw(plan, land, _n_structures(plan, share))
        planted = None
        for lot in range(scale.lots):
            drawn = actions.draw(plan, land, bodies, lot, share / scale.lots)
            if planted is None:
                planted, drawn = truths.plant(plan, land, drawn)
            found, wrong = _of_lot(plan, land, bodies, drawn, planted if lot == 0 else planted.elsewhere(), lot)
            if lot == 0:
                life = committee.tables(plan, land, planted, max(4, round(scale.series * share)))
                common = [
                    structures.tables(plan, land, bodies),
                    structures.projects(plan, land, bodies),
                    measures.of_structures(plan, bodies),
                    life,
                    context.tables(plan, land, bodies),
                ]
                found = put_together([*common, found])
            if main and lot == 0:
                told = {
                    "methode_de_comptage_changee": {
                        "serie": life["evenements"]["serie"][0].as_py(),
                        "annee": committee.year_of_change(plan) if plan.changes else None,
                    },
                    "affluence_contredite": life["evenements"]["evenement_id"][-1].as_py(),
                    "valeur_constante": {"champ": "partenaires", "valeur": words.PARTNERS[0]},
                    "valeur_par_defaut": {
                        "structure": bodies.ids[planted.default_structure].as_py(),
                        "grandeur": "participants_distincts",
                        "valeur": truths.DEFAULT_COUNT,
                    },
                    "budgets_qui_ne_tombent_pas_juste": wrong,
                }
                self.truths.update(truths.described(plan, land, planted, drawn, told))
            yield found


def build(
    seed: int, years: tuple[int, int], scale: str = "S", *, changes: bool = True, departement: str | None = None
) -> Demonstration:
    """A demonstration of the reference département (or another); ArgumentError (French) when it has no such code."""
    code = departement or settings.departement()
    plan = Plan(seed, *years, parse_scale(scale), code, changes)
    return Demonstration(plan, place(code), {})


def tables(
    seed: int, years: tuple[int, int], scale: str = "S", *, changes: bool = True, departement: str | None = None
) -> Tables:
    """Every table of a demonstration at once, in memory, columns as in the contract but for ``source``."""
    return put_together(list(build(seed, years, scale, changes=changes, departement=departement).lots()))


def _of_lot(
    plan: Plan,
    land: Place,
    bodies: structures.Structures,
    drawn: actions.Actions,
    planted: truths.Planted,
    lot: int,
) -> tuple[Tables, list[str]]:
    years = activity.spread(plan, drawn)
    funding = money.fund(plan, drawn, years, planted, lot)
    cerfa, wrong = budgets.tables(plan, drawn, years, funding, lot)
    fiches = actions.tables(plan, land, bodies, drawn, lot)
    parts = [
        fiches,
        {"constats": _outdated(plan, fiches["actions"])},
        declared.tables(plan, land, bodies, drawn, planted, lot),
        measures.tables(plan, drawn, years, planted, lot),
        money.tables(plan, drawn, years, funding, planted, lot),
        cerfa,
    ]
    return put_together(parts), wrong


def _outdated(plan: Plan, fiches: pa.Table) -> pa.Table:
    """Fiches that say « En cours » though the end they give is past."""
    past = pc.less_equal(fiches["date_fin"], pa.scalar(plan.published))
    odd = fiches.filter(pc.and_kleene(pc.equal(fiches["statut"], "En cours"), past))
    n = odd.num_rows
    return pa.table(
        {
            "sujet_type": constant("action", n, pa.string()),
            "sujet_id": odd["action_id"],
            "domaine": constant("fiche", n, pa.string()),
            "code": constant("date_fin_et_statut", n, pa.string()),
            "message": constant("Fin annoncée passée, mais statut « En cours »", n, pa.string()),
        }
    )


def _placed(name: str, table: pa.Table, before: int) -> pa.Table:
    """The rows with their file and line, where the contract has room for them."""
    return table if name == "contexte_variables" else numbered(table, before + 1)


def _n_structures(plan: Plan, share: float) -> int:
    return max(8, round(plan.scale.structures * share))


def _shares(plan: Plan) -> list[tuple[str, float]]:
    """Départements of the demonstration with their share of its volume, the reference one first."""
    if not plan.scale.national:
        return [(plan.departement, 1.0)]
    codes = [plan.departement, *(code for code in departements() if code != plan.departement)]
    people = np.array([place(code).population.sum() for code in codes])
    shares = (people / people.sum()).tolist()
    return [
        (code, share) for code, share in zip(codes, shares, strict=True) if share * plan.scale.active >= FEWEST_ACTIVE
    ]
