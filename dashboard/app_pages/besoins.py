"""Besoins et offre: for whom and on what do actions run, who is far from any, and what is about to end?"""

import streamlit as st

from dashboard.frame import cached, chrome, filters, show
from dashboard.frame.boundary import boundary
from dashboard.frame.scope import Scope
from dashboard.needs import view, words
from dashboard.needs.view import CAUTION, Held


@st.fragment
@boundary("Besoins et offre")
def body(scope: Scope) -> None:
    """All that moves with the need, the figure beside it and the division."""
    answer = st.container()
    held = view.hold(scope)
    with answer:
        view.opening(held)
    if words.nowhere(held.whole):
        view.nothing(held)
    else:
        view.matrix(held)
        part(held)
    show.caution(CAUTION)
    view.sources(held)


def part(held: Held) -> None:
    """The need that is chosen, from the side that the reader asks for."""
    match filters.tabs("vue", f"{held.need['titre']} : à voir", view.VIEWS):
        case "fins":
            view.endings(held)
        case "territoires":
            view.zones(held)
        case _:
            communes = cached.rows(held.scope, "offre_communes", **held.asked)
            view.distances(held, communes)
            view.far(held, communes)


scope = filters.scope()
chrome.sheet("besoins.css")
show.title(
    "Besoins et offre", "Pour qui et sur quoi des actions sont-elles en cours, et qui en est loin ?", scope.territory
)
view.years(scope)
place = view.place(scope)
if place is not None:
    body(place)
