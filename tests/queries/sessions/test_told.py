"""What a closed session tells stays told: newer snapshots withhold what it would give back, be its snapshot expired.

By hand, on the year 2019 of ``docs/secrecy.md``: 14 volunteers told in Moulins, then two more of another action.
"""

import shutil

from data import store
from data.actors import ANYONE
from data.committee import known
from queries.copy import reading
from queries.sessions import kept
from queries.sessions.closing import close
from tests.queries.copy.secrecy.test_snapshots import FIRST, VOLUNTEERS, Store, base
from tests.small.entered import SAVE
from tests.small.people import KEEPER

__all__ = ["base"]


def moulins(copy: reading.Copy) -> tuple[float | None, bool] | None:
    asked = "FROM effectifs SELECT valeur, secret WHERE grandeur = ? AND territoire = '03190' AND annee = 2019"
    with reading.opened(copy) as root:
        return root.execute(asked, [VOLUNTEERS]).fetchone()


def test_a_newer_snapshot_withholds_what_a_kept_one_would_give_back(base: Store) -> None:
    base.hold({"seance": {("habitants", None): 20}})
    base.load(FIRST)
    close(KEEPER, base.path, "seance", SAVE)
    pinned = kept.copy_of(base.path, known.closed(base.path)["seance"], ANYONE)
    assert moulins(pinned) == (14, False)
    base.load({"tricot": 2})
    with store.open_lake(base.path, read_only=False) as root:  # The snapshot of the session and all that told 14 go.
        root.execute("CALL ducklake_expire_snapshots('lake', older_than => now() + INTERVAL 1 DAY)")
    shutil.rmtree(base.path / "lecture")
    assert moulins(reading.copy_of(base.path)) == (None, True)  # 16 − 14 = 2
    # Damaged, it closes no page; but nothing is left to say that 14 was told.
    (ledger,) = (base.path / "seances").glob("*/dits.registre")
    ledger.write_bytes(b"x" * 20_000)
    shutil.rmtree(base.path / "lecture")
    assert moulins(reading.copy_of(base.path)) == (16, False)
