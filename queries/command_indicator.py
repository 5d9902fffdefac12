"""Indicators from the command line: ``indicator ID [territoire=…] [annee=…]`` and ``indicators``.

What is asked is understood here, or refused in French with what exists; the figures come from ``indicators.values``.
"""

from collections.abc import Sequence
from typing import Any

import duckdb
import pandas as pd

from data import french
from data.batch import RefusedError
from queries import QuestionError, ask_records, question
from queries.copy.indicators import values
from queries.copy.indicators.entry import FILE, LEVELS

COMMANDS = ("indicator", "indicators")
_QUESTION = "valeurs_indicateurs"
_SHOWN = 12
_PRINTED = tuple(
    "niveau nom annee valeur bas haut au_moins au_plus n n_renseignes n_total statut raison sources".split()
)


def answer(cursor: duckdb.DuckDBPyConnection, command: str, words: Sequence[str]) -> pd.DataFrame:
    """One row a value, under the columns of the question « valeurs_indicateurs ».

    RefusedError when the catalogue cannot be read; QuestionError (French) names what exists when the indicator, the
    territory or the year does not.
    """
    filters = _filters(command, words)
    for refusal in ask_records(cursor, "refus_catalogue"):
        if refusal["fichier"] == FILE:
            raise RefusedError(refusal["raison"])
    if command == "indicator":
        filters["indicateur"] = _indicator(cursor, filters.get("indicateur"))
    if "territoire" in filters:
        filters |= _place(cursor, filters)
    found = values.values(cursor, **filters)
    if not found:
        raise QuestionError(_nothing(cursor, filters))
    return pd.DataFrame([values.record(value) for value in found], columns=list(question(_QUESTION).returns))


def heading(cursor: duckdb.DuckDBPyConnection, command: str, rows: pd.DataFrame) -> tuple[str, list[str]]:
    """(lines that say what the figures are, columns to print) for people; machines get every column."""
    if command == "indicators":
        return "Tous les indicateurs du catalogue.", ["indicateur", "unite", *_columns(rows)]
    (indicator,) = ask_records(cursor, "indicateurs", indicateur=rows["indicateur"].iloc[0])
    said = "{id} {titre} ({unite}) : {question}\n= {formule}\n{limites}".format_map(indicator)
    return said, _columns(rows)


def _columns(rows: pd.DataFrame) -> list[str]:
    """Those that people read, and the last one of a made-up dataset."""
    return [name for name in rows.columns if name in (*_PRINTED, "donnees")]


def _filters(command: str, words: Sequence[str]) -> dict[str, Any]:
    names = [word for word in words if "=" not in word]
    if command == "indicator" and len(names) != 1:
        raise QuestionError("Quel indicateur ? Écrivez : python -m queries indicator ID [territoire=…] [annee=…].")
    if command == "indicators" and names:
        raise QuestionError(f"« {names[0]} » : attendu clé=valeur.")
    filters: dict[str, Any] = {"indicateur": names[0]} if names else {}
    parameters = question(_QUESTION).parameters
    for word in words:
        key, equals, text = word.partition("=")
        if equals and key not in parameters:
            raise QuestionError(f"{command} : paramètre inconnu « {key} » (paramètres : {', '.join(parameters)}).")
        if equals:
            filters[key] = parameters[key].parse(text)
    if filters.get("niveau", LEVELS[0]) not in LEVELS:
        raise QuestionError(f"Niveau inconnu « {filters['niveau']} » (niveaux : {', '.join(LEVELS)}).")
    return filters


def _indicator(cursor: duckdb.DuckDBPyConnection, name: str | None) -> str:
    known = {row["id"]: row for row in ask_records(cursor, "indicateurs")}
    found = next((row for row in known.values() if name in (row["id"], row["nom"])), None)
    if found is None:
        raise QuestionError(f"Indicateur inconnu « {name} ». Indicateurs : {', '.join(known)}.")
    if found["erreur"] is not None:
        raise QuestionError(f"{found['id']} ne peut pas être calculé. {found['erreur']}")
    return str(found["id"])


def _place(cursor: duckdb.DuckDBPyConnection, filters: dict[str, Any]) -> dict[str, str]:
    """The level and code of a territory said by its code or its name, alone or as « bassin:Moulins »."""
    said = str(filters["territoire"])
    prefix, colon, rest = said.partition(":")
    level, text = (prefix, rest) if colon and prefix in LEVELS else (filters.get("niveau"), said)
    if level in ("structure", "action"):
        return {"niveau": level, "territoire": text}
    found = ask_records(cursor, "territoires_nommes", texte=text, niveau=level)
    named = [row for row in found if row["par_code"]] or found
    candidates = [row for row in named if row["avec_valeurs"]] or named
    if not candidates:
        if ask_records(cursor, _QUESTION, territoire=text, indicateur=filters.get("indicateur")):
            return {"territoire": text}
        raise QuestionError(f"Territoire inconnu « {said} ». {_places(cursor, filters)}")
    if len(candidates) > 1:
        listed = ", ".join(f"{_code(row)} ({_where(row)})" for row in candidates[:_SHOWN])
        example = f"Écrivez par exemple territoire={_code(candidates[0])}."
        raise QuestionError(f"« {said} » désigne plusieurs territoires : {listed}. {example}")
    return {"niveau": candidates[0]["niveau"], "territoire": candidates[0]["territoire"]}


def _code(row: dict[str, Any]) -> str:
    return f"{row['niveau']}:{row['territoire']}"


def _where(row: dict[str, Any]) -> str:
    return str(row["nom"]) if row["niveau"] == "departement" else f"{row['nom']}, {row['departement']}"


def _nothing(cursor: duckdb.DuckDBPyConnection, filters: dict[str, Any]) -> str:
    """Why nothing answers, and what would."""
    asked = f"Aucune valeur pour {', '.join(f'{key}={value}' for key, value in filters.items())}."
    level, name = filters.get("niveau"), filters.get("indicateur")
    if name is not None and level is not None:
        (indicator,) = ask_records(cursor, "indicateurs", indicateur=name)
        if level not in indicator["niveaux"]:
            return f"{name} ne se calcule pas au niveau « {level} » (niveaux : {', '.join(indicator['niveaux'])})."
    timeless = {key: value for key, value in filters.items() if not key.startswith("annee")}
    years = sorted({row["annee"] for row in ask_records(cursor, _QUESTION, **timeless)})
    if years:
        return f"{asked} Années qui en ont : {', '.join(map(str, years))}."
    return f"{asked} {_places(cursor, filters)}"


def _places(cursor: duckdb.DuckDBPyConnection, filters: dict[str, Any]) -> str:
    rows = ask_records(cursor, "territoires_des_valeurs", indicateur=filters.get("indicateur"))
    listed = ", ".join(f"{row['territoire']} ({row['nom']})" for row in rows[:_SHOWN])
    more = f" et {french.plural(len(rows) - _SHOWN, 'autre')}" if len(rows) > _SHOWN else ""
    return f"Territoires qui ont des valeurs : {listed}{more}." if rows else "Aucun fait n'est enregistré."
