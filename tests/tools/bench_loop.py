"""What one turn of the loop costs: a fiche saved, then the page that shows it; and a reading copy made from nothing.

``python -m tests.tools.bench_loop [--store FOLDER]`` works on a copy of a store (the demonstration's), thrown away. The
copy from nothing is made by a process of its own, whose memory is told; saves alternate a title, a count of people and
a financement, each followed by the page of the fiche, asked of a served dashboard over its websocket. Seconds on the
clock, then of processor. Budgets: 2 s for a save and its page at S, 5 s at M; a copy from nothing, 8 s and 1 GB at S.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from websockets.sync.client import connect

from data.entering.forms import ActionForm, Funding, Quantity, Save
from data.entering.save import correct
from data.settings import ROOT, demo_store
from queries.copy import reading
from tests.small.people import KEEPER
from tests.tools.bench import PROTOCOLS, Session, Wire, stream
from tests.tools.serving import cpu_ms, served

_SAVE = Save("chargée de mission", "mesure de la boucle", reviewed=True)
_FROM_NOTHING = """
import resource, sys, time
from pathlib import Path
from queries.copy import reading
start = time.perf_counter()
reading.made(reading.copy_of(Path(sys.argv[1])))
clock, used = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
megabytes = used.ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)
print(f"{clock:.2f} s, {used.ru_utime + used.ru_stime:.2f} s of processor, {megabytes:.0f} MB")
"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a line for the copy, and one for each kind of save."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.bench_loop", description="What saving a fiche costs.")
    parser.add_argument("--store", type=Path, default=demo_store())
    parser.add_argument("--runs", type=int, default=5, help="saves of each kind, of which the median is told")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        ignored = shutil.ignore_patterns(reading.READING)
        path = Path(shutil.copytree(options.store, Path(folder) / demo_store().name, ignore=ignored))
        command = [sys.executable, "-c", _FROM_NOTHING, str(path)]
        told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        print(f"reading copy from nothing: {told.strip()}", flush=True)
        _loop(path, options.runs)


def _loop(path: Path, runs: int) -> None:
    with reading.reader(path) as root:
        found = root.execute("SELECT action_id FROM actions_listees ORDER BY len(mots_cles) DESC LIMIT 1").fetchone()
    if found is None:
        raise RuntimeError(f"no fiche in {path}")
    (action,) = found
    with (
        served(path.parent, STREAMLIT_BROWSER_GATHER_USAGE_STATS="true") as address,
        Wire() as wire,
        connect(stream(address), sock=wire.to(address), subprotocols=PROTOCOLS, max_size=None) as line,
    ):
        session = Session(line, wire)
        session.run("fiche", f"action={action}")
        for name, forms in _forms(runs).items():
            _measure(session, path, action, address, name, forms)


def _forms(runs: int) -> dict[str, list[ActionForm]]:
    """Forms that each say something that is not said yet."""
    return {
        "a title": [ActionForm(titre=f"Mesure {number}") for number in range(runs)],
        "a count of people": [
            ActionForm(quantites=(Quantity("participants_distincts", 2021, "exacte", 1_000 + number),))
            for number in range(runs)
        ],
        "a financement": [
            ActionForm(financements=(Funding("CAF", 2021, demande_eur=1_000.0 + number, accorde_eur=900.0 + number),))
            for number in range(runs)
        ],
    }


def _measure(session: Session, path: Path, action: str, address: str, name: str, forms: Sequence[ActionForm]) -> None:
    saves, pages, processors = [], [], []
    for form in forms:
        start, used = time.perf_counter(), time.process_time()
        correct(KEEPER, path, action, form, _SAVE)
        saved, mine, theirs = time.perf_counter(), time.process_time(), cpu_ms(address)
        session.run("fiche", f"action={action}")
        pages.append(time.perf_counter() - saved)
        saves.append(saved - start)
        processors.append(mine - used + (cpu_ms(address) - theirs) / 1000)
    both = [save + page for save, page in zip(saves, pages, strict=True)]
    save, page, whole, processor = map(statistics.median, (saves, pages, both, processors))
    print(
        f"{name} saved, then its page: {save:.2f} + {page:.2f} = {whole:.2f} s, {processor:.2f} s of processor",
        flush=True,
    )


if __name__ == "__main__":
    main()
