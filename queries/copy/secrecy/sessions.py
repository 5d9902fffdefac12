"""What is withheld of attendance at sessions: for each college and year, a table of sessions by bassin and totals."""

from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from queries.copy.secrecy.sums import mark
from queries.copy.secrecy.suppression import Bools, Floats, Ints
from queries.copy.secrecy.tables import Withheld, protect

_KINDS = ("presents", "convoques")
# A bassin that is told and one that is supposed are two columns: a session may have both.
_SUPPOSED = " supposé"
_TOTALS = """
CREATE OR REPLACE TEMP TABLE totaux_seances AS
SELECT unnest($1::STRUCT(tableau INTEGER, quoi VARCHAR, seance_id VARCHAR, bassin VARCHAR, par_bassin BOOLEAN,
                         valeur DOUBLE, secret BOOLEAN)[], recursive := true)
"""


def protect_sessions(root: duckdb.DuckDBPyConnection, fewest: float) -> None:
    """Mark in ``feuilles_seances`` all that is withheld; write ``totaux_seances``, the totals of every table."""
    leaves = root.execute("FROM feuilles_seances ORDER BY feuille").fetch_df()
    held = leaves["secret"].to_numpy(bool).copy()
    totals: list[dict[str, Any]] = []
    summed = leaves[~leaves["somme"] & leaves["valeur"].notna()]
    for number, rows in summed.groupby("tableau"):
        table = _Table.of(rows)
        found = _together(table, fewest)
        cells = found[_KINDS[0]].cells | found[_KINDS[1]].cells
        held[rows.index] = cells[table.row, table.column]
        totals += [{"tableau": number, **total} for kind in _KINDS for total in table.totals(kind, found[kind])]
    # The declared whole of a session is published only with all its colleges.
    partly = set(leaves.loc[held, "seance_id"])
    held |= (leaves["somme"] & leaves["seance_id"].isin(partly)).to_numpy()
    mark(root, "feuilles_seances", leaves.loc[held, "feuille"].to_numpy())
    root.execute(_TOTALS, [totals])


@dataclass(frozen=True)
class _Table:
    """Sessions × bassins of one college and year; where each row of the data stands in it."""

    sessions: list[str]
    places: list[str]
    row: Ints
    column: Ints
    counts: dict[str, Floats]
    held: Bools

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
        held = np.zeros(shape, bool)
        np.logical_or.at(held, (row, column), rows["secret"].to_numpy(bool))
        return cls(sessions.tolist(), places.tolist(), row, column, counts, held)

    def totals(self, kind: str, found: Withheld) -> list[dict[str, Any]]:
        """Every total of one count: of sessions, of bassins, of the year."""
        there, cells = ~np.isnan(self.counts[kind]), np.nan_to_num(self.counts[kind])
        base = {"quoi": kind, "seance_id": None, "bassin": None, "par_bassin": False}
        if not there.any():
            return []
        rows = [
            {**base, "seance_id": self.sessions[at], "valeur": float(cells[at].sum()), "secret": bool(found.rows[at])}
            for at in np.flatnonzero(there.any(axis=1))
        ]
        columns = [
            {
                **base,
                "bassin": self.places[at].removesuffix(_SUPPOSED) or None,
                "par_bassin": True,
                "valeur": float(cells[:, at].sum()),
                "secret": bool(found.columns[at]),
            }
            for at in np.flatnonzero(there.any(axis=0))
        ]
        return [*rows, *columns, {**base, "valeur": float(cells.sum()), "secret": found.total}]


def _together(table: _Table, fewest: float) -> dict[str, Withheld]:
    """Protect both counts until neither withholds a cell that the other publishes."""
    held = table.held
    while True:
        found = {kind: protect(counts, fewest, withheld=held) for kind, counts in table.counts.items()}
        after = held | found[_KINDS[0]].cells | found[_KINDS[1]].cells
        if (after == held).all():
            return found
        held = after
