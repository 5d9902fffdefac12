"""Files as people give them: bounded, named safely, an archive unpacked, the same content taken once.

What a person called a file is text to show, never a path to follow: it is kept beside the file, whose own name is
made of it without anything that a path, an address, HTML or a terminal would understand.
"""

import hashlib
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from data import causes, french, unforeseen
from data.batch import RefusedError
from data.whole_text import printable

MAX_BYTES = 50_000_000
MAX_MEMBERS = 200
MAX_UNPACKED_BYTES = 200_000_000
_LONGEST_NAME = 100
_LONGEST_SUFFIX = 10
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# Signs that mean something to a path, an address, HTML, a shell or a spreadsheet.
_SIGNS = re.compile(r"[^\w .,'’()\-+&°]")
# Member of an Office or OpenDocument file that is no workbook → what people call it.
_DOCUMENTS = {"word/document.xml": "un document Word", "ppt/presentation.xml": "une présentation PowerPoint"}
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_OPEN_SHEET = _OPEN_DOCUMENT + b"spreadsheet"
_WORKBOOK_SUFFIXES = (".xlsx", ".xls", ".ods", ".xlsm", ".xlsb")
_PART = 1 << 20


@dataclass(frozen=True)
class Given:
    """One file to read: where its bytes are, what it was called (as text to show), the SHA-256 of its content.

    ``archive`` is the name of the archive it came in, None when it came by itself.
    """

    path: Path
    name: str
    sha256: str
    archive: str | None = None


@dataclass
class Received:
    """Files put in a folder to wait there, and what was not taken: (name to show, French reason)."""

    files: list[Given] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def receive(folder: Path, given: Iterable[tuple[str, bytes | Path]]) -> Received:
    """Put files, each a name and its bytes or where these are, into ``folder``, which is made if it is not there.

    A ZIP archive that is no workbook gives its members. Nothing is raised for a bad file: it is in ``refused``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    received = Received()
    seen: dict[str, str] = {}
    for name, content in given:
        shown = shown_name(name)
        try:
            body = _bounded(shown, content)
            _take(received, seen, folder, name, body)
        except RefusedError as error:
            received.refused.append((shown, str(error)))
        except Exception as error:  # noqa: BLE001 - the last net: a file may hold anything, a disk be full
            received.refused.append((shown, unforeseen.told(error)))
    return received


def shown_name(name: str) -> str:
    """What a file was called, on one line that can be printed; never markup, that is for who shows it to escape."""
    flat = "".join(" " if unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp") else sign for sign in printable(name))
    short = " ".join(flat.split())
    return short if len(short) <= _LONGEST_NAME else f"{short[: _LONGEST_NAME - 1]}…"


def safe_name(name: str) -> str:
    """The last part of a name, made of letters, digits and harmless signs; « fichier » when nothing is left."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", printable(name)))[-1]
    bare = " ".join(_SIGNS.sub("_", last).split()).strip(". ")
    stem, dot, suffix = bare.rpartition(".")
    if not dot or not stem or len(suffix) > _LONGEST_SUFFIX:
        return bare[:_LONGEST_NAME] or "fichier"
    return f"{stem[: _LONGEST_NAME - len(suffix) - 1].rstrip('. ')}.{suffix}"


def _bounded(shown: str, content: bytes | Path) -> bytes:
    """The bytes of one file; RefusedError when there are none, or more than ``MAX_BYTES``."""
    if isinstance(content, bytes):
        size = len(content)
    else:
        if not content.is_file():
            raise RefusedError(f"« {shown} » : ce fichier n'existe pas, ou n'est pas un fichier ordinaire.")
        size = content.stat().st_size
    if size > MAX_BYTES:
        raise RefusedError(
            f"« {shown} » est trop gros : {size / 1_000_000:.0f} Mo, pour {MAX_BYTES // 1_000_000} acceptés. "
            "Découpez-le, ou enlevez les feuilles qui ne servent pas."
        )
    if size == 0:
        raise RefusedError(f"« {shown} » est vide : aucun octet. Le téléchargement s'est-il terminé ?")
    try:
        return content if isinstance(content, bytes) else content.read_bytes()
    except OSError as error:
        raise RefusedError(f"« {shown} » ne peut pas être lu : {causes.why(error)}.") from error


