"""The copies that closed sessions keep: files of their own in the store's folder, made when a session is closed.

They are data of record: nothing prunes them, and no reader makes one. One that is lost, damaged, or that a newer
product cannot read any more is made again from the snapshot and the rules that the session keeps, by
``python -m queries prepare`` (``queries.sessions.again``), which compares all its figures with those told then.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from data import integrity
from data.actors import Actor
from data.batch import RefusedError
from data.committee import known
from data.committee.known import Closed
from data.store import Connection
from queries.copy import reading
from queries.copy.reading import Copy

_MANIFEST = "copie.json"
# The rules of that day as files, for pages that read them.
RULES = "regles"
_THINGS = """
SELECT table_name || '.' || column_name || ' ' || data_type FROM duckdb_columns()
WHERE database_name = current_database() AND schema_name = 'main' AND NOT internal
UNION ALL
SELECT DISTINCT function_name || '(' || array_to_string(parameters, ', ') || ')' FROM duckdb_functions()
WHERE database_name = current_database() AND NOT internal
"""


@dataclass(frozen=True)
class Manifest:
    """What stands in a folder of kept copies: the file of each, the version that made them, what all figures are.

    ``remade``: the day when they were made again, None while they are those of the closing; ``differs``: the tables
    whose figures are then no longer those told.
    """

    readers: str
    whole: str
    version: str
    figures: Mapping[str, str]
    all_figures: Mapping[str, str]
    remade: str | None = None
    differs: tuple[str, ...] = field(default=())


def folder_name(snapshot: int, identity: str, rules: str) -> str:
    """The folder of a closed session under ``seances/``: two sessions closed on the same content and rules share it."""
    return f"{snapshot:06d}-{identity}-{rules}"


def folder(path: Path, name: str) -> Path:
    """Where its copies stand."""
    return path / reading.KEPT / name


def manifest(path: Path, name: str) -> Manifest | None:
    """What is kept there; None when nothing whole is."""
    try:
        said: dict[str, Any] = json.loads((folder(path, name) / _MANIFEST).read_text(encoding="utf-8"))
        found = Manifest(**{**said, "differs": tuple(said.get("differs", ()))})
        files = [folder(path, name) / file for file in (found.readers, found.whole)]
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    return found if all(file.is_file() for file in files) else None


def write(path: Path, name: str, said: Manifest) -> None:
    """Say what is kept: whole or as before."""
    target = folder(path, name) / _MANIFEST
    draft = target.with_suffix(".brouillon")
    draft.write_text(json.dumps(asdict(said), ensure_ascii=False, indent=1), encoding="utf-8")
    draft.replace(target)


def used(path: Path) -> set[str]:
    """The folders that closed sessions of a store name."""
    return {folder_name(each.snapshot, each.identity, each.rules) for each in known.closed(path).values()}


def left_over(path: Path) -> list[Path]:
    """Folders that a killed closing left half-made: no session names them, and nothing whole was ever kept there (what
    an undone closing kept is whole: it may be restored)."""
    named = used(path)
    begun = [each for each in (path / reading.KEPT).glob("*/") if not (each / _MANIFEST).exists()]
    return [each for each in begun if each.name not in named]


def sweep(path: Path) -> None:
    """Remove them; whoever calls is ``alone``, so that nobody is making one."""
    for each in left_over(path):
        shutil.rmtree(each, ignore_errors=True)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """One session is closed at a time; the lock dies with its process."""
    integrity.require(path)
    try:
        (path / reading.KEPT).mkdir(exist_ok=True)
        lock = (path / reading.KEPT / "verrou").open("w")
    except OSError as error:
        raise integrity.unreadable(path, error) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def keep(copy: Copy, name: str) -> str:
    """Keep the file of a reading copy in a folder of kept ones, made if need be; its name there."""
    file = reading.made(copy)
    target = folder(copy.path, name) / file.name
    draft = target.with_suffix(".brouillon")
    shutil.copyfile(file, draft)
    with draft.open("rb+") as stream:
        os.fsync(stream.fileno())
    draft.chmod(0o444)
    draft.replace(target)
    return file.name


def copy_of(path: Path, closed: Closed, actor: Actor) -> Copy:
    """The copy that answers ``actor`` in a closed session; RefusedError (French) where none is kept any more.

    Whoever is shown what others are not is written down.
    """
    name = folder_name(closed.snapshot, closed.identity, closed.rules)
    found = manifest(path, name)
    if found is None:
        raise lost(path, closed)
    file = found.whole if actor.unmasked else found.readers
    copy = Copy(path, closed.snapshot, closed.identity, _made_with(file), actor.unmasked, name)
    reading.tell_unmasked(copy, actor)
    return copy


def rules_folder(copy: Copy) -> Path:
    """Where the rules of a kept copy stand as files."""
    return copy.folder / RULES


def lost(path: Path, closed: Closed) -> RefusedError:
    """The refusal for a session whose copy is not there, or cannot be read by this version."""
    return RefusedError(
        f"Les chiffres arrêtés le {closed.day:%d/%m/%Y} pour cette séance (instantané {closed.snapshot}) ne sont plus "
        "lisibles ici : leur copie a disparu, ou date d'une autre version du logiciel. Qui tient l'observatoire la "
        f"refait avec « python -m queries prepare --store {path} », qui dit si un chiffre diffère."
    )


def missing(kept: Connection, today: Connection) -> list[str]:
    """What today's questions may read that a kept copy does not have, columns with their types."""
    there, wanted = ({name for (name,) in root.execute(_THINGS).fetchall()} for root in (kept, today))
    return sorted(wanted - there)


def readable(copy: Copy, today: Copy) -> bool:
    """Whether this version reads a kept copy as it reads today's."""
    try:
        with reading.opened(copy) as old, reading.opened(today) as new:
            return not missing(old, new)
    except (RefusedError, duckdb.Error):
        return False


def keep_told(copy: Copy, name: str) -> None:
    """Keep what all snapshots told beside the copies: newer snapshots are held to it, whatever the rules become."""
    reading.keep_told(copy, folder(copy.path, name))


def _made_with(file: str) -> str:
    return file.partition(".")[0].rpartition("-")[2]
