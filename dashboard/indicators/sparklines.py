"""The line of a series in a cell of the board: the picture of its shape, and its words. Values in, drawings out."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.frame.markup import EMPTY, Markup, html
from dashboard.frame.row import Row
from dashboard.indicators import words
from dashboard.indicators.series import Point

# A middle tone, legible on both themes: a picture cannot follow the reader's.
_LINE = "%2307b"
_WIDTH, _HEIGHT, _MARGIN = 100, 30, 4

Span = tuple[int, int] | None  # first and last years of a table of lines


@dataclass(frozen=True)
class Sparkline:
    """A picture (``src`` of an image, 100 × 30, about 250 bytes) and the heights (0 is the top) of its two levels."""

    picture: Markup
    baseline: int | None
    target: int | None


def sparkline(
    points: Sequence[Point], baseline: float | None, target: float | None, span: Span = None
) -> Sparkline | None:
    """The line alone, which says the shape of a series; None when no year has a value.

    ``span`` is the first and last years of the whole table, so that a year stands at one place in all its lines.
    The last point is a dot, hollow when provisional; a year without value breaks the line. Baseline and target are for
    the page to rule: many lines of one table share that style.
    """
    known = [point for point in points if point.value is not None]
    if not known:
        return None
    values = [value for value in (*(point.value for point in known), baseline, target) if value is not None]
    low, high = min(values), max(values)
    first, last = span or (points[0].year, points[-1].year)
    step = (_WIDTH - 2 * _MARGIN) / max(last - first, 1)

    def height(value: float) -> int:
        share = (value - low) / (high - low) if high > low else 0.5
        return round(_HEIGHT - _MARGIN - share * (_HEIGHT - 2 * _MARGIN))

    def place(point: Point) -> tuple[int, int]:
        return round(_MARGIN + (point.year - first) * step), height(point.value or 0.0)

    x, y = place(known[-1])
    by_year = {point.year: place(point) for point in known}
    line = _path([by_year.get(year) for year in range(known[0].year, known[-1].year + 1)])
    # Written as it stands in an address: its signs < and > are %3C and %3E.
    picture = html(
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {} {}' fill='none' stroke='{}' "
        "stroke-width='2'{}%3E%3Cpath d='{}'/%3E%3Ccircle cx='{}' cy='{}' r='3'{}/%3E%3C/svg%3E",
        _WIDTH,
        _HEIGHT,
        _LINE,
        html(" stroke-linecap='round'") if "h0" in line else EMPTY,
        line,
        x,
        y,
        EMPTY if known[-1].provisional else html(" fill='{}'", _LINE),
    )
    heights = [None if value is None else height(value) for value in (baseline, target)]
    return Sparkline(picture, *heights)


def _path(places: Sequence[tuple[int, int] | None]) -> str:
    """The line in relative steps, which are short; a gap lifts the pen, a year alone is a dot."""
    drawn, before, pen = [], (0, 0), False
    for index, there in enumerate(places):
        if there is None:
            pen = False
            continue
        step = f"{there[0] - before[0]} {there[1] - before[1]}"
        alone = not pen and (index + 1 == len(places) or places[index + 1] is None)
        drawn.append(f"{' ' if pen else 'm'}{step}{'h0' if alone else ''}")
        before, pen = there, True
    return "".join(drawn).replace(" -", "-")


def heard(rows: Sequence[Row], progress: Row | None, decimals: int) -> str:
    """The text of a sparkline: first and last years, baseline and target."""
    told = sorted((row for row in rows if not words.hidden(row)), key=lambda row: row["annee"])
    first, last = told[0], told[-1]
    said = f"{words.bare(first['valeur'], decimals)} en {first['annee']}"
    if last is not first:
        said += f", {words.bare(last['valeur'], decimals)} en {last['annee']}"
    if progress and progress["valeur_reference"] is not None:
        said += f" ; référence {words.bare(progress['valeur_reference'], decimals)}"
    if progress and progress["valeur_cible"] is not None:
        said += f" ; cible {words.bare(progress['valeur_cible'], decimals)}"
    return said
