"""Where are the actions, the events, the people, the money and the indicators? Maps, their table, and one territory."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard.frame import filters, show, taking, wording
from dashboard.frame.boundary import boundary
from dashboard.frame.scope import Scope
from dashboard.maps import controls, rates, shapes, sheet_view, steps, view
from dashboard.maps.classes import Classes
from dashboard.maps.layer import Layer, layer_of
from data.identifiers import slug

Shown = tuple[Layer, Classes | None, str]


@st.fragment
@boundary("Carte")
def body(scope: Scope) -> None:
    """All that moves with what is chosen here: a control runs this part of the page only."""
    answer = st.container()
    notes = st.container()
    second_chosen = bool(filters.asked("avec"))
    with st.container(key="deux-cartes" if second_chosen else "une-carte"):
        settings = st.container(key="reglages")
        maps = st.container(key="cartes")
        with st.container(key="legende"):
            reading = st.container()
            more = st.container(key="plus").expander("Classes, comparaison")
            below = st.container()
    with settings:
        choice = controls.choice(scope)
        layer = layer_of(scope, choice)
        controls.other_year(layer, choice)
        coloured = controls.coloured(layer)
    with more, show.notes_in(notes):
        other = controls.beside(scope, choice)
        classes = controls.look(layer, scope) if coloured else None
    with answer:
        said = view.answer(layer, layer.steps[layer.start], scope)
        details = view.details(scope, layer)
        show.answer(said, "" if other else details)
    with below:
        code = sheet_view.chosen(layer, scope) if scope.departement else None
    shown = _maps(layer, None if other is None else layer_of(scope, other), classes, scope)
    with maps:
        if other is None:
            clicked = view.drawn(layer, classes, code, scope)
        else:
            clicked = _side_by_side(shown, code, scope)
            if details:  # Two maps and their slider end on the first screen: what they lack is said under them.
                show.paragraph(wording.sentence(details))
    with reading:
        if other is None:
            view.legend(layer, classes, scope)
    _territory(layer, code, scope)
    with st.container(key="lecture"):
        view.table(layer, scope)
        taking.exports(
            lambda: view.exported(layer),
            f"carte-{slug(layer.measure.key)}-{slug(layer.places.singular)}",
            layer.question,
            scope,
            {"mesure": layer.measure.title, "unité": layer.measure.legend, "échelon": layer.places.singular},
            mapped=taking.Mapped("code", lambda: shapes.of(scope, rates.level(layer.places))),
            pictures=[view.picture(each, look, scope, place) for each, look, place in shown if each.outlines],
        )
    if clicked and not scope.departement:
        st.rerun()  # The département is a filter of every page, drawn outside of this fragment.


def _maps(layer: Layer, second: Layer | None, classes: Classes | None, scope: Scope) -> list[Shown]:
    """The map, or two of them at the same years, each with its classes (none: circles) and its name in the page."""
    if second is None:
        return [(layer, classes, "carte")]
    if len(layer.steps) > 1 and len(second.steps) > 1:
        labels = steps.labels(layer.steps, second.steps)
        layer, second = (_through(each, labels, layer.year) for each in (layer, second))
    look = controls.plain(second, scope) if second.measure.rate else None
    return [(layer, classes, "carte"), (second, look, "carte-2")]


def _side_by_side(shown: Sequence[Shown], code: str | None, scope: Scope) -> bool:
    """Two measures, each with its legend; one slider moves both. Whether one was clicked."""
    clicked = False
    for column, (each, look, name) in zip(st.columns(2), shown, strict=True):
        with column:
            show.subtitle(each.measure.title)
            clicked |= view.drawn(each, look, code, scope, place=name)
            view.legend(each, look, scope)
    return clicked


def _through(layer: Layer, labels: list[str], year: str) -> Layer:
    """The same map at the years of both."""
    aligned = steps.aligned(layer.steps, labels, layer.places)
    return replace(layer, steps=aligned, start=steps.start(aligned, year))


def _territory(layer: Layer, code: str | None, scope: Scope) -> None:
    """What is known of the territory chosen on the map, in the list or in the table."""
    if code is None:
        return
    known, through = sheet_view.key_of(scope, layer.places) == "commune", len(layer.steps) > 1
    # Its years stand beside what is known of it; alone, either takes the whole width.
    beside = known and through and layer.measure.of_facts
    places = st.columns(2, gap="medium") if beside else (st.container(), st.container())
    with places[0]:
        if known:
            sheet_view.sheet(scope, code)
    with places[1]:
        if through:
            sheet_view.series(layer, code, scope)


scope = filters.scope()
show.title("Carte", f"Où se passent les actions et les événements ? {wording.sentence(scope.label)}")
body(scope)
show.caution()
show.sources_line(scope)
