"""The staging area: rows meet the contract in memory, before the store is touched.

Schemas of the connection: ``arrivee`` (what is being loaded, with the contract enforced), ``magasin`` (what the lake
attached to it holds already, the source being replaced left out) and ``tout`` (both), which the checks read. A large
load comes in parts: ``arrivee`` is then without keys, and the contract's rules are asked of whole tables once all is
in.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from data import french, rule_words
from data.actors import Actor
from data.batch import Batch, Reject, Row
from data.store import CONTRACT, Connection, contract_columns, contract_tables, lake_table, memory, quoted

CHECKS = Path(__file__).parent.parent / "checks"
# What staging a load that comes in parts may keep in memory; the rest goes to a file.
LARGE_LOAD_MEMORY = "6GB"
# Rows that one thread of DuckDB fills at a time: for fewer of them, another thread would only take memory.
ROW_GROUP = 122_880
# Sessions and meetings are no people.
_UNDATED = "SELECT count(*) FROM arrivee.mesures WHERE annee IS NULL AND grandeur NOT IN ('seances', 'reunions')"
_SEVERITY = re.compile(r"^-- gravite (bloquant|avertissement)$", re.MULTILINE)


@dataclass(frozen=True)
class Check:
    """One rule across tables: an SQL file that returns the rows that should not exist."""

    name: str
    blocking: bool
    sql: str

    @property
    def staged(self) -> set[str]:
        """Tables of ``arrivee`` that it names."""
        return set(re.findall(r"\barrivee\.(\w+)", self.sql))


def prepare(root: Connection, there: Mapping[str, set[str]], replaced: str | None, folder: Path | None = None) -> None:
    """Make the three schemas; ``there`` are the tables and columns of the lake that ``root`` has attached.

    ``folder`` receives what a load that comes in parts cannot keep in memory.
    """
    root.execute("CREATE SCHEMA magasin; CREATE SCHEMA tout")
    if folder is None:
        root.execute("CREATE SCHEMA arrivee; USE memory.arrivee")
        root.execute(CONTRACT.read_text(encoding="utf-8"))
        root.execute("USE memory.main")
    else:
        _make_room(root, folder)
    root.execute("CREATE TABLE main.remplacee AS SELECT CAST(? AS VARCHAR) AS source", [replaced])
    # One transaction: DuckLake then reads its catalog once, not once a view.
    root.execute("BEGIN")
    for table in contract_tables():
        kept = "source IS DISTINCT FROM (SELECT source FROM main.remplacee)"
        root.execute(f"CREATE VIEW magasin.{table} AS FROM ({lake_table(table, there)}) WHERE {kept}")
        root.execute(f"CREATE VIEW tout.{table} AS FROM magasin.{table} UNION ALL BY NAME FROM arrivee.{table}")
    root.execute("COMMIT")


def _make_room(root: Connection, folder: Path) -> None:
    """``arrivee`` without the keys, whose indexes would not fit; the excess of memory goes to ``folder``."""
    root.execute("ATTACH ':memory:' AS arrivee (COMPRESS)")
    root.execute(f"SET memory_limit = '{LARGE_LOAD_MEMORY}'; SET temp_directory = {quoted(folder)}")
    root.execute("SET preserve_insertion_order = false")
    for table, types in contract_columns().items():
        columns = ", ".join(f"{name} {kind}" for name, kind in types.items())
        root.execute(f"CREATE TABLE arrivee.{table} ({columns})")


def insert(root: Connection, batch: Batch, source: str) -> list[Reject]:
    """Put the rows of a batch into ``arrivee``, in the contract's order; return the rows that break the contract."""
    rejects = _insert_part(root, batch.rows, source)
    if batch.more is None:
        return rejects
    batch.rows = {}  # What comes in parts is large: no row stays in memory twice.
    for part in batch.more:
        _insert_part(root, part, source)
        count = sum(len(rows) for rows in part.values())
        batch.read, batch.kept = batch.read + count, batch.kept + count
    root.execute("CHECKPOINT arrivee")  # What is staged is compressed then.
    return rejects + broken_rules(root)


