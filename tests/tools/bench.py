"""What each page costs: server time with nothing cached and cached, bytes of a change of year. ``make bench``.

``python -m tests.tools.bench [--scale F|S|M|L]`` serves the real facts (F) or a demonstration of that scale, made under
``var/bench`` when it is not there, and speaks to the server over its websocket, as a browser does. Server time is that
of the page's run, which Streamlit measures itself and tells its client when usage statistics are on (they go no further
here: this client keeps them). The round trip adds Streamlit's own share, about 75 ms for an empty page on two cores. On
a machine that does something else, the processor's time says more than the clock: it holds both.

« Uncached »: every answer was forgotten; the reading copy stays open, as it does for readers who change a filter.

Budgets (medians of 20): 150 ms uncached and 40 ms cached for F and S, 300 and 40 for M, 1 000 and 100 for L; of the
processor, 150 and 60 ms for F and S; 30 KB for a change of year. The same questions in pandas stand beside, by
``tests.tools.bench_pandas``.
"""

import argparse
import html
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from dashboard.frame.boundary import UNFORESEEN
from data import settings
from data.settings import ROOT
from queries.copy import reading
from tests.tools import bench_pandas
from tests.tools.serving import cpu_ms, memory_mb, served

RUNS = 20
SCALES = ("F", "S", "M", "L")
BENCHES = ROOT / "var" / "bench"
# Pages to measure, with what their address asks beside the years. {action} is an action of the store, {de} the
# département that has the most facts.
PAGES = (
    "",
    "indicateurs",
    "indicateur?id=A1",
    "methode",
    "bassins?departement={de}",
    "bassins?departement={de}&vue=entonnoir",
    "bassins?departement={de}&vue=cartes",
    "carte?departement=france",
    "carte?departement={de}",
    "besoins",
    "actions",
    "actions?q=jardin",
    "actions?pres=03190&rayon=25",
    "actions?mot=Culture&statut=Terminée",
    "fiche?action={action}",
    "financements",
    "financements?question=manque",
    "financements?question=arret",
    "revue",
    "territoire?commune=03190",
    "origine?chiffre=accorde",
    "origine?chiffre=indicateur-A1&territoire=departement:03&annee=2019",
    "couts",
    "sources",
)
# A change of year goes from the first of these to the second.
YEARS = {"F": (2022, 2023), "S": (2018, 2019), "M": (2018, 2019), "L": (2018, 2019)}
PROTOCOLS = [Subprotocol("streamlit")]


def stream(address: str) -> str:
    """Address of the websocket of a served dashboard."""
    return address.replace("http", "ws", 1) + "/_stcore/stream"


@dataclass(frozen=True)
class Run:
    """Milliseconds until the client had everything, milliseconds of the page's run, bytes received."""

    trip_ms: float
    server_ms: float
    received: int


class Wire(socket.socket):
    """A connection that counts the bytes which really travel: messages are compressed on their way."""

    received = 0

    def to(self, address: str) -> "Wire":
        """Connected to a served dashboard."""
        place = urlsplit(address)
        self.connect((place.hostname, place.port))
        return self

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        """What came, counted."""
        data = super().recv(size, flags)
        self.received += len(data)
        return data


