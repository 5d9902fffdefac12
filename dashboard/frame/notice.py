"""What goes with an export: enough to read its rows without the page that they left."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pandas as pd

import queries
from dashboard.frame import cached, wording
from dashboard.frame.scope import Scope
from queries.tables import MADE_UP, plain
from queries.workbooks import filter_name, headings, in_words

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
# Values that say how many rows are asked for, not which.
_PAGING = {"limite", "debut", "par_champ", "gardees"}


@dataclass(frozen=True)
class Asked:
    """The rows of a file, and the values that they were asked with: no page has to repeat them."""

    rows: pd.DataFrame
    question: str
    values: Mapping[str, Any]


def heard(answer: Callable[[], pd.DataFrame], question: str, scope: Scope) -> Asked:
    """Ask for the rows; the values are those that the question received, the shared filters where none was asked."""
    with cached.hearing() as asked:
        rows = answer()
    mine = [values for name, values in asked if name == question]
    if not mine:
        return Asked(rows, question, scope.filters)
    values = {name: list(dict.fromkeys(map(_plain, (one.get(name) for one in mine)))) for name in mine[0]}
    return Asked(rows, question, {name: its[0] if len(its) == 1 else its for name, its in values.items()})


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def perimeter(question: str, values: Mapping[str, Any], scope: Scope) -> str:
    """Territory and years of rows asked with these ``values``: a filter of the page that did not apply is not told."""
    if values.keys().isdisjoint(queries.question(question).parameters):
        return scope.label if set(scope.filters) <= set(values) else "tout le jeu de données"
    within = _within(values, scope)
    if within is None:
        return _where(values, scope)
    years = within.exercices if queries.question(question).by_exercice else within.years
    return f"{_where(values, scope)}, {years}"


def _where(values: Mapping[str, Any], scope: Scope) -> str:
    """The territory of a level that was asked for, else that of the shared filters."""
    level, code = values.get("niveau"), values.get("territoire")
    if isinstance(level, str) and isinstance(code, str):
        return _named_place(level, code, scope)
    # Of this bassin only where the question received it, and not the one that is set beside.
    return (scope if values.get("bassin") == scope.bassin else replace(scope, bassin=None)).territory


def _named_place(level: str, code: str, scope: Scope) -> str:
    """« bassin de Vichy », « Vichy (03310) », « Allier (03) »; the code of what has no name."""
    found = cached.rows(scope, "origine_territoire", niveau=level, territoire=code)
    if not found:
        return f"{level} {code}"
    if level == "bassin":
        return replace(scope, bassin=code, bassin_nom=found[0]["nom"]).territory
    return f"{found[0]['nom']} ({code})" if level in ("departement", "commune") else str(found[0]["nom"])


def _within(values: Mapping[str, Any], scope: Scope) -> Scope | None:
    """The scope whose years were asked for; None where no year was. Several askings are of the years of the page."""
    if isinstance(year := values.get("annee"), int):
        return replace(scope, annee_min=year, annee_max=year)
    if "annee_min" not in values:
        return None
    first, last = values["annee_min"], values.get("annee_max")
    if isinstance(first, tuple | list) or isinstance(last, tuple | list):
        return scope
    return replace(scope, annee_min=first, annee_max=last)


def told(df: pd.DataFrame, question: str, scope: Scope, values: Mapping[str, Any] | None = None) -> str:
    """What goes with an export: question, filters, snapshot, sources, licences, columns and secrecy, as JSON.

    ``values`` are those that the rows were asked with; None is the shared filters.
    """
    return json.dumps(_content(df, question, scope, values), ensure_ascii=False, indent=2, default=plain)


def meanings(df: pd.DataFrame, question: str) -> dict[str, str]:
    """What each column of an export means, with its unit; "" where nobody said it."""
    asked = queries.question(question)
    return {column: asked.meanings.get(column, "") for column in df.columns}


def readme(
    df: pd.DataFrame, question: str, scope: Scope, values: Mapping[str, Any] | None = None
) -> list[tuple[str, str]]:
    """The same as (what, words) a line, for somebody who reads it in a spreadsheet: columns by their headings."""
    content = _content(df, question, scope, values)
    lines = [(label, str(content[name])) for name, label in _README.items() if content.get(name) is not None]
    chosen = {name: value for name, value in content["filtres"].items() if value not in (None, "", [], ())}
    lines += [(f"Filtre : {_named(name, question)}", _words(name, value, scope)) for name, value in chosen.items()]
    lines += [(f"Source : {one['titre']}", _of_source(one)) for one in content["sources"]]
    heads = dict(zip(df.columns, headings(df.columns, content["colonnes"], question), strict=True))
    return lines + [
        (f"Colonne : {head}", in_words(content["colonnes"][column], heads)) for column, head in heads.items()
    ]


def _named(name: str, question: str) -> str:
    known = queries.question(question).parameters.get(name)
    return filter_name(name, known.meaning if known else "")


def _words(name: str, value: Any, scope: Scope) -> str:
    """A value as people read it: « Allier (03) »."""
    told = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    names = {"departement": (scope.departement, scope.departement_nom), "bassin": (scope.bassin, scope.bassin_nom)}
    code, called = names.get(name, (None, None))
    return f"{called} ({told})" if called and code == value else in_words(told, {})


def _of_source(source: Mapping[str, Any]) -> str:
    return ", ".join(
        str(source[field]) for field in ("editeur", "licence", "publiee_le", "chargee_le") if source[field]
    )


def _content(df: pd.DataFrame, question: str, scope: Scope, values: Mapping[str, Any] | None) -> dict[str, Any]:
    asked = queries.question(question)
    filtered = {
        name: value for name, value in (scope.filters if values is None else values).items() if name not in _PAGING
    }
    known = cached.rows(scope, "sources")
    used = {row["source"] for row in cached.rows(scope, "sources_du_perimetre", **scope.filters)}
    fields = ("source", "titre", "editeur", "licence", "publiee_le", "chargee_le", "sha256")
    return {
        "question": asked.title,
        "jeu_de_donnees": scope.dataset.title,
        **({"attention": MADE_UP} if cached.demonstration(scope) else {}),
        "instantane": scope.snapshot,
        **({"seance": f"{scope.closing.name}, chiffres arrêtés le {scope.closing.day}"} if scope.closing else {}),
        "perimetre": perimeter(question, filtered, scope),
        "jour_observation": plain(cached.reference_day(scope)),
        "filtres": filtered,
        "sens_des_filtres": {name: known.meaning for name, known in asked.parameters.items() if name in filtered},
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
