"""A few years as a line of our own: a picture in its own address, as pages take no other SVG. Values in, markup out."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dashboard.frame import wording
from dashboard.frame.markup import EMPTY, Markup, html, join

WIDTH, HEIGHT, _MARGIN = 180, 36, 4
# Legible on both themes, which a picture does not see.
_LINE, _RULE = "%232E8BC9", "%23808A94"


@dataclass(frozen=True)
class Year:
    """What a year says: ``value`` places it, None is unknown; ``shown`` is how it reads, or its mark."""

    year: int
    value: float | None
    shown: str


def trace(name: str, years: Sequence[Year]) -> Markup:
    """The line between its first and last years; nothing below two known years, or where all are zero.

    The scale begins at zero: a line never makes much of little.
    """
    known = [year for year in years if year.value is not None]
    if len(known) < 2:
        return EMPTY
    first, last = known[0].year, known[-1].year
    low, high = min(0.0, *(_value(year) for year in known)), max(0.0, *(_value(year) for year in known))
    if low == high:
        return EMPTY
    places = [(_x(year.year, first, last), _y(_value(year), low, high)) for year in known]
    x, y = places[-1]
    steps = zip(pairwise(known), pairwise(places), strict=True)
    lines = (_step(*ends, gap=after.year - before.year > 1) for (before, after), ends in steps)
    # Written as it stands in an address: its signs < and > are %3C and %3E.
    picture = html(
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {} {}' fill='none' stroke='{}' "
        "stroke-width='2.2' stroke-linecap='round'%3E%3Cpath d='M{} {}H{}' stroke='{}' stroke-width='1'/%3E{}"
        "%3Ccircle cx='{}' cy='{}' r='2.4' fill='{}'/%3E%3C/svg%3E",
        WIDTH,
        HEIGHT,
        _LINE,
        _MARGIN,
        _y(0.0, low, high),
        WIDTH - _MARGIN,
        _RULE,
        join(lines),
        x,
        y,
        _LINE,
    )
    return html(
        '<span class="annees-tracees"><span>{}</span><img class="trace" src="{}" alt="{}"><span>{}</span></span>',
        first,
        picture,
        heard(name, years),
        last,
    )


def heard(name: str, years: Sequence[Year]) -> str:
    """The line in words: its first and last known years."""
    known = [year for year in years if year.value is not None]
    told = [f"{year.shown} en {year.year}" for year in (known[0], known[-1])]
    return f"{name} : {wording.join(told)}"


def _value(year: Year) -> float:
    return 0.0 if year.value is None else year.value


def _x(year: int, first: int, last: int) -> int:
    return round(_MARGIN + (year - first) / (last - first) * (WIDTH - 2 * _MARGIN))


def _y(value: float, low: float, high: float) -> int:
    share = (value - low) / (high - low)
    return round(HEIGHT - _MARGIN - share * (HEIGHT - 2 * _MARGIN))


def _step(start: tuple[int, int], end: tuple[int, int], *, gap: bool) -> Markup:
    """From a year to the next known one: dashed over years of which nothing is known."""
    dashed = html(" stroke-dasharray='1 5'") if gap else EMPTY
    return html("%3Cpath{} d='M{} {}L{} {}'/%3E", dashed, *start, *end)
