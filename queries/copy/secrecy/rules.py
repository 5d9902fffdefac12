"""The rules of secrecy that a committee may change, read from ``disclosure.toml`` and refused when they cannot be."""

import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data import settings
from data.batch import RefusedError
from data.store import CONTRACT

# Folder of the thresholds of secrecy and of the needs that a committee may change.
FOLDER = Path(settings.given("OBSERVATOIRE_REGLES", str(settings.ROOT / "queries" / "catalogue")))
SETTINGS = FOLDER / "disclosure.toml"
_COUNTED = re.compile(r"grandeur\s+VARCHAR NOT NULL CHECK \(grandeur IN \(([^)]+)\)")


class SecrecyError(RefusedError):
    """A rule that cannot be applied; the message is French."""


@dataclass(frozen=True)
class Rules:
    """What is withheld: counts of people under ``common``, under ``sensitive`` for a sensitive action.

    ``counted`` are the quantities of the contract.
    """

    common: int
    sensitive: int
    sensitive_zeros: bool
    dominance: float
    counted: tuple[str, ...]
    not_people: tuple[str, ...]
    staff: tuple[str, ...]
    notice: str
    whole: str
    parts: tuple[str, ...]
    at_most: tuple[tuple[str, str], ...]
    labels: tuple[str, ...]
    beginnings: tuple[str, ...]
    over_years: tuple[str, ...]


def rules(file: Path = SETTINGS) -> Rules:
    """The rules of a file; SecrecyError names what is missing or out of range."""
    try:
        reader = _Reader(file, tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, RecursionError) as error:  # No file, not UTF-8, no TOML, a number without end.
        raise SecrecyError(f"{file.name} : illisible ({error}).") from error
    counted = tuple(re.findall(r"'(\w+)'", "".join(_COUNTED.findall(CONTRACT.read_text(encoding="utf-8")))))
    common = reader.whole("seuils", "commun", 2, 20)
    found = Rules(
        common=common,
        sensitive=reader.whole("seuils", "sensible", common, 100),
        sensitive_zeros=reader.yes("seuils", "zeros_sensibles"),
        dominance=reader.number("seuils", "dominance", 0.5, 1),
        counted=counted,
        not_people=reader.words("personnes", "sans_personnes", counted),
        staff=reader.words("personnes", "personnel", counted),
        notice=reader.word("textes", "mention"),
        whole=reader.word("relations", "tout", counted),
        parts=reader.words("relations", "parties", counted),
        at_most=reader.pairs("relations", "au_plus", counted),
        labels=reader.words("sensible", "libelles"),
        beginnings=reader.words("sensible", "debuts_de_mots"),
        over_years=reader.words("periodes", "grandeurs", counted),
    )
    reader.require_no_other()
    return found


@dataclass(frozen=True)
class _Reader:
    """Values by section and name, each of the kind that is asked for; ``asked`` are those that were."""

    file: Path
    sections: dict[str, Any]
    asked: set[tuple[str, str]] = field(default_factory=set)

    def require_no_other(self) -> None:
        """A rule under a name that nothing reads would never be applied."""
        for section, values in self.sections.items():
            for name in values if isinstance(values, dict) else [section]:
                if (section, name) not in self.asked:
                    raise self._error(f"« {name} » est inconnu dans [{section}]")

    def whole(self, section: str, name: str, low: int, high: int) -> int:
        value = self.number(section, name, low, high)
        if not isinstance(value, int):
            raise self._error(f"« {name} » = {value!r}, attendu un entier de {low} à {high}")
        return value

    def number(self, section: str, name: str, low: float, high: float) -> float:
        value = self._value(section, name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise self._error(f"« {name} » = {value!r}, attendu un nombre de {low:g} à {high:g}")
        return value

    def yes(self, section: str, name: str) -> bool:
        value = self._value(section, name)
        if not isinstance(value, bool):
            raise self._error(f"« {name} » = {value!r}, attendu true ou false")
        return value

    def words(self, section: str, name: str, known: Collection[str] | None = None) -> tuple[str, ...]:
        """One word or a list of them, never empty; ``known`` are the quantities that the contract has."""
        value = self._value(section, name)
        listed = value if isinstance(value, list) else [value]
        if not listed:
            raise self._error(f"« {name} » est vide")
        return tuple(self._word(name, one, known) for one in listed)

    def word(self, section: str, name: str, known: Collection[str] | None = None) -> str:
        """One word."""
        return self._word(name, self._value(section, name), known)

    def pairs(self, section: str, name: str, known: Collection[str]) -> tuple[tuple[str, str], ...]:
        value = self._value(section, name)
        if not isinstance(value, list) or any(not isinstance(pair, list) or len(pair) != 2 for pair in value):
            raise self._error(f"« {name} » = {value!r}, attendu des listes de deux grandeurs")
        return tuple((self._word(name, less, known), self._word(name, more, known)) for less, more in value)

    def _word(self, name: str, value: Any, known: Collection[str] | None) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self._error(f"« {name} » est vide, ou n'est pas du texte")
        if known is not None and value not in known:
            raise self._error(f"« {name} » : « {value} » n'est pas une grandeur. Grandeurs : {', '.join(known)}")
        return value

    def _value(self, section: str, name: str) -> Any:
        self.asked.add((section, name))
        if not isinstance(self.sections.get(section), dict):
            raise self._error(f"la section [{section}] manque")
        if name not in self.sections[section]:
            raise self._error(f"« {name} » manque dans [{section}]")
        return self.sections[section][name]

    def _error(self, what: str) -> SecrecyError:
        return SecrecyError(f"{self.file.name} : {what}.")
