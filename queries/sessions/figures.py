"""All figures of a copy, as one digest for each table that tells some: what says that two copies tell the same."""

import hashlib
from collections.abc import Mapping

from data.store import Connection

# The tables that pages read figures from; what is derived from them at a question follows.
TABLES = (
    "indicateurs_valeurs", "indicateurs_progres", "indicateurs_aptitude", "indicateurs_ecarts", "mesures_publiees",
    "presences_publiees", "effectifs", "totaux_personnes", "plans_financement", "finances_territoires", "flux",
    "offre_distances", "actions_listees", "populations_territoires",
)  # fmt: skip
# Sums over several threads end otherwise from one making to the next: beyond nine digits a double says nothing.
_NEAR = "format('{{:.9g}}', {})"
_COLUMNS = """
SELECT column_name, data_type FROM duckdb_columns()
WHERE database_name = current_database() AND table_name = ? ORDER BY column_index
"""
_ROWS = "SELECT count(*), md5(string_agg(line, chr(10) ORDER BY line)) FROM (SELECT ({})::VARCHAR AS line FROM {})"


def told(root: Connection) -> dict[str, str]:
    """Table → digest of its rows, without their order, to nine digits."""
    return {table: _digest(root, table, _NEAR) for table in TABLES}


def to_the_last_bit(root: Connection) -> dict[str, str]:
    """The same to the last bit of each double, as closings before 0.9.0 told it."""
    return {table: _digest(root, table, "{}") for table in TABLES}


def digest(tables: Mapping[str, str]) -> str:
    """The digest of all of them."""
    return hashlib.sha256(repr(sorted(tables.items())).encode()).hexdigest()[:16]


def _digest(root: Connection, table: str, double: str) -> str:
    columns = root.execute(_COLUMNS, [table]).fetchall()
    said = (f'"{name}" := {double.format(name) if kind == "DOUBLE" else name}' for name, kind in columns)
    return repr(root.execute(_ROWS.format(f"struct_pack({', '.join(said)})", table)).fetchone())
