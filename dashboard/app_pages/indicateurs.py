"""Indicateurs: which indicators can measure progress here, and what do they say?"""

from dashboard.frame import cached, chrome, collecting, filters, reference, show
from dashboard.frame.scope import Scope
from dashboard.indicators import board_view
from dashboard.indicators.board_view import Place


def page(scope: Scope) -> None:
    """The board, or why there is none."""
    chrome.sheet("indicateurs.css")
    where = board_view.place(scope)
    day = cached.reference_day(scope)
    show.title("Indicateurs", board_view.QUESTION, reference.place(where.where, day) if where else "")
    if where is None:
        board_view.no_place()
        return
    board_view.notes(scope, where)
    show.old_reference(scope)
    body(scope, where)


def body(scope: Scope, where: Place) -> None:
    """Answer, board, what to collect first, exports."""
    lines = board_view.lines(where)
    show.answer(*board_view.answer(where, lines))
    collecting.told(scope)
    drawn = board_view.review(where, lines)
    board_view.to_collect(where, lines, collecting.fields(where.scope))
    show.caution()
    board_view.exports(where, drawn)
    show.sources_line(where.scope)


page(filters.scope())
