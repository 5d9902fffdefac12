"""Charts: values in, a Plotly figure out. A chart never goes without its sentence and its table.

Plotly reads some tags of HTML in every text it draws: texts are written by ``markup``, as those of pages are.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from dashboard.frame.markup import EMPTY, Markup, escape, html, join, write
from dashboard.frame.palette import FONT
from dashboard.frame.pictures import Picture, framed
from dashboard.frame.wording import typographic

# Decimal comma, narrow no-break space between thousands: axes and hovers follow.
SEPARATORS = ",\u202f"
CONFIG: dict[str, Any] = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "locale": "fr"}
_CLEAR = "rgba(0,0,0,0)"
GRID = "rgba(128,128,128,0.25)"
_BAR_HEIGHT = 34
_WRAP = 26
_HOVER = html("<b>%{{customdata[0]}}</b><br>%{{customdata[1]}}<br>%{{customdata[2]}}<extra></extra>")
BREAK = html("<br>")
# How many times larger charts are drawn, on a projector.
_TIMES: ContextVar[float] = ContextVar("fois", default=1.0)
_SIZED = {"font", "tickfont", "textfont", "marker", "title_font"}


@dataclass(frozen=True)
class Bar:
    """One bar: ``value`` in the chart's unit, None when it is not available; ``shown`` is its text, in French."""

    label: str
    value: float | None
    shown: str
    detail: str = ""


def horizontal_bars(
    bars: Sequence[Bar], *, unit: str, colour: str, ink: str, maximum: float | None = None
) -> go.Figure:
    """Bars from top to bottom, each with its text; a missing value has a text and no bar.

    ``ink`` is the colour of text on the reader's theme; ``maximum`` lets several charts share one scale.
    """
    known = [bar.value for bar in bars if bar.value is not None]
    top = maximum if maximum is not None else max(known, default=0)
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": [0 if bar.value is None else bar.value for bar in bars],
        "y": [wrap(bar.label) for bar in bars],
        "text": [escape(f" {bar.shown}") for bar in bars],
        "textposition": "outside",
        "cliponaxis": False,
        "textfont": {"size": 14, "color": ink},
        "marker": {"color": colour},
        "customdata": [[escape(bar.label), escape(bar.shown), escape(bar.detail)] for bar in bars],
        "hovertemplate": _HOVER,
    }
    across = {
        "range": [0, (top or 1) * 1.3],
        "tickformat": ",.0f",
        "ticksuffix": escape(f"\u00a0{unit}"),
        "nticks": 4,
        "tickfont": {"size": 13, "color": ink},
        "automargin": True,
        "gridcolor": GRID,
        "zerolinecolor": GRID,
        "fixedrange": True,
    }
    down = {
        "autorange": "reversed",
        "automargin": True,
        "ticksuffix": "\u00a0\u00a0",
        "tickfont": {"size": 14, "color": ink},
        "showgrid": False,
        "fixedrange": True,
        "type": "category",
    }
    return go.Figure(data=[trace], layout={"xaxis": across, "yaxis": down, **calm(_BAR_HEIGHT * len(bars) + 48)})


def wrap(label: str) -> Markup:
    """A label broken over lines of about 26 characters."""
    lines = [""]
    for word in label.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > _WRAP:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return join(lines, BREAK)


@contextmanager
def larger(times: float) -> Iterator[None]:
    """Charts drawn within have words and marks that many times larger, in the room that there is."""
    before = _TIMES.set(times)
    try:
        yield
    finally:
        _TIMES.reset(before)


def scaled(part: Any, times: float) -> Any:
    """A figure, or a part of it as plain values, with its words, marks and margins that many times larger."""
    if isinstance(part, list | tuple):
        return [scaled(each, times) for each in part]
    if not isinstance(part, dict):
        return part
    found = {key: scaled(value, times) for key, value in part.items()}
    for name in _SIZED & found.keys():
        size = found[name].get("size") if isinstance(found[name], dict) else None
        if isinstance(size, int | float):
            found[name] = {**found[name], "size": size * times}
    if isinstance(found.get("margin"), dict):
        found["margin"] = {side: value * times for side, value in found["margin"].items()}
    return found


def draw(
    figure: go.Figure,
    key: str,
    alt: str,
    title: str = "",
    where: str = "",
    reading: str = "",
    *,
    narrow: Markup = EMPTY,
) -> Picture:
    """Show a figure under a key of its own; ``alt`` says it to who does not see it.

    What it is once it leaves the page, under its ``title`` and ``where`` it answers for (the perimeter by default);
    ``reading`` says how it is read; ``narrow`` is the same drawn for a narrow screen, which styles choose.
    """
    picture = Picture(key, title or alt, f"{alt if title else ''} {reading}".strip(), where=where)
    if (times := _TIMES.get()) != 1:
        figure = go.Figure(scaled(figure.to_plotly_json(), times))
    with framed(picture):
        st.plotly_chart(figure, key=f"graphique_{key}", config=CONFIG, theme=None, alt=typographic(alt))
        if narrow:
            write(narrow)
    return picture


def calm(height: int) -> dict[str, Any]:
    """What every chart shares: no background of its own, French separators, nothing that moves.

    The whole layout is given at once, without Plotly's default template: several times faster, and 7 KB less to send.
    """
    return {
        "height": height,
        "margin": {"l": 4, "r": 8, "t": 4, "b": 4},
        "template": "none",
        "font": {"family": FONT},
        "paper_bgcolor": _CLEAR,
        "plot_bgcolor": _CLEAR,
        "separators": SEPARATORS,
        "dragmode": False,
        "bargap": 0.35,
        "uirevision": "constant",
        "hoverlabel": {"align": "left", "font": {"family": FONT}},
    }
