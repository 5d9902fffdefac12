"""Which figure an address names: its kind, its territory, its year, what else tells it. Text in, plain values out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from dashboard.frame import cached, origin, wording
from dashboard.frame.scope import FRANCE, Scope
from dashboard.indicators.words import LEVELS
from queries import articles

_FIRST, _LAST = 1900, 2100
_LONGEST_KEY = 300
# What an address calls the figure that it cites; all that it tells of a figure, besides the filters that pages share.
VALUE = "valeur"
KEYS = ("chiffre", "territoire", "annee", "cle", "instantane", VALUE)


@dataclass(frozen=True)
class Asked:
    """One figure.

    ``scope`` is that of its département, with the years chosen; ``level`` and ``code`` are its territory
    (``explicit`` when the address says it), no ``code`` for France; ``year`` its own year when it has one; ``key``
    what else tells it; ``day`` what is said in place of years by what counts from the reference day.
    """

    scope: Scope
    figure: str
    level: str
    code: str | None
    name: str
    year: int | None = None
    key: str = ""
    explicit: bool = True
    day: str = ""

    @property
    def place(self) -> dict[str, str | None]:
        """The territory, as questions that take a level name it."""
        return {"niveau": self.level, "territoire": self.code}

    @property
    def period(self) -> dict[str, int | None]:
        """Its year alone, or the years chosen."""
        if self.year is not None:
            return {"annee_min": self.year, "annee_max": self.year}
        return self.scope.period

    @property
    def within(self) -> Scope:
        """The scope whose years are those of the figure."""
        return replace(self.scope, annee_min=self.period["annee_min"], annee_max=self.period["annee_max"])

    @property
    def when(self) -> str:
        """« 2024 », « 2016 à 2020 », « toutes années », or the ``day`` of what counts from it alone."""
        return self.day or self.within.years

    @property
    def where(self) -> str:
        """« Vichy (03310) », « bassin de Vichy », « Allier (03) », « France »."""
        if self.level == "bassin":
            return f"bassin {articles.of(self.name)}"
        return f"{self.name} ({self.code})" if self.code and self.level in ("commune", "departement") else self.name

    @property
    def lasting(self) -> dict[str, str]:
        """The address that will name it wherever it is opened: nothing is left to settings, the snapshot is told."""
        values = {
            "chiffre": self.figure,
            "territoire": f"{self.level}:{self.code}" if self.explicit else "",
            "annee": self.year,
            "cle": self.key,
            "de": None if self.year is not None or self.day else self.scope.annee_min,
            "a": None if self.year is not None or self.day else self.scope.annee_max,
            "departement": self.scope.departement or FRANCE,
            "bassin": None if self.explicit else self.scope.bassin,
            "jeu": self.scope.dataset.key,
            "instantane": self.scope.snapshot,
            "seance": self.scope.closing.seance_id if self.scope.closing else None,
        }
        return {name: str(value) for name, value in values.items() if value not in (None, "")}

    @property
    def address(self) -> str:
        """The same as an address of the product."""
        return f"{origin.PAGE}?{urlencode(self.lasting, safe=':')}"


class UnknownError(Exception):
    """The address names no figure: a French sentence says which part of it, and why."""


def read(scope: Scope, query: Mapping[str, Any]) -> Asked:
    """The figure that an address names; UnknownError when a part of it means nothing."""
    figure = str(query.get("chiffre", ""))
    level, code, name, local = _place(scope, str(query.get("territoire", "")))
    year = _year(str(query.get("annee", "")))
    key = str(query.get("cle", ""))[:_LONGEST_KEY]
    return Asked(local, figure, level, code, name, year, key, bool(query.get("territoire")))


def snapshot(query: Mapping[str, Any]) -> int | None:
    """The snapshot that an address cites; None without one, or for what is no number."""
    asked = str(query.get("instantane", ""))
    return int(asked) if re.fullmatch(r"[0-9]{1,9}", asked) else None


def _year(text: str) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{4}", text) or not _FIRST <= int(text) <= _LAST:
        raise UnknownError(f"« {text[:40]} » n'est pas une année (annee=2024).")
    return int(text)


def _place(scope: Scope, text: str) -> tuple[str, str | None, str, Scope]:
    """Level, code, name, and the scope of its département: those of the shared filters when nothing is said."""
    if not text:
        if scope.bassin:
            return "bassin", scope.bassin, str(scope.bassin_nom), scope
        return "departement", scope.departement, scope.departement_nom or "France", scope
    level, _, code = text.partition(":")
    if level not in LEVELS or not code:
        levels = wording.join(list(LEVELS), "ou")
        raise UnknownError(f"« {text[:60]} » n'est pas un territoire : un niveau ({levels}), deux points, un code.")
    found = cached.rows(scope, "origine_territoire", niveau=level, territoire=code)
    if not found:
        raise UnknownError(f"Aucun territoire ({LEVELS[level]}) ne porte le code « {code[:40]} » dans ces données.")
    row = found[0]
    there = {"departement": row["code_departement"], "departement_nom": row["departement"]}
    local = replace(scope, bassin=None, bassin_nom=None, **(there if row["code_departement"] else {}))
    if level == "bassin":
        local = replace(local, bassin=code, bassin_nom=row["nom"])
    return level, code, str(row["nom"]), local
