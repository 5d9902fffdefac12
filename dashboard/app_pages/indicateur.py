"""One indicator at its own address: ``indicateur?id=A1``."""

from dashboard.committee import annotating_view
from dashboard.frame import cached, chrome, filters, show, writing
from dashboard.frame.scope import Scope
from dashboard.indicators import board_view, one_charts, one_view, written
from dashboard.indicators.board import Line
from dashboard.indicators.board_view import Place


def page(scope: Scope, asked: str) -> None:
    """The indicator asked, or the way to those there are."""
    chrome.sheet("indicateurs.css")
    where = board_view.place(scope)
    if where is None:
        show.title("Indicateur")
        board_view.no_place()
        return
    lines = board_view.lines(where)
    line = next((line for line in lines if line.id == asked), None)
    if line is None:
        one_view.unknown(where, lines, asked)
        return
    one_view.opening(where, line)
    writing.told()
    board_view.notes(scope, where)
    body(where, line)


def body(where: Place, line: Line) -> None:
    """From the picture and the figures to the method."""
    show.old_reference(where.scope)
    if line.indicator["erreur"]:
        one_view.failed(line)
    else:
        drawn = one_charts.curves(where, line)
        if drawn:
            one_charts.evolution(where, line, drawn)
        annotating_view.view(where, line)
        one_view.figures(where, line)
        written.targets(where, line)
        one_view.in_full(where, line)
        if drawn:
            one_charts.multiples(where, line, drawn)
        one_view.values(where, line)
        one_view.elsewhere(where, line)
        one_view.exports(where, line)
    show.caution()
    fields = cached.rows(where.scope, "champs_renseignes", indicateur=line.id, departement=where.scope.departement)
    one_view.method_of(where, line, fields)
    show.sources_line(where.scope, one_view.sources(where, line))


page(filters.scope(), filters.asked("id") or "")
