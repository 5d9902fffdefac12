"""What is told when a part of a store is lost, changed or put back; and the checksums of its files."""

import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from data import checksums, integrity, store
from data.__main__ import main
from data.batch import RefusedError
from data.loading.load import load
from data.loading.undo import undo
from queries.__main__ import main as queries_main
from tests import FICHES
from tests.small.people import KEEPER


def data_files(path: Path) -> list[Path]:
    return sorted((path / integrity.FILES).rglob("*.parquet"))


def test_no_two_stores_share_a_content(tmp_path: Path) -> None:
    for name in ("un", "deux"):
        store.create(tmp_path / name)
    one, two = (integrity.content(tmp_path / name) for name in ("un", "deux"))
    assert (one.snapshot, one.identity == two.identity) == (two.snapshot, False)


def test_a_backup_put_back_then_loaded_into_has_other_snapshots(fresh_store: Path, tmp_path: Path) -> None:
    backup = Path(shutil.copytree(fresh_store, tmp_path / "sauvegarde"))
    before = integrity.content(fresh_store)
    assert integrity.content(backup) == before
    load(KEEPER, "fiches", [FICHES / "03.txt"], fresh_store)
    lost = integrity.content(fresh_store)
    shutil.rmtree(fresh_store)
    shutil.copytree(backup, fresh_store)
    assert integrity.content(fresh_store) == before
    load(KEEPER, "fiches", [FICHES / "22.txt"], fresh_store)
    made = integrity.content(fresh_store)
    assert made.snapshot == lost.snapshot
    assert made.identity != lost.identity


def test_the_same_fiche_loaded_twice_into_two_copies_makes_two_contents(fresh_store: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(fresh_store, tmp_path / "autre"))
    for path in (fresh_store, other):
        assert load(KEEPER, "fiches", [FICHES / "03.txt"], path).exit_code == 0
    assert integrity.content(fresh_store).identity != integrity.content(other).identity


def test_a_catalog_lost_beside_its_data_is_never_made_anew(fresh_store: Path) -> None:
    (fresh_store / integrity.CATALOG).unlink()
    report = load(KEEPER, "fiches", [FICHES / "03.txt"], fresh_store)
    assert (report.etat, report.exit_code) == ("refusee", 1)
    assert "Le catalogue du magasin" in str(report.message) and "sauvegarde" in str(report.message)
    assert not (fresh_store / integrity.CATALOG).exists()
    (fresh_store / integrity.CATALOG).touch()
    with pytest.raises(RefusedError, match="a disparu"):
        store.history(fresh_store)


def test_a_store_without_its_data_is_a_refusal(fresh_store: Path) -> None:
    shutil.rmtree(fresh_store / integrity.FILES)
    for refused in (lambda: store.history(fresh_store), lambda: integrity.content(fresh_store)):
        with pytest.raises(RefusedError, match=r"Les données du magasin .* ont disparu"):
            refused()
    assert load(KEEPER, "fiches", [FICHES / "03.txt"], fresh_store).exit_code == 1
    assert not (fresh_store / integrity.FILES).exists()


def test_a_catalog_and_data_of_two_stores_are_told_apart(fresh_store: Path, tmp_path: Path) -> None:
    store.create(tmp_path / "autre")
    shutil.copy(tmp_path / "autre" / integrity.CATALOG, fresh_store / integrity.CATALOG)
    with pytest.raises(RefusedError, match="ne sont pas du même magasin"):
        integrity.content(fresh_store)


