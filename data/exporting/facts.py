"""The rows of a folder of facts: those of one source as they count now, named as any file would name them.

What was declared and corrected since stays in the store, with its history: an export says each thing once, as it is
said now. Proposals, refused and set-aside statements are not exported: nobody vouches for them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from data import store
from data.batch import RefusedError, Row
from data.entering.facts import DIGEST, DIGESTS
from data.entering.fields import KINDS
from data.exporting.now import Now, exported_tables, now
from data.exporting.words import WORDS, let_out
from data.identifiers import action_id, slug, structure_id
from data.importers.faits import ACTIONS, REF

# Kind of subject → its table and key, in the order in which rows follow their subjects.
_SUBJECTS = {
    "structure": ("structures", "structure_id"),
    "projet": ("projets_sociaux", "projet_id"),
    "action": ("actions", "action_id"),
    "instance": ("instances", "instance_id"),
    "seance": ("seances", "seance_id"),
    "evenement": ("evenements", "evenement_id"),
}
# Column that names a subject in other tables → its kind.
_NAMED = {key: sujet_type for sujet_type, (_, key) in _SUBJECTS.items()}
# Names that a save gives by its rank in one store, where others may give the same.
_GIVEN = {"budgets": "budget_id", "financements": "financement_id"}
_SAID_TWICE = "({})"
Subject = tuple[str, str]


@dataclass
class Exported:
    """``about``: what ``source.toml`` says; ``tables``: rows in the columns of a folder of facts, in order.

    ``withheld``: texts that nobody reviewed, which stay in the store.
    """

    about: Row
    tables: dict[str, list[Row]] = field(default_factory=dict)
    withheld: int = 0


def exported(path: Path, source: str) -> Exported:
    """The facts of a source as they count now; RefusedError (French) when they cannot stand in a folder alone."""
    said = now(path, source)
    subjects = _subjects(said, source)
    found = Exported(said.about)
    structures, budgets = _structures(said, source), dict[str, str]()
    renamed = _renamed(said, subjects, structures)
    for table in exported_tables():
        kept = _let_out(found, said, table, list(_rows(said, table, subjects, source, budgets)))
        rows = [_named_anew(table, row, renamed, structures) for row in _in_order(kept, table, subjects, source)]
        _name_given(table, rows, said.saves, budgets)
        _tell_apart(table, rows)
        if rows:
            found.tables[table] = [_columns(table, row) for row in rows]
    return found


def _subjects(said: Now, source: str) -> dict[Subject, int]:
    """The subjects that the source describes, and the structures that lead its actions → their rank."""
    found: dict[Subject, None] = {}
    for sujet_type, (table, key) in _SUBJECTS.items():
        rows = [row for row in said.rows[table] if row["source"] == source]
        for row in sorted(rows, key=lambda row: (_place(row), row[key])):
            found[sujet_type, row[key]] = None
    leading = sorted({row["structure_id"] for row in said.rows[ACTIONS] if row["source"] == source})
    for structure in leading:
        found.setdefault(("structure", structure))
    return {subject: rank for rank, subject in enumerate(found)}


def _rows(
    said: Now, table: str, subjects: Mapping[Subject, int], source: str, budgets: Mapping[str, str]
) -> Iterator[Row]:
    """The rows of a table that speak of the subjects, or that the source alone says; a subject has one row."""
    described: set[Subject] = set()
    for row in sorted(said.rows[table], key=lambda row: row["source"] != source):
        mine, about = row["source"] == source, _about(table, row)
        if table in DIGESTS and row["etat"] != "validee":
            continue
        if table == "lignes_budget":
            wanted = row["budget_id"] in budgets
        elif about is None:
            wanted = mine
        elif mine and about not in subjects:
            raise _elsewhere(table, about, source)
        elif _SUBJECTS[about[0]][0] == table:
            wanted = about in subjects and about not in described
            described.add(about)
        else:
            wanted = about in subjects
        if wanted:
            yield row


def _elsewhere(table: str, about: Subject, source: str) -> RefusedError:
    return RefusedError(
        f"« {source} » parle de « {about[1]} » ({table}), que cette source ne décrit pas : un dossier de faits se "
        "suffit. Exportez la source qui décrit ce sujet ; ce que les pages ont ajouté part avec elle."
    )


def _about(table: str, row: Row) -> Subject | None:
    """The subject that a row speaks of, or describes; None when it speaks of none that a folder describes."""
    if "sujet_type" in row:
        known = row["sujet_id"] is not None and row["sujet_type"] in _SUBJECTS
        return (row["sujet_type"], row["sujet_id"]) if known else None
    own = next((kind for kind, (described, _) in _SUBJECTS.items() if described == table), None)
    if own is not None:
        return own, row[_SUBJECTS[own][1]]
    key = next(
        (key for key in ("action_id", "projet_id", "seance_id", "evenement_id", "structure_id") if row.get(key)), None
    )
    return None if key is None else (_NAMED[key], row[key])


def _structures(said: Now, source: str) -> dict[str, Row]:
    """Identifier → the row that describes the structure: the source's own first."""
    rows = sorted(said.rows["structures"], key=lambda row: row["source"] == source)
    return {row["structure_id"]: row for row in rows}


def _renamed(said: Now, subjects: Mapping[Subject, int], structures: Mapping[str, Row]) -> dict[Subject, str]:
    """(kind, identifier) → the one that its name makes now: a load would make it so, a correction does not."""
    renamed = {("structure", old): structure_id(row["nom"], row["code_departement"]) for old, row in structures.items()}
    for row in said.rows[ACTIONS]:
        if ("action", row["action_id"]) in subjects:
            leader = renamed.get(("structure", row["structure_id"]), str(row["structure_id"]))
            renamed["action", row["action_id"]] = action_id(row["titre"], leader)
    return renamed


