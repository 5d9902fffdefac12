"""What goes out of the page of a figure: the sentence that cites it, its loads, its SQL with its values. Pure words."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from dashboard.frame import wording
from dashboard.frame.row import Row
from dashboard.frame.show import Column
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
_MOST_FILES, _SHORT = 3, 10


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


def _marked(followed: Followed) -> str:
    mark = followed.mark
    return f" ({wording.MARKS[mark]})" if mark else ""


def _of(row: Row) -> str:
    """« INSEE, publié le 31/12/2025, Licence Ouverte 2.0 »."""
    published = wording.day(datetime.fromisoformat(row["publiee_le"]).date()) if row["publiee_le"] else None
    facts = [row["editeur"] or "éditeur nd", f"publié le {published}" if published else "date nd"]
    return ", ".join([*facts, wording.licence(row["licence"])])


def loads(sources: Sequence[Row], journal: Sequence[Line], history: Mapping[str, str]) -> list[Row]:
    """The loads as the journal tells them; ``history`` is the address of the journal by source."""
    by_source = {line.source: line for line in journal if line.source}
    return [_load(row, _first(row, journal) or by_source.get(row["source"]), history) for row in sources]


def _first(row: Row, journal: Sequence[Line]) -> Line | None:
    """The write that brought the source in: what took it out and put it back is later."""
    return next((line for line in journal if line.source == row["source"]), None)


def _load(row: Row, line: Line | None, history: Mapping[str, str]) -> Row:
    who = ", ".join(
        fact
        for fact in (
            str(row["chargee_par"]),
            f"rôle {line.role}" if line and line.role else "",
            line.function if line and line.function else "",
        )
        if fact
    )
    files = list(row["fichiers"])
    more = f" et {wording.plural(len(files) - _MOST_FILES, 'autre')}" if len(files) > _MOST_FILES else ""
    return {
        **row,
        "droits": f"{row['editeur'] or 'éditeur nd'}, {wording.licence(row['licence'])}",
        "charge": f"{wording.moment(wording.timestamp(row['chargee_le']))} par {who}",
        "instantane": str(line.snapshot) if line else None,
        "journal": history.get(row["source"]),
        "fichiers_dits": f"{', '.join(files[:_MOST_FILES])}{more}" if files else None,
        "empreinte": row["sha256"][:_SHORT] if row["sha256"] else None,
    }


def sql(body: str, values: Mapping[str, Any]) -> str:
    """The SQL under the values that were bound in it, as comments."""
    bound = [f"-- ${name} = {_literal(value)}" for name, value in values.items()]
    return "\n".join([*bound, body.strip()])


def command(followed: Followed, snapshot: int) -> str:
    """The same question from a terminal, on a snapshot."""
    scope = followed.asked.scope
    given = [
        _shell(f"{name}={'|'.join(value) if isinstance(value, list) else value}")
        for name, value in followed.values.items()
        if value is not None
    ]
    where = f"--store var/{scope.dataset.key} --snapshot {snapshot}"
    return " ".join(["python -m queries", followed.question, *given, where])


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
