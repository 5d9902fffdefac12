"""The small map of the first page: outlines and circles in one picture. Plain values in, markup out."""

import math
from collections.abc import Sequence
from pathlib import Path

from dashboard.frame import wording
from dashboard.frame.markup import EMPTY, Markup, html, join
from dashboard.frame.row import Row
from dashboard.maps import plane
from dashboard.maps.plane import Place, Ring
from geo.outlines import inset_position

WIDTH, HEIGHT, _MARGIN = 300, 270, 6
_LARGEST = 13.0  # pixels, the radius of the commune with the most
_MOST_NAMED = 3

# Legible on both themes, which a picture does not see.
_GROUND, _CHOSEN, _BORDER, _DOT = "%23808A9422", "%23E69F0055", "%23808A94", "%232E8BC9"


def drawn(outlines: Path | None, places: Sequence[Row], chosen: str | None, *, france: bool) -> Markup:
    """Zones of a GeoJSON file (``chosen`` stands out), and a circle a commune, as large as what takes place there.

    ``places`` answers ``points_actions``; without outlines the circles stand alone.
    """
    zones = plane.zones(outlines) if outlines else []
    points = [_degrees(row, france=france) for row in places]
    ends = [point for _, rings in zones for ring in rings for point in ring] or points
    # Room is left for the circles of the edges, and no more above and below.
    project, height = plane.projection(ends, WIDTH, HEIGHT, _MARGIN, _LARGEST)
    most = max((count(row) for row in places), default=1)
    circles = (
        html(
            "%3Ccircle cx='{}' cy='{}' r='{}'/%3E",
            *project(*point),
            f"{_LARGEST * math.sqrt(count(row) / most):.1f}",
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


def _zone(rings: Sequence[Ring], project: Place, *, chosen: bool) -> Markup:
    fill = html(" fill='{}'", _CHOSEN) if chosen else EMPTY
    return html("%3Cpath{} d='{}'/%3E", fill, plane.path(rings, project))


def alt(places: Sequence[Row]) -> str:
    """The map in one sentence, for who does not see it."""
    first = [f"{row['nom']} ({wording.number(count(row))})" for row in places[:_MOST_NAMED]]
    communes = wording.plural(len(places), "commune")
    return f"Carte : des actions ou des événements dans {communes}, surtout {wording.join(first)}"


def count(row: Row) -> int:
    """What takes place in a commune."""
    return int(row["n_actions"] + row["n_evenements"])


def _degrees(row: Row, *, france: bool) -> tuple[float, float]:
    place = (row["longitude"], row["latitude"])
    return inset_position(row["code_departement"], *place) if france else place
