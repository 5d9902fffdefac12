"""The mapping of a grant file's columns: proposed from their names, confirmed by a person, remembered by the store.

What a person says has one form, whether it comes in a TOML file or from a page (``data/understanding.py``):

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
[feuilles."Autres".colonnes]     # what is true of one sheet only; [feuilles."Autres".constantes] alike
"Montant" = "montant"
```

``[fichier] virgule_decimale = true`` confirms that unquoted decimal commas cut the amounts of a CSV in two.
"""

import difflib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data.batch import RefusedError, Row
from data.importers.subventions import cells
from data.importers.subventions.columns import (
    AMOUNTS,
    FIELDS,
    Doubt,
    Header,
    claims,
    find_header,
    names_only,
    settle_siret,
    spelled,
)
from data.importers.subventions.commas import cut_decimals, join_decimals
from data.reading import euros
from data.reading.columns import Numbers, numbers
from data.reading.grids import Grid
from data.toml_file import quoted, read_toml, table
from data.understanding import IGNORED, Answers

STAGES = ("demande", "accorde", "verse")
_CONSTANTS = {"attribuant": str, "exercice": int, "etape": str, "dispositif": str}
# A column whose cells are amounts this often may be proposed, never used without a person's word.
_MOSTLY = 0.9
_LOOKED_AT = 200
_DEEPEST = 30
_BY_RECIPE = "publication connue"
# What a known publication says of itself beside its mapping (``data/recettes/``).
_RECIPE = ("recette", "reconnaitre", "titre", "editeur", "licence", "url", "note")
# How the store remembers that decimal commas cut the amounts of a layout.
_JOINED = "virgule_decimale"
# How it remembers who gives, which the next file of that layout proposes: another giver may use it too.
_GIVER = "[attribuant]"
Known = Callable[[str], Mapping[str, str]]


@dataclass(frozen=True)
class GrantMapping:
    """What a person says of a file: column → field, fields given once for all, the line of the names, whether decimal
    commas cut amounts; and the same for one sheet, by its name."""

    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, Any] = field(default_factory=dict)
    header_line: int | None = None
    joined: bool = False
    sheets: Mapping[str, "GrantMapping"] = field(default_factory=dict)

    def of(self, grid: Grid) -> "GrantMapping":
        """What it says of one sheet, or file: its own words over those for all."""
        own = self.sheets.get(grid.sheet or grid.file)
        if own is None:
            return self
        return GrantMapping(
            {**self.columns, **own.columns},
            {**self.constants, **own.constants},
            own.header_line or self.header_line,
            own.joined or self.joined,
        )


def read_mapping(path: Path) -> GrantMapping:
    """The mapping of a TOML file; RefusedError (French) names the key that is wrong."""
    return mapping_of(path.name, read_toml(path))


def mapping_of(name: str, said: Answers) -> GrantMapping:
    """The mapping that these keys make; ``name`` is what refusals call it."""
    sheets = table(name, said, "feuilles")
    own = {sheet: _mapping(f"{name}, feuille « {sheet} »", table(name, sheets, sheet)) for sheet in sheets}
    told = _mapping(name, {key: value for key, value in said.items() if key not in ("feuilles", *_RECIPE)})
    return GrantMapping(told.columns, told.constants, told.header_line, told.joined, own)


def _mapping(name: str, said: Mapping[str, Any]) -> GrantMapping:
    for key in said:
        if key not in ("fichier", "colonnes", "constantes"):
            raise RefusedError(
                f"{name} : « [{key}] » inconnu ; attendu : [fichier], [colonnes], [constantes], [feuilles]."
            )
    columns, constants, file = (table(name, said, key) for key in ("colonnes", "constantes", "fichier"))
    for column, meant in columns.items():
        if not isinstance(meant, str) or (meant not in FIELDS and meant != IGNORED):
            close = difflib.get_close_matches(str(meant), FIELDS, n=1)
            hint = f" Vouliez-vous dire « {close[0]} » ?" if close else ""
            raise RefusedError(
                f"{name}, [colonnes] « {column} » : le champ « {meant} » n'existe pas.{hint} "
                f"Champs : {', '.join(FIELDS)}, {IGNORED}."
            )
    for key, value in constants.items():
        _check_constant(name, key, value)
    line, joined = file.get("entete"), file.get("virgule_decimale", False)
    if line is not None and (not isinstance(line, int) or isinstance(line, bool) or line < 1):
        raise RefusedError(f"{name}, [fichier] entete = {line!r} : le numéro d'une ligne est attendu.")
    if not isinstance(joined, bool):
        raise RefusedError(f"{name}, [fichier] virgule_decimale = {joined!r} : true ou false est attendu.")
    return GrantMapping(columns, constants, line, joined)


