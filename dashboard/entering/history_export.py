"""The whole journal as files: a workbook, and CSV for machines."""

from collections.abc import Sequence
from datetime import UTC

import pandas as pd
import streamlit as st

from dashboard.entering import history
from dashboard.frame import cached, show, taking, wording
from dashboard.frame.mime import WORKBOOK
from dashboard.frame.scope import Scope
from data.loading.journal import KINDS, Line
from queries.tables import marked, to_csv
from queries.workbooks import headings, workbook


def view(scope: Scope, lines: Sequence[Line]) -> None:
    """Every write, whatever the filters on screen keep."""
    show.subtitle("Emporter le journal")
    show.paragraph("Toutes les écritures du magasin, quels que soient les filtres de cette page.")
    told = marked(frame(lines), cached.demonstration(scope))
    heads = headings(told.columns, {})
    with st.container(horizontal=True):
        taking.buttons(
            "historique", "historique", scope,
            (
                ("Classeur Excel", "xlsx", lambda: workbook(told, "Historique", heads, _readme(scope, told)), WORKBOOK),
                ("CSV pour machines", "csv", lambda: to_csv(told), "text/csv"),
            ),
        )  # fmt: skip


def _readme(scope: Scope, told: pd.DataFrame) -> list[tuple[str, str]]:
    return [
        ("Contenu", "Toutes les écritures du magasin, la plus ancienne d'abord"),
        ("Jeu de données", scope.dataset.title),
        ("Lignes", str(len(told))),
        ("Instantané", str(scope.snapshot)),
    ]


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
