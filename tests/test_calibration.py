"""The calibration in small: a few synthetic Alliers where nothing changes, and one change planted in one of them.

With these seeds the whole procedure is deterministic; ``make calibration`` measures the rates over 200.
"""

from pathlib import Path

import pytest

from queries.copy import reading
from tests.tools import calibration
from tests.tools.calibration import Null

SEEDS = (1, 2)


@pytest.fixture(scope="module")
def reference(reference_store: Path) -> Path:
    return reading.made(reading.copy_of(reference_store))


@pytest.fixture(scope="module")
def nulls(reference: Path) -> list[Null]:
    return [calibration.null(reference, seed) for seed in SEEDS]


def test_nothing_is_announced_where_nothing_changes(nulls: list[Null]) -> None:
    assert [one.claims for one in nulls] == [[], []]
    assert all(one.n_tested >= 30 for one in nulls)


def test_a_planted_change_is_announced(reference: Path, nulls: list[Null]) -> None:
    found = calibration.planted(reference, nulls[0], "A1")
    assert found is not None
    # The facts moved as much as was meant, give or take chance; and that was seen.
    assert found.measured == pytest.approx(found.plant.size, abs=10)
    assert found.found
    assert "Planted in A1, bassin, 1 times" in calibration.summary(nulls, [found])
