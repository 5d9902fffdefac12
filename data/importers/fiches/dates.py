"""When an action began and ended, only where the words are about the action itself and agree with each other."""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from data.reading.dates import DATE_PATTERN, MONTH_PATTERN, ReadDate, parse_date
from data.reading.text import flatten

_ACTION = (
    r"(?:actions?|ateliers?|activites?|projets?|rendez-vous|evenements?|manifestations?|permanences?|semaines?|journees?"
    r"|fetes?|festivals?|editions?|rencontres?|experimentations?|dispositifs?|initiatives?)"
)
_SUBJECT = rf"(?<!\w)(?:cet(?:te)? |l'|la |le |les |ces |notre |nos |un |une ){_ACTION}(?!\w)"
_AT = r"(?: ?:)?(?: (?:en|le|au|depuis|des|du))?(?: le)?(?: mois de?)?(?: la rentree(?: de)?)? ?(?:d')?"
_BEGUN = (
    r"(?:debute(?:r|e|s|es)*|commence(?:r|e|s|es)*|demarre(?:r|e|s|es)*|(?:ete )?(?:lance|cree|initie)(?:e|s)*|nee?s?)"
)
_DATE = rf"(?P<date>{DATE_PATTERN})(?![\w/])"
_HELD = r"(?:s'est|se sont) (?:tenu|deroule|passe)(?:e|s)*|(?:a|ont|avait|avaient) eu lieu"

_STARTS = (
    rf"^[-•* ]*(?:{_BEGUN}|debut|demarrage)(?: de l'action| du projet)?{_AT}{_DATE}",
    rf"{_SUBJECT}[^.;:]{{0,40}}? (?:a|est|ont|sont|s'est)(?: ete)? {_BEGUN}{_AT}{_DATE}",
    rf"(?:debut|demarrage|lancement) (?:de l'action|du projet|de l'atelier)(?: effecti(?:f|ve))?{_AT}{_DATE}",
    rf"{_SUBJECT}[^.;:]{{0,120}}? depuis (?:le |la )?{_DATE}",
    rf"{_ACTION}[^.;:]{{0,40}}? (?:existe|propose|organise|mis en place)[^.;:]{{0,20}}? depuis {_DATE}",
    rf"^[-•* ]*depuis (?:le |la )?{_DATE},? (?:des |les |ces |nos |cet(?:te)? |l'|la |le |une? ){_ACTION}(?!\w)",
    rf"^[-•* ]*a partir (?:de |d'|du ){_DATE} ?: mise en place d(?:'une? |es |e l'|e la |e |u |'){_ACTION}(?!\w)",
    rf"(?:^|[ '])(?:la |le )?premi(?:ere?|er) \w+ (?:a eu lieu|avait lieu|avait eu lieu|s'est tenue?){_AT}{_DATE}",
)
_ENDS = (
    rf"^[-•* ]*fin(?: de l'action| du projet| prevue)?{_AT}{_DATE}",
    rf"(?<!\w)fin (?:de l'action|du projet){_AT}{_DATE}",
    rf"{_SUBJECT}[^.;:]{{0,40}}? (?:s'est|est|a ete) (?:terminee?|achevee?|cloturee?|arretee?){_AT}{_DATE}",
)
_EVENTS = (rf"{_SUBJECT}[^.;:]{{0,40}}? (?:{_HELD}){_AT}{_DATE}",)
_MONTHS = (
    rf"{_SUBJECT}[^.;:]{{0,40}}? (?:{_HELD}) (?:en|de) (?P<debut>{MONTH_PATTERN})(?: et| a| puis) "
    rf"(?P<fin>{MONTH_PATTERN}) (?P<annee>[0-9]{{4}})"
)
_SPAN = (
    rf"{_SUBJECT}[^.;:]{{0,40}}? (?:{_HELD}) du (?P<jour>1er|[0-9]{{1,2}})(?: (?P<mois>{MONTH_PATTERN}))? "
    rf"au (?P<fin>(?:1er|[0-9]{{1,2}}) (?P<mois_fin>{MONTH_PATTERN}) (?P<annee>[0-9]{{4}}))"
)
_RUN = (
    rf"(?<!\w){_ACTION} (?:(?:a|ont|est|sont) )?(?:ete )?"
    r"(?:developpee?s?|menee?s?|realisee?s?|organisee?s?|conduite?s?|deroulee?s?) (?:de |d')"
    rf"(?P<debut>{MONTH_PATTERN} [0-9]{{4}}) (?:a|jusqu'en|jusqu'a) (?P<fin>{MONTH_PATTERN} [0-9]{{4}})(?![\w/])"
)


