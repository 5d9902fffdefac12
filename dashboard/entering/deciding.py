"""The last decision of a person, and the way to take it back."""

import streamlit as st

from dashboard.entering import decided
from dashboard.frame import cached, show, wording, writing
from dashboard.frame.scope import Scope
from data.loading.undo import undo


def last(scope: Scope) -> None:
    """The last decision of this person that still counts, and the way to take it back."""
    own = [row for row in cached.rows(scope, "decisions_prises") if row["auteur"] == scope.actor.name]
    if not own:
        return
    row = own[0]
    show.section("Votre dernière décision")
    when = wording.moment(wording.timestamp(row["enregistree_le"]))
    why = f" Motif : {row['motif']}." if row["motif"] else ""
    show.paragraph(f"{decided.summary(row)}, le {when} ({row['fonction']}).{why}")
    if st.button("Annuler cette décision", key=f"annuler_{row['source']}", icon=":material/undo:"):
        writing.attempt(
            lambda: undo(scope.actor, scope.dataset.path, row["source"], "annulée depuis la page de validation"),
            "Décision annulée : ce qu'elle disait ne compte plus, et ce qu'elle avait ôté attend ou compte de nouveau.",
        )
    show.links(
        [(scope.href("donnees", partie="historique"), "Historique", "les décisions plus anciennes, et rétablir")]
    )
