"""The indicators of a reading copy: the SQL of each is run, judged by the rules, written with its truth.

``derive`` makes ``indicateurs`` (the catalogue), ``indicateurs_bruts`` (what each SQL counted),
``indicateurs_valeurs`` (every value with interval, coverage, status, reason, sources) and ``champs_renseignes``.
``values`` reads them back: the screen, the command line and every export take their figures from it or from the same
question.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from queries import ask_records
from queries.copy import parts
from queries.copy.indicators import catalogue, rules
from queries.copy.indicators.catalogue import Indicator
from queries.copy.indicators.entry import FILE, CatalogueError
from queries.copy.script import describe, read, refuse, run

HERE = Path(__file__).parent
_SCRIPTS = ("tables", "anomalies", "expected", "sources", "values", "filled")


@dataclass(frozen=True)
class IndicatorValue:
    """One value with its truth, in the unit of its indicator; None is unknown, or withheld by ``status``.

    ``coverage`` is the share (0 to 1) of ``n_total`` facts whose fields are filled in; ``status`` one of ok, p, nd, s,
    ns, ///; ``reason`` says why in French; ``sources`` are those of the facts behind.
    """

    indicator: str
    title: str
    unit: str
    level: str
    territory: str
    name: str
    departement: str | None
    year: int
    value: float | None
    low: float | None
    high: float | None
    n: int | None
    n_known: int | None
    n_total: int | None
    coverage: float | None
    numerator: float | None
    denominator: float | None
    smoothed: float | None
    at_least: float | None
    at_most: float | None
    status: str
    reason: str | None
    sources: tuple[str, ...]
    version: str


# Column of the question « valeurs_indicateurs » → field.
_FIELDS = {
    "indicateur": "indicator",
    "titre": "title",
    "unite": "unit",
    "niveau": "level",
    "territoire": "territory",
    "nom": "name",
    "departement": "departement",
    "annee": "year",
    "valeur": "value",
    "bas": "low",
    "haut": "high",
    "n": "n",
    "n_renseignes": "n_known",
    "n_total": "n_total",
    "couverture": "coverage",
    "numerateur": "numerator",
    "denominateur": "denominator",
    "lisse": "smoothed",
    "au_moins": "at_least",
    "au_plus": "at_most",
    "statut": "status",
    "raison": "reason",
    "sources": "sources",
    "version": "version",
}


def values(cursor: duckdb.DuckDBPyConnection, **filters: Any) -> list[IndicatorValue]:
    """Values in the order of the catalogue; ``filters`` are those of the question « valeurs_indicateurs »."""
    rows = ask_records(cursor, "valeurs_indicateurs", **filters)
    return [
        IndicatorValue(**{field: row[column] for column, field in _FIELDS.items()} | {"sources": tuple(row["sources"])})
        for row in rows
    ]


def record(value: IndicatorValue) -> dict[str, Any]:
    """A value under the French names of its columns, ready for JSON or CSV."""
    found = {column: getattr(value, field) for column, field in _FIELDS.items()}
    return found | {"sources": list(value.sources)}


def derive(root: duckdb.DuckDBPyConnection) -> None:
    """Write the tables of the indicators into the copy that is the current catalog of ``root``.

    An indicator whose SQL fails, or does not return what the contract says, has its ``erreur`` in ``indicateurs`` and
    no value. A catalogue that cannot be read leaves these tables empty, and its refusal in ``refus_catalogue``.
    """
    parts.scripts(HERE / "sessions.sql", HERE / "fields.sql")(root)
    files = [Path(__file__), *(HERE / f"{name}.sql" for name in _SCRIPTS), *catalogue.scripts()]
    parts.part(files, partial(_derive, root))


def _derive(root: duckdb.DuckDBPyConnection) -> None:
    run(root, HERE / "tables.sql")
    indicators = _catalogue(root)
    counted = {indicator.id: _count(root, indicator) for indicator in indicators}
    _write_catalogue(root, indicators, {name: found for name, found in counted.items() if isinstance(found, str)})
    for name, rows in counted.items():
        if not isinstance(rows, str):
            _insert(root, "INSERT INTO indicateurs_bruts BY NAME SELECT ? AS indicateur, * FROM lot", rows, [name])
    _refuse_anomalies(root)
    _write_values(root, indicators)


def _catalogue(root: duckdb.DuckDBPyConnection) -> Sequence[Indicator]:
    """The indicators of the catalogue, none when it cannot be read; its thresholds go to ``regles``."""
    try:
        found = catalogue.load()
    except CatalogueError as error:
        refuse(root, FILE, error)
        return ()
    _insert(root, "INSERT INTO regles BY NAME FROM lot", pa.Table.from_pylist([asdict(found.thresholds)]))
    return found.indicators


def _insert(root: duckdb.DuckDBPyConnection, sql: str, rows: pa.Table, values: Sequence[Any] = ()) -> None:
    root.register("lot", rows)
    root.execute(sql, list(values))
    root.unregister("lot")


def _count(root: duckdb.DuckDBPyConnection, indicator: Indicator) -> pa.Table | str:
    """The rows of an indicator's SQL, or why there are none (French)."""
    if indicator.erreur is not None:
        return indicator.erreur
    file = f"{catalogue.SQL_FOLDER}/{indicator.id}.sql"
    try:
        answer = root.execute(indicator.sql)
        found = {column: str(kind) for column, kind, *_ in answer.description or []}
        difference = catalogue.differs(found, catalogue.returns(indicator.bornes))
        rows = answer.to_arrow_table()
        _list_lines(root, indicator)
    except duckdb.Error as error:
        return f"{file} : le calcul échoue ({str(error).splitlines()[0]})."
    return f"{file} : la réponse n'est pas celle annoncée : {difference}." if difference else rows


