"""Facts kept by hand: one folder a source, one CSV a table of the contract, and ``source.toml`` beside them."""

import csv
import difflib
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from data import store
from data.batch import Batch, RefusedError, Reject, Row
from data.identifiers import action_id, structure_id
from data.reading.files import read_text
from data.reading.look import CERTAIN, Claim, Look
from data.toml_file import read_toml

SOURCE = "source.toml"
ACTIONS = "actions"
REF = "ref"
_PROVENANCE = ("source", "fichier", "ligne")
_KEYS: dict[str, type] = {
    "titre": str,
    "editeur": str,
    "licence": str,
    "url": str,
    "publiee_le": date,
    "note": str,
}
_SHOWN = 80


@dataclass
class _Table:
    """One CSV: its rows as text (None for an empty cell), what was refused, and how many lines it holds."""

    name: str
    columns: list[str]
    lines: list[Row] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    refused: set[int] = field(default_factory=set)
    read: int = 0

    @property
    def file(self) -> str:
        return f"{self.name}.csv"

    @property
    def rows(self) -> list[Row]:
        """The rows that are not refused."""
        return [row for row in self.lines if row["ligne"] not in self.refused]

    def refuse(self, line: int, column: str | None, value: str | None, reason: str) -> None:
        """Take a line out, saying which cell is wrong."""
        self.rejects.append(Reject(self.file, line, column, value, reason))
        self.refused.add(line)


def read(paths: Sequence[Path]) -> Batch:
    """Batch of the CSVs given, all of one folder; every value is text or None, the loader casts them.

    ``read`` counts the data lines of the CSVs. RefusedError (French) for a file that cannot be understood at all, a
    reject for each line that cannot.
    """
    folder, files = _split(paths)
    described = _read_source(folder / SOURCE)
    tables = [_read_table(path) for path in files]
    for table in tables:
        _refuse_copies(table)
        _check_structures(table)
    refs: dict[str, str] = {}
    for table in tables:
        if table.name == ACTIONS:
            refs = _name_actions(table)
    for table in tables:
        _resolve_actions(table, refs)
    rejects = [reject for table in tables for reject in table.rejects]
    lines = sum(table.read for table in tables)
    note = described.pop("note", None)
    return Batch(
        format="faits",
        rows={table.name: table.rows for table in tables},
        read=lines,
        kept=lines - sum(len(table.refused) for table in tables),
        rejects=rejects,
        lines_stand_alone=True,
        warnings=[f"{SOURCE} : {note}"] if note else [],
        **described,
    )


def claim(look: Look) -> Claim | None:
    """Certain for ``source.toml``, and for a CSV named after a table of the contract whose columns it has."""
    if look.container != "texte":
        return None
    if (said := look.toml) is not None:
        mine = "titre" in said and set(said) <= set(_KEYS)
        return Claim("faits", CERTAIN, f"{SOURCE} : le titre et la licence d'un dossier de faits.") if mine else None
    header = {name.strip() for name in look.text.split("\n", 1)[0].split(",")}
    expected = _contract().get(look.path.stem, [])
    if not expected or not header <= {*expected, REF} or len(header) < len(expected):
        return None
    return Claim("faits", CERTAIN, f"Les colonnes de la table « {look.path.stem} » des faits tenus à la main.")


def _split(paths: Sequence[Path]) -> tuple[Path, list[Path]]:
    """(folder, CSVs in order) of what was given, ``source.toml`` left out."""
    folders = sorted({path.resolve().parent for path in paths})
    if len(folders) > 1:
        listed = ", ".join(f"« {folder} »" for folder in folders)
        raise RefusedError(
            f"Les fichiers viennent de plusieurs dossiers ({listed}) : un dossier est une source, "
            "chargez-les un dossier à la fois."
        )
    files = sorted({path.absolute() for path in paths if path.name != SOURCE})
    for path in files:
        if not path.exists():
            raise RefusedError(f"« {path} » : ce fichier n'existe pas. Vérifiez le chemin et le nom.")
        if path.suffix != ".csv":
            raise RefusedError(
                f"« {path.name} » : le format « faits » lit des fichiers .csv et {SOURCE}. "
                "Enregistrez ce tableau en CSV (UTF-8, virgule), un fichier par table."
            )
    if not files:
        raise RefusedError("Aucun fichier .csv : donnez ceux du dossier, par exemple « data/facts/DOSSIER/*.csv ».")
    return folders[0], files


