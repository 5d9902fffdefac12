"""Maps as plain values, which ``static/carte.js`` draws as SVG: pure functions, no figure library.

Outlines are not in the values: the browser fetches them once by URL. SVG on purpose: it draws where WebGL is missing
(virtual desktops). On 317 communes, a change of year redraws in place; Plotly's maps, which Streamlit throws away and
draws anew at each change, took 300 ms (SVG) and 1 s (WebGL), after a library of 4.7 MB.
"""

import math
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.frame import palette
from dashboard.frame.wording import typographic
from dashboard.maps.classes import Classes
from dashboard.maps.measures import Measure

# Status → class of the style sheet.
MARKS = {"0": "zero", "nd": "nd", "s": "secret", "///": "sans-objet"}
GROUND = "terre"  # where a circle says the value
LARGEST = 56.0  # diameter in pixels of the largest circle
SMALLEST = 5.0  # below, a circle can be neither seen nor pointed at
_DIGITS = string.digits + string.ascii_lowercase


@dataclass(frozen=True)
class Ground:
    """What lies under and over the values.

    ``outlines`` and ``borders`` are addresses of GeoJSON files whose feature ids are codes; ``names`` the names written
    on the map (text, longitude, latitude); ``chosen`` the code drawn with a thick line. What has an outline and no row
    is drawn muted; the view is framed on the rest.
    """

    outlines: str
    borders: str | None = None
    names: tuple[tuple[str, float, float, str], ...] = ()
    chosen: str | None = None
    small_names: bool = False


@dataclass(frozen=True)
class Words:
    """What is said under the pointer and to screen readers (French): ``marks`` by status, ``alt`` for the whole map."""

    measure: Measure
    marks: Mapping[str, str]
    hint: str
    alt: str


def choropleth(rows: pd.DataFrame, classes: Classes, ground: Ground, words: Words) -> dict[str, Any]:
    """One colour for each class. ``rows`` as ``measures.shown`` returns them."""
    shades = ramp(len(classes))
    known = rows.loc[rows["statut"] == "valeur", "valeur"]
    coloured = pd.Series([shades[rank] for rank in classes.of(known.tolist())], index=known.index, dtype=object)
    return _values(rows, rows["statut"].map(MARKS).fillna(coloured), [], ground, words)


def symbols(rows: pd.DataFrame, ground: Ground, words: Words) -> dict[str, Any]:
    """One circle for each value, its area proportional to it. ``rows`` as ``measures.shown`` returns them."""
    known = rows[rows["statut"] == "valeur"].dropna(subset=["longitude", "latitude"])
    largest = top(rows)
    ordered = known.sort_values("valeur", ascending=False, kind="stable")
    places = zip(ordered["longitude"].round(4), ordered["latitude"].round(4), ordered["valeur"], strict=True)
    circles = [[longitude, latitude, diameter(value, largest)] for longitude, latitude, value in places]
    return _values(rows, rows["statut"].map({**MARKS, "valeur": GROUND}), circles, ground, words)


def ramp(count: int) -> list[str]:
    """Style classes of ``count`` classes, spread from little (r0) to much (r6)."""
    last = len(palette.SEQUENTIAL) - 1
    if count <= 1:
        return [f"r{last - 2}"] * count
    first = 0 if count > last else 1  # the palest is kept for when every shade is wanted
    return [f"r{round(first + rank * (last - first) / (count - 1))}" for rank in range(count)]


def top(rows: pd.DataFrame) -> float:
    """The value that the largest circle stands for; 1 when there is none."""
    known = rows.loc[rows["statut"] == "valeur", "valeur"]
    return float(known.max()) if len(known) else 1.0


def diameter(value: float, largest: float) -> float:
    """Diameter in pixels of the circle of ``value`` when the largest circle stands for ``largest``.

    Areas are proportional to values, save for the smallest circles, which stay visible.
    """
    return round(max(SMALLEST, LARGEST * math.sqrt(value / largest)), 1)


def round_steps(largest: float) -> list[float]:
    """At most three round values for the legend of the circles, from the largest down (1 155 → 1 000, 200, 50)."""
    if largest <= 3:
        return [float(value) for value in range(int(largest), 0, -1)]
    power = 10.0 ** math.floor(math.log10(largest))
    first = max(step * power for step in (1, 2, 5) if step * power <= largest)
    return [value for value in dict.fromkeys((first, first / 5, first / 20)) if value >= 1]


def _values(
    rows: pd.DataFrame, fills: pd.Series, circles: Sequence[Sequence[float]], ground: Ground, words: Words
) -> dict[str, Any]:
    zones = list(dict.fromkeys(rows["bassin"].dropna()))
    kinds = list(dict.fromkeys(fills))
    codes = rows["code"].tolist()
    return {
        "outlines": ground.outlines,
        "borders": ground.borders,
        "frame": f"{len(codes)} {codes[0] if codes else ''}",
        "codes": " ".join(codes),
        "kinds": kinds,
        "fills": _ranks(fills, kinds),
        "zones": zones,
        "zone": _ranks(rows["bassin"], zones),
        "values": [_told(row, words) for row in rows.itertuples()],
        "circles": circles,
        "labels": [list(name) for name in ground.names],
        "small": ground.small_names,
        "chosen": ground.chosen,
        "words": {
            "title": words.measure.title,
            "marks": {MARKS[status]: typographic(f"{status} ({meaning})") for status, meaning in words.marks.items()},
            "hint": words.hint,
            "alt": typographic(words.alt),
            "units": ["", ""] if words.measure.money else [words.measure.singular, words.measure.plural],
            "zone": "Bassin de vie\u00a0: %z",
            "facts": "Actions\u00a0: %a · Événements\u00a0: %e",
            "coverage": "Chiffre connu pour %c sur %n",
            "failed": "Les contours n’ont pas pu être chargés\u00a0: le tableau dit la même chose que la carte.",
        },
    }


def _ranks(items: pd.Series, known: Sequence[str]) -> str:
    """Ranks of items among the known ones, one base-36 digit each (« - » for none): 317 communes in 317 bytes."""
    digits = {item: _DIGITS[rank] for rank, item in enumerate(known)}
    return "".join(digits.get(item, "-") for item in items)


def _told(row: Any, words: Words) -> list[Any] | int:
    """Figure, actions, events and in how many of them the figure is known; 0 where the mark says all."""
    if row.statut not in ("valeur", "nd"):
        return 0
    facts = [int(row.n_actions), int(row.n_evenements)] if words.measure.of_facts else []
    return [row.chiffre, *facts, *([int(row.n_connus)] if words.measure.coverage else [])]
