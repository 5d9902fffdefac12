"""What a killed write leaves behind, and its removal by the next one; never what another process is writing.

Each write under way is a file « ecriture-… » in the store's folder, locked by its process, which lists the files of
data that were there before. The lock goes when the process dies: a file that nobody locks tells of a write that was
killed or failed, and what stands in ``parquet/`` since, that no snapshot names, is its residue.
"""

import fcntl
import json
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from data import checksums, integrity
from data.batch import RefusedError

_LOG = logging.getLogger(__name__)
_WRITE = "ecriture-"
_STAGE = "chargement-"
_PROBE = 1_000_000


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Announce a write to the store at ``path``; residues of dead ones are removed first, and its own if it fails."""
    clear(path)
    name, descriptor = _locked(lambda: _announcement(path), os.O_RDWR)
    try:
        os.write(descriptor, json.dumps([name.name, *sorted(integrity.data_files(path))]).encode())
        yield
        name.unlink(missing_ok=True)
    finally:
        os.close(descriptor)
        if name.exists():
            with suppress(OSError, RefusedError):  # What failed is told by its own error.
                clear(path)


@contextmanager
def stage(path: Path) -> Iterator[Path]:
    """A folder for what a load cannot keep in memory; it is locked until it is removed."""
    name, descriptor = _locked(lambda: tempfile.mkdtemp(dir=path, prefix=_STAGE), os.O_RDONLY)
    try:
        yield name
    finally:
        shutil.rmtree(name, ignore_errors=True)
        os.close(descriptor)


def _announcement(path: Path) -> str:
    descriptor, name = tempfile.mkstemp(dir=path, prefix=_WRITE)
    os.close(descriptor)
    return name


def _locked(make: Callable[[], str], mode: int) -> tuple[Path, int]:
    """A new file or folder and its lock; made again when another write took it for a residue before the lock."""
    while True:
        name = Path(make())
        with suppress(FileNotFoundError):
            descriptor = os.open(name, mode)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            if name.exists():
                return name, descriptor
            os.close(descriptor)


def refusal_to_write(path: Path) -> OSError | None:
    """What the system says to a file of an ordinary size in the store's folder; None when it takes it."""
    try:
        with tempfile.TemporaryFile(dir=path) as probe:
            probe.write(bytes(_PROBE))
    except OSError as error:
        return error
    return None


def clear(path: Path) -> None:
    """Remove what dead writes and loads left; nothing at all of the data while any other write is under way."""
    for folder in path.glob(f"{_STAGE}*"):
        with suppress(OSError):
            _remove_if_dead(folder)
    # The order matters: a file that is listed before the announcements are looked at is either of a write whose
    # announcement is seen, or of one that is over, hence named by the catalog that is read last.
    on_disk = integrity.data_files(path)
    announced = [(name, name.open("r+", encoding="utf-8")) for name in path.glob(f"{_WRITE}*")]
    try:
        if announced and all(_is_dead(stream) for _, stream in announced):
            _remove_orphans(path, on_disk, announced)
    finally:
        for _, stream in announced:
            stream.close()


def _remove_if_dead(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder)
    finally:
        os.close(descriptor)


def _is_dead(stream: IO[str]) -> bool:
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _remove_orphans(path: Path, on_disk: dict[str, Path], announced: Sequence[tuple[Path, IO[str]]]) -> None:
    """Remove files that came since every dead write began and that no snapshot names, then the announcements."""
    for before in filter(None, (_listed(stream) for _, stream in announced)):
        for name in sorted(set(on_disk) - set(before) - checksums.used(path)):
            _LOG.warning("reste d'une écriture interrompue, supprimé : %s", name)
            on_disk[name].unlink(missing_ok=True)
    for announcement, _ in announced:
        announcement.unlink(missing_ok=True)


def _listed(stream: IO[str]) -> list[str]:
    """What a write found, its own announcement first; nothing when it died before it wrote at all."""
    try:
        return list(json.load(stream))
    except ValueError:
        return []
