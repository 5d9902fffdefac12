"""The mapping of a grant file's columns: proposed from their names, confirmed by a TOML file, remembered by the store.

```toml
[fichier]
entete = 6                       # line of the names, when they are not found by themselves
[colonnes]
"Montant décidé ligne" = "montant"
"Observations" = "ignorer"
[constantes]
attribuant = "Département de l'Allier"
exercice = 2024
etape = "verse"                  # what « montant » is: demande, accorde (default) or verse
```
"""

import difflib
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data.batch import RefusedError, Row
from data.importers.subventions import cells
from data.importers.subventions.columns import AMOUNTS, FIELDS, IGNORED, Header, find_header, settle_siret, spelled
from data.reading.columns import Numbers, numbers
from data.reading.files import read_text
from data.reading.grids import Grid

STAGES = ("demande", "accorde", "verse")
_CONSTANTS = {"attribuant": str, "exercice": int, "etape": str, "dispositif": str}
# A column whose cells are amounts this often may be proposed, never used without a person's word.
_MOSTLY = 0.9
_LOOKED_AT = 200
Known = Callable[[str], Mapping[str, str]]


@dataclass(frozen=True)
class GrantMapping:
    """What a person says of a file: column → field, fields given once for all, the line of the names."""

    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, Any] = field(default_factory=dict)
    header_line: int | None = None


def read_mapping(path: Path) -> GrantMapping:
    """The mapping of a TOML file; RefusedError (French) names the key that is wrong."""
    try:
        said = tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise RefusedError(f"{path.name} n'est pas un fichier TOML ({error}).") from error
    for key in said:
        if key not in ("fichier", "colonnes", "constantes"):
            raise RefusedError(f"{path.name} : « [{key}] » inconnu ; attendu : [fichier], [colonnes], [constantes].")
    for column, name in said.get("colonnes", {}).items():
        if name not in FIELDS and name != IGNORED:
            close = difflib.get_close_matches(str(name), FIELDS, n=1)
            hint = f" Vouliez-vous dire « {close[0]} » ?" if close else ""
            raise RefusedError(
                f"{path.name}, [colonnes] « {column} » : le champ « {name} » n'existe pas.{hint} "
                f"Champs : {', '.join(FIELDS)}, {IGNORED}."
            )
    constants = said.get("constantes", {})
    for key, value in constants.items():
        if key not in _CONSTANTS or not isinstance(value, _CONSTANTS[key]) or (key == "etape" and value not in STAGES):
            raise RefusedError(
                f"{path.name}, [constantes] « {key} = {value!r} » : attendu attribuant (texte), exercice (année), "
                f"dispositif (texte) ou etape ({', '.join(STAGES)})."
            )
    line = said.get("fichier", {}).get("entete")
    if line is not None and (not isinstance(line, int) or line < 1):
        raise RefusedError(f"{path.name}, [fichier] entete = {line!r} : le numéro d'une ligne est attendu.")
    return GrantMapping(said.get("colonnes", {}), constants, line)


def header_of(grid: Grid, mapping: GrantMapping | None, known: Known) -> Header | None:
    """The header of a grid under a person's mapping, a remembered one, or its own names; None when it has none."""
    header = _asked_line(grid, mapping) if mapping and mapping.header_line else _found(grid)
    if header is None:
        return _by_names(grid, mapping)
    rows = grid.rows[header.last + 1 :]
    settle_siret(header, rows)
    columns = mapping.columns if mapping else known(header.digest)
    if columns:
        _apply(header, columns, "dit par la correspondance" if mapping else "retenu du dernier fichier de cette forme")
    elif not header.complete:
        _propose(header, rows)
    return header


def _found(grid: Grid) -> Header | None:
    positions = {line: rank for rank, line in enumerate(grid.lines)}
    merged = [
        (positions[top], left, positions.get(bottom, positions[top]), right)
        for top, left, bottom, right in grid.merged
        if top in positions
    ]
    return find_header(grid.rows, merged)


