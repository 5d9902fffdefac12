"""A file of SQL statements that makes tables of the reading copy, under a header that says what each of them is.

The header is the comment at the top: a sentence, then one line for each thing the file makes::

    -- Where and when each subject stands.
    -- table actions_situees : one row for each place of an action …
    -- temp sujets_nommes : … (dropped by the end of its step)
    -- macro plie : a text as labels are compared

What the header says of a table or a view is its COMMENT in the copy. Tests run every script and compare.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd
import pyarrow as pa

from data.store import Connection, quoted

_LINE = re.compile(r"-- (table|view|macro|temp) (\w+) : (.+)")
_TEMPORARIES = """
SELECT 'DROP TABLE temp.main.', table_name FROM duckdb_tables() WHERE temporary
UNION ALL
SELECT 'DROP VIEW temp.main.', view_name FROM duckdb_views() WHERE temporary AND NOT internal
UNION ALL
SELECT DISTINCT if(function_type = 'table_macro', 'DROP MACRO TABLE temp.main.', 'DROP MACRO temp.main.'), function_name
FROM duckdb_functions() WHERE database_name = 'temp' AND NOT internal
UNION ALL
SELECT 'RESET VARIABLE ', name FROM duckdb_variables()
WHERE name NOT IN ('jour', 'instantane', 'identite', 'faits', 'sans_secret')
"""


@dataclass(frozen=True)
class Script:
    """One file: its first sentence, what it makes (name → kind and meaning) and its statements."""

    file: str
    title: str
    makes: Mapping[str, tuple[str, str]]
    sql: str


@cache
def read(path: Path) -> Script:
    """The script of a file."""
    text = path.read_text(encoding="utf-8")
    makes: dict[str, tuple[str, str]] = {}
    header: list[str] = []
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        if announced := _LINE.fullmatch(line):
            kind, name, meaning = announced.groups()
            makes[name] = (kind, meaning)
        elif makes and line.startswith("--   "):  # The meaning goes on.
            name = next(reversed(makes))
            makes[name] = (makes[name][0], f"{makes[name][1]} {line.removeprefix('--').strip()}")
        elif not makes:
            header.append(line.removeprefix("--").strip())
    return Script(path.name, " ".join(header), makes, text)


def run(root: Connection, path: Path, **rows: pa.Table | pd.DataFrame) -> None:
    """Run a script, and keep what its header says as comments on what it made.

    ``rows`` are what Python computed, under the names that the script reads them by.
    """
    script = read(path)
    for name, computed in rows.items():
        root.register(name, computed)
    root.execute(script.sql)
    for name in rows:
        root.unregister(name)
    for kind in ("table", "view"):
        describe(root, {name: meaning for name, (made, meaning) in script.makes.items() if made == kind}, kind)


def describe(root: Connection, meanings: Mapping[str, str], kind: str = "table") -> None:
    """Comments (what one row is) on kept tables, or views."""
    for name, meaning in meanings.items():
        root.execute(f"COMMENT ON {kind} {name} IS {quoted(meaning)}")


def drop_temporaries(root: Connection) -> None:
    """Drop what is temporary on this connection, and its variables but those that say what the copy is of.

    A step leaves what it keeps alone.

    What is needed by the end of a file goes there; this is for what several files of a step share.
    """
    for undo, name in root.execute(_TEMPORARIES).fetchall():
        root.execute(f"{undo}{name}")


def refuse(root: Connection, file: str, reason: object) -> None:
    """Note that a file of the catalogue could not be read: pages that need it say why."""
    # A copy that begins from an earlier one has it already.
    root.execute("INSERT INTO refus_catalogue SELECT ?, ? EXCEPT FROM refus_catalogue", [file, str(reason)])
