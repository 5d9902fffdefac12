"""The calibration in small: a few synthetic Alliers where nothing changes, and one change planted in each of them.

With these seeds the whole procedure is deterministic; ``make calibration`` measures the rates over 200.
"""

from pathlib import Path

import pytest

from data import store
from tests import calibration
from tests.calibration import PLANTS, Null

SEEDS = (1, 2)


@pytest.fixture(scope="module")
def reference(reference_store: Path) -> Path:
    return store.reading_copy(reference_store)


@pytest.fixture(scope="module")
def nulls(reference: Path) -> list[Null]:
    return [calibration.null(reference, seed) for seed in SEEDS]


def test_nothing_is_announced_where_nothing_changes(nulls: list[Null]) -> None:
    assert [one.claims for one in nulls] == [[], []]
    assert all(one.n_tested >= 30 for one in nulls)


def test_a_planted_change_is_announced(reference: Path, nulls: list[Null]) -> None:
    found = [calibration.planted(reference, nulls[0], indicator) for indicator in PLANTS]
    assert [one is not None and one.found for one in found].count(True) >= 2
    assert "Nothing changes: 2 seeds" in calibration.summary(nulls, [one for one in found if one])
