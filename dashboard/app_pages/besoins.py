"""Besoins et offre: for whom and on what do actions run, who is far from any, and what is about to end?"""

import streamlit as st

from dashboard.frame import cached, chrome, collecting, filters, reference, show
from dashboard.frame.boundary import boundary
from dashboard.frame.scope import Scope
from dashboard.needs import matrix, view, words
from dashboard.needs.view import CAUTION, Selection


@st.fragment
@boundary("Besoins et offre")
def body(scope: Scope) -> None:
    """All that moves with the need, the figure beside it and the division."""
    answer = st.container()
    selection = view.select(scope)
    with answer:
        view.opening(selection)
    if words.nowhere(selection.whole):
        view.nothing(selection)
    else:
        matrix.draw(selection)
        part(selection)
    show.caution(CAUTION)
    view.sources(selection)


def part(selection: Selection) -> None:
    """The need that is chosen, from the side that the reader asks for."""
    filters.renamed("vue", "voir")
    match filters.tabs("voir", f"{selection.need['titre']} : à voir", view.VIEWS):
        case "fins":
            view.endings(selection)
        case "territoires":
            view.zones(selection)
        case _:
            communes = cached.rows(selection.scope, "offre_communes", **selection.asked)
            view.distances(selection, communes)
            view.far(selection, communes)


scope = filters.scope()
chrome.sheet("besoins.css")
question = "Pour qui et sur quoi des actions sont-elles en cours, et qui en est loin ?"
where = (collecting.local(scope) or scope).territory
show.title("Besoins et offre", question, reference.place(where, cached.reference_day(scope)))
view.years(scope)
place = view.place(scope)
if place is not None:
    body(place)
