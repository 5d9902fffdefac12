"""Sessions and what happened between two of them, against another reading of the same facts."""

from collections import Counter
from datetime import date
from pathlib import Path

import duckdb
import pytest

from dashboard.dossier import followed
from dashboard.dossier.asked import Asked
from dashboard.dossier.content import Words
from dashboard.frame import cached
from dashboard.frame.scope import Scope
from data.actors import ANYONE
from data.loading.journal import kind_of
from queries import ask_records
from queries.copy import reading
from tests.dashboard.dossier.conftest import SESSION

FIRST, LAST = date(2025, 6, 18), date(2025, 11, 26)


@pytest.fixture
def root(demo_store: Path) -> duckdb.DuckDBPyConnection:
    return reading.reader(demo_store)


def test_each_session_follows_the_one_before_of_its_own_committee(root: duckdb.DuckDBPyConnection) -> None:
    held: dict[str, list[str]] = {}
    for instance, day in sorted(root.execute("SELECT DISTINCT instance_id, tenue_le FROM seances").fetchall()):
        held.setdefault(instance, []).append(day.isoformat())
    committee = dict(root.execute("SELECT seance_id, instance_id FROM seances").fetchall())
    rows = ask_records(root.cursor(), "dossier_seances", departement="03")
    assert len(rows) == sum(map(len, held.values())) == 120
    for row in rows:
        days = held[committee[row["seance_id"]]]
        rank = days.index(row["tenue_le"])
        assert row["precedente_le"] == (days[rank - 1] if rank else None)


@pytest.mark.parametrize("bassin", [None, "033"])
def test_what_happened_is_what_is_dated_in_between(root: duckdb.DuckDBPyConnection, bassin: str | None) -> None:
    rows = ask_records(root.cursor(), "dossier_depuis", departement="03", bassin=bassin, du=FIRST, au=LAST)
    here = {
        action
        for action, zone in root.execute("SELECT action_id, code_bassin FROM actions_situees").fetchall()
        if bassin in (None, zone)
    }
    found: Counter[str] = Counter()
    for action, *days in root.execute(
        "SELECT action_id, date_debut, date_debut_precision, date_fin, date_fin_precision FROM actions"
    ).fetchall():
        for kind, day, precision in (("action_commencee", *days[:2]), ("action_finie", *days[2:])):
            found[kind] += action in here and precision in ("jour", "mois") and FIRST < day <= LAST
    counts = Counter(row["sorte"] for row in rows)
    assert {kind: counts[kind] for kind in found} == dict(found)
    assert counts["seance"] == (5 if bassin is None else 2)
    assert all(FIRST.isoformat() < row["jour"] <= LAST.isoformat() for row in rows)


def test_a_dossier_does_not_tell_its_own_session_as_news(demo_store: Path) -> None:
    dataset = cached.dataset(demo_store)
    scope = Scope(dataset, cached.copy_of(dataset, ANYONE), "03", departement_nom="Allier")
    (session,) = cached.rows(scope, "dossier_seances", departement="03", seance=SESSION)
    said = next(block.text for block in followed.since(Asked(scope, session)) if isinstance(block, Words))
    # Five are dated in between, of which this one.
    assert said.startswith("4 séances tenues, 7 événements")


def test_a_session_without_one_before_says_so(real_store: Path) -> None:
    dataset = cached.dataset(real_store)
    scope = Scope(dataset, cached.copy_of(dataset, ANYONE), "03", departement_nom="Allier")
    (first,) = (
        row for row in cached.rows(scope, "dossier_seances", departement="03") if row["tenue_le"] == "2011-11-15"
    )
    said = [block.text for block in followed.since(Asked(scope, first)) if isinstance(block, Words)]
    assert said == ["Aucune séance datée d'avant n'est connue : on ne sait pas depuis quand compter."]


def test_what_was_written_is_what_the_journal_of_the_store_says(demo_store: Path) -> None:
    """The copy tells it, so that a closed session still does when snapshots are expired."""
    dataset = cached.dataset(demo_store)
    scope = Scope(dataset, cached.copy_of(dataset, ANYONE))
    told = [
        (kind_of(row["geste"], row["titre"], row["format"]), row["titre"], row["lignes"])
        for row in cached.rows(scope, "ecritures_depuis", du=date(2020, 1, 1))
    ]
    assert told == [(line.kind, line.title, line.rows) for line in reversed(cached.writes(scope))]
    assert len(told) > 3
    assert cached.rows(scope, "ecritures_depuis", du=date(2100, 1, 1)) == []