@pytest.mark.parametrize("content", [b"pas une base", b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_catalog_that_cannot_be_read_says_what_to_do(
    fresh_store: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (fresh_store / integrity.CATALOG).write_bytes(content)
    assert main(["history", "--store", str(fresh_store)]) == 1
    assert "python -m data verify" in capsys.readouterr().err


def test_a_store_of_an_older_version_gets_its_identity_at_its_next_load(fresh_store: Path) -> None:
    catalog = sqlite3.connect(fresh_store / integrity.CATALOG)
    catalog.executescript(
        "DROP TABLE observatoire_magasin; DROP TABLE observatoire_empreintes; DROP TABLE observatoire_catalogue"
    )
    catalog.close()
    (fresh_store / integrity.FILES / "magasin.txt").unlink()
    assert integrity.content(fresh_store).snapshot == 2
    unsealed = checksums.verify(fresh_store)
    assert (unsealed.faults, len(unsealed.unsealed)) == ([], len(data_files(fresh_store)))
    assert load(KEEPER, "fiches", [FICHES / "03.txt"], fresh_store).exit_code == 0
    assert (fresh_store / integrity.FILES / "magasin.txt").is_file()
    assert checksums.verify(fresh_store).unsealed == []


def test_every_file_has_its_checksum_through_loads_and_undoing(fresh_store: Path) -> None:
    source = load(KEEPER, "fiches", [FICHES / "03.txt"], fresh_store).source
    assert source is not None
    undo(KEEPER, fresh_store, source)
    load(KEEPER, "fiches", [FICHES / "03.txt"], fresh_store)
    verified = checksums.verify(fresh_store)
    assert (verified.count, verified.faults, verified.unsealed) == (len(data_files(fresh_store)), [], [])


def test_no_row_stays_in_the_catalog_without_a_checksum(fresh_store: Path) -> None:
    load(KEEPER, "fiches", [FICHES / "03.txt"], fresh_store)
    catalog = sqlite3.connect(fresh_store / integrity.CATALOG)
    names = [
        name
        for (name,) in catalog.execute("SELECT name FROM sqlite_master WHERE name LIKE 'ducklake_inlined_data_%'")
        if name != "ducklake_inlined_data_tables"
    ]
    assert [name for name in names if catalog.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone()] == []
    catalog.close()


def test_a_file_that_changed_and_one_that_is_missing_are_named(
    fresh_store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed, missing, *_ = data_files(fresh_store)
    changed.write_bytes(changed.read_bytes()[:-1] + b"?")
    missing.unlink()
    assert main(["verify", "--store", str(fresh_store)]) == 1
    said = capsys.readouterr().err
    assert re.search(r"^\d+ fichiers relus, 2 constats :", said)
    assert f"{missing.name} : ce fichier manque" in said
    assert f"{changed.name} : ce fichier n'est plus celui qui a été écrit" in said


def test_a_file_moved_elsewhere_is_missing_even_beside_a_namesake(fresh_store: Path) -> None:
    moved, *_ = data_files(fresh_store)
    (moved.parent.parent / "ailleurs").mkdir()
    moved.rename(moved.parent.parent / "ailleurs" / moved.name)
    place = moved.relative_to(fresh_store / integrity.FILES).as_posix()
    assert checksums.Fault(place, "ce fichier manque") in checksums.verify(fresh_store).faults


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM ducklake_data_file",
        "UPDATE ducklake_data_file SET record_count = record_count + 1",
        "UPDATE ducklake_snapshot_changes SET author = 'quelqu''un'",
        "DROP TABLE ducklake_tag",
    ],
)
def test_a_catalog_that_was_changed_by_other_hands_is_told(fresh_store: Path, damage: str) -> None:
    catalog = sqlite3.connect(fresh_store / integrity.CATALOG)
    catalog.executescript(damage)
    catalog.close()
    assert any(fault.file == integrity.CATALOG for fault in checksums.verify(fresh_store).faults)


def test_a_load_does_not_bless_a_file_that_was_damaged_before_it_had_a_checksum(fresh_store: Path) -> None:
    catalog = sqlite3.connect(fresh_store / integrity.CATALOG)
    catalog.executescript("DELETE FROM observatoire_empreintes")
    catalog.close()
    damaged = next(file for file in data_files(fresh_store) if file.parent.name == "libelles")
    damaged.write_bytes(damaged.read_bytes()[:-50])
    checksums.seal(fresh_store)
    (fault,) = checksums.verify(fresh_store).faults
    assert fault.file.endswith(damaged.name) and "n'est plus celui qui a été écrit" in fault.what


def test_a_file_that_cannot_be_read_is_a_fault_and_no_traceback(fresh_store: Path) -> None:
    file, *_ = data_files(fresh_store)
    file.unlink()
    file.mkdir()
    assert any("ne peut pas être lu" in fault.what for fault in checksums.verify(fresh_store).faults)


# Kills itself in the middle of a transaction of the catalog, its journal written.
_KILLED = """
import os, signal, sqlite3, sys
catalog = sqlite3.connect(sys.argv[1], isolation_level=None)
catalog.execute("PRAGMA cache_size = 1")
catalog.execute("BEGIN EXCLUSIVE")
numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)"
catalog.execute(f"CREATE TABLE moitie AS {numbers} SELECT i FROM n")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_transaction_left_is_taken_back_by_the_next_reader(fresh_store: Path) -> None:
    before = integrity.content(fresh_store)
    subprocess.run([sys.executable, "-c", _KILLED, str(fresh_store / integrity.CATALOG)], check=False, timeout=120)
    assert Path(f"{fresh_store / integrity.CATALOG}-journal").exists()
    assert integrity.content(fresh_store) == before
    assert [snapshot.numero for snapshot in store.history(fresh_store)] == [0, 1, 2]
    assert checksums.verify(fresh_store).faults == []


def test_a_creation_that_was_killed_is_taken_up_by_the_next_load(tmp_path: Path) -> None:
    store.create(tmp_path / "magasin")  # Without its territory, as a kill between the two would leave it.
    report = load(KEEPER, "fiches", [FICHES / "03.txt"], tmp_path / "magasin")
    assert report.etat == "chargee", report.as_text()


@pytest.mark.parametrize("damage", [b"", b"PAR1" + bytes(400)])
def test_a_damaged_file_is_a_refusal_in_french_wherever_it_is_read(
    fresh_store: Path, damage: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    for file in data_files(fresh_store):
        if file.parent.name == "communes":
            file.write_bytes(damage)
    shutil.rmtree(fresh_store / "lecture")
    assert queries_main(["jeu", "--store", str(fresh_store)]) == 1
    assert queries_main(["prepare", "--store", str(fresh_store)]) == 1
    said = capsys.readouterr().err
    assert said.count("n'a pas pu être lu") == 2
    assert load(KEEPER, "fiches", [FICHES / "03.txt"], fresh_store, dry_run=True).exit_code == 1


def test_a_snapshot_number_beyond_all_is_a_refusal(fresh_store: Path) -> None:
    with pytest.raises(RefusedError, match="n'existe pas"):
        integrity.content(fresh_store, 2**70)


def test_a_missing_file_refuses_a_load_in_french(fresh_store: Path) -> None:
    for file in data_files(fresh_store):
        if file.parent.name in ("communes", "sources"):
            file.unlink()
    report = load(KEEPER, "fiches", [FICHES / "03.txt"], fresh_store)
    assert report.etat == "refusee"
    assert "n'a pas pu être lu" in str(report.message) and "python -m data verify" in str(report.message)


def test_a_folder_with_strange_characters_is_a_store_like_another(tmp_path: Path) -> None:
    path = tmp_path / "été 50 % d'eau #1"
    store.create(path)
    assert integrity.content(path).snapshot == 1
    assert store.ask_facts(path, "SELECT count(*) FROM actions") == [(0,)]
