"""The funnel plot: rates by population with the limits of chance, its sentences and the rows of its table.

A territory outside the limits is something to look at, never a fault; names stand in alphabetical order, not in order
of their rates.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboard.bassins.profile_table import Look
from dashboard.frame import charts, wording
from dashboard.frame.markup import escape, html
from dashboard.frame.row import Row
from dashboard.indicators import words as indicator_words
from dashboard.indicators.series import SYMBOLS
from queries.statistics.funnel import ABOVE, BELOW, HIGH, INSIDE, LOW, Funnel

PLACES = {
    ABOVE: "signal, au-dessus",
    BELOW: "signal, en dessous",
    HIGH: "entre 95 et 99,8 %",
    LOW: "entre 95 et 99,8 %",
    INSIDE: "dans les limites",
}
# A triangle of the same box looks smaller than a square.
_BULK = {"triangle-up": 1.3, "triangle-down": 1.3, "diamond": 1.15}
_MOST_NAMED = 12
_MOST_TICKS = 6
_OUTSIDE = 0.002  # share that chance alone puts beyond the 99.8 % limits
_GAP = "\u00a0\u00a0"  # between a name and its point
_HOVER = html("<b>%{{customdata}}</b><br>%{{y:,.1f}} (%{{text}} pour %{{x:,.0f}} habitants)<extra></extra>")
_TICKS = [value * 10**power for power in range(1, 7) for value in (1, 2, 5)]


@dataclass(frozen=True)
class Shown:
    """What is drawn: territories with a known rate, in alphabetical order, and their funnel.

    ``funnel`` is None when no limits apply, as for attendances, which come in groups; ``rate`` is then alone.
    ``singular`` and ``plural`` name the territories, ``unit`` and ``factor`` those of the rate.
    """

    rows: Sequence[Row]
    funnel: Funnel | None
    rate: float
    factor: float
    unit: str
    singular: str
    plural: str

    @property
    def decimals(self) -> int:
        """Those of the rates."""
        return indicator_words.decimals(self.unit, [self.rate * self.factor])

    def outside(self) -> list[tuple[Row, str]]:
        """Territories beyond the 99.8 % limits."""
        if self.funnel is None:
            return []
        pairs = zip(self.rows, self.funnel.places, strict=True)
        return [(row, place) for row, place in pairs if place in (ABOVE, BELOW)]


@dataclass(frozen=True)
class Inks:
    """Colours of the reader's theme."""

    ink: str
    muted: str
    rule: str


def answer(shown: Shown) -> str:
    """Who stands outside the limits, as a signal; or why there are no limits."""
    count = wording.plural(len(shown.rows), shown.singular, shown.plural)
    if shown.funnel is None:
        return (
            "Aucune limite n'est tracée : les personnes viennent par groupes, et le hasard d'un groupe n'est pas celui "
            "d'une personne. Un petit territoire s'écarte plus facilement du taux commun."
        )
    outside = shown.outside()
    if not outside:
        return f"Aucun signal : {count}, et aucune ne s'écarte des autres plus que le hasard ne l'explique."
    sides = [
        f"{_named([row for row, place in outside if place == side])} {words}"
        for side, words in ((ABOVE, "au-dessus"), (BELOW, "en dessous"))
        if any(place == side for _, place in outside)
    ]
    stand = "s'écarte" if len(outside) == 1 else "s'écartent"
    told = wording.plural(len(outside), shown.singular, shown.plural)
    return (
        f"{told} sur {wording.number(len(shown.rows))} {stand} des autres plus que le hasard ne l'explique : "
        f"{' ; '.join(sides)}. Un signal à regarder (saisie, locaux, public de passage), ni une faute ni un mérite."
    )


