"""Every truth planted in the demonstration is told by some indicator or screen, and nothing else is announced."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from queries import ask_records
from queries.copy import reading
from tests.conftest import Demo

PAGE = Path(__file__).parents[4] / "docs" / "demonstration.md"
# How the demonstration was made, and what of it is told by when: no truth of the territory.
MADE_WITH = {"graine", "annees", "echelle", "departement", "changements", "couverture", "trouvables"}
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


VALUES_SHOWN = (
    "SELECT count(*) FROM indicateurs_valeurs WHERE statut IN ('ok', 'p') AND niveau = 'departement' "
    "AND code_departement = '03'"
)


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


def test_the_bassin_that_is_granted_less_is_not_told_while_amounts_lack(
    root: duckdb.DuckDBPyConnection, demo: Demo
) -> None:
    """F6 shows nothing below 60 % of fiches (indicators.toml): the truths file says that it is never reached."""
    truth = demo.truths["trouvables"]["ecart_de_financement"]
    assert truth["des"] is None and max(truth["pourcent"]) < 60
    values = ask_records(root, "valeurs_indicateurs", indicateur="F6", niveau="bassin")
    assert len(values) == 30
    assert {(row["valeur"], row["statut"]) for row in values} == {(None, "ns")}


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
    truth = demo.truths["trouvables"]["perdront_leur_financeur_principal"]
    losing = set(demo.truths["perdront_leur_financeur_principal"]) - set(truth["jamais_dits"])
    assert losing
    rows = ask_records(root, "conventions", departement="03")
    assert losing <= {row["sujet_id"] for row in rows}
    (last,) = (row for row in ask_records(root, "valeurs_indicateurs", indicateur="F7") if row["annee"] == 2025)
    assert last["valeur"] > 0


def test_indicators_open_as_coverage_rises_and_truths_are_found_from_when_the_file_says(
    demo: Demo, tmp_path: Path
) -> None:
    """The fiches, then each campaign: snapshots 3, 4 and 5."""
    path = Path(shutil.copytree(demo.store, tmp_path / "demo", ignore=shutil.ignore_patterns("*.duckdb")))
    planted = {
        (demo.truths[name]["indicateur"], demo.truths[name]["territoire"], name) for name in ("progres", "recul")
    }
    names = demo.truths["couverture"]["apres"]
    not_yet, shown, counted = [], [], []
    for rank, snapshot in enumerate((3, 4, 5)):
        with reading.reader(path, snapshot) as root:
            aptitudes = ask_records(root, "aptitude_indicateurs", departement="03")
            verdicts = ask_records(root, "progres_indicateurs", departement="03")
            shown += root.execute(VALUES_SHOWN).fetchall()
            counted.append(what_opens(root, aptitudes))
        not_yet.append({row["indicateur"] for row in aptitudes if row["verdict"] == "pas encore mesurable"})
        announced = {
            (row["indicateur"], row["territoire"], {"progrès": "progres"}.get(row["verdict"], row["verdict"]))
            for row in verdicts
            if row["verdict"] in ("progrès", "recul")
        }
        due = {truth for truth in planted if names.index(demo.truths["trouvables"][truth[2]]["des"]) <= rank}
        assert due <= announced <= planted, names[rank]
    # Fiches that tell 13 % of participants and no amount granted leave two indicators of five closed.
    assert {"A2", "E1", "E2", "F1", "F2", "F5", "F6"} <= not_yet[0]
    assert not_yet[0] > not_yet[1] > not_yet[2]
    assert shown == sorted(shown) and len(set(shown)) == 3
    table = [line.split("|")[1:5] for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    written = {line[0].strip(): [cell.strip() for cell in line[1:]] for line in table}
    assert {name: written[name] for name in counted[0]} == {name: [one[name] for one in counted] for name in counted[0]}


def what_opens(root: duckdb.DuckDBPyConnection, aptitudes: list[dict[str, Any]]) -> dict[str, str]:
    """A column of the table « What opens » of docs/demonstration.md."""
    found = {
        verdict: str(sum(row["verdict"] == verdict for row in aptitudes))
        for verdict in ("mesure le progrès", "contexte seulement", "pas encore mesurable")
    }
    communes = [row for row in ask_records(root, "carte_communes", departement="03") if row["n_participants"]]
    told = sum(not row["participants_secret"] for row in communes)
    withheld = root.execute("SELECT 100 * avg(secret::INTEGER) FROM mesures_publiees").fetchone()
    assert withheld is not None
    return found | {
        "communes whose participants are told on the map, of those that have some": f"{told} of {len(communes)}",
        "statements of people withheld": f"{withheld[0]:.0f} %",
    }
