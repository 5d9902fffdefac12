"""What a person says of the columns of a table of a kind: one form, in a TOML file, on a page, or remembered.

```toml
genre = "fiches"                      # when the names of the columns do not tell it
[colonnes]
"Nom de l'action" = "Titre"           # a heading of the model (python -m data model fiches FICHIER.xlsx)
"Observations" = "ignorer"
[constantes]
"Département" = "63"                  # what is true of every line
[feuilles."Actions 2024".colonnes]    # what is true of one sheet only; [feuilles."Actions 2024".constantes] alike
```
"""

import difflib
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data.batch import RefusedError, Row
from data.importers.tableaux.description import Kind
from data.importers.tableaux.headings import key
from data.importers.tableaux.kinds import KINDS
from data.reading.grids import Grid
from data.reading.workbook import Cell
from data.toml_file import read_toml, table, told_apart
from data.understanding import IGNORED, Answers

Known = Callable[[str], Mapping[str, str]]
KIND, COLUMNS, CONSTANTS, SHEETS = "genre", "colonnes", "constantes", "feuilles"
# The one line of ``correspondances`` that remembers what was said of a layout.
_WHOLE = "correspondance"


@dataclass(frozen=True)
class TableMapping:
    """Column of the file (as ``key`` makes it) → heading of the model or ``ignorer``; heading → what every line says of
    it; and the same for one sheet, by its name. ``kind``: None when nobody said it."""

    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    kind: Kind | None = None
    sheets: Mapping[str, "TableMapping"] = field(default_factory=dict)

    def of(self, grid: Grid) -> "TableMapping":
        """What it says of one sheet, or file: its own words over those for all."""
        own = self.sheets.get(grid.sheet or grid.file)
        if own is None:
            return self
        return TableMapping({**self.columns, **own.columns}, {**self.constants, **own.constants}, self.kind)


def parted(paths: Sequence[Path], said: Answers | None) -> tuple[list[Path], Answers | None]:
    """The files to read, and what is said of them: by the one mapping file among ``paths``, or by ``said``."""
    files, mappings = told_apart(paths)
    if len(mappings) > 1:
        raise RefusedError("Une seule correspondance (.toml) à la fois.")
    if not mappings:
        return files, said
    written = read_toml(mappings[0])
    if set(said or {}) - {KIND}:
        raise RefusedError("Une seule correspondance à la fois : celle du fichier, ou celle de la page.")
    mapping_of(mappings[0].name, written)  # Refused under its own name.
    return files, {**written, **(said or {})}


def mapping_of(name: str, said: Answers) -> TableMapping:
    """The mapping that these keys make; ``name`` is what refusals (RefusedError, French) call it."""
    kind = _kind(said.get(KIND))
    sheets = table(name, said, SHEETS)
    own = {sheet: _mapping(f"{name}, feuille « {sheet} »", table(name, sheets, sheet)) for sheet in sheets}
    told = _mapping(name, {one: value for one, value in said.items() if one not in (KIND, SHEETS)})
    return TableMapping(told.columns, told.constants, kind, own)


def _kind(name: object) -> Kind | None:
    if name is None:
        return None
    if not isinstance(name, str) or name not in KINDS:
        raise RefusedError(f"Genre « {str(name)[:80]} » inconnu. Genres : {', '.join(KINDS)}.")
    return KINDS[name]


def _mapping(name: str, said: Mapping[str, Any]) -> TableMapping:
    for part in said:
        if part not in (COLUMNS, CONSTANTS):
            raise RefusedError(
                f"{name} : « {part} » inconnu ; attendu : {KIND}, [{COLUMNS}], [{CONSTANTS}], [{SHEETS}]."
            )
    headings = {column.heading for kind in KINDS.values() for sheet in kind.sheets for column in sheet.columns}
    columns, constants = table(name, said, COLUMNS), table(name, said, CONSTANTS)
    for column, meant in columns.items():
        if meant != IGNORED and meant not in headings:
            raise RefusedError(f"{name}, [{COLUMNS}] « {column} » : {_unknown(meant, headings)}")
    for heading, value in constants.items():
        if heading not in headings:
            raise RefusedError(f"{name}, [{CONSTANTS}] « {heading} » : {_unknown(heading, headings)}")
        if isinstance(value, bool) or not isinstance(value, str | int) or not str(value).strip():
            raise RefusedError(f"{name}, [{CONSTANTS}] « {heading} » : un texte ou un nombre entier est attendu.")
    return TableMapping(
        {key(column): meant for column, meant in columns.items()},
        {heading: str(value) for heading, value in constants.items()},
    )


def _unknown(meant: object, headings: set[str]) -> str:
    close = difflib.get_close_matches(str(meant), headings, n=1)
    hint = f" Vouliez-vous dire « {close[0]} » ?" if close else ""
    return f"« {str(meant)[:80]} » n'est une colonne d'aucun modèle.{hint} « {IGNORED} » la laisse de côté."


def recalled(row: Sequence[Cell], known: Known) -> Answers | None:
    """What a person confirmed for a table whose columns bear these names; None where nobody did."""
    kept = known(_digest(row)).get(_WHOLE)
    answers: Answers | None = json.loads(kept) if kept else None
    return answers


def remembered(kind: Kind, row: Sequence[Cell], told: TableMapping) -> Row:
    """The row of ``correspondances`` for the next table of that layout: its kind and its columns; of what is true of
    every line, what is proposed again."""
    kept = {KIND: kind.name, COLUMNS: dict(told.columns), CONSTANTS: dict(told.constants)}
    return {
        "empreinte": _digest(row),
        "editeur": None,
        "colonne": _WHOLE,
        "champ": json.dumps(kept, ensure_ascii=False),
    }


def _digest(row: Sequence[Cell]) -> str:
    # Its own space: other formats remember what was said of the same names.
    names = "|".join(["tableaux", *(key(cell) for cell in row if key(cell))])
    return hashlib.sha256(names.encode()).hexdigest()[:16]
