"""Strict reader of French numbers: one reading or none, never a guess."""

import re
from decimal import Decimal
from functools import lru_cache

from data.identifiers import fold

SPACES = " \u00a0\u2009\u202f"
MAX_CHARACTERS = 40

_GROUP = f"[{SPACES}'’]"
_FRENCH = re.compile(rf"([-+−]?)([0-9]{{1,3}}(?:({_GROUP})[0-9]{{3}}(?:\3[0-9]{{3}})*)|[0-9]+)(?:,([0-9]+))?")
_DOTTED = re.compile(r"([-+−]?)([0-9]{1,3}(?:\.[0-9]{3})+),([0-9]+)|([-+−]?)([0-9]{1,3}(?:\.[0-9]{3}){2,})")
_POINT = re.compile(rf"([-+−]?)([0-9]{{1,3}}(?:({_GROUP})[0-9]{{3}}(?:\3[0-9]{{3}})*)|[0-9]+)\.([0-9]+)")
_AMBIGUOUS = re.compile(r"[-+−]?[1-9][0-9]{0,2}\.[0-9]{3}")
# No euro has three decimals: thousands, perhaps, in the American way.
_AMBIGUOUS_EUROS = re.compile(r"[-+−]?[1-9][0-9]{0,2},[0-9]{3}")
_UNIT = r"k ?€|keuros?|€|euros?|eur"
_AMOUNT = re.compile(rf"(.*?)\s*({_UNIT})\.?", re.IGNORECASE | re.DOTALL)
_AMOUNT_AFTER = re.compile(r"(€|euros?|eur)\s*(.*)", re.IGNORECASE | re.DOTALL)

_SMALL = (
    "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept "
    "dix-huit dix-neuf"
).split()
_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante"}
COLLECTIVES = {
    "demi-douzaine": 6,
    "dizaine": 10,
    "douzaine": 12,
    "quinzaine": 15,
    "vingtaine": 20,
    "trentaine": 30,
    "quarantaine": 40,
    "cinquantaine": 50,
    "soixantaine": 60,
    "centaine": 100,
    "millier": 1000,
}


def parse_number(text: str) -> Decimal | None:
    """Read « 1 234,5 », « 20620,50 », « 1.234,56 », « 1'234.50 », « 12.5 »; None when empty.

    ValueError (French) when it is no number or has two readings: « 1.234 » is one thousand or one and a bit.
    Spaces inside a number must cut it in threes; no-break spaces are spaces.
    """
    bare = text.strip(SPACES + "\t\n\r")
    if not bare:
        return None
    if len(bare) > MAX_CHARACTERS:
        raise ValueError(f"« {bare[:MAX_CHARACTERS]}… » : trop long pour un nombre")
    if _AMBIGUOUS.fullmatch(bare):
        raise ValueError(f"« {bare} » : ambigu, le point sépare-t-il des milliers ou des décimales ?")
    if match := _FRENCH.fullmatch(bare):
        return _decimal(match[1], re.sub(_GROUP, "", match[2]), match[4])
    if match := _DOTTED.fullmatch(bare):
        return _decimal(match[1] or match[4], (match[2] or match[5]).replace(".", ""), match[3])
    if match := _POINT.fullmatch(bare):
        return _decimal(match[1], re.sub(_GROUP, "", match[2]), match[4])
    raise ValueError(f"« {bare} » : ce n'est pas un nombre écrit à la française")


def parse_amount(text: str) -> Decimal | None:
    """Read an amount in euros, with or without its unit (€, euros, EUR, k€ for thousands); None when empty.

    ValueError (French) as ``parse_number``, for a unit without a number, and for « 12,500 »: a euro has no
    thousandths, and only a column can prove thousands (``columns.numbers``).
    """
    figures, unit = _cut_unit(text)
    if _AMBIGUOUS_EUROS.fullmatch(figures):
        raise ValueError(f"« {figures} » : ambigu, la virgule sépare-t-elle des milliers ou plus de deux décimales ?")
    value = parse_number(figures)
    if value is None and unit:
        raise ValueError(f"« {unit} » : une unité sans nombre")
    return value * 1000 if value is not None and unit.startswith("k") else value


def bare_amount(text: str) -> str:
    """The figures of an amount, without its unit nor the spaces around."""
    return _cut_unit(text)[0]


def in_thousands(text: str) -> bool:
    """Whether an amount is written in thousands of euros (« k€ »)."""
    return _cut_unit(text)[1].startswith("k")


def _cut_unit(text: str) -> tuple[str, str]:
    """(figures, unit in lower case or nothing), whichever comes first."""
    bare = text.strip(SPACES + "\t\n\r")
    if bare.isdecimal():
        return bare, ""
    if match := _AMOUNT.fullmatch(bare):
        return match[1].strip(SPACES), match[2].lower()
    if match := _AMOUNT_AFTER.fullmatch(bare):
        return match[2].strip(SPACES), match[1].lower()
    return bare, ""


def parse_words(text: str) -> int | None:
    """Read a number in words (« deux », « vingt et une », « deux cent trois »), 0 to 9999; None when empty.

    ValueError (French) when the words are not one number.
    """
    words = fold(text).replace("-", " ").split()
    if not words:
        return None
    value = _spellings().get(_unspelled(words))
    if value is None:
        raise ValueError(f"« {text.strip()} » : ce n'est pas un nombre en lettres")
    return value


def spell(number: int) -> str:
    """The words of a whole number from 0 to 9999, without accents (« zero », « vingt et un », « deux mille »)."""
    if number >= 1000:
        head = "mille" if number < 2000 else f"{spell(number // 1000)} mille"
        return head if number % 1000 == 0 else f"{head} {spell(number % 1000)}"
    if number >= 100:
        head = "cent" if number < 200 else f"{_SMALL[number // 100]} cent"
        return f"{head}s" if number % 100 == 0 and number >= 200 else _joined(head, number % 100)
    return _below_hundred(number)


def _joined(head: str, rest: int) -> str:
    return head if rest == 0 else f"{head} {_below_hundred(rest)}"


def _below_hundred(number: int) -> str:
    if number < 20:
        return _SMALL[number]
    if number >= 80:
        return "quatre-vingts" if number == 80 else f"quatre-vingt-{_SMALL[number - 80]}"
    ten = 60 if number >= 60 else number // 10 * 10
    rest = number - ten
    if rest == 0:
        return _TENS[ten]
    return f"{_TENS[ten]} et {_SMALL[rest]}" if rest in (1, 11) else f"{_TENS[ten]}-{_SMALL[rest]}"


@lru_cache(maxsize=1)
def _spellings() -> dict[tuple[str, ...], int]:
    """Every spelling from 0 to 9999: looking up is exact where composing would accept « deux trois »."""
    return {_unspelled(spell(number).replace("-", " ").split()): number for number in range(10_000)}


def _unspelled(words: list[str]) -> tuple[str, ...]:
    plain = {"une": "un", "cents": "cent", "vingts": "vingt"}
    return tuple(plain.get(word, word) for word in words if word != "et")


def _decimal(sign: str | None, whole: str, decimals: str | None) -> Decimal:
    value = Decimal(f"{whole}.{decimals}" if decimals else whole)
    return -value if sign in ("-", "−") else value
