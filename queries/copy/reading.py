"""The reading copy: one plain DuckDB file that holds a snapshot of a store and all that is derived from it.

Pages and commands open it read-only, any number of processes at once, and a question costs milliseconds. A copy is
named after what it is a copy of (the content of the store) and what it was made with: another store, another role or
another version of the product reads another file, never a stale one. Copies stand in ``lecture/`` of the store, and can
be deleted at any time.
"""

import fcntl
import logging
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, TypeVar

import duckdb

from data import integrity, store
from data.actors import ANYONE, Actor
from data.batch import RefusedError
from data.integrity import LOCK_PATIENCE
from data.store import Connection
from queries.copy import earlier, parts, steps
from queries.copy.draft import facts
from queries.copy.script import describe
from queries.copy.secrecy import at_rest

T = TypeVar("T")

READING = "lecture"
# Copies that closed sessions keep (``queries.sessions``): data of record, made by no reader and pruned by nobody.
KEPT = "seances"
# A larger table is not copied: it is read in the lake, where only drill-downs should have to go.
COPIED_ROWS = 2_000_000
# Copies kept beside the newest content's and those that are open: those of the sessions being read again.
READING_COPIES = 4
# What DuckDB says of a file whose blocks are not those that were written; a wrong figure is never the answer.
DAMAGE = (duckdb.IOException, duckdb.SerializationException, duckdb.InternalException, duckdb.FatalException)
_LOG = logging.getLogger(__name__)


class Copy(NamedTuple):
    """What a reading copy is a copy of, and made with (``steps.fingerprint``): answers are kept under it.

    ``unmasked``: nothing is withheld in it; what it is made with tells the two apart. ``kept``: the folder of
    the closed sessions whose figures it holds, "" for a copy that is made when it is asked for.
    """

    path: Path
    snapshot: int
    identity: str
    made_with: str
    unmasked: bool = False
    kept: str = ""

    @property
    def folder(self) -> Path:
        """Where the copies of this store stand."""
        return self.path / KEPT / self.kept if self.kept else self.path / READING

    @property
    def key(self) -> str:
        """All of it in one text: what a cache keeps answers under, ten times as quick to hash as its parts."""
        return f"{self.folder}/{self.stem}"

    @property
    def stem(self) -> str:
        """How the name of its file begins; the order of making and a random word end it."""
        return f"{self.snapshot:06d}-{self.identity}-{self.made_with}"


def copy_of(path: Path, snapshot: int | None = None, actor: Actor = ANYONE) -> Copy:
    """The copy that answers ``actor`` for a snapshot (the newest when None), there or not.

    RefusedError without such a store. Whoever is shown what others are not is written down.
    """
    copy = _copy_of(path, snapshot, unmasked=actor.unmasked)
    tell_unmasked(copy, actor)
    return copy


def tell_unmasked(copy: Copy, actor: Actor) -> None:
    """Write down who is shown what others are not."""
    if copy.unmasked:
        asked_at = datetime.now(UTC).isoformat(timespec="seconds")
        who = (asked_at, actor.name, copy.path.name, f"{copy.snapshot:06d}")
        _LOG.warning("%s : effectifs non masqués ouverts par « %s », magasin « %s », instantané %s.", *who)


def _copy_of(path: Path, snapshot: int | None, *, unmasked: bool) -> Copy:
    content = integrity.content(path, snapshot)
    return Copy(path, content.snapshot, content.identity, steps.fingerprint(unmasked=unmasked), unmasked)


def reader(path: Path, snapshot: int | None = None, actor: Actor = ANYONE) -> Connection:
    """A read-only root connection to everything that questions read, as of ``snapshot`` (the newest when None).

    Raises RefusedError when there is no store, no such snapshot, or no copy can be made. The caller closes it.
    """
    return opened(copy_of(path, snapshot, actor))


def opened(copy: Copy) -> Connection:
    """A read-only root connection to this copy; a copy that is not there, or cannot be opened, is made.

    RefusedError when it cannot be made, or when the store is no longer the one it was a copy of.
    """
    try:
        return _open(copy, made(copy))
    except duckdb.Error as error:
        discard(copy)
        if copy.kept:
            raise _gone(copy) from error
    try:
        return _open(copy, made(copy))
    except duckdb.Error as error:
        raise integrity.unreadable(copy.path, error) from error


def asked(path: Path, snapshot: int | None, ask: Callable[[Connection], T], actor: Actor = ANYONE) -> T:
    """What ``ask`` answers on a reader of its own; where the copy proves to be damaged, it is made again, once."""
    return asked_of(copy_of(path, snapshot, actor), ask)


def asked_of(copy: Copy, ask: Callable[[Connection], T]) -> T:
    """The same of a copy that is known."""
    try:
        with opened(copy) as root:
            return ask(root)
    except DAMAGE:
        discard(copy)
    with opened(copy) as root:
        return ask(root)


