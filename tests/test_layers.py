"""The house: a layer imports only what stands to its left, and each library has one room."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests import FICHES, ROOT

LAYERS = ["geo", "data", "queries", "dashboard"]
# Library → the only places that may import it, tests apart.
ROOMS = {
    "streamlit": "dashboard/",
    "plotly": "dashboard/",
    "mapclassify": "dashboard/",
    "markupsafe": "dashboard/frame/markup.py",
    "cachetools": "dashboard/frame/cached.py",
    "fpdf": "queries/campaign/paper.py",
    "typst": "dashboard/dossier/paper.py",
    "fontTools": "dashboard/dossier/paper.py",
    "docx": "dashboard/dossier/word.py",
    "odfdo": "dashboard/dossier/opendocument.py",
    "geopandas": "geo/",
    "shapely": "geo/",
    "pyogrio": "geo/",
}


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def modules() -> list[Path]:
    return sorted(path for layer in LAYERS for path in (ROOT / layer).rglob("*.py"))


@cache
def imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write imports from the root of the project"
            names.add(node.module or "")
    return {name.split(".")[0] for name in names}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_one_way(path: Path) -> None:
    own = path.relative_to(ROOT).parts[0]
    to_the_right = set(LAYERS[LAYERS.index(own) + 1 :])
    assert not imports(path) & (to_the_right | {"tests"})


def docstrings(tree: ast.AST) -> set[int]:
    """Identities of the string nodes that document a module, a class or a function."""
    bodies = (node.body for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef))
    firsts = (body[0] for body in bodies if body and isinstance(body[0], ast.Expr))
    return {id(first.value) for first in firsts}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_string_names_a_module_to_the_right(path: Path) -> None:
    """An import by name would be an arrow that the imports do not show; commands quoted to people are no modules."""
    own = path.relative_to(ROOT).parts[0]
    to_the_right = "|".join(LAYERS[LAYERS.index(own) + 1 :]) or "tests"
    tree = parsed(path)
    told = docstrings(tree)
    named = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in told
        and re.search(rf"(?<![\w.])({to_the_right})([./]\w|$)", node.value)
    ]
    assert named == []


# Run where nothing to the right of data/ can be imported: loads, replaces, undoes, builds, and says what is there.
_WITHOUT_QUERIES = """
import sys
from collections.abc import Iterator
from importlib.abc import MetaPathFinder

class Closed(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"queries", "dashboard", "streamlit", "plotly"}:
            raise ImportError(f"{name} stands to the right of data")

sys.meta_path.insert(0, Closed())
from functools import cache
from pathlib import Path
from data import checksums, models
from data.loading.load import ensure_references, load
from data.loading.undo import restore, undo
from tests.small.people import KEEPER

store, fiches = Path(sys.argv[1]), Path(sys.argv[2])
ensure_references(store)
dry = load(KEEPER, "fiches", [fiches / "04.txt"], store, dry_run=True)
first = load(KEEPER, "fiches", [fiches / "04.txt"], store)
again = load(KEEPER, "fiches", [fiches / "04.txt"], store)
other = load(KEEPER, "fiches", [fiches / "03.txt"], store, replace=first.source)
undo(KEEPER, store, other.source)
restore(KEEPER, store, other.source)
undo(KEEPER, store, other.source)
assert models.workbook("fiches", store).startswith(b"PK")
assert checksums.verify(store).faults == []
print(dry.etat, first.etat, again.etat, other.etat, (store / "lecture").exists())
"""


def test_data_works_where_nothing_to_its_right_can_be_imported(fresh_store: Path) -> None:
    for left in (fresh_store / "lecture").glob("*"):
        left.unlink()
    (fresh_store / "lecture").rmdir()
    command = [sys.executable, "-c", _WITHOUT_QUERIES, str(fresh_store), str(FICHES)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["simulation", "chargee", "deja_chargee", "chargee", "False"]


def modules_imported(path: Path) -> Iterator[Path]:
    """Files of the project that a module imports."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            package = ROOT.joinpath(*node.module.split("."))
            for place in (package, *(package / name.name for name in node.names)):
                yield from (file for file in (place.with_suffix(".py"), place / "__init__.py") if file.is_file())


def test_rooms_stand_in_no_circle() -> None:
    """A room is a folder without folders; what stands above it (steps, commands, the menu) may see several."""
    folders = {path.parent for path in modules()}
    rooms = {folder for folder in folders if not any(folder in other.parents for other in folders)}
    opens: dict[Path, set[Path]] = {room: set() for room in rooms}
    for path in modules():
        if path.parent in rooms:
            opens[path.parent] |= {other.parent for other in modules_imported(path)} & (rooms - {path.parent})
    while leaves := [room for room, others in opens.items() if not others & set(opens)]:
        for room in leaves:
            del opens[room]
    assert {str(room.relative_to(ROOT)) for room in opens} == set()


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_each_library_has_its_room(path: Path) -> None:
    place = path.relative_to(ROOT).as_posix()
    misplaced = {name for name, room in ROOMS.items() if name in imports(path) and not place.startswith(room)}
    assert not misplaced


def test_only_the_store_opens_duckdb() -> None:
    openers = {
        path.relative_to(ROOT).as_posix()
        for path in modules()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "duckdb"
        and node.attr in {"connect", "sql", "query", "execute", "default_connection"}
    }
    assert openers == {"data/store.py"}


def test_session_state_addresses_and_caches_have_one_place() -> None:
    allowed = {
        "session_state": {"dashboard/frame/filters.py", "dashboard/frame/session.py"},
        "cache_data": {"dashboard/frame/cached.py"},
        # What a page reads elsewhere would be told as not used; two rooms write there what follows a decision,
        # and the box reads the request of its own route.
        "query_params": {
            "dashboard/frame/filters.py",
            "dashboard/entering/queue_view.py",
            "dashboard/entering/saving.py",
            "dashboard/frame/box.py",
        },
    }
    allowed["cache_resource"] = allowed["cache_data"]
    for name, places in allowed.items():
        users = {
            path.relative_to(ROOT).as_posix()
            for path in modules()
            for node in ast.walk(parsed(path))
            if isinstance(node, ast.Attribute) and node.attr == name
        }
        assert users <= places, f"{name}: {sorted(users - places)}"
