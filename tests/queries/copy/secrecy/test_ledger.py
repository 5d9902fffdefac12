"""What earlier snapshots told is a function of the store: made again the same, in any order, after any damage."""

from pathlib import Path
from typing import Any

import pytest

from data import store
from data.batch import RefusedError
from data.identifiers import action_id
from queries.copy import earlier
from queries.copy.draft import facts
from queries.copy.secrecy import ledger
from tests.queries.copy.secrecy.test_snapshots import FIRST, Store, base
from tests.small.entered import corrected
from tests.small.facts import CENTRE
from tests.tools.snapshots import decided, newest, told

__all__ = ["base"]


def kept(path: Path) -> list[list[tuple[object, ...]]]:
    """All rows of the ledger of a store."""
    (file,) = (path / "lecture").glob("dits-*.registre")
    with store.memory() as root:
        ledger.attach(root, file)
        tables = ("instantanes", "comptes", "secrets", "sommes", "egalites")
        return [root.execute(f"FROM {ledger.CATALOG}.{table} ORDER BY ALL").fetchall() for table in tables]


@pytest.fixture
def filled(base: Store) -> Store:
    base.load(FIRST)
    base.load({"tricot": 2})
    base.load({"rando": 9})
    return base


def test_the_ledger_is_made_again_the_same(filled: Store) -> None:
    path, last = filled.path, newest(filled.path)
    before, rows = told(path, last), kept(path)
    assert [number for number, *_ in rows[0]][-3:] == [last - 2, last - 1, last]
    (file,) = (path / "lecture").glob("dits-*.registre")
    file.unlink()
    told(path, last - 1)  # Whatever is asked first.
    assert told(path, last) == before
    assert kept(path) == rows
    content = bytearray(file.read_bytes())
    content[4096 : len(content) // 2] = b"x" * (len(content) // 2 - 4096)
    file.write_bytes(content)
    assert told(path, last) == before
    assert kept(path) == rows


def test_another_history_is_another_ledger(filled: Store) -> None:
    """A snapshot of the same number that is not the same: the store was put back, then loaded into."""
    path, last = filled.path, newest(filled.path)
    before, rows = told(path, last), kept(path)
    (file,) = (path / "lecture").glob("dits-*.registre")
    with store.memory() as root:
        ledger.attach(root, file)
        root.execute(f"UPDATE {ledger.CATALOG}.instantanes SET identite = 'autre' WHERE instantane = ?", [last - 1])
        root.execute(f"DELETE FROM {ledger.CATALOG}.secrets")
        ledger.detach(root)
    assert told(path, last) == before
    assert kept(path) == rows


def test_a_snapshot_that_says_the_same_of_people_is_decided_as_the_one_before(filled: Store) -> None:
    """A title, then one that says something of private life; decided afresh, the first tells what it told."""
    path, first = filled.path, newest(filled.path)
    before = told(path, first)
    saved = [first]
    for title in ("Jardin ouvert", "Jardin des migrants"):
        corrected(path, action_id("jardin", CENTRE), titre=title)
        saved.append(newest(path))
    assert told(path, saved[1]).told == before.told
    told(path, saved[2])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledger, "settle", lambda *_: None)
        assert told(path, saved[1]).told == before.told
    same = {number: other for number, *_, other in kept(path)[0]}
    assert [same[number] for number in saved] == [first, first, saved[2]]
    assert len(told(path, saved[2]).sensitive) == len(before.sensitive) + 1


def test_a_snapshot_that_cannot_be_read_any_more_binds_nothing(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody can ask it: the next one is decided without it, and the log says so."""
    path, last = filled.path, newest(filled.path)
    alone = told(path, last, alone=True)

    def lost(at: Path, snapshot: int, *more: Any) -> object:
        if snapshot < last:
            raise RefusedError("fichier perdu")
        return facts(at, snapshot, *more)

    monkeypatch.setattr(earlier, "facts", lost)
    monkeypatch.setattr(earlier.Chain, "_can_be_read", lambda chain, snapshot: False)
    assert told(path, last) == alone


def test_what_the_machine_lacks_is_no_reason_to_forget(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> object:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(earlier, "facts", full)
    with pytest.raises(OSError, match="No space"), decided(filled.path, newest(filled.path)):
        pass
