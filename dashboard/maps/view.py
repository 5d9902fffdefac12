"""The parts of the map page that show: the drawn maps, their legends, the table of the same rows."""

import hashlib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.frame import cached, filters, palette, show, wording
from dashboard.frame.markup import Markup, html, write
from dashboard.frame.pictures import Picture, framed
from dashboard.frame.scope import Scope
from dashboard.maps import drawing, sheet_view
from dashboard.maps import legend as legends
from dashboard.maps import words as carte_words
from dashboard.maps.classes import Classes
from dashboard.maps.drawing import Ground, Words
from dashboard.maps.layer import Layer, population_year
from dashboard.maps.measures import mark_meaning
from dashboard.maps.steps import Step
from dashboard.maps.words import BASSINS, EPCIS

_STATIC = Path(__file__).parent.parent / "static"
_PAGE_ROWS = 25


@cache
def _component() -> Any:
    # Script and styles are static files that the browser keeps, named by their content; a run sends only these lines.
    files = (f"app/static/{name}?v={_version(name)}" for name in ("carte.js", "carte-papier.js", "carte.css"))
    addresses = ", ".join(f'new URL("{file}", document.baseURI)' for file in files)
    loader = (
        f"const [script, paper, styles] = [{addresses}];\n"
        "export default (component) => { Promise.all([import(script), import(paper)]).then("
        "([map, sheet]) => map.default(component, styles, sheet.list)); };"
    )
    return st.components.v2.component(
        "carte", html=str(html('<div class="carte"></div>')), css=ramp_styles(), js=loader, isolate_styles=False
    )


def _version(name: str) -> str:
    return hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()[:12]


def ramp_styles() -> str:
    """The colours of the classes, which the style sheet reads forwards on the light theme and backwards on the dark."""
    sets = {"r": palette.SEQUENTIAL, "b": palette.BELOW, "a": palette.ABOVE}
    shades = (f"--{name}{rank}:{shade}" for name, ramp in sets.items() for rank, shade in enumerate(ramp))
    return f":root{{{';'.join(shades)}}}"


def draw(values: dict[str, Any], key: str, picture: Picture) -> bool:
    """Draw a map, each of a page under the name that its ``picture`` has in addresses.

    A click writes its code in the address as ``key`` before the page runs; whether there was one.
    """
    name = picture.view
    callback = filters.clicked(name, "choix", key)
    with framed(picture):
        return _component()(key=name, data=values, on_choix_change=callback).choix is not None


def drawn(layer: Layer, classes: Classes | None, chosen: str | None, scope: Scope, *, place: str = "carte") -> bool:
    """A map (circles without classes); whether it was clicked, which chooses a territory or enters the département.

    ``place`` is its name in the page. A second map follows the slider of the first where both go through years.
    """
    if layer.outlines is None:
        show.empty(f"Pas de carte : {layer.without}.", "Le tableau donne les mêmes chiffres.")
        return False
    key = (*layer.key, repr(classes), chosen, place)
    values = cached.kept(
        scope, "dessin", key, lambda: _drawing(layer, classes, chosen, scope, follows=place != "carte")
    )
    return draw(values, sheet_view.key_of(scope, layer.places), picture(layer, classes, scope, place))


def picture(layer: Layer, classes: Classes | None, scope: Scope, place: str = "carte") -> Picture:
    """The map as it leaves the page, with its legend."""
    return Picture(place, f"{layer.measure.legend} par {layer.places.singular}", legend=_meant(layer, classes, scope))


def _meant(layer: Layer, classes: Classes | None, scope: Scope) -> Markup:
    period = _period(layer, scope)
    if classes is None:
        return legends.of_circles(layer.steps, layer.measure, layer.places, period)
    return legends.of_classes(layer.steps, classes, layer.measure, layer.places, period)


def legend(layer: Layer, classes: Classes | None, scope: Scope) -> None:
    """What colours, circles and marks mean; why nothing is drawn, when nothing is."""
    write(_meant(layer, classes, scope))
    statuses = {str(status) for step in layer.steps for status in step.rows["statut"].unique()}
    if reason := carte_words.nothing(statuses, layer.places):
        show.note(reason)


def _period(layer: Layer, scope: Scope) -> str:
    if len(layer.steps) > 1:
        return f"{layer.steps[0].label} à {layer.steps[-1].label}"
    return layer.year or (scope.years if layer.measure.of_facts else population_year(scope))


def _drawing(
    layer: Layer, classes: Classes | None, chosen: str | None, scope: Scope, *, follows: bool
) -> dict[str, Any]:
    ground = Ground(
        str(layer.outlines),
        layer.borders,
        layer.names,
        chosen,
        small_names=scope.departement is None,
        named=layer.places in (EPCIS, BASSINS),
    )
    played = drawing.played(layer.steps, layer.start, classes, ground, words(layer, scope), follows=follows)
    return {**played, "answers": [] if follows else _answers(layer, scope)}


def _answers(layer: Layer, scope: Scope) -> list[str]:
    """What opens the page, year by year, for the slider to say it; nothing where there is no slider."""
    if len(layer.steps) == 1:
        return []
    return [wording.typographic(wording.sentence(answer(layer, step, scope))) for step in layer.steps]