def _asked_line(grid: Grid, mapping: GrantMapping) -> Header:
    if mapping.header_line not in grid.lines:
        raise RefusedError(
            f"{grid.name} : la ligne {mapping.header_line}, dite d'en-tête, est vide ou hors du fichier."
        )
    rank = grid.lines.index(mapping.header_line)
    return Header(rank, rank, [str(cell or "") for cell in grid.rows[rank]], {})


def _by_names(grid: Grid, mapping: GrantMapping | None) -> Header | None:
    """The first row that holds every column of the mapping."""
    if mapping is None or not mapping.columns:
        return None
    wanted = set(map(spelled, mapping.columns))
    for rank, row in enumerate(grid.rows[:30]):
        if wanted <= {spelled(cell) for cell in row}:
            header = Header(rank, rank, [str(cell or "") for cell in row], {})
            _apply(header, mapping.columns, "dit par la correspondance")
            return header
    return None


def _apply(header: Header, columns: Mapping[str, str], why: str) -> None:
    places = {spelled(name): place for place, name in enumerate(header.names)}
    for column, name in columns.items():
        place = places.get(spelled(column))
        if place is None:
            close = difflib.get_close_matches(spelled(column), list(places), n=1)
            hint = f" Vouliez-vous dire « {header.names[places[close[0]]].strip()} » ?" if close else ""
            raise RefusedError(f"La colonne « {column} » de la correspondance n'est pas dans le fichier.{hint}")
        for other in [known for known, meant in header.fields.items() if meant == name or known == place]:
            del header.fields[other]
        if name != IGNORED:
            header.fields[place] = name
            header.why[place] = why
    header.doubts = []


def _propose(header: Header, rows: Sequence[Sequence[Any]]) -> None:
    """Columns that hold amounts, or varied words, where no name says it: a doubt, since a person must confirm."""
    free = [place for place in range(len(header.names)) if place not in header.fields]
    if not set(header.fields.values()) & set(AMOUNTS):
        amounts = [place for place in free if _share(rows, place) > _MOSTLY]
        for place in amounts[:1]:
            header.fields[place] = "montant"
            header.doubts.append(
                f"« {header.names[place].strip()} » contient des montants : est-ce le montant accordé ?"
            )


def _share(rows: Sequence[Sequence[Any]], place: int) -> float:
    """How many of the first cells of a column are amounts above zero, as a fraction of 1."""
    written = [row[place] for row in rows[:_LOOKED_AT] if place < len(row) and row[place] is not None]
    column = numbers(written, decimals=2)
    return sum(_is_amount(cell, column) for cell in written) / len(written) if written else 0.0


def _is_amount(cell: Any, column: Numbers) -> bool:
    try:
        return cells.amount(cell, column) > 0
    except ValueError:
        return False


def proposal(header: Header) -> str:
    """The mapping as a TOML text to correct, save and give back with ``--mapping``."""
    lines = ["[colonnes]"]
    for place, name in enumerate(header.names):
        shown = " ".join(name.split()).replace("\\", "\\\\").replace('"', '\\"')
        if shown:
            lines.append(f'"{shown}" = "{header.fields.get(place, IGNORED)}"')
    if "attribuant" not in header.fields.values():
        lines += ["[constantes]", 'attribuant = ""']
    return "\n".join(lines)


def told(header: Header) -> str:
    """« Nom attributaire → qui reçoit ; … » : how the columns were understood, and those left aside."""
    pairs = [
        f"« {' '.join(header.names[place].split())} » → {FIELDS[name]}"
        + (f" ({header.why[place]})" if header.why.get(place) else "")
        for place, name in sorted(header.fields.items())
    ]
    aside = [
        " ".join(name.split()) for place, name in enumerate(header.names) if place not in header.fields and name.strip()
    ]
    rest = f" Laissées de côté : {', '.join(f'« {name} »' for name in aside)}." if aside else ""
    return f"Colonnes : {' ; '.join(pairs)}.{rest}"


def remembered(header: Header, publisher: str | None) -> list[Row]:
    """Rows of ``correspondances``: what a person confirmed, for the next file of that layout."""
    return [
        {"empreinte": header.digest, "editeur": publisher, "colonne": spelled(header.names[place]), "champ": name}
        for place, name in sorted(header.fields.items())
    ]
