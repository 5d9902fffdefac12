"""What the documents say is there: links, names in backquotes, and the words of the glossary.

A name in backquotes is a path, a command, or a word of the code: Python (a name, or a word of a docstring), SQL, the
catalogue, the settings. Names of other tools stand in ``ELSEWHERE``.
"""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import duckdb
import pytest

from queries.copy import reading
from tests import ROOT

DOCS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
# Written by hand; what is generated has a test of its own.
OURS = [path for path in DOCS if path.parent != ROOT and path.name != "data-model.md"] + [ROOT / "CONTRIBUTING.md"]
GLOSSARY = ROOT / "docs" / "glossary.md"
LAYERS = ("geo", "data", "queries", "dashboard")
# What the documents name that is no word of this repository: Streamlit's, DuckDB's, other people's.
ELSEWHERE = {
    "bind",
    "st.dataframe",
    "st.cache_data",
    "runner.postScriptGC",
    "cachetools",
    "functools.cache",
    "postgres_scanner",
    "mapclassify",
    "make",
}
# Folders and files that the product makes, and placeholders (ID.sql).
_MADE = re.compile(
    r"(var|lecture|parquet|seances|regles|seances|regles|\.venv|dashboard/static/contours)/|catalogue\.sqlite$|.*\b[A-Z]{2,}\b"
)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def prose(path: Path) -> str:
    """A page without its blocks of code."""
    return re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


def anchors(path: Path) -> set[str]:
    """Anchors of the headings of a page, as GitHub makes them."""
    titles = re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE)
    plain = [re.sub(r"[^\w\- ]", "", title.lower()).strip() for title in titles]
    return {title.replace(" ", "-") for title in plain}


# ── Links ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("page", DOCS, ids=name)
def test_every_link_leads_somewhere(page: Path) -> None:
    dead = []
    for target in _LINK.findall(prose(page)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            dead.append(target)
    assert dead == []


def test_every_page_is_listed() -> None:
    listed = set(_LINK.findall(prose(ROOT / "docs" / "README.md")))
    pages = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    assert pages - listed == {"README.md"}


def test_a_dead_anchor_would_be_seen() -> None:
    assert "the-reading-copy" in anchors(ROOT / "docs" / "architecture.md")
    assert "no-such-heading" not in anchors(ROOT / "docs" / "architecture.md")


# ── Names ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@cache
def python_names() -> frozenset[str]:
    """Every name of the Python code (modules, functions, classes, variables, attributes, arguments), whole."""
    found: set[str] = set(LAYERS)
    for path in (*modules(), *(ROOT / "tests").rglob("*.py")):
        found |= {path.stem, path.parent.name}
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Name(id=word) | ast.Attribute(attr=word) | ast.arg(arg=word):
                    found.add(word)
                case ast.FunctionDef(name=word) | ast.ClassDef(name=word) | ast.keyword(arg=str(word)):
                    found.add(word)
    return frozenset(found)


@cache
def python_words() -> frozenset[str]:
    """The words that names are made of, and those of docstrings, in lower case."""
    found = {part for whole in python_names() for part in re.split(r"_|(?<=[a-z])(?=[A-Z])", whole)}
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef):
                found |= set(re.findall(r"\w+", ast.get_docstring(node) or ""))
    return frozenset(word.lower() for word in found)


@cache
def other_words() -> frozenset[str]:
    """Words of SQL (comments left out), of the catalogue's keys, of settings, and French values in the code."""
    found: set[str] = set()
    for layer in ("data", "queries"):
        for path in (ROOT / layer).rglob("*.sql"):
            found |= {path.stem, *re.findall(r"\w+", re.sub(r"--[^\n]*", "", path.read_text(encoding="utf-8")))}
    for path in (ROOT / "queries" / "catalogue").glob("*.toml"):
        found |= _keys(tomllib.loads(path.read_text(encoding="utf-8")))
    for path in modules():
        found |= set(re.findall(r"[\"'](\w+)[\"']", path.read_text(encoding="utf-8")))
    return frozenset(found | set(re.findall(r"OBSERVATOIRE_\w+", (ROOT / "README.md").read_text(encoding="utf-8"))))


