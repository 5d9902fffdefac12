"""What a new copy keeps of an earlier one: every part that would read the same.

A copy is made part by part, in one order. A part is one or a few files (scripts, modules) and what they make: tables,
views, macros. What it reads is found in the text of its files: the words that name something made before it. Its key
is what each of those holds (a table: its rows, whatever their order) and the few values it is given beside. A new copy
begins as a clone of an earlier one; a part whose key is the same keeps what it made there, any other drops it and
makes it again. What is made again and holds the same rows changes no key further on.

Outside of ``making`` a part is made, always: nothing else of the product knows of this.
"""

import ast
import hashlib
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from data import settings
from data.store import Connection
from queries.copy.script import describe, read, run

TABLE = "parties"
# What no part makes, and each copy has.
_OWN = {TABLE, "copie_de"}
# What a copy is of; another variable is set by the part that reads it.
_VARIABLES = {"getvariable_jour": "jour", "getvariable_sans_secret": "sans_secret"}
_GIVEN = re.compile(r"getvariable\('(\w+)'\)")
_COMMENT = re.compile(r"--.*$", re.MULTILINE)
_LITERAL = re.compile(r"'(?:[^']|'')*'")
_NAMED = re.compile(r"\bAS\s+(?!TABLE\b)\w+")
_WORD = re.compile(r"\w+")
_MACRO_OR_VIEW = re.compile(r"CREATE (?:OR REPLACE )?(VIEW|MACRO) (\w+)\b[^;]*")
_OF_TABLES = re.compile(r"\bMACRO\b.*\bAS\s+TABLE\b", re.DOTALL)
# A text of Python that asks or changes something.
_SQL = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE|TABLE|VIEW)\b")
# Columns say what is there: duckdb_tables() also asks the lake, where it is attached, how large each of its tables is.
_RELATIONS = """
SELECT DISTINCT table_name, 'TABLE', '' FROM duckdb_columns() WHERE database_name = current_database() AND NOT internal
"""
_VIEWS = """
SELECT view_name, 'VIEW', sql FROM duckdb_views()
WHERE database_name = current_database() AND NOT temporary AND NOT internal
"""
_MACROS = """
SELECT function_name, if(any_value(function_type) = 'table_macro', 'MACRO TABLE', 'MACRO'),
       string_agg(macro_definition || parameters::VARCHAR, ';' ORDER BY macro_definition)
FROM duckdb_functions() WHERE database_name = current_database() AND NOT internal GROUP BY function_name
"""
# Rows are added up as hashes: their order, which nothing promises, does not count, and how many there are does.
_ROWS = "SELECT count(*) || ':' || coalesce(sum(hash(whole_row)), 0) FROM {table} AS whole_row"
_READ_BACK = """
SELECT partie, any_value(cle), list({chose: chose, genre: genre, empreinte: empreinte}) FROM parties GROUP BY partie
"""
_RECORD = (
    "one row a part of the making and thing that it made: what the next copy compares, to keep it or make it again"
)


class Thing(NamedTuple):
    """What a part made: how it is dropped (TABLE, VIEW, MACRO, MACRO TABLE), and a digest of what it holds."""

    kind: str
    holds: str


@dataclass(frozen=True)
class Part:
    """What a part read, as one digest, and the things that it made by their names."""

    key: str
    things: Mapping[str, Thing]


class Around(NamedTuple):
    """What a part reads of each table of the lake, what is done ``before`` it is made, and ``after``, made or kept."""

    lake: Mapping[str, str] = MappingProxyType({})
    before: Callable[[], None] = lambda: None
    after: Callable[[], None] = lambda: None


