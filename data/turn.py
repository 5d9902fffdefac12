"""One write at a time in a store: the second one waits for its turn, then is told who is writing.

The lock is on a file of the store's folder and dies with its process. Reading never waits.
"""

import fcntl
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from data import integrity
from data.actors import Actor
from data.batch import RefusedError

NAME = "tour"
# Trying takes a turn of its own: it keeps no write waiting.
TRIAL = "tour-essai"
# How long a write waits for the one before it, in seconds; a larger one is told of at once after that.
PATIENCE = 30.0
_LOOK = 0.05


@contextmanager
def taken(path: Path, actor: Actor, what: str, name: str = NAME) -> Iterator[None]:
    """Hold the turn ``name`` to write to the store at ``path``, for ``what`` (« charge « fiches.txt » »).

    RefusedError (French) says who has held it for longer than ``PATIENCE``, or that the folder cannot be written to.
    """
    try:
        file = (path / name).open("ab+", buffering=0)
    except OSError as error:
        raise integrity.unreadable(path, error) from error
    with file:
        deadline = time.monotonic() + PATIENCE
        while not _locked(file):
            if time.monotonic() > deadline:
                raise RefusedError(_told(file))
            time.sleep(_LOOK)
        said = {"qui": actor.name, "quoi": what, "depuis": datetime.now(UTC).isoformat(timespec="seconds")}
        try:
            file.truncate(0)
            file.write(json.dumps(said).encode())
        except OSError as error:
            raise integrity.unreadable(path, error) from error
        yield
        file.truncate(0)


def _locked(file: IO[bytes]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _told(file: IO[bytes]) -> str:
    file.seek(0)
    try:
        holder = json.load(file)
        since = datetime.fromisoformat(holder["depuis"]).strftime("%d/%m/%Y à %H:%M UTC")
        said = f"« {holder['qui']} » {holder['quoi']} depuis le {since}"
    except (ValueError, KeyError, TypeError):  # Between the lock and the words, or after the last ones.
        said = "Une autre écriture est en cours"
    return f"{said} : rien n'a été écrit, recommencez quand ce sera fini."
