"""Which kind of table a file is, by its headings: found, missing, extra and renamed columns told apart."""

import dataclasses
import difflib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from data import french
from data.identifiers import fold
from data.importers.tableaux.description import Column, Kind, Sheet
from data.importers.tableaux.kinds import KINDS
from data.importers.tableaux.synonyms import meanings
from data.reading.grids import Grid
from data.reading.workbook import Cell

MARK = "Exemple"
MARKED = "exemple, non chargé"
README = "Lisez-moi"
LISTS = "Listes"
KIND_TOLD = "Genre du modèle : "
_DEEPEST_HEADER = 10
# Of a heading that somebody wrote, what is told.
_SHOWN = 80
# Of the headings of a sheet, what must be there for a table to be one of that sheet.
_ENOUGH = 0.5
# Or of the headings of a file, half and this many.
MANY = 3
# A row of one heading says nothing of a table.
_FEWEST = 2
_ALIKE = 0.6
_PARENTHESES = re.compile(r"\([^()]*\)")


def key(heading: object) -> str:
    """A heading without its case, accents, unit between parentheses and star of obligation."""
    return fold(_PARENTHESES.sub(" ", str(heading or "")).replace("*", " "))


@dataclass(frozen=True)
class Recognised:
    """A grid and the sheet of a kind that it is: where its header stands, and where each column does.

    ``share``: of the sheet's headings, how many are there (0 to 1). ``missing`` are headings of the sheet, ``extra``
    those of the file that mean nothing, ``renamed`` pairs (in the file, in the sheet) that look like one. ``spoken``:
    headings of the sheet that the file says by another name; ``twice``: those that several of its names may say, with
    these names. ``constants``: what a person says once for all of columns that are not there. ``rivals``: the same grid
    as sheets of other kinds, of which only a person can say that it is none.
    """

    grid: Grid
    kind: Kind
    sheet: Sheet
    header: int
    places: dict[str, int]
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...]
    share: float
    rivals: tuple["Recognised", ...] = ()
    spoken: Mapping[str, str] = field(default_factory=dict)
    twice: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)

    @property
    def explained(self) -> int:
        """How many headings of the file are those of the sheet."""
        return len(self.sheet.columns) - len(self.missing)

    @property
    def unexplained(self) -> int:
        """How many are not."""
        return len(self.extra) + len(self.renamed)

    @property
    def lacking(self) -> list[str]:
        """Columns that must be filled in and that the file has not."""
        return [column.heading for column in self.missed if column.required]

    @property
    def missed(self) -> list[Column]:
        """Columns of the sheet that nothing says: neither the file nor a person, once for all."""
        return [one for one in self.sheet.columns if one.heading in self.missing and one.heading not in self.constants]

    @property
    def askable(self) -> bool:
        """Whether what lacks may be asked: its lines are named, and enough is understood for the rest to be said."""
        return self.sheet.columns[0].heading in self.places and self.explained >= max(MANY, self.unexplained)

    @property
    def mark(self) -> int | None:
        """Where the mark of example lines stands."""
        return self.places.get(MARK)

    @property
    def words(self) -> list[str]:
        """The header as the file writes it."""
        return [str(cell).strip() for cell in self.grid.rows[self.header] if cell is not None]

    def why(self) -> str:
        """A French sentence that says what was recognised, and by what."""
        return (
            f"« {self.kind.title} », feuille « {self.sheet.name} » : {self.explained} de ses "
            f"{french.plural(len(self.sheet.columns), 'colonne')} {'est là' if self.explained < 2 else 'sont là'}"
        )


# What a person says of the columns of a grid: name in the file (as ``key`` makes it) → heading, or ``IGNORED``.
Said = Callable[[Grid], Mapping[str, str]]


def nothing_said(grid: Grid) -> Mapping[str, str]:
    """Nobody said anything."""
    return {}


def recognise(grids: Sequence[Grid], kinds: Sequence[Kind] = (), said: Said = nothing_said) -> list[Recognised]:
    """The grids that are a sheet of one of ``kinds`` (of any, when there are none).

    Where the workbook says its kind, that one is tried first. A grid that may be of several is of the one that another
    grid of the workbook is; else it is of the first, and the others are its ``rivals``. A column is known by what a
    person says of it, else by its heading, else by another name of it (``synonyms.py``).
    """
    among = kinds or tuple(KINDS.values())
    told = kind_told(grids)
    first = [kind for kind in among if kind.name == told]
    for tried in (first, among):
        if found := [best for grid in grids if (best := _recognised(grid, tried, said(grid)))]:
            return _settled(found)
    return []


