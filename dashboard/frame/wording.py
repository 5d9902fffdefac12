"""French numbers, dates and sentences. Unknown is written « nd », never 0 and never an empty string."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pandas as pd
from babel import Locale
from babel.dates import format_date

from dashboard.frame.row import Row
from data import days
from data import french as written
from data.actors import PRODUCT
from queries import french

LOCALE = Locale.parse("fr_FR")
# Sentences written with the reading copy and those of the pages have the same figures.
NARROW, UNKNOWN, number = french.NARROW, french.UNKNOWN, french.number
plural, sentence = written.plural, written.sentence

SECRET, NOT_SIGNIFICANT, POINTLESS = french.SECRET, french.NOT_SIGNIFICANT, french.POINTLESS

MARKS = {
    UNKNOWN: "non disponible",
    SECRET: "secret statistique",
    NOT_SIGNIFICANT: "non significatif",
    POINTLESS: "sans objet",
}

GRANDEURS = {
    "participants_distincts": "participants",
    "participations": "participations",
    "familles": "familles",
    "personnes_mobilisees": "personnes mobilisées",
    "benevoles": "bénévoles",
    "professionnels": "professionnels",
    "habitants": "habitants",
    "seances": "séances",
    "reunions": "réunions",
    "questionnaires_envoyes": "questionnaires envoyés",
    "repondants": "répondants",
    "satisfaits": "satisfaits",
}
STRUCTURES = {
    "centre_social": "centre social",
    "evs": "espace de vie sociale",
    "ccas": "CCAS",
    "association": "association",
    "collectivite": "collectivité",
    "autre": "autre",
}
# Distances that pages and their maps speak of.
_BOUNDS_KM = (0, 5, 10, 20, 50)
# A space goes with a sign that ends or surrounds words, not with one that begins them (« ?page=2 »).
_SIGN = re.compile(r"[«»:;?!%€]")
_THIN = re.compile(r" (?=[;?!%€](?!\w))")
_WIDE = re.compile(r"(?<=«) | (?=[:»](?!\w))")


def unknown(value: Any) -> bool:
    """Whether a cell holds nothing: None, NaN, NaT or NA."""
    if value is None or isinstance(value, int | str | list):
        return value is None
    if isinstance(value, float):
        return math.isnan(value)
    return pd.api.types.is_scalar(value) and bool(pd.isna(value))


def euros(value: float | None) -> str:
    """« 40 000 € », « 1 234,50 € »; cents only when there are some."""
    return UNKNOWN if value is None or unknown(value) else written.euros(value)


def percent(fraction: float | None, decimals: int = 0, bounds: Sequence[float] = ()) -> str:
    """« 12,5 % » of a fraction of 1, told apart from 0, from 100 % and from the ``bounds`` (in %) that it is not."""
    return UNKNOWN if fraction is None or unknown(fraction) else written.percent(fraction, decimals, bounds)


def kilometres(km: float | None) -> str:
    """« 4,2 », « 12 », and « 10,004 » where 10 would say otherwise than the sentence beside it; « nd »."""
    return UNKNOWN if km is None or unknown(km) else written.apart(km, _BOUNDS_KM, 0 if km >= 10 else 1)


def share(part: float | None, whole: float | None) -> str:
    """« 3 sur 8 »; from ten on « 12 % (2 sur 16) »: a percentage of a handful would say more than it knows."""
    if part is None or whole is None or unknown(part) or unknown(whole):
        return UNKNOWN
    if whole == 0:
        return POINTLESS
    counts = f"{number(part)} sur {number(whole)}"
    return counts if whole < 10 else f"{percent(part / whole)} ({counts})"


def day(value: date | None, precision: str = "jour") -> str:
    """A date as precisely as it is known: « 31/12/2024 » (jour), « mai 2023 » (mois), « 2016 » (annee)."""
    if value is None or unknown(value) or precision == "inconnue":
        return UNKNOWN
    pattern = {"jour": "dd/MM/yyyy", "mois": "LLLL yyyy", "annee": "yyyy"}[precision]
    return str(format_date(value, format=pattern, locale=LOCALE))


def told_apart(names: Mapping[str, str]) -> dict[str, str]:
    """Identifier → words, those of one name with their identifier after them."""
    count = Counter(names.values())
    return {code: f"{name} [{code}]" if count[name] > 1 else name for code, name in names.items()}


def held(value: str | None, precision: str) -> str:
    """A session by its day (ISO): « séance du 15/11/2011 », « séance d'avril 2012 », « séance de 2012 », « séance sans
    date »."""
    if value is None or precision == "inconnue":
        return "séance sans date"
    said = day(date.fromisoformat(value), precision)
    if precision == "jour":
        return f"séance du {said}"
    return f"séance d'{said}" if said[0] in "ao" else f"séance de {said}"


def month(value: date, *, year: bool) -> str:
    """A month where there is little room: « janv. 2026 », « juin »."""
    return str(format_date(value, format="LLL yyyy" if year else "LLL", locale=LOCALE))


def moment(value: datetime | None) -> str:
    """« 22/11/2026 à 12:05 », Paris time; ``value`` is UTC without a zone, as the store keeps it."""
    return UNKNOWN if value is None or unknown(value) else f"{_local(value):%d/%m/%Y à %H:%M}"


def local_day(value: datetime | None) -> str:
    """The day of the same moment in Paris: just before midnight UTC it is already the next one."""
    return UNKNOWN if value is None or unknown(value) else f"{_local(value):%d/%m/%Y}"


def _local(value: datetime) -> pd.Timestamp:
    return pd.Timestamp(value).tz_localize("UTC").tz_convert(days.FRANCE)


def timestamp(text: str | None) -> datetime | None:
    """An ISO moment, as ``queries.tables.records`` writes it, read again."""
    return None if text is None else datetime.fromisoformat(text)


def author(name: str | None, reader: str) -> str:
    """Who wrote, in the words of who looks: an account of the machine (« root ») tells a reader nothing."""
    if name is None:
        return UNKNOWN
    return {PRODUCT.name: "le logiciel", reader: "une personne à ce poste"}.get(name, name)


def typographic(text: str) -> str:
    """The spaces of French signs made unbreakable, so that no line begins with a sign: narrow before ; ? ! % €."""
    return _WIDE.sub("\u00a0", _THIN.sub(NARROW, text)) if _SIGN.search(text) else text


def join(items: Sequence[str], last: str = "et") -> str:
    """« a », « a et b », « a, b et c »."""
    *first, end = items or [""]
    return f"{', '.join(first)} {last} {end}" if first else end


def quantity(row: Row) -> str:
    """A measure with its kind: « 550 (environ) », « au moins 1 000 », « 8 à 10 », « 24 (calculé) », or « s ».

    ``row`` has valeur, borne_basse, borne_haute, precision and secret, as the question ``mesures`` returns them.
    """
    if row["secret"]:
        return SECRET
    value, low, high = row["valeur"], row["borne_basse"], row["borne_haute"]
    return bounded(value, low, high, row["precision"], number)


def amount(row: Row) -> str:
    """The same for an amount (montant_eur, borne_basse_eur, borne_haute_eur, precision)."""
    return bounded(row["montant_eur"], row["borne_basse_eur"], row["borne_haute_eur"], row["precision"], euros)


def cost(row: Row, precision: str) -> str:
    """The same for a known cost (total_eur, bas_eur, haut_eur, as the reading copy tells them)."""
    return bounded(row["total_eur"], row["bas_eur"], row["haut_eur"], precision, euros)


def licence(name: str | None) -> str:
    """« Licence Ouverte 2.0 », « licence ODbL 1.0 », « licence nd »: the word once."""
    said = name or UNKNOWN
    return said if "licen" in said.lower() else f"licence {said}"


def span(low: str, high: str) -> str:
    """« 8 à 10 »; one figure when both are written the same."""
    return low if low == high else f"{low} à {high}"


def bounded(value: float | None, low: float | None, high: float | None, precision: str, write: Any = number) -> str:
    """A value or its bounds, written by ``write``, with the words of its precision."""
    if precision == "intervalle":
        return span(write(low), write(high))
    if precision == "minimum":
        return f"au moins {write(low if unknown(value) else value)}"
    if precision == "maximum":
        return f"au plus {write(high if unknown(value) else value)}"
    kind = {"exacte": "", "approchee": " (environ)", "calculee": " (calculé)"}[precision]
    return f"{write(value)}{kind}"


def total(value: float | None, low: float | None, high: float | None, about: bool = False, write: Any = number) -> str:
    """A total as surely as it is known: « 141 », « environ 141 », « au moins 198 », « entre 138 et 144 », or nd.

    ``low`` and ``high`` are its bounds, ``high`` None when nothing says the most; without ``low`` none are published,
    and ``value`` stands alone. ``about``: some of what was added up is approximate.
    """
    nearly = "environ " if about else ""
    if low is None or unknown(low):
        return UNKNOWN if value is None or unknown(value) else f"{nearly}{write(value)}"
    if high is None or unknown(high):
        return f"au moins {write(low)}{' (environ)' if about else ''}"
    if write(low) == write(high):
        return f"{nearly}{write(low)}"
    return f"entre {nearly}{write(low)} et {write(high)}"


def narrow_total(value: float | None, low: float | None, high: float | None, about: bool, write: Any = number) -> str:
    """The same for a narrow cell: « 141 », « env. 141 », « 198 et plus », « 138 à 144 »."""
    nearly = "env. " if about else ""
    if low is None or unknown(low):
        return UNKNOWN if value is None or unknown(value) else f"{nearly}{write(value)}"
    if high is None or unknown(high):
        return f"{nearly}{write(low)} et plus"
    return f"{nearly}{span(write(low), write(high))}"


def bounds_told(low: float | None, high: float | None, n_bounds: int, withheld: bool = False) -> str:
    """What is certain of a total, and what was added up in it without being one number; "" when all is exact.

    « Entre 138 et 144 : 1 dit par un minimum, un maximum ou un intervalle ». ``withheld``: a count that bounds say is
    not published, so that nothing says the most, and the sentence says why.
    """
    said = "dit" if n_bounds == 1 else "dits"
    told = f"{number(n_bounds)} {said} par un minimum, un maximum ou un intervalle" if n_bounds else ""
    sure = sentence(total(None, low, high))
    if withheld:
        return f"{sure} : un nombre secret, au moins, est dit par des bornes{f' ; {told}' if told else ''}"
    return f"{sure} : {told}" if told else ""
