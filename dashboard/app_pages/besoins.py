"""Besoins et offre: for whom and on what do actions run, who is far from any, and what is about to end?"""

import streamlit as st

from dashboard import besoins, besoins_view, cached, chrome, filters, show
from dashboard.besoins_view import CAUTION, Held
from dashboard.scope import Scope


@st.fragment
def body(scope: Scope) -> None:
    """All that moves with the need, the figure beside it and the division."""
    answer = st.container()
    held = besoins_view.hold(scope)
    with answer:
        besoins_view.opening(held)
    if besoins.nowhere(held.whole):
        besoins_view.nothing(held)
    else:
        besoins_view.matrix(held)
        part(held)
    show.caution(CAUTION)
    besoins_view.sources(held)


def part(held: Held) -> None:
    """The need that is chosen, from the side that the reader asks for."""
    match filters.tabs("vue", f"{held.need['titre']} : à voir", besoins_view.VIEWS):
        case "fins":
            besoins_view.endings(held)
        case "territoires":
            besoins_view.zones(held)
        case _:
            communes = cached.rows(held.scope, "offre_communes", **held.asked)
            besoins_view.distances(held, communes)
            besoins_view.far(held, communes)


scope = filters.scope()
chrome.sheet("besoins.css")
show.title(
    "Besoins et offre", "Pour qui et sur quoi des actions sont-elles en cours, et qui en est loin ?", scope.territory
)
besoins_view.years(scope)
place = besoins_view.place(scope)
if place is not None:
    body(place)
