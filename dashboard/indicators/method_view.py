"""What the page Méthode shows."""

from collections.abc import Sequence

from dashboard.frame import show, wording
from dashboard.frame.markup import EMPTY, Markup, html, join, write
from dashboard.frame.row import Row
from dashboard.indicators import method
from dashboard.indicators.one_view import definition


def contents(catalogue: Sequence[Row]) -> None:
    """The families, each a row of links to the definitions below."""
    rows = join(
        html("<dt>{}</dt><dd>{}</dd>", title, join((_anchor(row) for row in indicators), ", "))
        for title, indicators in method.families(catalogue).items()
    )
    write(html('<nav aria-label="Les indicateurs"><dl class="methode">{}</dl></nav>', rows))


def _anchor(row: Row) -> Markup:
    return html('<a href="#{}">{}</a>', row["id"], row["titre"])


def terms(title: str, entries: Sequence[tuple[str, str]], lead: str = "") -> None:
    """A section made of terms and their words."""
    show.section(title, lead)
    write(definition(entries))


def definitions(catalogue: Sequence[Row]) -> None:
    """Every indicator, folded: its question, then its whole definition; its address, which ends with its ID, opens it.

    One block that no filter changes, hence without links: the browser keeps it.
    """
    blocks = join(
        html('<h2 class="section">{}</h2>{}', title, join(_definition(row) for row in rows))
        for title, rows in method.families(catalogue).items()
    )
    write(html("<div>{}</div>", blocks))


def _definition(row: Row) -> Markup:
    return html(
        '<details class="fiche-methode" id="{}"><summary><h3>{}. {}</h3><p>{}</p></summary>{}{}</details>',
        row["id"],
        row["id"],
        row["titre"],
        wording.typographic(row["question"]),
        html("<p><strong>{}</strong></p>", row["erreur"]) if row["erreur"] else EMPTY,
        definition(method.sheet(row)),
    )
