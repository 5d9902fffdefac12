"""Bytes of a text file that are not all UTF-8: which single-byte encoding they are of, line by line when there are two.

Nothing is repaired: a byte has the reading of its line, or of its cell when the line mixes two encodings, and what is
doubtful is told. French text is expected: « ¼uvre » is no word of Windows-1252, « Œuvre » is one of ISO-8859-15.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from data import french

_CANDIDATES = {
    "cp1252": "Windows-1252",
    "iso8859-15": "ISO-8859-15",
    "mac_roman": "MacRoman",
    "cp850": "CP850 (DOS)",
}
_LOST = "\ufffd"
# What French text hardly holds where it stands: signs inside words, an accented capital after a small letter.
_ODD = re.compile(
    r"[\ufffdƒˆ˜ŽžŠš¤\x80-\x9f]|[¼½¾¦¨´¸](?=[a-zà-ÿ])|(?<=[A-Za-zà-ÿ])[¼½¾]|(?<=[A-Za-z])[™‚„†‡‰‹›•”“](?=[a-z])"
    r"|(?<=[a-zà-ÿ])[À-ÖØ-Þ](?![A-ZÀ-Þ])|[‚„](?=[a-zà-ÿ])|[^\x00-\u024f\u2000-\u20ff\u2122\ufffd]|[┌┐└┘│─]"
)
_TWICE = re.compile(r"Ã[\x80-\xbf‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ‡†ˆ…ƒ„‚€]|â€[™œ˜¦“”\x9d]|Â[°«»\xa0]")
_UTF8_TRACE = re.compile(rb"\xc3[\x80-\xbf]|\xc2[\xa0-\xbf]|\xe2\x80[\x90-\xbf]|\xe2\x82\xac|\xc5[\x92\x93\xb8]")
_CELLS = re.compile(rb"([;,\t|])")
# What UTF-8 may hold of French, in a file that is not all UTF-8: « É» » of Windows-1252 makes a letter of phonetics.
_FRENCH = re.compile("[\x00-\xff\u0152\u0153\u0178\u0300-\u0302\u0308\u0327\u2010-\u203a\u202f\u20ac]*")
_WORD = re.compile(r"\S{0,30}$"), re.compile(r"\S{0,30}")
_TOLD = 5
# One odd byte does not make a Macintosh.
_ENOUGH = 3


@dataclass
class Decoded:
    """A text, and what is to be told of how it was read (French); ``damage`` says why it has no single encoding."""

    text: str
    remarks: list[str] = field(default_factory=list)
    damage: str | None = None


def decode(body: bytes) -> Decoded:
    """The text of bytes without a BOM: UTF-8, else the single-byte encoding in which it is likeliest French."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_bytes(body, error.start)
    return Decoded(text, _doubts(text, "UTF-8"))


def _decode_bytes(body: bytes, not_utf8: int) -> Decoded:
    lines = body.split(b"\n")
    if not _UTF8_TRACE.search(body):
        name = _likeliest(body)
        text = body.decode(name, errors="replace")
        remarks = [] if name == "cp1252" else [f"texte lu en {_CANDIDATES[name]} : vérifiez quelques noms"]
        damage = (
            f"n'est ni de l'UTF-8 ni du Windows-1252 : {_where(body, text)} n'existe pas" if _LOST in text else None
        )
        return Decoded(text, remarks + _doubts(text, _CANDIDATES[name]), damage)
    single = _likeliest(b"\n".join(line for line in lines if not _is_utf8(line)))
    read = [_line(line, single) for line in lines]
    text = "\n".join(words for words, _ in read)
    byte, line = body[not_utf8], body[:not_utf8].count(b"\n") + 1
    return Decoded(
        text,
        [*_border(lines, read, _CANDIDATES[single]), *_doubts(text, _CANDIDATES[single])],
        f"mélange deux encodages : l'octet 0x{byte:02X}, ligne {line}, n'est pas de l'UTF-8",
    )


def _line(line: bytes, single: str) -> tuple[str, list[str]]:
    """The text of a line, and its cells in UTF-8 when others are not."""
    if _is_utf8(line):
        return line.decode("utf-8"), []
    if not _UTF8_TRACE.search(line):
        return line.decode(single, errors="replace"), []
    words, told = [], []
    for cell in _CELLS.split(line):
        if cell.isascii() or not _is_utf8(cell):
            words.append(cell.decode(single, errors="replace"))
        else:
            words.append(cell.decode("utf-8"))
            told.append(words[-1].strip())
    return "".join(words), told


def _is_utf8(piece: bytes) -> bool:
    try:
        return bool(_FRENCH.fullmatch(piece.decode("utf-8")))
    except UnicodeDecodeError:
        return False


def _border(lines: list[bytes], read: list[tuple[str, list[str]]], single: str) -> Iterator[str]:
    """Where each of two encodings begins, and the lines that hold both."""
    mixed = [(rank, told) for rank, (_, told) in enumerate(read, start=1) if told]
    for rank, told in mixed[:_TOLD]:
        cells = ", ".join(f"« {cell[:80]} »" for cell in told)
        yield f"ligne {rank} : deux encodages dans la même ligne, {cells} lu en UTF-8, le reste en {single} ; vérifiez"
    if len(mixed) > _TOLD:
        rest = french.plural(len(mixed) - _TOLD, "autre ligne mêle", "autres lignes mêlent")
        yield f"{rest} deux encodages"
    utf8 = [rank for rank, line in enumerate(lines, start=1) if not line.isascii() and _is_utf8(line)]
    other = [rank for rank, line in enumerate(lines, start=1) if not _is_utf8(line)]
    if utf8 and other:
        yield (
            f"deux encodages dans le fichier ; lignes en UTF-8 : {len(utf8)} (la première ligne {utf8[0]}), "
            f"en {single} : {len(other)} (la première ligne {other[0]}) ; chaque ligne est lue dans le sien"
        )


def _likeliest(body: bytes) -> str:
    """Of the single-byte encodings, the one that leaves the fewest odd signs; Windows-1252 of two as good."""
    high = b"\n".join(line for line in body.split(b"\n") if not line.isascii())
    few = sum(byte > 127 for byte in high) < _ENOUGH
    names = ("cp1252", "iso8859-15") if few else _CANDIDATES
    odd = {name: len(_ODD.findall(high.decode(name, errors="replace"))) for name in names}
    return min(odd, key=lambda name: odd[name])


def _doubts(text: str, name: str) -> list[str]:
    """Words that the encoding makes odd, with their lines, the first ones."""
    if text.isascii():
        return []
    odd = _TWICE if name == "UTF-8" and _LOST not in text else re.compile(f"{_ODD.pattern}|{_TWICE.pattern}")
    found = [
        f"ligne {text.count(chr(10), 0, match.start()) + 1} « {_around(text, match)} »"
        for match, _ in zip(odd.finditer(text), range(_TOLD), strict=False)
    ]
    return [f"caractères douteux, lus en {name} : {', '.join(found)} ; l'encodage est-il le bon ?"] if found else []


def _around(text: str, match: re.Match[str]) -> str:
    before = _WORD[0].search(text[max(match.start() - 30, 0) : match.start()])
    after = _WORD[1].match(text[match.end() : match.end() + 30])
    return f"{before[0] if before else ''}{match[0]}{after[0] if after else ''}"


def _where(body: bytes, text: str) -> str:
    position = text.index(_LOST)
    return f"l'octet 0x{body[position]:02X}, ligne {text.count(chr(10), 0, position) + 1},"