def _keys(table: dict[str, object]) -> set[str]:
    return set(table).union(*(_keys(value) for value in table.values() if isinstance(value, dict)))


def modules() -> list[Path]:
    return sorted(path for layer in LAYERS for path in (ROOT / layer).rglob("*.py"))


def known(word: str) -> bool:
    """Whether a name in backquotes is one of this repository's."""
    if word in ELSEWHERE or word in python_names() | other_words() or word.lower() in python_words():
        return True
    first, *rest = word.split(".")  # « reading.made », « lake.actions »
    return bool(rest) and known(first) and all(part in python_names() | other_words() for part in rest)


def there(path: str, page: Path) -> bool:
    """Whether this path, which may hold ``*``, is there: from the root, a layer or the page; a bare name, anywhere."""
    if "/" not in path:
        return (
            any(next((ROOT / place).rglob(path), None) for place in (*LAYERS, "tests", "docs"))
            or (ROOT / path).exists()
        )
    roots = (ROOT, page.parent, *(ROOT / layer for layer in LAYERS))
    return any(next(root.glob(path.rstrip("/")), None) is not None for root in roots)


@pytest.mark.parametrize("page", OURS, ids=name)
def test_every_name_in_backquotes_is_there(page: Path) -> None:
    strangers = []
    for code in _CODE.findall(prose(page)):
        if re.fullmatch(r"(\.?[\w*.-]+/)+[\w*.-]*|[\w*-]+\.(py|sql|toml|csv|md|js|css|sqlite)", code):
            if not _MADE.match(code) and not there(code, page):
                strangers.append(code)
        elif re.fullmatch(r"[A-Za-zé_][\wé]*(\.\w+)*", code) and not known(code):
            strangers.append(code)
    assert strangers == []


def test_a_stranger_would_be_seen() -> None:
    assert not known("budgets_imaginaires")
    assert not known("reading.imaginary")
    assert not there("data/imaginary.py", ROOT / "README.md")


# ── Glossary ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def entries() -> list[list[str]]:
    """The cells of every entry: French, English, tables and columns, what it is, what it is not."""
    lines = [line for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [line for line in cells if len(line) == 5 and line[0] != "French"]


def test_each_french_term_has_one_entry() -> None:
    terms = [line[0] for line in entries()]
    assert len(terms) > 40
    assert sorted(terms) == sorted(set(terms))


def test_each_english_name_is_in_the_code() -> None:
    """A class or a constant is a whole name; a common word may be a part of one, or stand in a docstring."""
    names = [word for line in entries() for word in _CODE.findall(line[1])]
    assert len(names) > 50
    absent = [
        word for word in names if (word not in python_names() if word != word.lower() else not {word} & python_words())
    ]
    assert absent == []


def test_each_english_name_says_one_thing() -> None:
    names = [word for line in entries() for word in _CODE.findall(line[1])]
    assert {word for word in names if names.count(word) > 1} == set()


def test_each_table_and_column_is_one_of_the_store(reference_store: Path) -> None:
    with reading.reader(reference_store) as root:
        there = _tables_and_columns(root)
    named = [word for line in entries() for word in _CODE.findall(line[2]) if "/" not in word]
    quantities = set(re.findall(r"'(\w+)'", (ROOT / "data" / "contract.sql").read_text(encoding="utf-8")))
    assert len(named) > 60
    assert [word for word in named if word not in there | quantities] == []


def _tables_and_columns(root: duckdb.DuckDBPyConnection) -> set[str]:
    return {
        word
        for line in root.execute("SELECT table_name, column_name FROM duckdb_columns()").fetchall()
        for word in line
    }
