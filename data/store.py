"""The store, and the only place that opens DuckDB.

A store is a folder:

- ``catalogue.sqlite``, the DuckLake catalog: one file, which several processes may open at once; it also says which
  store this is, and what each file of data should weigh (``data/integrity.py``);
- ``parquet/``, the data. Every load is one transaction, hence one snapshot with an author and a message;
- ``lecture/``, the copies that pages read (``queries/copy/reading.py``). It can be deleted at any time.

This layer reads the lake itself, at any scale: nothing that is derived from facts is made or read here.
A connection is not thread-safe: keep one root, and take ``with root.cursor() as cursor`` for each use.
"""

import importlib.util
import logging
import os
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from data import checksums, integrity, residues
from data.actors import PRODUCT, Actor
from data.batch import RefusedError
from data.integrity import CATALOG, FILES, LOCK_PATIENCE

Connection = duckdb.DuckDBPyConnection
_LOG = logging.getLogger(__name__)

CONTRACT = Path(__file__).with_name("contract.sql")
# Loading one costs tens of milliseconds, so each connection loads those it needs: the lake's, or French stemming.
LAKE_EXTENSIONS = ("ducklake", "sqlite_scanner")
SEARCH_EXTENSIONS = ("fts",)
# What DuckDB says of files that are lost or damaged, or of a disk that is full.
_DAMAGE = (
    duckdb.IOException,
    duckdb.InvalidInputException,
    duckdb.SerializationException,
    duckdb.InternalException,
    duckdb.FatalException,
    duckdb.TransactionException,
)
# Signatures of extensions are not verified again at each connection (a third of a second): they come, at pinned
# versions, from where DuckDB itself comes.
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "allow_unsigned_extensions": "true",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


@dataclass(frozen=True)
class Entry:
    """What the journal says of one write: ``kind`` is a ``geste`` of ``ecritures``, ``message`` the same for people."""

    kind: str
    message: str
    source: str | None = None
    rows: int | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Snapshot:
    """One line of the store's history; ``moment`` is in UTC."""

    numero: int
    moment: datetime
    auteur: str | None
    message: str | None


def exists(path: Path) -> bool:
    """Whether a store was ever created in this folder, be it damaged since."""
    return integrity.there(path)


@cache
def contract_columns() -> dict[str, dict[str, str]]:
    """Tables of the contract in its order, each with its columns and their SQL types."""
    with memory() as root:
        root.execute(CONTRACT.read_text(encoding="utf-8"))
        rows = root.execute(
            """
            SELECT table_name, column_name, data_type FROM duckdb_columns()
            WHERE NOT internal ORDER BY table_oid, column_index
            """
        ).fetchall()
    tables: dict[str, dict[str, str]] = {}
    for table, column, kind in rows:
        tables.setdefault(table, {})[column] = kind
    return tables


def contract_tables() -> tuple[str, ...]:
    """Names of the tables of the contract, in its order."""
    return tuple(contract_columns())


def memory(extensions: Sequence[str] = ()) -> Connection:
    """An empty database in memory, with these extensions."""
    root = duckdb.connect(":memory:", config=_CONFIG)
    root.execute("SET TimeZone = 'UTC'")
    # It would stand on the standard output, among the answers for machines.
    root.execute("SET enable_progress_bar = false")
    load_extensions(root, extensions)
    return root


def create(path: Path) -> None:
    """Make an empty store that follows the contract; ``path`` is a folder, made if it is not there."""
    integrity.refuse_path(path)
    if path.exists() and not path.is_dir():
        raise RefusedError(f"« {path} » n'est pas un dossier : un magasin est un dossier.")
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise integrity.unreadable(path, error) from error
    with memory(LAKE_EXTENSIONS) as root:
        try:
            attach(root, path)
        except duckdb.Error as error:
            raise integrity.unreadable(path, error) from error
        with transaction(root, path, PRODUCT, Entry("creation", "Création du magasin")):
            pass  # A transaction begins by making the tables follow the contract.