def answer(layer: Layer, step: Step, scope: Scope) -> str:
    """The sentence that opens the page, of one step."""
    return carte_words.answer(step.rows, layer.measure, layer.places, scope, step.label)


def words(layer: Layer, scope: Scope) -> Words:
    """What the map says under the pointer and to screen readers."""
    choose = f"Cliquer pour choisir {layer.places.the}"
    return Words(
        layer.measure,
        {status: mark_meaning(status, layer.measure) for status in layer.measure.marks},
        choose if scope.departement else "Cliquer pour entrer dans le département",
        _alt(layer, scope),
    )


def _alt(layer: Layer, scope: Scope) -> str:
    """The map in one sentence, which stays true whatever the year shown."""
    rows = pd.concat([step.rows for step in layer.steps])
    years = f"de {layer.steps[0].label} à {layer.steps[-1].label}" if len(layer.steps) > 1 else layer.year
    return carte_words.alt(rows, layer.measure, layer.places, scope, years)


def details(scope: Scope, layer: Layer) -> str:
    """Below the answer: what the map cannot show, or what its figures are."""
    if layer.measure.indicator:
        return carte_words.caution(layer.measure, layer.places, layer.outside)
    if not layer.measure.of_facts:
        return f"Population municipale {population_year(scope)} (INSEE)."
    by_year = bool(layer.year)
    first, last = (int(step.label) if by_year else None for step in (layer.steps[0], layer.steps[-1]))
    dated = replace(scope, annee_min=first or scope.annee_min, annee_max=last or scope.annee_max)
    return " ".join(carte_words.gaps(cached.ask(scope, "carte_non_situes", **dated.filters), dated, by_year=by_year))


def table(layer: Layer, scope: Scope) -> None:
    """The rows of the map, those with something first, each year beside the others; long ones by pages."""
    measure, places = layer.measure, layer.places
    ordered = cached.kept(scope, "lignes", layer.key, lambda: sheet_view.details(_ordered(layer), measure))
    starts = range(0, max(len(ordered), 1), _PAGE_ROWS)
    pages = {str(start // _PAGE_ROWS + 1): f"{start + 1} à {min(start + _PAGE_ROWS, len(ordered))}" for start in starts}
    page = int(filters.one("lignes", "Lignes du tableau", pages)) if len(pages) > 1 else 1
    part = ordered.iloc[(page - 1) * _PAGE_ROWS : page * _PAGE_ROWS]
    key = sheet_view.key_of(scope, places)
    part = pd.concat([part, _ways(layer, part["code"], scope)], axis=1)
    part = part.assign(choix=[filters.address("carte", **{key: code}) for code in part["code"]])
    bassins = (
        [show.Column("bassin", "Bassin", colours=dict(layer.colours))] if layer.borders and not scope.bassin else []
    )
    columns = [show.Column("nom", wording.sentence(places.singular), href="choix"), *bassins, *_figures(layer)]
    caption = f"{measure.legend} par {places.singular}, {scope.territory}, {_period(layer, scope)}"
    if ordered["chiffre"].str.endswith("(p)").any():
        caption += " ; (p) : provisoire"
    if len(pages) > 1:
        caption += f" (lignes {pages[str(page)]} sur {wording.number(len(ordered))})"
    show.table(part, columns, caption)


def _ways(layer: Layer, codes: "pd.Series[str]", scope: Scope) -> pd.DataFrame:
    """Beside each code, where its figure of each step is followed: in France alone, whose territories have no series
    of theirs under the map."""
    steps = [] if scope.departement else layer.steps
    ways = {_way(step): [sheet_view.followed(layer, code, step.label, scope) for code in codes] for step in steps}
    return pd.DataFrame(ways, codes.index)


def _way(step: Step) -> str:
    return f"origine_{step.label}"


def _ordered(layer: Layer) -> pd.DataFrame:
    """Rows with a column for each year, those that hold something in one of them first."""
    rows = layer.rows.set_index("code", drop=False)
    figures = pd.DataFrame({step.label: step.rows.set_index("code")["chiffre"] for step in layer.steps})
    nothing = pd.concat([step.rows.set_index("code")["statut"] for step in layer.steps], axis=1).isin(["0", "///"])
    return rows.join(figures).assign(rang=nothing.all(axis=1)).sort_values(["rang", "nom"], kind="stable")


def _figures(layer: Layer) -> list[show.Column]:
    if len(layer.steps) > 1:
        return [show.Column(step.label, step.label, "figure", origin=_way(step)) for step in layer.steps]
    way = _way(layer.steps[0])
    return [show.Column("chiffre", layer.measure.title, "figure", origin=way), *sheet_view.known(layer.measure)]


def exported(layer: Layer) -> pd.DataFrame:
    """What may leave: the mark stands where the value does not, so that a secret one cannot be read."""
    known = ["code", "nom", "bassin", "statut", "valeur", "bas", "haut"]
    more = ["precisions"] if layer.measure.indicator else ["n_actions", "n_evenements", "couverture"]
    parts = [
        sheet_view.details(step.rows, layer.measure)[[*known, *more]].assign(
            mesure=layer.measure.title, **({"annee": step.label} if step.label else {})
        )
        for step in layer.steps
    ]
    return pd.concat(parts, ignore_index=True)