def _insert_part(
    root: Connection, tables: Mapping[str, list[Row] | pd.DataFrame | pa.Table], source: str
) -> list[Reject]:
    unknown = set(tables) - set(contract_tables())
    if unknown:
        raise ValueError(f"tables outside the contract: {sorted(unknown)}")
    rejects: list[Reject] = []
    for table in contract_tables():
        rows = tables.get(table)
        if rows is None or len(rows) == 0:
            continue
        if isinstance(rows, pd.DataFrame | pa.Table):
            _insert_frame(root, table, rows, source)
        else:
            rejects += _insert_rows(root, table, rows, source)
    return rejects


def broken_rules(root: Connection) -> list[Reject]:
    """Rows of ``arrivee`` that break the contract, each rule asked of a whole table at once."""
    rejects: list[Reject] = []
    for table, rules in _contract_rules().items():
        if root.execute(f"SELECT 1 FROM arrivee.{table} LIMIT 1").fetchone() is None:
            continue
        place = "fichier, ligne" if "ligne" in contract_columns()[table] else "NULL, NULL"
        for rule in rules.broken:
            rows = root.execute(f"SELECT {place}, {rule.shown} FROM arrivee.{table} WHERE {rule.broken}").fetchall()
            rejects += [Reject(file or "?", line, rule.column, value, rule.words) for file, line, value in rows]
        rejects += _repeated(root, f"arrivee.{table}", rules.keys)
    return rejects


def keys(table: str) -> Sequence[tuple[str, ...]]:
    """The columns that make each key of a table of the contract."""
    return _contract_rules()[table].keys


def require_rights(root: Connection, actor: Actor) -> None:
    """RefusedError when what is staged takes a right that ``actor`` lacks, whatever the format that says it."""
    if root.execute("SELECT 1 FROM arrivee.cibles LIMIT 1").fetchone():
        actor.require_administration("fixer des cibles")


def repeated_keys(root: Connection) -> list[Reject]:
    """Rows of ``arrivee`` whose key the store holds already."""
    return [
        reject
        for table, rules in _contract_rules().items()
        if root.execute(f"SELECT 1 FROM arrivee.{table} LIMIT 1").fetchone()
        for reject in _repeated(root, f"tout.{table}", rules.keys)
    ]


def _repeated(root: Connection, table: str, keys: Sequence[tuple[str, ...]]) -> list[Reject]:
    rejects: list[Reject] = []
    for key in keys:
        columns = ", ".join(f'"{name}"' for name in key)
        whole = " AND ".join(f'"{name}" IS NOT NULL' for name in key)
        sql = f"SELECT {columns} FROM {table} WHERE {whole} GROUP BY ALL HAVING count(*) > 1"
        for row in root.execute(sql).fetchall():
            value = ", ".join(map(str, row))
            reason = f"deux lignes de « {table.partition('.')[2]} » ont la même clé : n'en gardez qu'une"
            rejects.append(Reject("?", None, ", ".join(key), value, reason))
    return rejects


@dataclass(frozen=True)
class _Rule:
    """One rule of the contract: the condition of the rows that break it, the columns it names, its French words."""

    broken: str
    columns: tuple[str, ...]
    words: str

    @property
    def column(self) -> str:
        return ", ".join(self.columns)

    @property
    def shown(self) -> str:
        """SQL of what a row says in these columns; NULL when it says nothing."""
        if len(self.columns) == 1:
            return f'"{self.columns[0]}"::VARCHAR'
        said = (f"'{name} = ' || coalesce(\"{name}\"::VARCHAR, 'vide')" for name in self.columns)
        return f"concat_ws(', ', {', '.join(said)})"


@dataclass(frozen=True)
class _Rules:
    """Rules of one table of the contract, and the columns that make each of its keys."""

    broken: list[_Rule]
    keys: list[tuple[str, ...]]


@cache
def _contract_rules() -> dict[str, _Rules]:
    """The contract's own constraints, read back from DuckDB."""
    rules = {table: _Rules([], []) for table in contract_tables()}
    with memory() as root:
        root.execute(CONTRACT.read_text(encoding="utf-8"))
        rows = root.execute(
            "SELECT table_name, constraint_type, expression, constraint_column_names FROM duckdb_constraints()"
        ).fetchall()
    for table, kind, expression, columns in rows:
        named = tuple(dict.fromkeys(columns))
        if kind == "CHECK":
            rules[table].broken.append(_Rule(f"NOT {expression}", named, rule_words.of(expression)))
        elif kind == "NOT NULL":
            rules[table].broken.append(_Rule(f'"{columns[0]}" IS NULL', named, rule_words.MISSING))
        else:
            rules[table].keys.append(named)
    return rules


