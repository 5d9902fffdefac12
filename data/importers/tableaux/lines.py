"""The lines of a sheet: each cell as its column says, what the cells name, and every reason to refuse a line."""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from data.batch import Reject
from data.importers.tableaux import cells, examples, rules
from data.importers.tableaux.description import Column
from data.importers.tableaux.headings import MARK, MARKED, Recognised, key, names_columns
from data.importers.tableaux.links import Links
from data.reading.dates import ReadDate
from data.reading.workbook import Cell

_SHOWN = 120
_FORMULA = "une formule à la place d'une valeur : collez-la en « valeurs seules », ou écrivez la valeur"
_ABSENT = "valeur obligatoire absente : écrivez-la"


@dataclass
class Line:
    """One line: its values by field (those that could be read), and every reason to refuse it.

    ``repeats``: another line, which is kept, says the same thing.
    """

    file: str
    number: int
    cells: dict[str, Cell]
    values: dict[str, Any] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)
    repeats: bool = False

    def written(self, heading: str) -> Cell:
        """The cell of a column, None when it is empty or not there."""
        return self.cells.get(heading)

    def refuse(self, column: str | None, value: Cell, reason: str) -> None:
        """One more reason to refuse the line."""
        shown = None if value is None else str(value)[:_SHOWN]
        self.rejects.append(Reject(self.file, self.number, column, shown, reason))


