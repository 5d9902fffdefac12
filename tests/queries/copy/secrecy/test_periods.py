"""All years together, by hand: told where they give no year back, and withheld where they would."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from queries import ask_records
from queries.copy import reading
from tests.queries.copy.secrecy.test_disclosure import action, count
from tests.small.facts import SMALL, filled

PEOPLE = "participants_distincts"
# Moulins and Yzeure share their EPCI, bassin and département; so do Vichy and Cusset.
PLACES = {"jardin": "03190", "atelier": "03321", "cine": "03310", "bal": "03095", "fete": "03185"}
# Moulins and Yzeure: two people in each of two years, 4 + 4 in all; one person may be of 2020 and not 2019 in Moulins
# the other way round in Yzeure. Vichy: two people in 2019 alone, then 20; Cusset 30 and 40. Montluçon: one year.
COUNTS = {
    ("jardin", 2019): 2, ("jardin", 2020): 2, ("atelier", 2019): 2, ("atelier", 2020): 2,
    ("cine", 2019): 2, ("cine", 2020): 20, ("bal", 2019): 30, ("bal", 2020): 40,
    ("fete", 2020): 12,
}  # fmt: skip


@pytest.fixture(scope="module")
def root(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    facts = {
        "structures": SMALL["structures"],
        "actions": [action(ref, ref) for ref in PLACES],
        "actions_lieux": [
            {"action_id": ref, "role": "lieu", "code_commune": place, "precision": "declaree"}
            for ref, place in PLACES.items()
        ],
        "mesures": [count(ref, PEOPLE, value, str(year)) for (ref, year), value in COUNTS.items()],
    }
    with reading.reader(filled(reference_store, tmp_path_factory.mktemp("periodes"), facts)) as found:
        yield found


def told(root: duckdb.DuckDBPyConnection, **years: int) -> dict[str, tuple[float | None, bool]]:
    """Commune → (people, whether they are withheld), as the map says."""
    rows = ask_records(root, "carte_communes", departement="03", **years)
    return {
        row["code_commune"]: (row["participants"], row["participants_secret"])
        for row in rows
        if row["code_commune"] in PLACES.values()
    }


def test_a_period_is_told_that_gives_no_year_back(root: duckdb.DuckDBPyConnection) -> None:
    years = root.execute(
        "SELECT DISTINCT secret FROM effectifs WHERE niveau = 'commune' AND territoire IN ('03190', '03321')"
        f" AND grandeur = '{PEOPLE}' AND annee <= 2020"
    ).fetchall()
    assert years == [(True,)]
    found = told(root)
    assert (found["03190"], found["03321"]) == ((4, False), (4, False))


def test_a_period_that_would_give_a_year_back_is_withheld(root: duckdb.DuckDBPyConnection) -> None:
    # 22 less the 20 of 2020 would be the 2 of 2019.
    assert told(root)["03310"] == (None, True)


def test_years_that_are_all_there_are_all_years(root: duckdb.DuckDBPyConnection) -> None:
    assert told(root, annee_min=2010, annee_max=2020) == told(root)
    assert told(root, annee_min=2020)["03190"] == (None, True)


def test_a_period_of_one_year_is_that_year(root: duckdb.DuckDBPyConnection) -> None:
    assert root.execute("SELECT count(*) FROM effectifs_periodes WHERE territoire = '03185'").fetchone() == (0,)
    assert told(root)["03185"] == (12, False)


def test_the_departement_is_told(root: duckdb.DuckDBPyConnection) -> None:
    (row,) = [row for row in ask_records(root, "carte_departements") if row["code_departement"] == "03"]
    assert (row["participants"], row["participants_secret"]) == (sum(COUNTS.values()), False)
