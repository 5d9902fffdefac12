"""The ledger: what each readable snapshot told of counts of people, so that a later one gives none of them back.

Beside the copies, one file; it holds numbers that readers are not told, as the store does. Everything in it can be
made again from the store (``queries.copy.earlier``). A number or a sum is written once, with the snapshot that first
held it.
"""

from collections.abc import Callable
from pathlib import Path

import duckdb

from data import store
from data.store import Connection

CATALOG = "registre"
# ``faits``: what tells what was read to decide a snapshot (NULL: not known); ``comme``: the first one that is decided
# upon the same, itself where it is none of these. ``empreinte``: what tells a number (subject, quantity, year, value),
# or a sum (the numbers that it adds), from others. ``membres``: the withheld numbers that a sum adds; ``petite``:
# withheld because it is small itself. ``egalites``: a whole, and each withheld part of it.
_TABLES = {
    "instantanes": "instantane BIGINT, identite VARCHAR, lu BOOLEAN, faits VARCHAR, comme BIGINT",
    "comptes": "instantane BIGINT, empreinte UBIGINT, publie BOOLEAN",
    "secrets": "instantane BIGINT, empreinte UBIGINT, sujet VARCHAR, grandeur VARCHAR, annee INTEGER, valeur DOUBLE, "
    "bas DOUBLE, haut DOUBLE, plancher DOUBLE",
    "sommes": "instantane BIGINT, empreinte UBIGINT, grandeur VARCHAR, annee INTEGER, publie BOOLEAN, petite BOOLEAN, "
    "membres UBIGINT[]",
    "egalites": "instantane BIGINT, tout UBIGINT, morceau UBIGINT, annee INTEGER",
}


def attach(root: Connection, file: Path | None, *, read_only: bool = False) -> None:
    """Attach the ledger of a file, made empty where there is none; duckdb.Error when any of it is damaged.

    Without a file: of nothing, in memory, for facts that stand alone. ``sel``: drawn once, it tells one ledger from
    another, so that no digest of what is withheld can be made without it.
    """
    if read_only:
        root.execute(f"ATTACH {store.quoted(str(file))} AS {CATALOG} (READ_ONLY)")
        _require_whole(root)
        return
    root.execute(f"ATTACH {store.quoted(file or ':memory:')} AS {CATALOG}")
    for name, columns in _TABLES.items():
        root.execute(f"CREATE TABLE IF NOT EXISTS {CATALOG}.{name} ({columns})")
        root.execute(f"SELECT bit_xor(hash(t)) FROM {CATALOG}.{name} AS t").fetchone()  # Every block is read.
    root.execute(f"CREATE TABLE IF NOT EXISTS {CATALOG}.sel AS SELECT uuid() AS sel")


def _require_whole(root: Connection) -> None:
    """duckdb.Error where a block cannot be read, or where another version laid the tables out otherwise."""
    for name, columns in _TABLES.items():
        root.execute(f"SELECT bit_xor(hash(t)) FROM {CATALOG}.{name} AS t").fetchone()
        found = root.execute(f"DESCRIBE {CATALOG}.{name}").fetchall()
        if ", ".join(f"{column} {kind}" for column, kind, *_ in found) != columns:
            raise duckdb.InvalidInputException(f"another version made the table {name} of {CATALOG}")


def detach(root: Connection) -> None:
    """Leave the ledger, all of it in its file."""
    root.execute(f"DETACH {CATALOG}")


def noted(root: Connection) -> list[tuple[int, str]]:
    """The snapshots that are in the ledger, with their identity, in order."""
    return root.execute(f"SELECT instantane, identite FROM {CATALOG}.instantanes ORDER BY instantane").fetchall()


def before(root: Connection) -> str:
    """What tells what snapshots before that of the variable ``instantane`` told; under which identity it is noted."""
    told = [
        root.execute(
            f"SELECT count(*), sum(hash(t)) FROM {CATALOG}.{name} AS t WHERE instantane < getvariable('instantane')"
        ).fetchone()
        for name in _TABLES
    ]
    salt = root.execute(f"SELECT sel FROM {CATALOG}.sel").fetchone()
    identity = root.execute(
        f"SELECT coalesce(getvariable('identite')::VARCHAR, (SELECT identite FROM {CATALOG}.instantanes "
        "WHERE instantane = getvariable('instantane')))"
    ).fetchone()
    return repr((told, salt, identity))


def settle(root: Connection, read: str | None) -> None:
    """Make ``instantane`` the snapshot that this one is decided as: that whose facts about people are the same.

    A snapshot of which nothing that decides changed since the one before tells what that one told: it is noted at
    once, and decided as that one was, upon what was told before. ``read``: what tells what is read to decide (None: not
    known).
    """
    root.execute("SET VARIABLE faits = ?", [read])
    snapshot, identity = root.execute("SELECT getvariable('instantane'), getvariable('identite')").fetchone() or ()
    asked = (
        f"SELECT instantane, faits, comme FROM {CATALOG}.instantanes WHERE instantane <= ? ORDER BY ALL DESC LIMIT 1"
    )
    last, facts, same = root.execute(asked, [snapshot]).fetchone() or (None, None, None)
    if last is None or (last != snapshot and (read is None or facts != read)):
        return
    root.execute("SET VARIABLE instantane = ?", [same])
    if identity is not None:
        row = [snapshot, identity, True, read, same]
        root.execute(f"INSERT INTO {CATALOG}.instantanes VALUES (?, ?, ?, ?, ?)", row)
        root.execute("SET VARIABLE identite = NULL")


def empty(root: Connection) -> None:
    """Forget all snapshots."""
    for name in _TABLES:
        root.execute(f"DELETE FROM {CATALOG}.{name}")


def note(root: Connection, snapshot: int, identity: str, tell: Callable[[], None] | None) -> None:
    """Add a snapshot, and what ``tell`` writes of it (None when it cannot be read any more): all of it or nothing."""
    root.execute("BEGIN")
    try:
        if tell is not None:
            tell()
        row = [snapshot, identity, tell is not None, snapshot]
        root.execute(f"INSERT INTO {CATALOG}.instantanes VALUES ($1, $2, $3, getvariable('faits'), $4)", row)
        root.execute("COMMIT")
    except duckdb.Error:
        root.execute("ROLLBACK")
        raise
