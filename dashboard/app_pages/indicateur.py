"""One indicator at its own address: ``indicateur?id=A1``."""

import streamlit as st

from dashboard import board_view, cached, chrome, filters, indicator_charts, indicator_view, show
from dashboard.board import Line
from dashboard.board_view import Place
from dashboard.scope import Scope


def page(scope: Scope, asked: str) -> None:
    """The indicator asked, or the way to those there are."""
    chrome.sheet("indicateurs.css")
    where = board_view.place(scope)
    if where is None:
        show.title("Indicateur")
        board_view.no_place()
        return
    held = board_view.lines(where)
    line = next((line for line in held if line.id == asked), None)
    if line is None:
        indicator_view.unknown(where, held, asked)
        return
    indicator_view.opening(where, line)
    board_view.notes(scope, where)
    body(where, line)


def body(where: Place, line: Line) -> None:
    """From the figures to the method."""
    if line.indicator["erreur"]:
        indicator_view.failed(line)
    else:
        indicator_view.figures(where, line)
        indicator_charts.drawings(where, line)
        indicator_view.values(where, line)
        indicator_view.elsewhere(where, line)
        indicator_view.exports(where, line)
    show.caution()
    fields = cached.rows(where.scope, "champs_renseignes", indicateur=line.id, departement=where.scope.departement)
    indicator_view.method_of(where, line, fields)
    show.sources_line(where.scope, indicator_view.sources(where, line))


page(filters.scope(), st.query_params.get("id", ""))