def made(copy: Copy) -> Path:
    """The file of a copy, made if it is not there; RefusedError when it cannot be."""
    if found := _found(copy):
        return found
    if copy.kept:
        raise _gone(copy)
    with _alone(copy):
        # Another process may have made it meanwhile.
        file = _found(copy) or _make(copy)
        _prune(file, _copy_of(copy.path, None, unmasked=copy.unmasked))
        return file


def is_made(copy: Copy) -> bool:
    """Whether the file of a copy is there."""
    return _found(copy) is not None


def let_go(copy: Copy) -> None:
    """Drop the file of a copy that nobody needs any more; who has it open keeps it."""
    with _alone(copy):
        if file := _found(copy):
            file.unlink(missing_ok=True)


def _gone(copy: Copy) -> RefusedError:
    return RefusedError(
        f"La copie qui garde les chiffres d'une séance close ({copy.folder}) n'est plus là, ou ne peut pas être lue : "
        f"refaites-la avec « python -m queries prepare --store {copy.path} »."
    )


def keep_told(copy: Copy, to: Path) -> None:
    """Keep in ``to`` what all snapshots of a store told, as a copy of it stands on."""
    with _alone(copy):
        earlier.keep(copy.folder, to)


def make_again(copy: Copy) -> Path:
    """Make the file of a kept copy from its snapshot, from nothing; whoever calls is alone, and knows the rules."""
    return _written(copy, None)


def lend(path: Path, clone: Path, actor: Actor) -> None:
    """Give the clone of a store what is made of the snapshots that they share: it would take as long again."""
    owner, borrower = (_copy_of(each, None, unmasked=actor.unmasked) for each in (path, clone))
    with _alone(owner), _alone(borrower), _writing(borrower):
        earlier.lend(owner.folder, borrower.folder)
        if base := _base(owner):
            shutil.copyfile(base, borrower.folder / base.name)


def discard(copy: Copy) -> None:
    """Forget the file of a copy, and those that it may have begun from: the next reader makes another from nothing.

    Who has one open keeps it. Those that sessions keep stay where they are, to be looked at and made again knowingly.
    """
    if copy.kept:
        _LOG.warning("copie d'une séance close abîmée : %s", copy.folder)
        return
    for file in _begun_from(copy):
        _LOG.warning("copie de lecture abîmée, refaite : %s", file)
        with _writing(copy):
            if file.is_dir():
                shutil.rmtree(file)
            else:
                file.unlink(missing_ok=True)


def _found(copy: Copy) -> Path | None:
    return next(iter(sorted(copy.folder.glob(f"{copy.stem}.*.duckdb"))), None)


def _require_same(copy: Copy) -> None:
    """The store may have been put back from a backup since it was looked at, or the catalogue edited."""
    now = _copy_of(copy.path, copy.snapshot, unmasked=copy.unmasked)
    if now.identity != copy.identity:
        raise RefusedError(f"Le magasin « {copy.path} » vient d'être remplacé par un autre : recommencez.")
    if now.made_with != copy.made_with:
        raise RefusedError("Le catalogue de l'observatoire vient d'être modifié : recommencez.")


def _make(copy: Copy) -> Path:
    """Written beside and renamed, so that no reader ever opens half a copy.

    It begins from an earlier copy where there is one; where that fails, whatever the reason, from nothing.
    """
    for left in copy.folder.glob(f"{earlier.DRAFT}*"):  # By a process that was killed: whoever writes is alone.
        shutil.rmtree(left, ignore_errors=True)
    base = _base(copy)
    if base is not None:
        try:
            return _written(copy, base)
        except (duckdb.Error, RefusedError) as error:
            _LOG.warning("copie de lecture reprise de rien : %s n'a pas pu servir (%s)", base, error)
    return _written(copy, None)


def _begun_from(copy: Copy) -> list[Path]:
    """What a copy may begin from: those made with the same code, rules and role, the last first; then, of one in which
    nothing is withheld, a reader's. Never the other way: what is dropped of a file can be read there for a while.
    """
    made_with = [copy.made_with, *([steps.fingerprint()] if copy.unmasked else [])]
    files = (sorted(copy.folder.glob(f"*-{each}.*.duckdb"), key=_rank, reverse=True) for each in made_with)
    return [file for each in files for file in each]


def _base(copy: Copy) -> Path | None:
    """The first of these that can be read: what did not change since is kept of it."""
    for file in _begun_from(copy):
        try:
            with _connected(file) as root:
                if root.execute("SELECT contenu FROM copie_de").fetchone() == (file.name.partition(".")[0],):
                    return file
        except duckdb.Error as error:
            _LOG.warning("copie de lecture illisible, laissée de côté : %s (%s)", file, error)
    return None


