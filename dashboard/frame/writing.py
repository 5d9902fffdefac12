"""From a button to a write in the store: who writes and why, what was refused told in place, what was done."""

from collections.abc import Callable

import streamlit as st

from dashboard.frame import session, show, wording
from dashboard.frame.markup import html, join, write
from dashboard.frame.scope import Scope
from data.batch import RefusedError
from data.entering.forms import FieldError, FormError, Save

# The function that somebody gave, in this form or another, is not asked for twice.
_FUNCTION, _DONE = "saisie_fonction", "validation_faite"
WAIT = "Enregistrement, puis calcul des chiffres…"
# Field → its label, of those that these forms share.
_LABELS = {"fonction": "Votre fonction (obligatoire)", "motif": "Motif"}
_FIELD, _REASON = "validation_fonction", "validation_motif_"


def may(scope: Scope) -> bool:
    """Whether forms are shown: to who contributes and looks at today, since a closed session is read."""
    return scope.actor.contributes and scope.closing is None


def function_kept() -> str:
    """The function that was given in a form of this session, or ""."""
    return session.kept(_FUNCTION) or ""


def keep_function(said: str) -> None:
    """Keep it for the next form; a field that is still empty, elsewhere on the page, takes nothing away."""
    if said:
        session.keep(_FUNCTION, said)


def function(key: str = _FIELD) -> str:
    """The function of who decides, kept for the session; a second form of a page has a ``key`` of its own."""
    if session.chosen(key) is None:
        session.choose(key, function_kept())
    typed: str = st.text_input(
        _LABELS["fonction"], key=key, max_chars=300, placeholder="chargée de mission ; jamais votre nom"
    )
    keep_function(typed)
    return typed


def reason(key: str, label: str) -> str:
    """Why, in a few words."""
    typed: str = st.text_input(label, key=_REASON + key, max_chars=300)
    return typed


def save(scope: Scope, who: str, why: str) -> Save:
    """Who decides and why; a reason is a free text that nobody reviewed."""
    return Save(who, why or None, reviewed=False, snapshot=scope.snapshot)


def reread(key: str) -> bool:
    """Whether who writes says that these words name nobody: without it, no page may show them."""
    said: bool = st.checkbox("J'ai relu ces mots : ils ne nomment et ne désignent personne", key=key)
    return said


def attempt(write_it: Callable[[], object], done: str, *, missing: str = "") -> None:
    """Write, then show the page anew with ``done``; whatever is refused is told here, and what was typed stays."""
    if missing:
        _refused([missing])
        return
    try:
        with st.spinner(WAIT):
            write_it()
    except FormError as error:
        _refused([_line(each) for each in error.errors])
    except RefusedError as error:
        _refused([str(error)])
    else:
        keep_done(done)
        st.rerun()


def _line(error: FieldError) -> str:
    """What was wrong, after the words of its field where the reader sees one."""
    said = f"{_LABELS[error.field]} : " if error.field in _LABELS else ""
    return wording.sentence(f"{said}{error.message}")


def _refused(reasons: list[str]) -> None:
    items = join(html("<li>{}</li>", each) for each in reasons)
    write(html('<div class="avis" role="alert"><strong>Rien n\'a été enregistré.</strong><ul>{}</ul></div>', items))


def keep_done(done: str) -> None:
    """What was written, for the page that is drawn next (``told``)."""
    session.keep(_DONE, done)


def told() -> None:
    """What the last write did, once; its reasons are no longer those of the next one."""
    if done := session.kept(_DONE):
        session.drop(_DONE)
        session.unchoose(_REASON)
        show.done(done)
