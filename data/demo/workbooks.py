"""The workbooks that structures return to a campaign: made by the product, filled in with what each knows, read back.

A workbook asks about one year. What a structure finds of the years before, and what no workbook asks (sessions,
questionnaires, budgets line by line), comes beside it, in the same load.
"""

import tempfile
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data import integrity, store
from data.batch import Row
from data.campaign import known, record, values
from data.campaign.compared import Compared, Comparison
from data.campaign.prepared import Addressee, Prepared, of_states
from data.campaign.reader import from_file
from data.campaign.returned import read
from data.campaign.sheets import FICHES, FUNDINGS, SHEETS, Place
from data.campaign.workbook import FUNCTIONS, workbook
from data.demo.campaigns import FUNCTION, Campaign
from data.demo.columns import Tables
from data.entering import state
from data.entering.forms import Place as Commune
from data.entering.forms import Public, Save
from data.entering.rows import DAYS, Rows, merged
from data.entering.state import State
from data.identifiers import slug

_GRANDEURS = [
    asked.column.field.partition(":")[2] for asked in SHEETS[0].asked if asked.column.field.startswith("quantites:")
]
# A field of several values: its table, and one of its rows as a form says it.
_LISTS: Mapping[str, tuple[str, Callable[[Row], Any]]] = {
    "lieux": ("actions_lieux", lambda row: Commune(row["code_commune"])),
    "publics": ("actions_publics", lambda row: Public(row["public"], row["age_min"], row["age_max"])),
    "partenaires": ("actions_partenaires", lambda row: row["partenaire"]),
}
# Table of what is said of a year → the column of that year.
_YEARS = {"mesures": "annee", "financements": "exercice"}
_NAMES = "SELECT structure_id, min(nom) FROM structures WHERE list_contains(?, structure_id) GROUP BY ALL"
_FICHES = (
    "SELECT DISTINCT structure_id, action_id, titre FROM actions WHERE list_contains(?, structure_id) ORDER BY ALL"
)
# Table → its rows about one fiche, each with its place in the table.
Known = Mapping[str, Sequence[tuple[int, Row]]]


@dataclass
class _Filled:
    """What a structure writes: cell → text; and the rows that say the same, by table."""

    ready: Prepared
    cells: dict[Place, str] = field(default_factory=dict)
    rows: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def fiche(self, fiche: str, told: Known, year: int) -> None:
        """Fill in all that is known of a fiche, but for what was known before."""
        fields = {row["champ"]: (index, row) for index, row in told.get("corrections", ())}
        for day, precision in (DAYS[name] for name in ("date_debut", "date_fin")):
            if day in fields:
                said = values.day(date.fromisoformat(fields[day][1]["valeur"]), fields[precision][1]["valeur"])
                place = Place(FICHES, fiche, "", day)
                self._say({place: said}, {"corrections": [fields[day][0], fields[precision][0]]})
        for name, (table, value) in _LISTS.items():
            # A place under a closed code, with the note that says so, is told in words that no cell has.
            noted = any(row.get("texte_source") for _, row in told.get(table, ()))
            if name in fields and table in told and not noted:
                said = values.told(SHEETS[0].by_field(name), tuple(value(row) for _, row in told[table]))
                rows = {"corrections": [fields[name][0]], table: [index for index, _ in told[table]]}
                self._say({Place(FICHES, fiche, "", name): said}, rows, over=True)
        for index, row in told.get("mesures", ()):
            wanted = {"grandeur": row["grandeur"], "annee": year}
            place = Place(FICHES, fiche, "", f"quantites:{row['grandeur']}")
            self._say({place: known.figures([row], wanted, "valeur", "borne_{}")}, {"mesures": [index]})
        for index, row in told.get("financements", ()):
            self._funding(fiche, index, row)

    def _funding(self, fiche: str, index: int, row: Row) -> None:
        """On the line of its funder and scheme, else on one that is free; nowhere when neither is left."""
        lines = {
            place.line: (self._now(place), self._now(place._replace(field="dispositif")))
            for place in self.ready.cells
            if (place.sheet, place.fiche, place.field) == (FUNDINGS, fiche, "financeur")
        }
        said = known.funding(row)
        wanted = ((said["financeur"], said["dispositif"]), ("", ""))
        line = next((line for key in wanted for line, named in lines.items() if named == key), None)
        if line is not None:
            cells = {Place(FUNDINGS, fiche, line, name): text for name, text in said.items()}
            self._say(cells, {"financements": [index]})

    def _now(self, place: Place) -> str:
        return self.cells.get(place) or self.ready.cells[place]

    def _say(self, cells: Mapping[Place, str], rows: Mapping[str, Sequence[int]], *, over: bool = False) -> None:
        """Write these cells, all or none; ``over`` what was known. One that already says so is left."""
        said = {place: text for place, text in cells.items() if text and self.ready.cells.get(place) != text}
        free = all(place in self.ready.cells and place not in self.cells for place in said)
        if said and free and (over or not any(self.ready.cells[place] for place in said)):
            self.cells |= said
            for table, indexes in rows.items():
                self.rows[table].update(indexes)


@dataclass(frozen=True)
class Returned:
    """``campaign``: as its workbooks, read back, say it, with what comes beside them; ``files``: name → workbook."""

    campaign: Campaign
    files: Mapping[str, bytes]


