"""A reading copy that holds nothing but indicator values written by hand, for the tests of progress and aptitude.

Two départements: the Allier (03) with two bassins (031 Montluçon, 033 Vichy) and the Puy-de-Dôme (63) without any.
Seven indicators of every kind. The day of observation is 31/12/2025: that year is over.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from data import store
from queries import statistics
from queries.copy import script
from queries.copy.progress import progress

YEARS = range(2016, 2026)
# Identifier → what of the catalogue matters.
INDICATORS: Mapping[str, Mapping[str, Any]] = {
    "A1": {"titre": "Initiative", "unite": "%", "sens": "hausse", "calcul": "proportion", "intervalle": "wilson"},
    "A2": {"titre": "Participations", "unite": "participations pour 1 000 habitants", "sens": "hausse",
           "calcul": "taux", "facteur": 1000.0},
    "B1": {"titre": "Mixité", "unite": "%", "sens": "neutre", "calcul": "proportion", "intervalle": "wilson"},
    "C2": {"titre": "Équilibre", "unite": "points", "sens": "zero", "calcul": "ecart_points", "intervalle": "wilson",
           "niveaux": ["bassin"], "partage": "seances"},
    "D2": {"titre": "Communes sans action", "unite": "communes", "sens": "baisse", "calcul": "compte",
           "intervalle": "poisson", "annees": 3},
    "F1": {"titre": "Cofinancement", "unite": "%", "sens": "hausse", "calcul": "proportion"},
    "G2": {"titre": "Complétude", "unite": "%", "sens": "hausse", "calcul": "proportion", "niveaux": ["departement"]},
}  # fmt: skip
TERRITORIES = [
    ("departement", "03", "Allier", "03", 0),
    ("bassin", "031", "Montluçon", "03", 1),
    ("bassin", "033", "Vichy", "03", 2),
    ("departement", "63", "Puy-de-Dôme", "63", 0),
]
Value = dict[str, Any]


def share(indicator: str, territory: str, year: int, successes: float, total: float, **more: Any) -> Value:
    """A proportion with its Wilson interval, all of it filled in."""
    low, high = statistics.wilson_interval(successes, total)
    limits = {"bas": 100 * float(low), "haut": 100 * float(high)} if INDICATORS[indicator].get("intervalle") else {}
    return {
        "indicateur": indicator, "territoire": territory, "annee": year, "valeur": 100 * successes / total,
        "numerateur": successes, "denominateur": total, "n": total, "n_renseignes": total, "n_total": total,
    } | limits | more  # fmt: skip


def count(indicator: str, territory: str, year: int, number: float, **more: Any) -> Value:
    """A count with its Poisson interval."""
    low, high = statistics.poisson_interval(number)
    return {
        "indicateur": indicator, "territoire": territory, "annee": year, "valeur": number, "numerateur": number,
        "bas": float(low), "haut": float(high), "n": 100, "n_renseignes": 100, "n_total": 100,
    } | more  # fmt: skip


def bare(indicator: str, territory: str, year: int, value: float, **more: Any) -> Value:
    """A value alone, without interval."""
    return {
        "indicateur": indicator, "territoire": territory, "annee": year, "valeur": value, "n": 40, "n_renseignes": 40,
        "n_total": 40,
    } | more  # fmt: skip


def target(indicator: str, **more: Any) -> Value:
    """A target for the Allier: 60 in 2028."""
    return {"indicateur": indicator, "code_departement": "03", "valeur_cible": 60.0, "annee_cible": 2028} | more


@contextmanager
def copy(
    values: Sequence[Value],
    *,
    targets: Sequence[Value] = (),
    spans: Sequence[tuple[str, int, int, int]] = (),
    fields: Sequence[tuple[str, str, str, int, int]] = (),
    day: date = date(2025, 12, 31),
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The copy, with progress and aptitude derived. ``spans``: (territory, first year, last year, how many actions);
    ``fields``: (département, indicator, field, filled in, in all)."""
    with store.memory() as root:
        root.execute(store.CONTRACT.read_text(encoding="utf-8"))
        script.run(root, Path(script.__file__).parent / "common" / "committee.sql")
        _catalogue(root)
        root.execute("CREATE TABLE observation AS SELECT ?::DATE AS jour, 2025 AS derniere_annee", [day])
        root.execute(
            """
            CREATE TABLE territoires_niveaux (niveau VARCHAR, territoire VARCHAR, nom VARCHAR, code_departement VARCHAR,
                                              rang INTEGER)
            """
        )
        root.executemany("INSERT INTO territoires_niveaux VALUES (?, ?, ?, ?, ?)", TERRITORIES)
        root.execute(
            """
            CREATE TABLE indicateurs_valeurs (
                indicateur VARCHAR, niveau VARCHAR, territoire VARCHAR, nom VARCHAR, code_departement VARCHAR, annee
                INTEGER, valeur DOUBLE, bas DOUBLE, haut DOUBLE, n BIGINT, n_renseignes BIGINT, n_total BIGINT,
                numerateur DOUBLE, denominateur DOUBLE, lisse DOUBLE, au_moins DOUBLE, au_plus DOUBLE,
                statut VARCHAR, raison VARCHAR, sources VARCHAR[]
            )
            """
        )
        places = {territory: (level, name, departement) for level, territory, name, departement, _ in TERRITORIES}
        for value in values:
            level, name, departement = places[value["territoire"]]
            _add(
                root,
                "indicateurs_valeurs",
                {"statut": "ok", "niveau": level, "nom": name, "code_departement": departement} | value,
            )
        for rank, row in enumerate(targets):
            _add(root, "cibles", {"source": f"essai-{rank}"} | row)
        root.execute(
            """
            CREATE TABLE sujets_territoires (sujet_type VARCHAR, sujet_id VARCHAR, niveau VARCHAR, territoire VARCHAR,
                                             annee_debut INTEGER, annee_fin INTEGER, part DOUBLE)
            """
        )
        for territory, first, last, number in spans:
            root.execute(
                "INSERT INTO sujets_territoires SELECT 'action', uuid()::VARCHAR, ?, ?, ?, ?, 1 FROM range(?)",
                [places[territory][0], territory, first, last, number],
            )
        root.execute(
            """
            CREATE TABLE champs_renseignes (code_departement VARCHAR, indicateur VARCHAR, champ VARCHAR, n_renseignes
            BIGINT,
                                            n_total BIGINT)
            """
        )
        for row_of_fields in fields:
            root.execute("INSERT INTO champs_renseignes VALUES (?, ?, ?, ?, ?)", list(row_of_fields))
        progress.derive(root)
        yield root


