"""``python -m data demo``: its words, its exit codes, one demonstration at a time and never among real facts."""

import json
from pathlib import Path

import pytest

from data import integrity, store
from data.__main__ import main
from tests.conftest import Demo
from tests.small.facts import SMALL, load_rows


def test_the_same_demonstration_is_not_loaded_twice(demo: Demo, capsys: pytest.CaptureFixture[str]) -> None:
    before = integrity.content(demo.store).snapshot
    code = main(["demo", "--store", str(demo.store), "--json"])
    answer = json.loads(capsys.readouterr().out)
    assert (code, answer["etat"]) == (0, "deja_chargee")
    assert "déjà là" in answer["message"]
    assert integrity.content(demo.store).snapshot == before


def test_another_departement_then_another_seed_take_the_place_of_the_one_before(
    fresh_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OBSERVATOIRE_DEPARTEMENT", "63")
    truths = tmp_path / "verites.json"
    asked = ["demo", "--years", "2022-2023", "--store", str(fresh_store), "--json", "--truths", str(truths)]
    assert main([*asked, "--seed", "1"]) == 0
    assert main([*asked, "--seed", "2"]) == 0
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert first["lues"] == first["gardees"] + first["refusees"]
    sources = store.ask_facts(
        fresh_store, "SELECT source, etat, titre FROM sources WHERE format = 'demo' ORDER BY etat"
    )
    assert sources == [
        (second["source"], "active", "Puy-de-Dôme de démonstration, 2022-2023 (graine 2, échelle S)"),
        (first["source"], "remplacee", "Puy-de-Dôme de démonstration, 2022-2023 (graine 1, échelle S)"),
    ]
    left = store.ask_facts(fresh_store, "SELECT DISTINCT source FROM actions")
    assert left == [(second["source"],)]
    told = json.loads(truths.read_text(encoding="utf-8"))
    assert (told["departement"], told["graine"], told["annees"]) == ("63", 2, [2022, 2023])


def test_a_demonstration_never_goes_among_real_facts(
    fresh_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    load_rows(fresh_store, tmp_path / "faits", SMALL)
    before = integrity.content(fresh_store).snapshot
    assert main(["demo", "--store", str(fresh_store)]) == 1
    assert "tient des faits réels" in capsys.readouterr().err
    assert integrity.content(fresh_store).snapshot == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--years", "2025-2016"], "à l'envers"),
        (["--years", "2020-2020"], "une seule année"),
        (["--years", "1900-1910"], "hors de 1990-2100"),
        (["--years", "hier"], "incomprises"),
        (["--scale", "XL"], "échelle « XL » inconnue : choisir S, M, L"),
        (["--seed", "abc"], "graine « abc » incomprise"),
        (["--truths", "/nulle/part/verites.json"], "le dossier « /nulle/part » n'existe pas"),
        (["--truths", "/tmp"], "est un dossier"),
    ],
)
def test_wrong_arguments_make_no_store(
    arguments: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "--store", str(tmp_path / "magasin"), *arguments]) == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "magasin").exists()