def taken_for(grid: Grid, kind: Kind, said: Said = nothing_said) -> Recognised | None:
    """The grid as a sheet of the kind that a person says it is, however few of its columns are known; None where no row
    may hold names."""
    rank = likely_header(grid)
    if rank is None:
        return None
    return max(
        (_reading(grid, kind, sheet, rank, said(grid), others=True) for sheet in kind.sheets),
        key=_merit,
    )


def likely_header(grid: Grid) -> int | None:
    """The rank of the first row that may hold names of columns, whatever they are; None where there is none."""
    widths = [sum(cell is not None for cell in row) for row in grid.rows[:_DEEPEST_HEADER]]
    usual = max(Counter(widths).items(), key=lambda item: (item[1], item[0]), default=(0, 0))[0]
    for rank, row in enumerate(grid.rows[:_DEEPEST_HEADER]):
        if widths[rank] >= max(usual, _FEWEST) and all(cell is None or isinstance(cell, str) for cell in row):
            return rank
    return None


def _shown(cell: object) -> str:
    return str(cell).strip()[:_SHOWN]


def _settled(found: Sequence[Sequence[Recognised]]) -> list[Recognised]:
    """One reading a grid, of those that it may have."""
    sure = {best[0].kind.name for best in found if len(best) == 1}
    settled = []
    for best in found:
        first, *others = [one for one in best if one.kind.name in sure] or best
        settled.append(dataclasses.replace(first, rivals=tuple(others)))
    return settled


def kind_told(grids: Iterable[Grid]) -> str | None:
    """The kind that a workbook says it is in its « Lisez-moi »."""
    for grid in grids:
        if fold(grid.sheet or "") == fold(README):
            for row in grid.rows:
                for cell in row:
                    if isinstance(cell, str) and cell.startswith(KIND_TOLD):
                        return cell.removeprefix(KIND_TOLD).strip()[:_SHOWN]
    return None


def names_columns(row: Sequence[Cell]) -> bool:
    """Whether a row under a header is another one: all that it says are headings of one sheet of a kind."""
    said: set[str] = set()
    filled = 0
    for cell in row:
        if cell is None:
            continue
        if not isinstance(cell, str) or key(cell) not in _every_heading():
            return False  # Nearly every line ends here, at its first cell.
        said.add(key(cell))
        filled += 1
    return filled >= _FEWEST and len(said) == filled and any(said <= headings for headings in _headings())


@cache
def _headings() -> tuple[frozenset[str], ...]:
    """The headings of each sheet of each kind."""
    return tuple(
        frozenset({key(MARK), *(key(column.heading) for column in sheet.columns)})
        for kind in KINDS.values()
        for sheet in kind.sheets
    )


@cache
def _every_heading() -> frozenset[str]:
    return frozenset().union(*_headings())


def is_help(grid: Grid) -> bool:
    """Whether a grid is a page of a model that people read, or its lists."""
    return fold(grid.sheet or "") in (fold(README), fold(LISTS))


def _recognised(grid: Grid, kinds: Iterable[Kind], said: Mapping[str, str]) -> list[Recognised]:
    """The best reading of a grid by each kind that explains it as well as any; [] where none does.

    Other names of columns add to what a table of a kind says; they make it one where its own headings do not suffice.
    """
    if is_help(grid):
        return []
    own = _best(grid, kinds, said, others=False)
    if own and not own[0].lacking:
        return _best(grid, [one.kind for one in own], said, others=True)
    wider = _best(grid, [kind for kind in kinds if kind.reader == "tableaux"], said, others=True)
    return wider if wider and (not own or _merit(wider[0]) > _merit(own[0])) else own


def _best(grid: Grid, kinds: Iterable[Kind], said: Mapping[str, str], *, others: bool) -> list[Recognised]:
    by_kind: dict[str, Recognised] = {}
    for kind in kinds:
        for sheet in kind.sheets:
            for rank in range(min(len(grid.rows), _DEEPEST_HEADER)):
                one = _against(grid, kind, sheet, rank, said, others=others)
                best = by_kind.get(kind.name)
                if one is not None and (best is None or _rank(one) > _rank(best)):
                    by_kind[kind.name] = one
    return _likeliest(list(by_kind.values()))


def _likeliest(readings: Sequence[Recognised]) -> list[Recognised]:
    """Those that explain the grid as well as any; where they lack what they need, those that lack nothing and explain
    half of its headings may be meant too."""
    most = max(map(_merit, readings), default=None)
    best = [one for one in readings if _merit(one) == most]
    if not best or not best[0].lacking:
        return best
    return best + [one for one in readings if not one.lacking and one.explained >= one.unexplained]


