"""Identifiers made from names, the same for every importer, so that two files speak of the same thing."""

import hashlib
import re

from geo.text import fold

__all__ = ["action_id", "fold", "slug", "structure_id"]

_NOT_WORD = re.compile(r"[^a-z0-9]+")


def slug(text: str, length: int = 60) -> str:
    """A readable identifier: letters, digits and hyphens, at most ``length`` characters."""
    return _NOT_WORD.sub("-", fold(text)).strip("-")[:length].strip("-")


def structure_id(nom: str, code_departement: str | None) -> str:
    """Identifier of a structure: its name and its département (``mjc-de-vic-en-bigorre-65``)."""
    return slug(f"{slug(nom)} {code_departement or 'nd'}", 70)


def action_id(titre: str, structure: str) -> str:
    """Identifier of an action: its title, and a digest of title and structure, which together identify it."""
    digest = hashlib.sha256(f"{fold(titre)}|{structure}".encode()).hexdigest()[:8]
    return f"{slug(titre, 40)}-{digest}"
