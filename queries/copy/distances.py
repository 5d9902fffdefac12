"""Distances between communes, in kilometres as the crow flies from mairie to mairie."""

import math

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from scipy.spatial import cKDTree

EARTH_KM = 6371.0
# Further than this, « the nearest » helps nobody: such communes have no row, which pages say.
HORIZON_KM = 50.0

Vectors = NDArray[np.float64]
Ranks = NDArray[np.int64]


def on_sphere(longitude: Vectors, latitude: Vectors) -> Vectors:
    """Unit vectors (one row each) of places given in degrees; NaN where the position is unknown."""
    east, north = np.radians(longitude), np.radians(latitude)
    return np.column_stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])


def nearest(places: Vectors, offers: Vectors, within_km: float = HORIZON_KM) -> tuple[Vectors, Ranks]:
    """(distance in km, to the metre, and rank of the nearest offer) of each place, unit vectors both; (inf, -1) when
    none is that near.

    Exact: on the sphere the nearest by the chord is the nearest by the arc. Earth's radius as in the haversine formula
    of the other questions, 6 371 km.
    """
    bound = 2 * math.sin(within_km / EARTH_KM / 2)
    chord, rank = cKDTree(offers).query(places, distance_upper_bound=bound)
    found = np.isfinite(chord)
    distance = np.where(found, 2 * EARTH_KM * np.arcsin(np.where(found, chord, 0) / 2), np.inf)
    # Positions are no finer than that, and what is compared with a threshold is what can be written.
    return distance.round(3), np.where(found, rank, -1).astype(np.int64)


def nearest_places(root: duckdb.DuckDBPyConnection, offers: pa.StringArray) -> tuple[pa.StringArray, Vectors]:
    """Every commune's code, and its distance in km to the nearest of those coded ``offers`` (inf beyond reach)."""
    codes, points = mairies(root)
    ranks = pc.index_in(offers, value_set=codes).drop_null().to_numpy().astype(np.int64)
    return codes, reach(points, ranks)[0]


def mairies(root: duckdb.DuckDBPyConnection) -> tuple[pa.StringArray, Vectors]:
    """Codes of the communes in order, and where their mairies stand on the sphere."""
    asked = "SELECT code_commune, longitude, latitude FROM communes ORDER BY code_commune"
    communes = root.execute(asked).to_arrow_table()
    points = on_sphere(*(communes[axis].to_numpy() for axis in ("longitude", "latitude")))
    return communes["code_commune"].combine_chunks(), points


def reach(points: Vectors, offers: Ranks) -> tuple[Vectors, Ranks]:
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
