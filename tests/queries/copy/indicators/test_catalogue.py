"""The catalogue: complete, and refused in words that name the file and the key."""

import re
import shutil
from pathlib import Path

import pytest

from queries.copy.indicators import catalogue
from queries.copy.indicators.catalogue import CatalogueError
from queries.header import parse

HERE = catalogue.folder()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A catalogue of one's own, a copy of that of the repository."""
    shutil.copy(HERE / catalogue.FILE, tmp_path / catalogue.FILE)
    shutil.copytree(HERE / catalogue.SQL_FOLDER, tmp_path / catalogue.SQL_FOLDER)
    return tmp_path


def edit(folder: Path, old: str, new: str) -> None:
    file = folder / catalogue.FILE
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_twenty_nine_are_there_and_whole() -> None:
    held = catalogue.load().indicators
    families = {"A": 3, "B": 4, "C": 4, "D": 3, "E": 3, "F": 9, "G": 3}
    expected = [f"{family}{number}" for family, count in families.items() for number in range(1, count + 1)]
    assert [indicator.id for indicator in held] == expected
    assert len({indicator.nom for indicator in held}) == 29
    assert {indicator.erreur for indicator in held} == {None}
    for indicator in held:
        assert indicator.question.endswith("?")
        assert len(indicator.limites) > 20 and len(indicator.cadre) > 20


@pytest.mark.parametrize("indicator", catalogue.load().indicators, ids=lambda indicator: indicator.id)
def test_the_question_is_the_same_in_both_files(indicator: catalogue.Indicator) -> None:
    assert parse(f"{indicator.id}.sql", indicator.sql).title == indicator.question


def test_thresholds_give_each_indicator_its_own() -> None:
    held = {indicator.id: (indicator.n_min, indicator.couverture_min) for indicator in catalogue.load().indicators}
    assert held["A1"] == (10, 70.0)  # K2
    assert held["F1"] == (5, 60.0)  # K3
    assert held["C3"] == (10, 30.0)  # ten respondents, 30 % of answers
    assert held["C2"] == (30, 70.0)
    assert held["G1"] == (20, 70.0)
    assert held["G2"] == (0, 0.0)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "couverture_min = 70",
            "couverture_min = 120",
            r"\[regles\] : couverture_min = 120, attendu un nombre de 1 à 100",
        ),
        ("proportion_n_min = 10", "proportion_n_min = 0", r"proportion_n_min = 0, attendu un entier de 1 à 1000"),
        ("proportion_n_min = 10", "proportion_n_min = 9.5", "proportion_n_min = 9.5, attendu un entier"),
        ("tendance_annees_min = 5", "tendance_annees_min = 3", "tendance_annees_min = 3, attendu un entier de 5 à 50"),
        ("reference_annees = 3", "reference_annees = true", "reference_annees = True"),
        ("reference_annees = 3", "", "« reference_annees » absent ou inconnu"),
        ("reference_annees = 3", "reference_annees = 3\nseuil = 1", "« seuil » absent ou inconnu"),
        ("n_min = 30", "n_min = -1", r"\[C2\] : n_min = -1"),
        ("couverture_min = 30", "couverture_min = 130", r"\[C3\] : couverture_min = 130"),
        ('sens = "hausse"', 'sens = "monte"', r"\[A1\] : sens = 'monte', attendu : hausse, baisse, neutre, zero"),
        ('regle = "K2"', 'regle = "K9"', r"\[A1\] : regle = 'K9', attendu : K0"),
        ('["departement", "bassin"]', '["canton"]', r"\[A1\] : niveaux = \['canton'\]"),
        ('["departement", "bassin"]', "[]", r"\[A1\] : niveaux = \[\]"),
        ('["initiative", "date de début"]', '"initiative"', r"\[A1\] : champs = 'initiative', attendu une liste"),
        ("facteur = 1000", "facteur = 0", r"\[A2\] : facteur = 0, attendu un nombre positif"),
        ("depuis = 2026-11-24", 'depuis = "hier"', r"\[A1\] : depuis = 'hier', attendu une date"),
        ('unite = "%"', 'unite = " "', r"\[A1\] : unite = ' ', attendu un texte"),
        ('unite = "%"\n', "", r"\[A1\] : il manque « unite »"),
        ('unite = "%"\n', 'unite = "%"\ncouleur = "bleu"\n', r"\[A1\] : clé inconnue « couleur »"),
        ('A = "Participation"\n', "", r"\[A1\] : famille inconnue"),
        ("[A1]", "[Z99]", r"Z99.*famille inconnue|famille inconnue"),
        ("[A1]", "[initiative]", r"\[initiative\] n'est pas un identifiant"),
        ("[A1]", "[A1", "ce n'est pas du TOML"),
    ],
)
def test_a_catalogue_that_is_wrong_names_the_file_and_the_key(folder: Path, old: str, new: str, words: str) -> None:
    edit(folder, old, new)
    with pytest.raises(CatalogueError, match=words) as error:
        catalogue.load(folder)
    assert catalogue.FILE in str(error.value)


def test_a_file_without_its_entry_is_refused(folder: Path) -> None:
    shutil.copy(folder / "indicateurs/A1.sql", folder / "indicateurs/A9.sql")
    with pytest.raises(CatalogueError, match=r"indicateurs/A9\.sql : aucune entrée \[A9\]"):
        catalogue.load(folder)


def test_a_folder_without_a_catalogue_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OBSERVATOIRE_CATALOGUE", str(tmp_path))
    with pytest.raises(CatalogueError, match=r"manque : le dossier du catalogue \(OBSERVATOIRE_CATALOGUE\)"):
        catalogue.load()


@pytest.mark.parametrize(
    ("edited", "words"),
    [
        (
            lambda text: text.replace("-- returns secret BOOLEAN", "-- retourne secret"),
            "il manque la colonne « secret »",
        ),
        (lambda text: text.replace("-- returns n BIGINT", "-- returns n INTEGER"), "« n » est INTEGER, attendu BIGINT"),
        (
            lambda text: text.replace("-- returns secret", "-- returns couleur VARCHAR : bleu\n-- returns secret"),
            "la colonne « couleur » est de trop",
        ),
        (
            lambda text: re.sub(r"(-- returns niveau .*\n)(-- returns territoire .*\n)", r"\2\1", text),
            "l'ordre des colonnes",
        ),
        (lambda text: text.replace("?", ".", 1), "la première ligne doit être la question"),
        (
            lambda text: (
                text.replace("-- returns niveau", "-- param annee INTEGER : année\n-- returns niveau")
                + "-- \nAND annee = $annee"
            ),
            "ne prend aucun paramètre",
        ),
    ],
)
def test_a_header_that_breaks_the_contract_is_said_and_concerns_it_alone(
    folder: Path, edited: object, words: str
) -> None:
    file = folder / "indicateurs/A1.sql"
    assert callable(edited)
    file.write_text(edited(file.read_text(encoding="utf-8")), encoding="utf-8")
    first, *others = catalogue.load(folder).indicators
    assert first.erreur is not None
    assert first.erreur.startswith("indicateurs/A1.sql")
    assert words in first.erreur
    assert {indicator.erreur for indicator in others} == {None}


def test_an_entry_without_its_file_is_said(folder: Path) -> None:
    (folder / "indicateurs/A1.sql").unlink()
    assert catalogue.load(folder).indicators[0].erreur == "indicateurs/A1.sql : ce fichier manque."
