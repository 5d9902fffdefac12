"""Bassins de vie: in what do the territories of a département really differ, beyond chance?"""

import streamlit as st

from dashboard import bassins_view, chrome, filters, funnel_view, show
from dashboard.scope import Scope


@st.fragment
def body(scope: Scope) -> None:
    """All that moves with the division, the year and the view: a control here runs this part of the page only."""
    answer = st.container()
    at = bassins_view.asked(scope)
    if at is None:
        return
    held = bassins_view.profiles(at)
    with answer:
        bassins_view.opening(at, held)
    match bassins_view.view():
        case "entonnoir":
            funnel_view.funnels(at)
        case "cartes":
            funnel_view.two_maps(at)
        case _:
            bassins_view.side_by_side(at, held)
            bassins_view.exports(at)
    show.caution()


scope = filters.scope()
chrome.sheet("bassins.css")
show.title("Bassins de vie", bassins_view.QUESTION)
body(scope)
show.sources_line(scope)
