"""Stores that the tests of indicators share."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from queries.copy import reading
from tests.small.indicators import load_small_indicators


@pytest.fixture(scope="session")
def small(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A few facts whose every indicator can be computed by hand."""
    folder = tmp_path_factory.mktemp("indicateurs")
    path = Path(shutil.copytree(reference_store, folder / "magasin"))
    for report in load_small_indicators(path, folder / "essai"):
        assert report.exit_code == 0, report.as_text()
    with reading.reader(path) as root:
        yield root


@pytest.fixture(scope="session")
def told(demo_store: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The demonstration, as readers see it."""
    with reading.reader(demo_store) as root:
        yield root
