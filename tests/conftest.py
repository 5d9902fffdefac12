"""Real stores for the tests: made once, copied by the tests that write."""

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import hypothesis
import pytest

from data.build import build
from data.demo.command import load_demo
from data.demo.plan import DEFAULT_SEED, DEFAULT_YEARS
from data.loading.load import ensure_references
from queries.copy import reading

# How long an example takes says how busy the machine is.
hypothesis.settings.register_profile("sans_delai", deadline=None)
hypothesis.settings.load_profile("sans_delai")


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that ``make`` fills, once for all the processes that run tests. Not to be written to."""
    root = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    folder = root / name
    with (root / f"{name}.verrou").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            draft = root / f"{name}.brouillon"
            make(draft)
            draft.rename(folder)
    return folder


@pytest.fixture(scope="session")
def reference_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds the territory and the labels, and no fact. Not to be written to."""

    def make(folder: Path) -> None:
        ensure_references(folder / "magasin")
        reading.made(reading.copy_of(folder / "magasin"))

    return made_once(tmp_path_factory, "references", make) / "magasin"


@pytest.fixture(scope="session")
def stores_folder(tmp_path_factory: pytest.TempPathFactory, reference_store: Path) -> Path:
    """A folder of stores, as the dashboard expects, with the real facts under ``reel``. Not to be written to."""

    def make(folder: Path) -> None:
        shutil.copytree(reference_store, folder / "reel")
        for report in build(folder / "reel"):
            assert report.exit_code == 0, report.as_text()
        reading.made(reading.copy_of(folder / "reel"))

    return made_once(tmp_path_factory, "magasins", make)


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

    def make(folder: Path) -> None:
        shutil.copytree(reference_store, folder / "demo")
        report = load_demo(DEFAULT_SEED, DEFAULT_YEARS, "S", folder / "demo", truths=folder / "verites.json")
        assert report.exit_code == 0, report.as_text()
        reading.made(reading.copy_of(folder / "demo"))

    folder = made_once(tmp_path_factory, "demonstration", make)
    return Demo(folder / "demo", json.loads((folder / "verites.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def demo_store(demo: Demo) -> Path:
    """The store of the default demonstration. Not to be written to."""
    return demo.store