def chance(shown: Shown) -> str:
    """What the limits are, and how many territories chance alone would put beyond them."""
    small = (
        "Plus un territoire est petit, plus son taux varie par hasard : on ne classe pas, on cherche ce qui en sort."
    )
    if shown.funnel is None:
        return small
    expected = wording.number(_OUTSIDE * len(shown.rows), 1)
    count = wording.plural(len(shown.rows), shown.singular, shown.plural)
    beyond = f"Un signal est au-delà des limites à 99,8 % : sur {count}, le hasard seul en ferait au plus {expected}."
    return f"{small} {beyond}"


def _named(rows: Sequence[Row]) -> str:
    names = [str(row["nom"]) for row in rows[:_MOST_NAMED]]
    more = len(rows) - len(names)
    return wording.join([*names, f"{wording.number(more)} autres"] if more > 1 else [str(row["nom"]) for row in rows])


def reading(shown: Shown) -> str:
    """How to read the chart, and how far territories vary."""
    centre = indicator_words.written(shown.rate * shown.factor, shown.unit, shown.decimals)
    common = (
        f"Chaque point est une {shown.singular} ; la ligne, leur taux commun ({centre}), où une action dans plusieurs "
        f"{shown.plural} compte dans chacune : elle pèse davantage dans les petites."
    )
    if shown.funnel is None:
        return common
    wide = "les limites sont élargies d'autant" if shown.funnel.widens else "les limites sont celles du hasard seul"
    spread = f"{wording.number(shown.funnel.phi, 1)} fois celle que le hasard seul donnerait"
    return f"{common} Dispersion des {shown.plural} : {spread} ; {wide}."


def figure(
    shown: Shown, looks: Mapping[str, Look], names: Mapping[str, str], chosen: str | None, inks: Inks
) -> go.Figure:
    """The plot. ``looks`` and ``names`` by bassin code; a ``chosen`` bassin stands out, the others are muted."""
    rates = [row["numerateur"] / row["population"] * shown.factor for row in shown.rows]
    people = [float(row["population"]) for row in shown.rows]
    top = 1.12 * max([*rates, 2 * shown.rate * shown.factor])
    left, right = min(people) * 0.9, max(people) * 1.15
    traces = [
        *_limits(shown, inks),
        _flat(shown, left, right, inks),
        *(_points(shown, rates, code, look, names, chosen, inks) for code, look in _groups(shown, looks)),
        _labels(shown, inks),
    ]
    ticks = _ticks(left, right)
    axis = {"gridcolor": charts.GRID, "zerolinecolor": charts.GRID, "fixedrange": True, "automargin": True}
    small = {"size": 13, "color": inks.ink}
    layout = {
        "xaxis": {
            **axis,
            "type": "log",
            "range": [math.log10(left), math.log10(right)],
            "tickvals": list(ticks),
            "ticktext": list(ticks.values()),
            "tickfont": small,
            "tickangle": 0,
            "title": {"text": "habitants (échelle logarithmique)", "font": small, "standoff": 8},
        },
        "yaxis": {
            **axis,
            "range": [-0.02 * top, top],
            "tickformat": ",~g",
            "tickfont": small,
            "nticks": 6,
            "title": {"text": escape(shown.unit), "font": small, "standoff": 8},
        },
        "showlegend": bool(names),
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "font": small, "itemclick": False},
        "hovermode": "closest",
        **charts.calm(430),
    }
    return go.Figure(data=traces, layout=layout)


def _ticks(left: float, right: float) -> dict[int, str]:
    """Populations with a line: 1, 2 and 5 of each power of ten; only the powers are written when there are many."""
    kept = [value for value in _TICKS if left <= value <= right]
    few = len(kept) <= _MOST_TICKS
    return {value: wording.number(value) if few or str(value)[0] == "1" else "" for value in kept}


def _limits(shown: Shown, inks: Inks) -> list[dict[str, Any]]:
    if shown.funnel is None:
        return []
    curve, across = shown.funnel.curve, [round(float(value), 1) for value in shown.funnel.populations]
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": across,
            "y": [round(float(value) * shown.factor, 3) for value in limits],
            "line": {"color": inks.muted, "width": 1.2, "dash": dash, "shape": "spline"},
            "name": name,
            "legendgroup": name,
            "showlegend": first,
            "hoverinfo": "skip",
        }
        for limits, name, dash, first in (
            (curve.high_95, "limites à 95 %", "dot", True),
            (curve.low_95, "limites à 95 %", "dot", False),
            (curve.high_998, "limites à 99,8 %", "solid", True),
            (curve.low_998, "limites à 99,8 %", "solid", False),
        )
    ]


