"""What a load adds to a store that holds something already: rows that are new, said otherwise, said again, or taken
away with the source that is replaced.

A row is what its key says it is, whatever its source: a structure that another source describes is not one more. A
table whose only name is the source that says it has for a key the question that its rows answer, one answer at a time
(``data.statements.ANSWERS``); the others, lists of what is said, have their whole content.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from data.loading import staging
from data.loading.restated import PROVENANCE
from data.loading.sources import NO_FACTS
from data.statements import ANSWERS, QUESTIONS
from data.store import Connection, contract_columns, contract_tables, lake_table, quoted


@dataclass
class Effects:
    """Table of facts → rows: ``added``, ``changed`` (the store holds them, and says otherwise), ``known`` (word for
    word), and ``removed``, those of the replaced source that nothing says any more."""

    added: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    known: dict[str, int] = field(default_factory=dict)
    removed: dict[str, int] = field(default_factory=dict)


def effects(root: Connection, there: Mapping[str, set[str]], replaced: str | None) -> Effects:
    """What is staged set against the lake as it is, whose tables and columns are ``there``."""
    found = Effects()
    for table in contract_tables():
        if table in NO_FACTS:
            continue
        held, key, content = lake_table(table, there), _columns(_key(table)), _columns(_content(table))
        staged = _count(root, f"FROM arrivee.{table}")
        if staged:
            same = _count(root, f"SELECT {content} FROM arrivee.{table} INTERSECT ALL SELECT {content} FROM ({held})")
            met = _count(root, f"SELECT {key} FROM arrivee.{table} INTERSECT ALL SELECT {key} FROM ({held})")
            _note(table, found.added, staged - met)
            _note(table, found.changed, met - same)
            _note(table, found.known, same)
        if replaced is not None:
            gone = f"SELECT {key} FROM ({held}) WHERE source = {quoted(replaced)}"
            _note(table, found.removed, _count(root, f"{gone} EXCEPT ALL SELECT {key} FROM tout.{table}"))
    return found


def _key(table: str) -> tuple[str, ...]:
    """The columns that make a row what it is, in any source."""
    keys = staging.keys(table)
    named = tuple(column for column in keys[0] if column != "source") if keys else ()
    return named or (QUESTIONS[table] if table in ANSWERS else _content(table))


def _content(table: str) -> tuple[str, ...]:
    return tuple(column for column in contract_columns()[table] if column not in PROVENANCE)


def _columns(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _count(root: Connection, rows: str) -> int:
    ((count,),) = root.execute(f"SELECT count(*) FROM ({rows})").fetchall()
    return int(count)


def _note(table: str, rows: dict[str, int], count: int) -> None:
    if count:
        rows[table] = count
