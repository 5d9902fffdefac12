"""What goes out of the page of a figure: the sentence that cites it, its loads, its SQL with its values. Pure words."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from dashboard.entering import history
from dashboard.frame import wording
from dashboard.frame.row import Row
from dashboard.frame.show import Column
from dashboard.provenance.asked import VALUE
from dashboard.provenance.followed import Followed
from data.loading.journal import Line

LOADS = [
    Column("titre", "Source", href="url"),
    Column("droits", "Éditeur et licence"),
    Column("publiee_le", "Publiée le", "day"),
    Column("charge", "Chargée"),
    Column("instantane", "Instantané", "code", href="journal"),
    Column("fichiers_dits", "Fichiers"),
    Column("empreinte", "Empreinte", "code"),
]
_MOST_FILES, _SHORT, _MOST_WRITES, _LONGEST = 3, 10, 5, 60
# The words that figures are written with, besides their units.
_OF_FIGURES = frozenset(("environ", "au", "moins", "plus", "entre", "et", "à", "sur", *wording.MARKS))
_WORD = re.compile(r"[^\W\d_]+")


def sentence(followed: Followed, sources: Sequence[Row], made_up: bool, day: date, address: str) -> str:
    """« Participations, Vichy (03310), 2024 : 159,3… Source : … Observatoire…, instantané 7… https://… »."""
    asked = followed.asked
    told = [f"{row['titre']} ({_of(row)})" for row in sources]
    head = "Source" if len(told) == 1 else "Sources"
    said = f"{head} : {' ; '.join(told)}." if told else "Source : aucune."
    which = "données de démonstration, fictives" if made_up else asked.scope.dataset.title.lower()
    return (
        f"{followed.name}, {asked.where}, {asked.when} : {followed.said}{_marked(followed)}. {said} Observatoire du "
        f"vivre-ensemble, {which}, instantané {asked.scope.snapshot}, consulté le {wording.day(day)}. {address}"
    )


def address(followed: Followed) -> str:
    """The lasting address, with the figure as it is read now; without it for who reads what others may not."""
    asked = followed.asked
    return (
        asked.address if asked.scope.actor.unmasked else f"{asked.address}&{urlencode({VALUE: plain(followed.said)})}"
    )


def value(query: Mapping[str, Any], followed: Followed) -> str:
    """The figure that an address says it cited; "" for none, and for words that no such figure has: anyone may write
    an address."""
    told = plain(str(query.get(VALUE, ""))[:_LONGEST])
    known = _OF_FIGURES | set(_WORD.findall(plain(followed.said).lower()))
    return told if set(_WORD.findall(told.lower())) <= known else ""


def plain(text: str) -> str:
    """A figure with spaces of one kind, as an address holds it."""
    return re.sub(r"\s+", " ", text).strip()


def since(followed: Followed, before: str) -> str:
    """What became of a figure cited as ``before`` ("" when the address does not say)."""
    now = f"celui de l'instantané {followed.asked.scope.snapshot}"
    if not before:
        return f"le chiffre ci-dessous est {now}, et peut différer de celui qui a été cité."
    if before == plain(followed.said):
        return f"le chiffre est resté le même, « {followed.said} », d'après l'adresse."
    return (
        f"le chiffre a changé : d'après l'adresse il était « {before} », il est maintenant « {followed.said} » ({now})."
    )


def writes(lines: Sequence[Line], loads: Sequence[str]) -> list[str]:
    """The latest of the writes, each with its day and whether it brought what the figure is made from."""
    told = [_write(line, line.source in loads) for line in reversed(lines)]
    beyond = len(told) - _MOST_WRITES
    more = [f"Et {wording.plural(beyond, 'autre')}, avant."] if beyond > 0 else []
    return [*told[:_MOST_WRITES], *more]


def _write(line: Line, brought: bool) -> str:
    from_it = " : ce chiffre en vient" if brought else ""
    return f"{wording.sentence(history.what(line))}, {history.when(line)}{from_it}."


def _marked(followed: Followed) -> str:
    mark = followed.mark
    return f" ({wording.MARKS[mark]})" if mark else ""


def _of(row: Row) -> str:
    """« INSEE, publié le 31/12/2025, Licence Ouverte 2.0 »."""
    published = wording.day(datetime.fromisoformat(row["publiee_le"]).date()) if row["publiee_le"] else None
    facts = [row["editeur"] or "éditeur nd", f"publié le {published}" if published else "date nd"]
    return ", ".join([*facts, wording.licence(row["licence"])])


def loads(sources: Sequence[Row], journal: Sequence[Line], addresses: Mapping[str, str], reader: str) -> list[Row]:
    """The loads as the journal tells them; ``addresses``: source → its journal; ``reader`` is the account of who
    looks."""
    return [{**_load(row, _first(row, journal), reader), "journal": addresses.get(row["source"])} for row in sources]


def _first(row: Row, journal: Sequence[Line]) -> Line | None:
    """The write that brought the source in: what took it out and put it back is later."""
    return next((line for line in journal if line.source == row["source"]), None)


def _load(row: Row, line: Line | None, reader: str) -> Row:
    who = history.who(line, reader) if line else wording.author(row["chargee_par"], reader)
    files = list(row["fichiers"])
    more = f" et {wording.plural(len(files) - _MOST_FILES, 'autre')}" if len(files) > _MOST_FILES else ""
    return {
        **row,
        "droits": f"{row['editeur'] or 'éditeur nd'}, {wording.licence(row['licence'])}",
        "charge": f"{wording.moment(wording.timestamp(row['chargee_le']))} par {who}",
        "instantane": str(line.snapshot) if line else None,
        "fichiers_dits": f"{', '.join(files[:_MOST_FILES])}{more}" if files else None,
        "empreinte": row["sha256"][:_SHORT] if row["sha256"] else None,
    }


def sql(body: str, values: Mapping[str, Any]) -> str:
    """The SQL under the values that were bound in it, as comments."""
    bound = [f"-- ${name} = {_literal(value)}" for name, value in values.items()]
    return "\n".join([*bound, body.strip()])


def command(followed: Followed, snapshot: int) -> str:
    """The same question from a terminal, on a snapshot; of a closed session's own, on what it keeps."""
    scope = followed.asked.scope
    given = [
        _shell(f"{name}={'|'.join(value) if isinstance(value, list) else value}")
        for name, value in followed.values.items()
        if value is not None
    ]
    own = scope.closing if snapshot == scope.snapshot else None
    where = f"--seance {_shell(own.seance_id)}" if own else f"--snapshot {snapshot}"
    return " ".join(["python -m queries", followed.question, *given, f"--store var/{scope.dataset.key}", where])


def _shell(text: str) -> str:
    return (
        text
        if all(letter.isalnum() or letter in "=._-:" for letter in text)
        else "'" + text.replace("'", "'\\''") + "'"
    )


def _literal(value: Any) -> str:
    """A value as SQL writes it."""
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return "'" + " ".join(value.replace("'", "''").split()) + "'"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_literal, value))}]"
    return str(value)
