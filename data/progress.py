"""How far a long work is: a bar on the terminal when somebody looks at one, steps to whoever listens.

A page listens by ``with heard(tell)``; what it hears are the steps of :data:`STEPS`, and how far each is. Where it
raises :class:`AbandonedError`, the work stops there, and nothing is written: a store changes in its last step, at once.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from data.batch import RefusedError
from data.french import number, plural

# In their order: the file is read, its lines are checked against the contract and the store, then written.
READING, CHECKING, WRITING = "lecture", "controle", "ecriture"
STEPS = (READING, CHECKING, WRITING)
# Around them where a load is tried in a clone of the store, then measured there.
CLONING, MEASURING = "copie", "mesure"
# Told of a step, how many of its lines are done, and of how many; 0 of 0 when the step has no lines.
Tell = Callable[[str, int, int], None]


class AbandonedError(RefusedError):
    """Whoever listens wants no more of it."""

    def __init__(self) -> None:
        super().__init__("Abandonné à votre demande.")


def _deaf(step: str, done: int, total: int) -> None:
    """Nobody listens."""


_LISTENER: ContextVar[Tell] = ContextVar("listener", default=_deaf)


@contextmanager
def heard(tell: Tell) -> Iterator[None]:
    """Let ``tell`` hear the steps of what is done inside, in this thread."""
    token = _LISTENER.set(tell)
    try:
        yield
    finally:
        _LISTENER.reset(token)


def begin(step: str) -> None:
    """Say that a step begins."""
    _LISTENER.get()(step, 0, 0)


_EVERY_SECONDS = 0.1
_WIDTH = 24


class Progress:
    """« [#####     ] 42 000 / 100 000 lignes lues, 41 990 gardées », rewritten in place on stderr."""

    def __init__(self, what: str, total: int) -> None:
        self._what, self._total = what, max(total, 1)
        self._shown = sys.stderr.isatty()
        self._next = 0.0

    def tell(self, read: int, kept: int) -> None:
        """Show where the reading is, ten times a second at most, and at its end."""
        now = time.monotonic()
        if now < self._next and read < self._total:
            return
        self._next = now + _EVERY_SECONDS
        _LISTENER.get()(READING, read, self._total)
        if not self._shown:
            return
        bar = "█" * (_WIDTH * read // self._total)
        counts = f"{number(read)} / {number(self._total)} lignes lues, {plural(kept, 'gardée')}"
        end = "\n" if read >= self._total else ""
        sys.stderr.write(f"\r{self._what} {bar:<{_WIDTH}} {counts}{end}")
        sys.stderr.flush()
