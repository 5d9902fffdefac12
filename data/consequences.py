"""What undoing a source would take away, told beforehand, and what was built on it.

Rows of others that speak of what it alone says stay in the store when it is undone, without effect until it is back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from data import store
from data.entering.facts import DIGEST, DIGESTS
from data.loading import complement
from data.loading.leaning import leaning
from data.loading.sources import NO_FACTS, counted, known_sources, undoable
from data.store import Connection

# Kind of subject → the table that says it, and the column that names it everywhere.
_SUBJECTS = {
    "action": ("actions", "action_id"),
    "evenement": ("evenements", "evenement_id"),
    "seance": ("seances", "seance_id"),
    "instance": ("instances", "instance_id"),
    "structure": ("structures", "structure_id"),
    "projet": ("projets_sociaux", "projet_id"),
    "campagne": ("campagnes", "campagne_id"),
    "decision": ("decisions", "decision_id"),
}


@dataclass(frozen=True)
class Dependent:
    """Another source that counts, of which ``rows`` (table → how many) speak of what would be gone."""

    source: str
    title: str
    rows: dict[str, int]


@dataclass(frozen=True)
class Consequences:
    """What undoing ``source`` would take away (table → facts that count), and what was built on it: other sources
    that speak of what it alone says, those of corrected lines that complete it, those that it replaced and that stay
    out, and those that left lines out because it holds them (source → lines); the closed sessions whose figures it is
    in, which stay.
    """

    source: str
    title: str
    owner: str
    rows: dict[str, int]
    dependents: tuple[Dependent, ...]
    completed_by: tuple[str, ...]
    replaced: tuple[str, ...]
    leaning: Mapping[str, int] = field(default_factory=dict)
    frozen_by: tuple[str, ...] = ()


def consequences(path: Path, source: str) -> Consequences:
    """What ``undo`` would do; nothing is written. RefusedError where there is nothing of that name to undo."""
    sources = known_sources(path)
    known = undoable(sources, source)
    with store.open_lake(path, read_only=True) as root:
        there = store.lake_columns(root)
        titles = dict(root.execute("SELECT source, titre FROM lake.sources").fetchall())
        replaced = root.execute(
            "SELECT source FROM lake.sources WHERE remplacee_par = ? AND etat = 'remplacee' ORDER BY source", [source]
        ).fetchall()
        return Consequences(
            source,
            titles[source],
            known.author,
            counted(root, there, source),
            replaced=tuple(name for (name,) in replaced),
            dependents=_dependents(root, there, source, titles),
            completed_by=complement.completing(known, sources),
            leaning=leaning(path, source),
            frozen_by=_frozen_by(root, there, source),
        )


def _frozen_by(root: Connection, there: Mapping[str, set[str]], source: str) -> tuple[str, ...]:
    """The closed sessions that keep the figures of a snapshot where ``source`` counted, the first closed first."""
    if "clotures" not in there:
        return ()
    found = root.execute(
        """
        WITH writes AS (  -- What expired is older than what did not.
            SELECT coalesce(snapshot.snapshot_id, 0) AS number, ecrite_le, geste FROM lake.ecritures AS written
            LEFT JOIN lake.snapshots() AS snapshot ON ecriture_id = commit_extra_info WHERE written.source = ?
        )
        SELECT seance_id FROM lake.clotures JOIN writes ON number <= instantane
        GROUP BY seance_id, instantane HAVING arg_max(geste, (number, ecrite_le)) <> 'annulation'
        ORDER BY instantane, seance_id
        """,
        [source],
    ).fetchall()
    return tuple(name for (name,) in found)


def _dependents(
    root: Connection, there: Mapping[str, set[str]], source: str, titles: Mapping[str, str]
) -> tuple[Dependent, ...]:
    """The sources that speak of subjects, or decide about statements, that ``source`` alone holds in ``lake``.

    ``there``: the tables of the lake and their columns.
    """
    _gone(root, there, source)
    found: dict[str, dict[str, int]] = {}
    for table, columns in there.items():
        if table in store.contract_columns() and table not in NO_FACTS and "source" in columns:
            for other, count in _speaking(root, table, columns, source):
                found.setdefault(other, {})[table] = count
    return tuple(Dependent(other, titles.get(other, other), rows) for other, rows in sorted(found.items()))


def _gone(root: Connection, there: Mapping[str, set[str]], source: str) -> None:
    """``sujets_perdus`` and ``faits_perdus``: what nobody else says."""
    root.execute("CREATE OR REPLACE TEMP TABLE sujets_perdus (sujet_type VARCHAR, sujet_id VARCHAR)")
    root.execute("CREATE OR REPLACE TEMP TABLE faits_perdus (table_faits VARCHAR, fait VARCHAR)")
    for kind, (table, column) in _SUBJECTS.items():
        if table in there:
            _alone(root, "sujets_perdus", kind, f"SELECT {column} AS nom, source FROM lake.{table}", source)
    for table, added in DIGESTS.items():
        if table in there:
            rows = f"SELECT {added[DIGEST]} AS nom, source FROM ({store.lake_table(table, there)})"
            _alone(root, "faits_perdus", table, rows, source)


def _alone(root: Connection, into: str, kind: str, rows: str, source: str) -> None:
    root.execute(
        f"INSERT INTO {into} SELECT ?, nom FROM ({rows}) GROUP BY nom HAVING bool_and(source = ?)", [kind, source]
    )


def _speaking(root: Connection, table: str, columns: set[str], source: str) -> list[tuple[str, int]]:
    """(source, rows) of the other sources whose rows of this table speak of what is gone."""
    conditions = []
    if {"sujet_type", "sujet_id"} <= columns:
        conditions.append("(sujet_type, sujet_id) IN (FROM sujets_perdus)")
    named = [(kind, column) for kind, (_, column) in _SUBJECTS.items()]
    # A merger names two structures.
    for kind, column in [*named, *([("structure", "dans")] if table == "fusions" else [])]:
        if column in columns:
            conditions.append(f"{column} IN (SELECT sujet_id FROM sujets_perdus WHERE sujet_type = '{kind}')")
    if table == "arbitrages":
        conditions.append("(table_faits, fait) IN (FROM faits_perdus)")
    if not conditions:
        return []
    # NULL IN (…) is NULL, which takes no row.
    asked = f"SELECT source, count(*) FROM lake.{table} WHERE source <> ? AND ({' OR '.join(conditions)}) GROUP BY ALL"
    return root.execute(asked, [source]).fetchall()
