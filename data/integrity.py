"""Which store a folder is, which content a snapshot has, and what to do when a part of the store is lost.

Beside DuckLake's own tables the catalog holds ``observatoire_magasin``: the identity of the store, drawn once, which
``parquet/magasin.txt`` repeats. It is read without DuckDB, in a fraction of a millisecond. ``data/checksums.py`` says
what its files should weigh.
"""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from data import unforeseen
from data.batch import RefusedError

CATALOG = "catalogue.sqlite"
FILES = "parquet"
# How long a writer waits for another one, in seconds.
LOCK_PATIENCE = 10.0
IDENTITY = "magasin.txt"


@dataclass(frozen=True)
class Content:
    """One snapshot of one store. ``identity`` tells it from every other one, of this store or another, even of the same
    number: a backup put back, then loaded into, has other snapshots under the numbers of those it lost.
    """

    snapshot: int
    identity: str

    def __str__(self) -> str:
        return f"{self.snapshot:06d}-{self.identity}"


def there(path: Path) -> bool:
    """Whether a store was ever begun in this folder, be it damaged since, or closed to this user."""
    try:
        catalog = path / CATALOG
        begun = catalog.is_file() and catalog.stat().st_size > 0
        return begun or identity_file(path) is not None or bool(data_files(path))
    except OSError:
        return True


def ready(path: Path) -> bool:
    """Whether there is a store with a first snapshot: a creation that was killed leaves less than that."""
    if not there(path):
        return False
    _require_there(path)
    with catalog(path) as connection:
        _require_whole(path, connection)
        return _newest(connection) > 0


def require(path: Path) -> None:
    """RefusedError (French), with what to do, when there is no store here or a part of it is lost."""
    _require_there(path)
    with catalog(path) as connection:
        _require_whole(path, connection)


def refuse_path(path: Path) -> None:
    """RefusedError (French) for a path that DuckDB cuts: what follows « ? » would be options of its file."""
    if "?" in str(path.resolve()):
        raise RefusedError(
            f"« {path.resolve()} » : un magasin ne peut pas être dans un dossier dont le nom contient « ? ». "
            "Renommez ce dossier, ou choisissez-en un autre."
        )


def content(path: Path, snapshot: int | None = None) -> Content:
    """The content of a snapshot, the newest when None; RefusedError when there is no such store or snapshot."""
    _require_there(path)
    with catalog(path) as connection:
        _require_whole(path, connection)
        newest = _newest(connection)
        if newest < 1:
            raise RefusedError(
                f"La création du magasin « {path} » a été interrompue : terminez-la avec « python -m data build "
                f"--store {path} »."
            )
        number = newest if snapshot is None else snapshot
        row = _snapshot_row(connection, number)
        if row is None or number < 1:
            raise RefusedError(f"L'instantané {number} n'existe pas dans « {path} » (de 1 à {newest}).")
        # The last column of the second row holds what ``new_mark`` drew for that transaction, and no other.
        made_of = [identity(connection), *row]
    return Content(int(number), hashlib.sha256(repr(made_of).encode()).hexdigest()[:16])


def snapshots(path: Path) -> dict[str, int]:
    """The number of the snapshot of each transaction, by the mark that ``new_mark`` drew for it."""
    with catalog(path) as connection:
        rows = connection.execute(
            "SELECT commit_extra_info, snapshot_id FROM ducklake_snapshot_changes WHERE commit_extra_info IS NOT NULL"
        ).fetchall()
    return {str(mark): int(number) for mark, number in rows}


def new_mark() -> str:
    """What makes one transaction unlike any other, whatever the clock says."""
    return uuid4().hex


def unreadable(path: Path, error: BaseException) -> RefusedError:
    """The refusal for a store that a reader or a writer stumbled upon."""
    if why := unforeseen.cause(error):
        return RefusedError(f"Le magasin « {path} » n'a pas pu être lu ou écrit : {why}.")
    said = str(error).splitlines()[0] if str(error) else type(error).__name__
    return RefusedError(
        f"Le magasin « {path} » n'a pas pu être lu ou écrit ({said}). « python -m data verify --store {path} » dit "
        "quels fichiers manquent ou sont abîmés : remettez-les depuis une sauvegarde. Vérifiez aussi la place libre "
        "et les droits sur ce dossier."
    )


