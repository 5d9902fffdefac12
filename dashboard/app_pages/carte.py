"""Where are the actions, the events, the people and the money? A map, its table, and the sheet of a commune."""

import streamlit as st

from dashboard.frame import filters, show, taking, wording
from dashboard.frame.boundary import boundary
from dashboard.frame.scope import Scope
from dashboard.maps import view, words
from dashboard.maps.layer import layer_of


@st.fragment
@boundary("Carte")
def body(scope: Scope) -> None:
    """All that moves with the measure, the classes and the commune: a control here runs this part of the page only."""
    answer = st.container()
    with st.container(key="reglages"):
        first, second, third, fourth = st.columns(4)
    with first:
        measure = view.measure()
    with second:
        mode = view.mode()
    layer = layer_of(scope, measure)
    details = view.details(scope, measure)
    with answer:
        show.answer(words.answer(layer.rows, measure, layer.places, scope), details)
    classes = None if mode == "cercles" else view.classes_of(layer.rows, third, fourth)
    drawing, reading = st.columns([3, 2], gap="medium")
    with reading:
        commune = view.commune(layer, scope) if scope.departement else None
        if commune:
            view.sheet(scope, commune)
    with drawing:
        view.drawn(layer, classes, commune, scope)
    with reading, st.container(key="lecture"):
        view.table(layer, scope)
        taking.exports(lambda: view.exported(layer), "carte", layer.question, scope)


scope = filters.scope()
show.title("Carte", f"Où se passent les actions et les événements ? {wording.sentence(scope.label)}")
body(scope)
show.caution()
show.sources_line(scope)
