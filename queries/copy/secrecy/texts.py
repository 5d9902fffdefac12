"""Free text that nobody has reviewed is not published: a sentence stands in its place in the reading copy."""

from data import store
from data.store import Connection
from queries.copy.script import describe

# The column of the contract that holds the words of a source that a fact comes from.
_WORDS = "texte_source"
_TEXTS = "one row a text of a fiche; a sentence stands in the place of one that nobody has reviewed"


def withhold_texts(root: Connection, formats: tuple[str, ...], notice: str) -> None:
    """Put ``notice`` in place of the words of sources of these formats, and write the view ``textes_publies``.

    The texts of a fiche stay in ``actions_textes``, against which the next load of the same fiche is compared.
    """
    listed = ", ".join(map(store.quoted, formats)) or "NULL"
    unread = f"source IN (SELECT source FROM sources WHERE format IN ({listed}))"
    views = {name for (name,) in root.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()}
    for table, types in store.contract_columns().items():
        if _WORDS not in types:
            continue
        if table in views:  # Too large to be copied: read in the lake.
            root.execute(_view(table, f"lake.{table}", _WORDS, unread, notice))
        else:
            root.execute(
                f"UPDATE {table} SET {_WORDS} = {store.quoted(notice)} WHERE {_WORDS} IS NOT NULL AND {unread}"
            )
    root.execute(_view("textes_publies", "actions_textes", "texte", unread, notice))
    describe(root, {"textes_publies": _TEXTS}, "view")


def _view(name: str, table: str, column: str, unread: str, notice: str) -> str:
    masked = f"CASE WHEN {column} IS NOT NULL AND {unread} THEN {store.quoted(notice)} ELSE {column} END"
    return f"CREATE OR REPLACE VIEW {name} AS SELECT * REPLACE ({masked} AS {column}) FROM {table}"