def _list_lines(root: duckdb.DuckDBPyConnection, indicator: Indicator) -> None:
    """Make the view of the rows behind the values of an indicator, where its SQL names them."""
    if catalogue.lists_lines(indicator.sql):
        name = f"lignes_{indicator.id}"
        root.execute(f"CREATE VIEW {name} AS {catalogue.lines(indicator.sql)}")
        describe(root, {name: f"one row a fact that a value of {indicator.id} counts, or could count"}, "view")


def _write_catalogue(root: duckdb.DuckDBPyConnection, indicators: Sequence[Indicator], errors: dict[str, str]) -> None:
    columns = [name for name, *_ in root.execute("SELECT * FROM indicateurs LIMIT 0").description or []]
    lines = [
        {name: list(value) if isinstance(value := getattr(one, name), tuple) else value for name in columns}
        | {"erreur": errors.get(one.id)}
        for one in indicators
    ]
    if lines:
        _insert(root, "INSERT INTO indicateurs BY NAME FROM lot", pa.Table.from_pylist(lines))


def _refuse_anomalies(root: duckdb.DuckDBPyConnection) -> None:
    """Take out every row of an indicator of which one is not what the contract says."""
    for name, reason in root.execute(read(HERE / "anomalies.sql").sql).fetchall():
        said = f"{catalogue.SQL_FOLDER}/{name}.sql : la réponse contient {reason}."
        root.execute("UPDATE indicateurs SET erreur = ? WHERE id = ?", [said, name])
        root.execute("DELETE FROM indicateurs_bruts WHERE indicateur = ?", [name])


def _write_values(root: duckdb.DuckDBPyConnection, indicators: Sequence[Indicator]) -> None:
    run(root, HERE / "expected.sql")
    rows = _rows_to_judge(root)
    judged = rules.judge(rows, indicators)
    columns = {name: pa.array(column, from_pandas=True) for name, column in judged.items()}
    run(root, HERE / "sources.sql")
    run(root, HERE / "values.sql", jugees=pa.table({"ligne": rows["ligne"], **columns}))
    run(root, HERE / "filled.sql")


def _rows_to_judge(root: duckdb.DuckDBPyConnection) -> dict[str, NDArray[Any]]:
    found = root.execute(
        """
        SELECT ligne, rang, numerateur, denominateur, n::DOUBLE AS n, n_renseignes::DOUBLE AS n_renseignes,
               n_total::DOUBLE AS n_total, reference, variance, au_moins, au_plus,
               coalesce(secret, false) AS secret, annee_en_cours,
               coalesce(annee_population::VARCHAR, reserve_prix) IS NOT NULL AS reportee,
               coalesce(seul, false) AS seul, niveau NOT IN ('structure', 'action') AS territoire_entier,
               coalesce(lissage, -1) AS lissage
        FROM attendues ORDER BY ligne
        """
    ).fetchnumpy()
    return {name: np.asarray(np.ma.filled(column, np.nan)) for name, column in found.items()}
