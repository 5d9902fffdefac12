"""The tables of the files of one load, each with what was said of its columns: now, or for the last such file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from data.importers.tableaux.description import Kind
from data.importers.tableaux.headings import Recognised, is_help, likely_header, recognise, taken_for
from data.importers.tableaux.mapping import Known, TableMapping, mapping_of, recalled
from data.reading.grids import Grid
from data.reading.workbook import Cell


@dataclass(frozen=True)
class Table:
    """One sheet or file, under the mapping ``told``; ``proposed``: heading → what every line of the last such file was
    said to say. ``by``: who told (French), for the reader of the page."""

    one: Recognised
    told: TableMapping
    proposed: Mapping[str, str] = field(default_factory=dict)
    by: str = "dit par la correspondance"

    @property
    def header(self) -> Sequence[Cell]:
        """The row of its names of columns."""
        return self.one.grid.rows[self.one.header]

    @property
    def plain(self) -> bool:
        """Whether each of its columns bears its own name, so that there is nothing to match."""
        one = self.one
        return not (one.spoken or one.extra or one.renamed or one.twice or one.constants or one.lacking)


def tables_of(grids: Sequence[Grid], mapping: TableMapping, known: Known) -> list[Table]:
    """The tables that these grids hold, under what is said of them; [] where none is one of a kind."""
    kinds: tuple[Kind, ...] = (mapping.kind,) if mapping.kind else ()
    told = {id(grid): _told(grid, kinds, mapping, known) for grid in grids if not is_help(grid)}
    of_before = [one.kind for one, _, _ in told.values() if one.kind]
    kinds = kinds or tuple(of_before[:1])

    def said(grid: Grid) -> Mapping[str, str]:
        return told[id(grid)][0].columns if id(grid) in told else {}

    found = recognise(grids, kinds, said) or _taken(grids, kinds, said)
    return [Table(_completed(one, told[id(one.grid)][0]), *told[id(one.grid)]) for one in found]


def _taken(grids: Sequence[Grid], kinds: Sequence[Kind], said: Callable[[Grid], Mapping[str, str]]) -> list[Recognised]:
    """The first grid as a sheet of the one kind that a person says it is."""
    if len(kinds) != 1 or kinds[0].reader != "tableaux":
        return []
    found = (taken_for(grid, kinds[0], said) for grid in grids if not is_help(grid))
    return [one for one in found if one is not None][:1]


def _told(
    grid: Grid, kinds: Sequence[Kind], mapping: TableMapping, known: Known
) -> tuple[TableMapping, Mapping[str, str], str]:
    """What is said of one grid, what is proposed again for the whole of it, and who says so."""
    own = mapping.of(grid)
    before = _before(grid, kinds, known)
    if before is None:
        return own, {}, Table.by
    last = mapping_of("la correspondance retenue", before)
    if own.columns or (own.kind and own.kind != last.kind):
        return own, last.constants, Table.by
    # A workbook of refused lines is of the file that this was said of; another one may be of other places.
    whole = {**last.constants, **own.constants} if grid.completes else own.constants
    return replace(last, constants=whole), last.constants, "retenu du dernier fichier de cette forme"


def _before(grid: Grid, kinds: Sequence[Kind], known: Known) -> Mapping[str, object] | None:
    """What was said of the last table with these columns; nothing is looked up for a model's."""
    found = recognise([grid], kinds)
    if found and not found[0].rivals and Table(found[0], TableMapping()).plain:
        return None
    rank = found[0].header if found else likely_header(grid)
    return None if rank is None else recalled(grid.rows[rank], known)


def _completed(one: Recognised, told: TableMapping) -> Recognised:
    """With what is true of every line, of the columns that the table has not."""
    constants = {name: value for name, value in told.constants.items() if name in one.missing}
    return replace(one, constants=constants)
