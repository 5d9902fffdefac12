"""Free text that nobody has reviewed is not published: a sentence stands in its place in the reading copy.

It is replaced as facts are copied, so that the file of the copy never holds it.
"""

from collections.abc import Collection

from data import store
from data.entering.fields import KINDS
from data.free_texts import BY_FIELD, FREE, LISTED, known
from data.importers import UNREVIEWED
from data.store import Connection
from queries.copy.secrecy.rules import rules

# As ``known`` writes its labels; what this writes otherwise is not recognised, hence not shown.
_BARE = r"trim(regexp_replace(lower(strip_accents(replace({column}, '’', ''''))), '[\s,.;:…]+', ' ', 'g'))"


def shown(root: Connection, snapshot: int, *, unmasked: bool = False) -> dict[str, dict[str, str]]:
    """Table → column → SQL of what is copied of it in place of the column, from the lake attached to ``root``.

    Only what differs from the column itself: nothing where nothing is withheld, nor without unreviewed source.
    """
    if unmasked:
        return {}
    there = store.lake_columns(root, snapshot)
    if not {"source", "format"} <= there.get("sources", set()):
        return {}
    saves = store.lake_table("saisies", there)
    asked = (
        f"SELECT source FROM lake.sources LEFT JOIN ({saves}) AS saisies USING (source) "
        "WHERE list_contains(?::VARCHAR[], format) OR NOT relue"
    )
    unread = [source for (source,) in root.execute(asked, [list(UNREVIEWED)]).fetchall()]
    return _masked(f"source IN ({_listed(unread)})", rules().notice) if unread else {}


def _masked(unread: str, notice: str) -> dict[str, dict[str, str]]:
    masked: dict[str, dict[str, str]] = {}
    for table, columns in FREE.items():
        for column in columns:
            masked.setdefault(table, {})[column] = _instead(column, unread, notice)
    for table, lists in LISTED.items():
        for column, name in lists.items():
            free = f"{unread} AND {_BARE.format(column=column)} NOT IN ({_listed(known(name))})"
            masked.setdefault(table, {})[column] = _instead(column, free, notice)
    for table, (column, named) in BY_FIELD.items():
        masked.setdefault(table, {})[column] = _instead(column, f"{unread} AND ({_free_field(column, named)})", notice)
    return masked


def _free_field(column: str, named: str) -> str:
    """Whether the value in ``column`` is that of a field (its name in ``named``) where anything may be written."""
    conditions = []
    for sujet_type, kind in KINDS.items():
        about = f"sujet_type = {store.quoted(sujet_type)}"
        if free := FREE.get(kind.table):
            conditions.append(f"{about} AND {named} IN ({_listed(free)})")
        for name, labels in LISTED.get(kind.table, {}).items():
            said = _BARE.format(column=column)
            conditions.append(
                f"{about} AND {named} = {store.quoted(name)} AND {said} NOT IN ({_listed(known(labels))})"
            )
    return " OR ".join(conditions)


def _instead(column: str, condition: str, notice: str) -> str:
    return f"CASE WHEN {column} IS NOT NULL AND {condition} THEN {store.quoted(notice)} ELSE {column} END"


def _listed(values: Collection[str]) -> str:
    return ", ".join(map(store.quoted, sorted(values))) or "NULL"
