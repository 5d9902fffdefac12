"""Series of an indicator by year: the chart with its interval. Values in, drawings out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import plotly.graph_objects as go

from dashboard.frame import charts
from dashboard.frame.markup import EMPTY, Markup, escape, html
from dashboard.frame.palette import FONT

# Pixels of the two lines over a target.
_LABEL = 48

SYMBOLS = ("circle", "square", "diamond", "triangle-up", "triangle-down", "cross")


@dataclass(frozen=True)
class Point:
    """One year: ``value`` and its interval in the indicator's unit, None when a mark stands there.

    ``shown`` and ``detail`` are what a hover says; ``mark`` is nd, s, ns or ///.
    """

    year: int
    value: float | None
    low: float | None = None
    high: float | None = None
    provisional: bool = False
    mark: str = ""
    shown: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Level:
    """A value drawn across the chart: the baseline over its years, or the target at its year.

    ``words`` go in sentences and hovers, ``label`` (markup for Plotly) beside the drawing.
    """

    value: float
    first: int
    last: int
    words: str
    label: Markup = EMPTY


@dataclass(frozen=True)
class Remark:
    """What the committee wrote over years of a series: a strip of the chart, numbered as the words under it."""

    number: int
    first: int
    last: int
    words: str


@dataclass(frozen=True)
class Look:
    """How one territory is drawn, the same everywhere: ``rank`` 0 is the département, then the bassins in order."""

    colour: str
    rank: int = 0

    @property
    def symbol(self) -> str:
        """Shape of its points."""
        return SYMBOLS[self.rank % len(SYMBOLS)]


@dataclass(frozen=True)
class Frame:
    """What charts side by side share: years, values, unit and decimals, and the theme's inks."""

    years: tuple[int, int]
    values: tuple[float, float]
    unit: str
    decimals: int
    ink: str
    muted: str

    def short(self, value: float | None) -> float | None:
        """A value with the digits that a drawing can show: long floats are half of what a chart sends."""
        return None if value is None else round(value, self.decimals + 1)


@dataclass(frozen=True)
class Series:
    """One territory's points with its baseline and target; ``behind`` is drawn faintly, for comparison."""

    name: str
    points: Sequence[Point]
    look: Look
    baseline: Level | None = None
    target: Level | None = None
    behind: Sequence[Point] = field(default=())
    remarks: Sequence[Remark] = field(default=())

    @property
    def drawable(self) -> bool:
        """Whether a chart would show anything but an empty axis."""
        levels = self.baseline or self.target
        return levels is not None or any(point.value is not None for point in (*self.points, *self.behind))


def frame(series: Sequence[Series], unit: str, decimals: int, ink: str, muted: str) -> Frame:
    """One scale that holds every point, interval, baseline and target; it starts at zero unless that hides the rest."""
    points = [point for curve in series for point in (*curve.points, *curve.behind)]
    levels = [level for curve in series for level in (curve.baseline, curve.target) if level]
    values = [value for point in points for value in (point.value, point.low, point.high) if value is not None]
    values += [level.value for level in levels]
    low, high = min(values, default=0.0), max(values, default=1.0)
    if 0 <= low < 0.5 * high:
        low = 0.0
    room = (high - low or abs(high) or 1.0) * 0.08
    bottom = low if low == 0 else low - room
    years = [point.year for point in points] + [year for level in levels for year in (level.first, level.last)]
    return Frame(
        (min(years, default=0), max(years, default=1)), (bottom, high + 0.9 * room), unit, decimals, ink, muted
    )


def history(series: Series, shared: Frame, height: int = 320, *, labels: bool = True) -> go.Figure:
    """The series of one territory: band, line, marks of the years without value, baseline and target.

    A provisional point is hollow. ``labels`` writes the baseline and the target beside their lines.
    """
    traces = [*_band(series, shared), *_behind(series, shared), _line(series, shared), *_marks(series, shared)]
    shapes: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    shapes += [_strip(remark, shared) for remark in series.remarks]
    notes += _numbers(series.remarks, shared) if labels else []
    if series.baseline:
        shapes += _baseline(series.baseline, shared)
        notes += [_baseline_label(series, series.baseline, shared)] if labels else []
    if series.target:
        traces.append(_target(series.target, shared))
        notes += (
            [_note(series.target.label, shared, series.target.last + 0.35, series.target.value, above=True)]
            if labels
            else []
        )
    layout = {
        "xaxis": _years(shared),
        "yaxis": _values(shared),
        "shapes": shapes,
        "annotations": notes,
        "showlegend": False,
        "hovermode": "closest",
        **_calm(series, shared, height, labels=labels),
    }
    return go.Figure(data=traces, layout=layout)


