"""Statistical secrecy: which counts of people are published, decided once, when a reading copy is made.

``derive`` writes three tables, and nothing else of the product reads a count of people: ``mesures_publiees`` and
``presences_publiees`` (a withheld count is empty and ``secret``), and ``effectifs``, their sums by territory and year.
Thresholds and sensitive labels: ``disclosure.toml``. Rules: INSEE, *Manuel de protection des données tabulées*.
"""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from geo.text import fold

SETTINGS = Path(__file__).with_name("disclosure.toml")
SQL = Path(__file__).with_name("secret")


class SecrecyError(ValueError):
    """Thresholds that cannot be applied; the message is French."""


@dataclass(frozen=True)
class Rules:
    """What is withheld: counts of people under ``common``, under ``sensitive`` for a sensitive action."""

    common: int
    sensitive: int
    sensitive_zeros: bool
    dominance: float
    not_people: tuple[str, ...]
    staff: tuple[str, ...]
    labels: tuple[str, ...]
    beginnings: tuple[str, ...]


def rules(file: Path = SETTINGS) -> Rules:
    """The rules of the configuration; SecrecyError says which value is out of range."""
    held = tomllib.loads(file.read_text(encoding="utf-8"))
    thresholds, people, sensitive = held["seuils"], held["personnes"], held["sensible"]
    return Rules(
        common=_between(file, "commun", thresholds["commun"], 2, 20),
        sensitive=_between(file, "sensible", thresholds["sensible"], thresholds["commun"], 100),
        sensitive_zeros=bool(thresholds["zeros_sensibles"]),
        dominance=_between(file, "dominance", thresholds["dominance"], 0.5, 1),
        not_people=tuple(people["sans_personnes"]),
        staff=tuple(people["personnel"]),
        labels=tuple(sensitive["libelles"]),
        beginnings=tuple(sensitive["debuts_de_mots"]),
    )


def _between(file: Path, name: str, value: Any, low: float, high: float) -> Any:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
        raise SecrecyError(f"{file.name} : « {name} » = {value!r}, attendu un nombre de {low:g} à {high:g}.")
    return value


def derive(root: duckdb.DuckDBPyConnection) -> None:
    """Write the published counts into the copy that is the current catalog of ``root``."""
    _declare(root, rules())
    for step in ("primaire", "publie"):
        root.execute((SQL / f"{step}.sql").read_text(encoding="utf-8"))


def fingerprint() -> bytes:
    """Changes when what is published would change."""
    files = [Path(__file__), SETTINGS, *sorted(SQL.glob("*.sql"))]
    return b"".join(file.read_bytes() for file in files)


def _declare(root: duckdb.DuckDBPyConnection, held: Rules) -> None:
    words = "|".join(re.escape(fold(word)) for word in held.beginnings)
    values = {
        "seuil_commun": held.common,
        "seuil_sensible": held.sensitive,
        "zeros_sensibles": held.sensitive_zeros,
        "sans_personnes": list(held.not_people),
        "personnel": list(held.staff),
        "libelles": [fold(label) for label in held.labels],
        "debuts": rf"(^|[^a-z0-9])({words})",
    }
    for name, value in values.items():
        root.execute(f"SET VARIABLE {name} = ?", [value])
