"""« D'où vient ce chiffre ? »: one figure of any page, at its own address, followed to its rows."""

from dashboard.frame import chrome, filters, show
from dashboard.frame.scope import Scope
from dashboard.provenance import asked, cited, followed, view


def page(scope: Scope) -> None:
    """The figure, what it means, its rows, its loads, its SQL, how to cite it."""
    for name in ("indicateurs.css", "origine.css"):
        chrome.sheet_within(name)
    query = {key: value for key in asked.KEYS if (value := filters.asked(key)) is not None}
    try:
        figure = followed.follow(asked.read(scope, query))
    except asked.UnknownError as error:
        view.nothing(scope, str(error))
        return
    snapshot = asked.snapshot(query)
    view.opening(figure, snapshot, cited.value(query, figure))
    view.meaning(figure)
    view.rows(figure)
    view.sources(figure)
    view.computed(figure, snapshot)
    view.cite(figure)
    show.caution()


page(filters.scope())
