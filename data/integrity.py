"""Which store a folder is, what each of its files should weigh, and what to do when a part of it is lost.

The catalog holds two tables of ours beside DuckLake's own: ``observatoire_magasin`` (the identity of the store, drawn
once, which ``parquet/magasin.txt`` repeats) and ``observatoire_empreintes`` (the SHA-256 of each file of data, written
as soon as a transaction made it). All of it is read without DuckDB, in a fraction of a millisecond.
"""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from data import unforeseen
from data.batch import RefusedError

CATALOG = "catalogue.sqlite"
FILES = "parquet"
# How long a writer waits for another one, in seconds.
LOCK_PATIENCE = 10.0
_IDENTITY = "magasin.txt"
_OURS = """
CREATE TABLE IF NOT EXISTS observatoire_magasin (identite TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS observatoire_empreintes (
    chemin TEXT PRIMARY KEY, octets INTEGER NOT NULL, sha256 TEXT NOT NULL
);
"""


@dataclass(frozen=True)
class Content:
    """One snapshot of one store. ``identity`` tells it from every other one, of this store or another, even of the same
    number: a backup put back, then loaded into, has other snapshots under the numbers of those it lost.
    """

    snapshot: int
    identity: str

    def __str__(self) -> str:
        return f"{self.snapshot:06d}-{self.identity}"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with the files of a store; ``what`` is French, ``file`` relative to the store."""

    file: str
    what: str


def there(path: Path) -> bool:
    """Whether a store was ever created in this folder, be it damaged since."""
    catalog = path / CATALOG
    return (catalog.is_file() and catalog.stat().st_size > 0) or bool(files(path)) or _identity_file(path) is not None


def require(path: Path) -> None:
    """RefusedError (French), with what to do, when there is no store here or a part of it is lost."""
    refuse_path(path)
    if not there(path):
        command = f"python -m data build --store {path}"
        raise RefusedError(f"Aucun magasin dans « {path} » : créez-le avec « {command} ».")
    catalog = path / CATALOG
    if not catalog.is_file() or catalog.stat().st_size == 0:
        raise RefusedError(
            f"Le catalogue du magasin « {path} » a disparu ({CATALOG}) alors que ses données ({FILES}/) sont là : sans "
            "lui, rien ne dit ce qu'elles sont. Remettez-le depuis la dernière sauvegarde du même dossier ; sans "
            "sauvegarde, mettez ce dossier de côté et refaites un magasin à partir des fichiers d'origine."
        )
    with _catalog(path) as connection:
        named = _identity(connection)
        listed = bool(connection.execute("SELECT 1 FROM ducklake_data_file LIMIT 1").fetchone())
    written = _identity_file(path)
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


def refuse_path(path: Path) -> None:
    """RefusedError (French) for a path that DuckDB cuts: what follows « ? » would be options of its file."""
    if "?" in str(path.resolve()):
        raise RefusedError(
            f"« {path.resolve()} » : un magasin ne peut pas être dans un dossier dont le nom contient « ? ». "
            "Renommez ce dossier, ou choisissez-en un autre."
        )


def content(path: Path, snapshot: int | None = None) -> Content:
    """The content of a snapshot, the newest when None; RefusedError when there is no such store or snapshot."""
    require(path)
    with _catalog(path) as connection:
        (newest,) = connection.execute("SELECT max(snapshot_id) FROM ducklake_snapshot").fetchone()
        number = newest if snapshot is None else snapshot
        row = connection.execute("SELECT * FROM ducklake_snapshot WHERE snapshot_id = ?", [number]).fetchone()
        if row is None or number < 1:
            raise RefusedError(f"L'instantané {number} n'existe pas dans « {path} » (de 1 à {newest}).")
        made_of = [
            _identity(connection),
            row,
            # Its last column holds what ``new_mark`` drew for that transaction, and no other.
            connection.execute("SELECT * FROM ducklake_snapshot_changes WHERE snapshot_id = ?", [number]).fetchone(),
        ]
    return Content(int(number), hashlib.sha256(repr(made_of).encode()).hexdigest()[:16])


def new_mark() -> str:
    """What makes one transaction unlike any other, whatever the clock says."""
    return uuid4().hex


def seal(path: Path) -> None:
    """Give the store its identity if it has none yet, and their checksums to the files of data that have none."""
    with _catalog(path, write=True) as connection:
        connection.executescript(_OURS)
        connection.execute("BEGIN IMMEDIATE")
        if _identity(connection) is None:
            identity = _identity_file(path) or uuid4().hex
            (path / FILES).mkdir(exist_ok=True)
            (path / FILES / _IDENTITY).write_text(identity + "\n", encoding="ascii")
            connection.execute("INSERT INTO observatoire_magasin VALUES (?)", [identity])
        sealed = {name for (name,) in connection.execute("SELECT chemin FROM observatoire_empreintes")}
        on_disk, used = files(path), _used(connection)
        connection.executemany(
            "INSERT INTO observatoire_empreintes VALUES (?, ?, ?)",
            [(name, *_checksum(on_disk[name])) for name in sorted((used & set(on_disk)) - sealed)],
        )
        connection.execute("COMMIT")


def verify(path: Path) -> tuple[int, list[Fault]]:
    """(number of files read, what is wrong with them); RefusedError when the store cannot be opened at all."""
    require(path)
    with _catalog(path) as connection:
        broken = [line for (line,) in connection.execute("PRAGMA integrity_check") if line != "ok"]
        known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'observatoire_empreintes'").fetchone()
        checksums = "SELECT chemin, octets, sha256 FROM observatoire_empreintes"
        sums = connection.execute(checksums).fetchall() if known else []
        used = _used(connection)
    sealed = {name: (size, digest) for name, size, digest in sums}
    on_disk = files(path)
    faults = [Fault(CATALOG, f"le catalogue est abîmé : {line}") for line in broken]
    faults += [Fault(name, "ce fichier manque") for name in sorted(used - set(on_disk))]
    for name in sorted(used & set(on_disk)):
        if name not in sealed:
            faults.append(Fault(name, "ce fichier n'a pas encore d'empreinte : le prochain chargement la lui donnera"))
        elif sealed[name] != _checksum(on_disk[name]):
            faults.append(Fault(name, "ce fichier n'est plus celui qui a été écrit (son empreinte diffère)"))
    return len(used & set(on_disk)), faults


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
def _catalog(path: Path, *, write: bool = False) -> Iterator[sqlite3.Connection]:
    uri = f"{(path / CATALOG).resolve().as_uri()}?mode={'rw' if write else 'ro'}"
    try:
        connection = sqlite3.connect(uri, uri=True, timeout=LOCK_PATIENCE, isolation_level=None)
        try:
            yield connection
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        raise unreadable(path, error) from error


def _identity(connection: sqlite3.Connection) -> str | None:
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'observatoire_magasin'").fetchone():
        return None
    row = connection.execute("SELECT identite FROM observatoire_magasin").fetchone()
    return None if row is None else str(row[0])


def _identity_file(path: Path) -> str | None:
    file = path / FILES / _IDENTITY
    return file.read_text(encoding="ascii", errors="replace").strip() if file.is_file() else None


def files(path: Path) -> dict[str, Path]:
    """The files of data on disk, by name: DuckLake draws each name once."""
    return {file.name: file for file in (path / FILES).rglob("*.parquet")}


def used(path: Path) -> set[str]:
    """Names of the files of data that some snapshot of the store needs."""
    with _catalog(path) as connection:
        return _used(connection)


def _used(connection: sqlite3.Connection) -> set[str]:
    """Names of the files of data that some snapshot needs."""
    rows = connection.execute("SELECT path FROM ducklake_data_file UNION SELECT path FROM ducklake_delete_file")
    return {name.rsplit("/", 1)[-1] for (name,) in rows}


def _checksum(file: Path) -> tuple[int, str]:
    with file.open("rb") as stream:
        return file.stat().st_size, hashlib.file_digest(stream, "sha256").hexdigest()
