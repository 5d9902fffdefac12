"""The map's legend as HTML: classes or circles, then zero, nd, s and /// always apart. Everything is escaped here."""

from collections import Counter
from html import escape

import pandas as pd

from dashboard.frame.wording import euros, number
from dashboard.maps import drawing
from dashboard.maps.classes import Classes
from dashboard.maps.measures import Measure, mark_meaning
from dashboard.maps.words import Places

_MOVING = "Classes calculées sur ce qui est affiché : pour comparer deux périodes, fixez-les par « Seuils choisis »."


def of_classes(rows: pd.DataFrame, classes: Classes, measure: Measure, places: Places, period: str) -> str:
    """A swatch for each class, from little to much, with how many territories it holds."""
    swatches = zip(drawing.ramp(len(classes)), classes.labels, classes.counts, strict=True)
    items = "".join(_item(fill, f"{escape(label)}", count, places) for fill, label, count in swatches)
    listed = f"<ul>{items}</ul>" if items else ""
    title = _title(measure, places, period)
    moving = "" if classes.unique or classes.open or not len(classes) else f'<span class="nb">{_MOVING}</span>'
    return f'<div class="legende"><p>{title}</p>{listed}{moving}{_marks(rows, measure, places)}</div>'


def of_circles(rows: pd.DataFrame, measure: Measure, places: Places, period: str) -> str:
    """Three circles to scale, one inside the other."""
    known = int((rows["statut"] == "valeur").sum())
    circles = _circles(drawing.top(rows), measure) if known else ""
    said = f"Aire proportionnelle à la valeur ; {places.count(known)} avec un cercle."
    return (
        f'<div class="legende"><p>{_title(measure, places, period)}</p>{circles}<span class="nb">{said}</span>'
        f"{_marks(rows, measure, places)}</div>"
    )


def _title(measure: Measure, places: Places, period: str) -> str:
    return f"{escape(measure.legend)} par {places.singular}, {escape(period)}"


def _marks(rows: pd.DataFrame, measure: Measure, places: Places) -> str:
    counts = Counter(rows["statut"])
    items = (
        _item(fill, f"<strong>{status}</strong> {escape(mark_meaning(status, measure))}", counts[status], places)
        for status, fill in drawing.MARKS.items()
    )
    return f"<ul>{''.join(items)}</ul>"


def _item(fill: str, words: str, count: int, places: Places) -> str:
    swatch = f'<span class="puce {fill}" aria-hidden="true"></span>'
    absent = "" if count else ' class="vide-ici"'
    return f'<li{absent}>{swatch}<span>{words} <span class="nb">({places.count(count)})</span></span></li>'


def _circles(largest: float, measure: Measure) -> str:
    """Circles side by side, at the very size they have on the map, each with its value."""
    drawn = []
    for value in drawing.round_steps(largest):
        size = drawing.diameter(value, largest)
        circle = f'<span class="rond" aria-hidden="true" style="width:{size}px;height:{size}px"></span>'
        drawn.append(f"<li>{circle}{escape(euros(value) if measure.money else number(value))}</li>")
    return f'<ul class="ronds">{"".join(drawn)}</ul>'
