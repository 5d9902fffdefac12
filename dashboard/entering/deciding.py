"""From a button to a decision in the store: who decides, what was refused told in place, the last one taken back."""

from collections.abc import Callable

import streamlit as st

from dashboard.entering import decided
from dashboard.frame import cached, session, show, wording
from dashboard.frame.markup import html, join, write
from dashboard.frame.scope import Scope
from data.batch import RefusedError
from data.entering.forms import FormError, Save
from data.loading.undo import undo

# The function that somebody gave, in this form or another, is not asked for twice.
_FUNCTION, _DONE = "saisie_fonction", "validation_faite"
_WAIT = "Enregistrement, puis calcul des chiffres…"
_FIELD, _REASON = "validation_fonction", "validation_motif_"


def function() -> str:
    """The function of who decides, kept for the session."""
    if session.chosen(_FIELD) is None:
        session.choose(_FIELD, session.kept(_FUNCTION) or "")
    typed: str = st.text_input(
        "Votre fonction (obligatoire)", key=_FIELD, max_chars=300, placeholder="chargée de mission ; jamais votre nom"
    )
    session.keep(_FUNCTION, typed)
    return typed


def reason(key: str, label: str) -> str:
    """Why, in a few words."""
    typed: str = st.text_input(label, key=_REASON + key, max_chars=300)
    return typed


def save(scope: Scope, who: str, why: str) -> Save:
    """Who decides and why; a reason is a free text that nobody reviewed."""
    return Save(who, why or None, reviewed=False, snapshot=scope.snapshot)


def attempt(write_it: Callable[[], object], done: str, *, missing: str = "") -> None:
    """Write, then show the page anew with ``done``; whatever is refused is told here, and what was typed stays."""
    if missing:
        _refused([missing])
        return
    try:
        with st.spinner(_WAIT):
            write_it()
    except FormError as error:
        _refused([f"{each.field} : {each.message}" for each in error.errors])
    except RefusedError as error:
        _refused([str(error)])
    else:
        session.keep(_DONE, done)
        st.rerun()


def _refused(reasons: list[str]) -> None:
    items = join(html("<li>{}</li>", each) for each in reasons)
    write(html('<div class="avis" role="alert"><strong>Rien n\'a été enregistré.</strong><ul>{}</ul></div>', items))


def told() -> None:
    """What the last write did, once; its reasons are no longer those of the next one."""
    if done := session.kept(_DONE):
        session.drop(_DONE)
        session.unchoose(_REASON)
        show.done(done)


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
        attempt(
            lambda: undo(scope.actor, scope.dataset.path, row["source"], "annulée depuis la page de validation"),
            "Décision annulée : ce qu'elle disait ne compte plus, et ce qu'elle avait ôté attend ou compte de nouveau.",
        )
    show.links(
        [(scope.href("donnees", partie="historique"), "Historique", "les décisions plus anciennes, et rétablir")]
    )
