"""The steps of a reading copy run one by one under watch: what each script makes and keeps, what each step leaves."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, cast

import duckdb

from data import integrity, lake_copy, store
from data.entering.facts import DIGESTS
from data.store import Connection
from queries.copy import script, steps
from queries.copy.secrecy import ledger
from tests import ROOT

# Statements after which the catalog is not the one it was.
_CHANGES = {duckdb.StatementType.CREATE, duckdb.StatementType.DROP, duckdb.StatementType.ALTER}
_RELATIONS = """
SELECT CASE WHEN temporary THEN 'temp' ELSE 'table' END, table_name FROM duckdb_tables()
WHERE database_name IN ('temp', current_database()) AND NOT internal
UNION ALL
SELECT CASE WHEN temporary THEN 'temp' ELSE 'view' END, view_name FROM duckdb_views()
WHERE database_name IN ('temp', current_database()) AND NOT internal
"""
# Apart, since they are listed among the thousands of functions of DuckDB: only looked at where one is made.
_MACROS = """
SELECT DISTINCT CASE database_name WHEN 'temp' THEN 'temp' ELSE 'macro' END, function_name FROM duckdb_functions()
WHERE database_name IN ('temp', current_database()) AND NOT internal
"""


class Thing(NamedTuple):
    """A ``kind`` (table, view, macro, or temp when it is dropped by the end of its step) and a name."""

    kind: str
    name: str


class Object(NamedTuple):
    """A table or view: its comment (what one row is), and the type of each of its columns, in their order."""

    meaning: str | None
    columns: dict[str, str]


Objects = Mapping[str, Object]


@dataclass(frozen=True)
class Run:
    """A script that ran, what it made, and what of that was still there when it ended."""

    file: Path
    made: set[Thing]

    @property
    def announced(self) -> set[Thing]:
        """What its header says that it makes."""
        return {Thing(kind, name) for name, (kind, _) in script.read(self.file).makes.items()}


@dataclass(frozen=True)
class Step:
    """A step that ran: its scripts, what it kept beyond them (by its module), and what outlived it but should not."""

    name: str
    module: str
    runs: list[Run]
    beyond: set[Thing]
    left: set[str]

    def kept(self) -> Iterator[tuple[str, Thing]]:
        """The file that makes it, from the root of the project, and each thing that the step keeps."""
        for run in self.runs:
            for name, (kind, _) in script.read(run.file).makes.items():
                if kind != "temp" and Thing(kind, name) in run.made:
                    yield run.file.relative_to(ROOT).as_posix(), Thing(kind, name)
        for thing in sorted(self.beyond):
            yield f"{self.module.replace('.', '/')}.py", thing


@contextmanager
def bare() -> Iterator[Connection]:
    """A copy in memory with the tables of the contract and no row at all."""
    with store.memory() as root:
        make_fact_tables(root)
        root.execute("SET VARIABLE jour = DATE '2025-12-31'")
        _attach_ledger(root)
        yield root


def make_fact_tables(root: Connection) -> None:
    """The tables of facts of a copy, empty: those of the contract, and the digests beside."""
    root.execute(store.CONTRACT.read_text(encoding="utf-8"))
    for table, columns in DIGESTS.items():
        for name in columns:
            root.execute(f"ALTER TABLE {table} ADD COLUMN {name} VARCHAR")


@contextmanager
def copied(path: Path) -> Iterator[Connection]:
    """A copy in memory of the facts of a store, before any step."""
    snapshot = integrity.content(path).snapshot
    with store.open_lake(path, read_only=True) as root:
        root.execute("ATTACH ':memory:' AS copie")
        scripts = lake_copy.fact_scripts(
            root, "copie", snapshot, most_rows=10**9, shown={}, added=DIGESTS, only={}, bounds={}
        ).values()
        for sql in scripts:
            root.execute(sql)
        root.execute("SET VARIABLE jour = (SELECT max(snapshot_time)::DATE FROM lake.snapshots())")
        root.execute("USE copie.main")
        root.execute("DETACH lake")
        _attach_ledger(root)
        yield root


def _attach_ledger(root: Connection) -> None:
    """As for a snapshot that has none before it, and is to be noted."""
    ledger.attach(root, None)
    root.execute("SET VARIABLE instantane = 1")
    root.execute("SET VARIABLE identite = 'essai'")


def watched(root: Connection, *, unmasked: bool = False) -> list[Step]:
    """Run every step on a copy of facts, in order; ``unmasked``: as for who is shown everything."""
    root.execute("SET VARIABLE sans_secret = ?", [unmasked])
    return [_watched(root, name, step) for name, step in steps.STEPS.items()]


def objects(root: Connection) -> Objects:
    """Every table and view of a copy, by its name."""
    found: dict[str, Object] = {}
    for name, comment, column, kind in root.execute(
        """
        SELECT name, things.comment, column_name, data_type
        FROM (
            SELECT table_oid AS oid, table_name AS name, comment FROM duckdb_tables()
            WHERE database_name = current_database()
            UNION ALL
            SELECT view_oid, view_name, comment FROM duckdb_views()
            WHERE database_name = current_database() AND NOT internal
        ) AS things
        JOIN duckdb_columns() AS columns ON table_oid = oid AND table_name = name AND database_name = current_database()
        ORDER BY name, column_index
        """
    ).fetchall():
        found.setdefault(name, Object(comment, {})).columns[column] = kind
    return found


def _watched(root: Connection, name: str, step: steps.Step) -> Step:
    before, watch = _things(root), _Watch(root)
    step(cast(Connection, watch))
    after = _things(root)
    made = {thing for run in watch.runs for thing in run.made}
    temporary = {announced.name for run in watch.runs for announced in run.announced if announced.kind == "temp"}
    left = {thing.name for thing in after if thing.kind == "temp" or thing.name in temporary}
    variables = {variable for (variable,) in root.execute("SELECT name FROM duckdb_variables()").fetchall()}
    return Step(
        name,
        step.__module__,
        watch.runs,
        after - before - made,
        left | (variables - {"jour", "instantane", "identite", "faits", "sans_secret"}),
    )


def _things(root: Connection, after: str = "MACRO") -> set[Thing]:
    """What is there, macros included where the statements ``after`` which it is asked make some."""
    rows = root.execute(_RELATIONS).fetchall()
    if "MACRO" in after:
        rows += root.execute(_MACROS).fetchall()
    return {Thing(*row) for row in rows}


@dataclass
class _Watch:
    """A connection that runs statements one by one, and looks at the catalog after those of a script that change it."""

    root: Connection
    runs: list[Run] = field(default_factory=list)
    registered: set[str] = field(default_factory=set)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.root, name)

    def register(self, name: str, rows: Any) -> None:
        self.registered.add(name)
        self.root.register(name, rows)

    def unregister(self, name: str) -> None:
        self.registered.discard(name)
        self.root.unregister(name)

    def execute(self, sql: str, values: Any = ()) -> Connection:
        file = scripts().get(sql)
        if file is None:
            return self.root.execute(sql, values)
        before, seen = _things(self.root, sql), set[Thing]()
        for statement in self.root.extract_statements(sql):
            self.root.execute(statement)
            if statement.type in _CHANGES:
                seen |= _things(self.root, statement.query) - before
        kept = _things(self.root, sql)
        made = {thing if thing in kept else Thing("temp", thing.name) for thing in seen}
        self.runs.append(Run(file, {thing for thing in made if thing.name not in self.registered}))
        return self.root


@cache
def scripts() -> dict[str, Path]:
    """The file of each script, by its text."""
    files = sorted(Path(steps.__file__).parent.rglob("*.sql"))
    return {file.read_text(encoding="utf-8"): file for file in files}
