"""What a form would change in what is said of a subject, and what somebody else changed meanwhile."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from data.batch import Row
from data.entering.fields import KINDS, SECTIONS
from data.entering.forms import FieldError, Form, Statement
from data.entering.rows import (
    Rows,
    list_row,
    list_said,
    lists,
    merged,
    scalars,
    statement_rows,
    statements,
    table_of,
)
from data.entering.state import DIGEST, State
from data.free_texts import FREE
from data.statements import KEYS

# What does not count when two statements are compared: where they stand, and in which words.
# The totals of a budget are those of its lines.
_NOT_SAID = {
    DIGEST, "etat", "source", "fichier", "ligne", "texte_source", "financement_id", "budget_id", "rang", "lignes",
    "total_charges_eur", "total_produits_eur", "total_general_charges_eur", "total_general_produits_eur",
}  # fmt: skip
_SHOWN = "inconnu"
_OF_PEOPLE = ("quantites", "presences")
# What others changed is told to who may see everything alone: counts, and texts that nobody may have reviewed.
_WITHHELD = frozenset(
    (*_OF_PEOPLE, *SECTIONS, *(column for kind in KINDS.values() for column in FREE.get(kind.table, ())))
)


@dataclass
class Changes:
    """Rows to write, and the fields that change: a field, or « quantites:benevoles, 2024 » for a statement."""

    rows: Rows = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    replaced: dict[str, tuple[str, tuple[Any, ...]]] = field(default_factory=dict)


def of(form: Form, now: State, sujet_id: str, name: str, reason: str | None, led_by: str | None = None) -> Changes:
    """What a form says that is not said yet; ``name`` begins the identifiers that it gives.

    ``led_by``: the name of the structure that the form says, where it says one.
    """
    found, parts = Changes(), list[Rows]()
    about = {"sujet_type": form.sujet_type, "sujet_id": sujet_id}
    told = scalars(form)
    if led_by is not None and told.get("structure_id") != now.one("structure_id"):
        told["structure"] = led_by
    for column, value in told.items():
        if value != now.one(column):
            parts.append({"corrections": [{**about, "champ": column, "valeur": value}]})
            found.changed.append(column)
    for column, values in lists(form).items():
        listed = KINDS[form.sujet_type].lists[column]
        said, known = [list_said(column, value) for value in values], list(now.values.get(column, ()))
        if (said != known) if listed.order else (sorted(said) != sorted(known)):
            rows = [{listed.key: sujet_id, **list_row(column, value, rank)} for rank, value in enumerate(values, 1)]
            parts.append({"corrections": [{**about, "champ": column, "valeur": None}], listed.table: rows})
            found.changed.append(column)
    for number, (where, statement) in enumerate(statements(form)):
        part = _statement(statement, now, (form.sujet_type, sujet_id), f"{name}-{number}", reason)
        if part:
            parts.append(part)
            replaced = f"{where.partition('[')[0]}:{_key_said(statement.key)}"
            found.changed.append(replaced)
            found.replaced[replaced] = (table_of(statement), statement.key)
    found.rows = merged(parts)
    return found


def _key_said(key: tuple[Any, ...]) -> str:
    return ", ".join(str(part) for part in key if part is not None)


def _statement(statement: Statement, now: State, subject: tuple[str, str], name: str, reason: str | None) -> Rows:
    """The rows that make a statement the one that counts; none where it is already."""
    table = table_of(statement)
    rows = statement_rows(statement, *subject, name)
    same = [row for row in now.statements.get(table, ()) if _key(table, row) == statement.key]
    counting = [row for row in same if row["etat"] == "validee"]
    wanted = _said(rows[table][0], rows.get("lignes_budget", ()))
    told = [row for row in same if _said(row, row.get("lignes", ())) == wanted]
    if len(counting) == 1 and counting[0] in told:
        return {}
    # What was said once and set aside since counts again, rather than being said twice.
    kept = told[:1]
    parts: list[Rows] = [{"arbitrages": [decided(table, row, "acceptee", reason)]} for row in kept]
    aside = {row[DIGEST]: row for row in counting if row[DIGEST] not in {each[DIGEST] for each in kept}}
    parts += [{"arbitrages": [decided(table, row, "ecartee", reason)]} for row in aside.values()]
    return merged(parts if kept else [*parts, rows])


def decided(table: str, row: Mapping[str, Any], decision: str, reason: str | None) -> Row:
    """A decision about a statement, as a row of the contract."""
    about = {"table_faits": table, "sujet_type": row["sujet_type"], "sujet_id": row["sujet_id"]}
    return {**about, "fait": row[DIGEST], "decision": decision, "motif": reason}


def _key(table: str, row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[column] for column in KEYS[table])


def _said(row: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> tuple[Any, ...]:
    """What a statement says, so that two of them can be compared: 3400.0 is 3400.00."""
    own = {name: _plain(value) for name, value in row.items() if name not in _NOT_SAID}
    return (
        frozenset((name, value) for name, value in own.items() if value is not None),
        frozenset(_said(line, ())[0] for line in lines if line["niveau"] != "total"),
    )


def _plain(value: Any) -> Any:
    match value:
        case date():
            return value.isoformat()
        case int() | float() | Decimal():
            return Decimal(str(value)).normalize()
    return value


def conflicts(found: Changes, read: State, now: State, *, counts: bool) -> Iterator[FieldError]:
    """The fields that the form changes and that somebody changed since it was read, with both values.

    ``counts``: counts of people and free texts are told too; they may be withheld from whoever fills in the form.
    """
    for name in found.changed:
        before, after = (_told(name, found, state) for state in (read, now))
        if before != after:
            column = name.partition(":")[0]
            who = now.authors.get(column)
            by = f" (par : {who})" if who else ""
            both = f" : « {before} » est devenu « {after} »" if counts or column not in _WITHHELD else ""
            yield FieldError(name, f"changé depuis votre lecture{both}{by}. Relisez, puis recommencez")


def _told(name: str, found: Changes, state: State) -> str:
    if name not in found.replaced:
        return ", ".join(state.values.get(name, ())) or _SHOWN
    table, key = found.replaced[name]
    rows = [row for row in state.statements.get(table, ()) if _key(table, row) == key and row["etat"] == "validee"]
    return " ; ".join(sorted(_figures(row) for row in rows)) or _SHOWN


def _figures(row: Mapping[str, Any]) -> str:
    """The numbers of a statement, as people compare them."""
    numbers = [value for value in row.values() if isinstance(value, float | Decimal)]
    lines = [line["montant_eur"] for line in row.get("lignes", ()) if line["montant_eur"] is not None]
    return " / ".join(f"{value:g}" for value in (*numbers, *lines))


__all__ = ["Changes", "conflicts", "decided", "of"]
