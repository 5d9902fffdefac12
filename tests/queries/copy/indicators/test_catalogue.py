"""The catalogue: complete, and refused in words that name the file and the key."""

import re
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.copy.indicators import catalogue
from queries.copy.indicators.entry import FILE, CatalogueError
from queries.header import parse

HERE = catalogue.folder()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A catalogue of one's own, a copy of that of the repository."""
    shutil.copy(HERE / FILE, tmp_path / FILE)
    shutil.copytree(HERE / catalogue.SQL_FOLDER, tmp_path / catalogue.SQL_FOLDER)
    return tmp_path


def edit(folder: Path, old: str, new: str) -> None:
    file = folder / FILE
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_indicator_is_there_and_whole() -> None:
    found = catalogue.load().indicators
    assert {indicator.id for indicator in found} == {path.stem for path in (HERE / "indicateurs").iterdir()}
    assert len({indicator.nom for indicator in found}) == len({indicator.titre for indicator in found}) == len(found)
    assert {indicator.erreur for indicator in found} == {None}
    for indicator in found:
        assert indicator.famille == indicator.id[0]
        assert indicator.question.endswith("?")
        assert len(indicator.limites) > 20 and len(indicator.cadre) > 20


def test_an_entry_says_what_years_share_and_where_facts_come_from() -> None:
    found = {
        indicator.id: (indicator.partage, indicator.annees, indicator.natures, indicator.carte_bassin)
        for indicator in catalogue.load().indicators
    }
    assert found["A1"] == ("actions", 1, ("actions",), False)
    assert found["D2"] == ("actions", 3, ("actions",), False)
    assert found["C2"] == ("seances", 1, ("mesures", "seances"), False)
    assert found["F5"] == ("actions", 1, ("actions", "argent"), True)
    assert [name for name, (_, _, _, on_card) in found.items() if on_card] == ["A2", "D1", "D3", "F5"]


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
        (
            'sens = "hausse"',
            'sens = "monte"',
            r"\[A1\] : sens = 'monte', attendu l'un de : hausse, baisse, neutre, zero",
        ),
        ('regle = "K2"', 'regle = "K9"', r"\[A1\] : regle = 'K9', attendu l'un de : K0"),
        ('["departement", "bassin"]', '["canton"]', r"\[A1\] : niveaux = \['canton'\]"),
        ('["departement", "bassin"]', "[]", r"\[A1\] : niveaux = \[\]"),
        (
            '["departement", "bassin"]',
            '["bassin", "bassin"]',
            r"\[A1\] : niveaux = .*attendu chaque valeur une seule fois",
        ),
        ('["initiative", "date de début"]', '"initiative"', r"\[A1\] : champs = 'initiative', attendu une liste"),
        ('["initiative", "date de début"]', '["iniciative"]', r"\[A1\] : champs = \['iniciative'\], .*initiative"),
        ('partage = "actions"\n', "", r"\[A1\] : il manque « partage »"),
        (
            'partage = "actions"',
            'partage = "réunions"',
            r"\[A1\] : partage = 'réunions', attendu l'un de : actions, seances",
        ),
        ("annees = 1\n", "", r"\[A1\] : il manque « annees »"),
        ("annees = 1", "annees = 0", r"\[A1\] : annees = 0, attendu un entier de 1 à 20"),
        ("annees = 1", "annees = 1.5", r"\[A1\] : annees = 1.5, attendu un entier"),
        (
            'partage = "seances"\nannees = 1',
            'partage = "seances"\nannees = 2',
            r"\[A3\] : annees = 2, attendu 1 avec partage = « seances »",
        ),
        ('natures = ["actions"]\n', "", r"\[A1\] : il manque « natures »"),
        ('natures = ["actions"]', "natures = []", r"\[A1\] : natures = \[\], attendu au moins une valeur"),
        (
            'natures = ["actions"]',
            'natures = ["fiches"]',
            r"\[A1\] : natures = \['fiches'\], attendu une liste parmi : actions",
        ),
        ("carte_bassin = true", "carte_bassin = 1", r"\[A2\] : carte_bassin = 1, attendu true ou false"),
        (
            'niveaux = ["departement", "bassin", "epci", "commune"]',
            'niveaux = ["departement", "epci", "commune"]',
            r"\[A2\] : carte_bassin = True, attendu false",
        ),
        ('A = "Participation"', "A = 1", r"\[familles\] : A = 1, attendu un texte"),
        ("\n[regles]", "\nregles = 3\n[Z1]", r"« regles » = 3, attendu une section \[regles\]"),
        ("facteur = 1000", "facteur = 0", r"\[A2\] : facteur = 0, attendu un nombre de 0.001 à 1000000"),
        ("facteur = 1000", "facteur = nan", r"\[A2\] : facteur = nan, attendu un nombre"),
        ("facteur = 1000", "facteur = inf", r"\[A2\] : facteur = inf, attendu un nombre"),
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
    assert FILE in str(error.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("regles = 3", r"« regles » = 3, attendu une section \[regles\]"),
        ("A1 = 3\n[regles]\n", "« couverture_min » absent"),
        ("", "« couverture_min » absent"),
        ("a = " + 5000 * "9", "ce n'est pas du TOML"),
        ("a = " + 5000 * "[", "ce n'est pas du TOML"),
    ],
    ids=["section", "entry", "empty", "number", "nesting"],
)
def test_a_text_that_is_no_catalogue_is_refused(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError, match=words):
        catalogue.load(tmp_path)


