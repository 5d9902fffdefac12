"""The yearly campaigns of a demonstration: what structures tell, loaded as a source of its own for each year."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.batch import Batch, Reject
from data.demo.columns import Ints, Tables, joined
from data.demo.coverage import CAMPAIGNS, Schedule
from data.demo.plan import Plan
from data.demo.telling import Told
from data.importers import ENTERED

# What the source of a campaign is called after.
STEM = "demonstration-campagne"
FUNCTION = "comité et structures fictifs"


@dataclass(frozen=True)
class Campaign:
    """One campaign: its number, the year that it asks about, what structures tell, which of those asked answered (each
    with how many cells its workbook changed), and the cells refused."""

    number: int
    year: int
    rows: Tables
    returned: Mapping[str, int]
    asked: list[str]
    rejects: Sequence[Reject] = ()

    @property
    def campaign_id(self) -> str:
        """What workbooks and answers name it by: the same for the same demonstration."""
        return f"{self.year}-demonstration"

    @property
    def opened(self) -> date:
        """The day on which it wrote to structures."""
        return date(self.year, 11, 2)

    @property
    def reason(self) -> str:
        """Who answered, in words."""
        return f"Campagne {self.year} : {self.answered} structures sur {len(self.asked)} ont répondu"

    @property
    def answered(self) -> int:
        """How many structures answered."""
        return len(self.returned)

    @property
    def stem(self) -> str:
        """What its source is called after."""
        return f"{STEM}-{self.year}"

    def batch(self, plan: Plan) -> Batch:
        """The returned workbooks as one load: corrections of fiches, figures, decisions about what they replace."""
        count = sum(table.num_rows for table in self.rows.values())
        said = {"rang": self.number, "fonction": FUNCTION, "motif": self.reason, "relue": True}
        return Batch(
            format=ENTERED,
            titre=f"Campagne de collecte {self.year} (démonstration, graine {plan.seed}) : {self.answered} structures "
            f"sur {len(self.asked)} ont répondu",
            editeur="Observatoire du vivre-ensemble (faits fictifs)",
            licence="Licence Ouverte 2.0",
            rows={**self.rows, **self._followed(), "saisies": pa.Table.from_pylist([said])},
            read=count + len(self.rejects),
            kept=count,
            rejects=list(self.rejects),
        )

    def _followed(self) -> Tables:
        """The campaign, to whom it wrote and who answered, as the page of campaigns reads them."""
        about, back = {"campagne_id": self.campaign_id}, date(self.year, 12, 15)
        answers = [
            {**about, "structure_id": name, "recue_le": back, "cellules": cells}
            for name, cells in self.returned.items()
        ]
        return {
            "campagnes": pa.Table.from_pylist([{**about, "annee": self.year, "ouverte_le": self.opened}]),
            "campagnes_structures": pa.Table.from_pylist([{**about, "structure_id": name} for name in self.asked]),
            "campagnes_reponses": pa.Table.from_pylist(answers),
        }


def campaigns(schedule: Schedule, told: Told) -> Iterator[Campaign]:
    """What structures know, before any workbook is filled in; the last asks about the demonstration's last year."""
    for number in CAMPAIGNS:
        year = schedule.year_of(number)
        addressed = {name: _addressed(schedule, told.returns[number], name, year) for name in told.returns[number]}
        rows = {name: table for name, table in addressed.items() if table.num_rows}
        asked, answered = (
            schedule.structures.ids.filter(pa.array(those[number])).to_pylist()
            for those in (schedule.asked, schedule.answered)
        )
        yield Campaign(number, year, rows, dict.fromkeys(answered, 0), asked)


def _addressed(schedule: Schedule, rows: Tables, name: str, year: int) -> pa.Table:
    """Rows with what a structure adds to its workbook, one file each, and their line in it, one an action."""
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
    file = joined(f"complement-{year}-", schedule.structures.ids.take(pa.array(structure)))
    bare = table.drop_columns(["fichier", "ligne"])
    return bare.append_column("fichier", file).append_column("ligne", pa.array(line.astype(np.int32)))


def _lines(schedule: Schedule) -> Ints:
    """The line of each action in the file of its structure, below the names of columns."""
    order = np.argsort(schedule.structure, kind="stable")
    grouped = schedule.structure[order]
    lines = np.empty(len(order), np.int64)
    lines[order] = 2 + np.arange(len(order)) - np.searchsorted(grouped, grouped)
    return lines
