"""Series by year drawn for paper. Points in, pictures out."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from dashboard.dossier import ink
from dashboard.dossier.content import Drawing
from dashboard.frame.markup import EMPTY, Markup, html, join
from dashboard.indicators.series import Frame, Point, Series

# A point and one of its values → where it stands.
Placed = Callable[[Point, float | None], tuple[float, float]]
_WIDTH, _HEIGHT = 236.0, 118.0
_LEFT, _RIGHT, _TOP, _FOOT = 16.0, 50.0, 14.0, 14.0
_MINI, _TALL, _EDGE = 74.0, 20.0, 3.0


def chart(series: Series, shared: Frame, alt: str, caption: str, width: float) -> Drawing:
    """A series with its intervals, its baseline, its target and the years without value."""
    known = [point for point in series.points if point.value is not None]
    place = _placed(shared)
    drawn = join(
        [
            _axis(shared),
            _level(series, shared),
            _band(known, place),
            _line(known, place),
            _dots(known, place),
            _marks(series.points, shared),
        ]
    )
    return Drawing(ink.sheet(_WIDTH, _HEIGHT, drawn), alt, width, caption)


def _x(year: float, shared: Frame) -> float:
    first, last = shared.years
    return _LEFT + (year - first) / max(last - first, 1) * (_WIDTH - _LEFT - _RIGHT)


def _y(value: float, shared: Frame) -> float:
    low, high = shared.values
    return _HEIGHT - _FOOT - (value - low) / (high - low) * (_HEIGHT - _FOOT - _TOP)


def _placed(shared: Frame) -> Placed:
    return lambda point, value: (_x(point.year, shared), _y(value or 0.0, shared))


def _axis(shared: Frame) -> Markup:
    first, last = shared.years
    step = 1 if last - first <= 6 else 2
    years = (
        ink.words(_x(year, shared), _HEIGHT - 3, str(year), anchor="middle", size=7, ink=ink.MUTED)
        for year in range(first, last + 1, step)
    )
    return join([ink.line(_LEFT - 8, _HEIGHT - _FOOT, _WIDTH - _RIGHT + 8, _HEIGHT - _FOOT), *years])


def _level(series: Series, shared: Frame) -> Markup:
    drawn, taken = [], -_HEIGHT
    named = ((series.baseline, "3 2", "référence"), (series.target, ".8 2", "cible"))
    told = sorted(
        ((_y(level.value, shared), dash, name) for level, dash, name in named if level), key=lambda one: one[0]
    )
    for y, dash, name in told:
        drawn.append(ink.line(_LEFT - 8, y, _WIDTH - _RIGHT + 8, y, ink=ink.INK, width=0.8, dash=dash))
        # Two levels that are close have their names one under the other.
        taken = max(y, taken + 8)
        drawn.append(ink.words(_WIDTH - _RIGHT + 11, taken + 2.4, name, size=7, ink=ink.MUTED))
    return join(drawn)


def _band(known: Sequence[Point], place: Placed) -> Markup:
    """The interval of each year as an upright bar, which stays apart from the line in grey."""
    return join(
        ink.line(*place(point, point.low), *place(point, point.high), ink="#B4CCE0", width=3.6)
        for point in known
        if point.low is not None and point.high is not None
    )


def _line(known: Sequence[Point], place: Placed) -> Markup:
    return join(
        ink.line(*place(start, start.value), *place(end, end.value), ink=ink.DEEP, width=1.4)
        for start, end in pairwise(known)
        if end.year - start.year == 1
    )


def _dots(known: Sequence[Point], place: Placed) -> Markup:
    drawn = []
    for point in known:
        x, y = place(point, point.value)
        hollow = "#FFFFFF" if point.provisional else ink.DEEP
        drawn.append(
            html(
                '<circle cx="{}" cy="{}" r="2.1" fill="{}" stroke="{}" stroke-width="1.1"/>',
                ink.number(x),
                ink.number(y),
                hollow,
                ink.DEEP,
            )
        )
    ends = [known[0], known[-1]] if len(known) > 1 else known
    for point in ends:
        x, y = place(point, point.value if point.high is None else point.high)
        told = point.shown.split(" ")[0]
        drawn.append(ink.words(x, y - 3.5, told, anchor="middle", bold=True))
    return join(drawn)


def _marks(points: Sequence[Point], shared: Frame) -> Markup:
    return join(
        ink.words(_x(point.year, shared), _HEIGHT - _FOOT - 3, point.mark, anchor="middle", size=6.5, ink=ink.MUTED)
        for point in points
        if point.mark
    )


def spark(
    points: Sequence[Point],
    baseline: float | None,
    target: float | None,
    years: tuple[int, int],
    wide: float = _MINI,
    tall: float = _TALL,
) -> str:
    """The shape of a series in a cell, its baseline dashed and its target dotted; "" without two known years."""
    known = [point for point in points if point.value is not None]
    if not known:
        return ""
    values = [value for value in (*(point.value for point in known), baseline, target) if value is not None]
    low, high = min(values), max(values)

    def place(year: int, value: float) -> tuple[float, float]:
        share = (value - low) / (high - low) if high > low else 0.5
        across = (year - years[0]) / max(years[1] - years[0], 1)
        return _EDGE + across * (wide - 2 * _EDGE), tall - _EDGE - share * (tall - 2 * _EDGE)

    spots = [(point, *place(point.year, point.value or 0.0)) for point in known]
    steps = (
        ink.line(x1, y1, x2, y2, ink=ink.DEEP, width=1.3)
        for (start, x1, y1), (end, x2, y2) in pairwise(spots)
        if end.year - start.year == 1
    )
    alone = (
        html('<circle cx="{}" cy="{}" r="1" fill="{}"/>', ink.number(x), ink.number(y), ink.DEEP) for _, x, y in spots
    )
    last, x, y = spots[-1]
    end = html(
        '<circle cx="{}" cy="{}" r="2" fill="{}" stroke="{}" stroke-width="1"/>',
        ink.number(x),
        ink.number(y),
        "#FFFFFF" if last.provisional else ink.DEEP,
        ink.DEEP,
    )
    rules = [
        EMPTY
        if value is None
        else ink.line(0, place(years[0], value)[1], wide, place(years[0], value)[1], ink=ink.MUTED, dash=dash)
        for value, dash in ((baseline, "2.4 1.6"), (target, ".7 1.4"))
    ]
    return ink.sheet(wide, tall, join([*rules, *steps, *alone, end]))
