"""Targets: the baseline that one sets, the value that it starts from, and those that make no sense."""

from datetime import date

import pytest

from queries.copy.progress import progress
from tests.small.values import RISE, copy, one, rows, target


def test_a_target_sets_the_baseline() -> None:
    asked = target("A1", code_zone="031", annee_reference=2018, annee_reference_fin=2019, fixee_le=date(2019, 12, 15))
    with copy(RISE, targets=[asked]) as root:
        row = one(root, "A1", "031")
    assert (row["reference_debut"], row["reference_fin"], row["valeur_reference"]) == (2018, 2019, pytest.approx(30))
    assert (row["annee_cible"], row["valeur_cible"], row["fixee_le"]) == (2028, 60, date(2019, 12, 15))
    # What came before the baseline is not looked at.
    assert (row["n_annees"], row["premiere_annee"]) == (8, 2018)


def test_a_target_may_declare_the_value_that_it_starts_from() -> None:
    with copy(RISE, targets=[target("A1", code_zone="031", valeur_reference=25.0, annee_reference=2010)]) as root:
        row = one(root, "A1", "031")
    assert (row["valeur_reference"], row["ecart"], row["reference_debut"]) == (25, pytest.approx(27), None)


def test_a_baseline_without_a_value_gives_way_and_says_so() -> None:
    with copy(RISE, targets=[target("A1", code_zone="031", annee_reference=2010, annee_reference_fin=2012)]) as root:
        row = one(root, "A1", "031")
    assert row["reference_debut"] == 2016
    assert row["verdict"] == "progrès"
    assert row["raison"] == (
        "la référence de la cible (2010-2012) n'a pas de valeur : les premières années connues la remplacent"
    )


def test_the_target_to_come_is_kept() -> None:
    asked = [
        target("A1", code_zone="031", annee_cible=year, valeur_cible=value)
        for year, value in ((2020, 30.0), (2026, 50.0), (2030, 70.0))
    ]
    with copy(RISE, targets=asked) as root:
        assert one(root, "A1", "031")["annee_cible"] == 2026
    with copy(RISE, targets=asked[:1]) as root:
        assert one(root, "A1", "031")["annee_cible"] == 2020


def test_targets_that_contradict_each_other_are_left_out_unless_a_day_tells_which_came_last() -> None:
    asked = [target("A1", code_zone="031", valeur_cible=value) for value in (50.0, 60.0)]
    with copy(RISE, targets=asked) as root:
        row = one(root, "A1", "031")
    assert row["valeur_cible"] is None
    assert row["raison"] == (
        "cible ignorée : des sources la fixent autrement pour 2028 (50\u202f% ; 60\u202f%), "
        "et rien ne dit laquelle vient après"
    )
    # A day that one alone says does not tell when the other one was set; two days do. Said twice, a target is one.
    days = date(2024, 1, 1), date(2025, 1, 1)
    with copy(RISE, targets=[asked[0], asked[1] | {"fixee_le": days[0]}]) as root:
        assert one(root, "A1", "031")["valeur_cible"] is None
    with copy(RISE, targets=[each | {"fixee_le": day} for each, day in zip(asked, days, strict=True)]) as root:
        assert one(root, "A1", "031")["valeur_cible"] == 60
    with copy(RISE, targets=[asked[0], asked[0]]) as root:
        assert one(root, "A1", "031")["valeur_cible"] == 50
    # Nor does one that says less: its baseline, of one year, is kept.
    whole = asked[0] | {"annee_reference": 2010, "valeur_reference": 25.0}
    for other in (asked[0], whole | {"annee_reference_fin": 2010}):
        with copy(RISE, targets=[other, whole]) as root:
            row = one(root, "A1", "031")
            assert (row["valeur_cible"], row["valeur_reference"]) == (50, 25)
            shown = root.execute("SELECT count(*) FROM cibles_dites WHERE NOT remplacee AND NOT contredite").fetchone()
            assert shown == (1,)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"valeur_cible": 130.0}, "cible ignorée : elle vise 130\u202f%, hors des valeurs possibles"),
        ({"valeur_reference": -5.0}, "cible ignorée : sa référence est de -5\u202f%, hors des valeurs possibles"),
        ({"fixee_le": date(2030, 1, 1)}, "cible ignorée : elle vise 2028 mais a été fixée en 2030"),
    ],
)
def test_a_target_that_makes_no_sense_is_left_out_with_its_reason(wrong: dict[str, object], words: str) -> None:
    with copy(RISE, targets=[target("A1", code_zone="031", **wrong)]) as root:
        row = one(root, "A1", "031")
    assert (row["raison"], row["annee_cible"], row["verdict"]) == (words, None, "progrès")


def test_a_target_dated_before_its_baseline_is_left_out() -> None:
    # The contract refuses it at the door; a store may hold it all the same.
    with copy(RISE) as root:
        root.execute("DROP VIEW cibles_dites; DROP TABLE cibles")
        root.execute(
            """
            CREATE TABLE cibles AS SELECT 'A1' AS indicateur, '031' AS code_zone, '03' AS code_departement,
            NULL::DOUBLE AS valeur_reference, 2021 AS annee_reference, 2023 AS annee_reference_fin, 50.0::DOUBLE AS
            valeur_cible, 2020 AS annee_cible, NULL::DATE AS fixee_le, 's' AS source, NULL::INTEGER AS ligne
            """
        )
        root.execute("CREATE VIEW cibles_dites AS SELECT *, false AS remplacee, false AS contredite FROM cibles")
        progress.derive(root)
        row = one(root, "A1", "031")
    assert row["raison"] == "cible ignorée : elle vise 2020, qui ne vient pas après sa référence (2023)"
    assert (row["reference_debut"], row["verdict"]) == (2016, "progrès")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"indicateur": "Z9"}, "cible ignorée : indicateur inconnu « Z9 »"),
        ({"code_zone": "999"}, "cible ignorée : bassin de vie inconnu « 999 »"),
        ({"code_departement": "99"}, "cible ignorée : département inconnu « 99 »"),
        (
            {"code_departement": "63", "code_zone": "031"},
            "cible ignorée : le bassin « 031 » n'est pas du département « 63 »",
        ),
        ({"indicateur": "G2", "code_zone": "031"}, "cible ignorée : l'indicateur G2 ne se calcule pas par bassin"),
        ({"code_departement": "63"}, "cible ignorée : aucun fait enregistré dans ce territoire"),
    ],
)
def test_a_target_about_nothing_has_a_row_that_says_so(wrong: dict[str, object], words: str) -> None:
    with copy(RISE, targets=[target("A1") | wrong]) as root:
        found = [row for row in rows(root) if row["raison"] and row["raison"].startswith("cible ignorée")]
    assert [(row["raison"], row["verdict"], row["valeur"]) for row in found] == [(words, "sans objet", None)]
