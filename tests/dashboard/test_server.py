"""The served dashboard's manners: it asks nothing of anyone outside, and listens to this machine alone."""

import ast
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests import ROOT
from tests.tools.bench import PROTOCOLS, stream
from tests.tools.serving import PATIENCE_S, served

# Run first of all in the served process: tells every name it asks for, every address it calls or listens to, and when
# it sets its memory apart.
WATCH = """
import gc, os, pathlib, sys

def told(event, given):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.connect", "socket.sendto", "socket.bind"):
        place = given[0] if event.startswith("socket.get") else given[1]
        with open(os.environ["OBSERVES"], "a") as log:
            log.write(repr(place) + "\\n")

sys.addaudithook(told)
freeze = gc.freeze

def frozen():
    freeze()
    pathlib.Path(os.environ["OBSERVES"] + ".apart").touch()

gc.freeze = frozen
"""
HERE = {"127.0.0.1", "::1", "localhost", None}
FRIEND = "https://observatoire.example"


@pytest.fixture(scope="module")
def watched(stores_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A dashboard that nobody has opened yet, and the file of what its process asks of the network."""
    folder = tmp_path_factory.mktemp("reseau")
    (folder / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    seen = folder / "vu.txt"
    settings = {"PYTHONPATH": str(folder), "OBSERVES": str(seen), "STREAMLIT_SERVER_CORS_ALLOWED_ORIGINS": FRIEND}
    with served(stores_folder, None, **settings) as address:
        yield address, seen


def told_of(seen: Path) -> set[object]:
    """Hosts that were asked for, called or listened to; a path of this machine is no host."""
    places = [ast.literal_eval(line) for line in seen.read_text(encoding="utf-8").splitlines()]
    return {place[0] if isinstance(place, tuple) else place for place in places if not str(place).startswith("/")}


def answer(address: str, origin: str | None) -> int:
    """HTTP status of a WebSocket opened by a page of this origin."""
    place = stream(address)
    try:
        with connect(place, origin=origin, subprotocols=PROTOCOLS, open_timeout=PATIENCE_S, proxy=None):  # type: ignore[arg-type]
            return 101
    except InvalidStatus as refused:
        return refused.response.status_code


def test_a_socket_of_another_origin_is_refused_and_nobody_outside_is_asked(watched: tuple[str, Path]) -> None:
    address, seen = watched
    told = [answer(address, origin) for origin in ("https://etranger.example", "http://192.0.2.7:8501", "null", "x")]
    assert told == [403, 403, 403, 403]
    assert answer(address, FRIEND) == 101
    assert answer(address, address) == 101
    assert told_of(seen) <= HERE


def test_it_listens_to_this_machine_unless_told_otherwise(watched: tuple[str, Path]) -> None:
    _, seen = watched
    assert "127.0.0.1" in told_of(seen)
    settings = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    assert settings["server"]["address"] == "127.0.0.1"
    assert settings["runner"]["postScriptGC"] is False
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "\nHOST ?= 127.0.0.1\n" in makefile
    assert "--server.address $(HOST)" in makefile


def test_its_memory_is_looked_through_beside_the_pages(watched: tuple[str, Path]) -> None:
    _, seen = watched
    end = time.monotonic() + PATIENCE_S
    while not (apart := seen.with_name(seen.name + ".apart")).exists() and time.monotonic() < end:
        time.sleep(0.1)
    assert apart.exists()
