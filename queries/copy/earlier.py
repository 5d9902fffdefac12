"""What earlier snapshots told, decided one after the other before a copy is made: a copy tells what they leave to tell.

What a snapshot tells is a function of the store alone: of this snapshot and those before it that can be read, in their
order, whoever opened what. The ledger (``queries.copy.secrecy.ledger``) keeps it; deleted, it is made again the same.
"""

import hashlib
import logging
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import duckdb

from data import integrity, store, unforeseen
from data.batch import RefusedError
from data.importers import UNREVIEWED
from data.reading.codes import CODES
from data.store import CONTRACT, Connection
from queries.copy import parts
from queries.copy.common import entered, places
from queries.copy.draft import facts
from queries.copy.modules import modules
from queries.copy.script import drop_temporaries
from queries.copy.secrecy import disclosure, ledger, rules

_LOG = logging.getLogger(__name__)
_HERE = Path(__file__).parent
_PREFIX, _SUFFIX = "dits-", ".registre"
DRAFT = "brouillon-"
# What snapshots told when a session was closed, beside the copies that it keeps (``reading.KEPT``).
_KEPT = "seances/*/dits.registre"
# Loads that touch nothing but these change no count of people, nor where or when it stands, nor how private it is.
_WITHOUT_PEOPLE = frozenset(
    (
        "actions_partenaires", "actions_termes", "actions_textes", "agrements", "annotations", "budgets", "cibles",
        "cibles_seances",
        "clotures", "clotures_regles", "constats", "contexte_communes", "contexte_variables", "correspondances",
        "decisions", "decisions_etats", "decisions_liens", "ecritures", "enveloppes",
        "evenements_departements", "financements", "financeurs", "financeurs_libelles", "indices_prix", "libelles",
        "lignes_budget", "montants",
        "populations", "postes", "rejets", "saisies", "seances_documents", "seances_points", "sources",
        "sources_fichiers", "subventions",
    )
)  # fmt: skip
_COUNTS = {"mesures", "presences"}
_ROWS = re.compile(r"(?:inserted_into_table|deleted_from_table|inlined_insert|inlined_delete):(\d+)")


def decided(path: Path, folder: Path, place: Path, snapshot: int, most_rows: int, base: Path | None = None) -> "Chain":
    """What all snapshots of a store before this one told; those that are missing are decided first, in ``place``.

    Whoever calls is alone to write in ``folder``, where the ledger stands. ``base``: a copy that facts begin from.
    What this snapshot tells is noted by whoever decides it.
    """
    chain = Chain(path, folder / f"{_PREFIX}{fingerprint()}{_SUFFIX}", place, most_rows, base)
    for other in folder.glob(f"{_PREFIX}*"):
        if not other.name.startswith(chain.file.name):
            other.unlink()
    begun = chain.file.exists()
    try:
        _fill(chain, snapshot)
    except (duckdb.Error, RefusedError):
        if not begun:  # What fails leaves nothing of its own.
            _forget(chain.file)
        raise
    return chain


def _fill(chain: "Chain", snapshot: int) -> None:
    try:
        chain.fill(snapshot)
    except duckdb.Error as error:
        _LOG.warning("registre de ce qui a été dit abîmé, refait : %s (%s)", chain.file, error)
        _forget(chain.file)
        chain.fill(snapshot)


def _forget(ledger_file: Path) -> None:
    for left in ledger_file.parent.glob(f"{ledger_file.name}*"):
        left.unlink()


def lend(folder: Path, to: Path) -> None:
    """Copy the ledger of a store to where a clone of it looks for its own, and those that its closed sessions keep;
    whoever calls is alone to write in both."""
    for file in folder.glob(f"{_PREFIX}*"):
        shutil.copyfile(file, to / file.name)
    for file in folder.parent.glob(_KEPT):
        target = to.parent / file.relative_to(folder.parent)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)


def keep(folder: Path, to: Path) -> None:
    """Keep the ledger of a store with the copies of a closed session; whoever calls is alone to write in both."""
    for file in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        shutil.copyfile(file, to / Path(_KEPT).name)


def stands(folder: Path) -> bool:
    """Whether the ledger that a closed session keeps in ``folder`` is there and can be read."""
    try:
        with store.memory() as root:
            ledger.attach(root, folder / Path(_KEPT).name, read_only=True)
            return bool(ledger.noted(root))
    except duckdb.Error:
        return False


def _kept(path: Path) -> tuple[Path | None, list[tuple[int, str]]]:
    """(the longest ledger that a closed session keeps of this store's own past, the snapshots that it notes).

    What a kept copy tells stays told, be the snapshots before it expired and the rules changed since: the ledger begins
    from there.
    """
    best: tuple[Path | None, list[tuple[int, str]]] = (None, [])
    for file in sorted(path.glob(_KEPT)):
        try:
            with store.memory() as root:
                ledger.attach(root, file, read_only=True)
                noted = ledger.noted(root)
        except duckdb.Error as error:
            _LOG.warning("registre d'une séance close illisible, laissé de côté : %s (%s)", file, error)
            continue
        if len(noted) > len(best[1]) and all(_still_or_gone(path, *each) for each in noted):
            best = (file, noted)
    return best


