"""Encodings of French files: recognised, read line by line when there are two, or doubted aloud."""

from pathlib import Path

import pytest

from data.batch import RefusedError
from data.reading.encodings import decode
from data.reading.files import read_text

TEXT = "Œuvre des œillets ; Fête de l’été à Néris ; « Ça va », 12 €, hôtel, maître, Noël, où\n"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "mac_roman", "cp850"])
def test_french_is_read_in_the_encoding_it_was_written_in(encoding: str) -> None:
    text = TEXT if encoding != "cp850" else "Fête de l'été à Néris ; ça va, hôtel, maître, Noël, où\n"
    read = decode(text.encode(encoding))
    assert read.text == text
    assert read.damage is None
    assert bool(read.remarks) == (encoding not in ("utf-8", "cp1252"))


def test_latin_9_is_told_from_windows() -> None:
    read = decode("Œuvre des œillets, 12 €".encode("iso8859-15"))
    assert read.text == "Œuvre des œillets, 12 €"
    assert "ISO-8859-15" in read.remarks[0]
    plain = decode("¼ d'heure, n° 1 ; 2 ½ jours, Škoda, Fête".encode("cp1252"))
    assert plain.text == "¼ d'heure, n° 1 ; 2 ½ jours, Škoda, Fête"


def test_each_line_has_its_encoding_and_the_border_is_named() -> None:
    read = decode("Été\nFête\n".encode() + "Néris\nCAFÉ»\n".encode("cp1252"))
    assert read.text == "Été\nFête\nNéris\nCAFÉ»\n"
    assert "en UTF-8 : 2 (la première ligne 1), en Windows-1252 : 2 (la première ligne 3)" in read.remarks[0]


def test_a_line_in_two_encodings_is_read_by_cell_and_told(tmp_path: Path) -> None:
    body = b"D\xe9p;\xc9t\xe9\nD\xe9p;R\xc3\xa9union\n"
    read = decode(body)
    assert read.text == "Dép;Été\nDép;Réunion\n"
    assert "ligne 2 : deux encodages dans la même ligne, « Réunion »" in read.remarks[0]
    (tmp_path / "a.txt").write_bytes(body)
    with pytest.raises(RefusedError, match="mélange deux encodages"):
        read_text(tmp_path / "a.txt")


@pytest.mark.parametrize("body", ["FÃªte Ã©tÃ©".encode(), "D\ufffdpartement".encode(), b"caf\xe9 \x81 \xe9t\xe9"])
def test_what_is_damaged_is_doubted_aloud(body: bytes) -> None:
    assert "caractères douteux" in decode(body).remarks[-1]
