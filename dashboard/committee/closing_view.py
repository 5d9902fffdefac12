"""The figures that a session keeps, or the way to keep them."""

from datetime import date

import streamlit as st

from dashboard.frame import cached, closed, session, show, wording, writing
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from queries.sessions import closing


def view(scope: Scope, held: Row) -> None:
    """The way to its figures where it is closed; the form that closes it, for who contributes and looks at today."""
    seance = str(held["seance_id"])
    show.section("Ses chiffres")
    asked = _asked(seance)
    if held["instantane"] is not None:
        _closed(scope, seance)
    elif scope.closing is not None:
        mine = scope.closing.seance_id == seance
        others = "Vous lisez ce que l'on savait à une autre séance : celle-ci n'était pas close."
        show.paragraph("Vous lisez les chiffres que cette séance garde." if mine else others)
    elif not scope.actor.contributes:
        show.paragraph("Cette séance n'est pas close : clore demande le rôle « contribution ».")
    else:
        _form(scope, seance)
    if asked and writing.may(scope):
        who = writing.function_kept()
        writing.attempt(
            lambda: closing.close(scope.actor, scope.dataset.path, seance, writing.save(scope, who, "")),
            "Séance close : ses chiffres sont gardés.",
        )


def _closed(scope: Scope, seance: str) -> None:
    """When and by whom it was closed, then its figures and its dossier."""
    row = next(row for row in cached.rows(scope, "seances_closes") if row["seance_id"] == seance)
    show.paragraph(told(row))
    today = closed.today_of(scope)
    show.links(
        [
            (
                today.href("./", seance=seance),
                "Ouvrir cette séance avec ses chiffres",
                "sur toutes les pages, et dans tous les exports",
            ),
            (today.href("dossier", dossier=seance), "Son dossier", "à imprimer, ou à reprendre"),
        ]
    )


def told(row: Row) -> str:
    """Of a row of ``seances_closes``: who closed it, when, on what."""
    day = wording.day(date.fromisoformat(row["arretee_le"]))
    return (
        f"Close le {day} par « {row['fonction']} » : elle garde les chiffres de ce jour (instantané "
        f"{row['instantane']}), que rien de ce qui s'écrit depuis ne change."
    )


def _form(scope: Scope, seance: str) -> None:
    with st.container(key=f"ecrire_cloture_{seance}"):
        show.paragraph(
            f"Clore la séance garde les chiffres tels quels (instantané {scope.snapshot}), les seuils et le "
            "catalogue de ce jour : on les retrouvera à l'identique, quoi qu'il arrive. Cela prend de quelques "
            "secondes à une minute."
        )
        writing.function()
        st.button(
            "Clore cette séance sur ces chiffres",
            key=f"clore_{seance}",
            type="primary",
            on_click=session.keep,
            args=(_flag(seance), True),
        )


def _asked(seance: str) -> bool:
    """Whether closing was just asked: the button itself is gone where somebody else closed meanwhile."""
    asked = bool(session.kept(_flag(seance)))
    session.drop(_flag(seance))
    return asked


def _flag(seance: str) -> str:
    return f"cloture_demandee_{seance}"
