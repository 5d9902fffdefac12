"""Memory is looked through at quiet moments, by one task that ends with the server."""

import asyncio
import gc
import threading
import time
import weakref
from collections.abc import Iterator

import pytest

from dashboard.frame import memory, server
from dashboard.frame.memory import Moment, due
from tests.tools.serving import PATIENCE_S


class Knot:
    """Something that holds itself: no count of references ever frees it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def python_alone() -> Iterator[None]:
    """Without Python's own collections, which would do the work that is being tested."""
    gc.disable()
    yield
    gc.unfreeze()
    gc.enable()


def knot() -> "weakref.ref[Knot]":
    """A look at a knot that nobody holds any more."""
    return weakref.ref(Knot())


# Moments are (seconds of the clock, seconds of processor). A look is 5 s after the one before: quiet under 0.5 s of it.
@pytest.mark.parametrize(
    ("collected", "looked", "now", "wanted"),
    [
        ((0, 10), (20, 15), (25, 15.4), True),  # It worked for 5.4 s, then rested.
        ((0, 10), (20, 15), (25, 15.6), False),  # Somebody is being served.
        ((0, 10), (55, 15), (60, 20), True),  # Somebody always is: no longer than a minute.
        ((0, 10), (3595, 10.4), (3600, 10.4), False),  # Nobody came for an hour: nothing to look for.
    ],
)
def test_it_waits_for_a_quiet_moment_and_for_work_that_is_worth_it(
    collected: tuple[float, float], looked: tuple[float, float], now: tuple[float, float], wanted: bool
) -> None:
    assert due(Moment(*collected), Moment(*looked), Moment(*now)) is wanted


def test_what_is_loaded_is_set_apart_and_looked_at_again_when_more_is() -> None:
    modules = memory.collect(modules=0)
    kept = Knot()
    apart = gc.get_freeze_count()
    assert apart > 10_000  # Streamlit and pandas alone are more.
    assert memory.collect(modules) == modules
    assert gc.get_freeze_count() <= apart  # Nothing joins them: what sessions hold will be garbage some day.
    memory.collect(modules - 1)
    seen = weakref.ref(kept)
    del kept
    memory.collect(modules)
    assert seen() is not None  # It was set apart while alive…
    memory.collect(modules - 1)
    assert seen() is None  # …and is not kept for ever.


def test_it_begins_and_ends_with_the_server_without_a_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "LOOK", 0.01)
    monkeypatch.setattr(memory, "WORTH", 0.0)
    monkeypatch.setattr(memory, "LONGEST", 0.0)

    async def serve() -> None:
        before = threading.active_count()
        async with server.alongside(memory.kept_low()):
            forgotten, end = knot(), time.monotonic() + PATIENCE_S
            while forgotten() is not None and time.monotonic() < end:
                await asyncio.sleep(0.01)
            assert forgotten() is None
            assert threading.active_count() == before
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(serve())
