"""Any table that people send, as grids of cells with true line numbers: delimited text of any usual kind, or workbooks.

Nothing is repaired here: a line that quoting leaves unreadable is refused by itself, the others stay as written.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from data.batch import RefusedError, Reject
from data.reading.files import read_told
from data.reading.workbook import SUFFIXES, Cell, read_workbook

SEPARATORS = {";": "point-virgule", ",": "virgule", "\t": "tabulation", "|": "barre verticale"}
MAX_TEXT_BYTES = 100_000_000
_SAMPLE = 300
# Below what the csv module takes for one cell, 131 072 characters.
_SAMPLE_CHARACTERS = 100_000
_SHOWN = 120
_DEEPEST_HEADER = 30
_NAMED = re.compile(r"(.*), feuille « (.*) »", re.DOTALL)
_REASONS = re.compile(r"Motif du refus \(à corriger puis renvoyer – complète ([0-9a-f]{8})\)")


@dataclass
class Grid:
    """One sheet or one delimited file: ``rows`` without the blank ones, ``lines`` their numbers in the file.

    ``name`` is what reports call it (the file, with its sheet when there are several). ``merged``: ranges whose value
    stands in their first cell only (first line, first column, last line, last column; columns from 0). ``remarks`` are
    French sentences about how its text was decoded. ``completes``: what a workbook of refused lines, sent back, says
    that it completes; its column of reasons is not among ``rows``.
    """

    file: str
    name: str
    rows: list[list[Cell]]
    lines: list[int]
    sheet: str | None = None
    hidden: bool = False
    separator: str | None = None
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    unread: tuple[str, ...] = ()
    zeros: tuple[str, ...] = ()
    formulas: frozenset[tuple[int, int]] = frozenset()
    remarks: list[str] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    completes: str | None = None

    @property
    def doubts(self) -> list[str]:
        """What is doubtful of the whole grid (French): how its text was decoded, its formulas without a true result."""
        told = [f"{self.name} : {remark}" for remark in self.remarks]
        for cells, what in ((self.unread, "sans résultat gardé"), (self.zeros, "dont le résultat gardé est 0")):
            if cells:
                named = ", ".join(cells)
                told.append(f"{self.name} : formules {what} ({named}) ; ouvrez et enregistrez le classeur.")
        return told


def sheet_of(name: str) -> tuple[str, str | None]:
    """(file, sheet or None) of the ``name`` of a grid."""
    match = _NAMED.fullmatch(name)
    return (match[1], match[2]) if match else (name, None)


def reason_column(digest: str) -> str:
    """The name of the column of reasons in a workbook of refused lines of the load of this digest."""
    return f"Motif du refus (à corriger puis renvoyer – complète {digest[:8]})"


def completed(cells: Iterable[object]) -> str | None:
    """What a table says that it completes, when one of its ``cells`` is the name of a column of reasons."""
    found = (_REASONS.fullmatch(cell.strip()) for cell in cells if isinstance(cell, str))
    return next((match[1] for match in found if match), None)


def read_grids(path: Path) -> list[Grid]:
    """The grids of a file, in its order; RefusedError (French) when it holds none or cannot be read."""
    if path.suffix.lower() in (*SUFFIXES, ".xlsm", ".xlsb"):
        grids = [
            Grid(
                path.name,
                f"{path.name}, feuille « {sheet.name} »",
                sheet.rows,
                sheet.lines,
                sheet=sheet.name,
                hidden=sheet.hidden,
                merged=sheet.merged,
                unread=sheet.unread,
                zeros=sheet.zeros,
                formulas=sheet.formulas,
            )
            for sheet in read_workbook(path)
        ]
    else:
        grids = [_delimited(path)]
    for grid in grids:
        _forget_reasons(grid)
    if not any(grid.rows for grid in grids):
        raise RefusedError(f"« {path.name} » ne contient aucune ligne de tableau.")
    return grids


def _forget_reasons(grid: Grid) -> None:
    """Take the column of reasons out of a workbook of refused lines that comes back; it tells what it completes."""
    for row in grid.rows[:_DEEPEST_HEADER]:
        for place, cell in enumerate(row):
            if (digest := completed([cell])) is not None:
                grid.completes = digest
                for other in grid.rows:
                    del other[place:]
                kept = [rank for rank, other in enumerate(grid.rows) if any(cell is not None for cell in other)]
                grid.rows, grid.lines = [grid.rows[rank] for rank in kept], [grid.lines[rank] for rank in kept]
                return


def _delimited(path: Path) -> Grid:
    decoded = read_told(path, most=MAX_TEXT_BYTES)
    text = decoded.text
    _refuse_other_languages(path, text)
    separator = sniff(text)
    grid = Grid(path.name, path.name, [], [], separator=separator, remarks=decoded.remarks)
    try:
        _fill(grid, _records(text, separator))
    except csv.Error:
        grid.rows, grid.lines = [], []
        _fill(grid, _line_by_line(text, separator, grid))
    return grid


def _refuse_other_languages(path: Path, text: str) -> None:
    start = text[:500].lstrip().lower()
    if start.startswith(("<!doctype", "<html", "<table", "<?xml", "<head", "<body")):
        raise RefusedError(
            f"« {path.name} » est une page web ou du XML, pas un tableau : l'adresse du téléchargement était-elle la "
            "bonne ? Ouvrez-le dans un tableur et enregistrez-le en CSV."
        )
    if start.startswith(("[", "{")):
        raise RefusedError(f"« {path.name} » est du JSON, pas un tableau : demandez le même jeu en CSV ou en .xlsx.")


def _fill(grid: Grid, records: Iterable[tuple[int, list[str]]]) -> None:
    """The records that hold something; a text that comes back is kept once."""
    pool: dict[str, str] = {}
    for line, written in records:
        bare = [cell.strip() for cell in written]
        if any(bare):
            grid.rows.append([pool.setdefault(cell, cell) if cell else None for cell in bare])
            grid.lines.append(line)


def sniff(text: str) -> str:
    """The separator whose columns are the steadiest over the first lines (of two as steady, the one that cuts more)."""
    sample = "\n".join(text[:_SAMPLE_CHARACTERS].split("\n", _SAMPLE)[:_SAMPLE])
    return max(SEPARATORS, key=lambda separator: _steadiness(sample, separator))


def _steadiness(sample: str, separator: str) -> tuple[int, int]:
    widths = Counter(len(cells) for cells in csv.reader(io.StringIO(sample), delimiter=separator) if len(cells) > 1)
    if not widths:
        return 0, 0
    width, count = max(widths.items(), key=lambda pair: (pair[1], pair[0]))
    return count, width


def _records(text: str, separator: str) -> Iterable[tuple[int, list[str]]]:
    reader = csv.reader(_physical(text), delimiter=separator, strict=True)
    start = 1
    for cells in reader:
        yield start, cells
        start = reader.line_num + 1


def _physical(text: str) -> Iterator[str]:
    """The lines of a text with their ends, without a copy of the whole."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def _line_by_line(text: str, separator: str, grid: Grid) -> Iterator[tuple[int, list[str]]]:
    """Each physical line by itself: those whose quotes do not close are refused, the others are sure."""
    for number, line in enumerate(_physical(text), start=1):
        bare = line.rstrip("\n")
        if not bare.strip():
            continue
        try:
            (cells,) = csv.reader([bare], delimiter=separator, strict=True)
        except csv.Error as error:
            reason = (
                "une cellule de plus de 131 072 caractères : ce n'est pas une valeur de tableau"
                if "field limit" in str(error)
                else "guillemets ouverts et non refermés, ou non doublés dans un texte : la ligne n'a pas une seule "
                "lecture"
            )
            grid.rejects.append(Reject(grid.file, number, None, bare[:_SHOWN], reason))
            continue
        yield number, cells
