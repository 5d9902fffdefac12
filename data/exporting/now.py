"""What a source says once what people entered is applied: the rows of the contract that an export starts from."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data import integrity, store
from data.batch import RefusedError, Row
from data.entering import current
from data.entering.facts import DIGESTS
from data.importers import ENTERED, UNREVIEWED
from data.importers.faits import fact_tables
from data.loading.sources import active_source, counted, known_sources
from data.store import Connection

# Read whole: what people entered, and who reviewed it.
_ENTERED = ("sources", "saisies", "corrections", "arbitrages", "fusions")
# Official files, by their own recipe: each store loads them from where they are published.
_OFFICIAL = ("contexte_communes", "subventions", "postes")


@dataclass(frozen=True)
class Now:
    """The rows of one source and of what people entered about anything, by table of the facts.

    ``unreviewed``: sources whose free texts nobody read; ``by_field``: (sujet_type, sujet_id, champ) → the save that
    says it; ``saves``: source → its line of ``saisies``; ``decided``: digest of a statement → function of who decided.
    """

    about: Row
    rows: Mapping[str, Sequence[Row]]
    unreviewed: frozenset[str]
    by_field: Mapping[tuple[str, str, str], str]
    saves: Mapping[str, Row]
    decided: Mapping[str, str]


def exported_tables() -> dict[str, dict[str, str]]:
    """Table → column that a person fills → its type: those of the facts kept by hand."""
    return {table: dict(columns) for table, columns in fact_tables().items() if table not in _OFFICIAL}


def now(path: Path, source: str) -> Now:
    """RefusedError without such an active source, or when what it holds is no fact that a folder could keep."""
    active_source(known_sources(path), source)
    snapshot = integrity.content(path).snapshot
    with store.open_lake(path, read_only=True, snapshot=snapshot) as root:
        _refuse_others(source, counted(root, store.lake_columns(root, snapshot), source))
        with _applied(root, snapshot, source):
            return _read(root, source)


def _refuse_others(source: str, held: Mapping[str, int]) -> None:
    others = sorted(table for table in held if table not in exported_tables() and table not in _ENTERED)
    if others or not set(held) & set(exported_tables()):
        told = ", ".join(others) or "rien, ou des corrections d'autres sources seulement"
        raise RefusedError(
            f"« {source} » ne s'exporte pas comme faits : elle contient {told}. Les faits sont ceux des actions, des "
            "structures, des projets et des instances ; un fichier officiel se charge de nouveau par sa recette, une "
            "correction s'exporte avec la source qu'elle corrige."
        )


@contextmanager
def _applied(root: Connection, snapshot: int, source: str) -> Iterator[None]:
    """Plain tables of the source and of what was entered, with the latter applied, as the current catalog."""
    there = store.lake_columns(root, snapshot)
    mine = f"source = {store.quoted(source)}"
    entered = f"source IN (SELECT source FROM lake.sources WHERE format = {store.quoted(ENTERED)})"
    # A structure that another source describes leads actions of this one all the same.
    leads = f"structure_id IN (SELECT structure_id FROM lake.actions WHERE {mine} OR {entered})"
    root.execute("ATTACH ':memory:' AS dits")
    root.execute("BEGIN")
    for table in store.contract_tables():
        rows = store.lake_table(table, there)
        digest = "".join(f", {sql} AS {name}" for name, sql in DIGESTS.get(table, {}).items())
        merged = "structure_id IN (SELECT dans FROM lake.fusions)" if "fusions" in there else "false"
        other = f" OR {leads} OR {merged}" if table == "structures" and "actions" in there else ""
        which = "" if table in _ENTERED else f" WHERE {mine} OR {entered}{other}"
        wanted = table in _ENTERED or table in exported_tables()
        which = which if wanted else " WHERE false"
        root.execute(f"CREATE TABLE dits.main.{table} AS SELECT *{digest} FROM ({rows}){which}")
    root.execute("COMMIT")
    root.execute("USE dits.main")
    current.apply(root, UNREVIEWED, counts=True)
    yield


def _read(root: Connection, source: str) -> Now:
    (about,) = _records(root, "SELECT titre, editeur, licence, url, publiee_le FROM sources WHERE source = ?", source)
    rows = {table: _records(root, f"FROM {table} ORDER BY ALL") for table in exported_tables()}
    unreviewed = frozenset(name for (name,) in root.execute("SELECT source FROM sources_non_relues").fetchall())
    fields = root.execute("SELECT sujet_type, sujet_id, champ, source FROM valeurs_declarees").fetchall()
    saves = {row["source"]: row for row in _records(root, "FROM saisies")}
    decided = root.execute("SELECT fait, fonction FROM faits_arbitres WHERE decision = 'acceptee'").fetchall()
    by_field = {(sujet_type, sujet_id, champ): save for sujet_type, sujet_id, champ, save in fields}
    return Now({**about, "source": source}, rows, unreviewed, by_field, saves, dict(decided))


def _records(root: Connection, sql: str, *values: Any) -> list[Row]:
    answer = root.execute(sql, list(values))
    names = [name for name, *_ in answer.description or []]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
