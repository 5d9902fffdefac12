"""Whoever reads every published count of the made-up Allier recovers none of those withheld, and would without care.

The attacker has what pages, exports and commands publish: each count that is not withheld, every sum by territory and
year, the sessions' rows and totals. It knows the thresholds, which actions are sensitive, and what the counts have to
do with each other (nobody is satisfied who did not answer; people mobilised are volunteers and professionals).
"""

import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

import queries
from data import store
from queries.copy import reading
from queries.copy.secrecy import sessions
from queries.copy.secrecy import sums as disclosure_sums
from queries.copy.secrecy.tables import Withheld
from tests.tools.attack import AT_MOST, Puzzle, at_most, equal, least, sensitive_actions, told

ALL_YEARS = "toutes"
Count = tuple[str, str, str, int | None]  # subject's type and identifier, what is counted, year


@pytest.fixture(scope="module")
def published(demo_store: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with reading.reader(demo_store) as root:
        yield root


def true_counts(path: Path) -> dict[Count, float]:
    """Counts that enter sums: validated, said to be one number."""
    with store.open_lake(path, read_only=True) as lake:
        rows = lake.execute(
            """
            SELECT sujet_type, sujet_id, grandeur, annee, max(valeur)
            FROM lake.mesures WHERE etat = 'validee' AND grandeur NOT IN ('seances', 'reunions')
            GROUP BY ALL HAVING max(valeur) IS NOT NULL AND count(
                DISTINCT [coalesce(valeur, borne_basse, borne_haute), coalesce(borne_haute, valeur, borne_basse)]
            ) = 1
            """
        ).fetchall()
    return {(kind, subject, what, year): value for kind, subject, what, year, value in rows}


def counts_puzzle(root: duckdb.DuckDBPyConnection, truth: Mapping[Count, float], *, periods: bool = True) -> Puzzle:
    """Every withheld count of actions and events, and the sums by territory: by year, and of all years."""
    puzzle = Puzzle()
    secret = set(root.execute("FROM secrets").fetchall())
    sensitive = sensitive_actions(root)
    places: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for kind, subject, level, territory in root.execute(
        "SELECT DISTINCT sujet_type, sujet_id, niveau, territoire FROM sujets_territoires"
    ).fetchall():
        places[kind, subject].append((level, territory))
    left = {
        tuple(cell): value
        for *cell, value in root.execute(
            "SELECT grandeur, niveau, territoire, annee, valeur FROM effectifs WHERE valeur IS NOT NULL"
        ).fetchall()
    }
    if periods:  # What is left of them once other years are taken away: ``truth`` is of all years.
        told_years = "SELECT grandeur, niveau, territoire, valeur FROM effectifs_periodes WHERE valeur IS NOT NULL"
        left |= {(*cell, ALL_YEARS): value for *cell, value in root.execute(told_years).fetchall()}
    for count, value in truth.items():
        kind, subject, what, year = count
        cells = [(what, *place, when) for place in places[kind, subject] for when in (year, ALL_YEARS)]
        if count in secret:
            puzzle.withheld(count, value, least(subject, what, value, sensitive))
            for cell in cells:
                puzzle.stands(count, cell)
        else:
            for cell in cells:
                if cell in left:
                    left[cell] -= value
    for cell, value in left.items():
        puzzle.tells(cell, value)
    relate(puzzle, truth)
    return puzzle


def relate(puzzle: Puzzle, truth: Mapping[Count, float]) -> None:
    """What counts of the same subject and year have to do with each other."""
    for (kind, subject, what, year), value in truth.items():
        volunteers, staff = (kind, subject, "benevoles", year), (kind, subject, "professionnels", year)
        if what == "personnes_mobilisees" and truth.get(volunteers, -1) + truth.get(staff, -1) == value:
            equal(puzzle, truth, {volunteers: 1, staff: 1, (kind, subject, what, year): -1})
        for more in (more for less, more in AT_MOST if less == what):
            at_most(puzzle, truth, (kind, subject, what, year), (kind, subject, more, year))


def attendance(path: Path) -> list[tuple[Any, ...]]:
    """Counts that enter sums: stated once, and not the whole of colleges that are told."""
    with store.open_lake(path, read_only=True) as lake:
        return lake.execute(
            """
            WITH dites AS (
                SELECT seance_id, college, code_zone,
                       CASE WHEN count(presents) = 1 THEN max(presents) END AS presents,
                       CASE WHEN count(convoques) = 1 THEN max(convoques) END AS convoques
                FROM lake.presences GROUP BY seance_id, college, code_zone
                QUALIFY college <> 'ensemble' OR count(*) OVER (PARTITION BY seance_id) = 1
            )
            SELECT seance_id, college, coalesce(dites.code_zone, instances.code_zone), dites.code_zone, year(tenue_le),
                   code_departement, presents, convoques
            FROM dites JOIN lake.seances USING (seance_id) JOIN lake.instances USING (instance_id)
            """
        ).fetchall()


def sessions_puzzle(root: duckdb.DuckDBPyConnection, path: Path) -> Puzzle:
    """Every withheld count of attendance, and the totals by session, college, bassin, département and year."""
    puzzle = Puzzle()
    rows = attendance(path)
    secret = set(root.execute("SELECT seance_id, college, code_zone FROM presences_publiees WHERE secret").fetchall())
    left: dict[Any, float] = {
        ("college", what, session, college, departement, year): value
        for what, session, college, departement, year, value in root.execute(
            """
            SELECT grandeur, seance_id, college, code_departement, annee, valeur
            FROM effectifs_colleges WHERE valeur IS NOT NULL
            """
        ).fetchall()
    }
    for what, level, territory, year, value in root.execute(
        "SELECT grandeur, niveau, territoire, annee, valeur FROM effectifs WHERE valeur IS NOT NULL AND grandeur IN "
        "('presents', 'convoques', 'presents_habitants')"
    ).fetchall():
        left["lieu", what, level, territory, year] = value
    truth: dict[Any, float] = {}
    for session, college, bassin, zone, year, departement, present, convened in rows:
        for what, value in (("presents", present), ("convoques", convened)):
            if value is None:
                continue
            count = (session, college, zone, what)
            truth[count] = value
            cells: list[Any] = [
                ("college", what, session, college, departement, year),
                ("college", what, None, college, departement, year),
            ]
            for named in (what, *(["presents_habitants"] if (what, college) == ("presents", "habitants") else [])):
                cells += [("lieu", named, "bassin", bassin, year), ("lieu", named, "departement", departement, year)]
            if (session, college, zone) in secret:
                puzzle.withheld(count, value, min(1, value))
                for cell in cells:
                    puzzle.stands(count, cell)
            else:
                for cell in cells:
                    if cell in left:
                        left[cell] -= value
        if present is not None:
            at_most(puzzle, truth, (session, college, zone, "presents"), (session, college, zone, "convoques"))
    for cell, value in left.items():
        puzzle.tells(cell, value)
    return puzzle


def test_no_withheld_count_is_recovered(published: duckdb.DuckDBPyConnection, demo_store: Path) -> None:
    puzzle = counts_puzzle(published, true_counts(demo_store))
    assert len(puzzle.truth) > 5_000
    assert len(puzzle.known) > 5_000
    assert told(puzzle.recovered()) == {}


def test_no_withheld_attendance_is_recovered(published: duckdb.DuckDBPyConnection, demo_store: Path) -> None:
    puzzle = sessions_puzzle(published, demo_store)
    assert len(puzzle.truth) > 200
    assert told(puzzle.recovered()) == {}


def test_without_complementary_suppression_the_same_attacker_recovers_many(
    monkeypatch: pytest.MonkeyPatch, demo_store: Path, tmp_path: Path
) -> None:
    def primary_only(counts: Any, fewest: float, *, withheld: Any) -> Withheld:
        few = [(total > 0) & (total < fewest) for total in (counts, counts.sum(1), counts.sum(0), counts.sum())]
        return Withheld(withheld | few[0], few[1], few[2], bool(few[3]))

    monkeypatch.setattr(disclosure_sums, "protect", lambda problem: None)
    monkeypatch.setattr(sessions, "protect", primary_only)
    path = Path(shutil.copytree(demo_store, tmp_path / "demo", ignore=shutil.ignore_patterns(reading.READING)))
    one_year = {count: value for count, value in true_counts(path).items() if count[3] == 2020}
    with reading.reader(path) as root:
        counts = told(counts_puzzle(root, one_year, periods=False).recovered())
        present = told(sessions_puzzle(root, path).recovered())
    assert len(counts) > 100
    assert len(present) > 50


@pytest.mark.parametrize(("first", "last"), [(None, None), (2016, 2025), (2016, 2016), (2018, 2021), (2024, None)])
@pytest.mark.parametrize("question", ["carte_communes", "carte_departements"])
def test_a_map_adds_published_years_or_tells_all_of_them(
    published: duckdb.DuckDBPyConnection, question: str, first: int | None, last: int | None
) -> None:
    values: dict[str, Any] = {"annee_min": first, "annee_max": last}
    level, code = ("commune", "code_commune") if question == "carte_communes" else ("departement", "code_departement")
    counted = "SELECT territoire, valeur FROM effectifs_periodes WHERE NOT secret AND grandeur = ? AND niveau = ?"
    whole: dict[str, float] = dict(published.execute(counted, ["participants_distincts", level]).fetchall())
    if level == "commune":
        values["departement"] = "03"
    sums: dict[str, list[tuple[float | None, bool]]] = defaultdict(list)
    counted = "SELECT territoire, annee, valeur, secret FROM effectifs WHERE grandeur = ? AND niveau = ?"
    for territory, year, value, secret in published.execute(counted, ["participants_distincts", level]).fetchall():
        within = (first is None and last is None) or (year is not None and (first or 0) <= year <= (last or 9999))
        if within:
            sums[territory].append((value, secret))
        elif secret or value is not None:
            whole.pop(territory, None)
    added: dict[str, float] = defaultdict(float)
    counted = "SELECT territoire, annee, ajout, compte FROM totaux_personnes WHERE grandeur = ? AND niveau = ?"
    said = set()
    for territory, year, more, count in published.execute(counted, ["participants_distincts", level]).fetchall():
        if (first is None and last is None) or (year is not None and (first or 0) <= year <= (last or 9999)):
            added[territory] += more
            said |= {territory} if count is not None else set()
    shown = 0
    for row in queries.ask_records(published, question, **values):
        years = sums[row[code]]
        hidden = any(secret for _, secret in years)
        known = [value for value, _ in years if value is not None]
        told = whole.get(row[code]) if hidden else sum(known) if known else None
        # Published intervals that say no number count for their lower bound, beside the published numbers.
        secret = hidden and told is None
        expected = None if secret or (told is None and row[code] not in said) else (told or 0) + added[row[code]]
        assert row["participants"] == expected
        assert row["participants_secret"] == secret
        shown += row["participants"] is not None
    assert shown


def test_two_copies_of_one_snapshot_withhold_the_same(demo_store: Path, tmp_path: Path) -> None:
    """Counts that one copy hides and another publishes are told: nothing may hang on the order in which rows come."""
    shutil.copytree(demo_store, tmp_path / "autre", ignore=shutil.ignore_patterns(reading.READING))
    told = []
    for path in (demo_store, tmp_path / "autre"):
        with reading.reader(path) as root:
            told.append([root.execute(f"FROM {table} ORDER BY ALL").fetchall() for table in ("secrets", "effectifs")])
    assert told[0] == told[1]
    assert len(told[0][0]) > 1000


def test_indicators_tell_no_count_that_is_withheld(published: duckdb.DuckDBPyConnection) -> None:
    behind = {
        "A2": ("participations",),
        "A3": ("presents", "presents_habitants"),
        "C1": ("presents", "convoques"),
        "C2": ("presents",),
        "C3": ("satisfaits", "repondants", "questionnaires_envoyes"),
        "E1": ("benevoles", "professionnels"),
    }
    hidden = 0
    for indicator, counted in behind.items():
        rows = published.execute(
            """
            SELECT valeur, bas, haut, numerateur, denominateur, lisse, statut
            FROM indicateurs_valeurs AS v
            WHERE indicateur = ? AND EXISTS (
                SELECT 1 FROM effectifs AS e
                WHERE e.niveau = v.niveau AND e.territoire = v.territoire AND e.annee = v.annee AND e.secret
                  AND list_contains(?, grandeur)
            )
            """,
            [indicator, list(counted)],
        ).fetchall()
        hidden += len(rows)
        assert all(row == (None, None, None, None, None, None, "s") for row in rows), indicator
    assert hidden
