"""What cannot be made is refused in clear French, and leaves nothing behind."""

from pathlib import Path

import pytest

from dashboard.dossier import paper, typeface, written
from dashboard.dossier.__main__ import main
from dashboard.dossier.content import Document
from data.batch import RefusedError
from tests.dashboard.dossier.conftest import SESSION

NOT_HERE = (
    (["--seance", "inconnue"], "La séance « inconnue » n'est pas dans ce magasin"),
    (["--bassin", "999"], "Le bassin « 999 » n'est pas un bassin de vie de l'Allier. Bassins : 031 (Montluçon)"),
    (["--snapshot", "999"], "999"),
)


@pytest.mark.parametrize(("asked", "said"), NOT_HERE, ids=[one[0][0] for one in NOT_HERE])
def test_what_is_not_there(
    demo_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], asked: list[str], said: str
) -> None:
    file = tmp_path / "dossier.pdf"
    assert main(["--store", str(demo_store), "--out", str(file), *asked]) == 1
    told = capsys.readouterr().err
    assert said in told
    assert "pas prévue" not in told
    assert list(tmp_path.iterdir()) == []


def test_an_empty_store(reference_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--store", str(reference_store), "--out", str(tmp_path / "dossier.pdf")]) == 1
    assert "Il n'y a pas de dossier à faire : aucune action ni aucun événement" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_departement_without_facts(
    monkeypatch: pytest.MonkeyPatch, demo_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OBSERVATOIRE_DEPARTEMENT", "2A")
    assert main(["--store", str(demo_store), "--out", str(tmp_path / "dossier.pdf")]) == 1
    assert "Des faits sont connus ailleurs : Allier (03)." in capsys.readouterr().err


def test_usage_and_places_that_cannot_be_written(
    demo_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--store", str(demo_store), "--out", str(tmp_path / "dossier.txt")])
    assert ended.value.code == 2
    assert main(["--store", str(demo_store), "--out", str(tmp_path / "absent" / "dossier.pdf")]) == 1
    assert main(["--store", str(tmp_path / "rien"), "--out", str(tmp_path / "dossier.pdf")]) == 1
    told = capsys.readouterr().err
    assert "son dossier n'existe pas" in told
    assert "Il n'y a pas de magasin" in told


def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    there = tmp_path / "dossier.pdf"
    there.write_bytes(b"ancien")
    written.save(b"nouveau", there)
    assert there.read_bytes() == b"nouveau"
    (tmp_path / "un.pdf").mkdir()
    with pytest.raises(RefusedError, match="c'est un dossier"):
        written.save(b"nouveau", tmp_path / "un.pdf")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["dossier.pdf", "un.pdf"]


def test_a_typeface_that_is_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(typeface, "FOLDER", tmp_path)
    for kept in (paper._fonts, paper._compiler, paper._known):
        kept.cache_clear()
    try:
        with pytest.raises(RefusedError, match="il manque 4 fichiers de caractères"):
            paper.pdf(Document("Essai", "", "", "", "", []))
    finally:
        monkeypatch.undo()
        for kept in (paper._fonts, paper._compiler, paper._known):
            kept.cache_clear()


def test_the_command_writes_each_format(demo_store: Path, tmp_path: Path) -> None:
    begun = {"pdf": b"%PDF-1.7", "docx": b"PK", "odt": b"PK"}
    for suffix, first in begun.items():
        file = tmp_path / f"dossier.{suffix}"
        assert main(["--store", str(demo_store), "--seance", SESSION, "--bassin", "032", "--out", str(file)]) == 0
        assert file.read_bytes().startswith(first)
    assert len(list(tmp_path.iterdir())) == 3
