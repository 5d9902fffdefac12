"""The last net of the commands: one French sentence, exit code 1, and the traceback in a file."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from data import unforeseen
from data.__main__ import main as data_main
from data.importers import postes
from data.loading.load import load
from queries.__main__ import main as queries_main
from tests import ROOT
from tests.small.people import KEEPER


def raising(error: BaseException) -> Callable[[], int]:
    def run() -> int:
        raise error

    return run


@pytest.fixture
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(unforeseen, "JOURNAL", tmp_path / "erreurs.log")
    return tmp_path / "erreurs.log"


def test_what_nobody_foresaw_is_one_sentence_and_a_traceback_elsewhere(
    journal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert unforeseen.guarded(raising(IndexError("list index out of range")), []) == 1
    said = capsys.readouterr().err
    assert said.startswith("Une erreur que le logiciel n'avait pas prévue l'a arrêté (IndexError).")
    assert "Traceback" not in said and str(journal) in said
    assert "IndexError: list index out of range" in journal.read_text(encoding="utf-8")


def test_a_journal_that_cannot_be_written_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(unforeseen, "JOURNAL", tmp_path / "none" / "erreurs.log")
    assert unforeseen.guarded(raising(ValueError("x")), []) == 1
    assert "Une erreur que le logiciel n'avait pas prévue" in capsys.readouterr().err


@pytest.mark.parametrize("size", [10, 1_000_000])
def test_who_reads_no_further_is_told_nothing(size: int, journal: Path) -> None:
    """``| head``: short answers fail when the buffer is emptied at the end, long ones while they are printed."""
    script = (
        "import sys, pathlib; from data import unforeseen;"
        f"unforeseen.JOURNAL = pathlib.Path({str(journal)!r});"
        f"sys.exit(unforeseen.guarded(lambda: print('x' * {size}) or 0, []))"
    )
    unread, written = os.pipe()
    os.close(unread)
    done = subprocess.run(
        [sys.executable, "-c", script], stdout=written, stderr=subprocess.PIPE, cwd=ROOT, check=False, timeout=60
    )
    os.close(written)
    assert (done.returncode, done.stderr) == (141, b"")
    assert not journal.exists()


def test_an_interruption_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert unforeseen.guarded(raising(KeyboardInterrupt()), []) == 1
    assert capsys.readouterr().err == "Interrompu : rien de plus n'a été écrit.\n"


def test_a_reader_that_stumbles_is_a_report_that_names_its_file(
    fresh_store: Path, tmp_path: Path, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_: object) -> None:
        raise IndexError("list index out of range")

    monkeypatch.setattr(postes, "_json", stumble)
    file = tmp_path / "a.json"
    file.write_text("[]", encoding="utf-8")
    report = load(KEEPER, "postes", [file], fresh_store)
    assert (report.etat, report.exit_code) == ("refusee", 1)
    assert report.message.startswith("Rien n'a été chargé. « a.json » : lecture impossible. Une erreur que le logiciel")
    assert "IndexError" in journal.read_text(encoding="utf-8")


@pytest.mark.parametrize("module", ["data", "queries"])
def test_bytes_that_are_not_utf_8_are_refused(module: str) -> None:
    command = ["load", "postes"] if module == "data" else ["actions"]
    words: list[str | bytes] = [sys.executable, "-m", module, *command, b"a\xe9.json"]
    ended = subprocess.run(words, cwd=ROOT, capture_output=True, check=False, env={**os.environ, "LC_ALL": "C.UTF-8"})
    assert (ended.returncode, ended.stdout) == (1, b"")
    assert ended.stderr.decode().startswith("« a\\udce9.json » n'est pas de l'UTF-8")


def test_a_name_of_file_that_is_not_utf_8_is_refused_by_a_load(fresh_store: Path, tmp_path: Path) -> None:
    file = tmp_path / os.fsdecode(b"a\xe9.json")
    file.write_bytes(b"[]")
    report = load(KEEPER, "postes", [file], fresh_store)
    assert report.message.endswith("« a\\udce9.json » n'est pas de l'UTF-8 : renommez-le.")


@pytest.mark.parametrize("value", ["-1", "99999999999"])
def test_a_number_of_rows_that_is_none_is_refused(
    fresh_store: Path, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        queries_main(["simulation", "departement=03", "baisse=1", f"limite={value}", "--store", str(fresh_store)]) == 2
    )
    said = capsys.readouterr().err
    assert said.startswith(f"limite = « {value} » : attendu un nombre entier de 0 à 2\u202f147\u202f483\u202f647")
    assert "Traceback" not in said


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 50_000,
        b'[{"id_poste": "P", "raison_sociale": "A", "annee": 2024, "montant": ' + b"9" * 5_000 + b"}]",
        b'{"type": "FeatureCollection", "features": null}',
        b'[{"id_poste": {}, "raison_sociale": "\\ud800", "annee": [], "montant": {}}]',
        b"\xff\xfe\x00",
    ],
)
def test_hostile_files_end_in_one_object_and_1(
    fresh_store: Path, tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.json").write_bytes(content)
    assert data_main(["load", "postes", str(tmp_path / "a.json"), "--store", str(fresh_store), "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["etat"] == "refusee"
    assert not re.search(r"Traceback|Error", answer["message"])