def _read_source(path: Path) -> dict[str, Any]:
    """What ``source.toml`` says of the source, its keys and types checked."""
    if not path.exists():
        raise RefusedError(
            f'« {path} » manque : écrivez-le à côté des CSV, avec au moins titre = "…" '
            "(le titre de la source, qui s'affiche sous chaque chiffre)."
        )
    said = read_toml(path)
    for key, value in said.items():
        if key not in _KEYS:
            raise RefusedError(f"{SOURCE} : clé « {key} » inconnue ; clés possibles : {', '.join(_KEYS)}.")
        if type(value) is not _KEYS[key]:
            wanted = "une date sans guillemets (AAAA-MM-JJ)" if _KEYS[key] is date else "un texte entre guillemets"
            raise RefusedError(f"{SOURCE} : « {key} = {value!r} » n'est pas {wanted}.")
    if not said.get("titre", "").strip():
        raise RefusedError(f'{SOURCE} : le titre manque ; ajoutez titre = "…".')
    return said


def _read_table(path: Path) -> _Table:
    table = _Table(path.stem, _expected_columns(path))
    reader = csv.reader(io.StringIO(read_text(path), newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader)]
        _check_header(path, header, table.columns)
        start = reader.line_num + 1
        for cells in reader:
            line, start = start, reader.line_num + 1
            if cells:
                _add_line(table, header, cells, line)
    except csv.Error as error:
        raise RefusedError(
            f"{path.name}, ligne {reader.line_num} : CSV illisible ({error}). "
            "Un guillemet ouvert n'est-il pas refermé, ou non doublé dans un texte ?"
        ) from error
    return table


def _expected_columns(path: Path) -> list[str]:
    """Columns of the CSV of a table: those of the contract, the ref of an action in place of its identifier."""
    tables = _contract()
    if path.stem not in tables:
        close = difflib.get_close_matches(path.stem, tables, n=1)
        hint = f"vouliez-vous dire « {close[0]} » ?" if close else f"tables possibles : {', '.join(tables)}."
        raise RefusedError(f"« {path.name} » : aucune table ne s'appelle « {path.stem} » ; {hint}")
    columns = tables[path.stem]
    return [REF if column == "action_id" else column for column in columns] if path.stem == ACTIONS else columns


@cache
def _contract() -> dict[str, list[str]]:
    """Table → columns that a person fills, for the tables of the contract that hold facts with their line."""
    with store.memory() as root:
        root.execute(store.CONTRACT.read_text(encoding="utf-8"))
        pairs = root.execute(
            "SELECT table_name, column_name FROM duckdb_columns() ORDER BY table_oid, column_index"
        ).fetchall()
    tables: dict[str, list[str]] = {}
    for table, column in pairs:
        tables.setdefault(table, []).append(column)
    return {
        table: [column for column in columns if column not in _PROVENANCE]
        for table, columns in tables.items()
        if set(_PROVENANCE) <= set(columns) and table != "rejets"
    }


