"""A campaign that is opened, or taken back, by a process that dies at any moment: whole, or not there at all."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from data import checksums, store
from data.campaign.record import campaigns
from data.loading.undo import undo
from tests import ROOT
from tests.small.campaign import opened
from tests.small.facts import SMALL, filled
from tests.small.people import KEEPER

# Opens and undoes as long as it lives, and says each thing that is done.
FOREVER = """
import sys
from pathlib import Path
from data.loading.undo import undo
from tests.small.campaign import opened
from tests.small.people import KEEPER
path = Path(sys.argv[1])
while True:
    print("ouvre", flush=True)
    source = opened(path).source
    print("annule", flush=True)
    undo(KEEPER, path, source)
"""
MOMENTS = 4


def killed(path: Path, step: str, seconds: float) -> None:
    """Kill a process so long after it began a step."""
    child = subprocess.Popen([sys.executable, "-c", FOREVER, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    next(line for line in child.stdout if line.strip() == step)
    time.sleep(seconds)
    child.kill()
    child.communicate()
    assert child.returncode == -signal.SIGKILL


def whole(path: Path) -> None:
    """Every campaign has its structure and its save, or nothing of it is left; files are what their checksums say."""
    told = store.ask_facts(
        path,
        "SELECT etat = 'active', count(DISTINCT campagnes.campagne_id), count(DISTINCT structure_id), "
        "count(DISTINCT saisies.source) FROM (FROM sources WHERE format = 'saisie') AS lues "
        "LEFT JOIN campagnes USING (source) LEFT JOIN campagnes_structures USING (source) "
        "LEFT JOIN saisies USING (source) GROUP BY lues.source, etat",
    )
    assert all(row[1:] == ((1, 1, 1) if row[0] else (0, 0, 0)) for row in told), told
    assert checksums.verify(path).faults == []


def test_a_killed_opening_or_undoing_leaves_nothing_half_done(reference_store: Path, tmp_path: Path) -> None:
    path, chance = filled(reference_store, tmp_path, SMALL), random.Random(11)
    begun = time.perf_counter()
    undo(KEEPER, path, opened(path).source)
    each = (time.perf_counter() - begun) / 2
    for moment in range(MOMENTS):
        killed(path, ("ouvre", "annule")[moment % 2], chance.random() * each)
        whole(path)
        # Whoever comes next is not held back, and what the killed one left goes.
        again = opened(path)
        assert again.campaign_id in campaigns(path)
        undo(KEEPER, path, again.source)
        whole(path)
        assert not [*path.glob("ecriture-*"), *path.glob("chargement-*")]