def run_checks(root: Connection) -> tuple[list[Reject], list[Reject]]:
    """Rows that break a rule across tables: (blocking, warnings)."""
    blocking: list[Reject] = []
    warnings: list[Reject] = []
    filled = {table for table in contract_tables() if root.execute(f"SELECT 1 FROM arrivee.{table} LIMIT 1").fetchone()}
    for check in load_checks():
        if check.staged and not check.staged & filled:  # It reads nothing that arrives.
            continue
        rows = root.execute(check.sql).fetchall()
        found = [
            Reject(fichier or "?", ligne, colonne, valeur, raison) for fichier, ligne, colonne, valeur, raison in rows
        ]
        (blocking if check.blocking else warnings).extend(found)
    return blocking, warnings


def undated_people(root: Connection) -> list[str]:
    """That numbers of people are staged without a year, so that no total of a year can count them; nothing for none."""
    ((count,),) = root.execute(_UNDATED).fetchall()
    if not count:
        return []
    what = french.plural(count, "nombre de personnes est", "nombres de personnes sont")
    counted = "le total d'aucune année ne le compte" if count == 1 else "le total d'aucune année ne les compte"
    return [f"{what} sans année : {counted}, tant qu'une saisie ou une campagne ne la dit pas"]


def load_checks() -> list[Check]:
    """Every rule of data/checks/, by name."""
    checks = []
    for path in sorted(CHECKS.glob("*.sql")):
        sql = path.read_text(encoding="utf-8")
        severity = _SEVERITY.search(sql)
        if severity is None:
            raise ValueError(f"{path.name}: a line '-- gravite bloquant' or '-- gravite avertissement' is missing")
        checks.append(Check(path.stem, severity.group(1) == "bloquant", sql))
    return checks


def _insert_frame(root: Connection, table: str, frame: pd.DataFrame | pa.Table, source: str) -> None:
    """Rows that the product typed itself: no cast to explain."""
    root.register("lot", frame)
    if len(frame) < ROW_GROUP:
        root.execute("SET threads = 1")
    root.execute(f"INSERT INTO arrivee.{table} BY NAME SELECT *, ? AS source FROM lot", [source])
    root.execute("RESET threads")
    root.unregister("lot")


def insert_rejects(root: Connection, rejects: Sequence[Reject], source: str) -> None:
    """Put what was refused into ``arrivee``: there may be as many as lines in a file."""
    if not rejects:
        return
    names = ("fichier", "ligne", "colonne", "valeur", "raison")
    columns = {name: [getattr(reject, name) for reject in rejects] for name in names}
    types = {name: pa.int32() if name == "ligne" else pa.string() for name in names}
    _insert_frame(root, "rejets", pa.table(columns, pa.schema(types)), source)


def _insert_rows(root: Connection, table: str, rows: Sequence[Row], source: str) -> list[Reject]:
    types = _column_types(root, table)
    unknown = {column for row in rows for column in row} - set(types)
    if unknown:
        raise ValueError(f"columns outside the contract of {table}: {sorted(unknown)}")
    columns = {name: pa.array([as_text(row.get(name)) for row in rows], pa.string()) for name in types}
    columns["source"] = pa.array([source] * len(rows), pa.string())
    columns["rang_lot"] = pa.array(range(len(rows)), pa.int32())
    root.register("lot", pa.table(columns))
    root.execute("CREATE OR REPLACE TEMP TABLE brut AS FROM lot")
    root.unregister("lot")
    rejects = _cast_errors(root, types, rows)
    if rejects:
        return rejects
    cast = ", ".join(f'CAST("{name}" AS {kind}) AS "{name}"' for name, kind in types.items())
    try:
        root.execute(f"INSERT INTO arrivee.{table} SELECT {cast} FROM brut ORDER BY rang_lot")
    except duckdb.ConstraintException:
        broken = _broken_rows(root, table, cast, rows)
        if not broken:
            raise
        return broken
    return []


