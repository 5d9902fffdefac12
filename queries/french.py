"""Figures in French, for the sentences that are written once with the reading copy."""

import pandas as pd

from data import french
from data.french import MINUS, NARROW, percent

__all__ = ["MINUS", "NARROW", "UNKNOWN", "decimals", "figure", "listed", "number", "percent", "signed", "with_unit"]

# What stands where a figure does not; a provisional one has its mark beside it.
UNKNOWN, SECRET, NOT_SIGNIFICANT, POINTLESS, PROVISIONAL = "nd", "s", "ns", "///", "p"


def number(value: float | None, decimals: int = 0) -> str:
    """« 1 155 », « 12,5 »; at most that many decimals."""
    return UNKNOWN if value is None or pd.isna(value) else french.number(float(value), decimals)


def figure(value: float | None, decimals: int = 0) -> str:
    """The same in a sentence: a negative one has a true minus."""
    return number(value, decimals).replace("-", MINUS)


def signed(value: float | None, decimals: int = 0) -> str:
    """« +2,5 », « −3 », « 0 »: a difference, whose sign is said."""
    text = figure(value, decimals)
    return text if text in ("0", UNKNOWN) or text.startswith(MINUS) else f"+{text}"


def with_unit(text: str, unit: str) -> str:
    """« 12,5 % », « 8 communes »: a sign stays with its number."""
    return f"{text}{NARROW}{unit}" if unit in ("%", "€") else f"{text} {unit}"


def decimals(unit: str, *values: float | None) -> int:
    """Decimals for these values of one indicator: those that its size makes worth reading."""
    known = [abs(value) for value in values if value is not None and not pd.isna(value)]
    if all(float(value).is_integer() for value in known):
        return 0
    if unit in ("%", "points"):
        return 1
    top = max(known)
    return 0 if top >= 1000 else 1 if top >= 10 else 2


def listed(items: list[str]) -> str:
    """« a », « a et b », « a, b et c »."""
    *first, end = items or [""]
    return f"{', '.join(first)} et {end}" if first else end
