"""Indicators from the command line: exactly the values, or in French what exists instead."""

import csv
import io
import json
import shutil
from argparse import Namespace
from pathlib import Path

import pandas as pd
import pytest

from queries.__main__ import _print_answer, main
from queries.copy import reading
from queries.copy.indicators import values
from queries.copy.indicators.values import record
from tests.small.indicators import load_small_indicators


@pytest.fixture(scope="module")
def facts(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("commande")
    path = Path(shutil.copytree(reference_store, folder / "magasin"))
    for report in load_small_indicators(path, folder / "essai"):
        assert report.exit_code == 0, report.as_text()
    return path


def test_json_is_the_values_themselves(facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["indicators", "--json", "--store", str(facts)]) == 0
    printed = json.loads(capsys.readouterr().out)
    with reading.reader(facts) as root:
        assert printed == [record(value) for value in values.values(root)]
    assert {row["indicateur"] for row in printed} >= {"A1", "C2", "D1", "F2", "F9", "G3"}
    assert {row["statut"] for row in printed} == {"ok", "p", "nd", "s", "ns", "///"}


def test_one_indicator_with_its_truth(facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["indicator", "A1", "territoire=03", "annee=2023", "--json", "--store", str(facts)]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["titre"], row["unite"], row["nom"], row["version"]) == ("Initiative habitante", "%", "Allier", "1")
    assert (row["n"], row["n_renseignes"], row["n_total"], row["statut"]) == (12, 12, 14, "ok")
    assert row["bas"] < row["valeur"] < row["haut"]
    assert row["sources"] and row["couverture"] == pytest.approx(12 / 14)


def test_people_read_a_table_and_what_it_means(facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["indicator", "A1", "territoire=bassin:032", "--store", str(facts)]) == 0
    text = capsys.readouterr().out
    assert text.startswith("A1 Initiative habitante (%) : Quelle part des actions naît")
    assert "aucun fait enregistré" in text
    assert "None" not in text and "nan" not in text


def test_csv_has_every_column(facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["indicator", "F2", "annee=2023", "--csv", "--store", str(facts)]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {row["niveau"] for row in rows} == {"departement", "structure"}
    assert "donnees" not in rows[0]


@pytest.mark.parametrize(
    ("said", "level", "code"),
    [
        ("03", "departement", "03"),
        ("Allier", "departement", "03"),
        ("allier", "departement", "03"),
        ("032", "bassin", "032"),
        ("bassin:Moulins", "bassin", "032"),
        ("200071363", "epci", "200071363"),
        ("03190", "commune", "03190"),
        ("commune:03190", "commune", "03190"),
        ("Abrest", "commune", "03001"),
    ],
)
def test_a_territory_is_its_code_or_its_name(
    facts: Path, capsys: pytest.CaptureFixture[str], said: str, level: str, code: str
) -> None:
    assert main(["indicator", "D3", f"territoire={said}", "annee=2023", "--json", "--store", str(facts)]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["niveau"], row["territoire"]) == (level, code)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["indicator", "Z9"], "Indicateur inconnu « Z9 ». Indicateurs : A1, A2, A3, B1"),
        (["indicator"], "Quel indicateur ?"),
        (["indicator", "A1", "A2"], "Quel indicateur ?"),
        (["indicators", "A1"], "« A1 » : attendu clé=valeur"),
        (["indicator", "A1", "couleur=bleu"], "paramètre inconnu « couleur » (paramètres : indicateur, niveau"),
        (["indicator", "A1", "annee=hier"], "annee = « hier » : attendu un nombre entier de 1900 à 2100"),
        (["indicator", "A1", "niveau=canton"], "Niveau inconnu « canton » (niveaux : departement, bassin"),
        (
            ["indicator", "A1", "territoire=Atlantide"],
            "Territoire inconnu « Atlantide ». Territoires qui ont des valeurs",
        ),
        (["indicator", "A1", "territoire=bassin:Atlantide"], "Territoire inconnu « bassin:Atlantide »"),
        (
            ["indicator", "A1", "territoire=Moulins"],
            "« Moulins » désigne plusieurs territoires : bassin:032 (Moulins, Allier)",
        ),
        (["indicator", "A1", "territoire=Moulins"], "commune:03190 (Moulins, Allier)"),
        (["indicator", "A1", "territoire=Moulins"], "Écrivez par exemple territoire=bassin:032."),
        (
            ["indicator", "C3", "territoire=bassin:032"],
            "C3 ne se calcule pas au niveau « bassin » (niveaux : departement).",
        ),
        (["indicator", "A1", "territoire=03", "annee=1999"], "Années qui en ont : 2021, 2022, 2023, 2024."),
        (["indicator", "A1", "territoire=75"], "Territoires qui ont des valeurs : 03 (Allier), 63 (Puy-de-Dôme)"),
        (["indicator", "F2", "territoire=structure:rien"], "Aucune valeur pour indicateur=F2"),
    ],
)
def test_what_does_not_exist_is_answered_by_what_does(
    facts: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert main([*words, "--store", str(facts)]) == 2
    printed = capsys.readouterr()
    assert said in printed.err
    assert printed.out == ""


def test_a_structure_answers_to_its_identifier(facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["indicator", "F2", "territoire=mjc-de-vichy-03", "annee=2023", "--json", "--store", str(facts)]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["nom"], row["valeur"]) == ("MJC de Vichy", 60)


def test_an_empty_store_says_that_nothing_is_recorded(
    reference_store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["indicator", "A1", "--store", str(reference_store)]) == 2
    assert "Aucun fait n'est enregistré." in capsys.readouterr().err


def test_no_store_is_said_with_the_command_that_makes_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["indicators", "--store", str(tmp_path / "rien")]) == 1
    assert "python -m data build" in capsys.readouterr().err


def test_an_answer_without_a_row_is_told_in_french(capsys: pytest.CaptureFixture[str]) -> None:
    _print_answer(pd.DataFrame(columns=["seance_id", "objet"]), Namespace(json=False, csv=False))
    assert capsys.readouterr().out == "Aucune ligne. Colonnes : seance_id, objet.\n"
