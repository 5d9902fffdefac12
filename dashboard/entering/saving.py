"""From a draft to a save: what was refused comes back to the draft, what was saved is told on the next page."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.entering import built, openings, parts, subject, words
from dashboard.entering.draft import Draft
from dashboard.entering.subject import Subject
from dashboard.frame import session, wording
from dashboard.frame.scope import Scope
from data.batch import RefusedError
from data.entering import save
from data.entering.forms import FieldError, FormError, Save
from data.entering.save import Saved

_DONE = "saisie_faite"
FUNCTION = "saisie_fonction"


@dataclass(frozen=True)
class Done:
    """A save that the next page tells: what became of which subject, under which name; where, and what was measurable.

    ``before``: title of an indicator → its aptitude in ``departement`` before the save.
    """

    saved: Saved
    title: str
    departement: str
    before: Mapping[str, str]


def saved(scope: Scope, asked: Subject, draft: Draft, *, suite: str = "", go_on: bool = False) -> None:
    """Save a draft, then show the subject, or the next one of the worklist ``suite``; a refusal stays in the draft."""
    # An action is where its structure is, unless somebody says otherwise.
    if asked.sujet_id is None and asked.kind != "action":
        draft.values.setdefault("code_departement", asked.departement)
    draft.tidy()
    form, wrong = built.form(asked.kind, draft, asked.publics())
    said = Save(
        draft.values.get("fonction", session.kept(FUNCTION)) or "",
        draft.values.get("motif") or None,
        bool(draft.values.get("relue")),
        None if asked.sujet_id is None else draft.snapshot,
    )
    following = subject.following(scope, asked, suite)[0] if go_on else None
    before = openings.aptitudes(scope, asked.departement)
    try:
        if asked.sujet_id is None:
            done = save.create(scope.actor, scope.dataset.path, form, said)
        else:
            done = save.correct(scope.actor, scope.dataset.path, asked.sujet_id, form, said)
    except FormError as refused:
        draft.errors, draft.refusal = _in_order(asked.kind, _unread(refused.errors, wrong)), ""
        # What others changed meanwhile is told with the errors: saving again is done knowing it.
        draft.reread = True
        return
    except RefusedError as refused:
        draft.errors, draft.refusal = (), str(refused)
        return
    session.keep(FUNCTION, said.function)
    title = str(draft.values.get("titre") or draft.values.get("nom") or asked.title)
    session.drop(asked.key)
    session.keep(_DONE, Done(done, title, asked.departement, before))
    st.query_params.pop("nouveau", None)
    st.query_params["sujet"] = following or f"{done.sujet_type}:{done.sujet_id}"


def _unread(errors: Sequence[FieldError], wrong: Mapping[str, str]) -> tuple[FieldError, ...]:
    """The errors of a form, in which what could not be read says why; the fields of a day are that day."""
    told = [FieldError(name, message) for name, message in wrong.items()]
    told += [error for error in errors if error.field not in wrong]
    return tuple(FieldError(error.field.removesuffix("_precision"), error.message) for error in told)


def _in_order(kind: str, errors: Sequence[FieldError]) -> tuple[FieldError, ...]:
    """Errors in the order of the form; what no part holds (who saves, why) comes last, as on the page."""
    names = [name for part in parts.of(kind) for name in part.names]

    def rank(error: FieldError) -> tuple[int, str]:
        name = re.split(r"[\[.:]", error.field)[0]
        return (names.index(name) if name in names else len(names), error.field)

    return tuple(sorted(errors, key=rank))


def done() -> Done | None:
    """The save that was just made; told once."""
    found: Done | None = session.kept(_DONE)
    session.drop(_DONE)
    return found


def changed(found: Saved) -> str:
    """What a save changed, in words; "" where it wrote nothing, or all of a new subject."""
    names = [name for name in found.changed if not name.endswith("precision")]
    if not names or found.message.startswith("Fiche créée"):
        return ""
    return f"Ce qui change : {wording.join(list(dict.fromkeys(_said(name) for name in names)))}."


def _said(name: str) -> str:
    group, _, told = name.partition(":")
    label = words.FIELDS.get(group, group).lower()
    if not told:
        return label
    keys = [each.strip() for each in told.split(",")]
    known = {**wording.GRANDEURS, **words.CHOICES["role"], **words.CHOICES["budgets.nature"]}
    return f"{label} ({', '.join(known.get(part, part) for part in keys)})"
