"""What the page Méthode shows."""

from collections.abc import Sequence

import streamlit as st

from dashboard.frame import show, wording
from dashboard.frame.row import Row
from dashboard.frame.show import escape
from dashboard.indicators import method
from dashboard.indicators.one_view import definition

# The address may name an indicator: the browser looked for it before the page was there, and styles move it once more.
_ARRIVE = """<script>
{
  const arrive = () => document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  const styles = document.getElementById("indicateurs-css");
  if (location.hash) arrive();
  if (location.hash && !styles?.sheet) styles?.addEventListener("load", arrive);
}
</script>"""


def contents(catalogue: Sequence[Row]) -> None:
    """The families, each a row of links to the definitions below."""
    rows = "".join(
        f"<dt>{escape(title)}</dt><dd>{', '.join(_anchor(row) for row in indicators)}</dd>"
        for title, indicators in method.families(catalogue).items()
    )
    st.html(f'<dl class="methode">{rows}</dl>')


def _anchor(row: Row) -> str:
    return f'<a href="#{escape(row["id"])}">{escape(row["titre"])}</a>'


def terms(title: str, entries: Sequence[tuple[str, str]], lead: str = "") -> None:
    """A section made of terms and their words."""
    show.section(title, lead)
    st.html(definition(entries))


def definitions(catalogue: Sequence[Row]) -> None:
    """Every indicator: question, then its whole definition; its address ends with its identifier.

    One block that no filter changes, hence without links: the browser keeps it.
    """
    blocks = "".join(
        f'<h2 class="section">{escape(title)}</h2>{"".join(_definition(row) for row in rows)}'
        for title, rows in method.families(catalogue).items()
    )
    st.html(f"<div>{blocks}</div>")


def _definition(row: Row) -> str:
    wrong = f"<p><strong>{escape(row['erreur'])}</strong></p>" if row["erreur"] else ""
    return (
        f'<section class="fiche-methode" id="{escape(row["id"])}"><h3>{escape(row["id"])}. {escape(row["titre"])}</h3>'
        f"<p>{escape(wording.typographic(row['question']))}</p>{wrong}{definition(method.sheet(row))}</section>"
    )


def arrive() -> None:
    """Bring the reader to the indicator that the address names."""
    st.html(_ARRIVE, unsafe_allow_javascript=True)
