"""What is withheld of attendance at sessions: for each college and year, a table of sessions by bassin and totals."""

from dataclasses import dataclass, replace
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from queries.copy.secrecy.known_sessions import protect_known
from queries.copy.secrecy.sums import mark
from queries.copy.secrecy.suppression import Bools, Floats, Ints
from queries.copy.secrecy.tables import Place, Withheld, protect

_KINDS = ("presents", "convoques")
# A bassin that is told and one that is supposed are two columns: a session may have both.
_SUPPOSED = " supposé"
_TOTALS = """
CREATE OR REPLACE TEMP TABLE totaux_seances AS
SELECT unnest($1::STRUCT(tableau INTEGER, quoi VARCHAR, seance_id VARCHAR, bassin VARCHAR, par_bassin BOOLEAN,
                         suppose BOOLEAN, valeur DOUBLE, secret BOOLEAN, protege VARCHAR[], couvre VARCHAR)[],
              recursive := true)
"""
_PROTECTIONS = """
CREATE OR REPLACE TEMP TABLE protections_seances AS
SELECT unnest($1::STRUCT(feuille INTEGER, protege VARCHAR[], couvre VARCHAR)[], recursive := true)
"""


def protect_sessions(root: duckdb.DuckDBPyConnection, fewest: float) -> None:
    """Mark in ``feuilles_seances`` all that is withheld; write ``totaux_seances``, the totals of every table.

    What is withheld for another number says, there for totals and in ``protections_seances`` for counts, the published
    totals that it protects (``protege``) and the withheld number that they would give (``couvre``), as ``reasons.sql``
    writes them.
    """
    leaves = root.execute("FROM feuilles_seances ORDER BY feuille").fetch_df()
    withheld = leaves["secret"].to_numpy(bool).copy()
    totals: list[dict[str, Any]] = []
    protections: list[dict[str, Any]] = []
    summed = leaves[~leaves["somme"] & leaves["valeur"].notna()]
    known = root.execute("FROM tableaux_connus").fetchnumpy()["tableau"]
    for number, rows in summed[~summed["tableau"].isin(known)].groupby("tableau"):
        table = _Table.of(rows)
        found = _together(table, fewest)
        cells = found[_KINDS[0]].cells | found[_KINDS[1]].cells
        withheld[rows.index] = cells[table.row, table.column]
        totals += [{"tableau": number, **total} for kind in _KINDS for total in table.totals(kind, found[kind])]
        protections += table.protections(rows, found)
    again, their_totals = protect_known(root, fewest)
    withheld |= leaves["feuille"].isin(again).to_numpy()
    totals += their_totals
    # The declared whole of a session is published only with all its colleges.
    partly = set(leaves.loc[withheld, "seance_id"])
    withheld |= (leaves["somme"] & leaves["seance_id"].isin(partly)).to_numpy()
    mark(root, "feuilles_seances", leaves.loc[withheld, "feuille"].to_numpy())
    root.execute(_TOTALS, [totals])
    root.execute(_PROTECTIONS, [protections])


@dataclass(frozen=True)
class _Table:
    """Sessions × bassins of one college and year; where each row of the data stands in it."""

    departement: str
    sessions: list[str]
    places: list[str]
    row: Ints
    column: Ints
    counts: dict[str, Floats]
    withheld: Bools

    @classmethod
    def of(cls, rows: pd.DataFrame) -> "_Table":
        sessions, row = np.unique(rows["seance_id"].to_numpy(str), return_inverse=True)
        keys = rows["bassin"].fillna("").to_numpy(str) + np.where(rows["code_zone"].isna(), _SUPPOSED, "")
        places, column = np.unique(keys, return_inverse=True)
        shape = (len(sessions), len(places))
        counts = {kind: np.full(shape, np.nan) for kind in _KINDS}
        for kind, table in counts.items():
            of_kind = (rows["quoi"] == kind).to_numpy()
            table[row[of_kind], column[of_kind]] = rows.loc[of_kind, "valeur"]
        withheld = np.zeros(shape, bool)
        np.logical_or.at(withheld, (row, column), rows["secret"].to_numpy(bool))
        departement = str(rows["code_departement"].iloc[0])
        return cls(departement, sessions.tolist(), places.tolist(), row, column, counts, withheld)

    def totals(self, kind: str, found: Withheld) -> list[dict[str, Any]]:
        """Every total of one count: of sessions, of bassins, of the year."""
        there, cells = ~np.isnan(self.counts[kind]), np.nan_to_num(self.counts[kind])
        n_rows, n_columns = there.shape
        if not there.any():
            return []

        def total(place: Place, value: float, **more: Any) -> dict[str, Any]:
            told = {"valeur": float(value), "secret": found.holds(place), **self._protection(place, found)}
            nowhere = {"seance_id": None, "bassin": None, "par_bassin": False, "suppose": False}
            return {"quoi": kind, **nowhere, **told, **more}

        rows = [
            total((row, n_columns), cells[row].sum(), seance_id=self.sessions[row])
            for row in np.flatnonzero(there.any(axis=1)).tolist()
        ]
        columns = [
            total(
                (n_rows, column),
                cells[:, column].sum(),
                bassin=self._bassin(column),
                par_bassin=True,
                suppose=self.places[column].endswith(_SUPPOSED),
            )
            for column in np.flatnonzero(there.any(axis=0)).tolist()
        ]
        return [*rows, *columns, total((n_rows, n_columns), cells.sum())]

    def protections(self, rows: pd.DataFrame, found: dict[str, Withheld]) -> list[dict[str, Any]]:
        """What each count that is withheld for another number protects."""
        places = zip(self.row.tolist(), self.column.tolist(), strict=True)
        return [
            {"feuille": leaf, **self._protection(place, found[kind])}
            for leaf, kind, place in zip(rows["feuille"].tolist(), rows["quoi"], places, strict=True)
            if place in found[kind].protects
        ]

    def _protection(self, place: Place, found: Withheld) -> dict[str, Any]:
        """The totals over this place that are published, and the withheld number for which it is withheld itself."""
        if place not in found.protects:
            return {"protege": None, "couvre": None}
        row, column = place
        n_rows, n_columns = self.withheld.shape
        totals = [(row, n_columns)] * (column < n_columns) + [(n_rows, column)] * (row < n_rows)
        published = [self._key(total) for total in totals if not found.holds(total)]
        return {"protege": published, "couvre": self._key(found.protects[place])}

    def _key(self, place: Place) -> str:
        """A number of a session by its session, a total of sessions by its territory."""
        row, column = place
        if row < len(self.sessions):
            return f"seance:{self.sessions[row]}"
        bassin = self._bassin(column) if column < len(self.places) else None
        return f"bassin:{bassin}" if bassin else f"departement:{self.departement}"

    def _bassin(self, column: int) -> str | None:
        return self.places[column].removesuffix(_SUPPOSED) or None


def _together(table: _Table, fewest: float) -> dict[str, Withheld]:
    """Protect both counts until neither withholds a cell that the other publishes."""
    withheld = table.withheld
    protects: dict[str, dict[Place, Place]] = {kind: {} for kind in _KINDS}
    while True:
        found = {kind: protect(counts, fewest, withheld=withheld) for kind, counts in table.counts.items()}
        after = withheld | found[_KINDS[0]].cells | found[_KINDS[1]].cells
        # What a number was first withheld for is the reason.
        protects = {kind: {**table_found.protects, **protects[kind]} for kind, table_found in found.items()}
        if (after == withheld).all():
            return {kind: replace(table_found, protects=protects[kind]) for kind, table_found in found.items()}
        withheld = after