def _written(copy: Copy, base: Path | None) -> Path:
    _require_same(copy)
    written = steps.written()
    with _writing(copy):
        folder = tempfile.TemporaryDirectory(dir=copy.folder, prefix=earlier.DRAFT)
    with folder as place:
        draft = Path(place) / "copie.duckdb"
        chain = earlier.decided(copy.path, copy.folder, Path(place), copy.snapshot, COPIED_ROWS, base)
        with (
            facts(copy.path, copy.snapshot, draft, COPIED_ROWS, chain.base, unmasked=copy.unmasked) as root,
            chain.attached(root, copy.snapshot),
        ):
            root.execute("CREATE OR REPLACE TABLE copie_de AS SELECT ? AS contenu", [copy.stem])
            describe(root, {"copie_de": "one row, what this file is a copy of: a name can be given to any file"})
            steps.make(root)
            parts.finish()
        _require_same(copy)
        if steps.written() != written:
            raise RefusedError("Le catalogue de l'observatoire vient d'être modifié : recommencez.")
        file = copy.folder / f"{copy.stem}.{_next_rank(copy.folder):06d}.{secrets.token_hex(3)}.duckdb"
        with _writing(copy):
            with draft.open("rb+") as stream:
                os.fsync(stream.fileno())
            draft.replace(file)
    return file


def _rank(file: Path) -> int:
    """The order in which copies were made: no clock decides which one is old."""
    rank = file.name.split(".")[1]
    return int(rank) if rank.isdecimal() else 0


def _made_with(file: Path) -> str:
    return file.name.partition(".")[0].rpartition("-")[2]


def _next_rank(folder: Path) -> int:
    return 1 + max((_rank(file) for file in folder.glob("*.*.duckdb")), default=0)


def _prune(kept: Path, newest: Copy) -> None:
    """Drop the copies that were made first; never the newest, the one that is ``kept``, nor an open one.

    Copies of the newest content that another role or version made are counted apart: older contents push none out.
    Those of an older version that hold what they withhold go first.
    """
    # What this version makes never holds more: they need not be opened.
    ours = {steps.fingerprint(unmasked=unmasked) for unmasked in (False, True)}
    of_newest: list[Path] = []
    of_others: list[Path] = []
    for file in kept.parent.glob("*.duckdb"):
        if file == kept or file.name.startswith(f"{newest.stem}."):
            continue
        if _made_with(file) not in ours and _holds_more(file) and not _in_use(file):
            file.unlink(missing_ok=True)
            continue
        same_content = file.name.startswith(f"{newest.snapshot:06d}-{newest.identity}-")
        (of_newest if same_content else of_others).append(file)
    for files in (of_newest, of_others):
        for file in sorted(files, key=_rank, reverse=True)[READING_COPIES:]:
            if not _in_use(file):
                file.unlink(missing_ok=True)


def _holds_more(file: Path) -> bool:
    try:
        with store.open_copy(file, read_only=True) as root:
            return at_rest.holds_more(root)
    except duckdb.Error:  # Damaged, or being written.
        return False


def _in_use(file: Path) -> bool:
    """Whether any process, this one included, has it open: DuckDB would not let it be written to."""
    try:
        store.open_copy(file, read_only=False).close()
    except duckdb.ConnectionException:  # Open in this process.
        return True
    except duckdb.IOException as error:
        return _is_lock(error)
    except duckdb.Error:
        return False
    return False


def _is_lock(error: duckdb.Error) -> bool:
    return "lock on file" in str(error)


@contextmanager
def _alone(copy: Copy) -> Iterator[None]:
    """One process at a time makes copies of a store; the lock dies with the process."""
    with _writing(copy):
        copy.folder.mkdir(exist_ok=True)
        lock = (copy.folder / "verrou").open("w")
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _writing(copy: Copy) -> Iterator[None]:
    """RefusedError where the folder of copies cannot be written to."""
    try:
        yield
    except OSError as error:
        raise RefusedError(
            f"La copie de lecture du magasin « {copy.path} » ne peut pas être écrite ({error}) : vérifiez la place "
            f"libre et les droits sur « {copy.folder} »."
        ) from error


def _open(copy: Copy, file: Path) -> Connection:
    """A locked connection; duckdb.Error for a file that is not this copy, whatever its name says."""
    root = _connected(file)
    if root.execute("SELECT contenu FROM copie_de").fetchone() != (copy.stem,):
        root.close()
        raise duckdb.IOException(f"{file} holds another copy than its name says")
    if store.is_locked(root):
        return root
    if root.execute("SELECT 1 FROM duckdb_views() WHERE NOT internal AND sql LIKE '% FROM lake.%'").fetchone():
        store.load_extensions(root, store.LAKE_EXTENSIONS)
        store.attach(root, copy.path, read_only=True, snapshot=copy.snapshot)
    else:
        root.execute("SET enable_external_access = false")
    # Questions are small and readers many: a thread each is faster than several for one, in all and for each.
    root.execute("SET threads = 1")
    root.execute("SET lock_configuration = true")
    return root


def _connected(file: Path) -> Connection:
    """Opened once whoever was looking whether it is in use has looked."""
    deadline = time.monotonic() + LOCK_PATIENCE
    while True:
        try:
            return store.open_copy(file, read_only=True)
        except duckdb.IOException as error:
            if not _is_lock(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
