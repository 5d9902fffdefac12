"""What is kept: computed once for all who wait, for them alone, never an error; and nobody can change it."""

import copy
import gc
import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.frame import cached, frozen
from dashboard.frame.scope import Dataset, Scope
from data.actors import Actor
from tests.tools.serving import PATIENCE_S

READER = Actor("lectrice", "lecture")


@pytest.fixture
def reel(real_store: Path) -> Iterator[Scope]:
    dataset = Dataset("reel", "Faits réels", real_store)
    cached.forget()
    yield Scope(dataset, cached.copy_of(dataset, READER))
    cached.forget()


def test_two_who_ask_the_same_wait_for_one_answer_and_hold_nobody_else_up(reel: Scope) -> None:
    asked, begun, go_on = [], threading.Event(), threading.Event()

    def slow() -> list[int]:
        asked.append(1)
        begun.set()
        assert go_on.wait(PATIENCE_S)
        return [1, 2]

    with ThreadPoolExecutor(3) as threads:
        first = threads.submit(cached.kept, reel, "lente", (), slow)
        assert begun.wait(PATIENCE_S)
        second = threads.submit(cached.kept, reel, "lente", (), slow)
        other = threads.submit(cached.kept, reel, "autre", (), lambda: [3])
        assert other.result(PATIENCE_S) == [3]  # While the slow one is being made.
        assert not first.done()
        go_on.set()
        assert first.result(PATIENCE_S) is second.result(PATIENCE_S)
    assert asked == [1]


def test_an_error_is_told_to_who_asked_and_is_not_kept(reel: Scope) -> None:
    def fails() -> int:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        cached.kept(reel, "essai", (), fails)
    assert cached.kept(reel, "essai", (), lambda: 4) == 4


def test_the_least_recently_asked_goes_when_the_bytes_are_used_up(reel: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def of(name: str) -> str:
        return cached.kept(reel, name, (), lambda: made.append(name) or "x" * (cached.MOST_BYTES // 3))  # type: ignore[func-returns-value]

    for name in ("a", "b", "a", "c", "a", "b"):  # Three thirds and what strings weigh themselves: two fit.
        of(name)
    assert made == ["a", "b", "c", "b"]
    too_large = cached.kept(reel, "trop", (), lambda: "x" * (cached.MOST_BYTES + 1))
    assert len(too_large) == cached.MOST_BYTES + 1  # Told, not kept.
    of("b")
    assert made == ["a", "b", "c", "b"]


CHANGES: list[Callable[[Any], Any]] = [
    lambda rows: rows.append({}),
    lambda rows: rows.sort(key=len),
    lambda rows: rows.__iadd__([1]),
    lambda rows: rows[0].update(titre="autre"),
    lambda rows: rows[0].__setitem__("titre", "autre"),
    lambda rows: rows[0].pop("titre"),
    lambda rows: rows[0].__ior__({"titre": "autre"}),
    lambda rows: rows[0]["publics"].append("tous"),
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_record_cannot_be_changed_and_a_copy_of_it_can(reel: Scope, change: Callable[[Any], Any]) -> None:
    rows = cached.rows(reel, "actions", **reel.filters)
    before = json.dumps(rows)
    with pytest.raises(TypeError, match="change a copy"):
        change(rows)
    change(copy.deepcopy(rows))
    assert json.dumps(cached.rows(reel, "actions", **reel.filters)) == before


def test_a_table_that_a_page_changes_is_its_own(reel: Scope) -> None:
    first = cached.ask(reel, "actions", **reel.filters)
    titles = list(first["titre"])
    first.loc[:, "titre"] = "autre"
    first["de plus"] = 1
    second = cached.ask(reel, "actions", **reel.filters)
    assert list(second["titre"]) == titles
    assert "de plus" not in second


def test_who_still_reads_a_copy_that_goes_ends_their_reading(reel: Scope) -> None:
    cached.rows(reel, "sources")
    with cached._root(reel.copy).cursor() as reading_on:
        reading_on.execute("SELECT source FROM sources")
        del cached._roots[reel.copy.key]
        gc.collect()
        assert len(reading_on.fetchall()) == len(cached.rows(reel, "sources"))


def test_what_could_change_in_an_unknown_way_is_refused() -> None:
    with pytest.raises(TypeError, match="bytearray"):
        frozen.frozen({"a": [bytearray(b"x")]})
    numbers = frozen.frozen(np.array([1, 2]))
    with pytest.raises(ValueError, match="read-only"):
        numbers[0] = 3


def test_a_sample_tells_what_a_long_answer_weighs() -> None:
    # 26 bytes of characters more than a string's own 49, in each of 10 000 rows: 2.4 MB with dicts and the list.
    rows = frozen.frozen([{"a": f"{n:026d}"} for n in range(10_000)])
    whole = sum(row.__sizeof__() + row["a"].__sizeof__() for row in rows) + rows.__sizeof__()
    assert frozen.weight(rows) == pytest.approx(whole, rel=0.1)
    table = pd.DataFrame({"a": np.zeros(1000)})
    assert 8000 <= frozen.weight(table) <= 8400
