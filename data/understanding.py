"""How the columns of a file were understood, and what only a person can say of them: one structure for every format.

What a person answers is the content of a mapping: the same keys as in its TOML file (``colonnes``, ``constantes``,
``fichier``, ``feuilles``…), whether it was written in a file or chosen on a page.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from data.batch import RefusedError
from data.whole_text import is_whole

Answers = Mapping[str, Any]
IGNORED = "ignorer"
_SHOWN = 60
_LONGEST = 1000


@dataclass(frozen=True)
class Column:
    """A column of a sheet: its name, three of its values, the field proposed for it (None: not taken) and why.

    ``sheet`` is what reports call the file or sheet; ``key`` is where its field is answered: a path of keys.
    """

    sheet: str
    name: str
    values: tuple[str, ...]
    field: str | None
    why: str
    key: tuple[str, ...]

    def answered(self, field: str) -> dict[str, Any]:
        """The answers that say this column is ``field``, to be joined to the others by :func:`joined`."""
        return _placed(self.key, field)


@dataclass(frozen=True)
class Question:
    """One thing that a person must say before anything is loaded; ``key`` is where it goes in the answers.

    ``kind``: texte, annee, oui_non, or choix among ``choices`` (value, words). ``proposed`` is what was said last time.
    A choice among columns answers ``chosen`` for that column's name, and ``ignorer`` for the others, which were taken
    for the same thing; but for those of ``open``, which may be anything else.
    """

    key: tuple[str, ...]
    words: str
    kind: Literal["texte", "annee", "oui_non", "choix"]
    choices: tuple[tuple[str, str], ...] = ()
    proposed: str | None = None
    chosen: str | None = None
    open: bool = False

    def answered(self, value: Any) -> dict[str, Any]:
        """The answers that hold ``value`` in its place, to be joined to the others by :func:`joined`."""
        if self.chosen is not None and self.open:
            value = {value: self.chosen}
        elif self.chosen is not None:
            value = {name: self.chosen if name == value else IGNORED for name, _ in self.choices}
        return _placed(self.key, value)


def _placed(path: tuple[str, ...], value: Any) -> dict[str, Any]:
    """``value`` at the end of a path of keys."""
    for key in reversed(path):
        value = {key: value}
    said: dict[str, Any] = value
    return said


@dataclass(frozen=True)
class Headings:
    """Columns of a file beside those expected: ``extra`` are not known, ``missing`` lack, ``renamed`` are (found,
    expected) whose name resembles the expected one's."""

    extra: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Understanding:
    """``fields``: what a column may be, with its French words. ``aside``: sentences on what is not taken."""

    columns: tuple[Column, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    headings: Headings = Headings()
    aside: tuple[str, ...] = ()


class UndecidedError(RefusedError):
    """A file of which a person must say more; the message is for a terminal, ``understanding`` for a page."""

    def __init__(self, message: str, understanding: Understanding) -> None:
        super().__init__(message)
        self.understanding = understanding


def checked(answers: Answers) -> Answers:
    """The answers, when a mapping may hold them; RefusedError (French) when a text of them cannot be stored."""
    for key, value in answers.items():
        if not isinstance(key, str) or not _may_be_said(key):
            raise RefusedError("Une réponse porte sur une colonne dont le nom ne peut pas être écrit : renommez-la.")
        if isinstance(value, Mapping):
            checked(value)
        elif isinstance(value, str) and not _may_be_said(value):
            raise RefusedError(f"La réponse sur « {key} » a plus de {_LONGEST} signes, ou un signe qui ne s'écrit pas.")
    return answers


def _may_be_said(text: str) -> bool:
    return is_whole(text) and len(text) <= _LONGEST and "\x00" not in text


def joined(*answers: Answers) -> dict[str, Any]:
    """Answers put together, the later ones over the earlier ones, tables inside tables."""
    whole: dict[str, Any] = {}
    for said in answers:
        for key, value in said.items():
            known = whole.get(key)
            whole[key] = joined(known, value) if isinstance(known, Mapping) and isinstance(value, Mapping) else value
    return whole


def samples(cells: Iterable[object], most: int = 3) -> tuple[str, ...]:
    """The first different values of a column, as text, short enough to stand beside its name."""
    found: dict[str, None] = {}
    for cell in cells:
        text = " ".join(str(cell).split()) if cell is not None else ""
        if text:
            found[text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"] = None
        if len(found) == most:
            break
    return tuple(found)


def not_taken(names: Sequence[str]) -> tuple[str, ...]:
    """The sentence on columns that are not read; none when there are none."""
    if not names:
        return ()
    listed = ", ".join(f"« {name} »" for name in names)
    plural = len(names) > 1
    return (f"{'Ces colonnes ne sont pas reprises' if plural else 'Cette colonne n’est pas reprise'} : {listed}.",)
