"""Reading copies: what each is a copy of, when it is made again, and which are kept."""

import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from data import integrity
from data.batch import RefusedError
from data.loading.load import load
from data.loading.undo import undo
from queries.__main__ import main as queries_main
from queries.copy import reading, steps
from queries.copy.indicators import catalogue
from queries.copy.indicators.entry import FILE
from queries.copy.reading import asked, copy_of, made, reader
from tests import FICHES, ROOT
from tests.small.people import KEEPER


@pytest.fixture
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    """Copies of facts alone: what is derived takes seconds, and nothing here depends on it."""
    monkeypatch.setattr(steps, "STEPS", {name: steps.STEPS[name] for name in ("refusals", "entered")})


@pytest.fixture(scope="module")
def one_fiche(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of one fiche, without any copy. Not to be written to."""
    path = tmp_path_factory.mktemp("une_fiche") / "magasin"
    shutil.copytree(reference_store, path, ignore=shutil.ignore_patterns(reading.READING))
    assert load(KEEPER, "fiches", [FICHES / "03.txt"], path).exit_code == 0
    return path


@pytest.fixture
def fiches(one_fiche: Path, light: None, tmp_path: Path) -> Path:
    """A store of one fiche, to be written to."""
    return Path(shutil.copytree(one_fiche, tmp_path / "magasin"))


def titles(root: duckdb.DuckDBPyConnection) -> list[str]:
    return [title for (title,) in root.execute("SELECT titre FROM actions ORDER BY titre").fetchall()]


def copies(path: Path) -> list[Path]:
    return sorted((path / reading.READING).glob("*.duckdb"))


def test_the_same_content_is_copied_once(fiches: Path) -> None:
    assert made(copy_of(fiches)) == made(copy_of(fiches))
    assert len([file for file in copies(fiches) if file.name.startswith("000003-")]) == 1


def test_a_backup_put_back_never_answers_with_what_was_lost(fiches: Path, tmp_path: Path) -> None:
    backup = Path(shutil.copytree(fiches, tmp_path / "sauvegarde"))
    load(KEEPER, "fiches", [FICHES / "22.txt"], fiches)
    before = copy_of(fiches)
    with reader(fiches) as root:
        assert titles(root) == ["Art-thérapie Adulte", "De la plume au clavier"]
    # The backup comes back over the store, whose copies stay, and takes other facts under the same number.
    for part in (integrity.CATALOG, integrity.FILES):
        kept = fiches / part
        shutil.rmtree(kept) if kept.is_dir() else kept.unlink()
    shutil.copytree(backup / integrity.FILES, fiches / integrity.FILES)
    shutil.copy(backup / integrity.CATALOG, fiches / integrity.CATALOG)
    with reader(fiches) as root:
        assert titles(root) == ["Art-thérapie Adulte"]
    load(KEEPER, "fiches", [FICHES / "04.txt"], fiches)
    assert copy_of(fiches).snapshot == before.snapshot
    with reader(fiches) as root:
        assert "De la plume au clavier" not in titles(root)
    with pytest.raises(RefusedError, match="vient d'être remplacé"):
        reading.opened(before._replace(made_with="autre"))


@pytest.mark.parametrize("damage", ["vide", "tronquee", "debut", "milieu", "dossier", "autre", "rien"])
def test_a_damaged_copy_is_made_again(fiches: Path, damage: str) -> None:
    file = made(copy_of(fiches))
    content = file.read_bytes()
    if damage == "dossier":
        file.unlink()
        file.mkdir()
    elif damage in ("autre", "rien"):  # Sound files of DuckDB: the copy of another snapshot, and an empty one.
        other = made(copy_of(fiches, 1)) if damage == "autre" else fiches / "vide.duckdb"
        if damage == "rien":
            duckdb.connect(other).close()
        shutil.copy(other, file)
    else:
        file.write_bytes(broken(content, damage))
    assert asked(fiches, None, titles) == ["Art-thérapie Adulte"]
    assert made(copy_of(fiches)).name != file.name


@pytest.mark.parametrize("damage", ["vide", "tronquee", "debut", "milieu"])
def test_a_damaged_earlier_copy_means_a_making_from_nothing(fiches: Path, damage: str) -> None:
    file = made(copy_of(fiches))
    file.write_bytes(broken(file.read_bytes(), damage))
    load(KEEPER, "fiches", [FICHES / "22.txt"], fiches)
    assert asked(fiches, None, titles) == ["Art-thérapie Adulte", "De la plume au clavier"]


def test_a_copy_that_is_found_damaged_takes_with_it_what_it_may_have_begun_from(fiches: Path) -> None:
    """A block that was damaged in the first is so in the second, which began as a clone of it."""
    made(copy_of(fiches))
    load(KEEPER, "fiches", [FICHES / "22.txt"], fiches)
    made(copy_of(fiches))
    assert len(copies(fiches)) == 2
    reading.discard(copy_of(fiches))
    assert copies(fiches) == []


def broken(content: bytes, damage: str) -> bytes:
    half = len(content) // 2
    return {
        "vide": b"",
        "tronquee": content[:half],
        "debut": b"\0" * 8192 + content[8192:],
        "milieu": content[:12288] + bytes(len(content) - 12288),
    }[damage]


def test_the_newest_the_returned_and_the_open_copies_stay_whatever_the_clock(
    fiches: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "READING_COPIES", 0)
    newest = made(copy_of(fiches))
    oldest = made(copy_of(fiches, 1))
    os.utime(newest, (0, 0))  # The clock was years back when it was made.
    with reader(fiches, 1):
        middle = made(copy_of(fiches, 2))
        assert {newest, oldest, middle} <= set(copies(fiches))
    again = made(copy_of(fiches, 2))
    assert again == middle
    load(KEEPER, "fiches", [FICHES / "22.txt"], fiches)
    last = made(copy_of(fiches))
    # Nobody reads the first ones any more.
    assert copies(fiches) == [last]


def test_a_clock_that_was_moved_back_changes_no_answer(fiches: Path) -> None:
    """Everything was written in a century: the next load is newer all the same, and so is its copy."""
    first = made(copy_of(fiches))
    for file in [fiches, *fiches.rglob("*")]:
        os.utime(file, (4_000_000_000, 4_000_000_000))
    assert made(copy_of(fiches)) == first
    load(KEEPER, "fiches", [FICHES / "22.txt"], fiches)
    with reader(fiches) as root:
        assert titles(root) == ["Art-thérapie Adulte", "De la plume au clavier"]
    assert made(copy_of(fiches)) != first
    undone = copy_of(fiches, 3)
    assert asked(fiches, undone.snapshot, titles) == ["Art-thérapie Adulte"]


def test_a_disk_that_fills_up_while_a_copy_is_made_is_told_and_leaves_nothing(
    fiches: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = integrity.content(fiches)
    allowed = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, allowed[1]))  # A file can grow no more: as a full disk.
    try:
        code = queries_main(["jeu", "--store", str(fiches)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, allowed)
    said = capsys.readouterr().err
    assert (code, said.count("\n")) == (1, 1)
    assert "le disque est plein. Libérez de la place, puis recommencez" in said
    assert [file.name for file in (fiches / reading.READING).iterdir()] == ["verrou"]
    assert integrity.content(fiches) == before
    assert asked(fiches, None, titles) == ["Art-thérapie Adulte"]


def test_a_folder_of_copies_that_is_no_folder_is_told(fiches: Path) -> None:
    (fiches / reading.READING).write_text("un fichier à la place du dossier", encoding="utf-8")
    with pytest.raises(RefusedError, match=r"La copie de lecture .* ne peut pas être écrite"):
        made(copy_of(fiches))


# A process that opens the copy named on its command line, says so, and keeps it open until its input ends.
_READER = """
import sys
from pathlib import Path
from data import store
with store.open_copy(Path(sys.argv[1]), read_only=True):
    print("ouverte", flush=True)
    sys.stdin.read()
"""


def test_a_copy_that_another_process_reads_stays(fiches: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "READING_COPIES", 0)
    first = made(copy_of(fiches, 1))
    command = [sys.executable, "-c", _READER, str(first)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None and process.stdout is not None
        assert process.stdout.readline() == "ouverte\n"
        made(copy_of(fiches, 2))
        assert first in copies(fiches)
    made(copy_of(fiches))
    assert first not in copies(fiches)


def test_a_catalogue_edited_while_a_copy_is_made_makes_none(
    fiches: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Path(shutil.copytree(catalogue.folder(), tmp_path / "catalogue"))
    monkeypatch.setenv("OBSERVATOIRE_CATALOGUE", str(own))
    text = (own / FILE).read_text(encoding="utf-8")
    make = steps.make

    def edited(root: duckdb.DuckDBPyConnection) -> None:
        (own / FILE).write_text("rien de lisible", encoding="utf-8")
        make(root)
        (own / FILE).write_text(text, encoding="utf-8")

    with monkeypatch.context() as patch:
        patch.setattr(steps, "make", edited)
        with pytest.raises(RefusedError, match="vient d'être modifié"):
            made(copy_of(fiches))
    assert copies(fiches) == []
    assert made(copy_of(fiches)).is_file()


def test_what_a_killed_making_left_is_swept(fiches: Path) -> None:
    left = fiches / reading.READING / "brouillon-abc"
    left.mkdir(parents=True)
    (left / "copie.duckdb").write_bytes(b"moitie")
    made(copy_of(fiches))
    assert not left.exists()


def test_tables_too_large_to_be_copied_live_through_the_whole_cycle(
    fresh_store: Path, light: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Load, read, load again, replace, undo, read as it was: the bound is so low that most tables stay in the lake."""
    monkeypatch.setattr(reading, "COPIED_ROWS", 0)
    source = load(KEEPER, "fiches", [FICHES / "03.txt"], fresh_store).source
    assert source is not None
    with reader(fresh_store) as root:
        views = root.execute("SELECT view_name FROM duckdb_views() WHERE sql LIKE '% FROM lake.%'").fetchall()
        assert ("actions",) in views and ("actions_textes",) in views
    assert asked(fresh_store, None, titles) == ["Art-thérapie Adulte"]
    first = copy_of(fresh_store).snapshot
    assert load(KEEPER, "fiches", [FICHES / "04.txt"], fresh_store).etat == "chargee"
    assert load(KEEPER, "fiches", [FICHES / "03.txt"], fresh_store).etat == "deja_chargee"
    replaced = load(KEEPER, "fiches", [FICHES / "22.txt"], fresh_store, replace=source)
    assert replaced.etat == "chargee", replaced.as_text()
    assert "Art-thérapie Adulte" not in asked(fresh_store, None, titles)
    assert replaced.source is not None
    undo(KEEPER, fresh_store, replaced.source)
    assert "De la plume au clavier" not in asked(fresh_store, None, titles)
    assert asked(fresh_store, first, titles) == ["Art-thérapie Adulte"]
    assert load(KEEPER, "fiches", [FICHES / "03.txt"], fresh_store).etat == "chargee"
    assert "Art-thérapie Adulte" in asked(fresh_store, None, titles)


def test_a_folder_that_cannot_be_written_to_is_a_refusal(fiches: Path) -> None:
    (fiches / reading.READING).write_text("un fichier à la place du dossier")
    with pytest.raises(RefusedError, match="ne peut pas être écrite"):
        reader(fiches)
