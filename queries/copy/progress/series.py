"""The yearly values of every indicator as arrays, one row a series, and what two years of a territory share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from queries.copy.indicators.entry import OF_ACTIONS
from queries.copy.indicators.rules import SHOWN
from queries.french import NOT_SIGNIFICANT, POINTLESS, SECRET, UNKNOWN

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

_FIGURES = (
    "valeur", "bas", "haut", "au_moins", "au_plus", "numerateur", "denominateur", "n", "n_renseignes", "n_total"
)  # fmt: skip
_NOTHING_SHARED = 0


@dataclass(frozen=True)
class Board:
    """Every series: ``keys`` one row a series (indicator, territory), the figures (series, years), NaN where unknown.

    ``usable``: years that may enter a verdict: shown (ok or p), filled in enough, and over on the day of observation.
    ``over``: years, (years,), that are over. ``pointless``: series without object (///) wherever they were counted,
    such as the gap to a fair share of the whole.
    ``reasons``: why the last year of each series that bears facts is not shown, None when it is.
    """

    keys: pd.DataFrame
    years: Ints
    figures: Mapping[str, Floats]
    usable: Bools
    over: Bools
    pointless: Bools
    reasons: list[str | None]

    def __len__(self) -> int:
        """Number of series."""
        return len(self.keys)

    def column(self, name: str) -> NDArray[np.object_]:
        """A column of the keys."""
        return self.keys[name].to_numpy(dtype=object)


def read(root: duckdb.DuckDBPyConnection) -> Board:
    """Every series at the level of départements and bassins, in the order of the catalogue."""
    keys = root.execute(
        """
        WITH suivis AS (
            SELECT DISTINCT code_departement FROM indicateurs_valeurs WHERE niveau IN ('departement', 'bassin')
        )
        SELECT id AS indicateur, i.rang, titre, unite, sens, calcul, facteur, intervalle, champs, n_compte,
               couverture_min, erreur, partage, annees, test, priorite, changement_plausible, i.niveau,
               territoire, t.nom, t.code_departement
        FROM (SELECT *, unnest(niveaux) AS niveau FROM indicateurs) AS i
        JOIN territoires_niveaux AS t USING (niveau)
        SEMI JOIN suivis USING (code_departement)
        WHERE i.niveau IN ('departement', 'bassin')
        ORDER BY i.rang, t.code_departement, i.niveau DESC, t.rang, territoire
        """
    ).fetch_df()
    values = root.execute(
        """
        SELECT indicateur, niveau, territoire, annee, statut, raison, valeur, bas, haut, au_moins, au_plus, numerateur,
               denominateur, n::DOUBLE AS n, n_renseignes::DOUBLE AS n_renseignes, n_total::DOUBLE AS n_total
        FROM indicateurs_valeurs WHERE niveau IN ('departement', 'bassin')
        """
    ).fetch_df()
    place = pd.MultiIndex.from_frame(keys[["indicateur", "niveau", "territoire"]])
    row = place.get_indexer(pd.MultiIndex.from_frame(values[["indicateur", "niveau", "territoire"]]))
    values, row = values[row >= 0], row[row >= 0]
    years = np.arange(values["annee"].min(), values["annee"].max() + 1) if len(values) else np.zeros(0, dtype=np.int64)
    column = values["annee"].to_numpy() - (years[0] if len(years) else 0)
    figures = {name: np.full((len(keys), len(years)), np.nan) for name in _FIGURES}
    for name, grid in figures.items():
        grid[row, column] = values[name]
    statut = np.full((len(keys), len(years)), UNKNOWN, dtype=object)
    statut[row, column] = values["statut"]
    pointless = (statut == POINTLESS).any(axis=1) & ~np.isin(statut, (*SHOWN, NOT_SIGNIFICANT, SECRET)).any(axis=1)
    usable = np.isin(statut, SHOWN) & np.isfinite(figures["valeur"])
    with np.errstate(invalid="ignore"):
        least = keys["couverture_min"].to_numpy(dtype=float)[:, None] * figures["n_total"]
        usable &= ~(100 * figures["n_renseignes"] < least)
    over = years <= _last_year_over(root)
    return Board(keys, years, figures, usable & over, over, pointless, _last_reasons(len(keys), values, row))


def _last_year_over(root: duckdb.DuckDBPyConnection) -> int:
    """A year under way is no year to compare: its counts are not finished."""
    (day,) = root.execute("SELECT jour FROM observation").fetchone() or (None,)
    return day.year if day and (day.month, day.day) == (12, 31) else (day or date.max).year - 1


def _last_reasons(n_series: int, values: pd.DataFrame, row: NDArray[np.intp]) -> list[str | None]:
    """Why the last year that bears facts is not shown; no year bears any when nothing is recorded."""
    reasons: list[str | None] = ["aucun fait enregistré"] * n_series
    order = np.argsort(values["annee"].to_numpy(), kind="stable")
    order = order[values["n_total"].to_numpy()[order] > 0]
    for place, reason in zip(row[order], values["raison"].to_numpy(dtype=object)[order], strict=True):
        reasons[place] = reason if isinstance(reason, str) else None
    return reasons


@dataclass(frozen=True)
class Overlaps:
    """How much two years of a series share when nothing changes.

    ``correlations`` is (kinds, years, years); ``kind`` that of each series: its territory and what its indicator
    counts.
    """

    correlations: Floats
    kind: Ints

    def of_series(self) -> Floats:
        """(series, years, years)."""
        return np.asarray(self.correlations[self.kind])


def overlaps(root: duckdb.DuckDBPyConnection, board: Board) -> Overlaps:
    """Shared actions of each pair of years over the geometric mean of the actions of each, by territory.

    A value that counts several years of actions shares them as well; one that counts sessions alone shares nothing.
    """
    spans = root.execute(
        """
        SELECT niveau, territoire, annee_debut, annee_fin, count(*)::DOUBLE AS n FROM sujets_territoires
        WHERE sujet_type = 'action' AND niveau IN ('departement', 'bassin')
          AND annee_debut IS NOT NULL AND annee_fin IS NOT NULL
        GROUP BY ALL
        """
    ).fetch_df()
    by_territory = dict(list(spans.groupby(["niveau", "territoire"])))
    kinds = pd.DataFrame({
        "niveau": board.column("niveau"),
        "territoire": board.column("territoire"),
        "fenetre": np.where(board.column("partage") == OF_ACTIONS, board.column("annees"), _NOTHING_SHARED),
    })  # fmt: skip
    kind, names = pd.factorize(pd.MultiIndex.from_frame(kinds))
    matrices = [_correlation(by_territory.get(tuple(name[:2])), board.years, int(name[2])) for name in names]
    size = len(board.years)
    return Overlaps(np.array(matrices).reshape(len(matrices), size, size), kind)


def _correlation(spans: pd.DataFrame | None, years: Ints, window: int) -> Floats:
    """(years, years); ``window``: how many years of actions one value counts, its own included."""
    if spans is None or window == _NOTHING_SHARED:
        return np.eye(len(years))
    begin, end = spans["annee_debut"].to_numpy()[:, None], spans["annee_fin"].to_numpy()[:, None] + window - 1
    counted = ((begin <= years) & (years <= end)).astype(float)
    shared = counted.T @ (counted * spans["n"].to_numpy()[:, None])
    size = np.sqrt(np.diag(shared))
    known = size > 0
    scale = np.outer(np.where(known, size, 1.0), np.where(known, size, 1.0))
    correlation = shared / scale
    correlation[np.diag_indices(len(years))] = 1.0
    return np.asarray(correlation)


def insert(root: duckdb.DuckDBPyConnection, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add rows to a table of the copy; what the table has no column for is left out, what the rows lack is unknown."""
    if not rows:
        return
    columns = [column for column, *_ in root.execute("SELECT * FROM query_table(?) LIMIT 0", [name]).description or []]
    root.register("lot", pa.table({column: [row.get(column) for row in rows] for column in columns}))
    root.execute(f"INSERT INTO {name} BY NAME FROM lot")
    root.unregister("lot")