def _take(
    received: Received, seen: dict[str, str], folder: Path, name: str, body: bytes, archive: str | None = None
) -> None:
    """Write one file under a safe name, once, or unpack it when it is an archive."""
    shown, digest = shown_name(name), hashlib.sha256(body).hexdigest()
    if digest in seen:
        raise RefusedError(f"« {shown} » est le même fichier que « {seen[digest]} » : il n'est lu qu'une fois.")
    if kind := _document(body):
        raise RefusedError(
            f"« {shown} » est {kind} : ces fichiers ne sont pas lus. Si ce sont des fiches, enregistrez-les en texte "
            "(.txt) ; si c'est un tableau, copiez-le dans un tableur et enregistrez-le en .xlsx ; puis "
            "déposez ce fichier."
        )
    seen[digest] = shown
    path = _free(folder, _rightly_named(safe_name(name), body))
    path.write_bytes(body)
    if body.startswith(_ZIP) and not _is_workbook(path):
        try:
            _unpack(received, seen, path, shown, inside=archive is not None)
        finally:
            path.unlink()
        return
    received.files.append(Given(path, shown, digest, archive))


def _free(folder: Path, name: str) -> Path:
    """A path that no file of the folder has."""
    path, number = folder / name, 2
    while path.exists():
        path = folder / f"{Path(name).stem}-{number}{Path(name).suffix}"
        number += 1
    return path


def _rightly_named(name: str, body: bytes) -> str:
    """The name with the suffix of what the file is: readers of tables go by it."""
    suffix = Path(name).suffix.lower()
    if body.startswith(_OLE):
        return name if suffix == ".xls" else f"{name}.xls"
    if body.startswith(_ZIP):
        opened = _OPEN_SHEET in body[:200]
        return name if suffix in _WORKBOOK_SUFFIXES else f"{name}{'.ods' if opened else '.xlsx'}"
    if suffix in _WORKBOOK_SUFFIXES:
        return f"{name}.csv"
    return name


def _document(body: bytes) -> str | None:
    """What a file for a word processor or for slides is, by what it holds; None for any other."""
    if not body.startswith(_ZIP):
        return None
    if _OPEN_DOCUMENT in body[:200] and _OPEN_SHEET not in body[:200]:
        return "un document OpenDocument, pas un classeur"
    names = _members(io.BytesIO(body)) or ()
    return next((kind for member, kind in _DOCUMENTS.items() if member in names), None)


def _members(file: Path | IO[bytes]) -> set[str] | None:
    """The names of the members of a ZIP file; None when they cannot be listed."""
    try:
        with zipfile.ZipFile(file) as archive:
            return set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None


def _is_workbook(path: Path) -> bool:
    """Whether a ZIP file is a workbook rather than an archive; one that cannot be listed is left to the readers."""
    names = _members(path)
    return names is None or bool(names & {"[Content_Types].xml", "content.xml", "EncryptedPackage"})


def _unpack(received: Received, seen: dict[str, str], file: Path, shown: str, *, inside: bool) -> None:
    """The members of an archive, each bounded as it is read: the sizes that an archive declares are not believed."""
    if inside:
        raise RefusedError(f"« {shown} » est une archive dans une archive : donnez les fichiers eux-mêmes.")
    own = Received()
    folder = _free(file.parent, safe_name(file.stem.removesuffix(".zip")) or "archive")
    with zipfile.ZipFile(file) as archive:
        members = [member for member in archive.infolist() if not _is_noise(member)]
        if len(members) > MAX_MEMBERS:
            raise RefusedError(
                f"« {shown} » contient {french.number(len(members))} fichiers, pour {MAX_MEMBERS} acceptés. "
                "Découpez-le."
            )
        if any(member.flag_bits & 0x1 for member in members):
            raise RefusedError(f"« {shown} » est protégée par un mot de passe : donnez les fichiers eux-mêmes.")
        folder.mkdir()
        left = MAX_UNPACKED_BYTES
        for member in members:
            try:
                with archive.open(member) as stream:
                    body = _read_at_most(stream, min(left, MAX_BYTES), shown)
                left -= len(body)
                if body:
                    _take(own, seen, folder, member.filename, body, archive=shown)
            except RefusedError as error:
                received.refused.append((shown_name(member.filename), str(error)))
                if left <= 0:
                    break
            except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as error:
                raise RefusedError(
                    f"« {shown} » est une archive abîmée : refaites-la, ou donnez ses fichiers."
                ) from error
    received.files += own.files
    if not members:
        raise RefusedError(f"« {shown} » est une archive vide.")


def _is_noise(member: zipfile.ZipInfo) -> bool:
    """Folders, and what systems leave in archives."""
    last = member.filename.rstrip("/").rpartition("/")[2]
    return member.is_dir() or last.startswith(".") or "__MACOSX" in member.filename


def _read_at_most(stream: IO[bytes], most: int, shown: str) -> bytes:
    parts: list[bytes] = []
    size = 0
    while part := stream.read(_PART):
        size += len(part)
        if size > most:
            raise RefusedError(
                f"« {shown} » se déploierait au-delà de ce qui est accepté ({MAX_BYTES // 1_000_000} Mo par fichier, "
                f"{MAX_UNPACKED_BYTES // 1_000_000} Mo en tout) : donnez les fichiers utiles, un par un."
            )
        parts.append(part)
    return b"".join(parts)