@dataclass(frozen=True)
class _Answer:
    """One workbook: what it says that was not known, and the rows of the campaign that say the same."""

    structure: str
    file: str
    content: bytes
    compared: Compared
    told: Mapping[str, set[int]]


def returned(campaign: Campaign, path: Path) -> Returned:
    """Make the workbooks of those who answer from the store at ``path``, fill them in and read them back.

    Cells that are refused are so in the campaign too.
    """
    snapshot = integrity.content(path).snapshot
    opened = record.Campaign(campaign.campaign_id, campaign.year, campaign.opened, tuple(campaign.asked), "")
    to, states = _addressees(campaign, path, snapshot)
    subjects = {("action", fiche): each for fiche, each in states.items()}
    # Each is read by a process of its own: two at once keep two cores busy.
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        one = partial(_answer, campaign, _facts(campaign), states, Path(folder))
        answers = list(pool.map(one, of_states(subjects, opened, snapshot, to)))
    told: dict[str, set[int]] = defaultdict(set)
    for answer in answers:
        for table, indexes in answer.told.items():
            told[table] |= indexes
    read_back = merged([from_file(answer.file, answer.compared.rows) for answer in answers])
    said = replace(
        campaign,
        rows=_together(campaign.rows, told, read_back),
        returned={**campaign.returned} | {answer.structure: len(answer.compared.changes) for answer in answers},
        rejects=[reject for answer in answers for reject in answer.compared.rejects],
    )
    return Returned(said, {answer.file: answer.content for answer in answers})


def _answer(
    campaign: Campaign, facts: Mapping[str, Known], states: Mapping[str, State], folder: Path, ready: Prepared
) -> _Answer:
    filled = _Filled(ready)
    for fiche in ready.titles:
        filled.fiche(fiche, facts.get(fiche, {}), campaign.year)
    whose = ready.identity.structure_id
    file = folder / f"{slug(ready.identity.structure, 80)}-{campaign.year}-{whose}.xlsx"
    content = workbook(ready, filled.cells, FUNCTIONS[0])
    file.write_bytes(content)
    save = Save(FUNCTION, campaign.reason, reviewed=True)
    compared = Comparison(read(file), states, dict).compared(save, f"retour-{campaign.year}-{whose}")
    return _Answer(whose, file.name, content, compared, filled.rows)


def _addressees(campaign: Campaign, path: Path, snapshot: int) -> tuple[list[Addressee], dict[str, State]]:
    """Who answered, each with its fiches of the year as far as their dates are known, and what is said of these."""
    answered = list(campaign.returned)
    names = dict(store.ask_facts(path, _NAMES, [answered]))
    rows = store.ask_facts(path, _FICHES, [answered])
    found = state.read_several(path, snapshot, [("action", action) for _, action, _ in rows])
    states = {action: each for (_, action), each in found.items() if _ran(each, campaign.year)}
    fiches: dict[str, dict[str, str]] = {name: {} for name in campaign.returned}
    for structure, action, title in rows:
        if action in states:
            fiches[structure][action] = title
    return [Addressee(name, names[name], of, None) for name, of in fiches.items()], states


def _ran(said: State, year: int) -> bool:
    begins, ends = (said.one(day) for day in ("date_debut", "date_fin"))
    return (begins is None or int(begins[:4]) <= year) and (ends is None or int(ends[:4]) >= year)


def _facts(campaign: Campaign) -> Mapping[str, Known]:
    """Fiche → what its structure knows that a workbook asks."""
    found: dict[str, dict[str, list[tuple[int, Row]]]] = defaultdict(lambda: defaultdict(list))
    for table in campaign.rows.keys() & {"corrections", *_YEARS, *(table for table, _ in _LISTS.values())}:
        rows = campaign.rows[table]
        about = "action_id" if "action_id" in rows.column_names else "sujet_id"
        for index, row in enumerate(rows.to_pylist()):
            of_year = table not in _YEARS or row[_YEARS[table]] == campaign.year
            if of_year and row.get("grandeur", _GRANDEURS[0]) in _GRANDEURS:
                found[row[about]][table].append((index, row))
    return dict(found)


def _together(rows: Tables, told: Mapping[str, set[int]], read_back: Rows) -> Tables:
    """What the workbooks say, and what they do not of the rest."""
    found = {}
    for name, table in rows.items():
        kept = [index for index in range(table.num_rows) if index not in told[name]]
        found[name] = table.take(pa.array(kept, pa.int64()))
    for name, said in read_back.items():
        plain = [{column: _plain(value) for column, value in row.items()} for row in said]
        made = pa.Table.from_pylist(plain, schema=rows[name].schema if name in rows else None)
        found[name] = pa.concat_tables([found[name], made]) if name in rows else made
    if "arbitrages" in found:
        found["arbitrages"] = _decided_once(found["arbitrages"])
    return found


def _decided_once(table: pa.Table) -> pa.Table:
    """A funder that gives way to the amounts of a workbook is set aside by it: the same decision is said once."""
    keys = pc.binary_join_element_wise(table["table_faits"], table["fait"], " ").to_pylist()
    first = {key: index for index, key in reversed(list(enumerate(keys)))}
    return table.take(pa.array(sorted(first.values()), pa.int64()))


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value
