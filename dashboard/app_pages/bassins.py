"""Bassins de vie: in what do the territories of a département really differ, beyond chance?"""

import streamlit as st

from dashboard.bassins import comparison, funnel_view, view
from dashboard.frame import chrome, filters, show
from dashboard.frame.boundary import boundary
from dashboard.frame.scope import Scope


@st.fragment
@boundary("Bassins de vie")
def body(scope: Scope) -> None:
    """All that moves with the division, the year and the view: a control here runs this part of the page only."""
    answer = st.container()
    asked = view.asked(scope)
    if asked is None:
        return
    compared, beside = asked
    profiles = view.profiles(compared)
    if comparison.alone(profiles):
        with answer:
            view.opening(compared, profiles)
        view.alone(compared, profiles)
        return
    match view.view(beside):
        case "entonnoir":
            funnel_view.funnels(compared, answer)
        case "cartes":
            funnel_view.two_maps(compared, answer)
        case _:
            with answer:
                view.opening(compared, profiles)
            view.exports(compared, view.side_by_side(compared, profiles))
    view.stood_in(compared)
    show.caution()


scope = filters.scope()
chrome.sheet("bassins.css")
show.title("Bassins de vie", view.QUESTION)
body(scope)
show.sources_line(scope)
