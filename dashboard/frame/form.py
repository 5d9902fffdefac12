"""A form that a page holds folded: what is typed in it outlives a change of page, what is refused stands by its field.

Nothing of it is printed (``paper.css``).
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from dashboard.frame import chrome, session, wording, writing
from dashboard.frame.markup import EMPTY, Markup, html, join, write
from dashboard.frame.scope import Scope
from data.batch import RefusedError
from data.entering.forms import FieldError, FormError, Save
from data.reading.numbers import parse_number

_NOTHING: tuple[Any, ...] = (None, "", [], False)
_FIRST, _LAST = date(1900, 1, 1), date(2100, 12, 31)
REREAD = FieldError("relu", "relisez ces mots, et dites-le : sans cela, aucune page ne les montrerait")


@contextmanager
def folded(key: str, title: str, icon: str, *, begun: bool = False) -> Iterator[bool]:
    """Room for a form, which opens at a press; False while it is folded: nothing of it is made nor sent.

    ``begun``: something is typed in it already, so that it opens by itself.
    """
    opened = f"ouvert_{key}"
    if session.chosen(opened) is None:
        session.choose(opened, begun)
    with st.container(key=f"ecrire_{key}"):
        panel = st.expander(title, key=opened, on_change="rerun", icon=icon)
        with panel:
            yield bool(panel.open)


def anchor(name: str) -> str:
    """What an error is known by within the page."""
    return "erreur-" + re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def errors(found: Iterable[FieldError], form: str = "") -> None:
    """Errors, in place, before the widget that they are about; ``form`` tells those of two forms of a page apart."""
    rows = [
        html(
            '<p class="erreur" id="{}" tabindex="-1"><strong>Erreur.</strong> {}</p>',
            anchor(f"{form} {error.field}"),
            wording.sentence(error.message),
        )
        for error in found
    ]
    if rows:
        write(join(rows))


@dataclass
class Typed:
    """What was touched (name → what its widget holds), and what the last attempt was told.

    ``labels``: name → words of the fields that this attempt showed. ``read``: what the page said when it was begun.
    """

    values: dict[str, Any] = field(default_factory=dict)
    errors: tuple[FieldError, ...] = ()
    refusal: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    read: Any = None

    @property
    def begun(self) -> bool:
        """Whether there is anything to lose."""
        return any(value not in _NOTHING for name, value in self.values.items() if name != "fonction")


class Form:
    """One form of a page, known by its ``key``: its fields in the order in which they are asked for, then ``send``."""

    def __init__(self, scope: Scope, key: str) -> None:
        self.scope, self.key = scope, key
        self.labels: dict[str, str] = {}
        self.wrong: list[FieldError] = []

    @property
    def typed(self) -> Typed:
        """What is typed and not written yet: as long as the reader stays."""
        found: Typed | None = session.kept(self.key)
        return session.keep(self.key, Typed(), idle=math.inf) if found is None else found

    @property
    def begun(self) -> bool:
        """Whether there is anything to lose; it stays shown, whatever became of what it is about."""
        found: Typed | None = session.kept(self.key)
        return found is not None and found.begun

    def begin(self, read: Any = None) -> Any:
        """What the last attempt was told; hands back ``read`` as the page said it when the form was begun."""
        chrome.sheet("saisie.css")
        typed = self.typed
        if not typed.begun or typed.errors:
            typed.read = read
        if typed.errors or typed.refusal:
            self._refused(typed)
        return typed.read

    def text(self, name: str, label: str, *, longest: int = 300, hint: str | None = None) -> str:
        """A text on a line."""
        found: str = self._widget(st.text_input, name, label, "", max_chars=longest, placeholder=hint)
        return found

    def day(self, name: str, label: str, default: date | None = None) -> date | None:
        """A day; None where nothing is said."""
        draw = partial(st.date_input, value=None, format="DD/MM/YYYY", min_value=_FIRST, max_value=_LAST)
        found: date | None = self._widget(draw, name, label, default)
        return found

    def number(self, name: str, label: str, *, hint: str | None = None) -> float | None:
        """« 1 234,5 » as a number, None for nothing; what cannot be read is told when the form is sent."""
        said = self.text(name, label, longest=40, hint=hint)
        try:
            found = parse_number(said)
        except ValueError as error:
            self.wrong.append(FieldError(name, str(error)))
            return math.nan
        return None if found is None else float(found)

    def year(self, name: str, label: str, *, hint: str | None = None) -> int | None:
        """A year as a whole number, in the same way."""
        found = self.number(name, label, hint=hint)
        if found is None:
            return None
        if not math.isfinite(found) or found != int(found):
            if math.isfinite(found):
                self.wrong.append(FieldError(name, f"« {found:g} » : une année est attendue (2027)"))
            return 0
        return int(found)

    def choice(self, name: str, label: str, options: Mapping[str, str], default: str = "") -> str:
        """One of a few values (value → its words); one that is no longer offered stays what was chosen."""
        chosen = self.typed.values.get(name, default)
        every = options if chosen in options else {**options, chosen: chosen}
        found: str = self._widget(
            st.selectbox, name, label, default, options=list(every), format_func=every.__getitem__,
            filter_mode="contains",
        )  # fmt: skip
        return found

    def several(self, name: str, label: str, options: Mapping[str, str], default: Sequence[str] = ()) -> list[str]:
        """Several of many values, found by any part of their words."""
        chosen = self.typed.values.get(name, list(default))
        every = {**options, **{each: each for each in chosen if each not in options}}
        found: list[str] = self._widget(
            st.multiselect, name, label, list(default), options=list(every), format_func=every.__getitem__,
            filter_mode="contains", select_all=False, placeholder="Choisir",
        )  # fmt: skip
        return found

    def reread(self, *, needed: bool) -> bool:
        """Whether who writes says that the words of this form name nobody; an error where they must be read first."""
        label = "J'ai relu ces mots : ils ne nomment et ne désignent personne"
        said: bool = self._widget(st.checkbox, "relu", label, False)
        if needed and not said:
            self.wrong.append(REREAD)
        return said

    def function(self) -> str:
        """The function of who writes, kept for the session."""
        label, hint = "Votre fonction (obligatoire)", "chargée de mission ; jamais votre nom"
        found: str = self._widget(
            st.text_input, "fonction", label, writing.function_kept(), max_chars=300, placeholder=hint
        )
        return found

    def send(self, label: str, write_it: Callable[[Sequence[FieldError]], object], done: str) -> None:
        """The button that writes; what is refused comes back by its field, and all that was typed stays.

        ``write_it`` takes what could not be read, and refuses it with what else is wrong.
        """
        with st.container(horizontal=True):
            pressed = st.button(label, key=f"{self.key}_envoyer", type="primary")
            if self.begun:
                st.button("Effacer ce qui est tapé", key=f"{self.key}_effacer", on_click=session.drop, args=(self.key,))
        if pressed:
            self._attempt(write_it, done)
            st.rerun()

    def save(self, function: str, reviewed: bool) -> Save:
        """Who writes, from the copy that the page reads."""
        writing.keep_function(function)
        return Save(function, None, reviewed=reviewed, snapshot=self.scope.snapshot)

    def _attempt(self, write_it: Callable[[Sequence[FieldError]], object], done: str) -> None:
        typed = self.typed
        typed.errors, typed.refusal, typed.labels = (), "", dict(self.labels)
        try:
            with st.spinner(writing.WAIT):
                write_it(self.wrong)
        except FormError as refused:
            unread = {error.field for error in self.wrong}
            found = (*self.wrong, *(error for error in refused.errors if error.field not in unread))
            typed.errors = tuple(sorted(found, key=self._rank))
        except RefusedError as refused:
            typed.refusal = str(refused)
        else:
            session.drop(self.key)
            writing.keep_done(done)

    def _rank(self, error: FieldError) -> int:
        """Errors in the order of the form; what none of its fields holds comes first."""
        return list(self.labels).index(_field(error)) if _field(error) in self.labels else -1

    def _widget(self, draw: Callable[..., Any], name: str, label: str, default: Any, **options: Any) -> Any:
        self.labels[name] = label
        errors((error for error in self.typed.errors if _field(error) == name), self.key)
        shown = self.typed.values.get(name, default)
        return session.widget(draw, label, f"{self.key}_{name}", shown, partial(self._said, name), **options)

    def _said(self, name: str, value: Any) -> None:
        """What was wrong with a field is no longer, once something else is said in it."""
        typed = self.typed
        typed.values[name] = value
        typed.errors = tuple(error for error in typed.errors if _field(error) != name)

    def _refused(self, typed: Typed) -> None:
        """All that was refused, the focus on it; each with the way to its field."""
        rows = join(self._line(error, typed.labels) for error in typed.errors)
        listed = html("<ul>{}</ul>", rows) if rows else EMPTY
        count = wording.plural(len(typed.errors), "erreur")
        head = f" : {count} à corriger" if typed.errors else ""
        write(
            html(
                '<div class="erreurs" role="alert" tabindex="-1" data-annonce><p><strong>Rien n\'a été enregistré{}.'
                "</strong> {} Ce que vous avez tapé est gardé.</p>{}</div>",
                head,
                typed.refusal,
                listed,
            )
        )

    def _line(self, error: FieldError, labels: Mapping[str, str]) -> Markup:
        name = _field(error)
        if name not in labels:
            return html("<li>{}</li>", wording.sentence(error.message))
        to = anchor(f"{self.key} {error.field}")
        return html('<li><a href="#{}">{}</a> : {}</li>', to, labels[name], error.message)


def _field(error: FieldError) -> str:
    """The field that an error is about, that of a whole list for one of its values."""
    return error.field.partition("[")[0]
