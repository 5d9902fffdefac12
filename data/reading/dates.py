"""Reader of French dates with their precision: day, month or year."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from data import days
from data.reading.text import flatten

Precision = Literal["jour", "mois", "annee"]

MONTHS = {
    name: number
    for number, name in enumerate(
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split(), start=1
    )
}
_SHORT = {"janv": 1, "fev": 2, "fevr": 2, "avr": 4, "juil": 7, "sept": 9, "oct": 10, "nov": 11, "dec": 12}
_DAYS = "lundi mardi mercredi jeudi vendredi samedi dimanche".split()
_FIRST_YEAR, _LAST_YEAR = 1900, 2100

_MONTH_NAME = f"(?:{'|'.join(MONTHS)}|(?:{'|'.join(_SHORT)})\\.?)"
MONTH_PATTERN = f"(?:{'|'.join(MONTHS)})"
DATE_PATTERN = (
    rf"(?:(?:{'|'.join(_DAYS)}) )?(?:1er|[0-9]{{1,2}}) {_MONTH_NAME} [0-9]{{4}}"
    rf"|[0-9]{{1,2}}[/.-][0-9]{{1,2}}[/.-][0-9]{{4}}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}"
    rf"|{_MONTH_NAME} [0-9]{{4}}|[0-9]{{1,2}}/[0-9]{{4}}|(?:19|20)[0-9]{{2}}"
)
_WORDED = re.compile(rf"(?:({'|'.join(_DAYS)}) )?(1er|[0-9]{{1,2}}) ({_MONTH_NAME}) ([0-9]{{4}})")
_FIGURES = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
_ISO = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_COMPACT = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_ISO_MONTH = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})")
_MONTH = re.compile(rf"({_MONTH_NAME}) ([0-9]{{4}})")
_MONTH_FIGURES = re.compile(r"([0-9]{1,2})/([0-9]{4})")
_YEAR = re.compile(r"(?:(?:annee|exercice) )?([0-9]{4})(?:[.,]0)?")


@dataclass(frozen=True)
class ReadDate:
    """A date as written: the first day of what is known, and how much of it is known."""

    jour: date
    precision: Precision


def parse_date(text: str, shown: str | None = None) -> ReadDate | None:
    """Read « 31/12/2024 », « 2017/09/08 », « 20240605 », « samedi 9 décembre 2023 », « mai 2023 », « 2018-04 », « Année
    2016 »; None when empty. ``shown``: what errors quote, where the text was made from another.

    The cells of a column are read by ``columns.dates``, which knows whether the month comes first.

    ValueError (French) for anything else, for a day that does not exist and for a day of the week that is wrong.
    """
    shown = text if shown is None else shown
    bare = " ".join(flatten(text).split())
    if not bare:
        return None
    if match := _WORDED.fullmatch(bare):
        day = 1 if match[2] == "1er" else int(match[2])
        return _day(shown, int(match[4]), _month_number(match[3]), day, match[1])
    if match := _FIGURES.fullmatch(bare):
        return _day(shown, int(match[4]), int(match[3]), int(match[1]))
    if match := _ISO.fullmatch(bare):
        return _day(shown, int(match[1]), int(match[3]), int(match[4]))
    if match := _COMPACT.fullmatch(bare):
        return _day(shown, int(match[1]), int(match[2]), int(match[3]))
    if match := _ISO_MONTH.fullmatch(bare):
        return ReadDate(_day(shown, int(match[1]), int(match[2]), 1).jour, "mois")
    if match := _MONTH.fullmatch(bare):
        return ReadDate(_day(shown, int(match[2]), _month_number(match[1]), 1).jour, "mois")
    if match := _MONTH_FIGURES.fullmatch(bare):
        return ReadDate(_day(shown, int(match[2]), int(match[1]), 1).jour, "mois")
    if match := _YEAR.fullmatch(bare):
        return ReadDate(_day(shown, int(match[1]), 1, 1).jour, "annee")
    raise ValueError(
        f"« {shown.strip()} » : ce n'est pas une date (attendu 31/12/2024, 9 décembre 2023, mai 2023, 2016)"
    )


def day_of_moment(text: str) -> date | None:
    """The day of « 2024-06-05T14:30:00 » (ISO 8601); None for what is no moment.

    With an offset, the day is the one written, where it was written. « Z » is universal time, and the day that of
    metropolitan France: « 2024-12-31T23:30:00Z » is 1 January 2025. ValueError for a day that does not exist.
    """
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise ValueError(f"« {text.strip()} » : ce jour ou cette heure n'existe pas : vérifiez-le") from error
    return days.of(moment) if match[1] == "Z" else moment.date()


def _month_number(name: str) -> int:
    bare = name.rstrip(".")
    return MONTHS.get(bare) or _SHORT[bare]


def _day(text: str, year: int, month: int, day: int, weekday: str | None = None) -> ReadDate:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ValueError(f"« {text.strip()} » : année hors de {_FIRST_YEAR}–{_LAST_YEAR}")
    try:
        read = date(year, month, day)
    except ValueError as error:
        raise ValueError(f"« {text.strip()} » : ce jour n'existe pas dans le calendrier : vérifiez-le") from error
    if weekday and _DAYS[read.weekday()] != weekday:
        raise ValueError(f"« {text.strip()} » : ce jour était un {_DAYS[read.weekday()]} : corrigez le jour ou la date")
    return ReadDate(read, "jour")
