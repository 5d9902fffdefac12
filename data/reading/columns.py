"""One cell is never read alone: how a whole column writes its numbers and dates, then each of its cells.

« 12,500 » is twelve and a half or twelve thousand five hundred, « 05/06/2024 » is June or May: what the other cells of
the column prove decides; what none proves is refused, with a remedy that has one reading.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from data.reading.dates import ReadDate, day_of_moment, parse_date
from data.reading.numbers import SPACES, bare_amount, in_thousands, parse_amount, parse_number
from data.reading.workbook import Formatted

Mark = Literal["milliers", "decimales"]
Order = Literal["jour", "mois"]

# Alone, one cell with three digits after its mark proves nothing; two or more, with no other writing beside them, do.
_ENOUGH = 2
# So many cells with one or two decimals make a column of decimals, where numbers may have any number of them.
_MANY = 20
_GROUPED = re.compile(rf"[-+−]?[1-9][0-9]{{0,2}}(?:[{SPACES}'’][0-9]{{3}})+(?![0-9])")
_SHAPES = {
    mark: (
        re.compile(rf"[-+−]?[0-9]{{1,3}}{sign}[0-9]{{3}}"),
        re.compile(rf"[-+−]?[0-9]{{1,3}}(?:{sign}[0-9]{{3}})+(?:{other}[0-9]+|{sign}[0-9]{{3}})"),
        re.compile(rf"[-+−]?[0-9{SPACES}'’]+{sign}[0-9]+|[-+−]?[0-9]{{1,3}}(?:{other}[0-9]{{3}})+{sign}[0-9]+"),
    )
    for mark, sign, other in ((",", ",", r"\."), (".", r"\.", ","))
}
_ZERO = re.compile(r"[-+−]?0+[,.]")
_FIGURES = re.compile(r"\s*([0-9]{1,2})([/-])([0-9]{1,2})\2[0-9]{4}(?![0-9]).*", re.DOTALL)


@dataclass(frozen=True)
class Numbers:
    """What the comma and the point of a column are; None where its cells do not prove it.

    ``decimals``: how many its numbers may have (0 for counts, 2 for euros, None when any).
    """

    comma: Mark | None
    point: Mark | None
    decimals: int | None

    def number(self, cell: object) -> Decimal | None:
        """The number of a cell, None when empty; ValueError (French) when it has none, or more than one reading."""
        return self._read(cell, in_euros=False)

    def amount(self, cell: object) -> Decimal | None:
        """As ``number``, with or without its unit (€, euros, k€)."""
        return self._read(cell, in_euros=True)

    def _read(self, cell: object, *, in_euros: bool) -> Decimal | None:
        if cell is None:
            return None
        if isinstance(cell, bool | date | datetime):
            raise ValueError(f"« {cell} » : ce n'est pas un nombre")
        if in_euros and isinstance(cell, Formatted):
            raise ValueError(f"« {cell} » : la feuille l'affiche en « {cell.unit} », ce n'est pas un montant en euros")
        if isinstance(cell, int | float | Decimal):
            value = Decimal(str(cell))
            if not value.is_finite():
                raise ValueError(f"« {cell} » : ce n'est pas un nombre")
            return value
        text = self._plain(str(cell))
        return parse_amount(text) if in_euros else parse_number(text)

    def _plain(self, text: str) -> str:
        """The text with one reading left; ValueError when the column leaves it two."""
        bare = bare_amount(text)
        if in_thousands(text) and any(_doubtful(bare, mark) for mark in _SHAPES):
            # A thousand euros has three decimals: a column of euros proves nothing of it.
            raise ValueError(f"« {text.strip()} » : ambigu, des milliers ou trois décimales ? Écrivez-le en euros")
        if _SHAPES[","][1].fullmatch(bare):
            return text.replace(",", "")
        for mark, meaning, word in ((",", self.comma, "la virgule"), (".", self.point, "le point")):
            if not _SHAPES[mark][0].fullmatch(bare) or _ZERO.match(bare):
                continue
            if meaning == "milliers":
                return text.replace(mark, "")
            if meaning == "decimales":
                # A nought more changes nothing, and « 1.2500 » has one reading.
                return text.replace(bare, f"{bare}0")
            raise ValueError(
                f"« {text.strip()} » : ambigu, {word} sépare-t-{'elle' if mark == ',' else 'il'} des milliers ou des "
                f"décimales ? Rien dans la colonne ne le prouve. {_remedy(bare, mark, self.decimals)}"
            )
        return text


def numbers(
    cells: Iterable[object], decimals: int | None = None, fits: Callable[[Decimal], bool] | None = None
) -> Numbers:
    """The notation that the cells of a column prove, ``decimals`` being how many their numbers may have.

    ``numbers(column, decimals=2).amount(cell)`` reads euros, ``numbers(column, decimals=0).number(cell)`` counts.
    ``fits`` tells whether a number may stand in the column: thousands that would not are decimals.
    """
    texts = {bare_amount(cell) for cell in cells if isinstance(cell, str) and not in_thousands(cell)} - {""}
    proofs = {mark: _proofs(texts, mark) for mark in _SHAPES}
    other = {",": ".", ".": ","}
    found = {
        mark: _meaning(texts, mark, decimals, proofs[mark] | {_opposite(proof) for proof in proofs[other[mark]]})
        for mark in _SHAPES
    }
    for mark in _SHAPES:
        if decimals is not None and not any(proofs.values()) and _only_thousands(texts, mark, other[mark]):
            found[mark] = "milliers"
        if found[mark] is None and fits and "milliers" not in proofs[mark] and _beyond(texts, mark, fits):
            found[mark] = "decimales"
    return Numbers(found[","], found["."], decimals)


def _meaning(texts: Iterable[str], mark: str, decimals: int | None, proofs: set[Mark]) -> Mark | None:
    """What three digits after a mark are, from what the rest of the column proves."""
    if len(proofs) != 1:
        return None
    (meaning,) = proofs
    if meaning == "milliers":
        return meaning
    if decimals is None:
        return meaning if _many_decimals(texts, mark) else None
    # Neither cents nor, where the mark cuts cents, thousands; unless the column always writes three decimals.
    return meaning if decimals and _three_decimals(texts, mark) else None


def _many_decimals(texts: Iterable[str], mark: str) -> bool:
    """Whether a column, whose mark cuts decimals, holds numbers with three of them or more, or very many decimals.

    « 25,7 » beside « 19,762 » may come from another file than it: two notations stand in one column.
    """
    tails = [text.rpartition(mark)[2] for text in texts if mark in text and not _doubtful(text, mark)]
    return any(len(tail) > 2 for tail in tails) or len(tails) >= _MANY


def _beyond(texts: Iterable[str], mark: str, fits: Callable[[Decimal], bool]) -> bool:
    """Whether thousands would make a number that cannot stand in the column."""
    doubtful = (text for text in texts if _doubtful(text, mark))
    return any(not fits(Decimal(text.replace(mark, "").replace("−", "-"))) for text in doubtful)


def _doubtful(text: str, mark: str) -> bool:
    return mark in text and bool(_SHAPES[mark][0].fullmatch(text)) and not _ZERO.match(text)


def _proofs(texts: Iterable[str], mark: str) -> set[Mark]:
    """What cells that have one reading by themselves say of a mark."""
    _, thousands, decimal = _SHAPES[mark]
    found: set[Mark] = set()
    for text in (text for text in texts if mark in text):
        if thousands.fullmatch(text):
            found.add("milliers")
        elif decimal.fullmatch(text) and not _doubtful(text, mark):
            found.add("decimales")
    return found


def _three_decimals(texts: Iterable[str], mark: str) -> bool:
    """Whether the column always writes three decimals, « 1250,500 » or « 0,500 » among them."""
    marked = [text for text in texts if mark in text]
    return all(len(text.rpartition(mark)[2]) == 3 for text in marked) and not all(
        _doubtful(text, mark) for text in marked
    )


def _only_thousands(texts: Iterable[str], mark: str, other: str) -> bool:
    """Whether thousands are the only reading: no such number has three decimals, and no cell writes them otherwise."""
    if sum(_doubtful(text, mark) for text in texts) < _ENOUGH or any(_doubtful(text, other) for text in texts):
        return False
    return not any(_GROUPED.match(text) or re.fullmatch(r"[-+−]?[0-9]{4,}", text) for text in texts)


def _opposite(mark: Mark) -> Mark:
    return "decimales" if mark == "milliers" else "milliers"


def _remedy(bare: str, mark: str, decimals: int | None) -> str:
    """Two writings, each of which has one reading."""
    whole, _, tail = bare.partition(mark)
    if decimals == 0:
        return f"Écrivez {whole}{tail}"
    if decimals == 2 and not tail.endswith("0"):
        return f"Un montant n'a pas plus de deux décimales. Écrivez {whole}{tail}"
    # Neither writing is itself ambiguous: « 19,7620 » has four decimals.
    decimal = f"{tail}0" if decimals is None else tail.rstrip("0").ljust(1, "0")
    return f"Écrivez {whole}{tail} ou {whole},{decimal}"


@dataclass(frozen=True)
class Dates:
    """Which figure comes first in the dates of a column, the day or the month; None when its cells do not prove it."""

    order: Order | None
    contradicts: bool = False

    def date(self, cell: object) -> ReadDate | None:
        """The date of a cell, None when empty; ValueError (French) when it is none, or has two readings."""
        if cell is None:
            return None
        if isinstance(cell, datetime):
            return ReadDate(cell.date(), "jour")
        if isinstance(cell, date):
            return ReadDate(cell, "jour")
        text = str(cell)
        match = _FIGURES.fullmatch(text)
        if not match or match[1].zfill(2) == match[3].zfill(2):
            return parse_date(text)
        if max(int(match[1]), int(match[3])) <= 12 and self.order is None:
            why = "la colonne contient les deux ordres" if self.contradicts else "rien dans la colonne ne le prouve"
            raise ValueError(f"« {text.strip()} » : jour/mois ou mois/jour ? {why}. Écrivez AAAA-MM-JJ")
        month_first = self.order == "mois" if max(int(match[1]), int(match[3])) <= 12 else int(match[3]) > 12
        if not month_first:
            return parse_date(text)
        cut = match[2]
        return parse_date(f"{match[3]}{cut}{match[1]}{cut}{text.strip().split(cut, 2)[2]}", text)


def dates(cells: Iterable[object]) -> Dates:
    """The order that the cells of a column prove: « 03/14/2024 » makes « 05/06/2024 » the 6th of May."""
    orders: set[Order] = set()
    for cell in cells:
        match = _FIGURES.fullmatch(cell) if isinstance(cell, str) else None
        if match and int(match[1]) > 12 >= int(match[3]):
            orders.add("jour")
        elif match and int(match[3]) > 12 >= int(match[1]):
            orders.add("mois")
    return Dates(orders.pop()) if len(orders) == 1 else Dates(None, contradicts=len(orders) == 2)


# A year among words or in a date, and not a piece of a longer number.
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
# « 2 024 »: a spreadsheet that shows a year as a number.
_GROUPED_YEAR = re.compile(rf"(1(?=[{SPACES}]9)|2(?=[{SPACES}]0))[{SPACES}]([0-9]{{3}})")
_COMPACT_DAY = re.compile(r"[0-9]{8}")
_FLOAT_YEAR = re.compile(r"((?:19|20)[0-9]{2})[.,]0+")


def year(cell: object) -> int | None:
    """The one year that a cell says (2024, « 2024.0 », « 2 024 », « Année 2024 », « mars 2018 », « 2017/09/08 »); None
    when empty.

    ValueError (French) when it says none, or several.
    """
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    if isinstance(cell, date):
        return cell.year
    text = str(cell).strip()
    if match := _FLOAT_YEAR.fullmatch(text):
        return int(match[1])
    if match := _GROUPED_YEAR.fullmatch(text):
        return int(match[1] + match[2])
    day = parse_date(text) if _COMPACT_DAY.fullmatch(text) else None
    if moment := day.jour if day else day_of_moment(text):
        return moment.year
    found = set(_YEAR.findall(text))
    if len(found) != 1 or (not text.isdecimal() and parse_or_none(text) is not None):
        raise ValueError(f"« {text[:80]} » : une année est attendue (AAAA)")
    return int(found.pop())


def parse_or_none(text: str) -> Decimal | None:
    """A number, None when it is none."""
    try:
        return parse_amount(text)
    except ValueError:
        return None


_FLOAT_CODE = re.compile(r"([0-9]+)[.,]0+")


def code(cell: object) -> str | None:
    """A code as written, without the decimal noughts that a spreadsheet gives to digits (60.0, « 3190.0 »); None when
    empty."""
    if cell is None or isinstance(cell, bool):
        return None if cell is None else str(cell)
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else " ".join(str(cell).split())
    match = _FLOAT_CODE.fullmatch(text)
    return match[1] if match else text or None
