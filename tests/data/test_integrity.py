"""What is told when a part of a store is lost, changed or put back; and the checksums of its files."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from data import integrity, store
from data.__main__ import main
from data.batch import RefusedError
from data.loading.load import load, undo
from tests import FICHES


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
    load("fiches", [FICHES / "03.txt"], fresh_store)
    lost = integrity.content(fresh_store)
    shutil.rmtree(fresh_store)
    shutil.copytree(backup, fresh_store)
    assert integrity.content(fresh_store) == before
    load("fiches", [FICHES / "22.txt"], fresh_store)
    made = integrity.content(fresh_store)
    assert made.snapshot == lost.snapshot
    assert made.identity != lost.identity


def test_the_same_fiche_loaded_twice_into_two_copies_makes_two_contents(fresh_store: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(fresh_store, tmp_path / "autre"))
    for path in (fresh_store, other):
        assert load("fiches", [FICHES / "03.txt"], path).exit_code == 0
    assert integrity.content(fresh_store).identity != integrity.content(other).identity


def test_a_catalog_lost_beside_its_data_is_never_made_anew(fresh_store: Path) -> None:
    (fresh_store / integrity.CATALOG).unlink()
    report = load("fiches", [FICHES / "03.txt"], fresh_store)
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
    assert load("fiches", [FICHES / "03.txt"], fresh_store).exit_code == 1
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
    catalog.executescript("DROP TABLE observatoire_magasin; DROP TABLE observatoire_empreintes")
    catalog.close()
    (fresh_store / integrity.FILES / "magasin.txt").unlink()
    assert integrity.content(fresh_store).snapshot == 2
    assert main(["verify", "--store", str(fresh_store)]) == 1
    assert load("fiches", [FICHES / "03.txt"], fresh_store).exit_code == 0
    assert (fresh_store / integrity.FILES / "magasin.txt").is_file()
    assert integrity.verify(fresh_store)[1] == []


def test_every_file_has_its_checksum_through_loads_and_undoing(fresh_store: Path) -> None:
    source = load("fiches", [FICHES / "03.txt"], fresh_store).source
    assert source is not None
    undo(fresh_store, source)
    load("fiches", [FICHES / "03.txt"], fresh_store)
    count, faults = integrity.verify(fresh_store)
    assert (count, faults) == (len(data_files(fresh_store)), [])


def test_no_row_stays_in_the_catalog_without_a_checksum(fresh_store: Path) -> None:
    load("fiches", [FICHES / "03.txt"], fresh_store)
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
    assert f"{missing.name} : ce fichier manque" in said
    assert f"{changed.name} : ce fichier n'est plus celui qui a été écrit" in said


def test_a_missing_file_refuses_a_load_in_french(fresh_store: Path) -> None:
    for file in data_files(fresh_store):
        if file.parent.name in ("communes", "sources"):
            file.unlink()
    report = load("fiches", [FICHES / "03.txt"], fresh_store)
    assert report.etat == "refusee"
    assert "n'a pas pu être lu" in str(report.message) and "python -m data verify" in str(report.message)


def test_a_folder_with_strange_characters_is_a_store_like_another(tmp_path: Path) -> None:
    path = tmp_path / "été 50 % d'eau #1"
    store.create(path)
    assert integrity.content(path).snapshot == 1
    assert store.ask_facts(path, "SELECT count(*) FROM actions") == [(0,)]
