"""A file of SQL statements that makes tables of the reading copy, under a header that says what each of them is.

The header is the comment at the top: a sentence, then one line for each thing the file makes::

    -- Where and when each subject stands.
    -- table actions_situees : one row for each place of an action …
    -- temp sujets_nommes : … (dropped by the end of its step)
    -- macro plie : a text as labels are compared

What the header says of a table or a view is its COMMENT in the copy. Tests run every script and compare.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from data.store import Connection, quoted

_LINE = re.compile(r"-- (table|view|macro|temp) (\w+) : (.+)")


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


def run(root: Connection, path: Path) -> None:
    """Run a script, and keep what its header says as comments on what it made."""
    script = read(path)
    root.execute(script.sql)
    describe(root, {name: meaning for name, (kind, meaning) in script.makes.items() if kind == "table"})
    for name, (kind, meaning) in script.makes.items():
        if kind == "view":
            root.execute(f"COMMENT ON VIEW {name} IS {quoted(meaning)}")


def describe(root: Connection, tables: Mapping[str, str]) -> None:
    """Comments (what one row is) on kept tables."""
    for name, meaning in tables.items():
        root.execute(f"COMMENT ON TABLE {name} IS {quoted(meaning)}")


def refuse(root: Connection, file: str, reason: object) -> None:
    """Note that a file of the catalogue could not be read: pages that need it say why."""
    root.execute("INSERT INTO refus_catalogue VALUES (?, ?)", [file, str(reason)])


def scripts(*paths: Path) -> Callable[[Connection], None]:
    """A step that runs these files, in this order."""

    def step(root: Connection) -> None:
        for path in paths:
            run(root, path)

    return step
