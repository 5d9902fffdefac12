"""Maps as plain values, which ``static/carte.js`` draws as SVG: pure functions, no figure library.

Outlines are not in the values: the browser fetches them once by URL. SVG on purpose: it draws where WebGL is missing
(virtual desktops). On 317 communes, a change of year redraws in place; Plotly's maps, which Streamlit throws away and
draws anew at each change, took 300 ms (SVG) and 1 s (WebGL), after a library of 4.7 MB.
"""

import math
import re
import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.frame import palette
from dashboard.frame.wording import typographic
from dashboard.maps.classes import Classes
from dashboard.maps.measures import Measure
from dashboard.maps.steps import Step, values, whole
from queries import french

# Status → class of the style sheet.
MARKS = {"0": "zero", "nd": "nd", "s": "secret", "ns": "non-significatif", "///": "sans-objet"}
GROUND = "terre"  # where a circle says the value
LARGEST = 56.0  # diameter in pixels of the largest circle
SMALLEST = 5.0  # below, a circle can be neither seen nor pointed at
LONGEST_NAME = 26  # characters of a name written on the map; the whole name is under the pointer and in the table
_DIGITS = string.digits + string.ascii_lowercase


@dataclass(frozen=True)
class Ground:
    """What lies under and over the values.

    ``outlines`` and ``borders`` are addresses of GeoJSON files whose feature ids are codes; ``names`` the names written
    on the map (text, longitude, latitude); ``chosen`` the code drawn with a thick line. What has an outline and no row
    is drawn muted; the view is framed on the rest. ``named``: the outlines bear no names, which travel with the values.
    """

    outlines: str
    borders: str | None = None
    names: tuple[tuple[str, float, float, str], ...] = ()
    chosen: str | None = None
    small_names: bool = False
    named: bool = False


@dataclass(frozen=True)
class Words:
    """What is said under the pointer and to screen readers (French): ``marks`` by status, ``alt`` for the whole map.

    ``listed``: on paper, all its values stand by name under it.
    """

    measure: Measure
    marks: Mapping[str, str]
    hint: str
    alt: str
    listed: bool = True


def choropleth(rows: pd.DataFrame, classes: Classes, ground: Ground, words: Words) -> dict[str, Any]:
    """One colour for each class. ``rows`` as ``measures.shown`` returns them."""
    return played(whole(rows), 0, classes, ground, words)


def symbols(rows: pd.DataFrame, ground: Ground, words: Words) -> dict[str, Any]:
    """One circle for each value, its area proportional to it. ``rows`` as ``measures.shown`` returns them."""
    return played(whole(rows), 0, None, ground, words)


def played(
    steps: Sequence[Step], start: int, classes: Classes | None, ground: Ground, words: Words, *, follows: bool = False
) -> dict[str, Any]:
    """A map that goes through ``steps`` in the browser, from the one of rank ``start``; circles without classes.

    Classes, and the value of the largest circle, are the same for every step. ``follows``: the slider is that of
    another map of the page.
    """
    rows = steps[start].rows
    zones = list(dict.fromkeys(rows["bassin"].dropna()))
    codes = rows["code"].tolist()
    fills = [_fills(step.rows, classes) for step in steps]
    told = [_told(step.rows, words.measure) for step in steps]
    return {
        "outlines": ground.outlines,
        "borders": ground.borders,
        "frame": f"{len(codes)} {codes[0] if codes else ''}",
        "codes": " ".join(codes),
        "zones": zones,
        "zone": _ranks(rows["bassin"], zones),
        "names": dict(zip(codes, rows["nom"], strict=True)) if ground.named else {},
        "labels": [[_short(text), *place] for text, *place in ground.names],
        "small": ground.small_names,
        "chosen": ground.chosen,
        "spots": [] if classes is not None else _spots(steps, codes),
        "sizes": [top(values(steps)), LARGEST, SMALLEST],
        **_packed([step.label for step in steps], [step.said for step in steps], fills, told),
        "start": start,
        "follows": follows,
        "words": _words(words),
    }


def ramp(count: int) -> list[str]:
    """Style classes of ``count`` classes, spread from little (r0) to much (r6)."""
    last = len(palette.SEQUENTIAL) - 1
    if count <= 1:
        return [f"r{last - 2}"] * count
    first = 0 if count > last else 1  # the palest is kept for when every shade is wanted
    return [f"r{round(first + rank * (last - first) / (count - 1))}" for rank in range(count)]


def shades(classes: Classes) -> list[str]:
    """Style classes of the classes of a map: one hue, or two where they stand on either side of zero."""
    if not classes.diverging:
        return ramp(len(classes))
    side = len(classes) // 2
    ranks = [len(palette.ABOVE) - side + rank for rank in range(side)]
    return [*(f"b{rank}" for rank in reversed(ranks)), *(f"a{rank}" for rank in ranks)]


def top(known: Sequence[float]) -> float:
    """The size that the largest circle stands for; 1 when there is none (« 0 à 5 » counts for zero)."""
    return max((abs(value) for value in known), default=0.0) or 1.0


def diameter(value: float, largest: float) -> float:
    """Diameter in pixels of the circle of ``value`` when the largest circle stands for ``largest``.

    Areas are proportional to values, save for the smallest circles, which stay visible; a negative value has the
    circle of its size, drawn otherwise.
    """
    return round(max(SMALLEST, LARGEST * math.sqrt(abs(value) / largest)), 1)


