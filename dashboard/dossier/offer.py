"""The buttons that hand a document over: made at the click, since a page need not wait for what nobody asks."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

import streamlit as st

from dashboard.dossier import typeface
from dashboard.dossier.content import Document
from dashboard.dossier.written import FORMATS, made
from dashboard.frame import show
from dashboard.frame.scope import Scope
from data import days
from data.batch import RefusedError
from data.identifiers import slug

Sheet = Literal["revue", "commune", "structure", "fiche"]


def button(
    label: str, key: str, name: str, document: Callable[[], Document], suffix: str = "pdf", *, first: bool = False
) -> None:
    """One file, under a name of its own; said in the page, in place of the button, where none can be made."""
    try:
        typeface.ready()
    except RefusedError as refusal:
        show.empty("Ce document ne peut pas être fait.", str(refusal))
        return
    st.download_button(
        label,
        lambda: made(document(), suffix),
        name,
        FORMATS[suffix].mime,
        key=f"dossier_{key}",
        on_click="ignore",
        icon=":material/print:",
        type="primary" if first else "secondary",
    )


def sheet(label: str, sort: Sheet, subject: str, scope: Scope, *of: Any) -> None:
    """One page to hand over, as a PDF of one A4; ``of`` is what ``sheets`` makes it of, after the scope."""

    def document() -> Document:
        from dashboard.dossier import sheets  # Heavy, and wanted only when a file is made.

        making: Callable[..., Document] = getattr(sheets, sort)
        return making(scope, *of)

    day = datetime.now(days.FRANCE)
    button(label, sort, f"{sort}-{slug(subject)}-{day:%Y%m%d}-instantane{scope.snapshot}.pdf", document)
