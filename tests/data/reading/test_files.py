"""Reading a text file: what is no text is refused with its reason, what is text is decoded once and for all."""

import hashlib
from pathlib import Path

import pytest

from data.batch import RefusedError
from data.reading import files
from data.reading.files import read_text, sha256

TEXT = "L’été à Moulins : 1\u00a0200 €\nfin\n"


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("utf-16"),
        TEXT.encode("cp1252"),
        b"\xef\xbb\xbf" + TEXT.encode("cp1252"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode("cp1252"),
    ],
)
def test_the_same_text_in_every_encoding(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "texte.txt"
    path.write_bytes(content)
    assert read_text(path) == TEXT
    assert sha256(path) == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "vide"),
        (b" \n\t\n", "vide"),
        (b"%PDF-1.7 x", "PDF"),
        (b"PK\x03\x04x", "ZIP"),
        (b"\xd0\xcf\x11\xe0x", "Office"),
        (b"abc\ndef\x00", "octet nul ligne 2"),
        (b"\x01\x02\x03\x04abc", "contrôle"),
        ("é\n".encode() + b"\xe9t\xe9\n", "mélange deux encodages : l'octet 0xE9, ligne 2"),
        (b"ok\nna\x81f\n", "0x81, ligne 2"),
        (b"\xff\xfea", "UTF-16"),
    ],
)
def test_refused(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "refuse.txt"
    path.write_bytes(content)
    with pytest.raises(RefusedError, match=why):
        read_text(path)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="n'existe pas"):
        read_text(tmp_path / "absent.txt")
    with pytest.raises(RefusedError, match="dossier"):
        read_text(tmp_path)


def test_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gros.txt"
    path.write_bytes(b"a" * (files.MAX_BYTES + 1))
    with pytest.raises(RefusedError, match="trop gros"):
        read_text(path)
