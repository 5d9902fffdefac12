"""Tables of a kind as people send them, and what a reader says of them."""

import csv
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from data import models
from data.batch import Batch, Row
from data.importers.tableaux.kinds import KINDS
from data.importers.tableaux.links import Named
from data.reading.grids import read_grids
from data.reading.workbook import Cell
from tests.tools.workbooks import saved

NOWHERE = Path("/nulle-part")
Sheets = dict[str, list[list[Cell]]]


def table(path: Path, name: str, lines: Sequence[Sequence[object]], **written: Any) -> Path:
    """A CSV of the first sheet of a kind, its headings those of the model."""
    return sheet_csv(path, name, 0, lines, **written)


def sheet_csv(
    path: Path, name: str, rank: int, lines: Sequence[Sequence[object]], encoding: str = "utf-8", separator: str = ";"
) -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=separator)
        writer.writerow([column.title for column in KINDS[name].sheets[rank].columns])
        writer.writerows(lines)
    return path


def rows(batch: Batch, name: str) -> list[Row]:
    found = batch.rows[name]
    assert isinstance(found, list)
    return found


def told(batch: Batch) -> list[tuple[int | None, str | None, str | None]]:
    return [(reject.ligne, reject.colonne, reject.valeur) for reject in batch.rejects]


def reason(batch: Batch) -> str:
    (only,) = batch.rejects
    return only.raison


def rewritten(path: Path, name: str, change: Callable[[Sheets], None]) -> Path:
    """A model written anew as somebody left it, its sheets changed."""
    path.with_suffix(".modele.xlsx").write_bytes(models.workbook(name, NOWHERE))
    sheets: Sheets = {str(grid.sheet): grid.rows for grid in read_grids(path.with_suffix(".modele.xlsx"))}
    change(sheets)
    return saved(sheets, path)


GOOD: list[Any] = ["Centre social des Coteaux", "centre social", "03", "03190", None, None]


def stored(target: str) -> list[Named]:
    """A store with two instances of one name and one séance."""
    known = {
        "instance": [Named("comite-a", "Comité"), Named("comite-b", "Comité"), Named("autre", "Autre")],
        "seance": [Named("autre-1", "autre", date(2024, 3, 12))],
    }
    return known.get(target, [])
