"""Real stores for the tests: made once, copied by the tests that write."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data.build import build
from data.demo.command import load_demo
from data.demo.plan import DEFAULT_SEED, DEFAULT_YEARS
from data.loading.load import ensure_references
from queries.copy import reading


@pytest.fixture(scope="session")
def reference_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds the territory and the labels, and no fact. Not to be written to."""
    path = tmp_path_factory.mktemp("references") / "magasin"
    ensure_references(path)
    reading.made(reading.copy_of(path))
    return path


@pytest.fixture(scope="session")
def stores_folder(tmp_path_factory: pytest.TempPathFactory, reference_store: Path) -> Path:
    """A folder of stores, as the dashboard expects, with the real facts under ``reel``. Not to be written to."""
    folder = tmp_path_factory.mktemp("magasins")
    shutil.copytree(reference_store, folder / "reel")
    for report in build(folder / "reel"):
        assert report.exit_code == 0, report.as_text()
    return folder


@pytest.fixture(scope="session")
def real_store(stores_folder: Path) -> Path:
    """The store of the real facts. Not to be written to."""
    return stores_folder / "reel"


@pytest.fixture
def fresh_store(reference_store: Path, tmp_path: Path) -> Path:
    """A store of one's own, with the territory and no fact."""
    return Path(shutil.copytree(reference_store, tmp_path / "magasin"))


@pytest.fixture(scope="session")
def real(real_store: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the real facts."""
    with reading.reader(real_store) as root:
        yield root


@dataclass(frozen=True)
class Demo:
    """A demonstration of the Allier at scale S: its store (not to be written to) and what was planted in it."""

    store: Path
    truths: dict[str, Any]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, reference_store: Path) -> Demo:
    """The default demonstration."""
    folder = tmp_path_factory.mktemp("demonstration")
    shutil.copytree(reference_store, folder / "demo")
    report = load_demo(DEFAULT_SEED, DEFAULT_YEARS, "S", folder / "demo", truths=folder / "verites.json")
    assert report.exit_code == 0, report.as_text()
    return Demo(folder / "demo", json.loads((folder / "verites.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def demo_store(demo: Demo) -> Path:
    """The store of the default demonstration. Not to be written to."""
    return demo.store
