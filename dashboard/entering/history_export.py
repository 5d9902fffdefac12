"""The whole journal as files: CSV for Excel, CSV for machines, a workbook. A cell is text, never a formula."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime

import pandas as pd
import streamlit as st
import xlsxwriter

from dashboard.entering import history
from dashboard.frame import cached, show, wording
from dashboard.frame.mime import WORKBOOK
from dashboard.frame.scope import Scope
from data.loading.journal import KINDS, Line
from queries.tables import marked, to_csv

_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_WIDTH = 24


def view(scope: Scope, lines: Sequence[Line]) -> None:
    """Every write, whatever the filters on screen keep."""
    show.subtitle("Emporter le journal")
    show.paragraph("Toutes les écritures du magasin, quels que soient les filtres de cette page.")
    told = marked(frame(lines), cached.demonstration(scope))
    stem = f"historique-{datetime.now(wording.PARIS):%Y%m%d}-instantane{scope.snapshot}"
    with st.container(horizontal=True):
        for label, suffix, content, mime in (
            ("CSV pour Excel", "excel.csv", lambda: to_csv(told, for_excel=True), "text/csv"),
            ("CSV pour machines", "csv", lambda: to_csv(told), "text/csv"),
            ("Classeur Excel", "xlsx", lambda: workbook(told), WORKBOOK),
        ):
            st.download_button(
                label,
                content,
                f"{stem}.{suffix}",
                mime,
                key=f"export_historique_{suffix}",
                on_click="ignore",
                icon=":material/download:",
            )


def frame(lines: Sequence[Line]) -> pd.DataFrame:
    """One row a write, the oldest first, in the words of the screen; moments in UTC and as on screen."""
    return pd.DataFrame(
        {
            "instantane": line.snapshot,
            "date_utc": line.moment.replace(tzinfo=UTC).isoformat(timespec="seconds"),
            "heure_de_paris": wording.moment(line.moment),
            "geste": KINDS.get(line.kind or "", "autre écriture"),
            "source": line.source,
            "titre": line.title,
            "auteur": line.author,
            "role": line.role,
            "fonction": line.function,
            "lignes": line.rows,
            "motif": line.reason,
            "etat": history.state(line),
            "message": line.message,
        }
        for line in lines
    ).astype({"lignes": "Int64"})


def workbook(told: pd.DataFrame) -> bytes:
    """The same rows in a workbook; an unknown value is an empty cell."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _AS_TEXT) as book:
        # A text that begins as a formula stays one when it is typed again.
        text, bold = book.add_format({"num_format": "@", "quote_prefix": True}), book.add_format({"bold": True})
        sheet = book.add_worksheet("Historique")
        sheet.write_row(0, 0, list(told.columns), bold)
        for rank, row in enumerate(told.itertuples(index=False), start=1):
            for place, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(rank, place, cell, text)
                elif not wording.unknown(cell):
                    sheet.write_number(rank, place, int(cell))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(told), 1), len(told.columns) - 1)
        sheet.set_column(0, len(told.columns) - 1, _WIDTH)
    return out.getvalue()