@contextmanager
def open_lake(
    path: Path, *, read_only: bool, snapshot: int | None = None, also: Sequence[str] = ()
) -> Iterator[Connection]:
    """A root connection with the store attached as ``lake``, and other extensions loaded; the store must exist.

    Raises RefusedError when there is no store, no such snapshot, or what it needs cannot be read.
    """
    integrity.require(path)
    root = memory((*LAKE_EXTENSIONS, *also))
    try:
        attach(root, path, read_only=read_only, snapshot=snapshot)
        yield root
    except _DAMAGE as error:
        raise integrity.unreadable(path, error) from error
    except duckdb.CatalogException as error:
        if "ducklake_" not in str(error):  # Another table than DuckLake's own is missing: a fault of ours.
            raise
        raise integrity.unreadable(path, error) from error
    finally:
        root.close()


@contextmanager
def transaction(root: Connection, path: Path, actor: Actor, entry: Entry) -> Iterator[None]:
    """All or nothing, as one snapshot of the store at ``path``, signed by ``actor``, with its ``entry`` in the journal.

    A store made by an older version gets its missing tables and columns in the same transaction.
    """
    with residues.writing(path), _committed(root, path, actor, entry):
        yield
    try:
        checksums.seal(path)
    except RefusedError:
        # The load is there; the next one gives its files their checksums too.
        _LOG.warning("les empreintes de « %s » n'ont pas pu être écrites", path, exc_info=True)


def _journalled(root: Connection, actor: Actor, entry: Entry, mark: str) -> None:
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    root.execute(
        "INSERT INTO lake.ecritures VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [mark, now, actor.name, actor.role, entry.kind, entry.source, entry.rows, entry.reason],
    )


@contextmanager
def _committed(root: Connection, path: Path, actor: Actor, entry: Entry) -> Iterator[None]:
    # Read before the transaction begins: the catalog would be locked against its own commit.
    there = lake_columns(root)
    root.execute("BEGIN")
    try:
        _follow_contract(root, there)
        yield
        mark = integrity.new_mark()
        _journalled(root, actor, entry, mark)
        root.execute("CALL lake.set_commit_message(?, ?, extra_info => ?)", [actor.name, entry.message, mark])
        root.execute("COMMIT")
    except duckdb.TransactionException as error:
        if any(word in str(error).lower() for word in ("conflict", "locked")):
            raise RefusedError(
                "Un autre chargement a modifié le magasin au même moment : rien n'a été écrit, recommencez."
            ) from error
        # The catalog says « cannot rollback » where its disk is full: the folder itself says why.
        raise integrity.unreadable(path, residues.refusal_to_write(path) or error) from error
    except BaseException:
        with suppress(duckdb.Error):  # DuckDB may have ended the transaction itself.
            root.execute("ROLLBACK")
        raise


def open_copy(file: Path, *, read_only: bool) -> Connection:
    """A root connection to one plain DuckDB file, as its current catalog; duckdb.Error when it cannot be opened."""
    root = duckdb.connect(os.fspath(file), read_only=read_only, config=_CONFIG)
    if not is_locked(root):  # Else this process has the file open already: DuckDB shares its instance.
        root.execute("SET TimeZone = 'UTC'")
        root.execute("SET enable_progress_bar = false")
    return root


def is_locked(root: Connection) -> bool:
    """Whether nothing more can be set on this connection."""
    return root.execute("SELECT current_setting('lock_configuration')").fetchone() == (True,)


