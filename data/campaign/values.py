"""Between a cell of a campaign workbook and a value of a form: each is told one way, which is read back the same."""

import calendar
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from data.campaign.sheets import Asked
from data.entering.forms import Day, Place, Public
from data.identifiers import fold
from data.importers.tableaux import cells
from data.importers.tableaux.description import Column
from data.reading.dates import ReadDate
from data.reading.workbook import Cell
from geo.communes import territory

Read = Callable[[Cell], Any]
_BOUNDED: Mapping[str, str] = {
    "au moins": "minimum",
    "plus de": "minimum",
    "au plus": "maximum",
    "environ": "approchee",
}
_WORDS = {"minimum": "au moins {}", "maximum": "au plus {}", "approchee": "environ {}", "calculee": "{} (calculé)"}
_AGED = re.compile(r"(?P<public>.+?)\s*\(\s*(?P<low>\d{0,3})\s*(?:à|-|–)\s*(?P<high>\d{0,3})\s*ans\s*\)")
_BETWEEN = re.compile(r"(?:entre\s+)?(.+?)\s+(?:à|et)\s+(.+)")
_CALCULATED = re.compile(r"(.+?)\s*\(calcul\w*\)")
_CODED = re.compile(r"([0-9][0-9AB][0-9]{3})\b\s*(.*)")
SEVERAL = " ; "


@dataclass(frozen=True)
class Figure:
    """A number with its precision, as ``Quantity`` and ``Amount`` say it."""

    precision: str
    value: float | None = None
    low: float | None = None
    high: float | None = None


def reader(asked: Asked, heading: str, written: Sequence[Cell], departement: str | None) -> Read:
    """How the cells of a column are read, ``written`` being all of them; ValueError (French) for what cannot be.

    ``departement``: where communes are looked for by name.
    """
    column = asked.column
    if asked.sort == "figure":
        return _figures(column, heading, written)
    parse = cells.parser(column, heading, written)
    if asked.sort == "publics":
        return lambda cell: tuple(_public(text) for text in parse(cell))
    match column.type:
        case "communes":
            return lambda cell: tuple(Place(_commune(text, departement)) for text in parse(cell))
        case "date" | "jour":
            return lambda cell: _day(parse(cell), last=column.ends)
        case "code":
            return lambda cell: None if cell is None else str(cell).removesuffix(".0")
    return parse


def _figures(column: Column, heading: str, written: Sequence[Cell]) -> Read:
    """A number alone is exact; words say otherwise."""
    bare = [part for cell in written for part in _numbers_of(cell)]
    parse = cells.parser(column, heading, bare)

    def number(cell: Cell) -> float:
        found = parse(cell)
        if found is None:
            raise ValueError(f"« {cell} » : un nombre est attendu")
        return float(found)

    def read(cell: Cell) -> Figure | None:
        if not isinstance(cell, str):
            return None if cell is None else Figure("exacte", number(cell))
        text = " ".join(cell.split())
        if match := _CALCULATED.fullmatch(text):
            return Figure("calculee", number(match[1]))
        for words, precision in _BOUNDED.items():
            if fold(text).startswith(f"{words} "):
                return _bounded(precision, number(text[len(words) :].strip()))
        if match := _BETWEEN.fullmatch(text):
            return Figure("intervalle", low=number(match[1]), high=number(match[2]))
        return Figure("exacte", number(text)) if text else None

    return read


def _numbers_of(cell: Cell) -> list[Cell]:
    """The numbers that a cell says, without the words around them."""
    if not isinstance(cell, str):
        return [cell]
    return list(re.findall(r"[0-9][0-9\s.,]*[0-9]|[0-9]", cell))


def _bounded(precision: str, number: float) -> Figure:
    if precision == "minimum":
        return Figure(precision, low=number)
    return Figure(precision, high=number) if precision == "maximum" else Figure(precision, number)


def _public(text: str) -> Public:
    match = _AGED.fullmatch(text)
    if match is None:
        if re.search(r"\d\s*ans", text):
            raise ValueError(f"« {text} » : écrivez l'âge ainsi, « Familles (3 à 11 ans) »")
        return Public(text)
    low, high = (int(match[name]) if match[name] else None for name in ("low", "high"))
    return Public(match["public"], low, high)


def _commune(text: str, departement: str | None) -> str:
    """The code that a cell says; a name beside it must be that of the code."""
    match = _CODED.fullmatch(text)
    if match is None:
        return cells.commune(text, departement)
    code = cells.commune(match[1], departement)
    known = territory().commune(code)
    if match[2] and known is not None and fold(match[2]) != fold(known.nom):
        raise ValueError(f"« {text} » : le code {code} est celui de {known.nom}. Corrigez le code, ou le nom")
    return code


def _day(read: ReadDate | None, *, last: bool) -> Day | None:
    if read is None:
        return None
    day = read.jour
    if last and read.precision == "annee":
        day = day.replace(month=12, day=31)
    if last and read.precision == "mois":
        day = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return Day(day, read.precision)


def told(asked: Asked, value: Any) -> str:
    """A value as the workbook writes it, "" when unknown; what ``reader`` reads back as this value."""
    match value:
        case None | ():
            return ""
        case Figure():
            return _figure(value)
        case Day():
            return day(value.day, value.precision)
        case tuple():
            return listed(map(_one, value))
        case int() | float() | Decimal():
            return number(value)
    if asked.column.choices:
        return {code: label for label, code in asked.column.choices.items()}.get(str(value), str(value))
    return str(value)


def listed(told: Iterable[str]) -> str:
    """Several values in one cell: in an order of their own, since theirs means nothing."""
    return SEVERAL.join(sorted(told))


def _one(value: Any) -> str:
    match value:
        case Place():
            return commune(str(value.code_commune))
        case Public(age_min=None, age_max=None):
            return value.public
        case Public():
            low, high = ("" if age is None else str(age) for age in (value.age_min, value.age_max))
            return f"{value.public} ({low} à {high} ans)"
    return str(value)


def commune(code: str) -> str:
    """« 03190 Moulins »."""
    known = territory().commune(code)
    return code if known is None else f"{code} {known.nom}"


def _figure(said: Figure) -> str:
    if said.precision == "intervalle":
        return f"{number(said.low)} à {number(said.high)}"
    shown = next((bound for bound in (said.value, said.low, said.high) if bound is not None), None)
    return _WORDS.get(said.precision, "{}").format(number(shown))


def number(value: float | Decimal | None) -> str:
    """« 3333,33 », « 12 »: no separator of thousands."""
    if value is None:
        return ""
    plain = format(Decimal(str(value)).normalize(), "f")
    return plain.replace(".", ",")


def day(value: date | None, precision: str | None) -> str:
    """« 31/12/2024 », « 12/2024 » or « 2024 », as precisely as it is known."""
    if value is None or precision == "inconnue":
        return ""
    return {"mois": f"{value:%m/%Y}", "annee": f"{value:%Y}"}.get(precision or "jour", f"{value:%d/%m/%Y}")