@dataclass(frozen=True)
class Period:
    """Beginning and end of an action, as (date, precision); (None, « inconnue ») where nothing sure is said.

    The beginning is the first day of what is known, the end its last day.
    """

    debut: date | None = None
    debut_precision: str = "inconnue"
    fin: date | None = None
    fin_precision: str = "inconnue"

    @property
    def annee(self) -> int | None:
        """The year in which the whole action took place, None when it is not sure."""
        if self.debut is None or self.fin is None or self.debut.year != self.fin.year:
            return None
        return self.debut.year


def read_period(texts: Iterable[str]) -> Period:
    """The period of an action from its texts; what is impossible, doubtful or contradictory stays unknown."""
    starts: list[ReadDate] = []
    ends: list[ReadDate] = []
    for text in texts:
        for line in text.split("\n"):
            flat = " ".join(flatten(line).split())
            both = _matches(_EVENTS, flat)
            first, last = _spans(flat)
            starts += [*_matches(_STARTS, flat), *both, *first]
            ends += [*_matches(_ENDS, flat), *both, *last]
    start, end = _agreed(starts), _agreed(ends)
    if start and end and start.jour > _last_day(end):
        return Period()
    return Period(
        start.jour if start else None,
        start.precision if start else "inconnue",
        _last_day(end) if end else None,
        end.precision if end else "inconnue",
    )


def _matches(patterns: Iterable[str], flat: str) -> list[ReadDate]:
    found = []
    for pattern in patterns:
        found += [read for match in re.finditer(pattern, flat) if (read := _read(match["date"]))]
    return found


def _spans(flat: str) -> tuple[list[ReadDate], list[ReadDate]]:
    """« en mai et juin 2022 », « du 3 au 7 juillet 2023 », « de mai 2022 à juin 2023 »: (beginnings, ends)."""
    pairs = [
        (f"{match['debut']} {match['annee']}", f"{match['fin']} {match['annee']}")
        for match in re.finditer(_MONTHS, flat)
    ]
    pairs += [
        (f"{match['jour']} {match['mois'] or match['mois_fin']} {match['annee']}", match["fin"])
        for match in re.finditer(_SPAN, flat)
    ]
    pairs += [(match["debut"], match["fin"]) for match in re.finditer(_RUN, flat)]
    read = [(start, end) for first, last in pairs if (start := _read(first)) and (end := _read(last))]
    return [start for start, _ in read], [end for _, end in read]


def _read(words: str) -> ReadDate | None:
    """A date found in a text; an impossible one says nothing sure."""
    try:
        return parse_date(words)
    except ValueError:
        return None


def _agreed(dates: list[ReadDate]) -> ReadDate | None:
    """The most precise of several dates if all the others contain it, None otherwise."""
    if not dates:
        return None
    order = ("jour", "mois", "annee")
    finest = min(dates, key=lambda read: order.index(read.precision))
    agree = all(read.jour <= finest.jour and _last_day(finest) <= _last_day(read) for read in dates)
    return finest if agree else None


def _last_day(read: ReadDate) -> date:
    if read.precision == "annee":
        return date(read.jour.year, 12, 31)
    if read.precision == "mois":
        return read.jour.replace(day=calendar.monthrange(read.jour.year, read.jour.month)[1])
    return read.jour
