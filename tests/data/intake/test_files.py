"""Files as people give them: hostile names, archives, sizes; what is not taken is said, nothing is raised."""

import io
import zipfile
from pathlib import Path

import pytest

from data.intake import files
from data.intake.files import receive, safe_name, shown_name

CSV = b"a;b\n1;2\n"


def zipped(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members:
            archive.writestr(name, body)
    return out.getvalue()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\moi\\2024.csv", "2024.csv"),
        ("https://exemple.fr/dossier/aides.csv?cle=1", "aides.csv_cle_1"),
        ("<img src=x onerror=alert(1)>.csv", "_img src_x onerror_alert(1)_.csv"),
        ("..", "fichier"),
        ("", "fichier"),
        (".bashrc", "bashrc"),
        ("a\x00b\x1b[31m.csv", "a_b__31m.csv"),
        ("Aides votées 2024 (été).csv", "Aides votées 2024 (été).csv"),
        ("caf\udce9.csv", "udce9.csv"),
    ],
)
def test_a_name_is_never_a_path(given: str, kept: str, tmp_path: Path) -> None:
    name = safe_name(given)
    assert (tmp_path / name).resolve().parent == tmp_path.resolve()
    assert name == kept


def test_what_a_file_was_called_is_shown_on_one_line() -> None:
    assert shown_name("<b>x</b>\n\x07.csv") == "<b>x</b> .csv"
    assert len(shown_name("a" * 300)) == 100
    assert shown_name("caf\udce9.csv").encode()


def test_a_file_is_kept_under_a_safe_name_and_shown_under_its_own(tmp_path: Path) -> None:
    received = receive(tmp_path / "depot", [("../../aides.csv", CSV)])
    (given,) = received.files
    assert given.path == tmp_path / "depot" / "aides.csv" and given.path.read_bytes() == CSV
    assert given.name == "../../aides.csv"


def test_the_same_content_twice_is_read_once_and_two_contents_of_one_name_are_two_files(tmp_path: Path) -> None:
    received = receive(tmp_path, [("a.csv", CSV), ("copie de a.csv", CSV), ("a.csv", b"c;d\n")])
    assert [given.path.name for given in received.files] == ["a.csv", "a-2.csv"]
    assert received.refused == [
        ("copie de a.csv", "« copie de a.csv » est le même fichier que « a.csv » : il n'est lu qu'une fois.")
    ]


def test_size_is_bounded_where_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(51_000_000)
    received = receive(tmp_path / "depot", [("large.csv", large), ("vide.csv", b""), ("absent.csv", tmp_path / "x")])
    assert received.files == []
    assert [name for name, _ in received.refused] == ["large.csv", "vide.csv", "absent.csv"]
    too_large, empty, absent = (why for _, why in received.refused)
    assert "51 Mo, pour 50 acceptés" in too_large and "aucun octet" in empty and "n'existe pas" in absent


def test_an_archive_gives_its_files_and_never_a_path(tmp_path: Path) -> None:
    body = zipped(("dossier/a.csv", CSV), ("../../b.csv", b"x;y\n"), ("__MACOSX/._a", b"z"), (".DS_Store", b"z"))
    received = receive(tmp_path / "depot", [("envoi.zip", body)])
    assert [(given.path.parent.name, given.path.name, given.archive) for given in received.files] == [
        ("envoi", "a.csv", "envoi.zip"),
        ("envoi", "b.csv", "envoi.zip"),
    ]
    assert not (tmp_path / "b.csv").exists() and not (tmp_path / "depot" / "envoi.zip").exists()


def test_bombs_archives_of_archives_and_damaged_ones_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MAX_UNPACKED_BYTES", 1_000_000)
    damaged = bytearray(zipped(("a.csv", CSV * 500)))
    damaged[40:60] = b"\xff" * 20
    received = receive(
        tmp_path / "depot",
        [
            ("bombe.zip", zipped(("zéros.csv", b"0" * 3_000_000))),
            ("poupée.zip", zipped(("dedans.zip", zipped(("a.csv", CSV))))),
            ("abîmée.zip", bytes(damaged)),
            ("milliers.zip", zipped(*((f"{rank}.csv", str(rank).encode()) for rank in range(201)))),
        ],
    )
    said = " ".join(why for _, why in received.refused)
    assert "se déploierait au-delà" in said and "une archive dans une archive" in said
    assert "archive abîmée" in said and "201 fichiers, pour 200 acceptés" in said
    assert received.files == []


def test_a_workbook_called_otherwise_has_the_suffix_that_readers_go_by(tmp_path: Path) -> None:
    book = zipped(("[Content_Types].xml", b"<x/>"))
    received = receive(tmp_path, [("liste.csv", book), ("liste.xlsx", CSV)])
    assert [given.path.name for given in received.files] == ["liste.csv.xlsx", "liste.xlsx.csv"]


def test_a_document_of_a_word_processor_is_named_as_it_was_given_with_what_to_do(tmp_path: Path) -> None:
    text = zipped(("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<w/>"))
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:  # OpenDocument keeps its type uncompressed, so that it is read first.
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<x/>")
    received = receive(tmp_path, [("compte rendu.docx", text), ("notes.odt", stored.getvalue())])
    assert received.files == []
    assert [name for name, _ in received.refused] == ["compte rendu.docx", "notes.odt"]
    (word, opened) = [why for _, why in received.refused]
    assert word.startswith("« compte rendu.docx » est un document Word : ces fichiers ne sont pas lus.")
    assert ".xlsx" in word and "(.txt)" in opened
