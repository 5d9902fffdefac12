"""The store, and the only place that opens DuckDB.

A store is a folder:

- ``catalogue.sqlite``, the DuckLake catalog: one file, which several processes may open at once;
- ``parquet/``, the data. Every load is one transaction, hence one snapshot with an author and a message;
- ``lecture/``, one plain DuckDB file for each snapshot that was read: a copy of the lake as of then, which
  any number of processes open read-only and where a question costs milliseconds. It can be deleted at any time.

A connection is not thread-safe: keep one root, and take ``with root.cursor() as cursor`` for each use.
"""

import getpass
import hashlib
import importlib
import importlib.util
import logging
import os
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Protocol, cast

import duckdb

from data import settings
from data.batch import RefusedError

Connection = duckdb.DuckDBPyConnection

CONTRACT = Path(__file__).with_name("contract.sql")
# What is derived in each reading copy, in this order.
READING_VIEWS = tuple(
    Path(__file__).with_name(f"{name}.sql") for name in ("reading", "reading_argent", "reading_pages")
)
CATALOG = "catalogue.sqlite"
FILES = "parquet"
# Loading one costs tens of milliseconds, so each connection loads those it needs: the lake's, or French stemming.
LAKE_EXTENSIONS = ("ducklake", "sqlite_scanner")
SEARCH_EXTENSIONS = ("fts",)
READING = "lecture"
# A larger table is not copied: it is read in the lake, where only drill-downs should have to go.
COPIED_ROWS = 2_000_000
# Reading copies kept beside the newest one: those of the sessions being read again.
READING_COPIES = 4
# How long a writer waits for another one, in seconds.
LOCK_PATIENCE = 10.0
_LOG = logging.getLogger(__name__)
# Signatures of extensions are not verified again at each connection (a third of a second): they come, at pinned
# versions, from where DuckDB itself comes.
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "allow_unsigned_extensions": "true",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


@dataclass(frozen=True)
class Snapshot:
    """One line of the store's history; ``moment`` is in UTC."""

    numero: int
    moment: datetime
    auteur: str | None
    message: str | None


def exists(path: Path) -> bool:
    """Whether a store was ever created in this folder."""
    return (path / CATALOG).is_file()


def _require(path: Path) -> None:
    """RefusedError, with the command that makes one, when there is no store here."""
    if not exists(path):
        command = f"python -m data build --store {path}"
        raise RefusedError(f"Aucun magasin dans « {path} » : créez-le avec « {command} ».")


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


def reading_sql() -> str:
    """The statements that derive, in a reading copy, what every question shares and what pages ask."""
    return "\n".join(file.read_text(encoding="utf-8") for file in READING_VIEWS)


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
    if path.exists() and not path.is_dir():
        raise RefusedError(f"« {path} » n'est pas un dossier : un magasin est un dossier.")
    path.mkdir(parents=True, exist_ok=True)
    with memory(LAKE_EXTENSIONS) as root:
        attach(root, path)
        with transaction(root, "observatoire", "Création du magasin"):
            pass  # A transaction begins by making the tables follow the contract.


@contextmanager
def open_lake(path: Path, *, read_only: bool, snapshot: int | None = None) -> Iterator[Connection]:
    """A root connection with the store attached as ``lake``; the store must exist.

    Raises RefusedError when there is no store, or no such snapshot.
    """
    _require(path)
    root = memory(LAKE_EXTENSIONS)
    try:
        attach(root, path, read_only=read_only, snapshot=snapshot)
        yield root
    finally:
        root.close()


@contextmanager
def transaction(root: Connection, author: str, message: str) -> Iterator[None]:
    """All or nothing, as one snapshot signed by ``author`` and explained by ``message``.

    A store made by an older version gets its missing tables and columns in the same transaction.
    """
    # Read before the transaction begins: the catalog would be locked against its own commit.
    there = _lake_columns(root)
    root.execute("BEGIN")
    try:
        _follow_contract(root, there)
        yield
        root.execute("CALL lake.set_commit_message(?, ?)", [author, message])
        root.execute("COMMIT")
    except duckdb.TransactionException as error:
        raise RefusedError(
            "Un autre chargement a modifié le magasin au même moment : rien n'a été écrit, recommencez."
        ) from error
    except BaseException:
        root.execute("ROLLBACK")
        raise


def reader(path: Path, snapshot: int | None = None) -> Connection:
    """A read-only root connection to every table of the contract, as of ``snapshot`` (the newest if None).

    Raises RefusedError when there is no store, or no such snapshot. The caller closes the connection.
    """
    file = reading_copy(path, snapshot)
    if settings.role() == settings.UNMASKED_ROLE:
        opened = (datetime.now(UTC).isoformat(timespec="seconds"), getpass.getuser(), path.name, file.name[:6])
        _LOG.warning("%s : effectifs non masqués ouverts par « %s », magasin « %s », instantané %s.", *opened)
    root = duckdb.connect(os.fspath(file), read_only=True, config=_CONFIG)
    if root.execute("SELECT current_setting('lock_configuration')").fetchone() == (True,):
        return root  # This process has the file open already: DuckDB shares its instance.
    root.execute("SET TimeZone = 'UTC'")
    if root.execute("SELECT 1 FROM duckdb_views() WHERE NOT internal AND sql LIKE '% FROM lake.%'").fetchone():
        load_extensions(root, LAKE_EXTENSIONS)
        attach(root, path, read_only=True, snapshot=snapshot)
    else:
        root.execute("SET enable_external_access = false")
    # Questions are small and readers many: a thread each is faster than several for one, in all and for each.
    root.execute("SET threads = 1")
    root.execute("SET lock_configuration = true")
    return root


