"""Why readers are not told some numbers, from the command line: ``secret SUBJECT [annee=…]``.

A reason can tell the number itself: it is told to the role « administration » alone, whose copy alone holds it.
"""

from collections.abc import Sequence
from typing import Any

import duckdb
import pandas as pd

from data.actors import Actor
from data.batch import RefusedError
from queries import QuestionError, ask, ask_records, question
from queries.tables import records

COMMAND = "secret"
_QUESTION = "pourquoi_secret"
_SHOWN = 12


def require_told(actor: Actor) -> None:
    """RefusedError for a role that is not told reasons."""
    if not actor.unmasked:
        raise RefusedError(
            f"{COMMAND} : réservé au rôle administration (OBSERVATOIRE_ROLE). Le motif d'un secret peut dire "
            "le nombre qu'il cache."
        )


def answer(cursor: duckdb.DuckDBPyConnection, words: Sequence[str]) -> tuple[str, pd.DataFrame]:
    """What the subject is called, and one row a number that readers are not told of it (``pourquoi_secret``).

    QuestionError (French) when the words name no subject, or several.
    """
    names = [word for word in words if "=" not in word]
    if len(names) != 1:
        raise QuestionError(f"De quoi ? Écrivez : python -m queries {COMMAND} SUJET [annee=…].")
    found = ask_records(cursor, "sujets_designes", texte=names[0])
    if not found:
        raise QuestionError(
            f"Sujet inconnu « {names[0]} » : attendu l'identifiant ou le titre d'une action, d'un événement, d'une "
            "séance…, ou un territoire (bassin:032)."
        )
    if len(found) > 1:
        listed = ", ".join(f"{row['sujet']} ({row['nom']})" for row in found[:_SHOWN])
        raise QuestionError(f"« {names[0]} » désigne plusieurs sujets : {listed}. Écrivez l'un d'eux en entier.")
    subject = found[0]["sujet"]
    return f"{found[0]['nom']} ({subject})", ask(cursor, _QUESTION, sujet=subject, annee=_year(words))


def _year(words: Sequence[str]) -> int | None:
    year = None
    for word in words:
        key, equals, text = word.partition("=")
        if equals and key != "annee":
            raise QuestionError(f"{COMMAND} : paramètre inconnu « {key} » (paramètres : annee).")
        if equals:
            year = question(_QUESTION).parameters[key].parse(text)
    return year


def lines(name: str, reasons: pd.DataFrame) -> list[str]:
    """What people read: the subject, then a line for each number that readers are not told."""
    if reasons.empty:
        return [f"{name} : tout est dit aux lecteurs."]
    return [f"{name} : masqué aux lecteurs", *map(_line, records(reasons))]


def _line(row: dict[str, Any]) -> str:
    kind = "" if row["quoi"] in ("mesure", "presence") else f"{row['quoi']} "
    where = (("collège", row["college"]), ("bassin", row["bassin"]))
    parts = [row["grandeur"], row["annee"], *(f"{label} {value}" for label, value in where if value is not None)]
    return f"- {kind}{', '.join(str(part) for part in parts if part is not None)} : {row['raison']}"
