"""The words of the committee's pages: kinds of bodies, colleges, days as surely as they are known."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dashboard.frame import wording
from dashboard.frame.row import Row

BODIES = {
    "comite_departemental": "comité départemental",
    "comite_local": "comité local",
    "comite_communal": "comité communal",
    "pilotage": "comité de pilotage ou de suivi",
    "autre": "autre instance",
}
COLLEGES = {
    "elus": "Élus",
    "institutions": "Institutions",
    "associations": "Associations",
    "structures": "Structures",
    "habitants": "Habitants",
    "ensemble": "Ensemble",
}
# A text that nobody reviewed is in no copy.
UNREAD = "texte non relu"

# Of a session that is closed, to who may write.
CLOSED = (
    "Cette séance est close : ordre du jour, décisions et cibles que l'on y écrit encore s'ajoutent à aujourd'hui, pas "
    "à ce qu'elle garde."
)


def day_of(text: Any) -> date | None:
    """An ISO day as rows write it."""
    moment = wording.timestamp(text) if text else None
    return moment.date() if moment else None


def held(session: Row) -> str:
    """« Séance du 15/11/2011 », « Séance d'avril 2012 », « Séance de 2012 », « Séance sans date »."""
    return wording.sentence(wording.held(session["tenue_le"], session["precision"]))


def named(text: Any) -> str:
    """A text of a source, or that nobody reviewed it."""
    return str(text) if text else UNREAD


def count(value: float | None, precision: str, secret: bool) -> str:
    """« 12 », « 10 (environ) », « au moins 30 », « s », « nd »."""
    if secret:
        return wording.SECRET
    if value is None:
        return wording.UNKNOWN
    return wording.bounded(value, value, value, precision)


def period(start: Any, end: Any, precision: str) -> str:
    """« 2021 à 2024 », « depuis 2021 », « jusqu'au 31/12/2024 », or nd."""
    first, last = day_of(start), day_of(end)
    if first and last:
        return wording.span(wording.day(first, precision), wording.day(last, precision))
    if first:
        return f"depuis {wording.day(first, precision)}"
    return f"jusqu'à {wording.day(last, precision)}" if last else wording.UNKNOWN


def late(decisions: Sequence[Row], when: str = "") -> str:
    """« , dont 2 en retard et 5 sans échéance connue », « , toutes en retard », of decisions that wait; what has no
    deadline is not on time.

    ``when``: the day of it, after a space."""
    over = sum(row["en_retard"] for row in decisions)
    undated = sum(row["echeance"] is None for row in decisions)
    for count, said in ((over, f"en retard{when}"), (undated, "sans échéance connue")):
        if count and count == len(decisions):
            return f", {said}" if count == 1 else f", toutes {said}"
    told = [f"{wording.number(over)} en retard{when}"] if over else []
    told += [f"{wording.number(undated)} sans échéance connue"] if undated else []
    return f", dont {wording.join(told)}" if told else ""
