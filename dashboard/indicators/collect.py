"""The missing fields that would open the most indicators, each leading to the form at that field."""

from collections.abc import Mapping, Sequence

from dashboard.frame import collecting, wording
from dashboard.frame.markup import Markup, html, join, link
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.indicators.board import ONE


def to_collect(fields: Sequence[Row], titles: Mapping[str, str], scope: Scope) -> Markup:
    """The missing fields in order, each with the indicators it would open."""
    rows = join(
        html(
            "<li>{} <small>{}</small> {}</li>",
            wording.typographic(row["phrase"]),
            _opened(row, titles, scope),
            link(str(collecting.href(scope, row["champ"])), f"Compléter « {row['champ']} »"),
        )
        for row in fields
    )
    return html('<ol class="collecte">{}</ol>', rows)


def _opened(row: Row, titles: Mapping[str, str], scope: Scope) -> Markup:
    links = (link(scope.href(ONE, id=key), titles[key]) for key in row["indicateurs"] or [] if key in titles)
    return join(links, ", ")
