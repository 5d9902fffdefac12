"""Actions counted once, the year when they begin: by hand, with the SQL of the catalogue."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import duckdb
import pytest

from queries.copy.indicators import catalogue
from queries.copy.progress import cohorts, progress, series
from tests.small.values import YEARS, copy, one, share

SQL = (catalogue.folder() / catalogue.SQL_FOLDER / "A1.sql").read_text(encoding="utf-8")
VALUES = [share("A1", place, year, 40, 100) for place in ("03", "031") for year in YEARS]
# (structure, first year, last year, whether a resident began it)
Action = tuple[str, int, int, bool]


@contextmanager
def begun(actions: Iterable[Action]) -> Iterator[duckdb.DuckDBPyConnection]:
    """The copy with these actions in the bassin 031, hence in the Allier; A1 is tested by their starts."""
    with copy(VALUES) as root:
        root.execute("UPDATE indicateurs SET test = 'debuts', sql = ? WHERE id = 'A1'", [SQL])
        for rank, (structure, first, last, resident) in enumerate(actions):
            action = f"a{rank:04}"
            root.execute(
                """
                INSERT INTO actions BY NAME
                SELECT ? AS action_id, 'Titre' AS titre, ? AS structure_id, ? AS structure, 's' AS source,
                       'inconnue' AS date_debut_precision, 'inconnue' AS date_fin_precision
                """,
                [action, structure, structure],
            )
            said = "Un habitant" if resident else "Le centre social"
            root.execute("INSERT INTO actions_initiateurs VALUES (?, ?, 's', NULL, NULL)", [action, said])
            for level, place in (("departement", "03"), ("bassin", "031")):
                root.execute(
                    "INSERT INTO sujets_territoires VALUES ('action', ?, ?, ?, ?, ?, 1)",
                    [action, level, place, first, last],
                )
        progress.derive(root)
        yield root


def every_year(n_residents: Iterable[int], of: int, *, lasting: int = 0) -> list[Action]:
    """``of`` actions begun each year, each by a structure of its own; how many by residents."""
    return [
        (f"s{year}-{rank}", year, year + lasting, rank < residents)
        for year, residents in zip(YEARS, n_residents, strict=True)
        for rank in range(of)
    ]


def test_an_action_counts_once_the_year_when_it_begins() -> None:
    with begun(every_year([4] * 3 + [6] * 4 + [16] * 3, 20, lasting=3)) as root:
        row, untouched = one(root, "A1", "031"), one(root, "A1", "033")
    # By hand: 12 of 60, then 48 of 60; the yearly values, 40 % all along, are not looked at.
    assert (row["valeur_reference"], row["valeur_recente"], row["ecart"]) == pytest.approx((20, 80, 60))
    assert (row["par_debut"], row["verdict"], row["valeur"]) == (True, "progrès", 40)
    told = "actions commencées en 2023-2025 : 80\u202f% contre 20\u202f% pour la référence 2016-2018 : +60 points"
    assert told in row["phrase"]
    assert (untouched["par_debut"], untouched["verdict"]) == (False, "trop peu de données")


def test_the_cut_table_is_there_only_meanwhile() -> None:
    with begun(every_year([4] * 10, 20)) as root:
        left = root.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'actions_annees'").fetchone()
    assert left == (0,)


def test_habits_of_structures_widen_the_interval() -> None:
    # Twelve structures of ten actions: all of them by residents, or none.
    windows = {False: 2016, True: 2024}
    habits = [
        (f"s{late}-{rank}", first + (action % 2), first + (action % 2), rank < 3)
        for late, first in windows.items()
        for rank in range(6)
        for action in range(10)
    ]
    others = [(f"t{year}-{rank}", year, year, rank < 5) for year in range(2018, 2024) for rank in range(10)]
    with begun([*habits, *others]) as root:
        board = series.read(root)
        counted = cohorts.placed(cohorts.count(root), board)
        row = next(
            rank
            for rank, key in enumerate(board.keys.itertuples())
            if (key.indicateur, key.territoire) == ("A1", "031")
        )
        window = ((board.years >= 2024).astype(float) - (board.years <= 2017)) * (board.column("test") == "debuts")[
            :, None
        ]
        phi, freedom = counted.habits(board, window)
    # By hand: each structure weighs ±5/60, twelve of them; binomial, 0.25/60 a window; twelve structures, 12/11.
    assert phi[row] == pytest.approx(12 * (5 / 60) ** 2 / (2 * 0.25 / 60) * 12 / 11)
    assert freedom[row] == pytest.approx(11)


def test_actions_of_one_mind_do_not_pass_for_many() -> None:
    """One structure that begins forty actions in the last years, all by residents: no proof of a change."""
    usual = every_year([4] * 10, 12)
    flock = [("grande", 2023 + rank % 3, 2025, True) for rank in range(24)]
    with begun([*usual, *flock]) as root:
        together = one(root, "A1", "031")
    with begun([*usual, *((f"g{rank}", first, last, True) for rank, (_, first, last, _) in enumerate(flock))]) as root:
        apart = one(root, "A1", "031")
    assert together["ecart"] == apart["ecart"]
    assert apart["verdict"] == "progrès"
    assert together["verdict"] != "progrès"
    assert together["ecart_bas"] < 0 < together["ecart_haut"]


def test_a_calculation_that_fails_on_starts_is_told_and_stops_nothing() -> None:
    broken = SQL.replace("count(*) AS n_total", "territoire::INTEGER::BIGINT AS n_total")  # A code is a number there.
    with begun(every_year([4] * 10, 20)) as root:
        root.execute("UPDATE indicateurs SET sql = ? WHERE id = 'A1'", [broken])
        progress.derive(root)
        row = one(root, "A1", "031")
    assert row["verdict"] == "sans objet"
    assert "indicateurs/A1.sql : le calcul par débuts échoue" in row["raison"]


def test_only_a_share_of_actions_is_tested_by_their_starts() -> None:
    assert {one.id: one.priorite for one in catalogue.load().indicators if one.test == "debuts"} == {
        "A1": 1,
        "B3": 2,
        "G3": 2,
    }