def _check_constant(name: str, key: str, value: Any) -> None:
    right = key in _CONSTANTS and isinstance(value, _CONSTANTS[key]) and not isinstance(value, bool)
    if not right or (key == "etape" and value not in STAGES):
        raise RefusedError(
            f"{name}, [constantes] « {key} = {value!r} » : attendu attribuant (texte), exercice (année), "
            f"dispositif (texte) ou etape ({', '.join(STAGES)})."
        )
    if isinstance(value, str) and not value.strip():
        raise RefusedError(
            f"{name}, [constantes] {key} est vide : écrivez-le entre les guillemets "
            "(pour attribuant, le nom de qui donne), ou retirez la ligne."
        )
    if key == "exercice":
        try:
            cells.year(value)
        except ValueError as error:
            raise RefusedError(f"{name}, [constantes] exercice = {value} : {error}.") from error


def header_of(
    grid: Grid, mapping: GrantMapping | None, known: Known, recipe: GrantMapping | None = None
) -> Header | None:
    """The header of a grid under a person's mapping, a remembered one, that of a known publication, or its own names;
    None when it has none."""
    header = _asked_line(grid, mapping) if mapping and mapping.header_line else _found(grid)
    if header is None:
        said = _by_names(grid, mapping, "dit par la correspondance")
        return said or _by_names(grid, recipe, _BY_RECIPE)
    rows = grid.rows[header.last + 1 :]
    settle_siret(header, rows)
    remembered_columns = dict({} if mapping and mapping.columns else known(header.digest))
    header.giver = remembered_columns.pop(_GIVER, None)
    joined = remembered_columns.pop(_JOINED, None) == _JOINED or (mapping is not None and mapping.joined)
    if mapping and mapping.columns:
        _apply(header, mapping.columns, "dit par la correspondance")
    elif remembered_columns:
        _apply(header, remembered_columns, "retenu du dernier fichier de cette forme")
    elif recipe is not None:
        _apply(header, recipe.columns, _BY_RECIPE)
    elif not header.complete:
        propose(header, rows)
    if joined:
        join_decimals(grid, header)
    elif cut := cut_decimals(grid, header):
        header.doubts.append(Doubt(cut))
    return header


def guessed(grid: Grid) -> Header | None:
    """The row that may hold names in a grid whose names tell neither who receives nor how much, with what its columns
    seem to be: for a person to say. None when no row may."""
    widths = Counter(sum(cell is not None for cell in row) for row in grid.rows[:_DEEPEST])
    usual = max(widths, key=lambda width: (widths[width], width), default=0)
    for rank, row in enumerate(grid.rows[:_DEEPEST]):
        if usual > 1 and sum(cell is not None for cell in row) >= usual and names_only(row):
            header = Header(rank, rank, [str(cell or "") for cell in row], {})
            header.fields, header.doubts = claims(header.names)
            propose(header, grid.rows[rank + 1 :])
            return header
    return None


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


def _by_names(grid: Grid, mapping: GrantMapping | None, why: str) -> Header | None:
    """The first row that holds every column of the mapping."""
    if mapping is None or not mapping.columns:
        return None
    wanted = set(map(spelled, mapping.columns))
    for rank, row in enumerate(grid.rows[:30]):
        if wanted <= {spelled(cell) for cell in row}:
            header = Header(rank, rank, [str(cell or "") for cell in row], {})
            _apply(header, mapping.columns, why)
            return header
    return None


def _apply(header: Header, columns: Mapping[str, str], why: str) -> None:
    """Give the columns that stand in this header their fields; those that do not are ``header.missing``."""
    places: dict[str, int] = {}
    for place, name in enumerate(header.names):
        places.setdefault(spelled(name), place)
    header.missing = [column for column in columns if spelled(column) not in places]
    for column, name in columns.items():
        if column in header.missing:
            continue
        place = places[spelled(column)]
        for other in [known for known, meant in header.fields.items() if meant == name or known == place]:
            del header.fields[other]
        if name != IGNORED:
            header.fields[place] = name
            header.why[place] = why
    said = {places[spelled(column)]: name for column, name in columns.items() if column not in header.missing}
    header.doubts = [doubt for doubt in header.doubts if not _settled(header, doubt, said)]


