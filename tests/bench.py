"""What each page costs: server time with nothing cached and cached, bytes of a change of year. ``make bench``.

Speaks to a real server over its websocket, as a browser does. Server time is that of the page's run, which Streamlit
measures itself and tells its client when usage statistics are on (they go no further here: this client keeps them). The
round trip adds Streamlit's own share, about 75 ms for an empty page on two cores. Budgets on the real facts: 150 ms
uncached, 40 ms cached (medians of 20), 30 KB for a change of year.
"""

import statistics
import time
from dataclasses import dataclass

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.serving import served

RUNS = 20
# Page → two addresses between which only the year changes.
PAGES = {
    "": ("de=2011&a=2011", "de=2013&a=2013"),
    "indicateurs": ("de=2022&a=2022", "de=2023&a=2023"),
    "indicateur": ("id=A1&de=2022", "id=A1&de=2023"),
    "methode": ("de=2022&a=2022", "de=2023&a=2023"),
    "bassins": ("departement=03&a=2023", "departement=03&a=2024"),
    "bassins?vue=entonnoir": ("departement=03&vue=entonnoir&a=2023", "departement=03&vue=entonnoir&a=2024"),
    "bassins?vue=cartes": ("departement=03&vue=cartes&a=2023", "departement=03&vue=cartes&a=2024"),
    "carte": ("de=2011&a=2011", "de=2013&a=2013"),
    "carte?departement=03": ("departement=03&de=2008&a=2008", "departement=03&de=2011&a=2011"),
    "actions": ("de=2022&a=2022", "de=2023&a=2023"),
    "fiche": (
        "action=de-la-plume-au-clavier-2e10bb5f&de=2022",
        "action=de-la-plume-au-clavier-2e10bb5f&de=2023",
    ),
    "financements": ("de=2022&a=2022", "de=2023&a=2023"),
    "financements?question=manque": ("question=manque&de=2022&a=2022", "question=manque&de=2023&a=2023"),
    "financements?question=arret": ("question=arret&de=2022&a=2022", "question=arret&de=2023&a=2023"),
    "revue": ("de=2022&a=2022", "de=2023&a=2023"),
    "couts": ("de=2022&a=2022", "de=2023&a=2023"),
    "sources": ("de=2022&a=2022", "de=2023&a=2023"),
}


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


class Session:
    """One reader's connection; counts what it receives, and keeps large messages as browsers do."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.kept: set[str] = set()
        self.pages: dict[str, str] = {}
        self.run("", "")

    def run(self, page: str, query: str) -> "Run":
        """One run of a page."""
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.page_script_hash = self.pages.get(page, "")
        message.rerun_script.cached_message_hashes.extend(self.kept)
        start = time.perf_counter()
        self.socket.send(message.SerializeToString())
        received, server_ms = self._until_finished()
        return Run((time.perf_counter() - start) * 1000, server_ms, received)

    def forget(self) -> None:
        """Empty the server's caches."""
        message = BackMsg()
        message.clear_cache = True
        self.socket.send(message.SerializeToString())

    def _until_finished(self) -> tuple[int, float]:
        received = 0
        server_ms: float | None = None
        while True:
            data = self.socket.recv(timeout=60)
            assert isinstance(data, bytes)
            message = ForwardMsg.FromString(data)
            kind = message.WhichOneof("type")
            received += len(data) if kind != "page_profile" else 0
            if message.hash and message.metadata.cacheable:
                self.kept.add(message.hash)
            if kind == "navigation":
                self.pages = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
            if kind == "delta" and message.delta.new_element.HasField("exception"):
                raise RuntimeError(message.delta.new_element.exception.message)
            if kind == "page_profile":
                server_ms = (message.page_profile.exec_time + message.page_profile.prep_time) / 1000
            if kind == "script_finished" and server_ms is not None:
                return received, server_ms


def main() -> None:
    """Print a line a page."""
    start = time.perf_counter()
    with (
        served(STREAMLIT_BROWSER_GATHER_USAGE_STATS="true") as address,
        connect(stream(address), subprotocols=PROTOCOLS, max_size=None) as socket,
    ):
        session = Session(socket)
        print(f"from nothing to a first page: {time.perf_counter() - start:.1f} s")
        print(f"{'page':22}{'uncached ms':>12}{'cached ms':>11}{'round trip ms':>15}{'change of year':>16}")
        for name, (before, after) in PAGES.items():
            page = name.partition("?")[0]
            session.run(page, before)
            uncached = []
            for _ in range(RUNS):
                session.forget()
                uncached.append(session.run(page, before).server_ms)
            runs = [session.run(page, before) for _ in range(RUNS)]
            cached, trip = (statistics.median(getattr(run, key) for run in runs) for key in ("server_ms", "trip_ms"))
            sent = session.run(page, after).received
            print(
                f"{name or 'synthese':22}{statistics.median(uncached):>12.0f}{cached:>11.0f}{trip:>15.0f}"
                f"{sent / 1000:>13.1f} KB"
            )


if __name__ == "__main__":
    main()
