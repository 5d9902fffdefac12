"""The small map of the first page: outlines and circles in one picture. Plain values in, markup out."""

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dashboard.frame import wording
from dashboard.frame.markup import EMPTY, Markup, html, join
from dashboard.frame.row import Row
from geo.outlines import inset_position

WIDTH, HEIGHT, _MARGIN = 300, 270, 6
_LARGEST = 13.0  # pixels, the radius of the commune with the most
_MOST_NAMED = 3

# Legible on both themes, which a picture does not see.
_GROUND, _CHOSEN, _BORDER, _DOT = "%23808A9422", "%23E69F0055", "%23808A94", "%232E8BC9"

Ring = list[tuple[float, float]]


def drawn(outlines: Path | None, places: Sequence[Row], chosen: str | None, *, france: bool) -> Markup:
    """Zones of a GeoJSON file (``chosen`` stands out), and a circle a commune, as large as what takes place there.

    ``places`` answers ``points_actions``; without outlines the circles stand alone.
    """
    zones = _zones(outlines) if outlines else []
    points = [_degrees(row, france=france) for row in places]
    project, height = _projection([point for _, rings in zones for ring in rings for point in ring] or points)
    most = max((_count(row) for row in places), default=1)
    circles = (
        html(
            "%3Ccircle cx='{}' cy='{}' r='{}'/%3E",
            *project(*point),
            f"{_LARGEST * math.sqrt(_count(row) / most):.1f}",
        )
        for row, point in zip(places, points, strict=True)
    )
    # Written as it stands in an address: its signs < and > are %3C and %3E.
    picture = html(
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {} {}'%3E%3Cg fill='{}' stroke='{}' "
        "stroke-width='.8'%3E{}%3C/g%3E%3Cg fill='{}' fill-opacity='.62' stroke='%23FFF' stroke-width='.6'%3E{}%3C/g%3E"
        "%3C/svg%3E",
        WIDTH,
        height,
        _GROUND,
        _BORDER,
        join(_zone(rings, project, chosen=code == chosen) for code, rings in zones),
        _DOT,
        join(circles),
    )
    return html('<img src="{}" alt="{}">', picture, alt(places))


def _zone(rings: Sequence[Ring], project: Any, *, chosen: bool) -> Markup:
    fill = html(" fill='{}'", _CHOSEN) if chosen else EMPTY
    return html("%3Cpath{} d='{}'/%3E", fill, _path(rings, project))


def alt(places: Sequence[Row]) -> str:
    """The map in one sentence, for who does not see it."""
    first = [f"{row['nom']} ({wording.number(_count(row))})" for row in places[:_MOST_NAMED]]
    communes = wording.plural(len(places), "commune")
    return f"Carte : des actions ou des événements dans {communes}, surtout {wording.join(first)}"


def _count(row: Row) -> int:
    return int(row["n_actions"] + row["n_evenements"])


def _degrees(row: Row, *, france: bool) -> tuple[float, float]:
    place = (row["longitude"], row["latitude"])
    return inset_position(row["code_departement"], *place) if france else place


def _zones(file: Path) -> list[tuple[str, list[Ring]]]:
    """(code, outer and inner rings) of each feature."""
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    return [(str(feature["id"]), _rings(feature["geometry"])) for feature in features]


def _rings(geometry: dict[str, Any]) -> list[Ring]:
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [[(point[0], point[1]) for point in ring] for part in parts for ring in part]


def _projection(points: Sequence[tuple[float, float]]) -> tuple[Any, int]:
    """Degrees → pixels, the east shortened as it is at that latitude, and the height that everything fits in."""
    west, east = min(point[0] for point in points), max(point[0] for point in points)
    south, north = min(point[1] for point in points), max(point[1] for point in points)
    shorter = math.cos(math.radians((south + north) / 2))
    across, down = max((east - west) * shorter, 1e-6), max(north - south, 1e-6)
    scale = min((WIDTH - 2 * _MARGIN) / across, (HEIGHT - 2 * _MARGIN) / down)
    # Room is left for the circles of the edges, and no more above and below.
    height = min(HEIGHT, math.ceil(down * scale + 2 * (_MARGIN + _LARGEST)))
    left, top = (WIDTH - across * scale) / 2, (height - down * scale) / 2

    def place(longitude: float, latitude: float) -> tuple[int, int]:
        return round(left + (longitude - west) * shorter * scale), round(top + (north - latitude) * scale)

    return place, height


def _path(rings: Sequence[Ring], project: Any) -> str:
    """Rings in whole pixels; points that fall on the one before say nothing, and rings of a pixel are left out."""
    drawn = []
    for ring in rings:
        places = [project(*point) for point in ring]
        kept = [place for rank, place in enumerate(places) if not rank or place != places[rank - 1]]
        if len(kept) > 3:
            drawn.append("M" + "L".join(f"{x} {y}" for x, y in kept) + "Z")
    return "".join(drawn)
