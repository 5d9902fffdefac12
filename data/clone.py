"""A throw-away clone of a store, where a write is tried for good: the store itself is only read.

Its catalog is a copy and its files of data are links to the same bytes, which DuckLake never writes to again: a clone
costs what is written to it. It stands in the folder of the store, locked; the next write, or the next clone, removes
one that was killed.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from data import checksums, integrity, residues
from data.integrity import CATALOG, FILES, IDENTITY


@contextmanager
def cloned(path: Path) -> Iterator[Path]:
    """A store with the snapshots of the one at ``path``, removed on leaving; RefusedError when it cannot be made."""
    integrity.require(path)
    residues.clear(path)
    with residues.stage(path) as folder:
        clone = folder / path.resolve().name
        try:
            _fill(path, clone)
        except (OSError, sqlite3.Error) as error:
            raise integrity.unreadable(path, error) from error
        yield clone


def _fill(path: Path, clone: Path) -> None:
    (clone / FILES).mkdir(parents=True)
    # Whole, whoever writes meanwhile.
    with integrity.catalog(path) as catalog, closing(sqlite3.connect(clone / CATALOG)) as copy:
        catalog.backup(copy)
    names = checksums.used(clone)
    if integrity.identity_file(path) is not None:
        names.add(IDENTITY)
    for name in names:
        target = clone / FILES / name
        target.parent.mkdir(parents=True, exist_ok=True)
        _linked(path / FILES / name, target)


def _linked(file: Path, target: Path) -> None:
    try:
        os.link(file, target)
    except OSError:  # Not every file system has links.
        shutil.copyfile(file, target)
