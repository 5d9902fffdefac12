"""Real stores for the tests: made once, copied by the tests that write."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from data import store
from data.build import build
from data.load import ensure_references


@pytest.fixture(scope="session")
def reference_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds the territory and the labels, and no fact. Not to be written to."""
    path = tmp_path_factory.mktemp("references") / "magasin"
    ensure_references(path)
    store.reading_copy(path)
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
    with store.reader(real_store) as root:
        yield root
