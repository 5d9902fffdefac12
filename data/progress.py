"""How far a long reading is, on the terminal; nothing when nobody looks at one."""

import sys
import time

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
        if not self._shown or (now < self._next and read < self._total):
            return
        self._next = now + _EVERY_SECONDS
        bar = "█" * (_WIDTH * read // self._total)
        counts = f"{_spaced(read)} / {_spaced(self._total)} lignes lues, {_spaced(kept)} gardées"
        end = "\n" if read >= self._total else ""
        sys.stderr.write(f"\r{self._what} {bar:<{_WIDTH}} {counts}{end}")
        sys.stderr.flush()


def _spaced(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")