def _calm(series: Series, shared: Frame, height: int, *, labels: bool) -> dict[str, Any]:
    """The layout of every chart, with room at the top for the label of a target that stands there."""
    layout = charts.calm(height)
    if not (labels and series.target):
        return layout
    bottom, top = shared.values
    above = height * (top - series.target.value) / (top - bottom)
    return {**layout, "margin": {**layout["margin"], "t": max(layout["margin"]["t"], round(_LABEL - above))}}


def _runs(points: Sequence[Point]) -> list[list[Point]]:
    """Consecutive years that have an interval."""
    known = [point for point in points if point.low is not None and point.high is not None and point.value is not None]
    return [[point for _, point in run] for _, run in groupby(enumerate(known), lambda pair: pair[1].year - pair[0])]


def _band(series: Series, shared: Frame) -> list[dict[str, Any]]:
    across: list[int | float | None] = []
    up: list[float | None] = []
    for run in _runs(series.points):
        if len(run) == 1:  # One year alone has no band: a bar of its own.
            (only,) = run
            across += [only.year - 0.06, only.year + 0.06, only.year + 0.06, only.year - 0.06, None]
            up += [only.low, only.low, only.high, only.high, None]
            continue
        across += [*(point.year for point in run), *(point.year for point in reversed(run)), None]
        up += [*(point.high for point in run), *(point.low for point in reversed(run)), None]
    if not across:
        return []
    return [
        {
            "type": "scatter",
            "x": across[:-1],
            "y": [shared.short(value) for value in up[:-1]],
            "mode": "lines",
            "fill": "toself",
            "fillcolor": _faint(series.look.colour),
            "line": {"width": 0},
            "hoverinfo": "skip",
        }
    ]


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.18)"


def _behind(series: Series, shared: Frame) -> list[dict[str, Any]]:
    if not series.behind:
        return []
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [point.year for point in series.behind],
            "y": [shared.short(point.value) for point in series.behind],
            "line": {"color": shared.muted, "width": 1.3, "dash": "dot"},
            "hoverinfo": "skip",
        }
    ]


def _line(series: Series, shared: Frame) -> dict[str, Any]:
    look = series.look
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [point.year for point in series.points],
        "y": [shared.short(point.value) for point in series.points],
        "connectgaps": False,
        "line": {"color": look.colour, "width": 2.6},
        "marker": {
            "color": look.colour,
            "size": 9,
            "symbol": [f"{look.symbol}-open" if point.provisional else look.symbol for point in series.points],
            "line": {"color": look.colour, "width": 2},
        },
        "customdata": [[escape(point.shown), escape(point.detail)] for point in series.points],
        "hovertemplate": html(
            "<b>{}, %{{x}}</b><br>%{{customdata[0]}}<br>%{{customdata[1]}}<extra></extra>", series.name
        ),
    }


def _marks(series: Series, shared: Frame) -> list[dict[str, Any]]:
    """The mark of each year without value, at the foot of the chart."""
    marked = [point for point in series.points if point.mark]
    if not marked:
        return []
    bottom, top = shared.values
    return [
        {
            "type": "scatter",
            "mode": "text",
            "x": [point.year for point in marked],
            "y": [bottom + 0.05 * (top - bottom)] * len(marked),
            "text": [escape(point.mark) for point in marked],
            "textfont": {"size": 12, "color": shared.muted},
            "hoverinfo": "skip",
            "cliponaxis": False,
        }
    ]