def _still_or_gone(path: Path, snapshot: int, identity: str) -> bool:
    """Whether a snapshot is the one of that identity, or expired; one of another history, or to come, is neither."""
    try:
        return integrity.content(path, snapshot).identity == identity
    except RefusedError:
        return snapshot < integrity.content(path).snapshot


def fingerprint() -> str:
    """Changes when what is decided would change: the code that decides, the rules, the labels that are known."""
    digest = hashlib.sha256(_code())
    for file in (rules.SETTINGS, *sorted(CODES.glob("*.csv"))):
        digest.update(file.name.encode() + file.read_bytes())
    digest.update(repr((UNREVIEWED, duckdb.__version__)).encode())
    return digest.hexdigest()[:12]


@cache
def _code() -> bytes:
    scripts = [file for folder in ("common", "secrecy") for file in (_HERE / folder).glob("*.sql")]
    return b"".join(file.read_bytes() for file in sorted({*modules(Path(__file__)), *scripts, CONTRACT}))


class Chain:
    """The snapshots of a store that may tell something of people, and the file that keeps what they told.

    ``base``: what the facts of the next one begin from, those of the last that was decided or an earlier copy.
    """

    def __init__(self, path: Path, file: Path, place: Path, most_rows: int, base: Path | None) -> None:
        self.path, self.file, self.place, self.most_rows, self.base = path, file, place, most_rows, base
        self.readable = {number: integrity.content(path, number).identity for number in telling(path)}
        self.kept, self.told = _kept(path)

    def fill(self, snapshot: int) -> None:
        """Decide the snapshots before this one that are not in the ledger yet."""
        with store.memory() as root:
            ledger.attach(root, self.file)
            noted, expected = ledger.noted(root), self._expected()
            again = len(noted) < len(self.told) or noted != expected[: len(noted)]
            if again:  # Put back from a backup, or expired; or begun without what sessions keep.
                ledger.empty(root)
                noted = self.told
            ledger.detach(root)
        if again and self.kept is not None:
            shutil.copyfile(self.kept, self.file)
        for earlier, _ in expected[len(noted) :]:
            if earlier < snapshot:
                self._decide(earlier)

    def _expected(self) -> list[tuple[int, str]]:
        """What the ledger is to note, in order: what closed sessions keep, then the snapshots since."""
        since = self.told[-1][0] if self.told else 0
        return [*self.told, *(each for each in self.readable.items() if each[0] > since)]

    @contextmanager
    def attached(self, root: Connection, snapshot: int) -> Iterator[None]:
        """``registre`` on ``root``, and the identity to note this snapshot under (NULL: nothing to note)."""
        ledger.attach(root, self.file)
        known = {number for number, _ in ledger.noted(root)}
        root.execute("SET VARIABLE identite = ?", [None if snapshot in known else self.readable.get(snapshot)])
        yield
        ledger.detach(root)

    def _decide(self, snapshot: int) -> None:
        file = self.place / f"{snapshot:06d}.{secrets.token_hex(3)}.duckdb"
        try:
            with (
                facts(self.path, snapshot, file, self.most_rows, self.base) as root,
                self.attached(root, snapshot),
            ):
                entered.derive(root)
                places.derive(root)
                parts.forget(disclosure.PART)
                disclosure.note(root)
                drop_temporaries(root)
                parts.record()
            self.base = file
        except (RefusedError, duckdb.Error):
            if self._can_be_read(snapshot):
                raise
            _LOG.warning("instantané %s illisible : ce qu'il disait ne protège plus rien", snapshot)
            with store.memory() as root:
                ledger.attach(root, self.file)
                ledger.note(root, snapshot, self.readable[snapshot], None)
                ledger.detach(root)

    def _can_be_read(self, snapshot: int) -> bool:
        """Whether its counts can; what the machine lacks (disk, memory) is no fault of theirs."""
        try:
            with store.open_lake(self.path, read_only=True, snapshot=snapshot) as root:
                for table in sorted(store.lake_columns(root, snapshot).keys() - _WITHOUT_PEOPLE):
                    root.execute(f"SELECT bit_xor(hash(t)) FROM lake.{table} AS t").fetchone()
        except (RefusedError, duckdb.Error) as error:
            return unforeseen.cause(error.__cause__ or error) is not None
        return True


def telling(path: Path) -> list[int]:
    """The snapshots of a store after which counts of people may be others than before, in order."""
    sql = """
    SELECT snapshot_id, changes_made FROM ducklake_snapshot JOIN ducklake_snapshot_changes USING (snapshot_id)
    WHERE snapshot_id >= 1 ORDER BY snapshot_id
    """
    with integrity.catalog(path) as connection:
        names = dict(connection.execute("SELECT table_id, table_name FROM ducklake_table").fetchall())
        rows = connection.execute(sql).fetchall()
    told: list[int] = []
    before = 0
    for number, changes in rows:
        gap, before = number - 1 != before, number
        touched = {names.get(int(table)) for table in _ROWS.findall(changes or "")}
        # Before the first count there is nothing to tell; of what expired, what the next one holds counts as its own.
        if gap or (touched - _WITHOUT_PEOPLE and (told or touched & _COUNTS)):
            told.append(int(number))
    return told
