"""The calibration in small: two synthetic Alliers where nothing changes, and changes planted in them.

With these seeds the whole procedure is deterministic; ``make calibration`` measures the rates over 200.
"""

from pathlib import Path

import pytest

from queries.copy import reading
from tests.tools import calibration
from tests.tools.calibration import Result

SEEDS = (1, 2)


@pytest.fixture(scope="module")
def results(reference_store: Path) -> list[Result]:
    reference = reading.made(reading.copy_of(reference_store))
    return [calibration.tried(reference, seed, 10, ("step", "slope"), 0.0, 1) for seed in SEEDS]


def test_nothing_is_announced_where_nothing_changes(results: list[Result]) -> None:
    assert [one.claims for one in results] == [[], []]
    assert all(one.n_tests >= 30 for one in results)


def test_a_planted_change_is_announced_in_the_whole_departement(results: list[Result]) -> None:
    found = {(one.seed, shape): found for one in results for shape, level, _, found in one.found if level != "bassin"}
    assert found == {(seed, shape): True for seed in SEEDS for shape in ("step", "slope")}


def test_the_figures_are_added_up_by_span_and_plant(results: list[Result]) -> None:
    said = calibration.summary(results)
    assert "10 years, 2 seeds, 43 tests each: something announced where nothing changes in 0 (0.0%" in said
    assert "step   departement habits 0: found 100% of 2" in said
