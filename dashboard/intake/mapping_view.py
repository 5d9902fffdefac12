"""Second step, « correspondance »: what each column is, what is not taken, and what only a person can say."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard.frame import session, show, wording
from dashboard.frame.markup import html, label, write
from dashboard.intake.waiting import KEY, Load, Waiting
from data.intake.preview import Preview
from data.understanding import IGNORED, Column, Question, Understanding, joined

# Lists on screen at once: a published file may have hundreds of columns.
_AT_ONCE = 30


def view(waiting: Waiting, load: Load, tried: Preview) -> None:
    """Questions first, then the columns; a file whose layout is its own has neither."""
    told = waiting.understood(load, tried)
    show.section("2. Correspondance")
    answered = waiting.answers.get(load.key, {})
    if tried.undecided:
        show.note(f"Il reste {wording.plural(len(told.questions), 'question')} : rien ne se charge avant la réponse.")
        _questions(load, told.questions)
    elif not told.columns and not answered:
        show.paragraph("Rien à faire correspondre : ce format dit lui-même ce qu'est chaque donnée.")
    if told.aside:
        show.points(told.aside)
    if told.columns:
        _columns(load, told, answered, opened=tried.undecided or not tried.ready)
    if answered:
        st.button("Revenir à ce qui était proposé", on_click=_forgotten, args=(load.key,), icon=":material/undo:")


def _questions(load: Load, questions: Sequence[Question]) -> None:
    keys = [f"question_{load.key}_{rank}" for rank in range(len(questions))]
    with st.form(f"questions_{load.key}"):
        for key, question in zip(keys, questions, strict=True):
            _asked(key, question)
        st.form_submit_button("Répondre", on_click=_answered, args=(load.key, keys, questions), type="primary")


def _asked(key: str, question: Question) -> None:
    words = label(question.words)
    match question.kind:
        case "choix":
            choices = dict(question.choices)
            values = list(choices)
            proposed = values.index(question.proposed) if question.proposed in choices else None
            st.radio(words, values, index=proposed, key=key, format_func=lambda value: label(choices[value]))
        case "oui_non":
            st.radio(words, [True, False], index=None, key=key, format_func=lambda yes: "Oui" if yes else "Non")
        case "annee":
            st.number_input(words, min_value=1900, max_value=2100, value=None, step=1, format="%d", key=key)
        case "texte":
            st.text_input(words, question.proposed or "", key=key, max_chars=200)


def _answered(load: str, keys: Sequence[str], questions: Sequence[Question]) -> None:
    said: dict[str, Any] = {}
    for key, question in zip(keys, questions, strict=True):
        value = session.chosen(key)
        if value is not None and value != "":
            said = joined(said, question.answered(value))
    _say(load, said)


def _columns(load: Load, told: Understanding, answers: dict[str, Any], *, opened: bool) -> None:
    taken = sum(column.field is not None for column in told.columns)
    shown = f"Colonnes : {wording.number(taken)} reprises sur {wording.number(len(told.columns))}"
    with st.expander(shown, expanded=opened):
        first = _first(load, len(told.columns))
        several = len({column.sheet for column in told.columns}) > 1
        columns = told.columns[first : first + _AT_ONCE]
        # A list is a new one where its column is something else: what is not applied yet is never written over.
        keys = [f"colonne_{load.key}_{first + rank}_{_field(column, answers)}" for rank, column in enumerate(columns)]
        with st.form(f"colonnes_{load.key}_{first}", border=False):
            for key, column in zip(keys, columns, strict=True):
                _column(key, column, told, answers, several=several)
            st.form_submit_button(
                "Appliquer cette correspondance", on_click=_matched, args=(load.key, keys, columns, answers)
            )


def _first(load: Load, total: int) -> int:
    """Rank of the first column on screen."""
    if total <= _AT_ONCE:
        return 0
    pages = range(0, total, _AT_ONCE)
    return st.selectbox(
        "Colonnes à voir",
        pages,
        key=f"colonnes_vues_{load.key}",
        format_func=lambda first: f"{first + 1} à {min(first + _AT_ONCE, total)} sur {total}",
    )


def _column(key: str, column: Column, told: Understanding, answers: dict[str, Any], *, several: bool) -> None:
    """One labelled list; beside it, three of its values and why it is proposed."""
    left, right = st.columns([2, 3], vertical_alignment="center")
    fields = list(dict.fromkeys([*told.fields, IGNORED]))
    with left:
        name = f"{column.name} ({column.sheet})" if several else column.name
        st.selectbox(
            label(name),
            fields,
            index=fields.index(_field(column, answers)),
            key=key,
            format_func=lambda field: told.fields.get(field, "ne pas reprendre"),
        )
    with right:
        values = " ; ".join(f"« {value} »" for value in column.values) or "aucune : la colonne est vide"
        write(html("<p>Valeurs : {}<br>{}</p>", values, f"Pourquoi : {column.why}." if column.why else "Non reprise."))


def _field(column: Column, answers: dict[str, Any]) -> str:
    """What a column is: what was answered last, else what is proposed."""
    said: Any = answers
    for part in column.key:
        said = said.get(part) if isinstance(said, dict) else None
    return said if isinstance(said, str) else column.field or IGNORED


def _matched(load: str, keys: Sequence[str], columns: Sequence[Column], answers: dict[str, Any]) -> None:
    said: dict[str, Any] = {}
    for key, column in zip(keys, columns, strict=True):
        field = session.chosen(key)
        if field and field != _field(column, answers):
            said = joined(said, column.answered(field))
    _say(load, said)


def _say(load: str, said: dict[str, Any]) -> None:
    waiting: Waiting | None = session.kept(KEY)
    if waiting is not None and said:
        waiting.answer(load, said)


def _forgotten(load: str) -> None:
    waiting: Waiting | None = session.kept(KEY)
    if waiting is not None:
        waiting.answers.pop(load, None)
