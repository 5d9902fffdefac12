"""What is told of a load: one object for machines, a few French lines for people."""

from dataclasses import asdict, dataclass, field
from typing import Any

from data.batch import Reject

MOST_LINES = 40


@dataclass
class Report:
    """Result of ``python -m data load``; ``etat`` is one of chargee, simulation, deja_chargee, refusee.

    ``douteux``: what is kept and is to be checked, cell by cell, as far as checks tell it.
    Table of facts → rows: ``ajouts``, that the store did not hold; ``autrement``, that it says otherwise than before;
    ``deja``, that it held word for word, of another source; ``retraits``, that go with the source replaced.
    """

    etat: str
    source: str | None = None
    lues: int = 0
    gardees: int = 0
    refusees: int = 0
    rejets: list[Reject] = field(default_factory=list)
    avertissements: list[str] = field(default_factory=list)
    changements: list[str] = field(default_factory=list)
    douteux: list[Reject] = field(default_factory=list)
    ajouts: dict[str, int] = field(default_factory=dict)
    autrement: dict[str, int] = field(default_factory=dict)
    deja: dict[str, int] = field(default_factory=dict)
    retraits: dict[str, int] = field(default_factory=dict)
    message: str = ""

    @property
    def exit_code(self) -> int:
        """0 when the store holds the file, or would; 1 when it was refused."""
        return 1 if self.etat == "refusee" else 0

    def as_dict(self) -> dict[str, Any]:
        """The object that ``--json`` prints."""
        return asdict(self)

    def as_text(self) -> str:
        """The French lines that people read."""
        lines = [self.message]
        lines += _bounded([f"  {change}" for change in self.changements], "changements")
        lines += _bounded([f"  refusé : {describe(reject)}" for reject in self.rejets], "refus")
        lines += _bounded([f"  attention : {warning}" for warning in self.avertissements], "avertissements")
        doubts = [doubt for doubt in map(describe, self.douteux) if doubt not in self.avertissements]
        lines += _bounded([f"  à vérifier : {doubt}" for doubt in doubts], "lignes à vérifier")
        return "\n".join(lines)


def describe(reject: Reject) -> str:
    """« fiches.txt, ligne 41, Structure organisatrice « X » : raison »."""
    place = reject.fichier if reject.ligne is None else f"{reject.fichier}, ligne {reject.ligne}"
    column = f", {reject.colonne}" if reject.colonne else ""
    value = f" « {_short(reject.valeur)} »" if reject.valeur else ""
    return f"{place}{column}{value} : {reject.raison}"


def _short(value: str, length: int = 80) -> str:
    flat = " ".join(value.split())
    return flat if len(flat) <= length else flat[: length - 1] + "…"


def _bounded(lines: list[str], what: str) -> list[str]:
    """The first lines, then how many more; ``what`` they are, in the plural: one more than fits is shown instead."""
    rest = len(lines) - MOST_LINES
    return lines if rest <= 1 else [*lines[:MOST_LINES], f"  … et {rest} autres {what} (tous avec --json)"]
