"""The journal of a store for who reads it: one line a snapshot, whatever version of the product wrote it.

Lines that an older version wrote have no entry in ``ecritures``: their message, the product's own, says what they did.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from data import store
from data.actors import Actor
from data.importers import COMPARED, SAVED
from data.store import Connection

# Kind of a line → what people call it. Saves are told apart by what they did.
KINDS = {
    "creation": "création du magasin",
    "chargement": "chargement",
    "remplacement": "remplacement",
    "saisie": "saisie",
    "correction": "correction",
    "validation": "validation",
    "fusion": "fusion de structures",
    "decision": "décision du comité",
    "cible": "cible",
    "annotation": "annotation",
    "ordre": "ordre du jour",
    "cloture": "clôture d'une séance",
    "annulation": "annulation",
    "retablissement": "rétablissement",
}
# What takes out or puts back a source that is there already.
TAKES_BACK = frozenset({"annulation", "retablissement"})
# Beginning of a message of a snapshot, or of the title of a save → the kind.
_BEGINNINGS = {
    "Création du magasin": "creation",
    "Chargement": "chargement",
    "Saisie": "saisie",
    "Annulation": "annulation",
    "Rétablissement": "retablissement",
}
_SAVES = {
    "Correction": "correction",
    "Validation": "validation",
    "Fusion": "fusion",
    "Décision": "decision",
    "Cible": "cible",
    "Annotation": "annotation",
    "Ordre": "ordre",
    "Clôture": "cloture",
}
_NAMED = re.compile(r"« (.+?) »")
WITHHELD = "motif non relu, tu"


@dataclass(frozen=True)
class Line:
    """One write. ``moment`` is UTC; ``role`` is None where no journal was kept yet, ``kind`` where its
    message does not say either; ``function`` is that of who made a
    save; ``rows`` those that were written; ``state`` that of ``source`` now, ``successor`` what replaced it; ``owner``
    who loaded it; ``reason`` is ``WITHHELD`` where nobody reviewed it."""

    snapshot: int
    moment: datetime
    author: str | None
    kind: str | None
    message: str
    role: str | None = None
    function: str | None = None
    source: str | None = None
    title: str | None = None
    format: str | None = None
    rows: int | None = None
    reason: str | None = None
    state: str | None = None
    successor: str | None = None
    owner: str | None = None


def journal(path: Path, actor: Actor) -> list[Line]:
    """Every write, the oldest first, as ``actor`` may read it; RefusedError without a store that can be read."""
    with store.open_lake(path, read_only=True) as root:
        there = store.lake_columns(root)
        written = root.execute(
            f"""
            SELECT snapshot_id, snapshot_time::TIMESTAMP, snapshot.author, coalesce(commit_message, ''), role, geste,
                   entry.source, lignes, entry.motif
            FROM lake.snapshots() AS snapshot
            LEFT JOIN ({store.lake_table("ecritures", there)}) AS entry ON ecriture_id = commit_extra_info
            WHERE snapshot_id > 0 ORDER BY snapshot_id
            """
        ).fetchall()
        loads = root.execute(
            "SELECT source, titre, format, etat, remplacee_par, chargee_par "
            f"FROM ({store.lake_table('sources', there)})"
        ).fetchall()
        saves = _saves(root)
    sources = {source: known for source, *known in loads}
    return [_line(row, sources, saves, actor) for row in written]


def kind_of(kind: str, title: str | None, format_: str | None) -> str:
    """The kind of a write, saves told apart by the first word of their title."""
    if format_ not in SAVED or kind in TAKES_BACK:
        return kind
    return _SAVES.get(str(title).split(" ", maxsplit=1)[0], kind)


def _line(row: tuple[Any, ...], sources: dict[str, list[Any]], saves: dict[str, tuple[Any, ...]], actor: Actor) -> Line:
    number, moment, author, message, role, kind, source, count, reason = row
    if kind is None:
        kind, source = _told(message)
    title, format_, state, successor, owner = sources.get(source, [None] * 5)
    function = None
    kind = kind and kind_of(kind, title, format_)
    if format_ in SAVED and kind not in TAKES_BACK:
        function, reason, reviewed = saves.get(source, (None, reason, False))
        own = format_ in COMPARED  # What a returned workbook is loaded for is a sentence of the product.
        if reason is not None and not (reviewed or own or actor.unmasked):
            reason = WITHHELD
    written = (number, moment, author, kind, message, role, function, source)
    return Line(*written, title, format_, count, reason, state, successor, owner)


def _told(message: str) -> tuple[str | None, str | None]:
    """The kind and the source that a message of the product says; None for what it does not say."""
    kind = next((kind for beginning, kind in _BEGINNINGS.items() if message.startswith(beginning)), None)
    if kind == "chargement" and "à la place de" in message:
        kind = "remplacement"
    named = _NAMED.search(message)
    return kind, named[1] if named else None


def _saves(root: Connection) -> dict[str, tuple[Any, ...]]:
    """Source → (function, reason, whether it was reviewed) of every save ever written, undone ones included."""
    table = root.execute(
        """
        SELECT begin_snapshot, (SELECT max(snapshot_id) FROM __ducklake_metadata_lake.ducklake_snapshot)
        FROM __ducklake_metadata_lake.ducklake_table WHERE table_name = 'saisies' AND end_snapshot IS NULL
        """
    ).fetchone()
    if table is None:
        return {}
    rows = root.execute(
        "SELECT source, fonction, motif, relue FROM ducklake_table_insertions('lake', 'main', 'saisies', ?, ?)",
        list(table),
    ).fetchall()
    return {source: tuple(said) for source, *said in rows}