def round_steps(largest: float) -> list[float]:
    """At most three round values for the legend of the circles, from the largest down (1 155 → 1 000, 200, 50)."""
    if largest <= 3:
        return [float(value) for value in range(int(largest), 0, -1)]
    power = 10.0 ** math.floor(math.log10(largest))
    first = max(step * power for step in (1, 2, 5) if step * power <= largest)
    return [value for value in dict.fromkeys((first, first / 5, first / 20)) if value >= 1]


def _words(words: Words) -> dict[str, Any]:
    """What the script says around what it is told."""
    held = words.measure
    return {
        "title": held.title,
        "marks": {MARKS[status]: typographic(f"{status} ({meaning})") for status, meaning in words.marks.items()},
        "hint": words.hint,
        "alt": typographic(words.alt),
        "listed": words.listed,
        "units": list(held.units),
        "decimals": held.decimals,
        "zone": "Bassin de vie\u00a0: %z",
        "failed": "Les contours n’ont pas pu être chargés\u00a0: le tableau dit la même chose que la carte.",
        "year": "Année affichée",
        "play": "Faire défiler les années",
        "stop": "Arrêter",
    }


def _fills(rows: pd.DataFrame, classes: Classes | None) -> list[str]:
    """Style class of each territory."""
    if classes is None:
        return rows["statut"].map({**MARKS, "valeur": GROUND}).tolist()
    colours = shades(classes)
    known = rows.loc[rows["statut"] == "valeur", "valeur"]
    coloured = pd.Series([colours[rank] for rank in classes.of(known.tolist())], index=known.index, dtype=object)
    return rows["statut"].map(MARKS).fillna(coloured).tolist()


def _told(rows: pd.DataFrame, measure: Measure) -> list[tuple[Any, ...] | None]:
    """Figure, then a sentence a line, of each territory; None where a mark says all.

    A figure is a plain number, or words with the value that they stand for, or None where a mark takes its place.
    """
    lines = [rows[name].fillna("").map(typographic).tolist() for name in measure.lines]
    columns = (rows["statut"], rows["valeur"], rows["chiffre"], rows["texte"])
    said = zip(*lines, strict=True) if lines else [()] * len(rows)
    return [
        _entry(measure, status, value, figure, text, rest)
        for (status, value, figure, text), rest in zip(zip(*columns, strict=True), said, strict=True)
    ]


def _entry(
    measure: Measure, status: str, value: float, figure: str, text: str, lines: tuple[str, ...]
) -> tuple[Any, ...] | None:
    if status != "valeur":
        speaks = status == "nd" or (measure.indicator and any(lines))
        return (None, *lines) if speaks else None
    if figure.removesuffix(" (p)") == measure.figure(value):
        return (_number(measure.figure(value)), *lines)
    return ((typographic(text), value), *lines)


def _number(figure: str) -> float:
    """The number that a French figure writes, which the browser writes again."""
    bare = re.sub(r"[\u202f€]", "", figure).replace(",", ".").replace(french.MINUS, "-")
    value = float(bare)
    return int(value) if value.is_integer() else value


def _packed(
    labels: list[str], said: list[str], fills: list[list[str]], told: list[list[tuple[Any, ...] | None]]
) -> dict[str, Any]:
    """What each step shows, each thing written once: ten years of 317 communes are 3 170 figures, of which few differ.

    ``kinds`` style classes, one base-36 digit each in ``fills``; ``lines`` sentences; ``told`` figures with the ranks
    of their sentences; ``said`` ranks of ``told``, ``width`` digits each, for the territories that have one (« - »).
    """
    kinds = list(dict.fromkeys(fill for step in fills for fill in step))
    entries = list(dict.fromkeys(entry for step in told for entry in step if entry is not None))
    lines = list(dict.fromkeys(line for entry in entries for line in entry[1:] if line))
    rank = {line: order for order, line in enumerate(lines)}
    number_of = {entry: order for order, entry in enumerate(entries)}
    width = len(_base36(max(len(entries) - 1, 0)))
    return {
        "kinds": kinds,
        "lines": lines,
        "told": [[figure, *(rank.get(line, -1) for line in rest)] for figure, *rest in entries],
        "width": width,
        "steps": [
            {
                "label": label,
                "said": typographic(summary),
                "fills": _ranks(fill, kinds),
                "told": "".join(
                    "-" if entry is None else _base36(number_of[entry]).rjust(width, "0") for entry in entries_of
                ),
            }
            for label, summary, fill, entries_of in zip(labels, said, fills, told, strict=True)
        ],
    }


def _spots(steps: Sequence[Step], codes: Sequence[str]) -> list[list[float]]:
    """Rank of the territory, longitude and latitude of each circle, the largest below."""
    sizes = pd.concat([step.rows["valeur"].abs() for step in steps], axis=1).max(axis=1)
    places = pd.DataFrame({"rank": range(len(codes)), "size": sizes}).join(steps[0].rows[["longitude", "latitude"]])
    drawn = places.dropna().sort_values("size", ascending=False, kind="stable")
    triples = zip(drawn["rank"], drawn["longitude"].round(3), drawn["latitude"].round(3), strict=True)
    return [[int(rank), float(longitude), float(latitude)] for rank, longitude, latitude in triples]


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


def _ranks(items: Iterable[Any], known: Sequence[str]) -> str:
    """Ranks of items among the known ones, one base-36 digit each (« - » for none): 317 communes in 317 bytes."""
    digits = {item: _DIGITS[rank] for rank, item in enumerate(known)}
    return "".join(digits.get(item, "-") for item in items)


def _base36(value: int) -> str:
    digits = _DIGITS[value % 36]
    return digits if value < 36 else _base36(value // 36) + digits