def reading_copy(path: Path, snapshot: int | None = None) -> Path:
    """The DuckDB file that holds the store as of ``snapshot``, made if it is not there."""
    newest = latest_snapshot(path)
    number = newest if snapshot is None else snapshot
    if not 0 < number <= newest:
        raise RefusedError(f"L'instantané {number} n'existe pas dans « {path} » (de 1 à {newest}).")
    made_of = [CONTRACT.read_bytes(), reading_sql().encode(), *(one.fingerprint() for one in _derivations())]
    digest = hashlib.sha256(b"".join(made_of)).hexdigest()[:8]
    file = path / READING / f"{number:06d}-{digest}.duckdb"
    if not file.exists():
        _write_reading_copy(path, number, file)
        _prune(file)
    return file


class Derivation(Protocol):
    """What a layer above adds to each reading copy: a module named in ``settings.DERIVATIONS``."""

    def derive(self, root: Connection) -> None:
        """Add tables to the copy, which is the current catalog of ``root``."""

    def fingerprint(self) -> bytes:
        """Changes when what is derived would change."""


def _derivations() -> list[Derivation]:
    return [cast(Derivation, importlib.import_module(name)) for name in settings.DERIVATIONS]


def _write_reading_copy(path: Path, snapshot: int, file: Path) -> None:
    """Written beside and renamed, so that no reader ever opens half a copy."""
    file.parent.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(dir=file.parent) as folder,
        open_lake(path, read_only=True, snapshot=snapshot) as root,
    ):
        draft = Path(folder) / "copie.duckdb"
        root.execute(f"ATTACH {quoted(draft)} AS copie")
        # One transaction: DuckLake then reads its catalog once, not once a statement.
        root.execute("BEGIN")
        rows_ever, there = _rows_ever(root), _lake_columns(root, snapshot)
        for table, types in contract_columns().items():
            if rows_ever.get(table, 0) > COPIED_ROWS:
                root.execute(f"CREATE VIEW copie.main.{table} AS FROM lake.{table}")
                continue
            columns = ", ".join(f"{name} {kind}" for name, kind in types.items())
            root.execute(f"CREATE TABLE copie.main.{table} ({columns})")
            # A column younger than the snapshot stays NULL, which is what was known then.
            kept = ", ".join(name for name in types if name in there.get(table, ()))
            if table in rows_ever and kept:
                root.execute(f"INSERT INTO copie.main.{table} BY NAME SELECT {kept} FROM lake.{table}")
        root.execute("COMMIT")
        root.execute(
            "SET VARIABLE jour = (SELECT max(snapshot_time)::DATE FROM lake.snapshots() WHERE snapshot_id <= ?)",
            [snapshot],
        )
        root.execute("USE copie.main")
        root.execute(reading_sql())
        for derivation in _derivations():
            derivation.derive(root)
        root.execute("USE memory.main")
        root.execute("DETACH copie")
        draft.replace(file)


def ask_once(path: Path, sql: str) -> list[tuple[Any, ...]]:
    """Rows of one plain statement on the newest reading copy; for the loader's own questions."""
    with duckdb.connect(os.fspath(reading_copy(path)), read_only=True, config=_CONFIG) as root:
        return root.execute(sql).fetchall()


def confirmed_columns(path: Path, digest: str) -> dict[str, str]:
    """Column → field of the mapping that a person confirmed last for a header of this digest; empty when none did."""
    sql = """
        SELECT colonne, champ FROM correspondances JOIN sources USING (source)
        WHERE empreinte = ? AND etat = 'active'
        QUALIFY chargee_le = max(chargee_le) OVER ()
    """
    with duckdb.connect(os.fspath(reading_copy(path)), read_only=True, config=_CONFIG) as root:
        return dict(root.execute(sql, [digest]).fetchall())


def _prune(newest: Path) -> None:
    """Drop the oldest reading copies; a process that still reads one keeps it open."""
    copies = sorted(newest.parent.glob("*.duckdb"), key=lambda copy: copy.stat().st_mtime, reverse=True)
    for copy in copies[READING_COPIES + 1 :]:
        copy.unlink(missing_ok=True)


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


def latest_snapshot(path: Path) -> int:
    """Number of the newest snapshot; costs a fraction of a millisecond."""
    _require(path)
    catalog = sqlite3.connect(f"file:{path / CATALOG}?mode=ro", uri=True, timeout=LOCK_PATIENCE)
    try:
        (number,) = catalog.execute("SELECT max(snapshot_id) FROM ducklake_snapshot").fetchone()
    finally:
        catalog.close()
    return int(number)


def attach(root: Connection, path: Path, *, read_only: bool = False, snapshot: int | None = None) -> None:
    """Attach the store as ``lake``, waiting a while for another writer to end."""
    options = [f"DATA_PATH {quoted(path.resolve() / FILES)}", "OVERRIDE_DATA_PATH true"]
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
            raise


def _rows_ever(root: Connection) -> dict[str, int]:
    """Rows that each lake table received since its creation, deleted ones included; absent: never any.

    Read in the catalog at once: asking the lake table by table costs more than copying them.
    """
    rows = root.execute(
        """
        SELECT tables.table_name, max(stats.record_count)
        FROM __ducklake_metadata_lake.ducklake_table_stats AS stats
        JOIN __ducklake_metadata_lake.ducklake_table AS tables USING (table_id)
        WHERE tables.end_snapshot IS NULL
        GROUP BY ALL
        """
    ).fetchall()
    return {name: int(count) for name, count in rows if count}


def _lake_columns(root: Connection, snapshot: int | None = None) -> dict[str, set[str]]:
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
