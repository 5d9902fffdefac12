"""Figures in free French text: how they are written and with what precision.

Patterns run on flattened text (data.reading.text.flatten), where every space is plain.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from data.reading.numbers import COLLECTIVES, parse_number, parse_words

Precision = Literal["exacte", "approchee", "minimum", "maximum", "intervalle", "calculee"]

# No quantity of people or things of an action comes near it: a longer run of digits is an identifier.
MAX_FIGURE = 10_000_000

_WORD = (
    "(?:zero|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?"
    r"|trente|quarante|cinquante|soixante|cents?|mille)(?!\w)"
)
# Possessive: a run of number words is read whole or not at all, never by its tail.
WORDS = rf"{_WORD}(?:[ -](?:et[ -])?{_WORD}){{0,12}}+(?![\w-])"
DIGITS = r"(?:[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:[.,][0-9]+)*(?![0-9])"
_COLLECTIVE_WORD = rf"(?:{'|'.join(COLLECTIVES)})s?"
COLLECTIVE = rf"(?:(?:{_WORD}|[0-9]+) )?{_COLLECTIVE_WORD}(?!\w)|(?:une )?[0-9]+ ?(?:[a-z]?aine|ene)s?(?!\w)"
# « 2COPIL » is written so: the one word that may stick to its number.
NUMBER = rf"(?:{COLLECTIVE}|{DIGITS}(?:(?!\w)|(?=copil))|{WORDS})"

APPROXIMATE = (
    r"(?:environ|env\.?|pres d[e']|proche d[e']|autour d[e']|aux alentours d[e']|a peu pres|approximativement"
    r"|presque|quelques?|\+ ?/ ?-|\+ ?ou ?-|plus ou moins|[±~≈])"
)
AT_LEAST = r"(?:plus d[e']|\+ ?d[e']|au moins|au minimum|a minima|minimum|mini|>)"
AT_MOST = r"(?:jusqu'a|au maximum|maximum|maxi?|au plus|pas plus d[e']|moins d[e']|<)"
QUALIFIER = rf"(?:{APPROXIMATE}|{AT_LEAST}|{AT_MOST})"
AFTER = rf"(?:{APPROXIMATE}|au moins|au minimum|a minima|minimum|mini|et plus|ou plus|au maximum|maximum|maxi?)(?!\w)"

FIGURE = (
    rf"(?<![\w.,])(?<![0-9]/)(?:(?P<before>{QUALIFIER}) ?(?:d[e'] ?)?)?(?P<between>entre )?"
    rf"(?P<first>{NUMBER})(?P<plus>\+)?(?:(?P<sep> ?(?:a|ou|et) (?:plus d[e'] ?)?| ?[-–] ?)(?P<second>{NUMBER}))?"
)
_FIGURE = re.compile(FIGURE)
_COLLECTIVE = re.compile(rf"(?:(?P<count>{_WORD}|[0-9]+) )?(?P<word>{_COLLECTIVE_WORD})")
_TENTH = re.compile(r"(?:une )?([0-9]+) ?(?:[a-z]?aine|ene)s?")


@dataclass(frozen=True)
class Figure:
    """One figure as written; ``valeur`` is None for a range. Bounds are None where nothing is said."""

    valeur: Decimal | None
    borne_basse: Decimal | None
    borne_haute: Decimal | None
    precision: Precision


@dataclass(frozen=True)
class FoundFigure:
    """A figure and where it stands in the flattened line, its qualifier included; ``article``: « un » or « une »."""

    figure: Figure
    start: int
    end: int
    article: bool


def find_figures(flat: str, position: int = 0) -> list[FoundFigure]:
    """Every figure of a flattened line, from ``position`` on, that reads in one way only."""
    found = []
    while match := _FIGURE.search(flat, position):
        read = _read(match, flat)
        found += [read] if read else []
        # A range that is out of order is no figure, and neither are its two halves.
        position = read.end if read else match.end("first" if match["second"] is None else 0)
    return found


def qualify(value: Decimal, qualifier: str | None, *, about: bool = False) -> Figure:
    """The figure that a value and the words before it make (« plus de », « environ »… or none)."""
    if qualifier and re.fullmatch(AT_LEAST + "|et plus|ou plus", qualifier):
        return Figure(value, value, None, "minimum")
    if qualifier and re.fullmatch(AT_MOST, qualifier):
        return Figure(value, None, value, "maximum")
    return Figure(value, None, None, "approchee" if about or qualifier else "exacte")


def interval(low: Decimal, high: Decimal) -> Figure | None:
    """A range, None when its bounds are not in order."""
    return Figure(None, low, high, "intervalle") if low < high else None


def _read(match: re.Match[str], flat: str) -> FoundFigure | None:
    first = _value(match["first"])
    if first is None:
        return None
    value, about = first
    article = match["first"] in ("un", "une") and not match["before"]
    second = _value(match["second"]) if match["second"] else None
    in_range = second is not None and (match["between"] is not None) == ("et" in (match["sep"] or "").split())
    if in_range and second is not None:
        figure = interval(value, second[0])
        return FoundFigure(figure, match.start(), match.end(), False) if figure else None
    if match["between"]:
        return None
    figure = qualify(value, "et plus" if match["plus"] else match["before"], about=about)
    end = match.end("plus") if match["plus"] else match.end("first")
    after = re.compile(rf" ?\(?({AFTER})\)?(?! ?[0-9])").match(flat, end)
    if after and not match["before"]:
        return FoundFigure(qualify(value, after[1], about=about), match.start(), after.end(), article)
    return FoundFigure(figure, match.start(), end, article)


def _value(text: str) -> tuple[Decimal, bool] | None:
    """(value, whether the word itself says « about »); None when the words are not one number."""
    if match := _TENTH.fullmatch(text):
        return Decimal(match[1]), True
    if match := _COLLECTIVE.fullmatch(text):
        word = match["word"].removesuffix("s") if match["word"] not in COLLECTIVES else match["word"]
        count = match["count"] or "une"
        times = int(count) if count.isdigit() else parse_words(count)
        return Decimal(COLLECTIVES[word]) * Decimal(times or 0), True
    try:
        number = parse_number(text) if text[0].isdigit() else parse_words(text)
    except ValueError:
        return None
    return (Decimal(number), False) if number is not None and number < MAX_FIGURE else None
