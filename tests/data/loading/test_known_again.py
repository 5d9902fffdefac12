"""What is sent a second time in another way: money apart from its action, a folder under another title."""

import shutil
from pathlib import Path

import pytest

from data import store
from data.loading.load import load
from data.report import Report
from tests.small.facts import SMALL, Rows, load_rows, write_folder
from tests.small.people import CHIEF

HEAD = "Action;Financeur;Dispositif;Exercice;Demandé;Accordé;Versé;Forme;Convention du;Convention au"
CAF = "Jardins partagés;CAF;;2021;2000;{};;;;"
TOWN = "Café des familles;Commune;;2021;;300;;;;"


@pytest.fixture
def path(reference_store: Path, tmp_path: Path) -> Path:
    """A store of its own, with the small facts."""
    store_path = Path(shutil.copytree(reference_store, tmp_path / "magasin"))
    load_rows(store_path, tmp_path / "petits", SMALL)
    return store_path


def test_money_told_again_apart_from_its_action_counts_once(path: Path, tmp_path: Path) -> None:
    def sent(*lines: str) -> Report:
        file = tmp_path / "financements.csv"
        file.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
        return load(CHIEF, "tableaux", [file], path)

    def held() -> list[tuple[object, ...]]:
        asked = "SELECT accorde_eur::INTEGER FROM financements WHERE accorde_eur IS NOT NULL ORDER BY 1"
        return store.ask_facts(path, asked)

    first = sent(CAF.format(1500))
    assert first.etat == "chargee", first.as_text()
    added = sent(CAF.format(1500), TOWN)
    assert (added.etat, added.gardees) == ("chargee", 1), added.as_text()
    assert held() == [(300,), (1500,)]
    corrected = sent(CAF.format(1600), TOWN)
    assert corrected.etat == "refusee" and "dit autrement (accorde_eur)" in corrected.as_text()
    assert held() == [(300,), (1500,)]


@pytest.fixture(scope="module")
def said(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds the small facts; nothing is written to it afterwards."""
    folder = tmp_path_factory.mktemp("dit")
    path = Path(shutil.copytree(reference_store, folder / "magasin"))
    assert load(CHIEF, "faits", write_folder(folder / "un", SMALL), path).etat == "chargee"
    return path


def again(path: Path, folder: Path, rows: Rows) -> Report:
    return load(CHIEF, "faits", write_folder(folder, rows, "Un autre titre"), path, dry_run=True)


def test_actions_of_a_second_identical_folder_are_there_already(said: Path, tmp_path: Path) -> None:
    report = again(said, tmp_path, SMALL)
    assert report.etat == "simulation" and not report.changements, report.as_text()
    told = [reject for reject in report.rejets if reject.fichier == "actions.csv"]
    assert len(told) == len(SMALL["actions"]) and all("déjà là, mot pour mot, dans" in one.raison for one in told)
    assert "actions" not in report.ajouts


def test_a_title_written_otherwise_is_said_so(said: Path, tmp_path: Path) -> None:
    first, *others = SMALL["actions"]
    report = again(said, tmp_path, {**SMALL, "actions": [{**first, "titre": "JARDINS partagés"}, *others]})
    assert report.etat == "refusee"
    assert report.changements == [
        "modifiée : « JARDINS partagés » (écriture du titre : majuscules, accents ou espaces)"
    ]
