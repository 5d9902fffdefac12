"""A campaign over the three fiches of ``tests/small/facts.py``: its workbook, the same filled in and saved again."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from python_calamine import CalamineWorkbook

from data import integrity
from data.actors import Actor
from data.campaign.prepared import Addressee, Wanted, prepared
from data.campaign.record import Campaign, open_campaign
from data.campaign.workbook import FUNCTION, workbook
from data.entering.forms import Save
from data.loading.load import load
from data.report import Report
from tests.small.entered import ATELIER, CAFE, JARDINS
from tests.small.facts import CENTRE
from tests.small.people import KEEPER
from tests.tools.workbooks import saved

NAME = "Centre social des Coteaux"
SAVE = Save("chargée de mission", "enquête annuelle")
FICHES = {CAFE: "Café des familles", JARDINS: "Jardins partagés", ATELIER: "Atelier d'écriture"}
Sheets = dict[str, list[list[Any]]]


def opened(path: Path, year: int = 2021, actor: Actor = KEEPER) -> Campaign:
    """A campaign for the one structure of the small facts."""
    return open_campaign(actor, path, year, [CENTRE], SAVE)


def sent(path: Path, campaign: Campaign, wanted: Sequence[Wanted] = (), withheld: Sequence[Any] = ()) -> bytes:
    """The workbook of that structure, as it is made now."""
    to = Addressee(CENTRE, NAME, FICHES, wanted, withheld)
    (ready,) = prepared(path, campaign, integrity.content(path).snapshot, [to])
    return workbook(ready)


def sheets(content: bytes) -> Sheets:
    """Every sheet of a workbook, as rows of plain cells."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    found = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    # A cell of the first sheet that is only drawn is beyond its last one that says something.
    return {name: [[*row, *[""] * (4 - len(row))] for row in rows] for name, rows in found.items()}


def place(rows: Sequence[Sequence[Any]], heading: str) -> int:
    """Where the column of a heading stands, whatever its unit and its year."""
    return next(rank for rank, cell in enumerate(rows[0]) if str(cell).split(" (")[0] == heading)


def put(told: Sheets, sheet: str, fiche: str, heading: str, value: Any, line: str = "") -> None:
    """Write a value in a cell."""
    rows = told[sheet]
    (row,) = [each for each in rows[1:] if each[0] == fiche and (not line or each[1] == line)]
    row[place(rows, heading)] = value


def signed(told: Sheets, function: str = "direction") -> None:
    """Choose the function of who answers."""
    (row,) = [row for row in told["À lire d'abord"] if str(row[0]).startswith(FUNCTION)]
    row[1] = function


def returned(content: bytes, file: Path, *changes: Callable[[Sheets], object]) -> Path:
    """A workbook that somebody changed."""
    told = sheets(content)
    for change in changes:
        change(told)
    return saved(told, file)


def answer(path: Path, file: Path, actor: Actor = KEEPER, **options: Any) -> Report:
    """What loading a returned workbook did."""
    return load(actor, "campagne", [file], path, keep_sound=True, **options)


class Sent(NamedTuple):
    """A campaign over a store, and the workbook that it sent."""

    path: Path
    campaign: Campaign
    content: bytes


def filled_in(there: Sent, name: str, *changes: Callable[[Sheets], object]) -> Path:
    return returned(there.content, there.path.parent / f"{name}.xlsx", *changes)
