"""What of the words of a source may leave with its figures.

Texts that nobody reviewed stay in the store. A figure read in one takes along the few words beside it, never a
sentence: small words of one clause, in lower case, so that no name and no other figure comes with them.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from data.batch import Row
from data.free_texts import FREE, LISTED, known
from data.reading.codes import plain

WORDS = "texte_source"
_FIGURES = ("valeur", "borne_basse", "borne_haute", "montant_eur", "borne_basse_eur", "borne_haute_eur")
_BEFORE, _AFTER = 2, 3
_SPACES = r"[ \u00a0\u202f'.]"
_NUMBER = rf"[0-9]+(?:{_SPACES}[0-9]{{3}})*(?:,[0-9]+)?"
_WORD = r"[a-zà-öø-ÿœ][a-zà-öø-ÿœ'’-]*(?![\w'’-])|€"
_TOKEN = re.compile(rf"(?P<number>{_NUMBER})(?!\w)|(?P<word>{_WORD})|(?P<other>[\w'’-]+|\S)")
# Said alone at the end of a few words, they only tell that more followed.
_HANGING = {
    "a", "à", "au", "aux", "avec", "chacun", "d", "dans", "de", "des", "dont", "du", "en", "et", "la", "le", "les",
    "l", "ont", "ou", "par", "pour", "qui", "soit", "sont", "sur", "un", "une", "été", "est",
}  # fmt: skip


def let_out(table: str, row: Row, reviewed: Mapping[str, bool]) -> tuple[Row, int]:
    """(the row without what nobody reviewed, how many texts that took out); ``reviewed`` says it of each column.

    A column that is taken out is None; ``texte_source`` holds the few words beside the figure instead.
    """
    kept, taken = dict(row), 0
    for column in FREE.get(table, ()):
        if kept[column] is None or reviewed[column]:
            continue
        kept[column] = few_words(str(row[column]), row) if column == WORDS else None
        taken += kept[column] is None
    for column, labels in LISTED.get(table, {}).items():
        if kept[column] is not None and not reviewed[column] and plain(kept[column]) not in known(labels):
            kept[column] = None
            taken += 1
    return kept, taken


def few_words(text: str, row: Mapping[str, Any]) -> str | None:
    """« 67 familles », for the figure of a row in the text where it was read; None where it is not in digits there."""
    wanted = {float(row[name]) for name in _FIGURES if row.get(name) is not None}
    tokens = list(_TOKEN.finditer(text))
    alone = (
        rank
        for rank, token in enumerate(tokens)
        # Beside another number it may be a part of one, as in a telephone's.
        if _number(token) in wanted
        and not any(near["number"] for near in (*tokens[rank - 1 : rank], *tokens[rank + 1 : rank + 2]))
    )
    place = next(alone, None)
    if place is None:
        return None
    before = _beside(list(reversed(tokens[:place])), _BEFORE)
    after = _beside(tokens[place + 1 :], _AFTER)
    said = [*reversed(_trimmed(before)), tokens[place][0], *_trimmed(after)]
    return f"« {' '.join(said)} »"


def _number(token: re.Match[str]) -> float | None:
    if token["number"] is None:
        return None
    return float(re.sub(_SPACES, "", token["number"]).replace(",", "."))


def _beside(tokens: Sequence[re.Match[str]], most: int) -> list[str]:
    """The words that follow, as far as a sign, a capital or another figure stops them."""
    words: list[str] = []
    for token in tokens[:most]:
        if token["word"] is None:
            break
        words.append(token[0])
    return words


def _trimmed(words: list[str]) -> list[str]:
    """Without the small words farthest from the figure."""
    while words and words[-1].strip("'’-") in _HANGING:
        words = words[:-1]
    return words
