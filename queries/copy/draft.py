"""A file being made: the facts of one snapshot, and beside them what earlier snapshots told."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from data import lake_copy, store
from data.entering import current
from data.entering.facts import DIGESTS
from data.store import Connection
from queries.copy import parts
from queries.copy.common import entered
from queries.copy.secrecy import at_rest
from queries.copy.secrecy.texts import shown

_CATALOG = "copie"
# Tables are many and most of them small: of larger blocks, half of what is written and copied would be empty.
_BLOCK = 16_384

# Where a committee loaded the bassins of its département, those of the reference territory no longer count.
_DIVIDED = {
    "zones": """division <> 'bassin' OR source NOT IN (SELECT source FROM lake.sources WHERE format = 'references')
        OR code_departement NOT IN (
            SELECT code_departement FROM lake.zones SEMI JOIN (FROM lake.sources WHERE format <> 'references')
            USING (source) WHERE division = 'bassin' AND code_departement IS NOT NULL
        )""",
    "zones_communes": """division <> 'bassin'
        OR source NOT IN (SELECT source FROM lake.sources WHERE format = 'references')
        OR code_zone IN (
            SELECT code_zone FROM lake.zones SEMI JOIN (FROM lake.sources WHERE format = 'references') USING (source)
            WHERE division = 'bassin' AND code_departement NOT IN (
                SELECT code_departement FROM lake.zones SEMI JOIN (FROM lake.sources WHERE format <> 'references')
                USING (source) WHERE division = 'bassin' AND code_departement IS NOT NULL
            )
        )""",
}


# What is told of a table where rows of others say which of its own count.
_BESIDE = "SELECT list(source ORDER BY source) FROM lake.sources WHERE format = 'references'"


@contextmanager
def facts(
    path: Path, snapshot: int, file: Path, most_rows: int, base: Path | None = None, *, unmasked: bool = False
) -> Iterator[Connection]:
    """A connection whose current catalog is ``file``: the contract's tables of a snapshot, as readers see them.

    The variables ``jour`` and ``instantane`` say which, ``sans_secret`` whether nothing is withheld.
    Tables above ``most_rows`` are views of the lake. Those that people's entries may change come with the step
    ``entered``. ``base``: a copy that this one begins from (``queries.copy.parts``).
    """
    if base is not None:
        shutil.copyfile(base, file)
    with store.open_lake(path, read_only=True, snapshot=snapshot) as root:
        # Nobody reads half a copy: what is written is on the disk once it is detached, not after each statement.
        block = "" if base else f", BLOCK_SIZE {_BLOCK}"
        root.execute(f"ATTACH {store.quoted(file)} AS {_CATALOG} (RECOVERY_MODE NO_WAL_WRITES{block})")
        # Much of it is dropped or made again meanwhile: it is written when that is all, or too much to keep in memory.
        root.execute("SET checkpoint_threshold = '1GB'")
        # It would spare a tenth of the file, and takes a third of the time of writing it.
        root.execute("SET disabled_compression_methods = 'fsst'")
        # One transaction: DuckLake then reads its catalog once, not once a statement.
        root.execute("BEGIN")
        root.execute(
            "SET VARIABLE jour = (SELECT max(snapshot_time)::DATE FROM lake.snapshots() WHERE snapshot_id <= ?)",
            [snapshot],
        )
        root.execute("SET VARIABLE instantane = ?", [snapshot])
        root.execute("SET VARIABLE sans_secret = ?", [unmasked])
        root.execute(f"USE {_CATALOG}.main")
        with parts.making(root) as begun:
            _copy(root, begun, snapshot, most_rows, unmasked=unmasked, again=base is not None)
            yield root
        if not unmasked:
            at_rest.leave(root)
        root.execute("USE memory.main")
        root.execute(f"DETACH {_CATALOG}")


def _copy(root: Connection, begun: parts.Making, snapshot: int, most_rows: int, *, unmasked: bool, again: bool) -> None:
    scripts = lake_copy.fact_scripts(
        root, _CATALOG, snapshot, most_rows=most_rows, shown=shown(root, snapshot, unmasked=unmasked), added=DIGESTS,
        only=_DIVIDED, bounds={} if unmasked else at_rest.BOUNDS,
    )  # fmt: skip
    whole = not any(sql.startswith("CREATE VIEW") for sql in scripts.values())
    if again and whole:
        # What is made again is small: dividing it costs more than it saves.
        root.execute("SET threads = 1")
    states = lake_copy.lake_states(root, snapshot)
    divided = repr((root.execute(_BESIDE).fetchone(), [states.get(table) for table in _DIVIDED]))
    told = {
        table: repr((sql, states.get(table), divided if table in _DIVIDED else "")) for table, sql in scripts.items()
    }
    for table in scripts.keys() - current.tables():
        name = f"faits {table}"
        begun.around[name] = parts.Around({table: told[table]})
        # A view says in the catalog what it reads.
        announced = None if scripts[table].startswith("CREATE VIEW") else {table: ("table", "")}
        begun.part(name, "", partial(_run, root, [scripts[table]]), announced=announced)
    root.execute("COMMIT")

    def once_more(tables: Iterable[str]) -> None:
        root.execute("BEGIN")
        _run(root, (scripts[table] for table in tables))
        root.execute("COMMIT")

    def leave() -> None:
        """Where all is copied nothing reads the lake any more, which would be asked whenever tables are listed."""
        if whole:
            root.execute("DETACH DATABASE IF EXISTS lake")

    for group, tables in current.groups().items():
        states_of = {table: told[table] for table in tables}
        begun.around[entered.group_part(group)] = parts.Around(states_of, partial(once_more, tables))
    begun.around[entered.PART] = parts.Around(after=leave)


def _run(root: Connection, scripts: Iterable[str]) -> None:
    for sql in scripts:
        root.execute(sql)
