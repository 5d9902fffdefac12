"""A file being made: the facts of one snapshot, and beside them what earlier snapshots told."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data import store
from data.store import Connection
from queries.copy.secrecy.texts import shown


@contextmanager
def facts(path: Path, snapshot: int, file: Path, most_rows: int, *, unmasked: bool = False) -> Iterator[Connection]:
    """A connection whose current catalog is a new ``file``: the contract's tables of a snapshot, as readers see them.

    The variables ``jour`` and ``instantane`` say which, ``sans_secret`` whether nothing is withheld.
    Tables above ``most_rows`` are views of the lake.
    """
    with store.open_lake(path, read_only=True, snapshot=snapshot) as root:
        root.execute(f"ATTACH {store.quoted(file)} AS copie")
        store.copy_facts(root, "copie", snapshot, most_rows=most_rows, shown=shown(root, snapshot, unmasked=unmasked))
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
