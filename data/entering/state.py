"""What the store says of a few subjects, once what people entered is applied: what a form is compared with."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data import store
from data.batch import Row
from data.entering import current
from data.entering.facts import DIGEST, DIGESTS
from data.entering.fields import KINDS
from data.store import Connection, contract_columns, contract_tables

Subject = tuple[str, str]
Statement = tuple[str, Subject, str]
# Read whole: what people entered is small, and says which of the rest to read.
_ENTERED = ("sources", "saisies", "corrections", "arbitrages", "fusions")
# A session is where its committee is.
_PLACED = ("action", "evenement", "structure")


@dataclass(frozen=True)
class State:
    """Fields of a subject, with who corrected them last, and its statements by table, each with ``fait`` and ``etat``.

    Without ``values``: no such subject. ``departement``: where its source says that it is, by its code.
    """

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    authors: Mapping[str, str] = field(default_factory=dict)
    statements: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    departement: str | None = None

    @property
    def known(self) -> bool:
        """Whether any source describes it."""
        return bool(self.values)

    def one(self, name: str) -> str | None:
        """The value of a field of one value; None when unknown."""
        return next(iter(self.values.get(name, ())), None)


def read(path: Path, snapshot: int, subject: Subject) -> State:
    """What is said of a subject at a snapshot; RefusedError without such a store or snapshot."""
    return read_several(path, snapshot, [subject])[subject]


def read_several(path: Path, snapshot: int, subjects: Collection[Subject]) -> dict[Subject, State]:
    """The same for several subjects: as many statements of SQL as for one."""
    with looked_at(path, snapshot, subjects) as root:
        values, authors = _fields(root, "champs_dits", "valeurs"), _fields(root, "valeurs_declarees", "fonction")
        told = {table: _by_subject(_records(root, f"SELECT * FROM {table}", ())) for table in DIGESTS}
        lines = _grouped(_records(root, "SELECT * FROM lignes_budget ORDER BY rang", ()), "budget_id")
        for budget in (row for rows in told["budgets"].values() for row in rows):
            budget["lignes"] = lines.get(budget["budget_id"], [])
        places = _places(root, {sujet_type for sujet_type, _ in subjects})
    return {
        subject: State(
            {name: tuple(said) for name, said in values.get(subject, {}).items()},
            authors.get(subject, {}),
            {table: rows.get(subject, []) for table, rows in told.items()},
            places.get(subject),
        )
        for subject in subjects
    }


def _fields(root: Connection, table: str, column: str) -> dict[Subject, dict[str, Any]]:
    found: dict[Subject, dict[str, Any]] = defaultdict(dict)
    for sujet_type, sujet_id, name, value in root.execute(
        f"SELECT sujet_type, sujet_id, champ, {column} FROM {table}"
    ).fetchall():
        found[sujet_type, sujet_id][name] = value
    return found


def _by_subject(rows: Sequence[Row]) -> dict[Subject, list[Row]]:
    found: dict[Subject, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["sujet_type"], row["sujet_id"]].append(row)
    return found


def _grouped(rows: Sequence[Row], column: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    return found


def _places(root: Connection, kinds: Set[str]) -> dict[Subject, str]:
    """Subject → the département that its sources say."""
    found: dict[Subject, str] = {}
    for sujet_type in sorted(kinds & set(_PLACED)):
        kind = KINDS[sujet_type]
        told = f"SELECT {kind.key}, any_value(code_departement ORDER BY source) FROM {kind.table} GROUP BY ALL"
        found |= {(sujet_type, sujet_id): place for sujet_id, place in root.execute(told).fetchall()}
    return found


def statements(path: Path, snapshot: int, subjects: Collection[Subject]) -> dict[Statement, Row]:
    """What is said of several subjects, looked at together: (table, subject, ``fait``) → the statement."""
    with looked_at(path, snapshot, subjects) as root:
        return {
            (table, (row["sujet_type"], row["sujet_id"]), row[DIGEST]): row
            for table in DIGESTS
            for row in _records(root, f"SELECT * FROM {table}", ())
        }


@contextmanager
def looked_at(path: Path, snapshot: int, subjects: Collection[Subject]) -> Iterator[Connection]:
    """The rows of the lake about these subjects in plain tables, with what people entered applied to them."""
    with store.open_lake(path, read_only=True, snapshot=snapshot) as root:
        there = store.lake_columns(root, snapshot)
        # Few rows of many tables: dividing each among threads costs more than it saves.
        root.execute("SET threads = 1")
        root.execute("ATTACH ':memory:' AS vue")
        root.execute("BEGIN")
        for table in _ENTERED:
            root.execute(f"CREATE TABLE vue.main.{table} AS {store.lake_table(table, there)}")
        for table in contract_tables():
            if table not in _ENTERED:
                root.execute(_looked_for(table, _about(table, subjects), there))
        root.execute("COMMIT")
        root.execute("USE vue.main")
        current.apply(root, (), counts=True)
        yield root


def _looked_for(table: str, about: str | None, there: Mapping[str, set[str]]) -> str:
    """SQL that makes a table of ``vue`` with the rows that speak of subjects: none where none can, without asking."""
    digests = DIGESTS.get(table, {})
    if about is None:
        types = {**contract_columns()[table], **dict.fromkeys(digests, "VARCHAR")}
        return f"CREATE TABLE vue.main.{table} ({', '.join(f'{name} {kind}' for name, kind in types.items())})"
    digest = "".join(f", {sql} AS {name}" for name, sql in digests.items())
    return f"CREATE TABLE vue.main.{table} AS SELECT *{digest} FROM ({store.lake_table(table, there)}) WHERE {about}"


def _about(table: str, subjects: Collection[Subject]) -> str | None:
    """SQL of the rows of a table that speak of subjects, or of structures merged into them; None: none can."""
    if table == "lignes_budget":
        return "budget_id IN (SELECT budget_id FROM vue.main.budgets)"
    parts = []
    for sujet_type in sorted({sujet_type for sujet_type, _ in subjects}):
        wanted = ", ".join(store.quoted(sujet_id) for each, sujet_id in sorted(subjects) if each == sujet_type)
        members = f"({wanted})"
        if sujet_type == "structure":
            merged = f"SELECT structure_id FROM vue.main.fusions WHERE dans IN ({wanted})"
            members = f"(SELECT unnest([{wanted}]) UNION {merged})"
        kind = KINDS.get(sujet_type)
        keys = {}
        if kind is not None:
            keys = {kind.table: kind.key, **{listed.table: listed.key for listed in kind.lists.values()}}
        if table in keys:
            parts.append(f"{keys[table]} IN {members}")
        elif table in DIGESTS:
            parts.append(f"(sujet_type = {store.quoted(sujet_type)} AND sujet_id IN {members})")
    return " OR ".join(parts) or None


def _records(root: Connection, sql: str, values: Sequence[Any]) -> list[Row]:
    answer = root.execute(sql, list(values))
    names = [name for name, *_ in answer.description or []]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


__all__ = ["DIGEST", "State", "Statement", "Subject", "looked_at", "read", "read_several", "statements"]
