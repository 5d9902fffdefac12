"""The catalogue of indicators: ``indicators.toml`` and one SQL file an indicator, read and checked together.

The folder is ``queries/catalogue``, or the one that ``OBSERVATOIRE_CATALOGUE`` names: it holds ``indicators.toml`` and
``indicateurs/``. Adding an indicator is an entry and a file, nothing else.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from data import causes, settings
from queries.copy.indicators.entry import (
    AFTERWARDS,
    BY_YEAR,
    CHOICES,
    FILE,
    LISTS,
    STATED,
    TEXTS,
    CatalogueError,
    checked,
    section,
    text,
    within,
)
from queries.header import QuestionError, parse

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
# What that of an indicator of facts said by bounds (« 8 à 10 ») returns: what they leave possible of the quotient, too.
RETURNS_BOUNDED = RETURNS | {"au_moins": "DOUBLE", "au_plus": "DOUBLE"}
# The rows behind a value, which an SQL names ``lignes``: one a fact that its numerator or denominator could count.
# Columns that it leaves out are empty. ``numerateur``, ``denominateur``: what the fact brings to each, empty for
# none; ``dit``: what it says, in French; ``source``, ``fichier``, ``ligne``: where that was read, when it is not
# where its subject was.
LINES = {
    "niveau": "VARCHAR",
    "territoire": "VARCHAR",
    "annee": "INTEGER",
    "sujet_type": "VARCHAR",
    "sujet_id": "VARCHAR",
    "dit": "VARCHAR",
    "numerateur": "DOUBLE",
    "denominateur": "DOUBLE",
    "secret": "BOOLEAN",
    "source": "VARCHAR",
    "fichier": "VARCHAR",
    "ligne": "INTEGER",
}
_LISTED = "SELECT {columns} FROM (SELECT {empty} WHERE false UNION ALL BY NAME FROM lignes)"
_NAMES_LINES = re.compile(r"^(?:WITH )?lignes AS \(", re.MULTILINE)
_ANSWER = re.compile(r"^SELECT\b", re.MULTILINE)
# Bounds of each threshold: no trend can be told below five years (exact Mann-Kendall), whatever is written here.
_BOUNDS = {
    "couverture_min": (1, 100),
    "couverture_min_montants": (1, 100),
    "proportion_n_min": (1, 1000),
    "montants_actions_min": (1, 1000),
    "tendance_annees_min": (5, 50),
    "reference_annees": (1, 10),
    "changement_plausible": (1, 100),
    "part_prioritaire": (0, 100),
}


@dataclass(frozen=True)
class Thresholds:
    """The rules of display and progress; coverages in %.

    ``changement_plausible``: points of a percentage, % of the reference of anything else; ``part_prioritaire``: share
    (%) of the false alarms kept for the indicators of priority 1.
    """

    couverture_min: float
    couverture_min_montants: float
    proportion_n_min: int
    montants_actions_min: int
    tendance_annees_min: int
    reference_annees: int
    changement_plausible: float
    part_prioritaire: float


@dataclass(frozen=True)
class Indicator:
    """One entry, its SQL, and why it cannot be computed (French) when its SQL is not what the contract says.

    ``partage``: what two years share when nothing changes (``actions`` that last, nothing for ``seances``);
    ``annees``: how many years of actions one value counts; ``natures``: the facts behind, hence the sources;
    ``carte_bassin``: whether it is a key figure of the bassins; ``test``: what the verdict counts, yearly values or
    actions by their start; ``priorite``: 1 where the committee looks first; ``changement_plausible``: the largest
    change that can be hoped for, in its unit, None for that of the thresholds; ``entre``: « bassins » for a gap between
    those of a département, which a lone one has not.
    """

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
    partage: str
    annees: int
    natures: tuple[str, ...]
    carte_bassin: bool
    test: str
    priorite: int
    changement_plausible: float | None
    n_min: int
    couverture_min: float
    n_compte: str
    vide: str | None
    sans_valeur: str | None
    sans_objet: str | None
    entre: str | None
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
    return Path(settings.given("OBSERVATOIRE_CATALOGUE", str(settings.ROOT / "queries" / "catalogue")))


def files(where: Path | None = None) -> list[Path]:
    """The files that make the catalogue."""
    home = where or folder()
    return [home / FILE, *sorted((home / SQL_FOLDER).glob("*.sql"))]


def scripts() -> list[Path]:
    """The SQL files of the catalogue."""
    return sorted((folder() / SQL_FOLDER).glob("*.sql"))


def load(where: Path | None = None) -> Catalogue:
    """The catalogue of a folder (that of the configuration by default).

    CatalogueError names the file and the key of what is missing, unknown or out of range. An indicator whose SQL is
    missing or breaks the contract is there, with its ``erreur``: the others do not depend on it.
    """
    home = where or folder()
    written = _read(home / FILE)
    thresholds = _thresholds(section(written, "regles"))
    families = {key: text("familles", key, title) for key, title in section(written, "familles").items()}
    entries = {
        key: checked(key, entry, families) for key, entry in written.items() if key not in ("regles", "familles")
    }
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
    except OSError as error:
        raise CatalogueError(f"{path} : ce fichier ne peut pas être lu ({causes.why(error)}).") from error
    except UnicodeDecodeError as error:
        raise CatalogueError(f"{path} : ce texte n'est pas en UTF-8 ({causes.why(error)}).") from error
    except (ValueError, RecursionError) as error:  # TOML that is wrong, or has a number or a nesting without end.
        raise CatalogueError(f"{path} : ce n'est pas du TOML ({causes.why(error)}).") from error


def _thresholds(written: Mapping[str, Any]) -> Thresholds:
    odd = [key for key in (*written, *_BOUNDS) if (key in written) != (key in _BOUNDS)]
    if odd:
        raise CatalogueError(f"{FILE}, [regles] : « {odd[0]} » absent ou inconnu (attendus : {', '.join(_BOUNDS)}).")
    return Thresholds(**{key: within("regles", key, written[key], *_BOUNDS[key]) for key in _BOUNDS})


def _indicator(
    home: Path, rank: int, key: str, entry: Mapping[str, Any], families: Mapping[str, str], thresholds: Thresholds
) -> Indicator:
    family = entry.get("famille", key[0])
    sql, error = _sql(home, key, returns(entry.get("bornes")))
    as_written: dict[str, Any] = {name: entry[name] for name in (*TEXTS, *CHOICES, "annees", "depuis")}
    as_written |= {name: tuple(entry[name]) for name in LISTS}
    counts = {"K2": thresholds.proportion_n_min, "K3": thresholds.montants_actions_min}
    coverage = thresholds.couverture_min_montants if entry["regle"] == "K3" else thresholds.couverture_min
    return Indicator(
        id=key,
        famille=family,
        famille_titre=families[family],
        facteur=float(entry.get("facteur", 1)),
        n_min=entry.get("n_min", counts.get(entry["regle"], 0)),
        couverture_min=float(entry.get("couverture_min", coverage)),
        n_compte=entry.get("n_compte", "faits"),
        vide=entry.get("vide"),
        sans_valeur=entry.get("sans_valeur"),
        sans_objet=entry.get("sans_objet"),
        entre=entry.get("entre"),
        bornes=entry.get("bornes"),
        sql=sql,
        erreur=error,
        rang=rank + 1,
        carte_bassin=entry.get("carte_bassin", False),
        test=entry.get("test", BY_YEAR),
        priorite=entry.get("priorite", AFTERWARDS),
        changement_plausible=entry.get("changement_plausible"),
        **as_written,
    )


def lists_lines(sql: str) -> bool:
    """Whether the SQL of an indicator names the rows behind its values."""
    return _NAMES_LINES.search(sql) is not None


def lines(sql: str) -> str:
    """The SQL of those rows, in the columns of ``LINES``: what stands before its answer, the first SELECT of a line."""
    empty = ", ".join(f"NULL::{kind} AS {column}" for column, kind in LINES.items())
    before = _ANSWER.split(sql, maxsplit=1)[0]
    return before + _LISTED.format(columns=", ".join(LINES), empty=empty)


def returns(bounds: str | None) -> Mapping[str, str]:
    """The columns (name → SQL type, in order) that the SQL of an entry with these ``bornes`` returns."""
    return RETURNS_BOUNDED if bounds == STATED else RETURNS


def _sql(home: Path, key: str, expected: Mapping[str, str]) -> tuple[str, str | None]:
    """(text of the file, what its header breaks of the contract)."""
    path = home / SQL_FOLDER / f"{key}.sql"
    name = f"{SQL_FOLDER}/{path.name}"
    if not path.is_file():
        return "", f"{name} : ce fichier manque."
    try:
        sql = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return "", f"{name} : ce fichier ne peut pas être lu ({causes.why(error)})."
    try:
        asked = parse(name, sql)
    except QuestionError as error:
        return sql, str(error)
    if asked.parameters:
        return sql, f"{name} : un indicateur ne prend aucun paramètre ({', '.join(asked.parameters)})."
    difference = differs(asked.returns, expected)
    return sql, f"{name} : l'en-tête n'annonce pas ce qu'un indicateur renvoie : {difference}." if difference else None


def differs(found: Mapping[str, str], expected: Mapping[str, str]) -> str | None:
    """How columns (name → SQL type, in order) differ from those of the contract, in French; None when they do not."""
    missing = [name for name in expected if name not in found]
    extra = [name for name in found if name not in expected]
    if missing:
        return f"il manque la colonne « {missing[0]} »"
    if extra:
        return f"la colonne « {extra[0]} » est de trop"
    for name, kind in expected.items():
        if found[name] != kind:
            return f"« {name} » est {found[name]}, attendu {kind}"
    return None if list(found) == list(expected) else f"l'ordre des colonnes, attendu {', '.join(expected)}"
