"""One entry of ``indicators.toml``: what it may say, and the refusal (French, file and key) of all else."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from data.batch import RefusedError

FILE = "indicators.toml"
LEVELS = ("departement", "bassin", "epci", "commune", "structure", "action")
COMPUTATIONS = ("proportion", "taux", "compte", "rapport", "valeur", "ecart_relatif", "ecart_points")
INTERVALS = ("poisson", "wilson", "greenwood", "aucun")
# What two years of a value have in common when nothing changes: actions that last, or nothing, for sessions.
OF_ACTIONS, OF_SESSIONS = "actions", "seances"
# What a verdict counts: yearly values, or each action once, by its start. What the committee looks at first, or after.
BY_YEAR, BY_START = "annees", "debuts"
FIRST, AFTERWARDS = 1, 2
# The facts behind a value, hence its sources: sources.sql says which each nature has.
NATURES = ("actions", "argent", "mesures", "seances", "evenements")
# Field that an indicator may need → what it is missing from; fields.sql counts them.
FIELDS: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "date de début",
            "commune",
            "initiative",
            "mots clés",
            "public",
            "tranche d'âge",
            "partenaires",
            "participations",
            "bénévoles",
            "professionnels",
            "budget détaillé",
            "contributions volontaires",
            "financeur nommé",
            "budget prévisionnel",
            "budget réalisé",
            "montant accordé",
            "fin de convention",
            "motif de fin",
            "date de fin",
            "textes de la fiche",
        ),
        "fiches",
    ),
    **dict.fromkeys(("affluence", "méthode de comptage"), "événements"),
    **dict.fromkeys(("questionnaires envoyés", "répondants", "satisfaits"), "actions et événements"),
    **dict.fromkeys(("présents", "convoqués", "présents par collège", "bassin des présents"), "séances"),
}
# What is known of the territory itself: no fiche can fill it in.
REFERENCES = ("population", "indice des prix")

TEXTS = ("nom", "titre", "question", "formule", "unite", "limites", "cadre", "version")
_OPTIONAL_TEXTS = ("famille", "n_compte", "vide", "sans_valeur", "sans_objet")
CHOICES = {
    "sens": ("hausse", "baisse", "neutre", "zero"),
    "regle": ("K0", "K1", "K2", "K3", "K4"),
    "calcul": COMPUTATIONS,
    "intervalle": INTERVALS,
    "partage": (OF_ACTIONS, OF_SESSIONS),
}
# What leaves a value between two others: who did not answer, or a quantity that its source says by bounds.
SILENT, STATED = "non_reponse", "declarees"
# Of what it is a gap: without another one of these, it has no object.
BETWEEN_BASSINS = "bassins"
_OPTIONAL_CHOICES = {"bornes": (SILENT, STATED), "test": (BY_YEAR, BY_START), "entre": (BETWEEN_BASSINS,)}
LISTS = {"niveaux": LEVELS, "champs": (*FIELDS, *REFERENCES), "natures": NATURES}
_MAY_BE_EMPTY = "champs"
_BOUNDS = {
    "annees": (1, 20),
    "n_min": (0, 1000),
    "couverture_min": (0, 100),
    "facteur": (0.001, 1_000_000),
    "priorite": (FIRST, AFTERWARDS),
    "changement_plausible": (0.001, 1_000_000),
}
_NOT_WHOLE = ("couverture_min", "couverture_min_montants", "facteur", "changement_plausible", "part_prioritaire")
_FLAGS = ("carte_bassin",)
REQUIRED = (*TEXTS, *LISTS, *CHOICES, "annees", "depuis")
_KNOWN = {*REQUIRED, *_OPTIONAL_TEXTS, *_OPTIONAL_CHOICES, *_BOUNDS, *_FLAGS}


class CatalogueError(RefusedError):
    """A catalogue that cannot be read; the message is French and names the file and the key."""


def checked(key: str, entry: Any, families: Mapping[str, str]) -> dict[str, Any]:
    """The entry itself, once nothing in it is missing, unknown, of another kind, or at odds with the rest of it."""
    if not re.fullmatch(r"[A-Z][0-9]{1,2}", key):
        raise CatalogueError(f"{FILE} : [{key}] n'est pas un identifiant d'indicateur (une lettre et un numéro).")
    told = section({key: entry}, key)
    for name in REQUIRED:
        if name not in told:
            raise CatalogueError(f"{FILE}, [{key}] : il manque « {name} ».")
    for name, value in told.items():
        _check(key, name, value)
    _agree(key, told)
    if told.get("famille", key[0]) not in families:
        raise CatalogueError(f"{FILE}, [{key}] : famille inconnue ; [familles] dit : {', '.join(families)}.")
    return told


def section(written: Mapping[str, Any], name: str) -> dict[str, Any]:
    """A table of the file; an absent one is empty."""
    found = written.get(name, {})
    if not isinstance(found, dict):
        raise CatalogueError(f"{FILE} : « {name} » = {found!r}, attendu une section [{name}].")
    return found


def within(section_name: str, key: str, value: Any, low: float, high: float) -> Any:
    """A number (whole unless it is a coverage or a factor) between two bounds."""
    whole = key not in _NOT_WHOLE
    if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)) or not low <= value <= high:
        kind = "un entier" if whole else "un nombre"
        raise _wrong(section_name, key, value, f"{kind} de {low} à {high}")
    return value


def text(section_name: str, key: str, value: Any) -> str:
    """A text that says something."""
    if not isinstance(value, str) or not value.strip():
        raise _wrong(section_name, key, value, "un texte")
    return value


def _wrong(section_name: str, key: str, value: Any, expected: str) -> CatalogueError:
    return CatalogueError(f"{FILE}, [{section_name}] : {key} = {value!r}, attendu {expected}.")


def _check(key: str, name: str, value: Any) -> None:
    """One key of an entry, by itself."""
    if name not in _KNOWN:
        raise CatalogueError(f"{FILE}, [{key}] : clé inconnue « {name} » (connues : {', '.join(sorted(_KNOWN))}).")
    if choices := CHOICES.get(name) or _OPTIONAL_CHOICES.get(name):
        if value not in choices:
            raise _wrong(key, name, value, f"l'un de : {', '.join(choices)}")
    elif name in LISTS:
        _check_list(key, name, value)
    elif name in _BOUNDS:
        within(key, name, value, *_BOUNDS[name])
    elif name in _FLAGS:
        if not isinstance(value, bool):
            raise _wrong(key, name, value, "true ou false")
    elif name == "depuis":
        if type(value) is not date:
            raise _wrong(key, name, value, "une date (AAAA-MM-JJ)")
    else:
        text(key, name, value)


def _check_list(key: str, name: str, value: Any) -> None:
    known = LISTS[name]
    if not isinstance(value, list) or any(item not in known for item in value):
        raise _wrong(key, name, value, f"une liste parmi : {', '.join(known)}")
    if len(set(value)) < len(value):
        raise _wrong(key, name, value, "chaque valeur une seule fois")
    if not value and name != _MAY_BE_EMPTY:
        raise _wrong(key, name, value, "au moins une valeur")


def _agree(key: str, entry: Mapping[str, Any]) -> None:
    """What two keys may not say together."""
    if entry["partage"] == OF_SESSIONS and entry["annees"] != 1:
        raise _wrong(key, "annees", entry["annees"], f"1 avec partage = « {OF_SESSIONS} », qui sont d'une seule année")
    by_start = entry.get("test") == BY_START
    if by_start and (entry["calcul"], entry["intervalle"], entry["partage"]) != ("proportion", "wilson", OF_ACTIONS):
        raise _wrong(key, "test", BY_START, f"« {BY_YEAR} » : seule une part d'actions se compte par leurs débuts")
    if entry.get("carte_bassin") and "bassin" not in entry["niveaux"]:
        raise _wrong(key, "carte_bassin", True, "false : l'indicateur ne se calcule pas au niveau « bassin »")
