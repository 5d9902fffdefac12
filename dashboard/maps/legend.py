"""The map's legend as HTML: classes or circles, then zero and each mark always apart."""

from collections import Counter
from collections.abc import Sequence

from dashboard.frame.markup import EMPTY, Markup, attribute, html, join
from dashboard.frame.wording import euros, number
from dashboard.maps import drawing
from dashboard.maps.classes import Classes
from dashboard.maps.measures import Measure, mark_meaning
from dashboard.maps.steps import Step, values
from dashboard.maps.words import Places

_MOVING = "Classes calculées sur ce qui est affiché : pour comparer deux périodes, fixez-les par « Seuils choisis »."
_EITHER_SIDE = "Mêmes bornes de part et d’autre de zéro."
_NEGATIVE = "Un cercle creux est une valeur négative."


def of_classes(steps: Sequence[Step], classes: Classes, measure: Measure, places: Places, period: str) -> Markup:
    """A swatch for each class, from little to much, with how many territories it holds when nothing plays."""
    counts = [""] * len(classes) if len(steps) > 1 else [places.count(count) for count in classes.counts]
    swatches = zip(drawing.shades(classes), classes.labels, classes.counts, counts, strict=True)
    items = join(item(fill, label, said, empty=not count) for fill, label, count, said in swatches)
    return html(
        '<div class="legende"><p>{}</p>{}{}{}</div>',
        _title(measure, places, period),
        html("<ul>{}</ul>", items) if items else EMPTY,
        join(html('<span class="nb">{}</span> ', said) for said in _how(classes, steps)),
        _marks(steps, measure, places, period),
    )


def of_circles(steps: Sequence[Step], measure: Measure, places: Places, period: str) -> Markup:
    """Circles to scale, with what their area says."""
    known = values(steps)
    scale = "Aire proportionnelle à la valeur"
    drawn = (
        f", la même échelle {_through(steps)}." if len(steps) > 1 else f" ; {places.count(len(known))} avec un cercle."
    )
    below = f" {_NEGATIVE}" if any(value < 0 for value in known) else ""
    return html(
        '<div class="legende"><p>{}</p>{}<span class="nb">{}</span>{}</div>',
        _title(measure, places, period),
        _circles(drawing.top(known), measure) if known else EMPTY,
        f"{scale}{drawn}{below}" if known else "",
        _marks(steps, measure, places, period),
    )


def _title(measure: Measure, places: Places, period: str) -> str:
    return f"{measure.legend} par {places.singular}, {period}"


def _through(steps: Sequence[Step]) -> str:
    return f"de {steps[0].label} à {steps[-1].label}"


def _how(classes: Classes, steps: Sequence[Step]) -> list[str]:
    """How the classes were made, and whether colours compare from one year to the next."""
    side = [_EITHER_SIDE] if classes.diverging else []
    if len(steps) > 1:
        return (
            [*side, f"Mêmes classes {_through(steps)} : les couleurs se comparent d’une année à l’autre."]
            if len(classes)
            else []
        )
    fixed = classes.unique or classes.open or not len(classes)
    return side if fixed else [*side, _MOVING]


def _marks(steps: Sequence[Step], measure: Measure, places: Places, period: str) -> Markup:
    """The marks of this measure; where nothing plays, with how many territories bear each."""
    plays = len(steps) > 1
    counts = Counter(status for step in steps for status in step.rows["statut"])
    during = "" if measure.indicator else ", cette année-là" if plays else f", {period}"
    items = (
        item(
            drawing.MARKS[status],
            html("<strong>{}</strong> {}{}", status, mark_meaning(status, measure), during if status == "0" else ""),
            "" if plays else places.count(counts[status]),
            empty=not counts[status],
        )
        for status in measure.marks
    )
    return html("<ul>{}</ul>", join(items))


def item(fill: str, words: str, counted: str, *, empty: bool) -> Markup:
    """A swatch with its words and how many territories it stands for; muted when there is none here."""
    return html(
        '<li{}><span class="puce {}" aria-hidden="true"></span><span>{}{}</span></li>',
        attribute("class", "vide-ici" if empty else ""),
        fill,
        words,
        html(' <span class="nb">({})</span>', counted) if counted else EMPTY,
    )


def _circles(largest: float, measure: Measure) -> Markup:
    """Circles side by side, at the very size they have on the map, each with its value."""
    drawn = []
    for value in drawing.round_steps(largest):
        size = drawing.diameter(value, largest)
        circle = html('<span class="rond" aria-hidden="true" style="width:{}px;height:{}px"></span>', size, size)
        drawn.append(html("<li>{}{}</li>", circle, euros(value) if measure.money else number(value)))
    return html('<ul class="ronds">{}</ul>', join(drawn))
