"""Where are the actions, the events, the people and the money? A map, its table, and the sheet of a commune."""

import streamlit as st

from dashboard import carte_view, carte_words, filters, show
from dashboard.carte_data import layer
from dashboard.scope import Scope


@st.fragment
def body(scope: Scope) -> None:
    """All that moves with the measure, the classes and the commune: a control here runs this part of the page only."""
    answer = st.container()
    with st.container(key="reglages"):
        first, second, third, fourth = st.columns(4)
    with first:
        measure = carte_view.measure()
    with second:
        mode = carte_view.mode()
    held = layer(scope, measure)
    details = carte_view.details(scope, measure)
    with answer:
        show.answer(carte_words.answer(held.rows, measure, held.places, scope), details)
    classes = None if mode == "cercles" else carte_view.classes_of(held.rows, third, fourth)
    drawing, reading = st.columns([3, 2], gap="medium")
    with reading:
        commune = carte_view.commune(held, scope) if scope.departement else None
        if commune:
            carte_view.sheet(scope, commune)
    with drawing:
        carte_view.drawn(held, classes, commune, scope)
    with reading, st.container(key="lecture"):
        carte_view.table(held, scope)
        show.exports(lambda: carte_view.exported(held), "carte", held.question, scope)


scope = filters.scope()
show.title("Carte", f"Où se passent les actions et les événements ? {scope.label[:1].upper()}{scope.label[1:]}")
body(scope)
show.caution()
show.sources_line(scope)
