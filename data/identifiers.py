"""Identifiers made from names, the same for every importer, so that two files speak of the same thing."""

import hashlib
import re

from geo.text import fold

__all__ = ["action_id", "digest", "fold", "named_id", "slug", "structure_id"]

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_LONGEST_NAME = 60
_DIGEST = 8


def slug(text: str, length: int = 60) -> str:
    """A readable identifier: letters, digits and hyphens, at most ``length`` characters."""
    return _NOT_WORD.sub("-", fold(text)).strip("-")[:length].strip("-")


def structure_id(nom: str, code_departement: str | None) -> str:
    """Identifier of a structure: its name and its département (``mjc-de-vic-en-bigorre-65``)."""
    return named_id(nom, code_departement or "nd")


def named_id(nom: str, *parts: str) -> str:
    """Identifier of what a name and a few words tell apart (``fete-des-voisins-03190-2024-05-24``).

    A name that is too long to stand whole ends with a digest of it: two names that begin alike are two things. So
    does one without a letter from a to z or a digit.
    """
    name = _NOT_WORD.sub("-", fold(nom)).strip("-")
    if len(name) > _LONGEST_NAME or not name:
        kept = name[: _LONGEST_NAME - _DIGEST - 1].strip("-")
        name = f"{kept}-{digest(name or fold(nom))}".strip("-")
    return "-".join([name, *map(slug, parts)])


def action_id(titre: str, structure: str) -> str:
    """Identifier of an action: its title, and a digest of title and structure, which together identify it."""
    return f"{slug(titre, 40)}-{digest(f'{fold(titre)}|{structure}')}"


def digest(text: str) -> str:
    """The first digits of the SHA-256 of a text: enough to tell two names apart."""
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGEST]
