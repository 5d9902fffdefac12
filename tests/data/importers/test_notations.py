"""Files with a known truth, in every notation, one at a time and mixed, through every reader: no kept amount is wrong,
and a column in one notation that proves itself loses none."""

import random
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.batch import RefusedError
from tests.small.notations import LONG, NOTATIONS, PROVEN, READERS, Kept, column
from tests.tools.amounts import run

LINES = 40
EUROS = ("subventions", "budgets", "postes", "faits")


def kept(reader: str, folder: Path, chance: random.Random, count: int, names: list[str]) -> tuple[list[Decimal], Kept]:
    """(truths, what was kept of them by rank) of a column in these notations."""
    truth, cells = column(chance, count, [NOTATIONS[name] for name in names])
    try:
        return truth, READERS[reader](folder, cells, truth, chance)
    except RefusedError:
        return truth, {}


@pytest.mark.parametrize("name", PROVEN)
@pytest.mark.parametrize("reader", EUROS)
def test_a_column_of_euros_in_one_notation_is_read_whole(tmp_path: Path, reader: str, name: str) -> None:
    chance = random.Random(f"{reader} {name}")
    for _ in range(3):
        truth, found = kept(reader, tmp_path, chance, LINES, [name])
        assert sum(found.values()) == sum(truth)


@pytest.mark.parametrize("reader", READERS)
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 10**6),
    count=st.integers(1, LINES),
    names=st.lists(st.sampled_from(sorted(NOTATIONS)), min_size=1, max_size=5),
)
def test_no_amount_of_any_notations_is_wrong(
    tmp_path: Path, reader: str, seed: int, count: int, names: list[str]
) -> None:
    truth, found = kept(reader, tmp_path, random.Random(seed), count, names)
    assert sum(found.values()) == sum(truth[rank] for rank in found)
    assert found == {rank: truth[rank] for rank in found}


@pytest.mark.parametrize("reader", ["subventions", "budgets", "contexte"])
def test_no_amount_of_a_workbook_is_wrong(tmp_path: Path, reader: str) -> None:
    """Typed numbers beside texts in the same column."""
    chance = random.Random(reader)
    for _ in range(3):
        truth, found = kept(reader, tmp_path, chance, LONG, chance.sample(sorted(NOTATIONS), 3))
        assert found == {rank: truth[rank] for rank in found}


@pytest.mark.parametrize("reader", READERS)
def test_the_tool_keeps_amounts_and_none_is_wrong(reader: str) -> None:
    count = run(reader, 150, seed=1)
    assert count.kept >= 150
    assert (count.wrong, count.kept_sum) == ([], count.right_sum)
