"""A file being made: the facts of one snapshot, and beside them what earlier snapshots told."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data import store
from data.entering.facts import DIGESTS
from data.store import Connection
from queries.copy.secrecy.texts import shown

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


@contextmanager
def facts(path: Path, snapshot: int, file: Path, most_rows: int, *, unmasked: bool = False) -> Iterator[Connection]:
    """A connection whose current catalog is a new ``file``: the contract's tables of a snapshot, as readers see them.

    The variables ``jour`` and ``instantane`` say which, ``sans_secret`` whether nothing is withheld.
    Tables above ``most_rows`` are views of the lake.
    """
    with store.open_lake(path, read_only=True, snapshot=snapshot) as root:
        root.execute(f"ATTACH {store.quoted(file)} AS copie")
        veiled = shown(root, snapshot, unmasked=unmasked)
        store.copy_facts(root, "copie", snapshot, most_rows=most_rows, shown=veiled, added=DIGESTS, only=_DIVIDED)
        root.execute(
            "SET VARIABLE jour = (SELECT max(snapshot_time)::DATE FROM lake.snapshots() WHERE snapshot_id <= ?)",
            [snapshot],
        )
        root.execute("SET VARIABLE instantane = ?", [snapshot])
        root.execute("SET VARIABLE sans_secret = ?", [unmasked])
        root.execute("USE copie.main")
        yield root
        root.execute("USE memory.main")
        root.execute("DETACH copie")