class LineReader:
    """Reads the lines of a recognised grid; what they name is looked for in ``links``."""

    def __init__(self, found: Recognised, links: Links) -> None:
        self.found, self.links = found, links
        self.grid, self.sheet = found.grid, found.sheet
        self.data = list(zip(self.grid.rows, self.grid.lines, strict=True))[found.header + 1 :]
        self.verdicts = [examples.judge(found, row) for row, _ in self.data]
        self.header = [key(cell) for cell in self.grid.rows[found.header]]
        self.parsers = {
            column.heading: cells.parser(column, self._heading(column), self._written(column))
            for column in self.sheet.columns
        }

    def lines(self) -> Iterator[Line | None]:
        """Each line in its order; None for an example of the model."""
        begins: int | None = None
        for (row, number), verdict in zip(self.data, self.verdicts, strict=True):
            if begins is None and not self._repeats_header(row) and names_columns(row):
                begins = number
            if begins is not None:
                if any(cell is not None for cell in row):
                    yield self._of_another_table(row, number, begins)
                continue
            if not any(_filled(cell) is not None for cell in self._written_in(row).values()):
                if (formulas := self._formulas(number)) != []:
                    yield self._empty(number, formulas)
                continue
            if self._repeats_header(row):
                line = self._line(row, number)
                line.refuse(None, None, "en-tête répété : supprimez cette ligne")
                yield line
                continue
            yield None if verdict == "exemple" else self._read(row, number, changed=verdict == "modifiee")

    def _heading(self, column: Column) -> str:
        place = self.found.places.get(column.heading)
        return "" if place is None else str(self.grid.rows[self.found.header][place])

    def _written(self, column: Column) -> list[Cell]:
        """The cells of a column that say something of its notation: those of examples do not."""
        place = self.found.places.get(column.heading)
        if place is None:
            return []
        return [
            row[place]
            for (row, _), verdict in zip(self.data, self.verdicts, strict=True)
            if place < len(row) and verdict != "exemple"
        ]

    def _written_in(self, row: Sequence[Cell]) -> dict[str, Cell]:
        """The cells of a line, by heading."""
        places = self.found.places
        return {name: row[place] if place < len(row) else None for name, place in places.items() if name != MARK}

    def _line(self, row: Sequence[Cell], number: int) -> Line:
        return Line(self.grid.name, number, {**self.found.constants, **self._written_in(row)})

    def _of_another_table(self, row: Sequence[Cell], number: int, begins: int) -> Line:
        line = Line(self.grid.name, number, {})
        written = " | ".join(str(cell) for cell in row if cell is not None)
        line.refuse(None, written, f"un autre tableau commence ligne {begins} : mettez-le dans une feuille à part")
        return line

    def _repeats_header(self, row: Sequence[Cell]) -> bool:
        filled = [(place, cell) for place, cell in enumerate(row) if cell is not None]
        return len(filled) > 1 and all(
            place < len(self.header) and key(cell) == self.header[place] for place, cell in filled
        )

    def _formulas(self, number: int) -> list[str]:
        """The columns of a line where a formula stands."""
        places = self.found.places
        return [name for name, place in places.items() if (number, place) in self.grid.formulas]

    def _empty(self, number: int, formulas: Sequence[str]) -> Line:
        line = Line(self.grid.name, number, {})
        for name in formulas:
            line.refuse(name, None, _FORMULA)
        return line

    def _read(self, row: Sequence[Cell], number: int, *, changed: bool) -> Line:
        line = self._line(row, number)
        if changed:
            line.refuse(MARK, MARKED, examples.CHANGED)
        formulas = self._formulas(number)
        for column in self.sheet.columns:
            if column.heading in formulas:
                line.refuse(column.heading, line.written(column.heading), _FORMULA)
            else:
                self._parse(line, column)
        for column in sorted(self.sheet.columns, key=lambda one: one.type != "departement"):
            self._resolve(line, column)
        for name, reason in rules.broken(self.sheet, line.values):
            heading = next(column.heading for column in self.sheet.columns if column.field == name)
            line.refuse(heading, line.written(heading), reason)
        return line

    def _parse(self, line: Line, column: Column) -> None:
        """Put the value of a cell under its field, or say why there is none."""
        cell = _filled(line.written(column.heading))
        try:
            value = self.parsers[column.heading](cell)
        except ValueError as error:
            line.refuse(column.heading, cell, f"{error}{rules.remedy(self.sheet, column, cell)}")
            return
        if value is None and column.required:
            line.refuse(column.heading, cell, _ABSENT)
            return
        line.values[column.field] = value
        if column.type in ("date", "jour"):
            line.values[column.field] = _day(value, last=column.ends)
            if column.precision:
                line.values[column.precision] = "inconnue" if value is None else value.precision

    def _resolve(self, line: Line, column: Column) -> None:
        """Replace what a cell names by its code or identifier."""
        value = line.values.get(column.field)
        if value is None:
            if column.target == "seance":
                line.values["_seance"] = None
            return
        try:
            found = self._found(line, column, value)
        except ValueError as error:
            line.refuse(column.heading, line.written(column.heading), str(error))
            del line.values[column.field]
            return
        line.values["_seance" if column.target == "seance" else column.field] = found

    def _found(self, line: Line, column: Column, value: Any) -> Any:
        scope = line.values.get(column.scope) if column.scope else None
        match column.type:
            case "departement":
                return cells.departement(value)
            case "commune":
                return cells.commune(value, scope)
            case "communes":
                return tuple(dict.fromkeys(cells.commune(name, scope) for name in value))
            case "bassin" | "epci":
                return self.links.zone(column.type, value, scope)
            case "lien":
                return self._linked(line, column, value)
            case "texte" if column.target:
                known = self.links.known(column.target, value, scope)
                line.values[f"_{column.field}"] = known
                return known.name if known is not None and known.identifier == value else value
            case "code" if column.target:
                self.links.find(column.target, f"{line.values.get(column.among or '')} {value}")
            case "date" if column.target:
                instance = line.values.get(column.among or "")
                return None if instance is None else self.links.session(instance, value)
        return value

    def _linked(self, line: Line, column: Column, value: str) -> str:
        target = column.target or line.values.get(column.type_from or "")
        if target is None:
            return value
        day = line.values.get(column.among) if column.among else None
        return self.links.find(target, value, day if isinstance(day, date) else None)


def _filled(cell: Cell) -> Cell:
    return None if isinstance(cell, str) and not cell.strip() else cell


def _day(read: ReadDate | None, *, last: bool) -> date | None:
    """The first day of what is known of a date, or its last one."""
    if read is None or not last or read.precision == "jour":
        return None if read is None else read.jour
    if read.precision == "annee":
        return date(read.jour.year, 12, 31)
    return read.jour.replace(day=calendar.monthrange(read.jour.year, read.jour.month)[1])
