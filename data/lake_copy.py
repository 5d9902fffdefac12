"""What a copy of a snapshot is made of: SQL that copies the contract's tables out of the lake, and what tells that one
holds what it held."""

from collections.abc import Mapping

from data.store import Connection, contract_columns, lake_columns, lake_table


def fact_scripts(
    root: Connection,
    catalog: str,
    snapshot: int,
    *,
    most_rows: int,
    shown: Mapping[str, Mapping[str, str]],
    added: Mapping[str, Mapping[str, str]],
    only: Mapping[str, str],
    bounds: Mapping[str, int],
) -> dict[str, str]:
    """Table of the contract → SQL that copies it from the lake attached to ``root`` at ``snapshot`` into ``catalog``.

    A table that received more than ``most_rows`` rows since its creation is a view of the lake instead; ``bounds``:
    table → fewer rows, for that one. ``shown``: table → column → SQL of what is copied, or seen in the view, in place
    of that column; ``added``: table → column → SQL (VARCHAR) of a column beside the contract's, from what stands in
    the lake; ``only``: table → SQL of the rows that are copied, or seen, where not all are.
    """
    rows_ever, there = _rows_ever(root), lake_columns(root, snapshot)
    scripts: dict[str, str] = {}
    for table, types in contract_columns().items():
        instead, more = shown.get(table, {}), added.get(table, {})
        read = f"({lake_table(table, there)})" if more else f"lake.{table}"
        where = f"WHERE {only[table]}" if table in only else ""
        beside = "".join(f", {sql} AS {name}" for name, sql in more.items())
        if rows_ever.get(table, 0) > min(most_rows, bounds.get(table, most_rows)):
            replaced = [f"{sql} AS {name}" for name, sql in instead.items() if name in there[table]]
            stars = f"* REPLACE ({', '.join(replaced)})" if replaced else "*"
            scripts[table] = f"CREATE VIEW {catalog}.main.{table} AS SELECT {stars}{beside} FROM {read} {where};"
            continue
        made = {**types, **dict.fromkeys(more, "VARCHAR")}
        columns = ", ".join(f"{name} {kind}" for name, kind in made.items())
        scripts[table] = f"CREATE TABLE {catalog}.main.{table} ({columns});"
        # A column younger than the snapshot stays NULL, which is what was known then.
        kept = ", ".join(
            f"{instead[name]} AS {name}" if name in instead else name for name in types if name in there.get(table, ())
        )
        if table in rows_ever and kept:
            scripts[table] += f"INSERT INTO {catalog}.main.{table} BY NAME SELECT {kept}{beside} FROM {read} {where};"
    return scripts


def lake_states(root: Connection, snapshot: int) -> dict[str, str]:
    """Table of the lake attached to ``root`` → what tells what it holds at ``snapshot``: the names of its files.

    DuckLake draws a name for each file it writes, of rows or of rows taken out, and never writes it again.
    """
    files = " UNION ALL ".join(
        f"SELECT table_id, path AS file, partial_max FROM __ducklake_metadata_lake.{kind} "
        "WHERE begin_snapshot <= $snapshot AND (end_snapshot IS NULL OR end_snapshot > $snapshot)"
        for kind in ("ducklake_data_file", "ducklake_delete_file")
    )
    # Of a file that several snapshots share, what counts depends on the snapshot.
    rows = root.execute(
        f"""
        SELECT table_name, string_agg(file || if(partial_max IS NULL, '', ' ' || $snapshot), '|' ORDER BY file)
        FROM ({files}) JOIN __ducklake_metadata_lake.ducklake_table USING (table_id) GROUP BY table_name
        """,
        {"snapshot": snapshot},
    ).fetchall()
    return dict(rows)


def _rows_ever(root: Connection) -> dict[str, int]:
    """Rows that each lake table received since its creation, deleted ones included; absent: never any.

    Read in the catalog at once: asking the lake table by table costs more than copying them.
    """
    rows = root.execute(
        """
        SELECT tables.table_name, max(stats.record_count)
        FROM __ducklake_metadata_lake.ducklake_table_stats AS stats
        JOIN __ducklake_metadata_lake.ducklake_table AS tables USING (table_id)
        WHERE tables.end_snapshot IS NULL
        GROUP BY ALL
        """
    ).fetchall()
    return {name: int(count) for name, count in rows if count}
