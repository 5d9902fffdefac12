"""Facts kept by hand: one folder a source, one CSV a table of the contract, and ``source.toml`` beside them.

Numbers, amounts, dates and years are read as their whole column is written.
"""

import csv
import difflib
import io
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from data import causes, formulas, french, store
from data.batch import Batch, RefusedError, Reject, Row
from data.identifiers import action_id, structure_id
from data.reading import columns, euros
from data.reading.files import read_told
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
# Table → columns of the contract that folders written before them do not have: absent, they are unknown.
LATER = {"instances": frozenset({"rythme"}), "projets_territoires": frozenset({"quartier"})}
_TEXT = "VARCHAR"


@dataclass
class _Table:
    """One CSV: its rows (None for an empty cell), what was refused, how many lines it holds, and what is doubtful of
    its text. ``kinds``: column → its type in the contract."""

    name: str
    kinds: dict[str, str]
    lines: list[Row] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    refused: set[int] = field(default_factory=set)
    read: int = 0
    doubts: list[str] = field(default_factory=list)

    @property
    def columns(self) -> list[str]:
        """The columns, in the contract's order."""
        return list(self.kinds)

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
    """Batch of the CSVs given, all of one folder; a value is None, what its column proves, or text that the loader
    casts.

    ``read`` counts the data lines of the CSVs. RefusedError (French) for a file that cannot be understood at all, a
    reject for each line that cannot.
    """
    folder, files = _split(paths)
    described = _read_source(folder / SOURCE)
    tables = [_read_table(path) for path in files]
    for table in tables:
        _refuse_copies(table)
        _read_values(table)
    structures = {
        (row["structure_id"], row["nom"]) for each in tables if each.name == "structures" for row in each.rows
    }
    for table in tables:
        _check_structures(table, structures)
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
        warnings=[*([f"{SOURCE} : {note}"] if note else []), *(doubt for table in tables for doubt in table.doubts)],
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
    expected = list(fact_tables().get(look.path.stem, ()))
    wanted = len(expected) - len(LATER.get(look.path.stem, ()))
    if not expected or not header <= {*expected, REF} or len(header) < wanted:
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
        raise RefusedError(
            "Aucun fichier .csv : donnez ceux du dossier, ou le dossier, par exemple « data/facts/DOSSIER »."
        )
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
    decoded = read_told(path)
    doubts = [f"{path.name} : {remark}" for remark in decoded.remarks]
    table = _Table(path.stem, _expected_columns(path), doubts=doubts)
    reader = csv.reader(io.StringIO(decoded.text, newline=""), strict=True)
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
            f"{path.name}, ligne {reader.line_num} : CSV illisible ({causes.why(error)}). "
            "Un guillemet ouvert n'est-il pas refermé, ou non doublé dans un texte ?"
        ) from error
    return table


def _expected_columns(path: Path) -> dict[str, str]:
    """Column → type, for the CSV of a table: those of the contract, the ref of an action in place of its identifier."""
    tables = fact_tables()
    if path.stem not in tables:
        close = difflib.get_close_matches(path.stem, tables, n=1)
        hint = f"vouliez-vous dire « {close[0]} » ?" if close else f"tables possibles : {', '.join(tables)}."
        raise RefusedError(f"« {path.name} » : aucune table ne s'appelle « {path.stem} » ; {hint}")
    kinds = tables[path.stem]
    if path.stem != ACTIONS:
        return kinds
    return {REF if column == "action_id" else column: kind for column, kind in kinds.items()}


@cache
def fact_tables() -> dict[str, dict[str, str]]:
    """Table → column that a person fills → its type, for the tables of the contract that hold facts with their line."""
    with store.memory() as root:
        root.execute(store.CONTRACT.read_text(encoding="utf-8"))
        pairs = root.execute(
            "SELECT table_name, column_name, data_type FROM duckdb_columns() ORDER BY table_oid, column_index"
        ).fetchall()
    tables: dict[str, dict[str, str]] = {}
    for table, column, kind in pairs:
        tables.setdefault(table, {})[column] = kind.split("(")[0]
    return {
        table: {column: kind for column, kind in kinds.items() if column not in _PROVENANCE}
        for table, kinds in tables.items()
        if set(_PROVENANCE) <= set(kinds) and table != "rejets"
    }