def _baseline(level: Level, shared: Frame) -> list[dict[str, Any]]:
    """A thick stroke over the years it is the mean of, a thin one after them."""
    line = {"type": "line", "layer": "below", "y0": shared.short(level.value), "y1": shared.short(level.value)}
    return [
        {
            **line,
            "x0": level.first - 0.3,
            "x1": level.last + 0.3,
            "line": {"color": shared.ink, "width": 3},
        },
        {
            **line,
            "x0": level.last + 0.3,
            "x1": shared.years[1] + 0.4,
            "line": {"color": shared.ink, "width": 1.2, "dash": "dash"},
        },
    ]


def _strip(remark: Remark, shared: Frame) -> dict[str, Any]:
    """A grey strip over the years of a remark, as wide as the chart shows of them."""
    first, last = (min(max(year, shared.years[0]), shared.years[1]) for year in (remark.first, remark.last))
    edge = {"color": shared.muted, "width": 1, "dash": "dot"}
    across = {"x0": first - 0.4, "x1": last + 0.4, "y0": 0, "y1": 1, "yref": "paper"}
    return {"type": "rect", "layer": "below", "fillcolor": _faint(shared.muted), "line": edge, **across}


def _numbers(remarks: Sequence[Remark], shared: Frame) -> list[dict[str, Any]]:
    """The numbers of the strips, over the year where they begin to be seen: those of one year are one label."""
    begun: dict[int, list[str]] = {}
    for remark in remarks:
        begun.setdefault(min(max(remark.first, shared.years[0]), shared.years[1]), []).append(f"({remark.number})")
    place = {"y": 1, "yref": "paper", "xanchor": "left", "yanchor": "top", "showarrow": False}
    font = {"size": 13, "color": shared.ink, "family": FONT}
    return [
        {**place, "x": year - 0.35, "text": escape(" ".join(numbers)), "font": font} for year, numbers in begun.items()
    ]


def _target(level: Level, shared: Frame) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [level.last],
        "y": [level.value],
        "marker": {"symbol": "star-diamond", "size": 14, "color": shared.ink},
        "customdata": [[escape(level.words)]],
        "hovertemplate": html("%{{customdata[0]}}<extra></extra>"),
        "cliponaxis": False,
    }


def _baseline_label(series: Series, level: Level, shared: Frame) -> dict[str, Any]:
    """Where there is no line: after the last point when the chart goes on, else over the first years.

    On the other side from the target, or from the points when there is none.
    """
    known = [point for point in series.points if point.value is not None]
    after = not known or shared.years[1] - known[-1].year >= 2
    near = [point.value for point in (known[-2:] if after else known[:2]) if point.value is not None]
    above = not near or sum(near) / len(near) <= level.value
    if series.target and after:
        above = series.target.value < level.value
    across = shared.years[1] + 0.4 if after else shared.years[0] - 0.4
    return _note(level.label, shared, across, level.value, above=above, left=not after)


def _note(words: Markup, shared: Frame, x: float, y: float, *, above: bool, left: bool = False) -> dict[str, Any]:
    return {
        "x": x,
        "y": y,
        "text": words,
        "showarrow": False,
        "align": "left" if left else "right",
        "xanchor": "left" if left else "right",
        "yanchor": "bottom" if above else "top",
        "yshift": 7 if above else -5,
        "font": {"size": 13, "color": shared.ink, "family": FONT},
    }


def _years(shared: Frame) -> dict[str, Any]:
    first, last = shared.years
    room = max(0.5, 0.065 * (last - first))
    return {
        "range": [first - room, last + room],
        "tickformat": "d",
        "dtick": 1 if last - first <= 6 else 2 if last - first <= 16 else 5,
        "tick0": first,
        "tickfont": {"size": 13, "color": shared.ink},
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "automargin": True,
    }


def _values(shared: Frame) -> dict[str, Any]:
    return {
        "range": list(shared.values),
        "tickformat": ",.0f" if shared.values[1] - shared.values[0] >= 5 else f",.{max(1, shared.decimals)}f",
        "ticksuffix": "\u202f%" if shared.unit == "%" else "",
        "nticks": 6,
        "tickfont": {"size": 13, "color": shared.ink},
        "gridcolor": charts.GRID,
        "zerolinecolor": charts.GRID,
        "fixedrange": True,
        "automargin": True,
    }
