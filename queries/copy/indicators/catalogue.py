"""The catalogue of indicators: ``indicators.toml`` and one SQL file an indicator, read and checked together.

The folder is ``queries/catalogue``, or the one that ``OBSERVATOIRE_CATALOGUE`` names: it holds ``indicators.toml`` and
``indicateurs/``. Adding an indicator is an entry and a file, nothing else.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from data import settings
from data.batch import RefusedError
from queries.header import QuestionError, parse

FILE = "indicators.toml"
SQL_FOLDER = "indicateurs"
# What the SQL of every indicator returns, in this order.
RETURNS = {
    "niveau": "VARCHAR",
    "territoire": "VARCHAR",
    "annee": "INTEGER",
    "numerateur": "DOUBLE",
    "denominateur": "DOUBLE",
    "n": "BIGINT",
    "n_renseignes": "BIGINT",
    "n_total": "BIGINT",
    "reference": "DOUBLE",
    "variance": "DOUBLE",
    "secret": "BOOLEAN",
}
LEVELS = ("departement", "bassin", "epci", "commune", "structure", "action")
COMPUTATIONS = ("proportion", "taux", "compte", "rapport", "valeur", "ecart_relatif", "ecart_points")
INTERVALS = ("poisson", "wilson", "greenwood", "aucun")
_CHOICES = {
    "sens": ("hausse", "baisse", "neutre", "zero"),
    "regle": ("K0", "K1", "K2", "K3", "K4"),
    "calcul": COMPUTATIONS,
    "intervalle": INTERVALS,
    "bornes": ("non_reponse",),
}
_TEXTS = ("nom", "titre", "question", "formule", "unite", "limites", "cadre", "version")
_LISTS = ("niveaux", "champs")
_OPTIONAL = ("famille", "facteur", "n_min", "couverture_min", "n_compte", "sans_valeur", "sans_objet", "bornes")
_KNOWN = {*_TEXTS, *_LISTS, *_CHOICES, *_OPTIONAL, "depuis"}
# Bounds of each threshold: no trend can be told below five years (exact Mann-Kendall), whatever is written here.
_BOUNDS = {
    "couverture_min": (1, 100),
    "couverture_min_montants": (1, 100),
    "proportion_n_min": (1, 1000),
    "montants_actions_min": (1, 1000),
    "tendance_annees_min": (5, 50),
    "reference_annees": (1, 10),
}


class CatalogueError(RefusedError):
    """A catalogue that cannot be read; the message is French and names the file and the key."""


@dataclass(frozen=True)
class Thresholds:
    """The rules of display and progress; coverages in %."""

    couverture_min: float
    couverture_min_montants: float
    proportion_n_min: int
    montants_actions_min: int
    tendance_annees_min: int
    reference_annees: int


@dataclass(frozen=True)
class Indicator:
    """One entry, its SQL, and why it cannot be computed (French) when its SQL is not what the contract says."""

    id: str
    nom: str
    famille: str
    famille_titre: str
    titre: str
    question: str
    formule: str
    unite: str
    sens: str
    niveaux: tuple[str, ...]
    champs: tuple[str, ...]
    regle: str
    calcul: str
    facteur: float
    intervalle: str
    limites: str
    cadre: str
    version: str
    depuis: date
    n_min: int
    couverture_min: float
    n_compte: str
    sans_valeur: str | None
    sans_objet: str | None
    bornes: str | None
    sql: str
    erreur: str | None
    rang: int


@dataclass(frozen=True)
class Catalogue:
    """Every indicator in the order of the file, and the thresholds."""

    indicators: tuple[Indicator, ...]
    thresholds: Thresholds


def folder() -> Path:
    """Where the catalogue is (``OBSERVATOIRE_CATALOGUE``, ``queries/catalogue`` by default)."""
    return Path(os.environ.get("OBSERVATOIRE_CATALOGUE", settings.ROOT / "queries" / "catalogue"))


def files(where: Path | None = None) -> list[Path]:
    """The files that make the catalogue."""
    home = where or folder()
    return [home / FILE, *sorted((home / SQL_FOLDER).glob("*.sql"))]


def load(where: Path | None = None) -> Catalogue:
    """The catalogue of a folder (that of the configuration by default).

    CatalogueError names the file and the key of what is missing, unknown or out of range. An indicator whose SQL is
    missing or breaks the contract is there, with its ``erreur``: the others do not depend on it.
    """
    home = where or folder()
    held = _read(home / FILE)
    thresholds = _thresholds(held.pop("regles", {}))
    families = held.pop("familles", {})
    entries = {key: _entry(key, entry, families) for key, entry in held.items()}
    lost = [path.name for path in files(home)[1:] if path.stem not in entries]
    if lost:
        raise CatalogueError(f"{SQL_FOLDER}/{lost[0]} : aucune entrée [{Path(lost[0]).stem}] dans {FILE}.")
    indicators = [
        _indicator(home, rank, key, entry, families, thresholds) for rank, (key, entry) in enumerate(entries.items())
    ]
    return Catalogue(tuple(indicators), thresholds)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CatalogueError(
            f"« {path} » manque : le dossier du catalogue (OBSERVATOIRE_CATALOGUE) contient {FILE} et {SQL_FOLDER}/."
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"{path} : ce n'est pas du TOML ({error}).") from error


def _thresholds(held: Mapping[str, Any]) -> Thresholds:
    odd = sorted(set(held) ^ set(_BOUNDS))
    if odd:
        raise CatalogueError(f"{FILE}, [regles] : « {odd[0]} » absent ou inconnu (attendus : {', '.join(_BOUNDS)}).")
    return Thresholds(**{key: _within("regles", key, held[key], *_BOUNDS[key]) for key in _BOUNDS})


def _within(section: str, key: str, value: Any, low: float, high: float) -> Any:
    whole = not key.startswith("couverture")
    if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)) or not low <= value <= high:
        kind = "un entier" if whole else "un nombre"
        raise CatalogueError(f"{FILE}, [{section}] : {key} = {value!r}, attendu {kind} de {low:g} à {high:g}.")
    return value


def _entry(key: str, entry: Any, families: Mapping[str, str]) -> dict[str, Any]:
    """The entry itself, once nothing in it is missing, unknown or of another kind."""
    if not re.fullmatch(r"[A-Z][0-9]{1,2}", key) or not isinstance(entry, dict):
        raise CatalogueError(f"{FILE} : [{key}] n'est pas un identifiant d'indicateur (une lettre et un numéro).")
    for name in (*_TEXTS, *_LISTS, *(name for name in _CHOICES if name != "bornes"), "depuis"):
        if name not in entry:
            raise CatalogueError(f"{FILE}, [{key}] : il manque « {name} ».")
    for name, value in entry.items():
        _check(key, name, value)
    if entry.get("famille", key[0]) not in families:
        raise CatalogueError(f"{FILE}, [{key}] : famille inconnue ; [familles] dit : {', '.join(families)}.")
    return entry


def _check(key: str, name: str, value: Any) -> None:
    allowed = LEVELS if name == "niveaux" else _CHOICES.get(name)
    given = value if name == "niveaux" and isinstance(value, list) else [value]
    wrong = [item for item in given if allowed is not None and item not in allowed]
    if name not in _KNOWN:
        raise CatalogueError(f"{FILE}, [{key}] : clé inconnue « {name} » (connues : {', '.join(sorted(_KNOWN))}).")
    if allowed is not None and (wrong or not given):
        raise CatalogueError(f"{FILE}, [{key}] : {name} = {value!r}, attendu : {', '.join(allowed)}.")
    if name == "n_min":
        _within(key, name, value, 0, 1000)
    elif name == "couverture_min":
        _within(key, name, value, 0, 100)
    elif name == "facteur":
        if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
            raise CatalogueError(f"{FILE}, [{key}] : facteur = {value!r}, attendu un nombre positif.")
    elif name == "depuis":
        if type(value) is not date:
            raise CatalogueError(f"{FILE}, [{key}] : depuis = {value!r}, attendu une date (AAAA-MM-JJ).")
    elif name in _LISTS:
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise CatalogueError(f"{FILE}, [{key}] : {name} = {value!r}, attendu une liste de textes.")
    elif not isinstance(value, str) or not value.strip():
        raise CatalogueError(f"{FILE}, [{key}] : {name} = {value!r}, attendu un texte.")


def _indicator(
    home: Path, rank: int, key: str, entry: Mapping[str, Any], families: Mapping[str, str], thresholds: Thresholds
) -> Indicator:
    family = entry.get("famille", key[0])
    sql, error = _sql(home, key)
    counts = {"K2": thresholds.proportion_n_min, "K3": thresholds.montants_actions_min}
    coverage = thresholds.couverture_min_montants if entry["regle"] == "K3" else thresholds.couverture_min
    return Indicator(
        id=key,
        famille=family,
        famille_titre=families[family],
        niveaux=tuple(entry["niveaux"]),
        champs=tuple(entry["champs"]),
        facteur=float(entry.get("facteur", 1)),
        n_min=entry.get("n_min", counts.get(entry["regle"], 0)),
        couverture_min=float(entry.get("couverture_min", coverage)),
        n_compte=entry.get("n_compte", "faits"),
        sans_valeur=entry.get("sans_valeur"),
        sans_objet=entry.get("sans_objet"),
        bornes=entry.get("bornes"),
        sql=sql,
        erreur=error,
        rang=rank + 1,
        depuis=entry["depuis"],
        **{name: entry[name] for name in (*_TEXTS, "sens", "regle", "calcul", "intervalle")},
    )


def _sql(home: Path, key: str) -> tuple[str, str | None]:
    """(text of the file, what its header breaks of the contract)."""
    path = home / SQL_FOLDER / f"{key}.sql"
    name = f"{SQL_FOLDER}/{path.name}"
    if not path.is_file():
        return "", f"{name} : ce fichier manque."
    text = path.read_text(encoding="utf-8")
    try:
        asked = parse(name, text)
    except QuestionError as error:
        return text, str(error)
    if asked.parameters:
        return text, f"{name} : un indicateur ne prend aucun paramètre ({', '.join(asked.parameters)})."
    difference = differs(asked.returns)
    return text, f"{name} : l'en-tête n'annonce pas ce qu'un indicateur renvoie : {difference}." if difference else None


def differs(found: Mapping[str, str]) -> str | None:
    """How columns (name → SQL type, in order) differ from the contract, in French; None when they do not."""
    missing = [name for name in RETURNS if name not in found]
    extra = [name for name in found if name not in RETURNS]
    if missing:
        return f"il manque la colonne « {missing[0]} »"
    if extra:
        return f"la colonne « {extra[0]} » est de trop"
    for name, kind in RETURNS.items():
        if found[name] != kind:
            return f"« {name} » est {found[name]}, attendu {kind}"
    return None if list(found) == list(RETURNS) else f"l'ordre des colonnes, attendu {', '.join(RETURNS)}"
