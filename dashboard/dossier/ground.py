"""Maps drawn for paper: classes as shades, marks as patterns, the bassins by their borders and names."""

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from dashboard.dossier import ink
from dashboard.frame.markup import EMPTY, Markup, attribute, html, join
from dashboard.frame.row import Row
from dashboard.maps import plane

Name = tuple[str, float, float]
_LARGEST = 11.0


def filled(
    outlines: Path,
    styles: Mapping[str, str],
    borders: Path | None,
    names: Sequence[Name],
    width: float,
    tallest: float,
) -> str:
    """Territories (code → style class) of a GeoJSON file; those without a style are left out of the view."""
    zones = plane.zones(outlines)
    framed = [point for code, rings in zones if code in styles for ring in rings for point in ring]
    place, height = plane.projection(framed or _every(zones), width, tallest, 2, 2, 1)
    ground = join(
        html(
            '<path d="{}" fill="{}"/>',
            plane.path(rings, place),
            ink.fill(styles[code]) if code in styles else "#FFFFFF",
        )
        for code, rings in zones
        if code in styles
    )
    body = html(
        '<g stroke="#8F979F" stroke-width=".35">{}</g>{}{}', ground, _borders(borders, place), _names(names, place)
    )
    return ink.sheet(width, height, body)


def circles(
    borders: Path | None,
    places: Sequence[Row],
    count: Callable[[Row], int],
    chosen: str | None,
    names: Sequence[Name],
    width: float,
    tallest: float,
) -> str:
    """A circle a commune, as large as what takes place there, over the bassins; ``chosen`` is shaded."""
    zones = plane.zones(borders) if borders else []
    points = [(row["longitude"], row["latitude"]) for row in places]
    place, height = plane.projection(_every(zones) or points, width, tallest, 3, 6, 1)
    most = max((count(row) for row in places), default=1) or 1
    ground = join(
        html(
            '<path d="{}" fill="{}" stroke="{}" stroke-width=".8"/>',
            plane.path(rings, place),
            ink.PALE if code == chosen else "#F6F7F8",
            ink.MUTED,
        )
        for code, rings in zones
    )
    spots = join(
        html('<circle cx="{}" cy="{}" r="{}"/>', *place(*point), ink.number(_LARGEST * math.sqrt(count(row) / most)))
        for row, point in sorted(zip(places, points, strict=True), key=lambda pair: -count(pair[0]))
    )
    drawn = html(
        '{}<g fill="{}" fill-opacity=".55" stroke="#FFFFFF" stroke-width=".5">{}</g>{}',
        ground,
        ink.DEEP,
        spots,
        _names(names, place),
    )
    return ink.sheet(width, height, drawn)


def _every(zones: Sequence[tuple[str, list[plane.Ring]]]) -> list[plane.Point]:
    return [point for _, rings in zones for ring in rings for point in ring]


def _borders(file: Path | None, place: plane.Place) -> Markup:
    if file is None:
        return EMPTY
    paths = (plane.path(rings, place) for _, rings in plane.zones(file))
    return join(html('<path d="{}" fill="none" stroke="{}" stroke-width="1.1"/>', path, ink.INK) for path in paths)


def _names(names: Sequence[Name], place: plane.Place) -> Markup:
    """Names with a white edge, so that they are read over any shade."""
    drawn = []
    for text, longitude, latitude in names:
        x, y = place(longitude, latitude)
        for edge in (True, False):
            drawn.append(
                html(
                    '<text x="{}" y="{}" font-size="8.5" font-weight="700" text-anchor="middle"{}>{}</text>',
                    x,
                    y,
                    html(' stroke="#FFFFFF" stroke-width="2.6" stroke-linejoin="round"')
                    if edge
                    else attribute("fill", ink.INK),
                    text,
                )
            )
    return join(drawn)
