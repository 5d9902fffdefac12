"""The label tables of data/codes/, which people read and extend, as the readers need them."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from data.identifiers import fold

CODES = Path(__file__).parent.parent / "codes"

_PUNCTUATION = re.compile(r"[\s,.;:…]+")


@dataclass(frozen=True)
class Financeur:
    """A known funder: its identifier, its name and its family."""

    financeur_id: str
    nom: str
    famille: str


@dataclass(frozen=True)
class CerfaLabel:
    """A label of the Cerfa 12156 budget. ``suite``: the form lets people write on after it."""

    libelle: str
    compte: str | None
    cote: str | None
    niveau: str
    suite: bool


def _rows(name: str) -> list[dict[str, str]]:
    with (CODES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def financeurs() -> dict[str, Financeur]:
    """Folded label → funder."""
    return {
        fold(row["libelle"]): Financeur(row["financeur_id"], row["nom"], row["famille"])
        for row in _rows("financeurs.csv")
    }


@cache
def motifs_fin() -> list[tuple[str, str]]:
    """(folded expression, code of the reason why an action ended)."""
    return [(fold(row["expression"]), row["code"]) for row in _rows("motifs_fin.csv")]


@cache
def labels(liste: str) -> frozenset[str]:
    """Folded labels of one closed list of the form."""
    return frozenset(fold(row["libelle"]) for row in _rows("libelles.csv") if row["liste"] == liste)


@cache
def written(liste: str) -> tuple[str, ...]:
    """The labels of one list as people write them: one of libelles.csv, or the names of the funders."""
    if liste == "financeur":
        return tuple(dict.fromkeys(row["nom"] for row in _rows("financeurs.csv") if row["famille"] != "Aucun"))
    return tuple(row["libelle"] for row in _rows("libelles.csv") if row["liste"] == liste)


@cache
def cerfa() -> dict[str, CerfaLabel]:
    """Label without punctuation → what it is in the Cerfa 12156 budget."""
    found = {}
    for row in _rows("cerfa_12156.csv"):
        key = plain(row["libelle"])
        found[key] = CerfaLabel(key, row["compte"] or None, row["cote"] or None, row["niveau"], row["suite"] == "oui")
    return found


def plain(label: str) -> str:
    """A label folded, its punctuation turned into single spaces."""
    return _PUNCTUATION.sub(" ", fold(label)).strip()


def motif_fin_code(motif: str) -> str | None:
    """Code of the reason an action ended, None unless the words name one; a cause goes before the mere end."""
    words = fold(motif)
    codes = {code for expression, code in motifs_fin() if expression in words}
    causes = codes - {"fin_de_projet"}
    found = causes or codes
    return found.pop() if len(found) == 1 else None
