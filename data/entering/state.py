"""What the store says of a few subjects, once what people entered is applied: what a form is compared with."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data import store
from data.batch import Row
from data.entering import current
from data.entering.facts import DIGEST, DIGESTS
from data.entering.fields import KINDS
from data.store import Connection, contract_tables

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
    """The same for several subjects, looked at together."""
    with looked_at(path, snapshot, subjects) as root:
        return {subject: _state(root, subject) for subject in subjects}


def _state(root: Connection, subject: Subject) -> State:
    here = "WHERE sujet_type = ? AND sujet_id = ?"
    values = root.execute(f"SELECT champ, valeurs FROM champs_dits {here}", subject).fetchall()
    authors = root.execute(f"SELECT champ, fonction FROM valeurs_declarees {here}", subject).fetchall()
    statements = {table: _records(root, f"SELECT * FROM {table} {here}", subject) for table in DIGESTS}
    for budget in statements["budgets"]:
        lines = "SELECT * FROM lignes_budget WHERE budget_id = ? ORDER BY rang"
        budget["lignes"] = _records(root, lines, (budget["budget_id"],))
    departement = None
    if subject[0] in _PLACED:
        kind = KINDS[subject[0]]
        told = f"SELECT any_value(code_departement ORDER BY source) FROM {kind.table} WHERE {kind.key} = ?"
        (departement,) = root.execute(told, [subject[1]]).fetchall()[0]
    return State({name: tuple(said) for name, said in values}, dict(authors), statements, departement)


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
        root.execute("ATTACH ':memory:' AS vue")
        root.execute("BEGIN")
        for table in _ENTERED:
            root.execute(f"CREATE TABLE vue.main.{table} AS {store.lake_table(table, there)}")
        for table in contract_tables():
            if table not in _ENTERED:
                about = _about(table, subjects)
                # What does not speak of it is not looked for: asking the lake is what costs.
                rows = store.lake_table(table, there if about else {})
                digest = "".join(f", {sql} AS {name}" for name, sql in DIGESTS.get(table, {}).items())
                root.execute(
                    f"CREATE TABLE vue.main.{table} AS SELECT *{digest} FROM ({rows}) WHERE {about or 'false'}"
                )
        root.execute("COMMIT")
        root.execute("USE vue.main")
        current.apply(root, (), counts=True)
        yield root


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