def _flat(shown: Shown, left: float, right: float, inks: Inks) -> dict[str, Any]:
    value = round(shown.rate * shown.factor, 4)
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [left, right],
        "y": [value, value],
        "line": {"color": inks.ink, "width": 1.6, "dash": "dash"},
        "name": "taux commun",
        "hoverinfo": "skip",
    }


def _groups(shown: Shown, looks: Mapping[str, Look]) -> list[tuple[str | None, Look | None]]:
    """The bassins that have a point, in their order; None for territories of no bassin."""
    there = {row["code_bassin"] for row in shown.rows}
    groups: list[tuple[str | None, Look | None]] = [(code, look) for code, look in looks.items() if code in there]
    return [*groups, (None, None)] if there - set(looks) else groups


def _points(
    shown: Shown,
    rates: Sequence[float],
    code: str | None,
    look: Look | None,
    names: Mapping[str, str],
    chosen: str | None,
    inks: Inks,
) -> dict[str, Any]:
    own = [(row, rate) for row, rate in zip(shown.rows, rates, strict=True) if _bassin(row, names) == code]
    faint = chosen is not None and code != chosen
    symbol = SYMBOLS[look.rank % len(SYMBOLS)] if look else "x"
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [row["population"] for row, _ in own],
        "y": [round(rate, 1) for _, rate in own],
        "customdata": [escape(row["nom"]) for row, _ in own],
        "text": [f"{row['numerateur']:g}" for row, _ in own],
        "marker": {
            "symbol": symbol,
            "size": (7 if len(shown.rows) > 60 else 11) * _BULK.get(symbol, 1.0),
            "color": inks.muted if faint or look is None else look.colour,
            "opacity": 0.3 if faint else 0.9,
            "line": {"width": 0.8, "color": inks.rule},
        },
        "name": escape(names.get(code or "", "hors bassin")),
        "hovertemplate": _HOVER,
    }


def _bassin(row: Row, names: Mapping[str, str]) -> str | None:
    return row["code_bassin"] if row["code_bassin"] in names else None


def _labels(shown: Shown, inks: Inks) -> dict[str, Any]:
    """Names of the territories outside the 99.8 % limits, above and beside in turn so that neighbours do not meet."""
    named = sorted((row for row, _ in shown.outside()[:_MOST_NAMED]), key=lambda row: float(row["population"]))
    last = max((float(row["population"]) for row in shown.rows), default=0.0) / 2
    return {
        "type": "scatter",
        "mode": "text",
        "x": [row["population"] for row in named],
        "y": [round(row["numerateur"] / row["population"] * shown.factor, 2) for row in named],
        "text": [escape(f"{_GAP}{row['nom']}{_GAP}") for row in named],
        "textposition": [
            "middle left" if row["population"] > last else ("top center", "middle right")[rank % 2]
            for rank, row in enumerate(named)
        ],
        "textfont": {"size": 13, "color": inks.ink},
        "showlegend": False,
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def lines(shown: Shown) -> list[dict[str, Any]]:
    """The rows of the table: code, name, bassin, population, count, rate, place."""
    places = shown.funnel.places if shown.funnel else ("",) * len(shown.rows)
    return [
        {
            "code": row["territoire"],
            "nom": row["nom"],
            "bassin": row["bassin"] or "hors bassin",
            "population": row["population"],
            "numerateur": row["numerateur"],
            "taux": indicator_words.bare(row["numerateur"] / row["population"] * shown.factor, shown.decimals),
            "place": PLACES.get(place, "sans limites"),
        }
        for row, place in zip(shown.rows, places, strict=True)
    ]
