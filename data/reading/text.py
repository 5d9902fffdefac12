"""Free text: a flat form of the same length, sentences, and the short piece that a figure comes from."""

import re
import unicodedata
from functools import lru_cache

MAX_FRAGMENT = 160
# A sentence is not looked for further than this on either side of a figure.
_MAX_SENTENCE = 600

# A full stop ends a sentence only before a space: « 1.5 » and « p.m. » do not end one.
_STOPS = re.compile(r"[.!?;…](?=\s|$)")


@lru_cache(maxsize=4096)
def _flat_letter(letter: str) -> str:
    if letter in "’ʼ‘`":
        return "'"
    if letter.isspace():
        return " "
    # Only letters: decomposing « ½ » or « m² » would make digits that nobody wrote.
    base = unicodedata.normalize("NFKD", letter)[0] if letter.isalpha() else letter
    lower = base.lower()
    return lower if len(lower) == 1 else letter


def flatten(text: str) -> str:
    """Lower case without accents, every space plain, **same length**: positions hold in both texts."""
    return "".join(_flat_letter(letter) for letter in text)


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Bounds of the sentence of one line that holds ``text[start:end]``."""
    first, last = max(start - _MAX_SENTENCE, 0), min(end + _MAX_SENTENCE, len(text))
    begin = max((stop.end() for stop in _STOPS.finditer(text, first, start)), default=first)
    after = _STOPS.search(text, end, last)
    return begin, after.end() if after else last


def fragment(text: str, start: int, end: int) -> str:
    """The line that holds ``text[start:end]`` if it is short, else its sentence, else the words around it."""
    if len(text.strip()) <= MAX_FRAGMENT:
        return text.strip()
    begin, stop = sentence(text, start, end)
    if stop - begin > MAX_FRAGMENT:
        room = max(MAX_FRAGMENT - (end - start), 0) // 2
        begin = _word_start(text, max(begin, start - room), start)
        stop = _word_end(text, min(stop, end + room), end)
    return text[begin:stop].strip()


def _word_start(text: str, position: int, limit: int) -> int:
    while 0 < position < limit and not text[position - 1].isspace():
        position += 1
    return position


def _word_end(text: str, position: int, limit: int) -> int:
    while limit < position < len(text) and not text[position].isspace():
        position -= 1
    return position
