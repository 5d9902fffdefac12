"""A delimited file or a sheet as columns of text, each row with its line; lines that cannot be rows are refused."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd

from data import causes, french
from data.batch import RefusedError, Reject
from data.importers.contexte.mapping import column_name
from data.reading.files import read_told
from data.reading.grids import MAX_TEXT_BYTES, SEPARATORS, completed, read_grids, sniff
from data.reading.workbook import SUFFIXES, Cell, Formatted

Rows = list[tuple[int, list[str]]]
# A header further down than this is not looked for.
_DEEPEST_HEADER = 15
_SHOWN = 80
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
# Rows in which the content of a column is looked at.
_SAMPLE = 200


class Typed(str):
    """What a workbook holds as a number, with one reading: it proves nothing of how texts beside it are written."""

    __slots__ = ()


@dataclass
class Table:
    """``cells``: one column of text for each name of the header (the last one, when a name comes twice), and ``ligne``.

    ``read`` counts every data line; ``doubts`` are French sentences on how the file was decoded and its formulas.
    ``sheet`` is the one that is read, of a workbook; ``completes``: see ``Grid``.
    """

    file: str
    header: list[str]
    separator: str
    cells: pd.DataFrame
    read: int
    rejects: list[Reject] = field(default_factory=list)
    refused: set[int] = field(default_factory=set)
    doubts: list[str] = field(default_factory=list)
    sheet: str | None = None
    completes: str | None = None

    def refuse(self, line: int, column: str | None, value: str | None, reason: str) -> None:
        """Take a line out, saying why; a line may be refused for several reasons and counts once."""
        self.rejects.append(Reject(self.file, line, column, value, reason))
        self.refused.add(line)

    @property
    def lines(self) -> np.ndarray:
        """The line of each row of ``cells``."""
        return self.cells["ligne"].to_numpy()

    @property
    def kept(self) -> pd.DataFrame:
        """The rows that are not refused."""
        return self.cells[~self.cells["ligne"].isin(self.refused)]


@dataclass(frozen=True)
class Shape:
    """How a file is cut, as a mapping says it; None is to be seen from the file. ``line`` is that of the header."""

    separator: str | None = None
    encoding: str | None = None
    line: int | None = None
    decimal: str | None = None
    sheet: str | None = None


@dataclass(frozen=True)
class Head:
    """What a file without mapping begins with: the ``line`` of its names of columns, these, what is written ``above``
    them, and its first rows."""

    line: int
    names: list[str]
    above: list[str]
    sample: list[list[str]]


def read_header(path: Path, known: Sequence[str]) -> Head:
    """The first line that has one of the ``known`` names of the commune's code (in capitals), else the first one that
    fills as many columns as the table has: a title fills one."""
    rows = _read(path, Shape(), known).rows
    found = _line_of(rows, known)
    line = _first_full(rows) if found is None else found
    above = [cell.strip() for number, cells in rows if number < line for cell in cells if cell.strip()]
    sample = [cells for number, cells in rows if number > line][:_SAMPLE]
    return Head(line, _header(path, rows, line), above, sample)


def _first_full(rows: Rows) -> int:
    """The first line with as many filled cells as most of the first ones have."""
    widths = [(line, sum(bool(cell.strip()) for cell in cells)) for line, cells in rows[:_DEEPEST_HEADER]]
    usual = Counter(width for _, width in widths).most_common(1)[0][0]
    return next(line for line, width in widths if width >= usual)


def read_table(path: Path, needed: str, shape: Shape) -> Table:
    """The file whose header has the column ``needed`` (the commune's code), on the line that ``shape`` says.

    RefusedError (French) when it is no such file; a reject for each line that has not as many cells as the header.
    """
    line = shape.line or 1
    found = _read(path, shape, [needed.upper()])
    rows, cut = found.rows, found.separator
    header = _header(path, rows, line)
    if needed not in header:
        raise RefusedError(_no_column(path, rows, header, needed, cut))
    data = [row for row in rows if row[0] > line]
    table = Table(path.name, header, cut, pd.DataFrame(), len(data), doubts=found.doubts)
    table.sheet, table.completes = found.sheet, found.completes
    good = []
    other: int | None = None
    for rank, (number, cells) in enumerate(data):
        if _begins_table(cells, needed, first=rank == 0):
            other = None if [column_name(cell) for cell in cells] == header else number
        if other is not None:
            table.refuse(number, None, cut.join(cells)[:_SHOWN], _other_table(other))
        elif len(cells) != len(header):
            table.refuse(number, None, cut.join(cells)[:_SHOWN], _wrong_length(len(cells), len(header), cut))
        else:
            good.append((number, cells))
    columns = zip(*(cells for _, cells in good), strict=True) if good else ([] for _ in header)
    table.cells = pd.DataFrame({name: _objects(values) for name, values in zip(header, columns, strict=True)})
    table.cells["ligne"] = pd.Series([number for number, _ in good], dtype="int64")
    return table


def _begins_table(cells: Sequence[str], needed: str, *, first: bool) -> bool:
    """Whether a line names columns, as the header of another table does: words, no figure, and no code of a commune.

    The ``first`` line under the header may name the same columns in other words.
    """
    if any(cell[:1].isdecimal() and not _YEAR.fullmatch(cell.strip()) for cell in cells):
        return False
    words = [cell for cell in map(column_name, cells) if cell]
    if needed in words:
        return True
    return not first and len(words) > 1 and _is_name(words[0]) and all(map(_is_name_or_year, words))


def _is_name(word: str) -> bool:
    """Whether words may name a column: they hold no number, and are no mark (« nd », « n.c. », « /// »)."""
    return sum(map(str.isalpha, word)) > 2 and not re.search(r"[0-9]{3}", word)


def _is_name_or_year(word: str) -> bool:
    return bool(_YEAR.fullmatch(word)) or _is_name(word)


def _other_table(line: int) -> str:
    return (
        f"un autre tableau commence ligne {line}, avec d'autres noms de colonnes : mettez-le dans un fichier ou une "
        "feuille à part"
    )


def _objects(values: Iterable[str]) -> np.ndarray:
    """An array of texts without the blanks around them, whose kind is kept."""
    bare = [value if isinstance(value, Typed) else value.strip() for value in values]
    array = np.empty(len(bare), dtype=object)
    array[:] = bare
    return array


def _separator(text: str, line: int) -> str:
    """The separator that the header has most."""
    lines = text.split("\n", line)
    header = lines[line - 1] if len(lines) >= line else lines[0]
    return max(SEPARATORS, key=header.count)


@dataclass(frozen=True)
class _Found:
    """(line number, cells) of every line that is not blank, the separator that cuts them, what is doubtful; of a
    workbook, which sheet it is."""

    rows: Rows
    separator: str
    doubts: list[str]
    sheet: str | None = None
    completes: str | None = None


def _read(path: Path, shape: Shape, known: Sequence[str]) -> _Found:
    if path.suffix.lower() in SUFFIXES:
        return _sheet(path, shape, known)
    decoded = read_told(path, shape.encoding, most=MAX_TEXT_BYTES)
    text = decoded.text
    cut = shape.separator or (_separator(text, shape.line) if shape.line else sniff(text))
    rows, doubts = _lines(path, text, cut), [f"{path.name} : {remark}" for remark in decoded.remarks]
    named = (cell for _, cells in rows[:_DEEPEST_HEADER] for cell in cells)
    return _Found(rows, cut, doubts, completes=completed(named))


def _sheet(path: Path, shape: Shape, known: Sequence[str]) -> _Found:
    """Rows of the sheet that the mapping names, else of the first that has the commune's code, else of the first."""
    grids = read_grids(path)
    texts = [
        _Found(
            [
                (line, [_text(cell, shape.decimal) for cell in row])
                for line, row in zip(grid.lines, grid.rows, strict=True)
            ],
            "\t",
            grid.doubts,
            grid.sheet,
            grid.completes,
        )
        for grid in grids
        if shape.sheet in (None, grid.sheet)
    ]
    if not texts:
        named = ", ".join(f"« {grid.sheet} »" for grid in grids)
        raise RefusedError(f"{path.name} : aucune feuille « {shape.sheet} » ; feuilles du fichier : {named}.")
    return next((found for found in texts if _line_of(found.rows, known) is not None), texts[0])


def _text(cell: Cell, decimal: str | None) -> str:
    """A cell of a workbook as a delimited file would write it, as people see it: 0.8 shown « 80 % » is 80 %."""
    if isinstance(cell, Formatted):
        shown = cell * 100 if cell.unit == "%" else float(cell)
        return f"{_digits(round(shown, 10), decimal)} {cell.unit}"
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Typed(_digits(cell, decimal))
    return "" if cell is None else str(cell)


def _digits(number: float, decimal: str | None) -> str:
    """A whole number has no decimals; the nought added to others keeps « 19,7620 » from the thousands of « 19,762 »."""
    value = Decimal(repr(number)) if isinstance(number, float) else Decimal(number)
    if not value.is_finite():
        return str(value)
    return f"{value:.0f}" if value == value.to_integral_value() else f"{value:f}0".replace(".", decimal or ",")


def _line_of(rows: Rows, known: Sequence[str]) -> int | None:
    """The line, among the first ones, that has one of the ``known`` names (in capitals)."""
    return next(
        (line for line, cells in rows[:_DEEPEST_HEADER] if any(column_name(cell).upper() in known for cell in cells)),
        None,
    )


def _lines(path: Path, text: str, separator: str) -> Rows:
    """(line number, cells) of every line that is not blank."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    found, start = [], 1
    try:
        for cells in reader:
            if any(cells) and any(cell.strip() for cell in cells):
                found.append((start, cells))
            start = reader.line_num + 1
    except csv.Error as error:
        raise RefusedError(
            f"{path.name}, ligne {reader.line_num} : CSV illisible ({causes.why(error)}). "
            "Un guillemet ouvert n'est-il pas refermé, ou non doublé dans un texte ?"
        ) from error
    return found


def _header(path: Path, rows: Rows, line: int) -> list[str]:
    header = next((cells for number, cells in rows if number == line), None)
    if header is None:
        raise RefusedError(
            f"{path.name}, ligne {line} : aucun nom de colonne sur cette ligne, vide ou au-delà du fichier ; "
            "dites la bonne dans la correspondance, [fichier] entete = N."
        )
    return [column_name(name) for name in header]


def _no_column(path: Path, rows: Rows, header: list[str], needed: str, separator: str) -> str:
    lower = [number for number, cells in rows[:_DEEPEST_HEADER] if needed in map(column_name, cells)]
    if lower:
        return (
            f"{path.name}, ligne {lower[0]} : les noms de colonnes sont ici (« {needed} »), sous des titres ou une "
            f"première ligne d'en-tête. Dites-le dans la correspondance, [fichier] entete = {lower[0]}, ou supprimez "
            "ce qui précède."
        )
    alone = ""
    if len(header) == 1:
        alone = f" Une seule colonne lue avec « {SEPARATORS[separator]} » comme séparateur : est-ce le bon ?"
    return (
        f"{path.name} : la colonne « {needed} », qui doit porter le code INSEE des communes, n'y est pas.{alone} "
        f"Colonnes du fichier : {_listed(header)}."
    )


def _listed(header: list[str]) -> str:
    most = 30
    more = f" et {french.plural(len(header) - most, 'autre')}" if len(header) > most else ""
    return ", ".join(f"« {name} »" for name in header[:most]) + more


def _wrong_length(found: int, wanted: int, separator: str) -> str:
    likely = (
        "une virgule décimale ou de texte demande des guillemets, ou un autre séparateur"
        if separator == "," and found > wanted
        else "la ligne est-elle coupée, ou un texte contient-il le séparateur ?"
    )
    return f"{french.plural(found, 'valeur')} pour {french.plural(wanted, 'colonne')} : {likely}"
