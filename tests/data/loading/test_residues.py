"""What a killed load leaves is removed by the next one, and nothing that may be somebody's."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from data import checksums, integrity, residues, store, unforeseen
from data.batch import RefusedError
from data.loading.load import load
from data.store import Entry
from tests import FICHES, ROOT
from tests.small.people import KEEPER

KILLED = """
import os, signal, sys
from pathlib import Path
from data import residues
path = Path(sys.argv[1])
with residues.stage(path) as folder, residues.writing(path):
    (folder / "excess.tmp").write_text("x")
    (path / "parquet" / "orphan.parquet").write_text("x")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def killed(path: Path) -> None:
    subprocess.run([sys.executable, "-c", KILLED, str(path)], cwd=ROOT, check=False)
    assert (path / "parquet" / "orphan.parquet").exists()


def residue(path: Path) -> list[Path]:
    return [*path.glob("chargement-*"), *path.glob("ecriture-*"), *path.glob("parquet/orphan.parquet")]


def test_residues_of_a_killed_load_go_with_the_next_one(fresh_store: Path) -> None:
    killed(fresh_store)
    assert len(residue(fresh_store)) == 3
    assert load(KEEPER, "fiches", [FICHES / "03.txt"], fresh_store).etat == "chargee"
    assert residue(fresh_store) == []
    assert checksums.verify(fresh_store).faults == []


def test_nothing_is_removed_while_another_load_is_under_way(fresh_store: Path) -> None:
    with residues.stage(fresh_store) as folder, residues.writing(fresh_store):
        file = fresh_store / "parquet" / "orphan.parquet"
        file.write_text("x")
        residues.clear(fresh_store)
        assert folder.exists() and file.exists()
        assert list(fresh_store.glob("ecriture-*"))


def test_files_that_were_there_before_are_nobody_s_to_remove(fresh_store: Path) -> None:
    """A catalog put back from a backup names fewer files than there are: they may be wanted again."""
    other = fresh_store / "parquet" / "older.parquet"
    other.write_text("x")
    killed(fresh_store)
    residues.clear(fresh_store)
    assert other.exists() and residue(fresh_store) == []


def test_a_write_that_fails_leaves_nothing(fresh_store: Path) -> None:
    with pytest.raises(KeyError), residues.writing(fresh_store):
        (fresh_store / "parquet" / "orphan.parquet").write_text("x")
        raise KeyError
    assert residue(fresh_store) == []


LIMITED = """
import resource, sys
from pathlib import Path
from data.loading.load import load
from tests.small.people import KEEPER
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
report = load(KEEPER, "fiches", [Path(sys.argv[2])], Path(sys.argv[1]))
print(report.etat, report.message)
"""


@pytest.mark.parametrize("most", [0, 4096])
def test_a_disk_without_room_is_told_as_such(fresh_store: Path, most: int) -> None:
    """A limit on the size of files stands for a full disk: the same refusal of the system, at the same places."""
    before = integrity.content(fresh_store)
    ended = subprocess.run(
        [sys.executable, "-c", LIMITED, str(fresh_store), str(FICHES / "03.txt"), str(most)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.stdout.startswith("refusee Rien n'a été chargé."), ended.stderr
    assert "e disque est plein" in ended.stdout, ended.stdout
    assert "autre chargement" not in ended.stdout
    assert integrity.content(fresh_store) == before
    assert load(KEEPER, "fiches", [FICHES / "03.txt"], fresh_store).etat == "chargee"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(28, "No space left on device", "/x/y"), "le disque est plein : « /x/y »"),
        (duckdb.TransactionException("Failed to commit: database or disk is full"), "le disque est plein"),
        (
            PermissionError(13, "Permission denied", "/x"),
            "ce dossier ou ce fichier ne peut pas être écrit ou lu : « /x »",
        ),
        (duckdb.TransactionException("attempt to write a readonly database"), "Vérifiez vos droits"),
        (MemoryError(), "la mémoire manque"),
    ],
)
def test_what_the_machine_lacks_is_said(error: Exception, words: str) -> None:
    assert words in (unforeseen.cause(error) or "")
    assert words in str(integrity.unreadable(Path("magasin"), error))


@pytest.mark.parametrize(
    ("said", "words"),
    [("something else", "n'a pas pu être lu ou écrit"), ("Transaction conflict", "Un autre chargement")],
)
def test_a_conflict_alone_is_another_load(fresh_store: Path, said: str, words: str) -> None:
    with (
        store.open_lake(fresh_store, read_only=False) as root,
        pytest.raises(RefusedError, match=words),
        store.transaction(root, fresh_store, KEEPER, Entry("chargement", "essai")),
    ):
        raise duckdb.TransactionException(said)