def _catalogue(root: duckdb.DuckDBPyConnection) -> None:
    lines = [
        {
            "id": name, "rang": rank, "facteur": 1.0, "intervalle": "aucun", "niveaux": ["departement", "bassin"],
            "n_compte": "actions", "couverture_min": 70.0, "champs": ["initiative"], "erreur": None,
            "partage": "actions", "annees": 1, "test": "annees", "priorite": 2, "changement_plausible": None, "sql": "",
        } | dict(entry)
        for rank, (name, entry) in enumerate(INDICATORS.items())
    ]  # fmt: skip
    root.register("lot", pa.Table.from_pylist(lines))
    # As in the catalogue that is shipped.
    root.execute(
        """
        CREATE TABLE regles AS
        SELECT 5 AS tendance_annees_min, 3 AS reference_annees, 25 AS changement_plausible, 60 AS part_prioritaire
        """
    )
    root.execute(
        """
        CREATE TABLE indicateurs AS
        SELECT * REPLACE (erreur::VARCHAR AS erreur, changement_plausible::DOUBLE AS changement_plausible) FROM lot
        """
    )
    root.unregister("lot")


def _add(root: duckdb.DuckDBPyConnection, table: str, row: Mapping[str, Any]) -> None:
    root.register("lot", pa.Table.from_pylist([dict(row)]))
    root.execute(f"INSERT INTO {table} BY NAME FROM lot")
    root.unregister("lot")


def rows(root: duckdb.DuckDBPyConnection, table: str = "indicateurs_progres") -> list[dict[str, Any]]:
    """Every row of a table, in the order in which it was written."""
    answer = root.execute(f"SELECT * FROM {table} ORDER BY rowid")
    names = [name for name, *_ in answer.description or []]
    return [dict(zip(names, line, strict=True)) for line in answer.fetchall()]


def one(root: duckdb.DuckDBPyConnection, indicator: str, territory: str) -> dict[str, Any]:
    """The row of one series."""
    (row,) = [row for row in rows(root) if (row["indicateur"], row["territoire"]) == (indicator, territory)]
    return row


# 100 actions a year, from 20 to 56 of them: a straight line that nothing blurs.
RISE = [share("A1", "031", year, 20 + 4 * (year - 2016), 100) for year in YEARS]
