"""Refusals and doubts grouped by their cause: how many there are, exactly, and the first of each, in full."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from data import french
from data.batch import Reject
from data.reading.grids import sheet_of

EXAMPLES = 5
# What varies from one line to another in a reason: quoted values, numbers.
_VARIES = re.compile(r"«[^»]*»|\d[\d\s\u202f.,/]*")
# A remedy begins with what to do, after a sign that ends the cause.
_TO_DO = re.compile(
    r"(?:[:.;,]|\?)\s+((?:donnez|écrivez|corrigez|vérifiez|renommez|supprimez|enregistrez|gardez|distinguez|ajoutez|"
    r"choisissez|mettez|défusionnez|recopiez|convertissez|dites|laissez|ouvrez|chargez|écrivez-le|corrigez-la|"
    r"corrigez-le|supprimez-la|raccourcissez|vérifiez-la|vérifiez-le|écrivez-la|n'en gardez)\b.*)",
    re.IGNORECASE | re.DOTALL,
)
_BY_DEFAULT = "Corrigez la cellule dans le classeur, puis renvoyez-le."


@dataclass(frozen=True)
class Told:
    """One cell or line: where it stands, what is written, why it is refused or doubtful, what to do (French)."""

    file: str
    sheet: str | None
    line: int | None
    column: str | None
    value: str | None
    cause: str
    remedy: str


@dataclass(frozen=True)
class Cause:
    """Alike refusals or doubts: how many cells or lines, and the first ones."""

    cause: str
    remedy: str
    count: int
    examples: tuple[Told, ...]


def told(reject: Reject) -> Told:
    """One refusal with its parts told apart."""
    file, sheet = sheet_of(reject.fichier)
    cause, remedy = _parts(reject.raison)
    return Told(file, sheet, reject.ligne, reject.colonne, reject.valeur, cause, remedy)


def by_cause(rejects: Iterable[Reject]) -> tuple[Cause, ...]:
    """Causes, the most frequent first; each reject counts once, in one cause."""
    groups: dict[tuple[str | None, str], list[Reject]] = {}
    for reject in rejects:
        groups.setdefault((reject.colonne, _VARIES.sub("…", reject.raison)), []).append(reject)
    found = []
    for alike in groups.values():
        first = told(alike[0])
        found.append(Cause(first.cause, first.remedy, len(alike), tuple(map(told, alike[:EXAMPLES]))))
    return tuple(sorted(found, key=lambda cause: -cause.count))


def _parts(reason: str) -> tuple[str, str]:
    match = _TO_DO.search(reason)
    if match is None:
        return reason, _BY_DEFAULT
    remedy = match[1].strip()
    end = reason[match.start()] if reason[match.start()] == "?" else ""
    return f"{reason[: match.start()].rstrip()}{' ?' if end else ''}", french.sentence(remedy)