@dataclass
class Making:
    """A copy being made in the current catalog of ``root``, on what an earlier one left there.

    ``there``: kind and definition of what stands in it. ``around``: what one part needs beside its own files.
    """

    root: Connection
    there: dict[str, tuple[str, str]]
    earlier: dict[str, Part]
    parts: dict[str, Part] = field(default_factory=dict)
    around: dict[str, Around] = field(default_factory=dict)
    things: dict[str, Thing] = field(default_factory=dict)
    made: list[str] = field(default_factory=list)

    def part(
        self,
        name: str,
        text: str,
        make: Callable[[], None],
        beside: str = "",
        announced: Mapping[str, tuple[str, str]] | None = None,
    ) -> None:
        """Keep a part, or make it; ``announced``: kind and meaning of what it makes, where that is known beforehand."""
        around = self.around.get(name, _NOTHING)
        beside += repr(sorted(around.lake.items()))
        key = self._key(text, beside)
        before = self.earlier.pop(name, None)
        if before is None or before.key != key:
            self._drop(before)
            there = _OWN | self.there.keys()
            around.before()
            make()
            self.made.append(name)
            if announced is None:
                self.there = self._listed(text)
                made = {each: found for each, found in self.there.items() if each not in there}
            else:
                made = _said(text, announced)
                self.there |= made
            before = Part(key, self._holding(made, around.lake))
        self.parts[name] = before
        self.things.update(before.things)
        around.after()

    def forget(self, name: str) -> None:
        """Drop what the earlier copy has of a part."""
        self._drop(self.earlier.pop(name, None))

    def finish(self) -> None:
        """Drop what nothing makes any more, and leave to the next copy what it compares."""
        for part in self.earlier.values():
            self._drop(part)
        self.earlier.clear()
        self.record()

    def record(self) -> None:
        """Leave to the next copy what it compares, and nothing that no part made; be this one not made to its end."""
        parts = {**self.parts, **self.earlier}
        known = {each for part in parts.values() for each in part.things}
        for each, (kind, _) in _listed(self.root, _RELATIONS, _VIEWS, _MACROS).items():
            if each not in known and each not in _OWN:
                self.root.execute(f"DROP {kind} {each}")
        rows = [
            {"partie": name, "cle": part.key, "chose": each, "genre": thing.kind, "empreinte": thing.holds}
            for name, part in parts.items()
            for each, thing in {**part.things, "": Thing("", "")}.items()
        ]
        columns = "partie VARCHAR, cle VARCHAR, chose VARCHAR, genre VARCHAR, empreinte VARCHAR"
        self.root.execute(
            f"CREATE OR REPLACE TABLE {TABLE} AS SELECT unnest($1::STRUCT({columns})[], recursive := true)", [rows]
        )
        describe(self.root, {TABLE: _RECORD})

    def _key(self, text: str, beside: str) -> str:
        named = words(text)
        read = sorted((name, self.things[name].holds) for name in named & self.things.keys())
        given = [
            self.root.execute("SELECT getvariable(?)", [name]).fetchone()
            for name in sorted(_VARIABLES[each] for each in named & _VARIABLES.keys())
        ]
        return _digest((read, given, beside))

    def _listed(self, text: str) -> dict[str, tuple[str, str]]:
        """Kind and definition of what is there; macros stand among thousands of functions: those that ``text`` makes"""
        macros = {name: each for name, each in self.there.items() if each[0].startswith("MACRO")}
        written = {name: said for name, said in _written(text).items() if said[0].startswith("MACRO")}
        return _listed(self.root, _RELATIONS, _VIEWS) | macros | written

    def _holding(self, made: Mapping[str, tuple[str, str]], lake: Mapping[str, str]) -> dict[str, Thing]:
        found: dict[str, Thing] = {}
        for name, (kind, _) in made.items():
            if kind == "TABLE":
                rows = self.root.execute(_ROWS.format(table=name)).fetchone()
                found[name] = Thing(kind, _digest(rows))
        for name, (kind, definition) in made.items():
            if kind != "TABLE":
                found[name] = Thing(kind, self._defined(definition, made, found, lake))
        return found

    def _defined(
        self,
        definition: str,
        made: Mapping[str, tuple[str, str]],
        found: Mapping[str, Thing],
        lake: Mapping[str, str],
    ) -> str:
        """What a view or macro says, and all that it reads: of the lake, what each table that it names holds there."""
        seen, waiting = set[str](), [definition]
        read: list[tuple[str, str]] = []
        while waiting:
            for name in words(waiting.pop()) - seen:
                seen.add(name)
                if (name in found and found[name].kind == "TABLE") or name in self.things:
                    read.append((name, (found.get(name) or self.things[name]).holds))
                elif name in made:
                    waiting.append(made[name][1])
                    read.append((name, made[name][1]))
        of_lake = sorted((table, lake[table]) for table in seen & lake.keys()) if "lake" in seen else []
        return _digest((definition, sorted(read), of_lake))

    def _drop(self, part: Part | None) -> None:
        for name, thing in part.things.items() if part else ():
            self.root.execute(f"DROP {thing.kind} IF EXISTS {name}")
            self.there.pop(name, None)


_NOTHING = Around()
_MAKING: ContextVar[Making | None] = ContextVar("making", default=None)


@contextmanager
def making(root: Connection) -> Iterator[Making]:
    """Within it, parts are kept where the current catalog of ``root``, empty or a clone, holds them already."""
    there = _listed(root, _RELATIONS, _VIEWS, _MACROS)
    begun = Making(root, there, _recorded(root, there))
    token = _MAKING.set(begun)
    try:
        yield begun
    finally:
        _MAKING.reset(token)


