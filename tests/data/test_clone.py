"""A clone of a store is written to as any store, costs no copy of its data, and leaves nothing."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from data import integrity, store
from data.batch import RefusedError
from data.clone import cloned
from data.loading.load import load
from data.loading.undo import undo
from tests import FICHES, ROOT
from tests.small.people import KEEPER

KILLED = """
import os, signal, sys
from pathlib import Path
from data.clone import cloned
with cloned(Path(sys.argv[1])):
    os.kill(os.getpid(), signal.SIGKILL)
"""


def held(path: Path) -> dict[str, str]:
    """Every file of a store and its digest."""
    return {
        file.relative_to(path).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(path.rglob("*"))
        if file.is_file()
    }


def test_what_is_written_in_a_clone_stays_there(fresh_store: Path) -> None:
    """A load, then an undoing: rows come, rows go, and no byte of the store is another."""
    first = load(KEEPER, "fiches", [FICHES / "03.txt"], fresh_store)
    before = held(fresh_store)
    with cloned(fresh_store) as clone:
        assert integrity.content(clone) == integrity.content(fresh_store)
        data = next((clone / "parquet").rglob("*.parquet"))
        assert data.stat().st_nlink == 2
        undo(KEEPER, clone, str(first.source))
        assert load(KEEPER, "fiches", [FICHES / "07.txt"], clone).etat == "chargee"
        assert store.ask_facts(clone, "SELECT DISTINCT code_departement FROM actions") == [("971",)]
    assert held(fresh_store) == before


def test_a_clone_goes_when_its_work_fails_or_is_killed(fresh_store: Path) -> None:
    with pytest.raises(ZeroDivisionError), cloned(fresh_store):
        _ = 1 / 0
    assert not list(fresh_store.glob("chargement-*"))
    subprocess.run([sys.executable, "-c", KILLED, str(fresh_store)], cwd=ROOT, check=False)
    assert len(list(fresh_store.glob("chargement-*"))) == 1
    with cloned(fresh_store):
        assert len(list(fresh_store.glob("chargement-*"))) == 1
    assert not list(fresh_store.glob("chargement-*"))


def test_a_store_that_lost_its_data_has_no_clone(fresh_store: Path) -> None:
    next((fresh_store / "parquet").rglob("*.parquet")).unlink()
    with pytest.raises(RefusedError, match="n'a pas pu être lu"), cloned(fresh_store):
        pass
    assert not list(fresh_store.glob("chargement-*"))
