"""What the store says of a few subjects, once what people entered is applied: what a form is compared with."""

from collections.abc import Iterator, Mapping, Sequence
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
    with looked_at(path, snapshot, subject) as root:
        here = "WHERE sujet_type = ? AND sujet_id = ?"
        values = root.execute(f"SELECT champ, valeurs FROM champs_dits {here}", subject).fetchall()
        authors = root.execute(f"SELECT champ, fonction FROM valeurs_declarees {here}", subject).fetchall()
        statements = {table: _records(root, f"SELECT * FROM {table} {here}", subject) for table in DIGESTS}
        for budget in statements["budgets"]:
            lines = "SELECT * FROM lignes_budget WHERE budget_id = ? ORDER BY rang"
            budget["lignes"] = _records(root, lines, (budget["budget_id"],))
        departement = None
        if subject[0] in _PLACED:
            told = f"SELECT any_value(code_departement ORDER BY source) FROM {KINDS[subject[0]].table}"
            (departement,) = root.execute(told).fetchall()[0]
    return State({name: tuple(said) for name, said in values}, dict(authors), statements, departement)


@contextmanager
def looked_at(path: Path, snapshot: int, subject: Subject) -> Iterator[Connection]:
    """The rows of the lake about a subject in plain tables, with what people entered applied to them."""
    with store.open_lake(path, read_only=True, snapshot=snapshot) as root:
        there = store.lake_columns(root, snapshot)
        root.execute("ATTACH ':memory:' AS vue")
        root.execute("BEGIN")
        for table in _ENTERED:
            root.execute(f"CREATE TABLE vue.main.{table} AS {store.lake_table(table, there)}")
        for table in contract_tables():
            if table not in _ENTERED:
                about = _about(table, subject)
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


def _about(table: str, subject: Subject) -> str | None:
    """SQL of the rows of a table that speak of a subject, or of a structure that was merged into it; None: none can."""
    sujet_type, sujet_id = subject
    wanted = store.quoted(sujet_id)
    members = f"({wanted})"
    if sujet_type == "structure":
        members = f"(SELECT {wanted} UNION SELECT structure_id FROM vue.main.fusions WHERE dans = {wanted})"
    kind = KINDS.get(sujet_type)
    if kind is not None:
        keys = {kind.table: kind.key, **{listed.table: listed.key for listed in kind.lists.values()}}
        if table in keys:
            return f"{keys[table]} IN {members}"
    if table in DIGESTS:
        return f"sujet_type = {store.quoted(sujet_type)} AND sujet_id IN {members}"
    if table == "lignes_budget":
        return "budget_id IN (SELECT budget_id FROM vue.main.budgets)"
    return None


def _records(root: Connection, sql: str, values: Sequence[Any]) -> list[Row]:
    answer = root.execute(sql, list(values))
    names = [name for name, *_ in answer.description or []]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


__all__ = ["DIGEST", "State", "Subject", "looked_at", "read"]
