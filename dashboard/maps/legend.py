"""The map's legend as HTML: classes or circles, then zero, nd, s and /// always apart."""

from collections import Counter

import pandas as pd

from dashboard.frame.markup import EMPTY, Markup, attribute, html, join
from dashboard.frame.wording import euros, number
from dashboard.maps import drawing
from dashboard.maps.classes import Classes
from dashboard.maps.measures import Measure, mark_meaning
from dashboard.maps.words import Places

_MOVING = "Classes calculées sur ce qui est affiché : pour comparer deux périodes, fixez-les par « Seuils choisis »."


def of_classes(rows: pd.DataFrame, classes: Classes, measure: Measure, places: Places, period: str) -> Markup:
    """A swatch for each class, from little to much, with how many territories it holds."""
    swatches = zip(drawing.ramp(len(classes)), classes.labels, classes.counts, strict=True)
    items = join(item(fill, label, places.count(count), empty=not count) for fill, label, count in swatches)
    fixed = classes.unique or classes.open or not len(classes)
    return html(
        '<div class="legende"><p>{}</p>{}{}{}</div>',
        _title(measure, places, period),
        html("<ul>{}</ul>", items) if items else EMPTY,
        EMPTY if fixed else html('<span class="nb">{}</span>', _MOVING),
        _marks(rows, measure, places, period),
    )


def of_circles(rows: pd.DataFrame, measure: Measure, places: Places, period: str) -> Markup:
    """Three circles to scale, one inside the other."""
    known = int((rows["statut"] == "valeur").sum())
    return html(
        '<div class="legende"><p>{}</p>{}<span class="nb">{}</span>{}</div>',
        _title(measure, places, period),
        _circles(drawing.top(rows), measure) if known else EMPTY,
        f"Aire proportionnelle à la valeur ; {places.count(known)} avec un cercle.",
        _marks(rows, measure, places, period),
    )


def _title(measure: Measure, places: Places, period: str) -> str:
    return f"{measure.legend} par {places.singular}, {period}"


def _marks(rows: pd.DataFrame, measure: Measure, places: Places, period: str) -> Markup:
    counts, during = Counter(rows["statut"]), f", {period}"
    items = (
        item(
            fill,
            html("<strong>{}</strong> {}{}", status, mark_meaning(status, measure), during if status == "0" else ""),
            places.count(counts[status]),
            empty=not counts[status],
        )
        for status, fill in drawing.MARKS.items()
    )
    return html("<ul>{}</ul>", join(items))


def item(fill: str, words: str, counted: str, *, empty: bool) -> Markup:
    """A swatch with its words and how many territories it stands for; muted when there is none here."""
    return html(
        '<li{}><span class="puce {}" aria-hidden="true"></span><span>{} <span class="nb">({})</span></span></li>',
        attribute("class", "vide-ici" if empty else ""),
        fill,
        words,
        counted,
    )


def _circles(largest: float, measure: Measure) -> Markup:
    """Circles side by side, at the very size they have on the map, each with its value."""
    drawn = []
    for value in drawing.round_steps(largest):
        size = drawing.diameter(value, largest)
        circle = html('<span class="rond" aria-hidden="true" style="width:{}px;height:{}px"></span>', size, size)
        drawn.append(html("<li>{}{}</li>", circle, euros(value) if measure.money else number(value)))
    return html('<ul class="ronds">{}</ul>', join(drawn))
