"""What comes as an iCalendar file (RFC 5545): whole days of France, which no time zone moves."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from dashboard.committee import words
from dashboard.frame.row import Row
from data.days import FRANCE

KINDS = {
    "seance": "Séance",
    "decision": "Décision à rendre",
    "convention": "Fin de convention",
    "agrement": "Fin d'agrément",
    "projet": "Fin de projet social",
}
_PRODUCT = "-//Observatoire du vivre-ensemble//Calendrier//FR"
_MADE_UP = "Données de démonstration : tout est fictif, sauf le territoire."


def summary(row: Row) -> str:
    """« Fin de convention : Jardin partagé (CAF) », on screen and in the file."""
    more = f" ({row['detail']})" if row["detail"] else ""
    return f"{KINDS[row['genre']]} : {words.named(row['titre'])}{more}"


def days(row: Row) -> tuple[date, date]:
    """First day, and the one after the last: the month or the year where the day of a session is not known.

    What ends is kept by its last day, however it is known.
    """
    first = words.day_of(row["jour"])
    assert first is not None
    if row["genre"] != "seance" or row["precision"] == "jour":
        return first, first + timedelta(days=1)
    if row["precision"] == "mois":
        return first, date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first, date(first.year + 1, 1, 1)


def uid(dataset: str, row: Row) -> str:
    """The same for the same thing in every export of a dataset, whatever its day, its words or the rest of the file."""
    said = f"{dataset}|{row['genre']}|{row['identifiant']}"
    return f"{hashlib.sha256(said.encode()).hexdigest()[:32]}@vivre-ensemble"


def calendar(rows: Sequence[Row], dataset: str, name: str, links: Sequence[str], *, made_up: bool) -> bytes:
    """The file: an event a row, ``links`` their addresses in the same order ("" for none); UTF-8, CRLF, folded."""
    book = Calendar()
    book.add("prodid", _PRODUCT)
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", name)
    book.add("x-wr-timezone", str(FRANCE))
    now = datetime.now(UTC).replace(microsecond=0)
    for row, link in zip(rows, links, strict=True):
        first, after = days(row)
        event = Event()
        event.add("uid", uid(dataset, row))
        event.add("dtstamp", now)
        event.add("dtstart", first)
        event.add("dtend", after)
        event.add("summary", summary(row))
        told = [f"Jour connu {_SURE[row['precision']]}."] if row["precision"] in _SURE else []
        told += [_MADE_UP] if made_up else []
        if told:
            event.add("description", " ".join(told))
        if link:
            event.add("url", link)
        event.add("categories", [KINDS[row["genre"]]])
        event.add("transp", "TRANSPARENT")
        book.add_component(event)
    return bytes(book.to_ical())


_SURE = {"mois": "au mois près", "annee": "à l'année près"}
