"""From degrees to a small picture: outlines projected, shortened and written as the path of an SVG. Plain values."""

import json
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Ring = list[Point]
Place = Callable[[float, float], tuple[float, float]]


def zones(file: Path) -> list[tuple[str, list[Ring]]]:
    """(code, outer and inner rings) of each feature of a GeoJSON file."""
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    return [(str(feature["id"]), rings(feature["geometry"])) for feature in features]


def rings(geometry: dict[str, Any]) -> list[Ring]:
    """The rings of a polygon, or of several."""
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [[(point[0], point[1]) for point in ring] for part in parts for ring in part]


def projection(
    points: Sequence[Point], width: float, tallest: float, margin: float, above: float, decimals: int | None = None
) -> tuple[Place, int]:
    """Degrees → units of the picture, the east shortened as it is at that latitude; and the height that all fits in.

    ``margin`` is left on the sides, ``above`` more above and below; ``decimals`` None rounds to whole units.
    """
    west, east = min(point[0] for point in points), max(point[0] for point in points)
    south, north = min(point[1] for point in points), max(point[1] for point in points)
    shorter = math.cos(math.radians((south + north) / 2))
    across, down = max((east - west) * shorter, 1e-6), max(north - south, 1e-6)
    scale = min((width - 2 * margin) / across, (tallest - 2 * margin) / down)
    height = min(tallest, math.ceil(down * scale + 2 * (margin + above)))
    left, top = (width - across * scale) / 2, (height - down * scale) / 2

    def place(longitude: float, latitude: float) -> tuple[float, float]:
        across = left + (longitude - west) * shorter * scale
        return round(across, decimals), round(top + (north - latitude) * scale, decimals)

    return place, int(height)


def path(rings: Sequence[Ring], place: Place) -> str:
    """Rings as a path; points that fall on the one before say nothing, and rings of a unit are left out."""
    drawn = []
    for ring in rings:
        places = [place(*point) for point in ring]
        kept = [there for rank, there in enumerate(places) if not rank or there != places[rank - 1]]
        if len(kept) > 3:
            drawn.append("M" + "L".join(f"{x} {y}" for x, y in kept) + "Z")
    return "".join(drawn)