def _check_header(path: Path, header: Sequence[str], expected: Collection[str]) -> None:
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
    missing = [name for name in expected if name not in header and name not in LATER.get(path.stem, ())]
    if missing:
        raise RefusedError(
            f"{where} : il manque {', '.join(f'« {name} »' for name in missing)} ; ajoutez la colonne, "
            "ses cases peuvent rester vides (inconnu)."
        )


def _add_line(table: _Table, header: list[str], cells: list[str], line: int) -> None:
    table.read += 1
    if len(cells) != len(header):
        reason = (
            f"{french.plural(len(cells), 'valeur')} pour {french.plural(len(header), 'colonne')} : "
            "une virgule dans un texte demande des guillemets autour de ce texte"
        )
        table.refuse(line, None, ",".join(cells)[:_SHOWN], reason)
        return
    values: Row = {name: _said(table, name, cell) for name, cell in zip(header, cells, strict=True)}
    table.lines.append(values | {"fichier": table.file, "ligne": line})


def _said(table: _Table, column: str, cell: str) -> str | None:
    """What a cell says: an export keeps spreadsheets from running a text, never a number."""
    text = cell.strip()
    return (formulas.plain(text) if table.kinds.get(column, _TEXT) == _TEXT else text) or None


def _refuse_copies(table: _Table) -> None:
    """A line that repeats another one in everything would be counted twice where the table has no key."""
    first: dict[tuple[Any, ...], int] = {}
    for row in table.rows:
        line = row["ligne"]
        known = first.setdefault(tuple(row[column] for column in table.columns), line)
        if known != line:
            reason = f"copie exacte de la ligne {known} : supprimez-la, ou dites ce qui les distingue"
            table.refuse(line, None, ", ".join(row[column] or "" for column in table.columns)[:_SHOWN], reason)


def _read_values(table: _Table) -> None:
    """Numbers, amounts, dates and years in place of their texts, each read with what its whole column proves."""
    for column, kind in table.kinds.items():
        texts = [row[column] for row in table.rows]
        parse = _parser(column, kind, texts)
        if parse is None or not any(texts):
            continue
        for row in table.rows:
            text = row[column]
            try:
                row[column] = None if text is None else parse(text)
            except ValueError as error:
                why = str(error).removeprefix(f"« {text} » : ")
                table.refuse(row["ligne"], column, text, f"n'est pas {_EXPECTED[kind]} : {why}")


_EXPECTED = {
    "DECIMAL": "un montant en euros",
    "DOUBLE": "un nombre",
    "INTEGER": "un nombre entier",
    "DATE": "une date (AAAA-MM-JJ)",
}
_YEARS = ("annee", "exercice")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _parser(column: str, kind: str, texts: Sequence[str | None]) -> Callable[[str], Any] | None:
    """How to read the cells of a column; None for those that stay text."""
    if column in _YEARS:
        return columns.year
    if kind == "DECIMAL":
        notation = columns.numbers(texts, decimals=2)
        return lambda text: euros.amount(text, notation)
    if kind == "DOUBLE":
        return columns.numbers(texts).number
    if kind == "INTEGER":
        whole = columns.numbers(texts, decimals=0)
        return lambda text: _whole(whole, text)
    if kind == "DATE":
        order = columns.dates(texts)
        return lambda text: _day(order, text)
    return None


def _whole(column: columns.Numbers, text: str) -> int | None:
    number = column.number(text)
    if number is not None and number % 1:
        raise ValueError("il a des décimales")
    return None if number is None else int(number)


def _day(column: columns.Dates, text: str) -> date | str | None:
    """The day; one that is written as the contract asks stays as it is, for the contract's rules to judge."""
    if _ISO.fullmatch(text):
        return text
    read = column.date(text)
    if read is not None and read.precision != "jour":
        raise ValueError("écrivez le premier jour (le dernier, pour une fin), et ce qui est sûr dans « precision »")
    return None if read is None else read.jour


def _check_structures(table: _Table, structures: Collection[tuple[str | None, str | None]]) -> None:
    """The identifier of a structure is written in clear, and must be the one that its name makes.

    An action may take place in another département than its structure, when the folder has a row of that structure
    (``structures``: identifier and name of each).
    """
    if table.name not in ("structures", ACTIONS):
        return
    column = "nom" if table.name == "structures" else "structure"
    for row in table.rows:
        if row[column] is None:
            table.refuse(row["ligne"], column, None, "le nom de la structure manque : écrivez-le")
            continue
        right = structure_id(row[column], row["code_departement"])
        led = table.name == ACTIONS and (row["structure_id"], row[column]) in structures
        if row["structure_id"] != right and not led:
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