def test_a_catalogue_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes("[regles]\n# été".encode("latin-1"))
    with pytest.raises(CatalogueError, match=r"indicators\.toml : ce texte n'est pas en UTF-8"):
        catalogue.load(tmp_path)
    (tmp_path / FILE).unlink()
    (tmp_path / FILE).mkdir()
    with pytest.raises(CatalogueError, match=r"indicators\.toml : ce fichier ne peut pas être lu"):
        catalogue.load(tmp_path)


LINES = (HERE / FILE).read_bytes().splitlines(keepends=True)
# What a line may become: another line of the file, or one of these after its « = ».
VALUES = (
    b'3', b'-1', b'0', b'1e400', b'nan', b'true', b'""', b'"x"', b'"\\u0000"', b'[]', b'[3]', b'["x"]', b'[["x"]]',
    b'{}', b'{a = 1}', b'[{}]', b'2026-01-01', b'2026-01-01T00:00:00', b'07:32:00', b'9' * 400, b'\xff', b'',
)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """The file of the repository with a line or two taken out, repeated, moved, given another value or cut."""
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 2))):
        place = draw(st.integers(0, len(lines) - 1))
        name, equals, _ = lines[place].partition(b"=")
        match draw(st.sampled_from(["out", "other", "value", "value", "value", "cut"])):
            case "out":
                del lines[place]
            case "other":
                lines[place] = draw(st.sampled_from(LINES))
            case "cut":
                lines[place] = lines[place][: draw(st.integers(0, len(lines[place])))]
            case _:
                lines[place] = (name + equals if equals else b"") + draw(st.sampled_from(VALUES)) + b"\n"
    return b"".join(lines)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(damaged())
def test_whatever_is_mistyped_is_a_refusal_that_names_the_file(text: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / FILE).write_bytes(text)
        try:
            found = catalogue.load(Path(folder))
        except CatalogueError as error:
            assert FILE in str(error)
        else:
            assert {indicator.erreur is None for indicator in found.indicators} <= {False}  # Their SQL is elsewhere.


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


def test_an_sql_that_is_no_text_is_said_and_concerns_it_alone(folder: Path) -> None:
    (folder / "indicateurs/A1.sql").write_bytes("-- été ?".encode("latin-1"))
    (folder / "indicateurs/A2.sql").unlink()
    (folder / "indicateurs/A2.sql").mkdir()
    first, second, *others = catalogue.load(folder).indicators
    assert (first.erreur or "").startswith("indicateurs/A1.sql : ce fichier ne peut pas être lu (ligne 1 :")
    assert second.erreur == "indicateurs/A2.sql : ce fichier manque."
    assert {indicator.erreur for indicator in others} == {None}


def test_an_entry_without_its_file_is_said(folder: Path) -> None:
    (folder / "indicateurs/A1.sql").unlink()
    assert catalogue.load(folder).indicators[0].erreur == "indicateurs/A1.sql : ce fichier manque."
