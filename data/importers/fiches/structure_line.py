"""The line « NAME - Département » of a fiche: who organises, of what type, and where its seat is when it is certain."""

import re
from dataclasses import dataclass

from data.identifiers import fold
from geo.communes import territory

_SPACED = re.compile(r"\s[-–—]\s")
_HYPHEN = re.compile(r"[-–—]")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_TYPES = (
    (re.compile(r"\bcentres? socia(?:l|ux)\b|\bcentres? socio-?\s?culturels?\b|\bcsc?\b"), "centre_social"),
    (re.compile(r"\bevs\b|\bespaces? de vie sociale\b"), "evs"),
    (re.compile(r"\bccas\b|\bcentre communal d'action sociale\b"), "ccas"),
    (re.compile(r"\bassociation\b|\bmjc\b|\bfamilles rurales\b|\bfoyer rural\b"), "association"),
)
# What stands before a commune's name, and the article that it hides: « du Bois » is « Le Bois ».
_BEFORE_NAME = (
    (re.compile(r"(?<!\w)(?:de|à|a)\s+(?=\S)", re.IGNORECASE), ""),
    (re.compile(r"(?<!\w)d['’]\s*(?=\S)", re.IGNORECASE), ""),
    (re.compile(r"(?<!\w)(?:du|au)\s+(?=\S)", re.IGNORECASE), "Le "),
    (re.compile(r"(?<!\w)(?:des|aux)\s+(?=\S)", re.IGNORECASE), "Les "),
)


@dataclass(frozen=True)
class Seat:
    """The commune that a structure's name ends with, and the words that say so."""

    code_commune: str
    texte_source: str


def split_structure(line: str) -> tuple[str, str] | None:
    """(name, code of the département) of « NAME - Département », None when no département closes the line.

    The dash is the last spaced one; without any, the one that leaves the longest département (« Haute-Loire », not
    « Loire »).
    """
    spaced = [(match.start(), match.end()) for match in reversed(list(_SPACED.finditer(line)))]
    for start, end in spaced or [(match.start(), match.end()) for match in _HYPHEN.finditer(line)]:
        right = line[end:].strip()
        code = territory().departement_code(right) if len(right) > 1 else None
        if code is not None:
            return line[:start].strip(), code
    return None


def structure_type(name: str) -> str | None:
    """The type that the words of the name say, None when they say none."""
    words = fold(name)
    return next((kind for pattern, kind in _TYPES if pattern.search(words)), None)


def seat(name: str, code_departement: str) -> Seat | None:
    """The seat of a structure whose name ends with « de », « d' », « du », « des » or « à » and a commune's exact name.

    None unless exactly one commune of the département bears that name.
    """
    for pattern, article in _BEFORE_NAME:
        for match in pattern.finditer(name):
            commune = article + name[match.end() :].strip()
            found = territory().resolve_name(commune, code_departement)
            if len(found) == 1 and _same_name(found[0].nom, commune):
                return Seat(found[0].code, name[match.start() :].strip())
    return None


def _same_name(official: str, written: str) -> bool:
    return _NOT_WORD.sub(" ", fold(official)).strip() == _NOT_WORD.sub(" ", fold(written)).strip()
