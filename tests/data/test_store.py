"""The store: history, snapshots, several processes, and nothing lost."""

import ctypes
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from data import checksums, integrity, store
from data.batch import RefusedError
from data.loading.load import load
from data.loading.sources import KEPT
from data.loading.undo import undo
from queries import ask
from queries.copy import reading
from tests import ROOT
from tests.small.people import KEEPER

FICHES = ROOT / "tests" / "fiches"


def titles(path: Path, snapshot: int | None = None) -> list[str]:
    with reading.reader(path, snapshot) as root:
        return [title for (title,) in root.execute("SELECT titre FROM actions ORDER BY titre").fetchall()]


def test_a_store_has_every_table_of_the_contract(reference_store: Path) -> None:
    with reading.reader(reference_store) as root:
        # What readers may not be told of counts is a view of what is decided: columns are those of both.
        found = {name for (name,) in root.execute("SELECT DISTINCT table_name FROM duckdb_columns()").fetchall()}
    assert set(store.contract_tables()) <= found


def test_any_snapshot_can_be_read_as_it_was(fresh_store: Path) -> None:
    before = integrity.content(fresh_store).snapshot
    load(KEEPER, "fiches", [FICHES / "03.txt"], fresh_store)
    middle = integrity.content(fresh_store).snapshot
    load(KEEPER, "fiches", [FICHES / "22.txt"], fresh_store)
    assert titles(fresh_store, before) == []
    assert titles(fresh_store, middle) == ["Art-thérapie Adulte"]
    assert titles(fresh_store) == ["Art-thérapie Adulte", "De la plume au clavier"]


def test_undo_takes_the_facts_away_and_keeps_the_trace(fresh_store: Path) -> None:
    source = load(KEEPER, "fiches", [FICHES / "03.txt"], fresh_store).source
    assert source is not None
    loaded = integrity.content(fresh_store).snapshot
    undo(KEEPER, fresh_store, source)
    assert titles(fresh_store) == []
    assert titles(fresh_store, loaded) == ["Art-thérapie Adulte"]
    with reading.reader(fresh_store) as root:
        for table in store.contract_tables():
            if table not in KEPT:
                assert not root.execute(f"SELECT 1 FROM {table} WHERE source = ?", [source]).fetchall(), table
        states = root.execute("SELECT etat FROM sources WHERE source = ?", [source]).fetchall()
    assert states == [("annulee",)]
    assert "Annulation" in str(store.history(fresh_store)[-1].message)


def test_what_was_undone_can_be_loaded_again_under_another_name(fresh_store: Path) -> None:
    first = load(KEEPER, "fiches", [FICHES / "03.txt"], fresh_store).source
    assert first is not None
    undo(KEEPER, fresh_store, first)
    second = load(KEEPER, "fiches", [FICHES / "03.txt"], fresh_store)
    assert (second.etat, second.source) == ("chargee", f"{first}-2")
    assert titles(fresh_store) == ["Art-thérapie Adulte"]


def test_history_is_signed_and_explained(real_store: Path) -> None:
    snapshots = store.history(real_store)
    assert [snapshot.numero for snapshot in snapshots] == list(range(len(snapshots)))
    assert all(snapshot.auteur and snapshot.message for snapshot in snapshots[1:])


def test_undoing_an_unknown_source_lists_those_there_are(fresh_store: Path) -> None:
    with pytest.raises(RefusedError, match=r"Aucune source active « rien ». Sources actives : aucune"):
        undo(KEEPER, fresh_store, "rien")


def test_the_territory_cannot_be_undone(fresh_store: Path) -> None:
    with reading.reader(fresh_store) as root:
        row = root.execute("SELECT source FROM sources").fetchone()
    assert row is not None
    with pytest.raises(RefusedError, match="ne s'annulent pas"):
        undo(KEEPER, fresh_store, row[0])


def test_a_snapshot_that_does_not_exist_is_refused(reference_store: Path) -> None:
    with pytest.raises(RefusedError, match="L'instantané 99 n'existe pas"):
        reading.reader(reference_store, 99)


def test_a_missing_store_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="python -m data build"):
        reading.reader(tmp_path / "rien")


