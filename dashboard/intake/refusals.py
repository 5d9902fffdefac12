"""What a load refuses: its causes with exact counts, the first cells of each, and a workbook to correct."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from dashboard.frame import show, wording
from dashboard.frame.mime import WORKBOOK
from dashboard.frame.show import Column
from data.batch import RefusedError, Reject
from data.intake import refused
from data.intake.causes import Cause
from data.loading.load import Content

_CAUSES = [
    Column("cause", "Cause"),
    Column("combien", "Combien", "number"),
    Column("remede", "Que faire"),
]
_EXAMPLES = [
    Column("valeur", "Valeur"),
    Column("colonne", "Colonne"),
    Column("ligne", "Ligne", "number"),
    Column("feuille", "Feuille"),
    Column("fichier", "Fichier"),
    Column("cause", "Cause"),
]


def causes(title: str, found: Sequence[Cause]) -> None:
    """Every cause with its exact count and what to do, then the first cells of each."""
    if not found:
        return
    counts = [{"cause": cause.cause, "combien": cause.count, "remede": cause.remedy} for cause in found]
    show.table(counts, _CAUSES, f"{title} : {wording.number(sum(cause.count for cause in found))} en tout")
    examples = [
        {
            "valeur": one.value,
            "colonne": one.column,
            "ligne": one.line,
            "feuille": one.sheet,
            "fichier": one.file,
            "cause": one.cause,
        }
        for cause in found
        for one in cause.examples
    ]
    told = [column for column in _EXAMPLES if any(one[column.key] is not None for one in examples)]
    show.table(examples, told, "Où : les premières cellules de chaque cause")


def download(key: str, content: Content, rejects: Sequence[Reject]) -> None:
    """The refused lines as a workbook, made at the click."""
    if not refused.possible(content, rejects):
        return
    show.paragraph(
        "Corrigez les lignes refusées dans ce classeur, aux mêmes colonnes que votre fichier (la dernière dit "
        "pourquoi), puis déposez-le ici : il complètera le chargement."
    )
    st.download_button(
        "Télécharger les lignes refusées (Excel)",
        partial(_book, content, rejects),
        refused.name(content),
        WORKBOOK,
        key=f"refus_{key}",
        on_click="ignore",
        icon=":material/download:",
    )


def _book(content: Content, rejects: Sequence[Reject]) -> bytes:
    book = refused.workbook(content, rejects)
    if book is None:
        raise RefusedError("Aucune ligne refusée ne tient dans un tableau : corrigez le fichier d'origine.")
    return book
