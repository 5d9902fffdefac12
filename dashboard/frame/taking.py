"""What a reader takes away of a table: a workbook, CSV and Parquet for machines, and the notice that goes with them."""

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.frame import cached, notice, wording
from dashboard.frame.markup import html, write
from dashboard.frame.mime import PARQUET, WORKBOOK
from dashboard.frame.notice import Asked
from dashboard.frame.scope import Scope
from data.french import plural
from data.identifiers import slug
from queries.tables import marked, to_csv
from queries.workbooks import headings, workbook

# (label, end of the file's name, what makes it, its type)
Offer = tuple[str, str, Callable[[], str | bytes], str]


def exports(
    answer: Callable[[], pd.DataFrame],
    name: str,
    question: str,
    scope: Scope,
    more: Mapping[str, Any] | None = None,
    *,
    dated: bool = False,
) -> None:
    """« Télécharger » what is on screen; how many rows that is, is asked when it is opened.

    ``name`` begins the files' names; ``question`` is the question's name in ``queries/``: the values that it is asked
    with are told by the notice, which nothing has to repeat. ``more`` is what it is not asked: what is shown of its
    answer. ``dated`` rows count from the reference day, and say it. The ``answer`` is asked for at the click: a page
    need not wait for what it does not show.
    """
    menu = st.popover(
        "Télécharger", icon=":material/download:", key=f"telecharger_{name}", on_change="rerun", type="tertiary"
    )
    if not menu.open:
        return

    def asked() -> Asked:
        found = notice.heard(answer, question, scope)
        rows = found.rows.assign(jour_observation=cached.reference_day(scope)) if dated else found.rows
        return Asked(marked(rows, cached.demonstration(scope)), question, {**found.values, **(more or {})})

    first = asked()
    with menu:
        write(html("<p>{}, tout ce que les filtres retiennent.</p>", plural(len(first.rows), "ligne")))
        buttons(
            f"{name}-{slug(notice.perimeter(question, first.values, scope))}", name, scope, _tables(asked, name, scope)
        )


def _tables(asked: Callable[[], Asked], name: str, scope: Scope) -> list[Offer]:
    """The files that hold the rows, each made of what is ``asked`` at its click."""

    def book() -> bytes:
        found = asked()
        heads = headings(found.rows.columns, notice.meanings(found.rows, found.question), found.question)
        return workbook(found.rows, name, heads, notice.readme(found.rows, found.question, scope, found.values))

    def told() -> str:
        found = asked()
        return notice.told(found.rows, found.question, scope, found.values)

    return [
        ("Classeur Excel", "xlsx", book, WORKBOOK),
        ("CSV pour machines", "csv", lambda: to_csv(asked().rows), "text/csv"),
        ("Parquet", "parquet", lambda: _parquet(asked().rows), PARQUET),
        ("Notice (JSON)", "notice.json", told, "application/json"),
    ]


def buttons(stem: str, name: str, scope: Scope, offers: Sequence[Offer]) -> None:
    """One button a file, made at the click; its name says what, of where, which day, from which snapshot."""
    dated = f"{stem}-{datetime.now(wording.PARIS):%Y%m%d}-instantane{scope.snapshot}"
    for label, suffix, made, mime in offers:
        st.download_button(
            label,
            made,
            f"{dated}.{suffix}",
            mime,
            key=f"export_{name}_{suffix}",
            on_click="ignore",
            icon=":material/download:",
        )


def _parquet(rows: pd.DataFrame) -> bytes:
    out = io.BytesIO()
    rows.to_parquet(out, index=False)
    return out.getvalue()