def test_readers_cannot_write_nor_reach_the_disk(real: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    with real.cursor() as cursor:
        with pytest.raises(duckdb.Error):
            cursor.execute("DELETE FROM actions")
        with pytest.raises(duckdb.Error):
            cursor.execute(f"COPY (SELECT 1) TO '{tmp_path / 'fuite.csv'}'")
        with pytest.raises(duckdb.Error):
            cursor.execute("SET enable_external_access = true")


def test_eight_threads_get_the_same_answers_with_a_cursor_each(real: duckdb.DuckDBPyConnection) -> None:
    with real.cursor() as cursor:
        expected = ask(cursor, "completude").to_csv()
    wrong: list[str] = []

    def read() -> None:
        for _ in range(25):
            with real.cursor() as cursor:
                answer = ask(cursor, "completude").to_csv()
            if answer != expected:
                wrong.append(answer)

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_another_process_reads_while_this_one_holds_the_store_open(fresh_store: Path) -> None:
    command = [sys.executable, "-m", "queries", "actions", "--store", str(fresh_store), "--json"]
    with store.open_lake(fresh_store, read_only=False):
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.strip() == "[]"


def test_a_load_goes_through_while_a_reader_is_open(fresh_store: Path) -> None:
    with reading.reader(fresh_store) as root:
        assert load(KEEPER, "fiches", [FICHES / "03.txt"], fresh_store).etat == "chargee"
        assert root.execute("SELECT count(*) FROM actions").fetchone() == (0,)
    assert titles(fresh_store) == ["Art-thérapie Adulte"]


def test_a_store_of_an_older_contract_is_read_and_then_brought_up_to_date(fresh_store: Path) -> None:
    with store.open_lake(fresh_store, read_only=False) as root:
        root.execute("ALTER TABLE lake.actions DROP COLUMN resume")
        root.execute("DROP TABLE lake.enveloppes")
    old = integrity.content(fresh_store).snapshot
    assert titles(fresh_store, old) == []
    load(KEEPER, "fiches", [FICHES / "03.txt"], fresh_store)
    # The words of the fiche's « Résumé », in tests/fiches/03.txt, which readers are not told.
    assert store.ask_facts(fresh_store, "SELECT resume FROM actions") == [("Peindre pour souffler.",)]
    with reading.reader(fresh_store) as root:
        assert root.execute("SELECT count(*) FROM enveloppes").fetchone() == (0,)
    with store.open_lake(fresh_store, read_only=True) as root:
        names = {row[0] for row in root.execute("DESCRIBE lake.actions").fetchall()}
    assert "resume" in names


@pytest.mark.parametrize("name", ["a #b", "a%20b", "l'été"])
def test_a_store_may_stand_in_a_folder_of_any_name(reference_store: Path, tmp_path: Path, name: str) -> None:
    path = Path(shutil.copytree(reference_store, tmp_path / name))
    report = load(KEEPER, "fiches", [FICHES / "03.txt"], path)
    assert report.etat == "chargee" and report.source is not None
    assert len(titles(path)) == 1
    undo(KEEPER, path, report.source)
    assert checksums.verify(path).faults == []


def test_a_question_mark_in_the_path_is_told(tmp_path: Path) -> None:
    report = load(KEEPER, "fiches", [FICHES / "03.txt"], tmp_path / "a?b")
    assert report.etat == "refusee"
    assert "dans un dossier dont le nom contient « ? »" in report.message
    assert not (tmp_path / "a?b").exists()


# ── What the machine refuses ────────────────────────────────────────────────────────────────────────────────────────


def refused(module: str, *words: object, limit: Callable[[], None] | None = None) -> str:
    """What a command of its own process says as it refuses: one line of French, exit code 1, nothing for machines."""
    command = [sys.executable, "-m", module, *(str(word) for word in words)]
    ended = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300, preexec_fn=limit
    )
    assert (ended.returncode, ended.stdout) == (1, ""), (ended.returncode, ended.stdout, ended.stderr)
    assert ended.stderr.count("\n") == 1, ended.stderr
    assert "n'avait pas prévue" not in ended.stderr, ended.stderr
    return ended.stderr


def as_anyone() -> None:
    """Run in the child: root loses what lets it pass over permissions (PR_CAPBSET_DROP, for the two CAP_DAC)."""
    if os.geteuid() == 0:
        library = ctypes.CDLL(None, use_errno=True)
        for capability in (1, 2):
            if library.prctl(24, capability, 0, 0, 0):
                raise OSError(ctypes.get_errno(), "prctl")


@pytest.mark.skipif(sys.platform != "linux", reason="capabilities are Linux's")
@pytest.mark.parametrize("part", [".", integrity.CATALOG, integrity.FILES])
def test_a_store_whose_permissions_are_closed_is_one_refusal(fresh_store: Path, part: str) -> None:
    before = integrity.content(fresh_store)
    mode = (fresh_store / part).stat().st_mode
    (fresh_store / part).chmod(0)
    try:
        said = [
            refused("queries", "jeu", "--store", fresh_store, limit=as_anyone),
            refused("data", "history", "--store", fresh_store, limit=as_anyone),
            refused("data", "load", "fiches", FICHES / "03.txt", "--store", fresh_store, limit=as_anyone),
        ]
    finally:
        (fresh_store / part).chmod(mode)
    assert all("ne peut pas être écrit ou lu" in line and "Vérifiez vos droits" in line for line in said)
    assert integrity.content(fresh_store) == before
    assert checksums.verify(fresh_store).faults == []


@pytest.mark.skipif(sys.platform != "linux", reason="capabilities are Linux's")
def test_a_store_that_can_only_be_read_refuses_a_load_in_one_line(fresh_store: Path) -> None:
    before = integrity.content(fresh_store)
    fresh_store.chmod(0o555)
    try:
        said = refused("data", "load", "fiches", FICHES / "03.txt", "--store", fresh_store, limit=as_anyone)
    finally:
        fresh_store.chmod(0o755)
    assert "ne peut pas être écrit ou lu" in said
    assert integrity.content(fresh_store) == before
    assert load(KEEPER, "fiches", [FICHES / "03.txt"], fresh_store).etat == "chargee"


@pytest.mark.parametrize(
    "table",
    ["ducklake_snapshot", "ducklake_column", "ducklake_data_file", "ducklake_delete_file"],
)
def test_a_catalog_without_one_of_its_tables_is_one_refusal(fresh_store: Path, table: str) -> None:
    shutil.rmtree(fresh_store / reading.READING)
    files = sorted(file.name for file in (fresh_store / integrity.FILES).rglob("*"))
    with closing(sqlite3.connect(fresh_store / integrity.CATALOG)) as catalog:
        catalog.execute(f"DROP TABLE {table}")
    said = [
        refused("queries", "jeu", "--store", fresh_store),
        refused("data", "load", "fiches", FICHES / "03.txt", "--store", fresh_store),
    ]
    assert all(f"Le magasin « {fresh_store} » n'a pas pu être lu" in line for line in said)
    assert all("python -m data verify" in line for line in said)
    assert sorted(file.name for file in (fresh_store / integrity.FILES).rglob("*")) == files