def _let_out(found: Exported, said: Now, table: str, rows: Sequence[Row]) -> list[Row]:
    """The rows without the texts that nobody reviewed; a row that such a text alone makes is left out."""
    kept: list[Row] = []
    for row in rows:
        reviewed = {column: _source_of(said, table, row, column) not in said.unreviewed for column in row}
        bare, taken = let_out(table, row, reviewed)
        found.withheld += taken
        if all(bare[column] is not None for column in _required(table) if row[column] is not None):
            kept.append(bare | _spoken(said, row, bare))
    return kept


def _source_of(said: Now, table: str, row: Row, column: str) -> str:
    """The source that says a column: that of the row, or the save that corrected the field."""
    for sujet_type, kind in KINDS.items():
        if kind.table == table:
            return said.by_field.get((sujet_type, row[kind.key], column), row["source"])
    return str(row["source"])


def _spoken(said: Now, row: Row, bare: Row) -> Row:
    """Where a figure comes from, when no word of a document says it: why it was entered, or who accepted it."""
    if WORDS not in row or bare[WORDS] is not None or (row[WORDS] is None and row["source"] not in said.saves):
        return {}
    save = said.saves.get(row["source"])
    if save is None:
        accepted = said.decided.get(row.get(DIGEST, ""))
        return {WORDS: f"validé : {accepted}"} if accepted else {}
    reason = save["motif"] if save["relue"] else None
    return {WORDS: reason or f"saisie : {save['fonction']}"}


def _in_order(rows: Sequence[Row], table: str, subjects: Mapping[Subject, int], source: str) -> list[Row]:
    """Subject by subject, as the source says them, then what was entered: the same rows are always in one order."""

    def key(row: Row) -> tuple[Any, ...]:
        about = _about(table, row)
        rank = -1 if about is None else subjects.get(about, -1)
        said = [(column, str(value)) for column, value in row.items() if column not in ("source", DIGEST)]
        return rank, row["source"] != source, _place(row), row.get("rang") or 0, said

    return sorted(rows, key=key)


def _place(row: Row) -> tuple[str, int]:
    return row.get("fichier") or "", row.get("ligne") or 0


def _named_anew(table: str, row: Row, renamed: Mapping[Subject, str], structures: Mapping[str, Row]) -> Row:
    """A row with the identifiers that names make now; an action bears the name that its structure has."""
    anew = dict(row)
    for key in ("action_id", "structure_id"):
        if row.get(key) is not None:
            anew[key] = renamed.get((_NAMED[key], row[key]), row[key])
    if row.get("sujet_id") is not None:
        anew["sujet_id"] = renamed.get((row["sujet_type"], row["sujet_id"]), row["sujet_id"])
    if table == ACTIONS:
        leader = structures.get(row["structure_id"])
        # The digest is that of the texts of a fiche, which stay in the store.
        anew |= {"structure": leader["nom"] if leader else row["structure"], "empreinte": None}
    return anew


def _name_given(table: str, rows: Sequence[Row], saves: Mapping[str, Row], budgets: dict[str, str]) -> None:
    """Names of budgets and fundings that hold in any store, in place of those that a save gave; lines follow."""
    if table == "lignes_budget":
        for row in rows:
            row["budget_id"] = budgets[row["budget_id"]]
    if table not in _GIVEN:
        return
    key = _GIVEN[table]
    taken = {row[key] for row in rows if row["source"] not in saves}
    for row in rows:
        old = row[key]
        if row["source"] in saves:
            what = slug(row["financeur"]) if table == "financements" else f"budget-{row['nature']}"
            wanted = f"{row['sujet_id']}-{what}-{row['exercice'] or 'nd'}"
            names = (wanted if rank == 1 else f"{wanted}-{rank}" for rank in count(1))
            row[key] = next(name for name in names if name not in taken)
            taken.add(row[key])
        if table == "budgets":
            budgets[old] = row[key]


def _tell_apart(table: str, rows: Sequence[Row]) -> None:
    """Two statements in the same few words are told apart by a number: a line that repeats another is refused."""
    if not rows or WORDS not in rows[0]:
        return
    columns = list(exported_tables()[table])
    seen: Counter[tuple[Any, ...]] = Counter()
    for row in rows:
        said = tuple(row.get(column) for column in columns)
        seen[said] += 1
        if seen[said] > 1:
            row[WORDS] = f"{row[WORDS] or ''} {_SAID_TWICE.format(seen[said])}".strip()


def _columns(table: str, row: Row) -> Row:
    """The columns of the CSV: an action is named by its identifier, which holds as long as its title does."""
    columns = list(exported_tables()[table])
    return {REF if table == ACTIONS and column == "action_id" else column: row[column] for column in columns}


@cache
def _required_columns() -> dict[str, frozenset[str]]:
    with store.memory() as root:
        root.execute(store.CONTRACT.read_text(encoding="utf-8"))
        pairs = root.execute("SELECT table_name, column_name FROM duckdb_columns() WHERE NOT is_nullable").fetchall()
    return {table: frozenset(column for name, column in pairs if name == table) for table, _ in pairs}


def _required(table: str) -> frozenset[str]:
    return _required_columns().get(table, frozenset())


__all__ = ["Exported", "exported"]
