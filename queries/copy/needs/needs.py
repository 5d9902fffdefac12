"""Need against offer, in the reading copy: what runs on the day of observation, and how far each commune is from it."""

import math
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from queries.copy.needs import definitions
from queries.copy.needs.definitions import NeedsError
from queries.copy.script import refuse, run

HERE = Path(__file__).parent
EARTH_KM = 6371.0
# Further than this, « the nearest » helps nobody: such communes have no row, which pages say.
HORIZON_KM = 50.0

Vectors = NDArray[np.float64]
Ranks = NDArray[np.int64]


def derive(root: duckdb.DuckDBPyConnection) -> None:
    """Make ``besoins``, ``actions_du_jour``, ``besoins_actions``, ``offre_du_jour``, ``contexte_retenu`` and
    ``offre_distances``: for each need and commune, the nearest commune where an action runs, and the nearest that
    would remain once those that end within twelve months have ended.

    Distances in kilometres as the crow flies between mairies, offers of any département counting; a commune further
    than 50 km from any, or without position, has no row, and what remains further than that is NULL.
    """
    try:
        needs = definitions.read()
    except NeedsError as error:
        refuse(root, definitions.FILE.name, error)
        needs = definitions.SCHEMA.empty_table()
    run(root, HERE / "definitions.sql", besoins_ecrits=needs)
    run(root, HERE / "offer.sql")
    run(root, HERE / "distances.sql", distances_mesurees=_distances(root))


def on_sphere(longitude: Vectors, latitude: Vectors) -> Vectors:
    """Unit vectors (one row each) of places given in degrees; NaN where the position is unknown."""
    east, north = np.radians(longitude), np.radians(latitude)
    return np.column_stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])


def nearest(places: Vectors, offers: Vectors, within_km: float = HORIZON_KM) -> tuple[Vectors, Ranks]:
    """(distance in km, rank of the nearest offer) of each place, unit vectors both; (inf, -1) when none is that near.

    Exact: on the sphere the nearest by the chord is the nearest by the arc. Earth's radius as in the haversine formula
    of the other questions, 6 371 km.
    """
    bound = 2 * math.sin(within_km / EARTH_KM / 2)
    chord, rank = cKDTree(offers).query(places, distance_upper_bound=bound)
    found = np.isfinite(chord)
    distance = np.where(found, 2 * EARTH_KM * np.arcsin(np.where(found, chord, 0) / 2), np.inf)
    return distance, np.where(found, rank, -1).astype(np.int64)


def nearest_places(root: duckdb.DuckDBPyConnection, offers: pa.StringArray) -> tuple[pa.StringArray, Vectors]:
    """Every commune's code, and its distance in km to the nearest of those coded ``offers`` (inf beyond reach)."""
    codes, points = _mairies(root)
    ranks = pc.index_in(offers, value_set=codes).drop_null().to_numpy().astype(np.int64)
    return codes, _reach(points, ranks)[0]


def _mairies(root: duckdb.DuckDBPyConnection) -> tuple[pa.StringArray, Vectors]:
    """Codes of the communes in order, and where their mairies stand on the sphere."""
    asked = "SELECT code_commune, longitude, latitude FROM communes ORDER BY code_commune"
    communes = root.execute(asked).to_arrow_table()
    points = on_sphere(*(communes[axis].to_numpy() for axis in ("longitude", "latitude")))
    return communes["code_commune"].combine_chunks(), points


def _distances(root: duckdb.DuckDBPyConnection) -> pa.Table:
    """One row for each need and each commune within reach of it."""
    codes, points = _mairies(root)
    needs, ranks, ends = root.execute(
        """
        SELECT besoin, rang - 1 AS rang, bool_and(finit) AS finit
        FROM offre_du_jour
        JOIN (SELECT code_commune, row_number() OVER (ORDER BY code_commune) AS rang FROM communes) USING (code_commune)
        GROUP BY ALL ORDER BY besoin, rang
        """
    ).to_arrow_table()
    where, lasting = ranks.to_numpy(), ~ends.to_numpy()
    parts = []
    for need in needs.unique().to_pylist():
        mine = pc.equal(needs, need).to_numpy()
        now, near = _reach(points, where[mine])
        left, near_left = _reach(points, where[mine & lasting])
        held = np.flatnonzero(near >= 0)
        parts.append(
            pa.table(
                {
                    "besoin": pa.array([need] * len(held), pa.string()),
                    "code_commune": codes.take(pa.array(held)),
                    "distance_km": pa.array(now[held]),
                    "commune_proche": codes.take(pa.array(near[held])),
                    "distance_reste_km": pa.array(left[held], mask=near_left[held] < 0),
                    "commune_reste": codes.take(pa.array(near_left[held], mask=near_left[held] < 0)),
                }
            )
        )
    return pa.concat_tables([_NO_DISTANCE, *parts])


_NO_DISTANCE = pa.schema(
    {
        "besoin": pa.string(),
        "code_commune": pa.string(),
        "distance_km": pa.float64(),
        "commune_proche": pa.string(),
        "distance_reste_km": pa.float64(),
        "commune_reste": pa.string(),
    }
).empty_table()


def _reach(points: Vectors, offers: Ranks) -> tuple[Vectors, Ranks]:
    """Distance and rank of the nearest offer of each commune (-1 when none is within reach); on the spot it is zero."""
    distance = np.full(len(points), np.inf)
    near = np.full(len(points), -1, dtype=np.int64)
    known = ~np.isnan(points[:, 0])
    placed = offers[known[offers]]
    if len(placed):
        distance[known], found = nearest(points[known], points[placed])
        near[known] = np.where(found < 0, -1, placed[found])
    distance[offers], near[offers] = 0.0, offers
    return distance, near
