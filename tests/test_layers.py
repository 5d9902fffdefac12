"""The house: a layer imports only what stands to its left, and each library has one room."""

import ast
from pathlib import Path

import pytest

from tests import ROOT

LAYERS = ["geo", "data", "queries", "dashboard"]
# Library → the only places that may import it, tests apart.
ROOMS = {
    "streamlit": "dashboard/",
    "plotly": "dashboard/",
    "mapclassify": "dashboard/",
    "markupsafe": "dashboard/frame/markup.py",
    "geopandas": "geo/",
    "shapely": "geo/",
}


def modules() -> list[Path]:
    return sorted(path for layer in LAYERS for path in (ROOT / layer).rglob("*.py"))


def imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
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


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_each_library_has_its_room(path: Path) -> None:
    place = path.relative_to(ROOT).as_posix()
    misplaced = {name for name, room in ROOMS.items() if name in imports(path) and not place.startswith(room)}
    assert not misplaced


def test_only_the_store_opens_duckdb() -> None:
    openers = {
        path.relative_to(ROOT).as_posix()
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "duckdb"
        and node.attr in {"connect", "sql", "query", "execute", "default_connection"}
    }
    assert openers == {"data/store.py"}


def test_session_state_and_caches_have_one_place() -> None:
    allowed = {"session_state": {"dashboard/frame/filters.py"}, "cache_data": {"dashboard/frame/cached.py"}}
    allowed["cache_resource"] = allowed["cache_data"]
    for name, places in allowed.items():
        users = {
            path.relative_to(ROOT).as_posix()
            for path in modules()
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Attribute) and node.attr == name
        }
        assert users <= places, f"{name}: {sorted(users - places)}"
