"""The yearly campaigns of a demonstration: what structures return, loaded as a source of its own for each year.

This module alone knows in what form the returns are loaded.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.batch import Batch
from data.demo.columns import Ints, Tables, joined
from data.demo.coverage import CAMPAIGNS, Schedule
from data.demo.plan import Plan
from data.demo.telling import Told
from data.importers import ENTERED

# What the source of a campaign is called after.
STEM = "demonstration-campagne"
FUNCTION = "Structures fictives (campagne de collecte)"


@dataclass(frozen=True)
class Campaign:
    """One campaign: its number, the year that it asks about, what came back, from how many structures asked."""

    number: int
    year: int
    rows: Tables
    answered: int
    asked: int

    @property
    def stem(self) -> str:
        """What its source is called after."""
        return f"{STEM}-{self.year}"

    def batch(self, plan: Plan) -> Batch:
        """The returned workbooks as one load: corrections of fiches, figures, decisions about what they replace."""
        count = sum(table.num_rows for table in self.rows.values())
        reason = f"Campagne {self.year} : {self.answered} structures sur {self.asked} ont répondu"
        said = {"rang": self.number, "fonction": FUNCTION, "motif": reason, "relue": True}
        return Batch(
            format=ENTERED,
            titre=f"Campagne de collecte {self.year} (démonstration, graine {plan.seed}) : {self.answered} structures "
            f"sur {self.asked} ont répondu",
            editeur="Observatoire du vivre-ensemble (faits fictifs)",
            licence="Licence Ouverte 2.0",
            rows={**self.rows, "saisies": pa.Table.from_pylist([said])},
            read=count,
            kept=count,
        )


def campaigns(schedule: Schedule, told: Told) -> Iterator[Campaign]:
    """Both, in order; the last asks about the last year of the demonstration."""
    asked = np.unique(schedule.structure)
    answers = schedule.habits.answers[asked]
    for number in CAMPAIGNS:
        year = schedule.year_of(number)
        addressed = {name: _addressed(schedule, told.returns[number], name, year) for name in told.returns[number]}
        rows = {name: table for name, table in addressed.items() if table.num_rows}
        yield Campaign(number, year, rows, int((answers <= number).sum()), len(asked))


def _addressed(schedule: Schedule, rows: Tables, name: str, year: int) -> pa.Table:
    """Rows with the workbook they come from, one a structure, and their line in it, one an action."""
    table = rows[name]
    if "ligne" not in table.column_names:
        return table
    about = next(key for key in ("action_id", "sujet_id", "budget_id") if key in table.column_names)
    subjects = table[about]
    if about == "budget_id":
        budgets = rows["budgets"]
        subjects = budgets["sujet_id"].take(pc.index_in(subjects, budgets["budget_id"].combine_chunks()))
    action = schedule.positions(subjects)
    own = pc.fill_null(pc.index_in(subjects, schedule.structures.ids), -1).to_numpy()
    structure = np.where(action >= 0, schedule.structure[action], own)
    line = np.where(action >= 0, _lines(schedule)[action], 1)
    file = joined(f"retour-{year}-", schedule.structures.ids.take(pa.array(structure)))
    bare = table.drop_columns(["fichier", "ligne"])
    return bare.append_column("fichier", file).append_column("ligne", pa.array(line.astype(np.int32)))


def _lines(schedule: Schedule) -> Ints:
    """The line of each action in the workbook of its structure, below the names of columns."""
    order = np.argsort(schedule.structure, kind="stable")
    grouped = schedule.structure[order]
    lines = np.empty(len(order), np.int64)
    lines[order] = 2 + np.arange(len(order)) - np.searchsorted(grouped, grouped)
    return lines