def _settled(header: Header, doubt: Doubt, said: Mapping[int, str]) -> bool:
    """Whether a person named the one column that is the field, or put all the others aside; which then is it."""
    left = [place for place in doubt.places if place not in said]
    if doubt.field in (said.get(place) for place in doubt.places) or not left:
        return True
    if len(left) == 1 < len(doubt.places) and doubt.field is not None:
        header.fields[left[0]] = doubt.field
        return True
    return False


def refuse_missing(headers: Sequence[Header]) -> None:
    """RefusedError (French) for a column of the mapping that no sheet holds."""
    everywhere = set.intersection(*(set(header.missing) for header in headers)) if headers else set()
    for column in sorted(everywhere):
        names = {spelled(name): name.strip() for header in headers for name in header.names}
        close = difflib.get_close_matches(spelled(column), list(names), n=1)
        hint = f" Vouliez-vous dire « {names[close[0]]} » ?" if close else ""
        raise RefusedError(f"La colonne « {column} » de la correspondance n'est pas dans le fichier.{hint}")


def propose(header: Header, rows: Sequence[Sequence[Any]]) -> None:
    """Columns that hold amounts where no name says it: a doubt, since a person must say which one is the grant's."""
    free = [place for place in range(len(header.names)) if place not in header.fields]
    if not set(header.fields.values()) & set(AMOUNTS):
        amounts = [place for place in free if _share(rows, place) > _MOSTLY]
        told = " et ".join(f"« {header.names[place].strip()} »" for place in amounts)
        if len(amounts) == 1:
            words = f"{told} contient des montants : est-ce le montant accordé ?"
        else:
            words = f"{told} contiennent des montants : laquelle dit le montant accordé ?"
        if amounts:
            header.fields[amounts[0]] = "montant"
            header.doubts.append(Doubt(words, "montant", tuple(amounts)))


def _share(rows: Sequence[Sequence[Any]], place: int) -> float:
    """How many of the first cells of a column are amounts above zero, as a fraction of 1."""
    written = [row[place] for row in rows[:_LOOKED_AT] if place < len(row) and row[place] is not None]
    column = numbers(written, decimals=2)
    return sum(_is_amount(cell, column) for cell in written) / len(written) if written else 0.0


def _is_amount(cell: Any, column: Numbers) -> bool:
    try:
        return euros.amount(cell, column) > 0
    except ValueError:
        return False


def proposal(sheets: Sequence[tuple[Grid, Header]], *, giver: bool) -> str:
    """The mapping as a TOML text to correct, save and give back with ``--mapping``: a table a sheet when there are
    several. ``giver``: who gives is to be filled in."""
    lines = []
    if any(header.cut for _, header in sheets):
        lines += ["[fichier]", "virgule_decimale = true"]
    for grid, header in sheets:
        sheet = f"feuilles.{quoted(grid.sheet or grid.file)}." if len(sheets) > 1 else ""
        lines.append(f"[{sheet}colonnes]")
        written: set[str] = set()
        for place, name in enumerate(header.names):
            if spelled(name) and spelled(name) not in written:
                written.add(spelled(name))
                lines.append(f"{quoted(' '.join(name.split()))} = {quoted(header.fields.get(place, IGNORED))}")
    if giver:
        known = next((header.giver for _, header in sheets if header.giver), "")
        lines += ["[constantes]", f"attribuant = {quoted(known)}"]
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


def remembered(header: Header, publisher: str | None, giver: str | None) -> list[Row]:
    """Rows of ``correspondances``: what a person confirmed, for the next file of that layout; ``giver``: who they said
    gives."""
    columns = [(spelled(header.names[place]), name) for place, name in sorted(header.fields.items())]
    if header.joined:
        columns.append((_JOINED, _JOINED))
    if giver:
        columns.append((_GIVER, giver))
    return [
        {"empreinte": header.digest, "editeur": publisher, "colonne": column, "champ": name} for column, name in columns
    ]
