"""Every truth planted in the demonstration is told by some indicator or screen, and nothing else is announced."""

from collections.abc import Iterator

import duckdb
import pytest

from queries import ask_records
from queries.copy import reading
from tests.conftest import Demo

# How the demonstration was made: no truth of the territory.
MADE_WITH = {"graine", "annees", "echelle", "departement", "changements"}
BY_INDICATORS = {
    "progres",
    "recul",
    "ecart_de_financement",
    "communes_sans_action",
    "perdront_leur_financeur_principal",
}
# What no indicator can tell, and why. Each is found again by a test of ``tests/data/demo/test_truths.py``.
NOT_BY_INDICATORS = {
    "code_commune_disparu": "an old code becomes today's at the load, which says so: no figure changes",
    "petits_effectifs": "one or two people are withheld, hence told by no figure",
    "methode_de_comptage_changee": "two ways of counting are not compared: C4 starts again",
    "affluence_contredite": "two statements that disagree are a finding, and count for nothing",
    "valeur_par_defaut": "a number always the same is a finding on a structure, whose counts stay as they are told",
    "valeur_constante": "a constant is no answer: the field counts as not filled in",
    "budgets_qui_ne_tombent_pas_juste": "wrong sums are findings on budgets",
}


@pytest.fixture(scope="module")
def root(demo: Demo) -> Iterator[duckdb.DuckDBPyConnection]:
    with reading.reader(demo.store) as root:
        yield root


def test_every_truth_is_told_by_an_indicator_or_it_is_said_why_not(demo: Demo) -> None:
    assert set(demo.truths) == MADE_WITH | BY_INDICATORS | set(NOT_BY_INDICATORS)


def test_what_was_planted_is_announced_and_nothing_else(root: duckdb.DuckDBPyConnection, demo: Demo) -> None:
    rows = ask_records(root, "progres_indicateurs", departement="03")
    announced = {(row["indicateur"], row["territoire"], row["verdict"]) for row in rows} - {
        (row["indicateur"], row["territoire"], row["verdict"])
        for row in rows
        if row["verdict"] not in ("progrès", "recul")
    }
    up, down = demo.truths["progres"], demo.truths["recul"]
    assert announced == {
        (up["indicateur"], up["territoire"], "progrès"),
        (down["indicateur"], down["territoire"], "recul"),
    }
    for told in (up, down):
        (row,) = (r for r in rows if (r["indicateur"], r["territoire"]) == (told["indicateur"], told["territoire"]))
        # What was planted goes from the first day to the last; means of three years go six or seven tenths of the way.
        planted = told["fin_pourcent"] - told["debut_pourcent"]
        low, high = sorted((0.6 * planted, 0.8 * planted))
        assert row["ecart_bas"] < high and row["ecart_haut"] > low


def test_no_verdict_contradicts_its_interval(root: duckdb.DuckDBPyConnection) -> None:
    rows = [row for row in ask_records(root, "progres_indicateurs") if row["q_valeur"] is not None]
    assert len(rows) > 30
    for row in rows:
        excluded = row["ecart_bas"] is not None and not row["ecart_bas"] <= 0 <= row["ecart_haut"]
        assert excluded == (row["verdict"] in ("progrès", "recul")), row["phrase"]


def test_an_indicator_that_measures_progress_would_see_a_plausible_one(root: duckdb.DuckDBPyConnection) -> None:
    rows = {row["indicateur"]: row for row in ask_records(root, "aptitude_indicateurs", departement="03")}
    measures = {name for name, row in rows.items() if row["verdict"] == "mesure le progrès"}
    assert {"A1", "C1", "G3"} <= measures
    assert not measures & {"D2", "F7"}  # Forty communes of 95, fifty points of 87.
    for name in measures:
        assert rows[name]["plus_petit_changement"] <= rows[name]["changement_plausible"]


def test_the_bassin_that_is_granted_less_stands_below_its_fair_share(
    root: duckdb.DuckDBPyConnection, demo: Demo
) -> None:
    place = demo.truths["ecart_de_financement"]["territoire"]
    values = ask_records(root, "valeurs_indicateurs", indicateur="F6", niveau="bassin")
    by_bassin: dict[str, list[float]] = {}
    for row in values:
        by_bassin.setdefault(row["territoire"], []).append(row["valeur"])
    assert max(by_bassin.pop(place)) < -20
    assert all(sum(given) / len(given) > 0 for given in by_bassin.values())


def test_silent_communes_are_counted_and_not_covered(root: duckdb.DuckDBPyConnection, demo: Demo) -> None:
    silent = set(demo.truths["communes_sans_action"])
    covered = ask_records(root, "valeurs_indicateurs", indicateur="D1", niveau="commune")
    told = {row["territoire"]: row["valeur"] for row in covered if row["annee"] == 2025}
    assert {code for code in silent if told.get(code) not in (0, None)} == set()
    (last, *_) = (
        row
        for row in ask_records(root, "valeurs_indicateurs", indicateur="D2", niveau="departement")
        if row["annee"] == 2025
    )
    assert last["valeur"] >= len(silent)


def test_what_is_about_to_end_weighs_in_conventions(root: duckdb.DuckDBPyConnection, demo: Demo) -> None:
    losing = set(demo.truths["perdront_leur_financeur_principal"])
    rows = ask_records(root, "conventions", departement="03")
    assert losing <= {row["sujet_id"] for row in rows}
    (last,) = (row for row in ask_records(root, "valeurs_indicateurs", indicateur="F7") if row["annee"] == 2025)
    assert last["valeur"] > 0