class Session:
    """One reader's connection; counts what it receives, and keeps large messages as browsers do."""

    def __init__(self, line: ClientConnection, wire: "Wire") -> None:
        self.line = line
        self.wire = wire
        self.kept: set[str] = set()
        self.pages: dict[str, str] = {}
        self.run("", "")

    def run(self, page: str, query: str) -> "Run":
        """One run of a page."""
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.page_script_hash = self.pages.get(page, "")
        message.rerun_script.cached_message_hashes.extend(self.kept)
        start, before = time.perf_counter(), self.wire.received
        self.line.send(message.SerializeToString())
        server_ms = self._until_finished()
        return Run((time.perf_counter() - start) * 1000, server_ms, self.wire.received - before)

    def forget(self) -> None:
        """Empty the server's caches."""
        message = BackMsg()
        message.clear_cache = True
        self.line.send(message.SerializeToString())

    def _until_finished(self) -> float:
        server_ms: float | None = None
        while True:
            data = self.line.recv(timeout=300)
            assert isinstance(data, bytes)
            message = ForwardMsg.FromString(data)
            kind = message.WhichOneof("type")
            if message.hash and message.metadata.cacheable:
                self.kept.add(message.hash)
            if kind == "navigation":
                self.pages = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
            if kind == "delta" and message.delta.new_element.HasField("exception"):
                raise RuntimeError(message.delta.new_element.exception.message)
            if kind == "delta" and UNFORESEEN in html.unescape(message.delta.new_element.html.body):
                raise RuntimeError(message.delta.new_element.html.body)
            if kind == "page_profile":
                server_ms = (message.page_profile.exec_time + message.page_profile.prep_time) / 1000
            if kind == "script_finished" and server_ms is not None:
                return server_ms


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a line a page, what the server weighs, then the same questions in pandas."""
    options = _parser().parse_args(arguments)
    folder, path = store_of(options.scale)
    start = time.perf_counter()
    with (
        served(folder, None, STREAMLIT_BROWSER_GATHER_USAGE_STATS="true", **opened_on(options.scale)) as address,
        Wire() as wire,
        connect(stream(address), sock=wire.to(address), subprotocols=PROTOCOLS, max_size=None) as line,
    ):
        session = Session(line, wire)
        print(f"from nothing to a first page: {time.perf_counter() - start:.1f} s, {memory_mb(address):.0f} MB")
        print(
            f"{'page':38}{'uncached ms':>12}{'cached ms':>11}{'round trip ms':>15}{'CPU ms':>10}{'cached':>8}"
            f"{'change of year':>16}"
        )
        for page in options.pages or PAGES:
            _measure(session, filled(page, path), address, YEARS[options.scale], options.runs)
        print(f"memory of the server, one session: {memory_mb(address):.0f} MB")
    if options.pandas:
        bench_pandas.compare(path)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.tools.bench", description="What each page costs.")
    parser.add_argument("--scale", choices=SCALES, default="F", help="F: the real facts; S, M, L: a demonstration")
    parser.add_argument("--runs", type=int, default=RUNS, help="runs of each page, of which the median is told")
    parser.add_argument("--pages", nargs="+", metavar="PAGE", help="some of the pages only, such as actions?q=jardin")
    parser.add_argument("--no-pandas", dest="pandas", action="store_false", help="without the comparison")
    return parser


def store_of(scale: str) -> tuple[Path, Path]:
    """The folder of stores that holds this scale, and the store; a demonstration is made when it is not there."""
    if scale == "F":
        return settings.stores_folder(), settings.default_store()
    folder = BENCHES / scale
    path, told = folder / settings.demo_store().name, folder / "secondes.txt"
    if not told.exists():
        start = time.perf_counter()
        command = [sys.executable, "-m", "data", "demo", "--scale", scale, "--store", str(path)]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        told.write_text(f"{time.perf_counter() - start:.0f}", encoding="utf-8")
    print(f"store of scale {scale} made in {told.read_text(encoding='utf-8')} s")
    start = time.perf_counter()
    copy = reading.made(reading.copy_of(path))
    print(f"its reading copy: {time.perf_counter() - start:.0f} s, {copy.stat().st_size / 1e6:.0f} MB")
    return folder, path


def opened_on(scale: str) -> dict[str, str]:
    """The setting by which pages open on the store of this scale."""
    store = settings.default_store() if scale == "F" else settings.demo_store()
    return {"OBSERVATOIRE_JEU": store.name}


def filled(page: str, path: Path) -> str:
    """The address with an action of the store, and the département that has the most facts."""
    with reading.reader(path) as root:
        action = root.execute("SELECT action_id FROM actions_listees ORDER BY len(mots_cles) DESC LIMIT 1").fetchone()
        place = root.execute("SELECT mode(code_departement) FROM lieux_sujets").fetchone()
    return page.format(action=action[0] if action else "", de=place[0] if place else "")


def _measure(session: Session, address: str, server: str, years: tuple[int, int], runs: int) -> None:
    page, _, query = address.partition("?")
    if page and page not in session.pages:
        print(f"{address:38}  no such page")
        return
    before, after = (f"{query}{'&' if query else ''}de={year}&a={year}" for year in years)
    session.run(page, before)
    start = cpu_ms(server)
    uncached = []
    for _ in range(runs):
        session.forget()
        uncached.append(session.run(page, before).server_ms)
    middle = cpu_ms(server)
    kept = [session.run(page, before) for _ in range(runs)]
    end = cpu_ms(server)
    cached, trip = (statistics.median(getattr(run, key) for run in kept) for key in ("server_ms", "trip_ms"))
    sent = session.run(page, after).received / 1000
    print(
        f"{address or 'synthese':38}{statistics.median(uncached):>12.0f}{cached:>11.0f}{trip:>15.0f}"
        f"{(middle - start) / runs:>10.0f}{(end - middle) / runs:>8.0f}{sent:>13.1f} KB",
        flush=True,
    )


if __name__ == "__main__":
    main()
