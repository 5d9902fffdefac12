"""From what is typed to values. What cannot be read gives a value that the checks of the data refuse, and why."""

import calendar
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from data.entering.forms import UNKNOWN_DAY, Day
from data.reading.dates import parse_date
from data.reading.numbers import parse_amount, parse_number

T = TypeVar("T")
UNREADABLE = Day(None, "jour")


@dataclass
class Read:
    """Values as they are read, and what could not be: field of the form → why, in French."""

    wrong: dict[str, str] = field(default_factory=dict)

    def number(self, name: str, text: str | None) -> float | None:
        """« 1 234,5 »; None when empty."""
        return _float(self._read(name, text, parse_number, Decimal(-1)))

    def euros(self, name: str, text: str | None) -> float | None:
        """« 1 234,50 € » in euros; None when empty."""
        return _float(self._read(name, text, parse_amount, Decimal(-1)))

    def whole(self, name: str, text: str | None) -> int | None:
        """A whole number; None when empty."""
        found = self._read(name, text, parse_number, Decimal(-1))
        if found is not None and found != found.to_integral_value():
            self.wrong[name] = f"« {text} » : un nombre entier est attendu"
            return -1
        return None if found is None else int(found)

    def day(self, name: str, text: str | None, *, last: bool = False) -> Day:
        """A day with its precision; ``last``: of a month or year, its last day (an end), as the fiches write it."""
        found = self._read(name, text, parse_date, UNREADABLE)
        if found is None:
            return UNKNOWN_DAY
        if isinstance(found, Day):
            return found
        return Day(_last(found.jour, found.precision) if last else found.jour, found.precision)

    def date(self, name: str, text: str | None) -> date | None:
        """A day known as such; None when empty."""
        found = self.day(name, text)
        if found.precision not in ("jour", "inconnue"):
            self.wrong[name] = f"« {text} » : un jour est attendu (31/12/2024)"
        return date.min if name in self.wrong else found.day

    def _read(self, name: str, text: str | None, parse: Callable[[str], T | None], otherwise: Any) -> Any:
        try:
            return parse(text or "")
        except ValueError as error:
            self.wrong[name] = str(error)
            return otherwise


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _last(day: date, precision: str) -> date:
    if precision == "annee":
        return day.replace(month=12, day=31)
    if precision == "mois":
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day
