"""Reading a text file sent by someone: refuse clearly what is not text, decode what is, never repair silently."""

import hashlib
import re
from pathlib import Path

from data import causes
from data.batch import RefusedError
from data.reading.encodings import Decoded, decode

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
        raise RefusedError(f"« {path.name} » ne peut pas être lu : {causes.why(error)}.") from error
    if not content:
        raise RefusedError(f"« {path.name} » est vide : aucun octet.")
    return content


def read_text(path: Path, encoding: str | None = None, most: int = MAX_BYTES) -> str:
    """The text of a file with ``\\n`` line ends; no-break spaces stay, the readers understand them.

    In ``encoding`` when someone says it; else UTF-8 (with or without BOM), UTF-16 with BOM, or the single-byte encoding
    in which it is likeliest French. RefusedError (French) for a missing, empty, binary or too large file, for an
    encoding that does not exist, and for bytes that belong to no single encoding, with their line.
    """
    decoded = read_told(path, encoding, most)
    if decoded.damage:
        raise RefusedError(f"« {path.name} » {decoded.damage}. {_ADVICE}")
    return decoded.text


def read_told(path: Path, encoding: str | None = None, most: int = MAX_BYTES) -> Decoded:
    """As ``read_text``, with what is to be told of the encoding; two encodings in one file are read line by line."""
    content = read_bytes(path, most)
    _refuse_binary(path, content)
    decoded = _decode(path, content) if encoding is None else Decoded(_decode_as(path, content, encoding))
    controls = len(_CONTROLS.findall(decoded.text))
    if controls * 100 > len(decoded.text):
        raise RefusedError(f"« {path.name} » n'est pas un texte : {controls} caractères de contrôle. {_ADVICE}")
    if not decoded.text.strip():
        raise RefusedError(f"« {path.name} » est vide : rien que des blancs.")
    decoded.text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    return decoded


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


def _decode(path: Path, content: bytes) -> Decoded:
    if not content.startswith(_UTF16_BOMS):
        return decode(content.removeprefix(_UTF8_BOM))
    try:
        text = content.decode("utf-16")
    except UnicodeDecodeError as error:
        raise RefusedError(f"« {path.name} » s'annonce en UTF-16 mais n'en est pas. {_ADVICE}") from error
    if "\x00" in text:
        raise RefusedError(f"« {path.name} » est un fichier binaire (caractère nul). {_ADVICE}")
    return Decoded(text)


def _where(body: bytes, position: int) -> str:
    line = body[:position].count(b"\n") + 1
    return f"l'octet 0x{body[position]:02X}, ligne {line},"
