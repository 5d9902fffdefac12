"""What each file of a store should weigh: checksums kept as transactions make the files, and read again on demand.

``observatoire_empreintes`` (in the catalog) holds the size and SHA-256 of each file of data; ``observatoire_catalogue``
a digest of what DuckLake itself wrote in the catalog, with the snapshot that it was as of.
"""

import hashlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from data import causes, integrity
from data.integrity import CATALOG, FILES, IDENTITY, catalog, data_files, identity, identity_file

_OURS = """
CREATE TABLE IF NOT EXISTS observatoire_magasin (identite TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS observatoire_empreintes (
    chemin TEXT PRIMARY KEY, octets INTEGER NOT NULL, sha256 TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS observatoire_catalogue (instantane INTEGER NOT NULL, sha256 TEXT NOT NULL);
"""
# The files of data that some snapshot needs, by their place under ``parquet/``, with the size that DuckLake wrote down.
_USED = """
WITH files AS (
    SELECT table_id, path, path_is_relative, file_size_bytes FROM ducklake_data_file
    UNION ALL SELECT table_id, path, path_is_relative, file_size_bytes FROM ducklake_delete_file
),
tables AS (SELECT DISTINCT table_id, schema_id, path, path_is_relative FROM ducklake_table),
schemas AS (SELECT DISTINCT schema_id, path, path_is_relative FROM ducklake_schema)
SELECT DISTINCT CASE WHEN files.path_is_relative THEN
           CASE WHEN tables.path_is_relative THEN coalesce(schemas.path, '') ELSE '' END || coalesce(tables.path, '')
       ELSE '' END || files.path, file_size_bytes
FROM files LEFT JOIN tables USING (table_id) LEFT JOIN schemas USING (schema_id)
"""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with the files of a store; ``what`` is French, ``file`` relative to ``parquet/``."""

    file: str
    what: str


@dataclass(frozen=True)
class Verified:
    """Files that were read again, what is wrong, and files that have no checksum yet: an older version wrote
    them, or a write that was killed after its transaction and before ``seal``."""

    count: int
    faults: list[Fault]
    unsealed: list[str]


def seal(path: Path) -> None:
    """Give the store its identity if it has none yet, and their checksums to the files of data that have none.

    A file that is not of the size that DuckLake wrote down gets none: it was damaged since.
    """
    with catalog(path, write=True) as connection:
        connection.executescript(_OURS)
        connection.execute("BEGIN IMMEDIATE")
        if identity(connection) is None:
            drawn = identity_file(path) or uuid4().hex
            (path / FILES).mkdir(exist_ok=True)
            (path / FILES / IDENTITY).write_text(drawn + "\n", encoding="ascii")
            connection.execute("INSERT INTO observatoire_magasin VALUES (?)", [drawn])
        sealed = {name for (name,) in connection.execute("SELECT chemin FROM observatoire_empreintes")}
        on_disk = data_files(path)
        for name, size in sorted(_used(connection).items()):
            if name in on_disk and name not in sealed and on_disk[name].stat().st_size == size:
                values = (name, *_checksum(on_disk[name]))
                connection.execute("INSERT INTO observatoire_empreintes VALUES (?, ?, ?)", values)
        connection.execute("DELETE FROM observatoire_catalogue")
        connection.execute("INSERT INTO observatoire_catalogue VALUES (?, ?)", _catalog_digest(connection))
        connection.execute("COMMIT")


def verify(path: Path) -> Verified:
    """Every file that a snapshot needs, read again; RefusedError when the store cannot be opened at all."""
    integrity.require(path)
    with catalog(path) as connection:
        faults = [
            Fault(CATALOG, f"le catalogue est abîmé : {line}")
            for (line,) in connection.execute("PRAGMA integrity_check")
            if line != "ok"
        ]
        if not faults and _has(connection, "observatoire_catalogue"):
            faults += _catalog_faults(connection)
        sums = "SELECT chemin, octets, sha256 FROM observatoire_empreintes"
        rows = connection.execute(sums).fetchall() if _has(connection, "observatoire_empreintes") else []
        needed = _used(connection)
    sealed = {name: (size, digest) for name, size, digest in rows}
    on_disk, unsealed = data_files(path), []
    faults += [Fault(name, "le catalogue ne connaît plus ce fichier") for name in sorted(set(sealed) - set(needed))]
    for name, size in sorted(needed.items()):
        if name not in on_disk:
            faults.append(Fault(name, "ce fichier manque"))
        elif fault := _fault(on_disk[name], size, sealed.get(name)):
            faults.append(Fault(name, fault))
        elif name not in sealed:
            unsealed.append(name)
    return Verified(len(set(needed) & set(on_disk)), faults, unsealed)


def used(path: Path) -> set[str]:
    """Files of data that some snapshot of the store needs, by their place under ``parquet/``."""
    with catalog(path) as connection:
        return set(_used(connection))


def _fault(file: Path, size: int, sealed: tuple[int, str] | None) -> str | None:
    """What is wrong with a file, None when it is as it was written (as far as is known, where it has no checksum)."""
    try:
        found = _checksum(file)
    except OSError as error:
        return f"ce fichier ne peut pas être lu ({causes.why(error)})"
    if found[0] != size or sealed not in (None, found):
        return "ce fichier n'est plus celui qui a été écrit (sa taille ou son empreinte diffère)"
    return None


def _catalog_faults(connection: sqlite3.Connection) -> list[Fault]:
    """What DuckLake wrote, against its digest; a transaction that was killed before it was sealed is no fault."""
    row = connection.execute("SELECT instantane, sha256 FROM observatoire_catalogue").fetchone()
    snapshot, digest = _catalog_digest(connection)
    if row is None or snapshot > row[0] or digest == row[1]:
        return []
    return [Fault(CATALOG, "le catalogue n'est plus celui que le dernier chargement a écrit")]


def _catalog_digest(connection: sqlite3.Connection) -> tuple[int, str]:
    """(newest snapshot, digest of every row of DuckLake's tables)."""
    names = [
        name
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'ducklake%' ORDER BY name"
        )
    ]
    digest = hashlib.sha256()
    for name in names:
        rows = sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"')))
        digest.update("\n".join([name, *rows, ""]).encode())
    newest = 0
    if "ducklake_snapshot" in names:
        (newest,) = connection.execute("SELECT max(snapshot_id) FROM ducklake_snapshot").fetchone()
    return int(newest or 0), digest.hexdigest()


def _has(connection: sqlite3.Connection, table: str) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [table]).fetchone() is not None


def _used(connection: sqlite3.Connection) -> dict[str, int]:
    return {str(name): int(size) for name, size in connection.execute(_USED) if name is not None}


def _checksum(file: Path) -> tuple[int, str]:
    with file.open("rb") as stream:
        return file.stat().st_size, hashlib.file_digest(stream, "sha256").hexdigest()
