"""Which published figures moved from one snapshot to another.

Each side is what its reading copy publishes, as it is made today: secrecy included. An older copy that is not there is
made, some seconds or more. What could not be compared is not said to have moved.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data import integrity
from data.actors import Actor
from data.store import Connection
from queries import ask_records
from queries.copy import reading
from queries.copy.progress.aptitude import NOT_YET

_FIGURES, _APTITUDES, _PROGRESS = "chiffres_publies", "aptitude_indicateurs", "progres_indicateurs"


# What makes a sentence about an indicator another one.
_JUDGED = ("annee", "valeur", "bas", "haut", "verdict")


@dataclass(frozen=True)
class Side:
    """A figure on one side: ``value`` None is unknown, or withheld when ``secret``; ``at_least``: there may be more."""

    value: float | None = None
    secret: bool = False
    at_least: bool = False


@dataclass(frozen=True)
class Moved:
    """A figure before and after; ``unit`` is « nombre » or « euros »."""

    label: str
    unit: str
    before: Side
    after: Side


@dataclass(frozen=True)
class Verdict:
    """What an indicator is fit for in a département, before and after."""

    indicator: str
    title: str
    departement: str
    before: str
    after: str


@dataclass(frozen=True)
class Moves:
    """What moved between two snapshots; ``compared`` is how many figures were. ``progress``: the value and the verdict
    of indicators, as the sentences that say them ("" where there is none)."""

    before: int
    after: int
    figures: tuple[Moved, ...]
    verdicts: tuple[Verdict, ...]
    progress: tuple[Verdict, ...]
    compared: int


Rows = list[dict[str, Any]]
Published = tuple[Rows, Rows, Rows]


def between(path: Path, before: int, after: int, actor: Actor) -> Moves:
    """What ``actor`` is told to have moved from one snapshot to the other; RefusedError where one cannot be read."""
    return compared(before, after, *(reading.asked(path, each, published, actor) for each in (before, after)))


def foreseen(path: Path, clone: Path, before: int, actor: Actor) -> Moves:
    """What ``actor`` would be told to have moved, had the store at ``path`` gone from ``before`` to what its ``clone``
    holds: secrecy withholds there what it would."""
    now = reading.asked(path, before, published, actor)
    reading.lend(path, clone, actor)
    return compared(before, integrity.content(clone).snapshot, now, reading.asked(clone, None, published, actor))


def published(root: Connection) -> Published:
    """The main figures of a reading copy, what its indicators are fit for, and what they say of départements."""
    with root.cursor() as cursor:
        progress = ask_records(cursor, _PROGRESS, niveau="departement")
        return ask_records(cursor, _FIGURES), ask_records(cursor, _APTITUDES), progress


def compared(before: int, after: int, first: Published, last: Published) -> Moves:
    """What moved from one snapshot to the other, of what their copies published."""
    figures, aptitudes, progress = zip(first, last, strict=True)
    moved, compared = _moved(*figures)
    return Moves(before, after, moved, verdicts(*aptitudes), _progress(*progress), compared)


def _moved(before: Sequence[dict[str, Any]], after: Sequence[dict[str, Any]]) -> tuple[tuple[Moved, ...], int]:
    """The figures that differ, in the order of the question, and how many there are."""
    sides = [{row["cle"]: row for row in rows} for rows in (before, after)]
    labels = {row["cle"]: row for row in (*after, *before)}
    # A territory that one side does not name is unknown there.
    found = [
        Moved(row["libelle"], row["unite"], *(_side(rows.get(key)) for rows in sides)) for key, row in labels.items()
    ]
    return tuple(each for each in found if each.before != each.after), len(found)


def _side(row: dict[str, Any] | None) -> Side:
    if row is None:
        return Side()
    return Side(None if row["secret"] else row["valeur"], row["secret"], row["au_moins"])


def verdicts(before: Rows, after: Rows) -> tuple[Verdict, ...]:
    """The indicators that are no longer fit for the same."""
    sides = [{(row["departement"], row["indicateur"]): row for row in rows} for rows in (before, after)]
    every = {**sides[0], **sides[1]}
    # Where no fact is, nothing is said, and nothing can be measured.
    told = (
        Verdict(key[1], row["titre"], key[0], *(rows[key]["verdict"] if key in rows else NOT_YET for rows in sides))
        for key, row in every.items()
    )
    return tuple(each for each in told if each.before != each.after)


def _progress(before: Sequence[dict[str, Any]], after: Sequence[dict[str, Any]]) -> tuple[Verdict, ...]:
    """The indicators whose value, year or verdict is no longer the same.

    A département that bears its first fact gets a line an indicator: one without a value says no more than none did.
    """
    sides = [{(row["departement"], row["indicateur"]): row for row in rows} for rows in (before, after)]
    changed = []
    for key, row in {**sides[0], **sides[1]}.items():
        told = [rows.get(key, {}) for rows in sides]
        if not all(told) and all(each.get("valeur") is None for each in told):
            continue
        if len({tuple(each.get(name) for name in _JUDGED) for each in told}) > 1:
            words = (each.get("phrase") or "" for each in told)
            changed.append(Verdict(key[1], row["titre"], key[0], *words))
    return tuple(changed)
