"""A workbook that comes back, read: what it is, what was known when it was sent, and what its cells say now.

Lines and columns may have moved: a cell is found by the identifiers of its line and the name of its column.
"""

import difflib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from data import french
from data.batch import RefusedError, Reject
from data.campaign.prepared import Identity
from data.campaign.sheets import FICHE, FIRST, IDENTITY, KNOWN, LINE, SHEETS, TITLE, Place, Sheet
from data.campaign.workbook import FUNCTION, FUNCTIONS, IDENTITY_LABELS, KNOWN_LABELS, LACKING, LISTS, SEAL, headings
from data.identifiers import fold
from data.importers.tableaux.headings import key
from data.reading import units
from data.reading.grids import Grid, read_grids
from data.reading.workbook import Cell
from data.understanding import Headings

_DEEPEST_HEADER = 10
_ALIKE = 0.6
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_AGAIN = "Repartez du classeur que vous avez envoyé, et recopiez-y les réponses"


@dataclass(frozen=True)
class Written:
    """One cell that says something: ``grid`` and ``line`` are where it stands now, ``formula`` that one is there."""

    place: Place
    value: Cell
    formula: bool
    grid: str
    line: int
    heading: str

    def reject(self, why: str) -> Reject:
        """Its refusal; a number of people is not repeated, which secrecy may withhold."""
        shown = None if self.place.field.startswith("quantites") or self.value is None else str(self.value)
        return Reject(self.grid, self.line, self.heading, shown, why)


@dataclass
class Returned:
    """A workbook as read. ``known``: what it was sent with; ``cells``: what it says; ``function`` of who answers."""

    identity: Identity
    known: Mapping[Place, str]
    cells: list[Written] = field(default_factory=list)
    function: str | None = None
    rejects: list[Reject] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    headings: Headings = field(default_factory=Headings)


def named(grids: Sequence[Grid]) -> dict[str, Grid]:
    """Sheet → its grid."""
    return {grid.sheet: grid for grid in grids if grid.sheet is not None}


def identity_of(grids: Mapping[str, Grid]) -> tuple[Identity, str] | None:
    """What a workbook says that it is, and its seal; None when it says nothing, or not all of it."""
    if IDENTITY not in grids:
        return None
    said = {_text(row[0]): _text(row[1]) for row in grids[IDENTITY].rows if len(row) > 1}
    values = [said.get(label, "") for label in IDENTITY_LABELS]
    if not all(values) or not (values[1].isdecimal() and values[4].isdecimal()):
        return None
    return Identity(values[0], int(values[1]), values[2], values[3], int(values[4])), said[SEAL]


def looks_like_one(grids: Mapping[str, Grid]) -> bool:
    """Whether sheets are those of a campaign workbook, whatever became of its identity."""
    return KNOWN in grids or (FIRST in grids and SHEETS[0].name in grids)


def read(path: Path) -> Returned:
    """RefusedError (French) for a workbook that no longer says, or falsely, which campaign and structure it is of."""
    grids = named(read_grids(path))
    found = identity_of(grids)
    if found is None or KNOWN not in grids:
        lost = IDENTITY if found is None else KNOWN
        raise RefusedError(
            f"« {path.name} » : la feuille « {lost} » a disparu, ou a été modifiée. Elle dit de quelle campagne et de "
            f"quelles fiches il s'agit. {_AGAIN}."
        )
    identity, seal = found
    known = _known(grids[KNOWN])
    if identity.seal(known) != seal:
        raise RefusedError(
            f"« {path.name} » : la feuille « {IDENTITY} » ou « {KNOWN} » a été modifiée : on ne sait plus de quelle "
            f"structure sont ces réponses, ni ce qui a changé. {_AGAIN}."
        )
    returned = Returned(identity, known, function=_function(grids.get(FIRST)))
    # A workbook may have lost all its sheets: nothing is extra, missing or renamed then.
    seen: list[tuple[list[str], list[str], list[tuple[str, str]]]] = [([], [], [])]
    for sheet in SHEETS:
        grid = grids.get(sheet.name)
        if grid is None:
            _tell_lost(returned, sheet, grids)
        else:
            seen.append(_Reader(returned, sheet, grid).read())
    extra, missing, renamed = ([each for part in parts for each in part] for parts in zip(*seen, strict=True))
    returned.headings = Headings(tuple(extra), tuple(missing), tuple(renamed))
    for what, names in (("en plus, non lues", extra), ("absentes, donc inconnues", missing)):
        if names:
            returned.remarks.append(f"Colonnes {what} : {', '.join(f'« {name} »' for name in names)}.")
    return returned


