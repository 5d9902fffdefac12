"""What a question may cost, in seconds and in rows, and what it did cost."""

import logging
import os
import threading
import time
from collections.abc import Iterator, Sized
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Literal

import duckdb

from data import settings
from queries.header import QuestionError

How = Literal["posée", "gardée"]


class LimitError(QuestionError):
    """A question that takes too long, or returns too many rows; the message (French) says what to do."""


@dataclass(eq=False)
class _Running:
    """What a cursor does, until when it may (``time.monotonic``), and whether it was interrupted then."""

    cursor: duckdb.DuckDBPyConnection
    deadline: float
    passed: bool = False


class _Watcher:
    """One thread that interrupts what lasts more than so many seconds.

    It sleeps until the first deadline, or as long as a question may take: none that begins meanwhile ends before it
    wakes, so that a question costs it nothing. (A timer for each costs a question 0.2 ms.)
    """

    def __init__(self, seconds: int) -> None:
        self._seconds, self._lock = seconds, threading.Lock()
        self._running: dict[_Running, None] = {}  # In the order of their deadlines.
        threading.Thread(target=self._watch, name="limite-des-questions", daemon=True).start()

    def add(self, cursor: duckdb.DuckDBPyConnection) -> _Running:
        with self._lock:
            running = _Running(cursor, time.monotonic() + self._seconds)
            self._running[running] = None
        return running

    def remove(self, running: _Running) -> None:
        """It has ended: from now on an interruption would fall on the next question of its cursor."""
        with self._lock:
            self._running.pop(running, None)

    def _watch(self) -> None:
        while True:
            time.sleep(self._interrupt())

    def _interrupt(self) -> float:
        """Interrupt what has lasted too long; the seconds until there may be more of it."""
        with self._lock:
            now = time.monotonic()
            while (first := next(iter(self._running), None)) and first.deadline <= now:
                first.passed = True
                first.cursor.interrupt()
                del self._running[first]
            return first.deadline - now if first else self._seconds


@cache
def _watcher(process: int, seconds: int) -> _Watcher:
    """That of this process: a thread is not there any more in a process that another one was forked into."""
    return _Watcher(seconds)


@contextmanager
def in_time(cursor: duckdb.DuckDBPyConnection, name: str) -> Iterator[None]:
    """Interrupt what ``cursor`` does once the seconds of a question are over: LimitError then.

    The cursor can be asked again afterwards.
    """
    seconds = settings.question_seconds()
    watcher = _watcher(os.getpid(), seconds)
    running = watcher.add(cursor)
    try:
        yield
    except duckdb.InterruptException as error:
        if not running.passed:
            raise
        raise LimitError(
            f"La question « {name} » a été interrompue : elle dépasse {seconds} s. Resserrez les années ou le "
            "territoire, ou relevez la limite (OBSERVATOIRE_QUESTION_SECONDES)."
        ) from error
    finally:
        watcher.remove(running)


def require_few(name: str, rows: Sized, most: int) -> None:
    """LimitError when an answer has more rows than that: it is never cut short."""
    if len(rows) > most:
        raise LimitError(
            f"La question « {name} » rend plus de {most} lignes. Resserrez les années ou le territoire, ou relevez la "
            "limite (OBSERVATOIRE_QUESTION_LIGNES)."
        )


def tell(name: str, started: float, rows: Sized, how: How) -> None:
    """One line on the log, where it is wanted: what a question cost since ``started`` (of ``time.perf_counter``)."""
    if settings.measured():
        milliseconds = 1000 * (time.perf_counter() - started)
        _log().info("question %s : %.1f ms, %d lignes, %s", name, milliseconds, len(rows), how)


@cache
def _log() -> logging.Logger:
    """The log of questions; on the error output where nobody has said where logs go."""
    log = logging.getLogger("queries.mesure")
    log.setLevel(logging.INFO)
    if not log.hasHandlers():
        log.addHandler(logging.StreamHandler())
    return log
