"""How the columns of tables were read, for a page: each with its values, and what a person must say."""

from collections.abc import Mapping, Sequence
from typing import Literal

from data import settings
from data.importers.tableaux import mapping as told
from data.importers.tableaux.description import Column as Described
from data.importers.tableaux.description import Kind
from data.importers.tableaux.headings import MARK, key
from data.importers.tableaux.tables import Table
from data.toml_file import quoted
from data.understanding import IGNORED, Column, Headings, Question, Understanding, not_taken, samples

# What one answer may say of every line of a table.
_SAID_ONCE = ("departement", "texte", "annee")


def of(tables: Sequence[Table]) -> Understanding:
    """The columns of these tables, each under its sheet of a model, and what lacks as questions."""
    columns = [column for table in tables for column in _columns(table, _path(tables, table))]
    asked = [question for table in tables for question in _questions(table, _path(tables, table))]
    fields = {
        column.heading: f"{column.heading} : {column.help}" for table in tables for column in table.one.sheet.columns
    }
    extra = tuple(name for table in tables for name in table.one.extra)
    missing = tuple(column.heading for table in tables for column in table.one.missed)
    renamed = tuple(pair for table in tables for pair in table.one.renamed)
    aside = [column.name for column in columns if column.field is None]
    fields[IGNORED] = "ne pas reprendre"
    return Understanding(tuple(columns), fields, tuple(asked), Headings(extra, missing, renamed), not_taken(aside))


def of_kinds(kinds: Sequence[Kind], words: str) -> Understanding:
    """A table whose columns are of no kind: which one it is."""
    choices = tuple((kind.name, f"{kind.title} : {kind.what}") for kind in kinds)
    return Understanding(questions=(Question((told.KIND,), words, "choix", choices),))


def proposal(tables: Sequence[Table]) -> str:
    """The mapping as a TOML text to complete, save and give back with ``--mapping``."""
    lines = [f"{told.KIND} = {quoted(tables[0].one.kind.name)}"]
    for table in tables:
        sheet = f"{told.SHEETS}.{quoted(table.one.grid.sheet or table.one.grid.file)}." if len(tables) > 1 else ""
        lines.append(f"[{sheet}{told.COLUMNS}]")
        lines += [f"{quoted(one.name)} = {quoted(one.field or IGNORED)}" for one in _columns(table, ())]
        once = [column for column in _lacking(table) if column.type in _SAID_ONCE]
        if once:
            lines.append(f"[{sheet}{told.CONSTANTS}]")
            lines += [f"{quoted(column.heading)} = {quoted(_proposed(table, column) or '')}" for column in once]
    return "\n".join(lines)


def _path(tables: Sequence[Table], table: Table) -> tuple[str, ...]:
    """Where the answers of one table are: by themselves when there is only one."""
    return (told.SHEETS, table.one.grid.sheet or table.one.grid.file) if len(tables) > 1 else ()


def _names(table: Table) -> dict[str, int]:
    """Each name of the header, once, and its place; the mark of examples is none."""
    found: dict[str, int] = {}
    for place, cell in enumerate(table.header):
        if isinstance(cell, str) and key(cell) and key(cell) != key(MARK):
            found.setdefault(" ".join(cell.split()), place)
    return found


def _values(table: Table, place: int) -> tuple[str, ...]:
    return samples(row[place] for row in table.one.grid.rows[table.one.header + 1 :] if place < len(row))


def _columns(table: Table, path: tuple[str, ...]) -> list[Column]:
    meant = {place: heading for heading, place in table.one.places.items()}
    return [
        Column(
            table.one.grid.name,
            name,
            _values(table, place),
            meant.get(place),
            _why(table, name, meant.get(place)),
            (*path, told.COLUMNS, name),
        )
        for name, place in _names(table).items()
    ]


def _why(table: Table, name: str, heading: str | None) -> str:
    if heading is None:
        return ""
    if key(name) in table.told.columns:
        return table.by
    return f"son nom se lit « {heading} »" if heading in table.one.spoken else "son nom le dit"


def _lacking(table: Table) -> list[Described]:
    """The columns that must be filled in, that nothing says, and that no two columns may say."""
    return [column for column in table.one.missed if column.required and column.heading not in table.one.twice]


def _questions(table: Table, path: tuple[str, ...]) -> list[Question]:
    asked = []
    for heading, names in table.one.twice.items():
        words = f"Plusieurs colonnes peuvent dire « {heading} » : laquelle ?"
        choices = _choices(table, {" ".join(name.split()) for name in names})
        asked.append(Question((*path, told.COLUMNS), words, "choix", choices, None, heading))
    return asked + [_missing(table, column, path) for column in _lacking(table)]


def _missing(table: Table, column: Described, path: tuple[str, ...]) -> Question:
    """What says a column that must be filled in: one answer for every line, or one of the columns left."""
    if column.type in _SAID_ONCE and column is not table.one.sheet.columns[0]:
        words = (
            f"{column.heading} : aucune colonne ne le dit. Écrivez-le une fois pour toutes les lignes, ou choisissez "
            f"plus bas sa colonne. {column.help}"
        )
        kind: Literal["annee", "texte"] = "annee" if column.type == "annee" else "texte"
        return Question((*path, told.CONSTANTS, column.heading), words, kind, proposed=_proposed(table, column))
    pairs = {wanted: written for written, wanted in table.one.renamed}
    near = " ".join(pairs.get(column.heading, "").split()) or None
    free = {name for name, place in _names(table).items() if place not in table.one.places.values()}
    words = f"Quelle colonne dit « {column.heading} » ? {column.help}"
    return Question((*path, told.COLUMNS), words, "choix", _choices(table, free), near, column.heading, open=True)


def _proposed(table: Table, column: Described) -> str | None:
    """What was said for the last such file; of a département, else the one of reference."""
    before: Mapping[str, str] = table.proposed
    return before.get(column.heading) or (settings.departement() if column.type == "departement" else None)


def _choices(table: Table, names: set[str]) -> tuple[tuple[str, str], ...]:
    places = {name: place for name, place in _names(table).items() if name in names}
    return tuple((name, f"{name} ({' ; '.join(_values(table, place)) or 'vide'})") for name, place in places.items())