def _merit(one: Recognised) -> tuple[int, bool, bool]:
    """What makes a kind a better reading than another: how many of the file's headings it explains (how much of the
    model is there says nothing: of the same few columns, a short model has a large share), then that nothing it needs
    lacks, then that the sheet bears its name."""
    return one.explained, not one.lacking, fold(one.grid.sheet or "") == fold(one.sheet.name)


def _rank(one: Recognised) -> tuple[tuple[int, bool, bool], float, int]:
    return _merit(one), one.share, -one.header


def _against(
    grid: Grid, kind: Kind, sheet: Sheet, rank: int, said: Mapping[str, str], *, others: bool
) -> Recognised | None:
    """The row as a header of that sheet, None when it has too few of its headings."""
    one = _reading(grid, kind, sheet, rank, said, others=others)
    there = {*one.places, *one.twice}
    # What is the same on every line may be said once for all: a list of one département has no column of it.
    required = [column for column in sheet.columns if column.required and not (others and column.type == "departement")]
    found = sum(column.heading in there for column in required)
    explained = len(there - {MARK})
    titles = explained + one.unexplained
    if one.share < _ENOUGH and found < len(required) and not (explained >= MANY and explained * 2 >= titles):
        return None
    if found * 2 < len(required) or explained < (MANY if others and one.lacking else 2):
        return None
    return one


def _reading(grid: Grid, kind: Kind, sheet: Sheet, rank: int, said: Mapping[str, str], *, others: bool) -> Recognised:
    """The row as a header of that sheet, whatever it has of it."""
    row = grid.rows[rank]
    titles: dict[str, int] = {}
    for place, cell in enumerate(row):
        if isinstance(cell, str) and key(cell):
            titles.setdefault(key(cell), place)
    meant = _meant(titles, sheet, said, others=others)
    twice = {name: tuple(_shown(row[titles[one]]) for one in ones) for name, ones in meant.items() if len(ones) > 1}
    places = {name: titles[ones[0]] for name, ones in meant.items() if len(ones) == 1}
    missing = tuple(column.heading for column in sheet.columns if column.heading not in places)
    share = 1 - len(missing) / len(sheet.columns)
    taken = {one for ones in meant.values() for one in ones}
    free = [_shown(row[place]) for folded, place in titles.items() if folded not in taken]
    heard = [one for one in free if key(one) not in said]
    renamed = _renamed(heard, [column for column in sheet.columns if column.heading not in meant])
    extra = tuple(name for name in free if name not in {written for written, _ in renamed})
    spoken = {name: _shown(row[place]) for name, place in places.items() if key(name) != key(row[place])}
    return Recognised(grid, kind, sheet, rank, places, missing, extra, renamed, share, spoken=spoken, twice=twice)


def _meant(titles: Iterable[str], sheet: Sheet, said: Mapping[str, str], *, others: bool) -> dict[str, list[str]]:
    """Heading of the sheet → the titles that say it: what a person says, else its own name, else other names of it."""
    own = {key(column.heading): column.heading for column in sheet.columns} | {key(MARK): MARK}
    known = meanings(sheet) if others else {}
    ways: tuple[dict[str, list[str]], ...] = ({}, {}, {})
    for title in titles:
        if title in said:
            if said[title] in own.values():
                ways[0].setdefault(said[title], []).append(title)
        elif title in own:
            ways[1].setdefault(own[title], []).append(title)
        elif title in known:
            ways[2].setdefault(known[title], []).append(title)
    return {**ways[2], **ways[1], **ways[0]}


def _renamed(others: Sequence[str], missing: Sequence[Column]) -> tuple[tuple[str, str], ...]:
    """(heading of the file, heading that it may stand for), each once: words alike, or the one inside the other."""
    pairs = []
    free = list(others)
    for column in missing:
        wanted = key(column.heading)
        near = [name for name in free if _alike(key(name), wanted)]
        if near:
            best = max(near, key=lambda name: difflib.SequenceMatcher(None, key(name), wanted).ratio())
            pairs.append((best, column.heading))
            free.remove(best)
    return tuple(pairs)


def _alike(written: str, wanted: str) -> bool:
    inside = set(wanted.split()) <= set(written.split()) or set(written.split()) <= set(wanted.split())
    return inside or difflib.SequenceMatcher(None, written, wanted).ratio() >= _ALIKE
