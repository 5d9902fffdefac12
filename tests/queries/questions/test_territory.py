"""The questions of the first page and of the page of one territory, on the facts about money of ``tests/small``.

« Jardin » and « Atelier » (which is over) take place in Moulins, « Café » in Vichy and Cusset. Populations of 2023 are
those that INSEE publishes: Vichy 25 115, Cusset 13 316.
"""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from queries.copy import reading
from tests.small.facts import answer, filled
from tests.small.money import FACTS

MOULINS, VICHY, CUSSET, CA_VICHY = "03190", "03310", "03095", "200071363"


@pytest.fixture(scope="module")
def money(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with reading.reader(filled(reference_store, tmp_path_factory.mktemp("territoire"), FACTS)) as root:
        yield root


def commune(code: str) -> dict[str, Any]:
    return {"niveau": "commune", "territoire": code}


def test_a_territory_says_where_it_is_and_what_runs_there(money: duckdb.DuckDBPyConnection) -> None:
    (vichy,) = answer(money, "territoire", **commune(VICHY))
    assert (vichy["nom"], vichy["code_bassin"], vichy["code_epci"]) == ("Vichy", "033", CA_VICHY)
    assert (vichy["population"], vichy["n_actions"], vichy["n_en_cours"], vichy["n_structures"]) == (25115, 1, 1, 1)
    (moulins,) = answer(money, "territoire", niveau="bassin", territoire="032")
    # The last known day is that of the end of « Jardin »; « Atelier » is over.
    assert (moulins["nom"], moulins["n_actions"], moulins["n_en_cours"], moulins["n_evenements"]) == (
        "Moulins",
        2,
        1,
        0,
    )
    (epci,) = answer(money, "territoire", niveau="epci", territoire=CA_VICHY)
    # An action in two of its communes counts once.
    assert (epci["n_actions"], epci["code_epci"]) == (1, None)
    assert answer(money, "territoire", niveau="departement", territoire="03") == []
    assert answer(money, "territoire", **commune("99999")) == []


def test_a_grant_over_two_communes_is_shared_by_population(money: duckdb.DuckDBPyConnection) -> None:
    for code, inhabitants in ((VICHY, 25115), (CUSSET, 13316)):
        (year,) = answer(money, "accorde_annees", **commune(code))
        assert year["accorde_eur"] == pytest.approx(600 * inhabitants / (25115 + 13316))
        assert (year["annee"], year["n_plans"], year["n_accordes"]) == (2023, 1, 1)
    (france,) = answer(money, "accorde_annees", niveau="departement")
    # 500 and 200 for « Jardin », 600 for « Café »; that of « Atelier » is unknown.
    assert (france["accorde_eur"], france["n_plans"], france["n_accordes"]) == (1300, 3, 2)


def test_known_costs_of_bassins_add_up_to_the_departement(money: duckdb.DuckDBPyConnection) -> None:
    costs = {
        bassin: answer(money, "couts_connus", departement="03", bassin=bassin)[0] for bassin in (None, "032", "033")
    }
    # « Jardin » planned 1 000 €, « Café » spent 500 €, « Atelier » says nothing.
    assert {bassin: float(row["bas_eur"]) for bassin, row in costs.items()} == {None: 1500, "032": 1000, "033": 500}
    assert [(row["n_connus"], row["n_sujets"]) for row in costs.values()] == [(2, 3), (1, 2), (1, 1)]


def test_actions_come_running_first_then_nearest(money: duckdb.DuckDBPyConnection) -> None:
    near = answer(money, "actions_du_territoire", **commune(VICHY))
    assert [row["titre"] for row in near] == ["Cafe", "Jardin", "Atelier"]
    assert near[0]["distance_km"] == 0
    # Nothing of another bassin.
    inside = answer(money, "actions_du_territoire", niveau="bassin", territoire="032")
    assert [row["titre"] for row in inside] == ["Jardin", "Atelier"]


def test_conventions_that_end_are_those_of_the_territory(money: duckdb.DuckDBPyConnection) -> None:
    (ends,) = answer(money, "conventions_du_territoire", niveau="epci", territoire=CA_VICHY)
    assert (ends["titre"], ends["convention_fin"], ends["n_conventions"]) == ("Cafe", "2024-04-30", 1)
    assert answer(money, "conventions_du_territoire", **commune(MOULINS)) == []


def test_points_are_the_communes_of_actions(money: duckdb.DuckDBPyConnection) -> None:
    counts = {row["code_commune"]: row["n_actions"] for row in answer(money, "points_actions", departement="03")}
    assert counts == {MOULINS: 2, VICHY: 1, CUSSET: 1}
    assert answer(money, "points_actions", departement="03", annee_min=2024) == []


def kilometres(a: dict[str, Any], b: dict[str, Any]) -> float:
    """The law of cosines on a sphere: another formula than that of the question."""
    x, y = math.radians(a["latitude"]), math.radians(b["latitude"])
    turn = math.radians(b["longitude"] - a["longitude"])
    return 6371 * math.acos(math.sin(x) * math.sin(y) + math.cos(x) * math.cos(y) * math.cos(turn))


def test_neighbours_are_near_and_look_alikes_of_the_same_size(money: duckdb.DuckDBPyConnection) -> None:
    rows = answer(money, "territoires_semblables", **commune(VICHY), limite=3)
    near = [(row["nom"], row["distance_km"]) for row in rows if row["sorte"] == "voisin"]
    every = {row["code_commune"]: row for row in answer(money, "communes") if row["longitude"] is not None}
    here = every.pop(VICHY)
    nearest = sorted((kilometres(here, other), other["nom"]) for other in every.values())[:3]
    assert near == [(name, pytest.approx(distance, abs=0.01)) for distance, name in nearest]
    # Of the Allier, the two other towns: both the size and the density of the third are far from theirs.
    alike = [row["nom"] for row in rows if row["sorte"] == "semblable"]
    assert alike[:2] == ["Moulins", "Montluçon"]
    others = answer(money, "territoires_semblables", niveau="bassin", territoire="033", limite=5)
    assert {(row["sorte"], row["nom"]) for row in others} == {("semblable", "Moulins"), ("semblable", "Montluçon")}


def test_look_alikes_are_of_the_same_departement(money: duckdb.DuckDBPyConnection) -> None:
    """Eleven EPCI have most of their communes in the Allier; Le Grand Charolais, of Saône-et-Loire, has a few."""
    rows = answer(money, "territoires_semblables", niveau="epci", territoire="200071363", limite=20)
    assert len(rows) == 10
    assert "CC Le Grand Charolais" not in {row["nom"] for row in rows}
