"""The real facts, in tables that enforce the contract."""

from collections.abc import Iterator

import pytest

from data import store
from data.loading import staging
from tests.data.facts.folders import FOLDERS, batch


@pytest.fixture(scope="package")
def staged() -> Iterator[store.Connection]:
    """Every folder of facts inserted, with casts, in tables that enforce the contract."""
    with store.memory() as root:
        staging.prepare(root, {}, None)
        for folder in FOLDERS:
            assert staging.insert(root, batch(folder.name), folder.name) == []
        root.execute("USE memory.arrivee")
        yield root