def _column_types(root: Connection, table: str) -> dict[str, str]:
    rows = root.execute(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE schema_name = 'arrivee' AND table_name = ? "
        "ORDER BY column_index",
        [table],
    ).fetchall()
    return dict(rows)


def _cast_errors(root: Connection, types: dict[str, str], rows: Sequence[Row]) -> list[Reject]:
    rejects = []
    for name, kind in types.items():
        family = kind.split("(")[0]
        bad = root.execute(
            f"""
            SELECT rang_lot, "{name}" FROM brut
            WHERE "{name}" IS NOT NULL
              AND (TRY_CAST("{name}" AS {kind}) IS NULL OR NOT regexp_full_match("{name}", ?))
            ORDER BY rang_lot
            """,
            [_EXACT_FORMS.get(family, "(?s).*")],
        ).fetchall()
        for rank, value in bad:
            rejects.append(_reject(rows[rank], name, value, f"n'est pas {_FRENCH_TYPES.get(family, kind)}"))
    return rejects


def _broken_rows(root: Connection, table: str, cast: str, rows: Sequence[Row]) -> list[Reject]:
    """Which rows of ``brut`` break which rule of the contract, and which say the key of another row."""
    root.execute(f"CREATE OR REPLACE TEMP TABLE types AS SELECT rang_lot, {cast} FROM brut")
    rejects = []
    for rule in _contract_rules()[table].broken:
        sql = f"SELECT rang_lot, {rule.shown} FROM types WHERE {rule.broken} ORDER BY rang_lot"
        rejects += [_reject(rows[rank], rule.column, value, rule.words) for rank, value in root.execute(sql).fetchall()]
    for key in _contract_rules()[table].keys:
        rejects += _twice(root, table, key, rows)
    return rejects


def _twice(root: Connection, table: str, key: tuple[str, ...], rows: Sequence[Row]) -> list[Reject]:
    """The rows of ``types`` whose key an earlier one has."""
    columns = ", ".join(f'"{name}"' for name in key)
    whole = " AND ".join(f'"{name}" IS NOT NULL' for name in key)
    shown = ", ".join(f'"{name}"::VARCHAR' for name in key if name != "source")
    found = root.execute(
        f"""
        SELECT rang_lot, first(rang_lot) OVER same AS premier, concat_ws(', ', {shown}) FROM types WHERE {whole}
        WINDOW same AS (PARTITION BY {columns} ORDER BY rang_lot)
        QUALIFY rang_lot <> premier ORDER BY rang_lot
        """
    ).fetchall()
    named = ", ".join(name for name in key if name != "source")
    rejects = []
    for rank, first, value in found:
        line = rows[first].get("ligne")
        where = "" if line is None else f" (déjà ligne {line})"
        reason = f"deux lignes de « {table} » ont la même clé{where} : n'en gardez qu'une"
        rejects.append(_reject(rows[rank], named, value, reason))
    return rejects


def _reject(row: Row, column: str | None, value: str | None, reason: str) -> Reject:
    return Reject(str(row.get("fichier") or "?"), row.get("ligne"), column, value, reason)


def as_text(value: Any) -> str | None:
    """A value as the text that DuckDB casts back to it; None stays unknown."""
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case date() | datetime():
            return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
        case int() | float() | Decimal():
            return str(value)
    raise TypeError(f"no contract type for {type(value).__name__}")


# A cast alone would round « 3.7 » to an integer and « 20.555 » to cents.
_EXACT_FORMS = {
    "INTEGER": r"-?\d+",
    "BIGINT": r"-?\d+",
    "DECIMAL": r"-?\d+(\.\d{1,2})?",
}
_FRENCH_TYPES = {
    "INTEGER": "un nombre entier",
    "BIGINT": "un nombre entier",
    "DOUBLE": "un nombre (point décimal, sans espace)",
    "DECIMAL": "un montant (point décimal, sans espace)",
    "DATE": "une date (AAAA-MM-JJ)",
    "TIMESTAMP": "une date et heure",
    "BOOLEAN": "« true » ou « false »",
}