def _tell_lost(returned: Returned, sheet: Sheet, grids: Mapping[str, Grid]) -> None:
    """A sheet that is not there was removed, or bears another name: what is written on it would be lost in silence."""
    ours = {FIRST, IDENTITY, KNOWN, LISTS, *(each.name for each in SHEETS)}
    other = next((name for name, grid in grids.items() if name not in ours and _written(grid)), None)
    if other is None:
        returned.remarks.append(f"La feuille « {sheet.name} » n'y est plus : rien n'en est lu, rien n'est effacé.")
        return
    why = f"feuille inconnue, non lue, et « {sheet.name} » n'y est plus : si c'est elle, remettez son nom"
    returned.rejects.append(Reject(grids[other].name, None, None, other[:80], why))


def _written(grid: Grid) -> bool:
    return any(cell is not None for row in grid.rows for cell in row)


def _text(cell: Cell) -> str:
    """A cell of what the workbook says of itself, all of it written as text."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _known(grid: Grid) -> dict[Place, str]:
    width = len(KNOWN_LABELS)
    rows = [[*map(_text, row), *[""] * width][:width] for row in grid.rows[1:]]
    return {Place(*row[:4]): row[4] for row in rows}


def _function(grid: Grid | None) -> str | None:
    """What was chosen in the list; another word may be a name, and is not kept."""
    for row in grid.rows if grid is not None else ():
        if len(row) > 1 and _text(row[0]).startswith(FUNCTION):
            return next((one for one in FUNCTIONS if fold(one) == fold(_text(row[1]))), None)
    return None


@cache
def _own(heading: str) -> str:
    """The key of a heading of ours, asked for every cell."""
    return key(heading)


class _Reader:
    """Reads one sheet into ``returned``."""

    def __init__(self, returned: Returned, sheet: Sheet, grid: Grid) -> None:
        self.returned, self.sheet, self.grid = returned, sheet, grid
        self.lines = {(place.fiche, place.line) for place in returned.known if place.sheet == sheet.name}
        self.places: dict[str, int] = {}

    def read(self) -> tuple[list[str], list[str], list[tuple[str, str]]]:
        """(extra, missing, renamed) headings."""
        header = self._header()
        if header is None:
            why = f"la ligne des intitulés, ou la colonne « {FICHE} », n'y est plus : rien de cette feuille n'est lu"
            self._refuse(None, FICHE, why)
            return [], [], []
        told = self._columns(header)
        self._refuse_strangers(header, *told[:2])
        rows = list(zip(self.grid.rows[header + 1 :], self.grid.lines[header + 1 :], strict=True))
        keys = [self._key(row) for row, _ in rows]
        repeated = {one for one, count in Counter(keys).items() if count > 1}
        for one, (row, number) in zip(keys, rows, strict=True):
            self._line(row, number, one, repeated)
        removed = self.lines - set(keys)
        if removed:
            count = french.plural(len(removed), "ligne retirée", "lignes retirées")
            self.returned.remarks.append(f"{count} de la feuille « {self.sheet.name} » : rien n'en est effacé.")
        return told

    def _refuse(self, line: int | None, column: str | None, why: str) -> None:
        self.returned.rejects.append(Reject(self.grid.name, line, column, None, why))

    def _header(self) -> int | None:
        for rank, row in enumerate(self.grid.rows[:_DEEPEST_HEADER]):
            if key(FICHE) in map(key, row):
                return rank
        return None

    def _columns(self, header: int) -> tuple[list[str], list[str], list[tuple[str, str]]]:
        """Where each heading stands; one that is written otherwise is not read, and said."""
        expected = {key(one): one for one in headings(self.sheet, self.returned.identity.year)}
        written = [(place, str(cell)) for place, cell in enumerate(self.grid.rows[header]) if cell is not None]
        counts = Counter(key(name) for _, name in written)
        line = self.grid.lines[header]
        for place, name in written:
            if key(name) not in expected:
                continue
            if why := self._why_unread(name, expected[key(name)], counts[key(name)]):
                self._refuse(line, name[:80], why)
            else:
                self.places[key(name)] = place
        missing = [name for one, name in expected.items() if not counts[one]]
        strangers = [name for _, name in written if key(name) not in expected]
        renamed = []
        for name in strangers:
            alike = difflib.get_close_matches(key(name), [key(one) for one in missing], 1, _ALIKE)
            if alike:
                wanted = expected[alike[0]]
                renamed.append((name[:80], wanted))
                self._refuse(line, name[:80], f"colonne renommée, non lue : remettez son nom, « {wanted} »")
        others = {name for name, _ in renamed}
        told = {wanted for _, wanted in renamed} | {LACKING, TITLE}
        lost = [name for name in missing if name not in told]
        return [name[:80] for name in strangers if name[:80] not in others], lost, renamed

    def _why_unread(self, name: str, wanted: str, count: int) -> str | None:
        """Why a column whose heading is asked for is not read all the same; None when it is."""
        if count > 1:
            return "deux colonnes portent ce nom : aucune n'est lue. Gardez-en une"
        if units.in_heading(name, self._type(key(name))):
            why = f"cet intitulé dit une autre unité : colonne non lue. Remettez son nom, « {wanted} »"
            return f"{why}, et écrivez-y des euros, ou des nombres entiers"
        if other := self._other_year(name):
            why = f"cette colonne est dite de {other}, la campagne demande {self.returned.identity.year} : non lue"
            return f"{why}. Remettez son nom, « {wanted} »"
        return None

    def _type(self, heading: str) -> str:
        """How the cells of a column are read, "" for one that is not asked."""
        return next((asked.column.type for asked in self.sheet.asked if key(asked.column.heading) == heading), "")

    def _other_year(self, heading: str) -> str | None:
        """The year that a heading says, when it does not say that of the campaign."""
        years = _YEAR.findall(heading)
        return years[0] if years and str(self.returned.identity.year) not in years else None

    def _refuse_strangers(self, header: int, extra: Sequence[str], missing: Sequence[str]) -> None:
        """Where a column lacks, another that says something may be that one under a name of its own."""
        if not missing:
            return
        wanted = ", ".join(f"« {name} »" for name in missing)
        for place, cell in enumerate(self.grid.rows[header]):
            if cell is None or str(cell)[:80] not in extra:
                continue
            if any(place < len(row) and row[place] is not None for row in self.grid.rows[header + 1 :]):
                why = f"colonne inconnue, non lue, et il manque {wanted} : si c'est elle, remettez son nom"
                self._refuse(self.grid.lines[header], str(cell)[:80], why)

    def _at(self, row: Sequence[Cell], heading: str) -> Cell:
        place = self.places.get(_own(heading))
        cell = None if place is None or place >= len(row) else row[place]
        return None if isinstance(cell, str) and not cell.strip() else cell

    def _key(self, row: Sequence[Cell]) -> tuple[str, str]:
        line = _text(self._at(row, LINE)).strip() if self.sheet.lines else ""
        return _text(self._at(row, FICHE)).strip(), line

    def _line(self, row: Sequence[Cell], number: int, one: tuple[str, str], repeated: set[tuple[str, str]]) -> None:
        said = [
            (asked, self._at(row, asked.column.heading), (number, place) in self.grid.formulas)
            for asked in self.sheet.asked
            if (place := self.places.get(_own(asked.column.heading))) is not None
        ]
        if not any(cell is not None or formula for _, cell, formula in said):
            return
        if one not in self.lines:
            why = "ligne ajoutée, ou identifiant modifié : aucune fiche de ce classeur ne le porte. Une nouvelle action"
            self._refuse(number, FICHE, f"{why} se dit par le modèle « Fiches actions », ou par le formulaire")
            return
        if one in repeated:
            self._refuse(number, FICHE, "cette fiche a deux lignes : aucune n'est lue. Gardez-en une")
            return
        for asked, cell, formula in said:
            if cell is not None or formula:
                where = Place(self.sheet.name, *one, asked.column.field)
                self.returned.cells.append(Written(where, cell, formula, self.grid.name, number, asked.column.heading))
