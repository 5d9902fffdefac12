"""What several readers at once cost: how long each waits, pages a second, errors, memory. Part of ``make bench``.

``python -m tests.tools.bench_sessions [--scale F|S|M|L] [--sessions 1 10 50] [--seconds 60]``: each session is a
websocket that asks for a page with filters drawn by lot, reads all of it, and asks for the next one half a second to
two seconds later. Budgets (S): 50 sessions, p95 under 1 s, no error.

``--minutes 10`` follows the memory of the server instead, minute by minute, under the first number of sessions; each
leaves after a few pages, and another one comes. It is flat when the last minutes weigh what the fourth did.
"""

import argparse
import random
import statistics
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

from websockets.sync.client import connect

from tests.tools.bench import PAGES, PROTOCOLS, SCALES, Session, Wire, filled, opened_on, store_of, stream
from tests.tools.serving import cpu_ms, memory_mb, served

_YEARS = range(2016, 2026)
_THINKS = (0.5, 2.0)  # Seconds between a page and the next.
_STAYS = 20  # Pages that a reader looks at, where sessions come and go.
_WARM = 20.0  # Seconds of one session first: what the first reader of a server waits for is another measure.


@dataclass
class Load:
    """So many sessions on a served dashboard, for so many seconds; each leaves after ``stays`` pages (0: at the end).

    ``trips`` are the milliseconds of each page, ``errors`` what failed; threads add to them.
    """

    address: str
    pages: Sequence[str]
    count: int
    seconds: float
    stays: int = 0
    trips: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    _began: float = 0.0
    _used: float = 0.0

    def run(self) -> "Load":
        """Itself, once all sessions have been there and gone."""
        there = threading.Barrier(self.count, self._begin)
        with ThreadPoolExecutor(self.count) as threads:
            readers = [threads.submit(self._reader, random.Random(seed), there) for seed in range(self.count)]
        for reader in readers:
            reader.result()
        return self

    def line(self) -> str:
        """What it cost, in a line."""
        seconds, used = time.monotonic() - self._began, cpu_ms(self.address) - self._used
        done = len(self.trips)
        return (
            f"{self.count:>8}{done:>8}{done / seconds:>10.1f}{statistics.median(self.trips):>9.0f}"
            f"{statistics.quantiles(self.trips, n=20)[-1]:>9.0f}{used / done:>9.0f}{len(self.errors):>8}"
            f"{memory_mb(self.address):>7.0f}"
        )

    def _begin(self) -> None:
        self._began, self._used = time.monotonic(), cpu_ms(self.address)

    def _going_on(self) -> bool:
        return time.monotonic() < self._began + self.seconds

    def _reader(self, lot: random.Random, there: threading.Barrier) -> None:
        with self._session() as session:
            there.wait()
            self._look(session, lot)
        while self._going_on():
            with self._session() as session:
                self._look(session, lot)

    @contextmanager
    def _session(self) -> Iterator[Session]:
        place = stream(self.address)
        with (
            Wire() as wire,
            connect(place, sock=wire.to(self.address), subprotocols=PROTOCOLS, max_size=None) as line,
        ):
            yield Session(line, wire)

    def _look(self, session: Session, lot: random.Random) -> None:
        """One page after the other, until the end or until it leaves."""
        seen = 0
        while self._going_on() and (not self.stays or seen < self.stays):
            page, _, query = lot.choice(self.pages).partition("?")
            first = lot.choice(_YEARS)
            years = f"de={first}&a={lot.choice(range(first, _YEARS[-1] + 1))}"
            try:
                self.trips.append(session.run(page, f"{query}{'&' if query else ''}{years}").trip_ms)
            except RuntimeError as error:  # A part of the page failed: the next one is asked for all the same.
                self.errors.append(f"{page} {years}: {error}"[:200])
            seen += 1
            time.sleep(lot.uniform(*_THINKS))


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a line for each number of sessions, or one for each minute."""
    options = _parser().parse_args(arguments)
    folder, path = store_of(options.scale)
    pages = [filled(page, path) for page in PAGES]
    settings = {"STREAMLIT_BROWSER_GATHER_USAGE_STATS": "true", **opened_on(options.scale)}
    with served(folder, None, **settings) as address:
        Load(address, pages, 1, _WARM).run()
        if options.minutes:
            _follow(Load(address, pages, options.sessions[0], 60.0 * options.minutes, _STAYS), options.minutes)
            return
        print("sessions   pages  a second   p50 ms   p95 ms   CPU ms  errors     MB")
        for count in options.sessions:
            load = Load(address, pages, count, options.seconds).run()
            print(load.line(), *sorted(set(load.errors)), sep="\n", flush=True)


def _follow(load: Load, minutes: int) -> None:
    """Print the server's memory minute by minute, then what the load cost."""
    print("minute     MB")
    with ThreadPoolExecutor(1) as beside:
        done = beside.submit(load.run)
        for minute in range(1, minutes + 1):
            time.sleep(60)
            print(f"{minute:>6}{memory_mb(load.address):>7.0f}", flush=True)
        print(done.result().line(), *sorted(set(load.errors)), sep="\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.tools.bench_sessions", description="Several readers.")
    parser.add_argument("--scale", choices=SCALES, default="S", help="F: the real facts; S, M, L: a demonstration")
    parser.add_argument("--sessions", type=int, nargs="+", default=[1, 10, 50])
    parser.add_argument("--seconds", type=float, default=60.0, help="how long each number of sessions is measured")
    parser.add_argument("--minutes", type=int, default=0, help="follow the server's memory for as long")
    return parser


if __name__ == "__main__":
    main()