def ask_facts(path: Path, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Rows of one statement on the newest facts, whose tables are those of the contract whatever the store's age."""
    with open_lake(path, read_only=True) as root:
        there = lake_columns(root)
        # One transaction: DuckLake then reads its catalog once, not once a statement.
        root.execute("BEGIN")
        for table in contract_tables():
            if re.search(rf"\b{table}\b", sql):
                root.execute(f"CREATE TEMP VIEW {table} AS {lake_table(table, there)}")
        return root.execute(sql, list(values)).fetchall()


def lake_table(table: str, there: Mapping[str, set[str]]) -> str:
    """SELECT of a contract's table in the lake; what the lake is too old to have is NULL, or no row at all."""
    types = contract_columns()[table]
    known = there.get(table, set())
    columns = ", ".join(name if name in known else f"NULL::{kind} AS {name}" for name, kind in types.items())
    if not known:
        return f"SELECT {columns} WHERE false"
    return f"SELECT {columns} FROM lake.main.{table}"


def history(path: Path) -> list[Snapshot]:
    """Every snapshot, oldest first."""
    with open_lake(path, read_only=True) as root:
        rows = root.execute(
            """
            SELECT snapshot_id, snapshot_time::TIMESTAMP, author, commit_message
            FROM lake.snapshots() ORDER BY snapshot_id
            """
        ).fetchall()
    return [Snapshot(*row) for row in rows]


def attach(root: Connection, path: Path, *, read_only: bool = False, snapshot: int | None = None) -> None:
    """Attach the store as ``lake``, waiting a while for another writer to end."""
    # Every row goes to a file, whose checksum is kept: none stays in the catalog.
    options = [
        f"DATA_PATH {quoted(path.resolve() / FILES)}",
        "OVERRIDE_DATA_PATH true",
        "DATA_INLINING_ROW_LIMIT 0",
    ]
    if read_only:
        options.append("READ_ONLY")
    if snapshot is not None:
        options.append(f"SNAPSHOT_VERSION {int(snapshot)}")
    uri = quoted(f"ducklake:sqlite:{path.resolve() / CATALOG}")
    deadline = time.monotonic() + LOCK_PATIENCE
    while True:
        try:
            root.execute(f"ATTACH {uri} AS lake ({', '.join(options)})")
            return
        except duckdb.Error as error:
            if "locked" in str(error) and time.monotonic() < deadline:
                time.sleep(0.1)
                continue
            if snapshot is not None and "snapshot" in str(error).lower():
                raise RefusedError(f"L'instantané {snapshot} n'existe pas dans « {path} ».") from error
            raise integrity.unreadable(path, error) from error


def lake_columns(root: Connection, snapshot: int | None = None) -> dict[str, set[str]]:
    """Tables of the lake and their columns, as of a snapshot (now when None)."""
    rows = root.execute(
        """
        SELECT tables.table_name, columns.column_name
        FROM __ducklake_metadata_lake.ducklake_table AS tables
        JOIN __ducklake_metadata_lake.ducklake_column AS columns USING (table_id)
        WHERE columns.begin_snapshot <= coalesce($snapshot, columns.begin_snapshot)
          AND (columns.end_snapshot IS NULL OR columns.end_snapshot > $snapshot)
          AND (tables.end_snapshot IS NULL OR tables.end_snapshot > $snapshot)
        """,
        {"snapshot": snapshot},
    ).fetchall()
    tables: dict[str, set[str]] = {}
    for table, column in rows:
        tables.setdefault(table, set()).add(column)
    return tables


def _follow_contract(root: Connection, there: Mapping[str, set[str]]) -> None:
    """Add to the lake the tables and columns of the contract that are not ``there``."""
    for table, types in contract_columns().items():
        if table not in there:
            columns = ", ".join(f"{name} {kind}" for name, kind in types.items())
            root.execute(f"CREATE TABLE lake.{table} ({columns})")
            continue
        for name, kind in types.items():
            if name not in there[table]:
                root.execute(f"ALTER TABLE lake.{table} ADD COLUMN {name} {kind}")


def load_extensions(root: Connection, names: Sequence[str]) -> None:
    """Load extensions from their wheels."""
    for name in names:
        root.execute(f"LOAD {quoted(_extension_file(name))}")


def _extension_file(name: str) -> Path:
    """The extension shipped by its wheel, whose version is that of DuckDB."""
    spec = importlib.util.find_spec(f"duckdb_extension_{name}")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError(f"duckdb-extension-{name} is not installed: run 'make setup'")
    folder = Path(next(iter(spec.submodule_search_locations)))
    return folder / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"


def quoted(value: Path | str) -> str:
    """A path as an SQL literal: ATTACH takes no bound value."""
    text = str(value).replace("'", "''")
    return f"'{text}'"
