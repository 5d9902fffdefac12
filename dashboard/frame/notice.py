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


def told(df: pd.DataFrame, question: str, scope: Scope, criteria: Mapping[str, Any] | None = None) -> str:
    """What goes with an export: question, filters, snapshot, sources, licences, columns and secrecy, as JSON."""
    asked = queries.question(question)
    known = cached.rows(scope, "sources")
    used = {row["source"] for row in cached.rows(scope, "sources_du_perimetre", **scope.filters)}
    fields = ("source", "titre", "editeur", "licence", "publiee_le", "chargee_le", "sha256")
    content = {
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
        "colonnes": {column: asked.meanings.get(column, "") for column in df.columns},
    }
    return json.dumps(content, ensure_ascii=False, indent=2, default=plain)


def _secrecy(df: pd.DataFrame) -> str:
    """How many values an export withholds; the map's rows say it in their status, others in a column."""
    hidden = int((df["statut"] == "s").sum()) if {"statut", "valeur"} <= set(df.columns) else 0
    hidden += sum(int(df[column].sum()) for column in df.columns if column.endswith("secret"))
    return f"valeurs masquées (s) : {wording.number(hidden)}" if hidden else "aucune valeur masquée"
