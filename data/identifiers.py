"""Identifiers made from names, the same for every importer, so that two files speak of the same thing."""

import hashlib
import re

from geo.text import fold

__all__ = ["action_id", "fold", "slug", "structure_id"]

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_LONGEST_NAME = 60
_DIGEST = 8


def slug(text: str, length: int = 60) -> str:
    """A readable identifier: letters, digits and hyphens, at most ``length`` characters."""
    return _NOT_WORD.sub("-", fold(text)).strip("-")[:length].strip("-")


def structure_id(nom: str, code_departement: str | None) -> str:
    """Identifier of a structure: its name and its département (``mjc-de-vic-en-bigorre-65``).

    A name that is too long to stand whole ends with a digest of it: two names that begin alike are two structures. So
    does one without a letter from a to z or a digit.
    """
    name = _NOT_WORD.sub("-", fold(nom)).strip("-")
    if len(name) > _LONGEST_NAME or not name:
        kept = name[: _LONGEST_NAME - _DIGEST - 1].strip("-")
        name = f"{kept}-{_digest(name or fold(nom))}".strip("-")
    return f"{name}-{slug(code_departement or 'nd')}"


def action_id(titre: str, structure: str) -> str:
    """Identifier of an action: its title, and a digest of title and structure, which together identify it."""
    return f"{slug(titre, 40)}-{_digest(f'{fold(titre)}|{structure}')}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGEST]
