"""Which tables a package holds: each is the answer to a question, which says what its columns are."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from queries import question
from queries.header import names

SCHEMA = "https://datapackage.org/profiles/2.0/tableschema.json"
SOURCES = "sources"
_PREFIX = "paquet_"
# Said whatever the département, and whether or not anything is recorded there: not facts of the place.
GENERAL = frozenset({SOURCES, "indicateurs", "indicateurs_valeurs", "verdicts", "communes", "contexte", "annotations"})
# Table → what names one row of it, in the order of its columns. The others may say one thing twice, from two sources.
_KEYS = {
    "actions": ("action_id",),
    "budgets": ("budget_id",),
    "budgets_lignes": ("budget_id", "rang"),
    "financements": ("financement_id",),
    "indicateurs": ("indicateur",),
    "sources": ("source",),
    "subventions": ("subvention_id",),
}
# Types of the answers of DuckDB → those of a Table Schema.
_TYPES = {"VARCHAR": "string", "BOOLEAN": "boolean", "DATE": "date", "DOUBLE": "number"}
_INTEGERS = ("INTEGER", "BIGINT")


@dataclass(frozen=True)
class Table:
    """One table of a package: ``name`` of its file, what it answers (French), and its Table Schema."""

    name: str
    question: str
    title: str
    schema: dict[str, Any]

    @property
    def file(self) -> str:
        """The name of its CSV."""
        return f"{self.name}.csv"


@cache
def tables() -> tuple[Table, ...]:
    """Those of every package, by name."""
    return tuple(_table(name) for name in sorted(names()) if name.startswith(_PREFIX))


def _table(name: str) -> Table:
    asked, bare = question(name), name.removeprefix(_PREFIX)
    fields = [
        {"name": column, "type": _type(kind), "description": asked.meanings[column]}
        for column, kind in asked.returns.items()
    ]
    schema: dict[str, Any] = {"$schema": SCHEMA, "fields": fields, "missingValues": [""]}
    if bare in _KEYS:
        schema["primaryKey"] = list(_KEYS[bare])
    return Table(bare, name, asked.title, schema)


def _type(kind: str) -> str:
    return _TYPES.get(kind) or ("integer" if kind in _INTEGERS else "number")
