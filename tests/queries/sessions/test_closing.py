"""A closed session keeps its figures: whatever is loaded, compacted, changed or lost since."""

import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data import integrity, settings, store
from data.actors import ANYONE, PRODUCT
from data.batch import RefusedError
from data.committee import known, record
from data.committee.forms import Adopted, Annotation, Point, Stated, Taken
from data.consequences import consequences
from data.entering.forms import Day, FormError, Quantity, SessionForm
from data.entering.save import create
from data.loading.undo import restore, undo
from queries import ask_records, names, question
from queries.__main__ import main
from queries.copy import earlier, reading
from queries.copy.reading import Copy
from queries.sessions import again, figures, kept
from queries.sessions.closing import close
from queries.sessions.since import since
from tests.small.entered import CAFE, SAVE, corrected, newest, with_committee
from tests.small.facts import answer
from tests.small.people import CHIEF, KEEPER, OTHER, READER

SESSION = "comite-2024-03-12"


@pytest.fixture(scope="module")
def held(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = with_committee(reference_store, tmp_path_factory.mktemp("closes"))
    create(KEEPER, path, SessionForm(instance_id="comite", tenue_le=Day(date(2024, 3, 12))), SAVE)
    reading.made(reading.copy_of(path))
    return path


@pytest.fixture(scope="module")
def told(held: Path) -> dict[str, Any]:
    """What every question answers on the day of the closing."""
    return everything(reading.copy_of(held))


@pytest.fixture(scope="module")
def ready(held: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copytree(held, tmp_path_factory.mktemp("close") / "magasin"))
    close(KEEPER, path, SESSION, SAVE)
    return path


@pytest.fixture
def path(ready: Path, tmp_path: Path) -> Path:
    """A store whose session is closed."""
    return Path(shutil.copytree(ready, tmp_path / "magasin"))


def everything(copy: Copy) -> dict[str, Any]:
    """The answer of every question that asks for no more than the département."""
    given = {"departement": "03", "annee": 2021, "niveau": "departement"}
    answers: dict[str, Any] = {}
    with reading.opened(copy) as root:
        for name in names():
            needed = {key for key, each in question(name).parameters.items() if not each.optional}
            if needed <= given.keys():
                answers[name] = ask_records(root, name, **{key: given[key] for key in needed})
    return answers


def frozen(path: Path, seance_id: str = SESSION) -> Copy:
    return kept.copy_of(path, known.closed(path)[seance_id], ANYONE)


def load_more(path: Path) -> None:
    people = Quantity("participants_distincts", 2022, "exacte", value=90)
    corrected(path, CAFE, titre="Café d'aujourd'hui", quantites=(people,))


def forget_copies(path: Path) -> None:
    shutil.rmtree(path / "lecture", ignore_errors=True)


def test_its_figures_stay_to_the_last_digit_whatever_comes(
    path: Path, told: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(told) > 80
    load_more(path)
    forget_copies(path)
    assert everything(frozen(path)) == told
    assert everything(reading.copy_of(path)) != told
    closed = known.closed(path)[SESSION]
    with reading.opened(frozen(path)) as root:
        assert figures.digest(figures.told(root)) == closed.figures
    capsys.readouterr()
    assert main(["chiffres_publies", "--seance", SESSION, "--store", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == told["chiffres_publies"]
    assert main(["chiffres_publies", "--seance", "rien", "--store", str(path)]) == 1


def test_what_the_committee_writes_afterwards_is_a_change(path: Path) -> None:
    before = record.take(KEEPER, path, Taken(SESSION, "Ouvrir une permanence"), SAVE)
    record.annotate(KEEPER, path, Annotation("Confinement", 2021), SAVE)
    record.adopt(CHIEF, path, Adopted(SESSION, "A1", "03", 40, 2028), SAVE)
    record.set_agenda(KEEPER, path, SESSION, (Point("texte", intitule="Accueil"),), SAVE)
    written = {(each.what, each.kind, each.name) for each in since(frozen(path), reading.copy_of(path)).changes}
    assert written == {
        ("ajouté", "decision", "Ouvrir une permanence"),
        ("ajouté", "annotation", "Confinement"),
        ("ajouté", "cible", "A1 pour 2028, département 03"),
        ("corrigé", "seance", "12/03/2024"),
    }
    then = reading.copy_of(path)
    reading.made(then)
    record.state(KEEPER, path, Stated(before, "faite", date(2024, 6, 1)), SAVE)
    found = since(then, reading.copy_of(path))
    assert [(each.what, each.kind) for each in found.changes] == [("corrigé", "decision")] and found


def test_thresholds_and_catalogue_are_those_of_that_day(
    path: Path, told: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Path(shutil.copytree(settings.ROOT / "queries" / "catalogue", tmp_path / "catalogue"))
    entries = home / "indicators.toml"
    text = entries.read_text(encoding="utf-8")
    assert "\ncouverture_min = 70\n" in text
    entries.write_text(text.replace("\ncouverture_min = 70\n", "\ncouverture_min = 99\n"), encoding="utf-8")
    monkeypatch.setenv("OBSERVATOIRE_CATALOGUE", str(home))
    assert everything(frozen(path)) == told
    with reading.reader(path) as root:
        assert answer(root, "regles")[0]["couverture_min"] == 99
    assert known.rules_of(path, SESSION)["indicators.toml"] == text


def test_who_may_and_who_comes_second_are_told(held: Path, tmp_path: Path) -> None:
    path = Path(shutil.copytree(held, tmp_path / "magasin"))
    with pytest.raises(RefusedError, match="rôle « lecture »"):
        close(READER, path, SESSION, SAVE)
    with pytest.raises(FormError, match="aucune séance"):
        close(KEEPER, path, "rien", SAVE)
    assert not any((path / "seances").glob("*/*"))
    before = newest(path)

    def closing(actor: Any) -> str:
        try:
            return close(actor, path, SESSION, SAVE)
        except RefusedError as refusal:
            return str(refusal)

    with ThreadPoolExecutor(2) as both:
        said = sorted(both.map(closing, (KEEPER, OTHER)), key=len)
    assert newest(path) == before + 1 and said[0].startswith("saisie-")
    assert "déjà close" in said[1] and f"instantané {before}" in said[1] and said[0] in said[1]


def test_a_session_yet_to_come_is_not_closed_and_nothing_is_left(held: Path, tmp_path: Path) -> None:
    path = Path(shutil.copytree(held, tmp_path / "magasin"))
    create(KEEPER, path, SessionForm(instance_id="comite", tenue_le=Day(date(2099, 1, 1))), SAVE)
    with pytest.raises(FormError, match="avant d'être tenue"):
        close(KEEPER, path, "comite-2099-01-01", SAVE)
    assert known.closed(path) == {} and not any((path / "seances").glob("*/*"))


def test_undone_it_opens_again_and_restored_it_has_its_figures(path: Path, told: dict[str, Any]) -> None:
    source = known.closed(path)[SESSION].source
    undo(KEEPER, path, source)
    assert known.closed(path) == {}
    load_more(path)
    second = close(KEEPER, path, SESSION, SAVE)
    with pytest.raises(RefusedError):
        restore(KEEPER, path, source)
    undo(KEEPER, path, second)
    restore(KEEPER, path, source)
    assert everything(frozen(path)) == told


def test_undoing_what_a_session_froze_is_told_beforehand_and_changes_nothing_of_it(
    path: Path, told: dict[str, Any]
) -> None:
    (loaded,) = (row for row in store.ask_facts(path, "SELECT source FROM sources WHERE format = 'faits'"))
    assert consequences(path, loaded[0]).frozen_by == (SESSION,)
    load_more(path)
    (saved, *_) = store.ask_facts(path, "SELECT max(source) FROM sources WHERE format = 'saisie'")[0]
    assert consequences(path, saved).frozen_by == ()
    undo(CHIEF, path, loaded[0])
    assert everything(frozen(path)) == told


def test_a_backup_put_back_and_another_store_do_not_take_its_number_for_it(
    held: Path, path: Path, tmp_path: Path, told: dict[str, Any]
) -> None:
    """Closed on snapshot N; the store of before, loaded into, has another N: its session keeps other figures."""
    closed = known.closed(path)[SESSION]
    other = Path(shutil.copytree(held, tmp_path / "autre"))
    shutil.copytree(path / "seances", other / "seances")
    assert known.closed(other) == {}
    load_more(other)
    close(KEEPER, other, SESSION, SAVE)
    there = known.closed(other)[SESSION]
    assert (there.snapshot, there.identity) != (closed.snapshot, closed.identity)
    assert everything(frozen(other)) != told and everything(frozen(path)) == told


# ── Compaction, upgrades, losses ──────────────────────────────────────────────────────────────────────────────────────


def compact(path: Path, *, expire: bool = False) -> None:
    """Merge the files of the lake and remove those that this leaves; ``expire``: its snapshots too, but the newest."""
    with store.open_lake(path, read_only=False) as root:
        if expire:
            root.execute("CALL ducklake_expire_snapshots('lake', older_than => now() + INTERVAL 1 DAY)")
        root.execute("CALL ducklake_merge_adjacent_files('lake')")
        root.execute("CALL ducklake_cleanup_old_files('lake', cleanup_all => true)")


def test_it_outlives_even_its_snapshot(path: Path, told: dict[str, Any]) -> None:
    load_more(path)
    compact(path, expire=True)
    forget_copies(path)
    with pytest.raises(RefusedError, match="n'existe pas"):
        integrity.content(path, known.closed(path)[SESSION].snapshot)
    assert everything(frozen(path)) == told
    assert list(again.prepare(path)) == []


@pytest.fixture
def unreadable(path: Path) -> Iterator[Path]:
    """The same store, as a version whose copies have one table more finds it."""
    copy = frozen(path)
    (file,) = copy.folder.glob(f"{copy.stem}.*.duckdb")
    file.chmod(0o644)
    with duckdb.connect(str(file)) as root:
        root.execute("DROP TABLE flux")
    yield path


def test_what_a_newer_version_cannot_read_is_made_again_and_compared(
    unreadable: Path, told: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    load_more(unreadable)
    assert not kept.readable(frozen(unreadable), reading.copy_of(unreadable))
    (line,) = again.prepare(unreadable)
    assert line.endswith("refaite. Mêmes chiffres.")
    assert everything(frozen(unreadable)) == told
    assert list(again.prepare(unreadable)) == []


def test_a_lost_copy_is_told_made_again_and_a_difference_said(path: Path, told: dict[str, Any]) -> None:
    load_more(path)
    compact(path)
    forget_copies(path)
    shutil.rmtree(path / "seances")
    with pytest.raises(RefusedError, match="python -m queries prepare"):
        frozen(path)
    (line,) = again.prepare(path)
    assert "Mêmes chiffres" in line and everything(frozen(path)) == told
    folder = frozen(path).folder
    assert earlier.stands(folder)  # What was told is kept again too.
    shutil.rmtree(folder / kept.RULES)
    killed = path / "seances" / "000008-abc-def"
    killed.mkdir()
    (line,) = again.prepare(path)
    assert line.endswith("sont remis.") and (folder / kept.RULES / "indicators.toml").is_file() and not killed.exists()
    (folder / "dits.registre").write_bytes(b"abc")
    (manifest,) = (path / "seances").glob("*/copie.json")
    said = json.loads(manifest.read_text(encoding="utf-8"))
    for damaged in (json.dumps({**said, "readers": None}), "[]"):
        manifest.write_text(damaged, encoding="utf-8")
        with pytest.raises(RefusedError, match="python -m queries prepare"):
            frozen(path)
    manifest.unlink()
    with store.open_lake(path, read_only=False) as root:  # As if the closing had been told another figure.
        root.execute("UPDATE lake.clotures SET chiffres = '0123456789abcdef'")
    (line,) = again.prepare(path)
    assert line.endswith("Chiffres qui diffèrent : chiffres.")
    assert json.loads(manifest.read_text(encoding="utf-8"))["differs"] == ["chiffres"]
    assert earlier.stands(folder)


def test_the_last_bit_of_a_sum_is_no_difference_and_a_figure_is() -> None:
    """0.1 + 0.2 is 0.30000000000000004 in one order of adding and 0.3 in another."""
    with duckdb.connect() as root:
        for table in figures.TABLES:
            root.execute(f"CREATE TABLE {table} AS SELECT 'a' AS nom, 0.1::DOUBLE + 0.2::DOUBLE AS part")
        told, exact = figures.told(root), figures.to_the_last_bit(root)
        root.execute("UPDATE flux SET part = 0.3")
        assert figures.told(root) == told
        assert figures.to_the_last_bit(root) != exact
        root.execute("UPDATE flux SET part = 0.3001")
        assert [name for name, digest in figures.told(root).items() if digest != told[name]] == ["flux"]


def test_closing_leaves_no_copy_that_nobody_asked_for(path: Path) -> None:
    pinned = known.closed(path)[SESSION].snapshot
    assert reading.is_made(reading.copy_of(path, pinned))
    assert not reading.is_made(reading.copy_of(path, pinned, PRODUCT))


def test_a_damaged_copy_is_no_answer_and_stays_to_be_looked_at(path: Path) -> None:
    copy = frozen(path)
    (file,) = copy.folder.glob(f"{copy.stem}.*.duckdb")
    file.chmod(0o644)
    file.write_bytes(b"abc")
    with pytest.raises(RefusedError, match="python -m queries prepare"):
        reading.opened(copy)
    assert file.read_bytes() == b"abc"
