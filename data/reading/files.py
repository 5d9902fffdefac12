"""Reading a text file sent by someone: refuse clearly what is not text, decode what is, never repair silently."""

import hashlib
import re
from pathlib import Path

from data.batch import RefusedError

MAX_BYTES = 20_000_000

_MAGIC = {
    b"%PDF": "un PDF",
    b"PK\x03\x04": "une archive ZIP ou un document bureautique (docx, xlsx, odt, ods…)",
    b"\xd0\xcf\x11\xe0": "un ancien document Office (doc, xls, ppt)",
    b"{\\rtf": "un document RTF",
    b"\x1f\x8b": "une archive gzip",
    b"7z\xbc\xaf\x27\x1c": "une archive 7z",
    b"Rar!": "une archive RAR",
    b"\x89PNG": "une image PNG",
    b"\xff\xd8\xff": "une image JPEG",
    b"GIF8": "une image GIF",
    b"SQLite format 3": "une base SQLite",
    b"PAR1": "un fichier Parquet",
}
_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
# Two or three bytes that French text in UTF-8 is full of and that cp1252 text never holds (« Ã© », « â€™ »).
_UTF8_TRACE = re.compile(rb"\xc3[\x80-\xbf]|\xc2[\xa0-\xbf]|\xe2\x80[\x90-\xbf]|\xe2\x82\xac|\xc5[\x92\x93]")
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_ADVICE = "Enregistrez-le en texte brut, encodage UTF-8, puis recommencez."


def read_bytes(path: Path, most: int = MAX_BYTES) -> bytes:
    """The bytes of a regular file of at most ``most`` bytes; RefusedError (French) when it cannot be one."""
    if not path.exists():
        raise RefusedError(f"« {path} » : ce fichier n'existe pas. Vérifiez le chemin et le nom.")
    if path.is_dir():
        raise RefusedError(f"« {path} » est un dossier. Donnez les fichiers qu'il contient, un par un.")
    if not path.is_file():
        raise RefusedError(f"« {path} » n'est pas un fichier ordinaire.")
    size = path.stat().st_size
    if size > most:
        raise RefusedError(f"« {path.name} » est trop gros : {size} octets, pour {most} acceptés. Découpez-le.")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise RefusedError(f"« {path.name} » ne peut pas être lu : {error.strerror}.") from error
    if not content:
        raise RefusedError(f"« {path.name} » est vide : aucun octet.")
    return content


def read_text(path: Path, encoding: str | None = None, most: int = MAX_BYTES) -> str:
    """The text of a file with ``\\n`` line ends; no-break spaces stay, the readers understand them.

    In ``encoding`` when someone says it; else UTF-8 (with or without BOM), UTF-16 with BOM, or Windows-1252.
    RefusedError (French) for a missing, empty, binary or too large file, for an encoding that does not exist, and for
    bytes that belong to no single encoding, with their line.
    """
    content = read_bytes(path, most)
    _refuse_binary(path, content)
    text = _decode(path, content) if encoding is None else _decode_as(path, content, encoding)
    controls = len(_CONTROLS.findall(text))
    if controls * 100 > len(text):
        raise RefusedError(f"« {path.name} » n'est pas un texte : {controls} caractères de contrôle. {_ADVICE}")
    if not text.strip():
        raise RefusedError(f"« {path.name} » est vide : rien que des blancs.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def sha256(path: Path) -> str:
    """SHA-256 of the file's bytes, in 64 hexadecimal digits."""
    return hashlib.sha256(read_bytes(path)).hexdigest()


def _refuse_binary(path: Path, content: bytes) -> None:
    for magic, kind in _MAGIC.items():
        if content.startswith(magic):
            raise RefusedError(f"« {path.name} » est {kind}, pas un fichier texte. {_ADVICE}")
    if not content.startswith(_UTF16_BOMS) and b"\x00" in content:
        line = content[: content.index(b"\x00")].count(b"\n") + 1
        raise RefusedError(f"« {path.name} » est un fichier binaire (octet nul ligne {line}). {_ADVICE}")


def _decode_as(path: Path, content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except LookupError as error:
        raise RefusedError(f"Encodage « {encoding} » inconnu ; écrivez « utf-8 » ou « windows-1252 ».") from error
    except UnicodeDecodeError as error:
        where = _where(content, error.start)
        raise RefusedError(f"« {path.name} » n'est pas en {encoding} : {where} n'en est pas.") from error


def _decode(path: Path, content: bytes) -> str:
    if content.startswith(_UTF16_BOMS):
        try:
            text = content.decode("utf-16")
        except UnicodeDecodeError as error:
            raise RefusedError(f"« {path.name} » s'annonce en UTF-16 mais n'en est pas. {_ADVICE}") from error
        if "\x00" in text:
            raise RefusedError(f"« {path.name} » est un fichier binaire (caractère nul). {_ADVICE}")
        return text
    body = content.removeprefix(_UTF8_BOM)
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_cp1252(path, body, error)


def _decode_cp1252(path: Path, body: bytes, not_utf8: UnicodeDecodeError) -> str:
    if _UTF8_TRACE.search(body):
        where = _where(body, not_utf8.start)
        raise RefusedError(f"« {path.name} » mélange deux encodages : {where} n'est pas de l'UTF-8. {_ADVICE}")
    try:
        return body.decode("cp1252")
    except UnicodeDecodeError as error:
        where = _where(body, error.start)
        raise RefusedError(
            f"« {path.name} » n'est ni de l'UTF-8 ni du Windows-1252 : {where} n'existe pas. {_ADVICE}"
        ) from error


def _where(body: bytes, position: int) -> str:
    line = body[:position].count(b"\n") + 1
    return f"l'octet 0x{body[position]:02X}, ligne {line},"
