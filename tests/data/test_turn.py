"""Two who write at once: the second waits, then is told who writes."""

import resource
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from data import turn
from data.batch import RefusedError
from data.loading.load import load
from data.settings import ROOT
from tests.small.people import KEEPER, OTHER

FICHES = ROOT / "tests" / "fiches"


def test_the_second_is_told_who_writes_and_since_when(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn, "PATIENCE", 0.0)
    with (
        turn.taken(tmp_path, KEEPER, "charge « a.csv »"),
        pytest.raises(RefusedError) as told,
        turn.taken(tmp_path, OTHER, "charge « b.csv »"),
    ):
        raise AssertionError
    said = str(told.value)
    assert said.startswith("« Camille » charge « a.csv » depuis le ")
    assert said.endswith(": rien n'a été écrit, recommencez quand ce sera fini.")


def test_a_full_disk_is_told_as_such(tmp_path: Path) -> None:
    """No file may grow: what the system then says is what a full disk does, by another number."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        with pytest.raises(RefusedError, match="le disque est plein"), turn.taken(tmp_path, KEEPER, "charge"):
            raise AssertionError
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_the_turn_of_a_killed_write_is_free(tmp_path: Path) -> None:
    held = """
import os, sys
from pathlib import Path
from data import turn
from tests.small.people import KEEPER
with turn.taken(Path(sys.argv[1]), KEEPER, "charge"):
    os.kill(os.getpid(), 9)
"""
    ended = subprocess.run([sys.executable, "-c", held, str(tmp_path)], cwd=ROOT, check=False, timeout=180)
    assert ended.returncode == -9
    with turn.taken(tmp_path, OTHER, "charge"):
        pass


def test_two_loads_at_once_are_both_there(fresh_store: Path) -> None:
    reports = {}

    def loaded(name: str) -> None:
        reports[name] = load(KEEPER, "fiches", [FICHES / name], fresh_store)

    threads = [threading.Thread(target=loaded, args=(name,)) for name in ("03.txt", "04.txt", "22.txt")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {name: report.etat for name, report in reports.items()} == dict.fromkeys(reports, "chargee")


def test_a_second_load_waits_for_its_turn(fresh_store: Path) -> None:
    with turn.taken(fresh_store, OTHER, "charge « long.csv »"):
        waiting = threading.Thread(target=load, args=(KEEPER, "fiches", [FICHES / "03.txt"], fresh_store))
        waiting.start()
        time.sleep(0.5)
        assert waiting.is_alive()
    waiting.join()
    again = load(KEEPER, "fiches", [FICHES / "03.txt"], fresh_store)
    assert again.etat == "deja_chargee"
