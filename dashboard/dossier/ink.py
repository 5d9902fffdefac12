"""What the drawings of paper share: inks that stay apart in black and white, words in our typeface, swatches."""

import re
from collections.abc import Mapping
from urllib.parse import unquote

from dashboard.frame import palette
from dashboard.frame.markup import EMPTY, Markup, attribute, html

FAMILY = "Public Sans Papier"
INK, MUTED, RULE, DEEP, MIDDLE, PALE = "#1B2430", "#55606E", "#B9C1CB", "#0E4170", "#3A7DB0", "#DCEAF5"
# What the pictures of pages are drawn with, and what stands for it on paper.
_ON_SCREEN = {"#2E8BC9": DEEP, "#808A94": "#7A838D"}
_PATTERNS = html(
    '<defs><pattern id="nd" width="4" height="4" patternUnits="userSpaceOnUse"><rect width="4" height="4" '
    'fill="#EEEDE9"/><circle cx="1.2" cy="1.2" r=".62" fill="#6B675F"/></pattern>'
    '<pattern id="secret" width="3.4" height="3.4" patternUnits="userSpaceOnUse"><rect width="3.4" height="3.4" '
    'fill="#FFFFFF"/><path d="M0 0L3.4 3.4M3.4 0L0 3.4" stroke="#3B3A36" stroke-width=".6"/></pattern>'
    '<pattern id="non-significatif" width="3" height="3" patternUnits="userSpaceOnUse"><rect width="3" height="3" '
    'fill="#FFFFFF"/><path d="M0 1.5H3" stroke="#55606E" stroke-width=".6"/></pattern>'
    '<pattern id="sans-objet" width="5" height="5" patternUnits="userSpaceOnUse"><rect width="5" height="5" '
    'fill="#FFFFFF"/><path d="M-1 6L6 -1" stroke="#8A8478" stroke-width=".6"/></pattern></defs>'
)
_MARKS = ("nd", "secret", "non-significatif", "sans-objet")
_RAMPS: Mapping[str, tuple[str, ...]] = {"r": palette.SEQUENTIAL, "b": palette.BELOW, "a": palette.ABOVE}


def sheet(width: float, height: float, body: Markup) -> str:
    """A whole picture, in points: what is written 8 high in it is 8 points on paper."""
    return str(
        html(
            '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}" viewBox="0 0 {} {}" font-family="{}" '
            'font-size="7.5" fill="{}">{}{}</svg>',
            number(width),
            number(height),
            number(width),
            number(height),
            FAMILY,
            INK,
            _PATTERNS,
            body,
        )
    )


def number(value: float) -> str:
    """A length, to a tenth of a point."""
    return f"{value:.1f}"


def words(
    x: float, y: float, text: str, *, anchor: str = "start", size: float = 7.5, bold: bool = False, ink: str = INK
) -> Markup:
    """A line of words on its baseline."""
    return html(
        '<text x="{}" y="{}" font-size="{}" fill="{}"{}{}>{}</text>',
        number(x),
        number(y),
        number(size),
        ink,
        attribute("text-anchor", "" if anchor == "start" else anchor),
        html(' font-weight="600"') if bold else EMPTY,
        text,
    )


def line(x1: float, y1: float, x2: float, y2: float, *, ink: str = RULE, width: float = 0.6, dash: str = "") -> Markup:
    """A straight stroke."""
    return html(
        '<path d="M{} {}L{} {}" stroke="{}" stroke-width="{}" fill="none"{}/>',
        *(number(place) for place in (x1, y1, x2, y2)),
        ink,
        f"{width:.2f}",
        attribute("stroke-dasharray", dash),
    )


def box(x: float, y: float, width: float, height: float, fill: str, *, edge: str = "") -> Markup:
    """A rectangle."""
    return html(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}"{}/>',
        *(number(place) for place in (x, y, max(width, 0), max(height, 0))),
        fill,
        html(' stroke="{}" stroke-width=".6"', edge) if edge else EMPTY,
    )


def fill(style: str) -> str:
    """The ink of a style class of maps: a class from little to much, zero, or a mark, which has a pattern."""
    if style in _MARKS:
        return f"url(#{style})"
    if style in ("zero", "terre"):
        return "#FFFFFF" if style == "zero" else "#F1F3F5"
    return _RAMPS[style[0]][int(style[1:])]


def swatch(style: str) -> str:
    """The same as a little box, for a legend."""
    return sheet(15, 9, box(0.5, 0.5, 14, 8, fill(style), edge=INK))


def from_page(picture: Markup | str) -> str:
    """A picture of a page, which stands in its own address, as SVG in the inks of paper; "" without one."""
    _, begun, rest = str(picture).partition('src="data:image/svg+xml,')
    if not begun:
        return ""
    drawn = unquote(rest.partition('"')[0])
    for screen, paper in _ON_SCREEN.items():
        drawn = drawn.replace(screen, paper)
    return drawn


def heard(picture: Markup | str) -> str:
    """The sentence that goes with a picture of a page."""
    return Markup(str(picture).partition('alt="')[2].partition('"')[0]).unescape()


def years(picture: Markup | str) -> str:
    """« 2016 à 2025 », the ends of a picture of a page."""
    return " à ".join(re.findall(r"<span>(\d{4})</span>", str(picture)))
