"""What goes with an export: enough to read its rows without the page that they left."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pandas as pd

import queries
from dashboard.frame import cached, wording
from dashboard.frame.scope import Scope
from queries.tables import MADE_UP, plain
from queries.workbooks import headings

# What stands on « Lisez-moi », in its order, and how it is named there.
_README = {
    "question": "Question",
    "attention": "Attention",
    "jeu_de_donnees": "Jeu de données",
    "perimetre": "Périmètre",
    "jour_observation": "Dernier jour connu",
    "lignes": "Lignes",
    "exporte_le_utc": "Exporté le (UTC)",
    "instantane": "Instantané",
    "secret_statistique": "Secret statistique",
    "cellule_vide": "Une cellule vide",
}


def told(df: pd.DataFrame, question: str, scope: Scope, criteria: Mapping[str, Any] | None = None) -> str:
    """What goes with an export: question, filters, snapshot, sources, licences, columns and secrecy, as JSON."""
    return json.dumps(_content(df, question, scope, criteria), ensure_ascii=False, indent=2, default=plain)


def meanings(df: pd.DataFrame, question: str) -> dict[str, str]:
    """What each column of an export means, with its unit; "" where nobody said it."""
    asked = queries.question(question)
    return {column: asked.meanings.get(column, "") for column in df.columns}


def readme(
    df: pd.DataFrame, question: str, scope: Scope, criteria: Mapping[str, Any] | None = None
) -> list[tuple[str, str]]:
    """The same as (what, words) a line, for somebody who reads it in a spreadsheet."""
    content = _content(df, question, scope, criteria)
    lines = [(label, str(content[name])) for name, label in _README.items() if content.get(name) is not None]
    chosen = {name: value for name, value in content["filtres"].items() if value not in (None, "", [], ())}
    lines += [(f"Filtre : {name}", _words(value)) for name, value in chosen.items()]
    lines += [(f"Source : {one['titre']}", _of_source(one)) for one in content["sources"]]
    heads = headings(df.columns, content["colonnes"])
    columns = zip(heads, content["colonnes"].items(), strict=True)
    return lines + [(f"Colonne : {head}", f"{meaning} (« {name} » en CSV)") for head, (name, meaning) in columns]


def _words(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _of_source(source: Mapping[str, Any]) -> str:
    return ", ".join(
        str(source[field]) for field in ("editeur", "licence", "publiee_le", "chargee_le") if source[field]
    )


def _content(df: pd.DataFrame, question: str, scope: Scope, criteria: Mapping[str, Any] | None) -> dict[str, Any]:
    asked = queries.question(question)
    known = cached.rows(scope, "sources")
    used = {row["source"] for row in cached.rows(scope, "sources_du_perimetre", **scope.filters)}
    fields = ("source", "titre", "editeur", "licence", "publiee_le", "chargee_le", "sha256")
    return {
        "question": asked.title,
        "jeu_de_donnees": scope.dataset.title,
        **({"attention": MADE_UP} if cached.demonstration(scope) else {}),
        "instantane": scope.snapshot,
        "perimetre": scope.money_label if asked.by_exercice else scope.label,
        "jour_observation": plain(cached.reference_day(scope)),
        "filtres": {**scope.filters, **(criteria or {})},
        "sens_des_filtres": {name: known.meaning for name, known in asked.parameters.items() if name in scope.filters},
        "lignes": len(df),
        "exporte_le_utc": datetime.now(UTC).isoformat(timespec="seconds"),
        "sources": [{field: row[field] for field in fields} for row in known if row["source"] in used],
        "secret_statistique": _secrecy(df),
        "cellule_vide": "non disponible (nd)",
        "colonnes": meanings(df, question),
    }


def _secrecy(df: pd.DataFrame) -> str:
    """How many values an export withholds; the map's rows say it in their status, others in a column."""
    hidden = int((df["statut"] == "s").sum()) if {"statut", "valeur"} <= set(df.columns) else 0
    hidden += sum(int(df[column].sum()) for column in df.columns if column.endswith("secret"))
    return f"valeurs masquées (s) : {wording.number(hidden)}" if hidden else "aucune valeur masquée"
