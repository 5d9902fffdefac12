"""The screens of a session on a projector: opening, the points of its agenda in its order, decisions. Plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl

from dashboard.frame.row import Row

Kind = Literal["ouverture", "indicateur", "question", "texte", "decisions"]
# Address of a question → its words. Pages that read: none of them writes anything.
QUESTIONS: Mapping[str, str] = {
    "synthese": "Qu'est-ce qui progresse ?",
    "bassins": "En quoi les bassins diffèrent-ils vraiment ?",
    "carte": "Où cela se passe-t-il ?",
    "besoins": "Qui est loin de l'offre ?",
    "besoins?voir=fins": "Qu'est-ce qui finit dans l'année ?",
    "financements": "Qui paie ?",
    "financements?question=manque": "Que manque-t-il ?",
    "financements?question=arret": "Qu'est-ce qui va s'arrêter ?",
    "calendrier": "Qu'est-ce qui vient ?",
}
_PAGES = frozenset(address.partition("?")[0] for address in QUESTIONS)
# What an agenda may not say of the place: it is the reader's, and the session's.
_KEPT = frozenset({"id", "ecran", "seance", "jeu", "departement", "bassin", "de", "a"})


@dataclass(frozen=True)
class Screen:
    """One screen: ``code`` is an indicator, or the address of a page of ``QUESTIONS`` (others cannot be shown here)."""

    kind: Kind
    title: str
    code: str = ""

    @property
    def page(self) -> str:
        """The page that answers the question; "" where no page that reads does."""
        name = self.code.partition("?")[0]
        return name if self.kind == "question" and name in _PAGES else ""

    @property
    def asked(self) -> dict[str, str]:
        """What the address of the question says beside its page."""
        return {key: value for key, value in parse_qsl(self.code.partition("?")[2]) if key not in _KEPT}


def screens(points: Sequence[Row], titles: Mapping[str, str]) -> list[Screen]:
    """All of them, in their order; ``titles``: identifier of an indicator → its title."""
    middle = [Screen(point["genre"], _title(point, titles), str(point["code"] or "")) for point in points]
    return [Screen("ouverture", "Ouverture"), *middle, Screen("decisions", "Décisions de la séance")]


def _title(point: Row, titles: Mapping[str, str]) -> str:
    """The words of the agenda first, then what the product calls it, then its code."""
    code = str(point["code"] or "")
    return str(point["intitule"] or titles.get(code) or QUESTIONS.get(code) or code)


def number(asked: str | None, count: int) -> int:
    """The screen that an address asks for, from 1; the first for what is no number, the nearest for one beyond."""
    if not asked or not asked.isascii() or not asked.isdigit():
        return 1
    return min(max(int(asked[:6]), 1), count)