@contextmanager
def catalog(path: Path, *, write: bool = False) -> Iterator[sqlite3.Connection]:
    """The catalog, without DuckDB; what a killed transaction left half-written is taken back first.

    RefusedError for whatever it raises.
    """
    file = path / CATALOG
    try:
        if Path(f"{file}-journal").exists():
            _take_back(file)
        with closing(_connected(file, "rw" if write else "ro")) as connection:
            yield connection
    except (sqlite3.Error, OSError) as error:
        raise unreadable(path, error) from error


def identity(connection: sqlite3.Connection) -> str | None:
    """The identity of the store, None for one that an older version made."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'observatoire_magasin'").fetchone():
        return None
    row = connection.execute("SELECT identite FROM observatoire_magasin").fetchone()
    return None if row is None else str(row[0])


def identity_file(path: Path) -> str | None:
    """The identity that stands beside the data, None when it is not there."""
    file = path / FILES / IDENTITY
    return file.read_text(encoding="ascii", errors="replace").strip() if file.is_file() else None


def data_files(path: Path) -> dict[str, Path]:
    """The files of data on disk, by their place under ``parquet/``."""
    folder = path / FILES
    return {file.relative_to(folder).as_posix(): file for file in folder.rglob("*.parquet")}


def _connected(file: Path, mode: str) -> sqlite3.Connection:
    uri = f"{file.resolve().as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, timeout=LOCK_PATIENCE, isolation_level=None)


def _take_back(file: Path) -> None:
    """A journal that nobody writes any more is rolled back by whoever may write; readers alone could not."""
    with closing(_connected(file, "rw")) as connection:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()


def _require_there(path: Path) -> None:
    refuse_path(path)
    if not there(path):
        command = f"python -m data build --store {path}"
        raise RefusedError(f"Aucun magasin dans « {path} » : créez-le avec « {command} ».")
    try:
        begun = (path / CATALOG).is_file() and (path / CATALOG).stat().st_size > 0
    except OSError as error:
        raise unreadable(path, error) from error
    if not begun:
        raise RefusedError(
            f"Le catalogue du magasin « {path} » a disparu ({CATALOG}) alors que ses données ({FILES}/) sont là : sans "
            "lui, rien ne dit ce qu'elles sont. Remettez-le depuis la dernière sauvegarde du même dossier ; sans "
            "sauvegarde, mettez ce dossier de côté et refaites un magasin à partir des fichiers d'origine."
        )


def _require_whole(path: Path, connection: sqlite3.Connection) -> None:
    """RefusedError when the data are not there, or are those of another store."""
    named, written = identity(connection), identity_file(path)
    listed = connection.execute("SELECT 1 FROM ducklake_data_file LIMIT 1").fetchone() is not None
    if (named is not None and written is None) or (listed and not (path / FILES).is_dir()):
        raise RefusedError(
            f"Les données du magasin « {path} » ont disparu (dossier {FILES}/) : son catalogue est là, mais ce qu'il "
            f"décrit manque. Remettez {FILES}/ depuis la sauvegarde du même jour que {CATALOG}."
        )
    if named is not None and written != named:
        raise RefusedError(
            f"Dans « {path} », {CATALOG} et {FILES}/ ne sont pas du même magasin : remettez les deux depuis une même "
            "sauvegarde."
        )


def _newest(connection: sqlite3.Connection) -> int:
    (newest,) = connection.execute("SELECT max(snapshot_id) FROM ducklake_snapshot").fetchone()
    return int(newest or 0)


def _snapshot_row(connection: sqlite3.Connection, number: int) -> tuple[object, object] | None:
    """What the catalog says of a snapshot and of its changes; None when there is no such one."""
    try:
        row = connection.execute("SELECT * FROM ducklake_snapshot WHERE snapshot_id = ?", [number]).fetchone()
    except OverflowError:
        return None
    changes = "SELECT * FROM ducklake_snapshot_changes WHERE snapshot_id = ?"
    return None if row is None else (row, connection.execute(changes, [number]).fetchone())
