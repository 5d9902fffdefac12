"""The codes of a file's lines turned into the communes of today; what two lines of one commune mean."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from data.importers.contexte.table import Table
from data.reading.columns import code as as_code
from geo.communes import Resolution, UnknownCommuneError, territory

# Paris, Lyon and Marseille: the arrondissements are parts of the commune.
_CITIES = {"751": "75056", "6938": "69123", "132": "13055"}
_ARRONDISSEMENT = re.compile(r"(?:751(?:0[1-9]|1\d|20))|(?:6938[1-9])|(?:132(?:0[1-9]|1[0-6]))")


@dataclass
class Places:
    """Rows of ``rows`` (index of the table → code_commune of today) that may bear figures.

    ``merged``: rows that are parts of one commune of today, one list of indexes each; their counts may be added up, and
    nothing else. ``notes``: French sentences on the codes that are no longer those of a commune.
    """

    rows: dict[int, str] = field(default_factory=dict)
    merged: list[list[int]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Row:
    index: int
    line: int
    code: str
    where: Resolution


def resolve(table: Table, column: str, years: pd.Series, cog: int | None) -> Places:
    """The commune of today of each row of ``table``, by its ``column``; ``years`` tells rows of one commune apart.

    ``cog`` is the edition of the codes in the file, when it is known. Refused, with their line and the likely cause:
    unknown codes, arrondissements of Paris, Lyon and Marseille, the same commune twice, and old communes next to the
    one that took them in when nothing says whether it already counts them.
    """
    places = Places()
    groups: dict[tuple[str, object], list[_Row]] = defaultdict(list)
    for row, year in _resolved(table, column, years):
        groups[row.where.code_commune, year].append(row)
    for rows in groups.values():
        _settle(table, column, rows, cog, places)
    return places


def drop_broken(table: Table, column: str, places: Places) -> None:
    """A commune of today made of several lines, one of which was refused since, goes with all of them."""
    whole = []
    for rows in places.merged:
        lines = table.cells.loc[rows, "ligne"]
        broken = [int(line) for line in lines if line in table.refused]
        if not broken:
            whole.append(rows)
        for index, line in lines.items() if broken else ():
            if line not in table.refused:
                reason = f"une partie de {places.rows[rows[0]]}, dont une autre ligne ({broken[0]}) est refusée"
                table.refuse(int(line), column, str(table.cells.at[index, column]), reason)
    places.merged = whole


def _resolved(table: Table, column: str, years: pd.Series) -> list[tuple[_Row, object]]:
    kept = table.kept
    codes = dict(zip(kept.index, (as_code(cell) or "" for cell in kept[column]), strict=True))
    written = set(codes.values())
    found = []
    for (index, code), line, year in zip(codes.items(), kept["ligne"], years.loc[kept.index], strict=True):
        if code == column:
            table.refuse(line, column, code, "seconde ligne d'en-tête, répétée au milieu des données : supprimez-la")
        elif _ARRONDISSEMENT.fullmatch(code):
            table.refuse(line, column, code, _part_of_city(code, written))
        else:
            try:
                found.append((_Row(int(index), int(line), code, territory().resolve_code(code)), year))
            except UnknownCommuneError as error:
                table.refuse(line, column, code or None, _unknown(code, str(error)))
    return found


def _unknown(code: str, said: str) -> str:
    return said if code else "le code de la commune manque : écrivez-le, ou supprimez la ligne"


def _part_of_city(code: str, written: set[str]) -> str:
    city = next(commune for start, commune in _CITIES.items() if code.startswith(start))
    name = territory().resolve_code(city).nom
    said = f"arrondissement de {name} ({city}), qui est une seule commune"
    if city in written:
        return f"{said} : elle a sa propre ligne dans ce fichier, qui le contient déjà"
    return f"{said} : sa ligne manque dans ce fichier, et une commune ne se devine pas de ses arrondissements"


def _settle(table: Table, column: str, rows: Sequence[_Row], cog: int | None, places: Places) -> None:
    """What the rows of one commune of today (and one year) mean."""
    rows = _without_twins(table, column, rows)
    own = next((row for row in rows if not row.where.note), None)
    if own is not None and cog is not None and all(row.where.cog_annee <= cog for row in rows if row.where.note):
        for row in (row for row in rows if row is not own):
            reason = f"n'est plus une commune au COG {cog} du fichier : {own.where.nom} (ligne {own.line}) la contient"
            table.refuse(row.line, column, row.code, reason)
        rows = [own]
    if len(rows) == 1:
        places.rows[rows[0].index] = rows[0].where.code_commune
        if note := rows[0].where.note:
            places.notes.append(f"ligne {rows[0].line} : {note}")
    elif rows and _parts(rows, cog):
        places.merged.append([row.index for row in rows])
        places.rows |= {row.index: row.where.code_commune for row in rows}
    else:
        for row in rows:
            table.refuse(row.line, column, row.code, _entangled(row, rows))


def _without_twins(table: Table, column: str, rows: Sequence[_Row]) -> list[_Row]:
    """Rows whose code comes once; the same code twice is refused, but for lines that repeat the first word for word."""
    by_code: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        by_code[row.code].append(row)
    kept = []
    for first, *others in by_code.values():
        if not others:
            kept.append(first)
        elif _same_words(table, (first, *others)):
            kept.append(first)
            for row in others:
                table.refuse(row.line, column, row.code, f"répète mot pour mot la ligne {first.line} : supprimez-la")
        else:
            lines = ", ".join(str(row.line) for row in (first, *others))
            for row in (first, *others):
                reason = f"{first.where.nom} a plusieurs lignes ({lines}) de valeurs différentes : laquelle est juste ?"
                table.refuse(row.line, column, row.code, reason)
    return kept


def _same_words(table: Table, rows: Sequence[_Row]) -> bool:
    texts = table.cells.loc[[row.index for row in rows]].drop(columns="ligne")
    return len(texts.drop_duplicates()) == 1


def _parts(rows: Sequence[_Row], cog: int | None) -> bool:
    """Whether each row is a part of the commune of today, so that counts add up: no row may contain another.

    Old codes alone are parts. With the row of today's own code, they are when the file is older than their merger; else
    that row may be the merged commune, which contains them.
    """
    merged_in = [row.where.cog_annee for row in rows if row.where.note]
    if len(merged_in) == len(rows):
        return True
    return cog is not None and all(territory().oldest_cog < year > cog for year in merged_in)


def _entangled(row: _Row, rows: Sequence[_Row]) -> str:
    codes = ", ".join(f"{other.code} ligne {other.line}" for other in rows)
    today = f"{row.where.nom} ({row.where.code_commune})"
    return (
        f"{today} réunit aujourd'hui {codes} : la ligne {row.where.code_commune} contient-elle déjà les autres ? Les "
        "garder compterait deux fois, ou remplacerait un chiffre par un autre. Dites l'édition des codes du fichier "
        "dans la correspondance, [commune] cog = AAAA"
    )
