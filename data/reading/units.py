"""The unit that words say of their numbers: the heading of a column, a title over a table, the format of a cell.

Amounts are kept in euros and counts one by one: a column in thousands, in francs or in percents is never read as if it
were not, nor converted.
"""

import re
from collections.abc import Sequence

from data.identifiers import fold

_SCALES = r"\bmilliers?\b|\bmillions?\b|\bmilliards?\b|\bcentaines?\b|\bdizaines?\b"
_MONEY = (
    r"\bk ?€|\bm€|\bm €|\bk ?eur(?:os?)?\b|\bm ?eur(?:os?)?\b|\bfrancs?\b|\bcentimes?\b|\bdollars?\b|[$£¥]"
    r"|\b(?:k?chf|usd|gbp|xpf|cfp|xof|xaf|cad|jpy|frf|ff|kf)\b"
)


def _alone(signs: str) -> str:
    """Signs too short to be a unit but alone: « (F) », « (k, 2024) », « en F »."""
    return rf"(?:\ben |[(,;]\s*){signs}(?=\s*(?:[,;)]|$))"


_PERCENTS = rf"{_alone('[%‰]')}|\ben pour ?cents?\b|\ben pourcentages?\b"
_OF_AMOUNTS = re.compile(rf"{_MONEY}|{_SCALES}|{_PERCENTS}|{_alone('(?:[fkm]|mf)')}", re.IGNORECASE)
_OF_COUNTS = re.compile(rf"{_SCALES}|{_PERCENTS}|{_alone('[km]')}", re.IGNORECASE)
_OF_FIGURES = re.compile(_SCALES)
_OVER = re.compile(rf"(?:\ben|\(|unite ?:) ?(?:{_MONEY}|{_SCALES})")
_SHOWN = 120


def in_heading(heading: str, type_: str) -> str | None:
    """The heading, when it says that its column is not in the unit of its ``type_``; None when it says nothing of it.

    ``montant`` is in euros, ``entier`` one by one; a ``nombre`` may be a rate, in percents, but never thousands.
    """
    said = {"montant": _OF_AMOUNTS, "entier": _OF_COUNTS, "nombre": _OF_FIGURES}.get(type_)
    told = fold(heading).replace("_", " ")
    return " ".join(heading.split())[:_SHOWN] if said and said.search(told) else None


def over_table(rows: Sequence[Sequence[object]]) -> str | None:
    """The title, in the ``rows`` over a header, that says amounts in another unit than euros; None when none does."""
    titles = (cell for row in rows for cell in row if isinstance(cell, str))
    return next((title[:_SHOWN] for title in titles if _OVER.search(fold(title))), None)


def in_format(said: str, bare: str) -> str | None:
    """The unit that a format of numbers shows and that is not the euro: ``said`` is its text, ``bare`` its signs."""
    match = _OF_AMOUNTS.search(f"({said.strip()})") or _OF_AMOUNTS.search(bare)
    return match[0].strip("(,; ") if match else None


def refusal(place: str, said: str, type_: str) -> str:
    """The sentence that refuses a file whose amounts or counts are in another unit."""
    what = "des montants qui ne sont pas en euros" if type_ == "montant" else "des nombres qui ne sont pas des unités"
    return f"{place} : « {said} » dit {what}. Convertissez-les dans un tableur, corrigez ce texte, et recommencez."
