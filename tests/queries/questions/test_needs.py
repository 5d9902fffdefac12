"""Need and offer: answers added up by hand on the actions of small_offer, distances told by another implementation."""

import math
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from queries import ask, ask_records
from queries.copy import reading
from queries.copy.distances import nearest, on_sphere
from tests.small.facts import answer as rows
from tests.small.offer import load_offer


@pytest.fixture(scope="module")
def offer(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("offre")
    path = Path(shutil.copytree(reference_store, folder / "magasin"))
    load_offer(path, folder)
    with reading.reader(path) as root:
        yield root


def matrix(root: duckdb.DuckDBPyConnection, **values: Any) -> dict[tuple[str, str | None], dict[str, Any]]:
    return {(row["besoin"], row["zone"]): row for row in rows(root, "offre_matrice", **values)}


# Distances are kept to the metre: what is told is half of one away at most.
METRE = 5.01e-4


def kilometres(root: duckdb.DuckDBPyConnection, one: str, other: str) -> float:
    """The haversine formula, on the positions of the store."""
    found = {
        code: (math.radians(longitude), math.radians(latitude))
        for code, longitude, latitude in root.cursor()
        .execute("SELECT code_commune, longitude, latitude FROM communes WHERE code_commune IN (?, ?)", [one, other])
        .fetchall()
    }
    (east, north), (east_too, north_too) = found[one], found[other]
    half = math.sin((north_too - north) / 2) ** 2
    half += math.cos(north) * math.cos(north_too) * math.sin((east_too - east) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(half))


def test_what_runs_on_the_day_of_observation(offer: duckdb.DuckDBPyConnection) -> None:
    said = rows(offer, "offre_couverture", departement="03")[0]
    assert said == {
        "jour": "2023-12-31",
        "n_actives": 4,
        "n_publics": 3,
        "n_ages": 0,
        "n_mots_cles": 2,
        "n_fins": 2,
        "n_sans_commune": 1,
        "n_sans_dates": 1,
    }
    assert rows(offer, "offre_couverture", departement="03", bassin="033")[0]["n_actives"] == 3
    assert rows(offer, "offre_couverture")[0]["n_actives"] == 5


def test_the_matrix_counts_actions_once_and_people_by_distance(offer: duckdb.DuckDBPyConnection) -> None:
    held = matrix(offer, departement="03", division="bassin")
    whole, vichy = held["seniors", None], held["seniors", "Vichy"]
    assert (whole["n_actives"], whole["n_finissant"], whole["n_communes_avec"], whole["n_communes"]) == (3, 2, 2, 317)
    assert (vichy["n_actives"], vichy["n_communes_avec"]) == (3, 2)
    assert held["seniors", "Moulins"]["n_actives"] == 0
    people = {row["code_commune"]: row["population"] for row in rows(offer, "communes", departement="03")}
    assert whole["population_sur_place"] == people["03310"] + people["03138"]
    near = [row for row in rows(offer, "offre_communes", departement="03", besoin="seniors") if row["distance_km"]]
    close = {row["code_commune"] for row in near if row["distance_km"] < 10} | {"03310", "03138"}
    assert whole["population_10"] == sum(people[code] for code in close)
    assert whole["population"] == sum(people.values())


def test_what_is_known_by_its_departement_alone_counts_in_the_total_only(offer: duckdb.DuckDBPyConnection) -> None:
    held = matrix(offer, departement="03", division="bassin")
    assert (held["culture", None]["n_actives"], held["culture", None]["n_communes_avec"]) == (1, 0)
    assert [held["culture", zone]["n_actives"] for zone in ("Montluçon", "Moulins", "Vichy")] == [0, 0, 0]
    assert (held["ensemble", None]["n_actives"], held["histoire", None]["n_actives"]) == (4, 0)


def test_distances_are_those_of_another_implementation(offer: duckdb.DuckDBPyConnection) -> None:
    held = {row["code_commune"]: row for row in rows(offer, "offre_communes", departement="03", besoin="seniors")}
    cusset = held["03095"]
    assert cusset["commune_proche"] == "Vichy"
    assert cusset["distance_km"] == pytest.approx(kilometres(offer, "03095", "03310"), abs=METRE)
    assert (held["03310"]["distance_km"], held["03310"]["bande"], held["03310"]["n_actives"]) == (0, "place", 2)
    lapalisse = held["03138"]
    assert lapalisse["distance_reste_km"] == pytest.approx(kilometres(offer, "03138", "03310"), abs=METRE)
    assert lapalisse["commune_reste"] == "Vichy"


def test_the_nearest_on_the_sphere_is_the_nearest_by_haversine() -> None:
    random = np.random.default_rng(3)
    longitude, latitude = random.uniform(-5, 9, 300), random.uniform(42, 51, 300)
    points = on_sphere(longitude, latitude)
    distance, rank = nearest(points[:200], points[200:], within_km=20_000)
    east, north = np.radians(longitude), np.radians(latitude)
    across, up = east[:200, None] - east[None, 200:], north[:200, None] - north[None, 200:]
    half = np.sin(up / 2) ** 2 + np.cos(north[:200, None]) * np.cos(north[None, 200:]) * np.sin(across / 2) ** 2
    haversine = 2 * 6371 * np.arcsin(np.sqrt(half))
    assert distance == pytest.approx(haversine.min(axis=1), abs=METRE)
    assert (rank == haversine.argmin(axis=1)).all()
    beyond, none = nearest(points[:1], points[200:], within_km=0.001)
    assert (beyond[0], none[0]) == (np.inf, -1)


def test_an_action_of_the_next_departement_is_an_offer(offer: duckdb.DuckDBPyConnection) -> None:
    held = {row["nom"]: row for row in rows(offer, "offre_communes", departement="03", besoin="jeunes_adultes")}
    assert held["Château-sur-Allier"]["commune_proche"] == "Nevers"
    assert held["Vichy"]["distance_km"] is None and held["Vichy"]["bande"] == "loin"
    assert matrix(offer, departement="03")["jeunes_adultes", None]["n_actives"] == 0


def test_bands_add_up_to_the_territory_and_show_the_need_beside(offer: duckdb.DuckDBPyConnection) -> None:
    found = rows(offer, "offre_bandes", departement="03", besoin="seniors", variable="MED")
    bands = {row["bande"]: row for row in found}
    assert sum(row["n_communes"] for row in bands.values()) == 317
    assert sum(row["part"] for row in bands.values()) == pytest.approx(1)
    place = bands["place"]
    assert (place["n_communes"], place["n_connues"], place["mediane"]) == (2, 2, 19295)
    assert (place["basse"], place["haute"], place["n_secretes"]) == (18990, 19600, 0)
    assert sum(row["n_secretes"] for row in bands.values()) == 1


def test_marks_stay_beside_the_distance(offer: duckdb.DuckDBPyConnection) -> None:
    asked = {"departement": "03", "besoin": "seniors"}
    poverty = {row["code_commune"]: row for row in rows(offer, "offre_communes", variable="TP60", **asked)}
    assert (poverty["03310"]["valeur"], poverty["03310"]["annee"]) == (25.0, 2021)
    assert (poverty["03138"]["valeur"], poverty["03138"]["censure"]) == (5.0, "au_plus")
    assert (poverty["03001"]["valeur"], poverty["03001"]["marque"]) == (None, "s")
    assert (poverty["03003"]["valeur"], poverty["03003"]["marque"]) == (None, "nd")
    assert all(row["marque"] is None for row in rows(offer, "offre_communes", **asked))


def test_the_variables_of_a_departement_and_their_coverage(offer: duckdb.DuckDBPyConnection) -> None:
    held = {row["variable"]: row for row in rows(offer, "besoin_variables", departement="03")}
    assert (held["MED"]["annee"], held["MED"]["n_valeurs"], held["MED"]["n_secretes"]) == (2021, 4, 1)
    assert held["TP60"]["n_communes"] == 317
    assert rows(offer, "besoin_variables", departement="58") == []


def test_what_ends_within_twelve_months_and_what_remains(offer: duckdb.DuckDBPyConnection) -> None:
    gym, atelier = rows(offer, "offre_fins", departement="03", besoin="seniors")
    assert (gym["titre"], gym["communes"], gym["n_restantes"]) == ("Gym douce", ["Vichy"], 1)
    assert (atelier["titre"], atelier["n_restantes"], atelier["commune_perdante"]) == ("Atelier", 0, "Lapalisse")
    assert (atelier["commune_reste"], atelier["date_fin"]) == ("Vichy", "2024-12-31")
    assert atelier["distance_reste_km"] == pytest.approx(kilometres(offer, "03138", "03310"), abs=METRE)
    assert rows(offer, "offre_fins", departement="03", besoin="culture") == []


def test_divisions_of_a_departement(offer: duckdb.DuckDBPyConnection) -> None:
    held = {row["division"]: row for row in rows(offer, "divisions", departement="03")}
    assert list(held) == ["bassin", "epci", "arrondissement"]
    assert (held["bassin"]["n_zones"], held["bassin"]["n_communes"], held["epci"]["n_zones"]) == (3, 317, 12)
    assert not held["bassin"]["se_recouvre"]


def test_any_loaded_division_can_stand_in_the_columns(offer: duckdb.DuckDBPyConnection) -> None:
    zones = {row["zone"] for row in rows(offer, "offre_matrice", departement="03", division="arrondissement")}
    assert zones == {None, "Montluçon", "Moulins", "Vichy"}


def test_questions_hold_on_a_store_without_any_action(reference_store: Path) -> None:
    with reading.reader(reference_store) as root:
        bands = ask(root, "offre_bandes", departement="03", besoin="seniors")
        assert bands.loc[bands["bande"] == "loin", "n_communes"].tolist() == [317]
        assert ask_records(root, "offre_fins", besoin="ensemble") == []
        assert ask_records(root, "offre_couverture")[0]["n_actives"] == 0
