"""Which indicators can measure progress, what lacks, what to collect first: on values written by hand."""

from typing import Any

import duckdb
import pytest

from queries.copy.progress.aptitude import Field
from tests.small.values import YEARS, bare, copy, count, rows, share


def apt(root: duckdb.DuckDBPyConnection, indicator: str, departement: str = "03") -> dict[str, Any]:
    (row,) = [
        row
        for row in rows(root, "indicateurs_aptitude")
        if (row["indicateur"], row["code_departement"]) == (indicator, departement)
    ]
    return row


def test_an_indicator_that_measures_progress_says_how_finely() -> None:
    with copy([share("A1", "03", year, 40 + year % 3, 100, n_total=110) for year in YEARS]) as root:
        row = apt(root, "A1")
    assert (row["verdict"], row["n_annees"], row["n_renseignes"], row["n_total"]) == ("mesure le progrès", 10, 100, 110)
    assert row["couverture"] == pytest.approx(100 / 110)
    # Wilson's interval of 40 of 100: 30.9 to 49.8.
    assert row["demi_largeur"] == pytest.approx(9.4, abs=0.05)
    assert (row["champ_manquant"], row["n_fiches_manquantes"]) == (None, None)
    assert row["phrase"].startswith(
        "Initiative : mesure le progrès ; 91\u202f% renseigné ; à ± 9,4 points près ; un écart de "
    )


def test_more_facts_show_smaller_changes() -> None:
    sizes = []
    for total in (50, 200, 800):
        with copy([share("A1", "03", year, 0.4 * total, total) for year in YEARS]) as root:
            sizes.append(apt(root, "A1")["plus_petit_changement"])
    # Four times the facts, half the change.
    assert sizes[0] > sizes[1] > sizes[2]
    assert sizes[0] / sizes[2] == pytest.approx(4, rel=0.1)


def test_no_room_for_progress_is_context() -> None:
    # 97 % already: the 3 points that remain are less than could be seen.
    with copy([share("A1", "03", year, 97, 100) for year in YEARS]) as root:
        row = apt(root, "A1")
    assert row["verdict"] == "contexte seulement"
    assert "aucun progrès plausible ne se verrait" in row["phrase"]


def test_neutral_and_attendance_are_context() -> None:
    neutral = [share("B1", "03", year, 40, 100) for year in YEARS]
    attendance = [bare("A2", "03", year, 400) for year in YEARS]
    with copy(neutral + attendance) as root:
        assert {apt(root, name)["verdict"] for name in ("A2", "B1")} == {"contexte seulement"}
        assert "n'est un progrès en soi" in apt(root, "B1")["phrase"]
        assert "les présences viennent par groupes, sans test possible" in apt(root, "A2")["phrase"]


def test_the_field_that_lacks_most_is_named_with_its_count() -> None:
    hidden = {"statut": "ns", "valeur": None, "n_renseignes": 40, "raison": "40 sur 100 renseignés"}
    values = [share("A1", "03", year, 20, 100) | hidden for year in YEARS]
    fields = [("03", "A1", "initiative", 60, 300), ("03", "A1", "date de début", 290, 300)]
    with copy(values, fields=fields) as root:
        row, collect = apt(root, "A1"), rows(root, "champs_a_collecter")
    assert (row["verdict"], row["champ_manquant"], row["n_fiches_manquantes"]) == (
        "pas encore mesurable",
        "initiative",
        240,
    )
    assert row["phrase"] == "Initiative : pas encore mesurable : « initiative » manque dans 240 fiches sur 300."
    assert [(one["champ"], one["n_manquants"], one["n_total"], one["rang"]) for one in collect] == [
        ("initiative", 240, 300, 1)
    ]


def test_a_secret_is_no_missing_field() -> None:
    values = [share("A1", "03", year, 20, 100) | {"statut": "s", "valeur": None, "raison": "secret"} for year in YEARS]
    with copy(values, fields=[("03", "A1", "initiative", 290, 300)]) as root:
        row = apt(root, "A1")
        assert rows(root, "champs_a_collecter") == []
    assert (row["champ_manquant"], row["phrase"]) == (None, "Initiative : pas encore mesurable : secret.")


def test_a_field_that_nothing_lacks_is_not_to_be_collected() -> None:
    """Too little is known of the values, for another reason than their fields: « manque dans 0 fiche sur 3 »."""
    values = [share("A1", "03", year, 1, 3) | {"statut": "ns", "valeur": None, "n_renseignes": 0} for year in YEARS]
    with copy(values, fields=[("03", "A1", "date de début", 3, 3)]) as root:
        assert rows(root, "champs_a_collecter") == []
        assert apt(root, "A1")["champ_manquant"] is None


def test_too_few_years_are_said() -> None:
    values = [share("A1", "03", year, 40, 100) for year in YEARS[:3]]
    with copy(values, fields=[("03", "A1", "initiative", 290, 300)]) as root:
        row = apt(root, "A1")
    assert row["phrase"] == "Initiative : pas encore mesurable : 3 années utilisables, il en faut 5."


def test_an_indicator_of_bassins_alone_stands_by_the_one_where_progress_shows() -> None:
    near = [bare("C2", "031", year, 1 + year % 2, bas=-2.0, haut=4.0) for year in YEARS]
    far = [bare("C2", "033", year, 30 + year % 2, bas=27.0, haut=33.0) for year in YEARS]
    with copy(near + far) as root:
        row = apt(root, "C2")
    assert (row["verdict"], row["demi_largeur"]) == ("mesure le progrès", 3)


def test_what_to_collect_first_opens_the_most_indicators_by_itself() -> None:
    hidden = {"statut": "nd", "valeur": None, "n_renseignes": 10}
    values = [
        value | hidden
        for year in YEARS
        for value in (
            share("A1", "03", year, 20, 100),
            share("B1", "03", year, 20, 100),
            count("D2", "03", year, 20),
            share("G2", "03", year, 20, 100),
        )
    ]
    fields = [
        ("03", "A1", "initiative", 10, 100),
        ("03", "B1", "mots clés", 20, 100), ("03", "B1", "commune", 30, 100),
        ("03", "D2", "commune", 30, 100),
        ("03", "G2", "commune", 30, 100),
    ]  # fmt: skip
    with copy(values, fields=fields) as root:
        collect = rows(root, "champs_a_collecter")
    assert [(one["champ"], one["n_indicateurs"], one["indicateurs"]) for one in collect] == [
        ("commune", 3, ["B1", "D2", "G2"]),
        ("initiative", 1, ["A1"]),
        ("mots clés", 1, ["B1"]),
    ]
    assert [one["phrase"] for one in collect] == [
        "« commune » manque dans 70 fiches sur 100 : le renseigner ouvrirait « Communes sans action » et « Complétude "
        "», et aiderait « Mixité », avec d'autres champs.",
        "« initiative » manque dans 90 fiches sur 100 : le renseigner ouvrirait « Initiative ».",
        "« mots clés » manque dans 80 fiches sur 100 : le renseigner aiderait « Mixité », avec d'autres champs.",
    ]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("convoqués", "« convoqués » manque dans 1 séance sur 4"),
        ("affluence", "« affluence » manque dans 1 événement sur 4"),
        ("satisfaits", "« satisfaits » manque dans 1 action et événement sur 4"),
    ],
)
def test_a_field_lacks_where_it_belongs(name: str, words: str) -> None:
    assert Field(name, 3, 4).lacks == words
    assert Field(name, 0, 0).lacks == f"« {name} » n'est renseigné nulle part"