def _check_header(path: Path, header: list[str], expected: list[str]) -> None:
    where = f"{path.name}, ligne 1"
    if len(header) == 1 and ";" in header[0]:
        raise RefusedError(
            f"{where} : les colonnes sont séparées par des points-virgules. Enregistrez en CSV avec la virgule."
        )
    for name in header:
        if header.count(name) > 1:
            raise RefusedError(f"{where} : la colonne « {name} » est écrite deux fois ; supprimez-en une.")
        if name not in expected:
            raise RefusedError(
                f"{where} : la colonne « {name} » n'existe pas dans la table « {path.stem} » ; "
                f"colonnes attendues : {', '.join(expected)}."
            )
    missing = [name for name in expected if name not in header]
    if missing:
        raise RefusedError(
            f"{where} : il manque {', '.join(f'« {name} »' for name in missing)} ; ajoutez la colonne, "
            "ses cases peuvent rester vides (inconnu)."
        )


def _add_line(table: _Table, header: list[str], cells: list[str], line: int) -> None:
    table.read += 1
    if len(cells) != len(header):
        reason = (
            f"{len(cells)} valeurs pour {len(header)} colonnes : "
            "une virgule dans un texte demande des guillemets autour de ce texte"
        )
        table.refuse(line, None, ",".join(cells)[:_SHOWN], reason)
        return
    values: Row = {name: cell.strip() or None for name, cell in zip(header, cells, strict=True)}
    table.lines.append(values | {"fichier": table.file, "ligne": line})


def _refuse_copies(table: _Table) -> None:
    """A line that repeats another one in everything would be counted twice where the table has no key."""
    first: dict[tuple[Any, ...], int] = {}
    for row in table.rows:
        line = row["ligne"]
        known = first.setdefault(tuple(row[column] for column in table.columns), line)
        if known != line:
            reason = f"copie exacte de la ligne {known} : supprimez-la, ou dites ce qui les distingue"
            table.refuse(line, None, ", ".join(row[column] or "" for column in table.columns)[:_SHOWN], reason)


def _check_structures(table: _Table) -> None:
    """The identifier of a structure is written in clear, and must be the one that its name makes."""
    if table.name not in ("structures", ACTIONS):
        return
    column = "nom" if table.name == "structures" else "structure"
    for row in table.rows:
        if row[column] is None:
            table.refuse(row["ligne"], column, None, "le nom de la structure manque : écrivez-le")
            continue
        right = structure_id(row[column], row["code_departement"])
        if row["structure_id"] != right:
            reason = (
                f"ne correspond pas au nom « {row[column]} » et au département "
                f"{row['code_departement'] or 'inconnu'} : écrivez « {right} », ou corrigez le nom"
            )
            table.refuse(row["ligne"], "structure_id", row["structure_id"], reason)


def _name_actions(table: _Table) -> dict[str, str]:
    """Give each action its identifier in place of its ref; return ref → identifier."""
    refs: dict[str, str] = {}
    for row in table.rows:
        ref = row.pop(REF)
        if ref is None:
            reason = "la ref manque : un nom court et unique (« fiche-19 »), que les autres CSV reprennent"
            table.refuse(row["ligne"], REF, None, reason)
        elif ref in refs:
            reason = "cette ref désigne déjà une autre action : choisissez-en une autre"
            table.refuse(row["ligne"], REF, ref, reason)
        elif row["titre"] is None:
            table.refuse(row["ligne"], "titre", None, "le titre de l'action manque : écrivez-le")
        else:
            refs[ref] = row["action_id"] = action_id(row["titre"], row["structure_id"])
    return refs


def _resolve_actions(table: _Table, refs: dict[str, str]) -> None:
    """Replace the refs of actions by their identifiers; a row whose action is unknown is refused."""
    if table.name == ACTIONS:
        return
    for row in table.rows:
        column = "action_id" if "action_id" in row else "sujet_id"
        designates = "action_id" in row or row.get("sujet_type") == "action"
        ref = row.get(column)
        if not designates or ref is None:
            continue
        if ref in refs:
            row[column] = refs[ref]
        else:
            reason = (
                "aucune ligne acceptée de actions.csv ne porte cette ref : corrigez-la, "
                "ou chargez actions.csv avec ce fichier"
            )
            table.refuse(row["ligne"], column, ref, reason)
