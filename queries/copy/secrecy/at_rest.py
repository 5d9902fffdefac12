"""What the file of a reader's copy keeps of counts of people: what is published, and no other number.

Facts stand in it as they were stated while it is made, since ``disclosure`` decides upon them. Before anything is
written to the disk, what was decided takes their place; the record of the making then says that they are to be read
from the store again.
"""

from data.store import Connection
from queries.copy import parts

# A table of more rows is written to the file while it is filled (a row group of DuckDB), and what is dropped of a file
# can be read there until something else takes its place: such a table stays in the lake.
MOST_ROWS = 122_880
BOUNDS = {"mesures": MOST_ROWS, "presences": MOST_ROWS}
# Views have columns too; duckdb_tables() would ask the lake, where it is attached, how large its tables are.
_THERE = "SELECT DISTINCT table_name, 'TABLE' FROM duckdb_columns() WHERE database_name = current_database()"
_VIEWS = """
SELECT view_name, 'VIEW' FROM duckdb_views() WHERE database_name = current_database() AND NOT temporary AND NOT internal
"""
# What people's entries touched of a table of the lake is beside it (``data.entering.current``).
_TOUCHED = "mesures_repris"
_MASKED = """
CREATE TABLE mesures_tues AS
SELECT reprises.* REPLACE (
    CASE WHEN secrets.sujet_id IS NULL THEN valeur END AS valeur,
    CASE WHEN secrets.sujet_id IS NULL THEN borne_basse END AS borne_basse,
    CASE WHEN secrets.sujet_id IS NULL THEN borne_haute END AS borne_haute,
    CASE WHEN secrets.sujet_id IS NULL THEN texte_source END AS texte_source,
    CASE WHEN secrets.sujet_id IS NULL THEN fait END AS fait
)
FROM mesures_repris AS reprises
LEFT JOIN secrets ON secrets.sujet_type = reprises.sujet_type AND secrets.sujet_id = reprises.sujet_id
    AND secrets.grandeur = reprises.grandeur AND secrets.annee IS NOT DISTINCT FROM reprises.annee
"""
# A digest of rows that hold few withheld counts would tell them to who tries every number.
_READ_AGAIN = """
UPDATE parties
SET cle = '', empreinte = if(chose = $table, '', empreinte), genre = if(chose = $table, 'VIEW', genre)
WHERE partie IN (SELECT partie FROM parties WHERE chose = $table)
"""


def leave(root: Connection) -> None:
    """Let the current catalog of ``root`` go to the disk without what readers are not told of people.

    Where nothing was decided yet (``queries.copy.earlier``), facts are dropped.
    """
    there = _there(root)
    for table in BOUNDS.keys() & there.keys():
        decided = there.get(f"{table}_publiees")
        if decided == "VIEW":
            _mask_touched(root, there)
        else:
            root.execute(f"DROP {there[table]} {table}")
            root.execute(f"DROP TABLE IF EXISTS {table}_repris")
        if decided == "TABLE":
            root.execute(f"CREATE VIEW {table} AS FROM {table}_publiees SELECT * EXCLUDE (secret)")
        if parts.TABLE in there:
            root.execute(_READ_AGAIN, {"table": table})


def holds_more(root: Connection) -> bool:
    """Whether a copy holds counts that it withholds, as those made before 0.7.0 do."""
    there = _there(root)
    if "secrets" not in there or all(there.get(table) != "TABLE" for table in BOUNDS):
        return False
    return root.execute("SELECT 1 FROM secrets LIMIT 1").fetchone() is not None


def _there(root: Connection) -> dict[str, str]:
    """How each table and view of the current catalog is dropped, by its name."""
    return dict([*root.execute(_THERE).fetchall(), *root.execute(_VIEWS).fetchall()])


def _mask_touched(root: Connection, there: dict[str, str]) -> None:
    if _TOUCHED in there:
        root.execute(_MASKED)
        root.execute(f"DROP TABLE {_TOUCHED}")
        root.execute(f"ALTER TABLE mesures_tues RENAME TO {_TOUCHED}")