def finish() -> None:
    """End the making that is going on: all its parts were made or kept."""
    if (current := _MAKING.get()) is not None:
        current.finish()


def forget(name: str) -> None:
    """Drop what an earlier copy has of a part of the making that is going on, for who makes the same outside of it."""
    if (current := _MAKING.get()) is not None:
        current.forget(name)


def record() -> None:
    """Leave the making that is going on where it is: another one may begin from there."""
    if (current := _MAKING.get()) is not None:
        current.record()


def part(
    files: Sequence[Path],
    make: Callable[[], None],
    beside: str = "",
    announced: Mapping[str, tuple[str, str]] | None = None,
) -> None:
    """Make a part, or keep it; ``beside``: what it reads and its files do not name; ``announced``: what it makes."""
    _part(name(files), lambda: "".join(map(text_of, files)), make, beside, announced)


def told(name: str, make: Callable[[], None], beside: str) -> None:
    """Make a part, or keep it, of which ``beside`` tells all that it reads but its tables of the lake."""
    _part(name, lambda: "", make, beside)


def _part(
    name: str,
    text: Callable[[], str],
    make: Callable[[], None],
    beside: str,
    announced: Mapping[str, tuple[str, str]] | None = None,
) -> None:
    current = _MAKING.get()
    if current is None:
        make()
        return
    token = _MAKING.set(None)  # What stands within a part is made with it.
    try:
        current.part(name, text(), make, beside, announced)
    finally:
        _MAKING.reset(token)


def held(files: Sequence[Path]) -> str | None:
    """What tells all that these files read of what was made so far; None where nothing is kept of what was made."""
    current = _MAKING.get()
    if current is None:
        return None
    named = words("".join(map(text_of, files)))
    return _digest(sorted((each, current.things[each].holds) for each in named & current.things.keys()))


def name(files: Sequence[Path]) -> str:
    """What a part of these files is known by: the first of them."""
    return files[0].relative_to(settings.ROOT).as_posix()


def scripts(*paths: Path) -> Callable[[Connection], None]:
    """A step that runs these scripts, in this order, each of them a part."""

    def step(root: Connection) -> None:
        for path in paths:
            part((path,), partial(run, root, path), announced=read(path).makes)

    return step


def text_of(file: Path) -> str:
    """What a file may name: its SQL but for comments, literals and what it names itself; of Python, the texts of SQL.

    Nothing where it cannot be read, which its reader tells.
    """
    try:
        text = file.read_bytes().decode("utf-8", errors="replace")
    except OSError:
        return ""
    text = _GIVEN.sub(r"getvariable_\1", text)
    if file.suffix == ".sql":
        return _NAMED.sub("", _LITERAL.sub("", _COMMENT.sub("", text)))
    return _texts_of_sql(text)


@cache
def _texts_of_sql(code: str) -> str:
    said = [node.value for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Constant)]
    return "\n".join(value for value in said if isinstance(value, str) and _SQL.search(value))


def words(text: str) -> frozenset[str]:
    """All that a text may name."""
    return frozenset(_WORD.findall(text))


def _said(text: str, announced: Mapping[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Kind and definition of what a script announces: what is there needs not be listed, which takes longer."""
    tables = {name: ("TABLE", "") for name, (kind, _) in announced.items() if kind == "table"}
    written = _written(text)
    return tables | {name: written[name] for name, (kind, _) in announced.items() if kind in ("view", "macro")}


def _written(text: str) -> dict[str, tuple[str, str]]:
    """Kind and definition of the views and macros that a text makes."""
    found: dict[str, tuple[str, str]] = {}
    for each in _MACRO_OR_VIEW.finditer(text):
        kind = each[1] if each[1] == "VIEW" or not _OF_TABLES.search(each[0]) else "MACRO TABLE"
        found[each[2]] = (kind, each[0])
    return found


def _digest(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:32]


def _listed(root: Connection, *asked: str) -> dict[str, tuple[str, str]]:
    """Kind and definition by name, that of the last which names it: a view has columns as a table has."""
    return {name: (kind, definition) for sql in asked for name, kind, definition in root.execute(sql).fetchall()}


def _recorded(root: Connection, there: Collection[str]) -> dict[str, Part]:
    """The parts of the copy that was cloned; one of which something is gone has no key, and is made again."""
    if TABLE not in there:
        return {}
    found: dict[str, Part] = {}
    for part, key, things in root.execute(_READ_BACK).fetchall():
        named = {thing["chose"]: Thing(thing["genre"], thing["empreinte"]) for thing in things if thing["chose"]}
        tables = {each for each, thing in named.items() if thing.kind == "TABLE"}
        found[part] = Part(key if tables <= set(there) else "", named)
    return found
