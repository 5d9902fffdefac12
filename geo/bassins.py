"""The committee's table of bassins de vie: ``bassins/XX.csv``, one row a commune, kept by hand."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NoReturn

from geo.text import fold

COLUMNS = ("code_commune", "commune", "code_bassin", "bassin", "theme", "debut", "fin")
_REQUIRED = ("code_commune", "commune", "code_bassin", "bassin")


@dataclass(frozen=True)
class Bassin:
    """One bassin; ``rang`` is its place in the file, from 1."""

    code: str
    nom: str
    theme: str | None
    rang: int


@dataclass(frozen=True)
class Membership:
    """A commune in a bassin, from a day to a day; None means without known limit."""

    code_bassin: str
    code_commune: str
    debut: date | None
    fin: date | None


def read_bassins(path: Path, communes: Mapping[str, str]) -> tuple[list[Bassin], list[Membership]]:
    """The bassins and memberships of one file; ``communes`` gives code → name in that département.

    Communes may be left out or be in several bassins. Raises ValueError in French (file, line, column, value).
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path.name} : fichier illisible en UTF-8 ; l'enregistrer en « CSV UTF-8 »") from error
    reader = csv.reader(text.splitlines())
    header = tuple(next(reader, ()))
    if header != COLUMNS:
        _refuse(path, 1, "en-tête", ",".join(header), f"l'en-tête attendu est « {','.join(COLUMNS)} »")
    bassins: dict[str, Bassin] = {}
    members: dict[tuple[str, str], Membership] = {}
    for values in reader:
        line = reader.line_num
        if len(values) != len(COLUMNS):
            _refuse(path, line, "ligne", ",".join(values), f"valeurs attendues : {len(COLUMNS)}, lues : {len(values)}")
        row = dict(zip(COLUMNS, (value.strip() for value in values), strict=True))
        _check_row(path, line, row, communes)
        _check_bassin(path, line, row, bassins.get(row["code_bassin"]))
        code = row["code_bassin"]
        bassins.setdefault(code, Bassin(code, row["bassin"], row["theme"] or None, len(bassins) + 1))
        key = (code, row["code_commune"])
        if key in members:
            _refuse(path, line, "code_commune", key[1], f"commune déjà inscrite dans le bassin « {row['bassin']} »")
        members[key] = Membership(*key, *_dates(path, line, row))
    if not members:
        _refuse(path, 2, "code_commune", "", "aucune commune : supprimer le fichier pour revenir aux arrondissements")
    return list(bassins.values()), list(members.values())


def _check_row(path: Path, line: int, row: Mapping[str, str], communes: Mapping[str, str]) -> None:
    for column in _REQUIRED:
        if not row[column]:
            _refuse(path, line, column, "", "valeur obligatoire")
    code = row["code_commune"]
    if code not in communes:
        lost_zero = f"0{code}" in communes
        cause = "un tableur a-t-il supprimé le zéro initial ?" if lost_zero else "code inconnu dans ce département"
        _refuse(path, line, "code_commune", code, cause)
    if fold(row["commune"]) != fold(communes[code]):
        _refuse(path, line, "commune", row["commune"], f"le code {code} est celui de « {communes[code]} »")


def _check_bassin(path: Path, line: int, row: Mapping[str, str], known: Bassin | None) -> None:
    if known is None:
        return
    for column, expected in (("bassin", known.nom), ("theme", known.theme or "")):
        if row[column] != expected:
            cause = f"plus haut, le bassin « {known.code} » porte « {expected} »"
            _refuse(path, line, column, row[column], cause)


def _dates(path: Path, line: int, row: Mapping[str, str]) -> tuple[date | None, date | None]:
    found: list[date | None] = []
    for column in ("debut", "fin"):
        try:
            found.append(date.fromisoformat(row[column]) if row[column] else None)
        except ValueError:
            _refuse(path, line, column, row[column], "date attendue sous la forme AAAA-MM-JJ, ou rien")
    debut, fin = found
    if debut and fin and fin < debut:
        _refuse(path, line, "fin", row["fin"], f"la fin précède le début ({row['debut']})")
    return debut, fin


def _refuse(path: Path, line: int, column: str, value: str, cause: str) -> NoReturn:
    raise ValueError(f"{path.name}, ligne {line}, colonne « {column} », valeur « {value} » : {cause}")
