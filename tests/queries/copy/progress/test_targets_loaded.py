"""Targets that cannot be held to are refused at the door, with words that say what to correct."""

from pathlib import Path
from typing import Any

import pytest

from data.loading.load import load
from tests.small.facts import write_folder
from tests.small.people import CHIEF

TARGET = {"indicateur": "A1", "code_departement": "03", "valeur_cible": "50", "annee_cible": "2028"}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"code_zone": "999"}, "bassin de vie inconnu"),
        ({"code_zone": "031", "code_departement": "63"}, "est du département 03 et non 63"),
        ({"annee_reference_fin": "2020"}, "la référence finit en 2020 mais son début manque"),
        ({"fixee_le": "2029-01-15"}, "la cible vise 2028 mais a été fixée le 15/01/2029"),
        # The contract itself refuses these two.
        ({"annee_reference": "2028"}, "annee_reference = 2028, annee_reference_fin = vide"),
        ({"annee_reference": "2021", "annee_reference_fin": "2019"}, "annee_reference_fin = 2019"),
    ],
)
def test_a_target_that_makes_no_sense_is_refused(
    row: dict[str, Any], words: str, fresh_store: Path, tmp_path: Path
) -> None:
    files = write_folder(tmp_path / "cibles", {"cibles": [TARGET | row]})
    report = load(CHIEF, "faits", files, fresh_store, dry_run=True)
    assert report.etat == "refusee"
    assert any(words in f"{reject.valeur} {reject.raison}" for reject in report.rejets), report.as_text()
    assert {(reject.fichier, reject.ligne) for reject in report.rejets} == {("cibles.csv", 2)}


def test_a_target_that_makes_sense_is_kept(fresh_store: Path, tmp_path: Path) -> None:
    row = {"code_zone": "031", "annee_reference": "2018", "annee_reference_fin": "2020", "fixee_le": "2020-12-15"}
    files = write_folder(tmp_path / "cibles", {"cibles": [TARGET | row]})
    report = load(CHIEF, "faits", files, fresh_store, dry_run=True)
    assert (report.etat, report.gardees) == ("simulation", 1), report.as_text()
