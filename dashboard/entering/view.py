"""The page of one form: what it is about, its errors, its parts, and the save."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from dashboard.entering import new_links, openings, parts, saving, subject, words, worklist
from dashboard.entering.draft import Draft
from dashboard.entering.fields import Fields, anchor, errors
from dashboard.entering.parts import Part
from dashboard.entering.subject import Subject
from dashboard.frame import filters, session, show, wording
from dashboard.frame.markup import html, join, write
from dashboard.frame.scope import Scope
from data.batch import RefusedError

# What is nearest to open, above a form; the worklist tells all of it.
_MOST_COUNTERS = 2


def view(scope: Scope) -> None:
    """The form that the address asks for, or the ways to one."""
    _told(scope)
    asked = subject.asked(scope)
    if asked is None:
        _nothing(scope)
        return
    champ, suite = filters.asked("champ") or "", filters.asked("suite") or ""
    draft = _draft(scope, asked)
    _head(scope, asked, suite)
    _rights(scope)
    _begun(asked, draft)
    _summary(draft)
    name, line = words.asked(champ)
    fields = Fields(asked, draft, scope.actor.contributes, name)
    _form(scope, fields, name, line)
    _save(scope, fields, suite)


def _draft(scope: Scope, asked: Subject) -> Draft:
    found: Draft | None = session.kept(asked.key)
    if session.expired(asked.key):
        show.note(
            "Ce que vous aviez tapé dans cette fiche a attendu plus de dix minutes sans être lu : il a été oublié."
        )
    if found is None:
        found = session.keep(asked.key, Draft(scope.snapshot))
    if found.reread or not found.begun:
        found.snapshot, found.reread = scope.snapshot, False
    return found


def _told(scope: Scope) -> None:
    """What the save that was just made did."""
    found = saving.done()
    if found is None:
        return
    kind, sujet_id = found.saved.sujet_type, found.saved.sujet_id
    ways = [(subject.href(scope, kind, sujet_id), f"Revenir à « {found.title} »", "pour la compléter encore")]
    if kind == "action":
        ways.insert(
            0, (scope.href("fiche", action=sujet_id), f"Voir la fiche « {found.title} »", "telle que tous la lisent")
        )
    moved = worklist.moved(found.before, openings.aptitudes(scope, found.departement))
    said = " ".join(part for part in (saving.changed(found.saved), *found.saved.warnings, *moved) if part)
    with st.container():
        write(
            html(
                '<div class="avis" role="status" tabindex="-1" data-annonce><strong>« {} » : {}</strong> {}</div>',
                found.title,
                found.saved.message,
                said,
            )
        )
        show.links(ways)


def _nothing(scope: Scope) -> None:
    show.title("Saisie", "Quelle fiche compléter ?")
    said = filters.asked("sujet") or ""
    if said:
        show.empty(
            f"Rien n'a l'identifiant « {said[:80]} ».",
            "L'adresse est peut-être incomplète, ou la source de cette fiche a été annulée ou remplacée.",
            [(scope.href("actions"), "Toutes les actions", "pour retrouver une fiche et la corriger")],
        )
    new_links.view(scope)


def _head(scope: Scope, asked: Subject, suite: str) -> None:
    if asked.kind == "action" and asked.sujet_id is not None:
        show.back(scope.href("fiche", action=asked.sujet_id), "La fiche")
    lead = "Créer" if asked.sujet_id is None else f"Corriger ou compléter : {words.KINDS[asked.kind]}"
    show.title(asked.title, lead, scope.dataset.title)
    if suite:
        count = subject.following(scope, asked, suite)[1]
        told = f"et {wording.plural(count, 'autre', 'autres')} à compléter" if count else "et c'est la dernière"
        show.paragraph(f"Liste de travail « {suite[:80]} », {scope.label} : cette fiche, {told}.")
        where = replace(scope, departement=scope.departement or asked.departement)
        if counters := openings.counters(where, suite)[:_MOST_COUNTERS]:
            show.points([worklist.counter(*each) for each in counters])


def _rights(scope: Scope) -> None:
    try:
        scope.actor.require_contribution("enregistrer une saisie")
    except RefusedError as refusal:
        show.note(f"Vous pouvez lire ces champs, pas les enregistrer. {refusal}")


def _begun(asked: Subject, draft: Draft) -> None:
    """What is typed and not saved. Its place is there from the start, so that nothing moves under a click."""
    left, right = st.columns([4, 1], vertical_alignment="center")
    with left:
        told = "Rien n'est encore tapé." if not draft.begun else (
            "Brouillon : ce que vous avez tapé n'est pas enregistré. Il est gardé si vous changez de page, dix minutes."
        )  # fmt: skip
        write(html('<p class="brouillon" role="status">{}</p>', told))
    with right:
        st.button(
            "Abandonner", key=f"abandonner {asked.key}", icon=":material/undo:", disabled=not draft.begun,
            on_click=session.drop, args=(asked.key,),
        )  # fmt: skip


def _summary(draft: Draft) -> None:
    """Every error at once, each with a link to its field."""
    if draft.refusal:
        write(
            html(
                '<div class="erreurs" role="alert" tabindex="-1" data-annonce>'
                "<strong>Rien n'a été enregistré.</strong> {}</div>",
                draft.refusal,
            )
        )
    if not draft.errors:
        return
    rows = join(
        html('<li><a href="#{}">{}</a> : {}</li>', anchor(error.field), words.of_error(error.field), error.message)
        for error in draft.errors
    )
    count = wording.plural(len(draft.errors), "erreur")
    write(
        html(
            '<div class="erreurs" role="alert" tabindex="-1" data-annonce>'
            "<p><strong>Rien n'a été enregistré : {} à corriger.</strong> "
            "Ce que vous avez tapé est gardé.</p><ul>{}</ul></div>",
            count,
            rows,
        )
    )


def _form(scope: Scope, fields: Fields, champ: str, line: Mapping[str, str]) -> None:
    """The part that was asked for comes first and open; the others in the order of a fiche."""
    every = parts.of(fields.subject.kind)
    # Places and communes are one question, whatever the kind of subject.
    names = {champ, "code_commune"} if champ == "lieux" else {champ}
    first = [part for part in every if names & set(part.names)]
    if first and line and not fields.draft.rows and fields.open:
        fields.draft.offer(champ, line)
    for part in first:
        show.section(part.title)
        part.draw(scope, fields)
    for rank, part in enumerate(each for each in every if each not in first):
        with st.expander(part.title, expanded=_open(fields, part, first, rank)):
            part.draw(scope, fields)


def _open(fields: Fields, part: Part, first: Sequence[Part], rank: int) -> bool:
    """What is new opens on its first part; what is wrong is seen."""
    return fields.draft.wrong(part.names) or (not first and rank == 0)


def _save(scope: Scope, fields: Fields, suite: str) -> None:
    show.section("Enregistrer")
    draft = fields.draft
    left, right = st.columns(2)
    with left:
        errors(draft.told("fonction"))
        fields.widget(
            st.text_input, "fonction", words.FIELDS["fonction"], session.kept(saving.FUNCTION) or "",
            placeholder="chargée de mission", help="Ce que vous faites, jamais votre nom ; elle est montrée à côté.",
        )  # fmt: skip
    with right:
        errors(draft.told("motif"))
        fields.widget(
            st.text_input, "motif", words.FIELDS["motif"], "", placeholder="vu au bilan 2024",
            help="Facultative ; elle est montrée avec la correction, une fois les textes relus.",
        )  # fmt: skip
    fields.widget(
        st.checkbox, "relue", "J'ai relu les textes libres : ils ne nomment personne et peuvent être publiés", False
    )
    show.paragraph("Sans cette case, les textes de cette saisie sont gardés, et ne sont montrés qu'à l'administration.")
    _buttons(scope, fields, suite)


def _buttons(scope: Scope, fields: Fields, suite: str) -> None:
    asked, draft = fields.subject, fields.draft
    label = "Créer" if asked.sujet_id is None else "Enregistrer"
    go_on = bool(suite) and subject.following(scope, asked, suite)[0] is not None
    with st.container(horizontal=True):
        one = st.button(label, type="primary", key=f"enregistrer {asked.key}", disabled=not fields.open)
        more = go_on and st.button(
            "Enregistrer et suivant",
            key=f"suivant {asked.key}",
            icon=":material/arrow_forward:",
            disabled=not fields.open,
        )
    if one or more:
        saving.saved(scope, asked, draft, suite=suite, go_on=more)
        st.rerun()
