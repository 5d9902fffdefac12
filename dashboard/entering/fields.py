"""The widgets of one field: its errors, the widget, what was declared."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard.directory import places
from dashboard.entering import words
from dashboard.entering.draft import Draft
from dashboard.entering.subject import Subject, place_label
from dashboard.frame import session, show
from dashboard.frame.form import anchor, errors
from dashboard.frame.markup import html, write
from queries.copy.secrecy.rules import rules


@dataclass(frozen=True)
class Fields:
    """Draws the fields of a draft; ``open`` is False for who may not save; ``asked``: the field one came for."""

    subject: Subject
    draft: Draft
    open: bool
    asked: str = ""

    def widget(self, draw: Callable[..., Any], name: str, label: str, value: Any, **options: Any) -> Any:
        """A widget bound to the draft, without its errors; ``value`` is what it shows before it is touched."""
        changed = options.pop("changed", None) or (lambda new: self.draft.values.__setitem__(name, new))
        shown = self.draft.values.get(name, value)
        key = f"saisie {self.subject.key} {name}"
        return session.widget(draw, label, key, shown, changed, disabled=not self.open, **options)

    def text(self, name: str, value: str | None = None, *, long: bool = False, hint: str | None = None) -> None:
        """A text of the subject; one that nobody reviewed is not there to be read, nor to be saved again."""
        with self._around(name):
            shown = self.subject.one(name) if value is None else value
            if rules().notice in shown:
                shown = ""
                show.reading("Ce qui en est dit n'a été relu par personne : ce que vous écrivez prendrait sa place.")
            if long:
                self.widget(st.text_area, name, words.FIELDS[name], shown, help=hint)
            else:
                self.widget(st.text_input, name, words.FIELDS[name], shown, help=hint)

    def day(self, name: str) -> None:
        """A day, typed as precisely as it is known."""
        with self._around(name):
            self.widget(
                st.text_input, name, words.FIELDS[name], self.subject.day(name),
                placeholder="JJ/MM/AAAA, MM/AAAA ou AAAA", help=words.DAY_HELP,
            )  # fmt: skip

    def choice(self, name: str, options: Mapping[str, str], *, free: bool = False) -> None:
        """One of a few words (code → label), or another one where ``free``; "" is unknown."""
        with self._around(name):
            shown = self.subject.one(name)
            chosen = self.draft.values.get(name, shown)
            every = {"": "inconnu", **options, **({chosen: options.get(chosen, chosen)} if chosen else {})}
            self.select(name, words.FIELDS[name], every, shown, free=free)

    def select(self, name: str, label: str, options: Mapping[str, str], value: str, *, free: bool = False) -> Any:
        """A list to choose one value in, searched by any part of its words."""
        return self.widget(
            st.selectbox, name, label, value, options=list(options), format_func=lambda code: options.get(code, code),
            accept_new_options=free, filter_mode="contains",
        )  # fmt: skip

    def several(self, name: str, options: Sequence[str], value: Sequence[str]) -> list[str]:
        """Several words, those of other fiches or new ones; the whole list."""
        with self._around(name):
            chosen = self.draft.values.get(name, list(value))
            # In an order that a choice does not change: another list takes away what is being typed.
            every = list(dict.fromkeys([*options, *chosen]))
            found: list[str] = self.widget(
                st.multiselect, name, words.FIELDS[name], list(value), options=every, accept_new_options=True,
                filter_mode="contains", select_all=False, placeholder="Choisir, ou écrire un autre mot",
            )  # fmt: skip
            return found

    def communes(self, name: str, own: Sequence[str], value: Sequence[str], *, many: bool) -> None:
        """Communes by their names: those of the département are listed, another one is typed, its namesakes offered."""
        with self._around(name):
            held = self.draft.values.get(name, list(value) if many else next(iter(value), ""))
            chosen = list(held) if many else [held] if held else []
            every = list(dict.fromkeys([*([] if many else [""]), *own, *chosen]))
            # By its beginning: « Lyon » is then no « Cognat-Lyonne », and can be typed whole.
            options: dict[str, Any] = {
                "options": every, "format_func": lambda code: place_label(code) if code else "inconnue",
                "accept_new_options": True, "filter_mode": "prefix",
                "changed": lambda new: self._places(name, new),
                "help": "Celles du département sont listées ; écrivez le nom d'une autre, suivi au besoin de son "
                "département entre parenthèses.",
            }  # fmt: skip
            if many:
                options |= {"select_all": False, "placeholder": "Choisir, ou écrire le nom d'une commune"}
                self.widget(st.multiselect, name, words.FIELDS[name], held, **options)
            else:
                self.widget(st.selectbox, name, words.FIELDS[name], held, **options)
            for typed in chosen:
                self._candidates(name, typed)

    def _places(self, name: str, new: Any) -> None:
        """What was chosen or typed becomes codes, wherever a name is that of one commune."""
        self.draft.values[name] = [self._code(each) for each in new] if isinstance(new, list) else self._code(new or "")

    def _code(self, typed: str) -> str:
        if not typed or typed.startswith("dep:"):
            return typed
        found = places.find(typed, self.subject.departement).candidates
        return found[0].code if len(found) == 1 else typed

    def _candidates(self, name: str, typed: str) -> None:
        """Which of the namesakes was meant, or that there is none."""
        if typed.startswith("dep:") or place_label(typed) != typed:
            return
        found = places.find(typed, self.subject.departement)
        if not found.candidates:
            write(html('<p class="erreur"><strong>À corriger.</strong> {}</p>', found.note or ""))
            return

        def meant(code: str) -> None:
            held = self.draft.values.get(name)
            self.draft.values[name] = (
                [code if each == typed else each for each in held] if isinstance(held, list) else code
            )

        options = {"": "choisir", **{each.code: places.label(each) for each in found.candidates}}
        self.widget(
            st.selectbox, f"{name}.laquelle.{typed}", f"{len(found.candidates)} communes portent ce nom : laquelle ?",
            "", options=list(options), format_func=options.__getitem__, changed=meant,
        )  # fmt: skip

    def _around(self, name: str) -> "_Around":
        return _Around(self, name)


@dataclass(frozen=True)
class _Around:
    """Errors before a field, what was declared after it."""

    fields: Fields
    name: str

    def __enter__(self) -> None:
        errors(self.fields.draft.told_within(self.name))

    def __exit__(self, *_: object) -> None:
        if said := self.fields.subject.declared(self.name):
            write(html('<p class="declare">{}</p>', said))


__all__ = ["Fields", "anchor", "errors"]
