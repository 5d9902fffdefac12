"""What a reader takes away of a table: a workbook, CSV and Parquet for machines, and the notice that goes with them."""

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

import queries
from dashboard.frame import cached, notice, wording
from dashboard.frame.markup import html, write
from dashboard.frame.mime import PARQUET, WORKBOOK
from dashboard.frame.scope import Scope
from data.french import plural
from data.identifiers import slug
from queries.tables import marked, to_csv
from queries.workbooks import workbook

# (label, end of the file's name, what makes it, its type)
Offer = tuple[str, str, Callable[[], str | bytes], str]


def exports(
    answer: Callable[[], pd.DataFrame],
    name: str,
    question: str,
    scope: Scope,
    criteria: Mapping[str, Any] | None = None,
    *,
    dated: bool = False,
) -> None:
    """« Télécharger » what is on screen; how many rows that is, is asked when it is opened.

    ``name`` begins the files' names; ``question`` is the question's name in ``queries/``; ``criteria`` are the page's
    own filters, which the notice tells beside the shared ones; ``dated`` rows count from the reference day, and say
    it. The ``answer`` is asked for at the click: a page need not wait for what it does not show.
    """
    menu = st.popover(
        "Télécharger", icon=":material/download:", key=f"telecharger_{name}", on_change="rerun", type="tertiary"
    )
    if not menu.open:
        return

    def rows() -> pd.DataFrame:
        asked = answer().assign(jour_observation=cached.reference_day(scope)) if dated else answer()
        return marked(asked, cached.demonstration(scope))

    def book() -> bytes:
        told = rows()
        meanings = notice.meanings(told, question)
        return workbook(told, name, meanings, notice.readme(told, question, scope, criteria))

    with menu:
        write(html("<p>{}, tout ce que les filtres retiennent.</p>", plural(len(answer()), "ligne")))
        buttons(
            f"{name}-{_place(scope, question)}", name, scope,
            (
                ("Classeur Excel", "xlsx", book, WORKBOOK),
                ("CSV pour machines", "csv", lambda: to_csv(rows()), "text/csv"),
                ("Parquet", "parquet", lambda: _parquet(rows()), PARQUET),
                (
                    "Notice (JSON)",
                    "notice.json",
                    lambda: notice.told(answer(), question, scope, criteria),
                    "application/json",
                ),
            ),
        )  # fmt: skip


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


def _place(scope: Scope, question: str) -> str:
    """The filters in the name of a file: « bassin-de-moulins-2011-a-2013 »."""
    return slug(scope.money_label if queries.question(question).by_exercice else scope.label)


def _parquet(rows: pd.DataFrame) -> bytes:
    out = io.BytesIO()
    rows.to_parquet(out, index=False)
    return out.getvalue()
