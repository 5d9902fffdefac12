"""What is withheld of attendance where an earlier snapshot told some of it: tables are sums like any others there.

A session more, or a count corrected, makes new totals of a table that was told already. Both tables are then one linear
problem: cells are its leaves, totals its sums, those that were told are told for good.
"""

from typing import Any

import duckdb
import numpy as np
import pandas as pd

from queries.copy.secrecy.exchanges import protect
from queries.copy.secrecy.suppression import Bools, Problem

# A total is worth more than a count of the same size, and the total of all most: as in ``tables.py``.
_WEIGHTS = (4.0, 4.0, 16.0)
_OLD = 10
_LEAVES = """
SELECT feuille, empreinte, quoi, valeur, secret, seance_id || '|' || college || '|' || coalesce(code_zone, '') AS cle
FROM feuilles_seances
WHERE tableau IN (FROM tableaux_connus) AND NOT somme AND valeur IS NOT NULL AND NOT dit
UNION ALL
SELECT NULL, empreinte, replace(any_value(grandeur), 'seance:', ''), any_value(valeur), true, NULL
FROM registre.secrets
WHERE instantane < getvariable('instantane') AND sujet IS NOT NULL
  AND empreinte NOT IN (
      SELECT empreinte FROM feuilles_seances
      WHERE empreinte IS NOT NULL AND NOT somme AND tableau IN (FROM tableaux_connus)
  )
GROUP BY empreinte
ORDER BY ALL
"""
_SUMS = """
SELECT tableau, quoi, ou.seance_id AS seance_id, ou.bassin AS bassin, ou.par_bassin AS par_bassin,
       ou.suppose AS suppose, ou.etage AS etage, valeur, petite, dite, secret, membres
FROM sommes_seances
JOIN (SELECT tableau, quoi, ou, list(empreinte) AS membres FROM membres_seances GROUP BY ALL) USING (tableau, quoi, ou)
WHERE tableau IN (FROM tableaux_connus)
ORDER BY somme
"""
# What earlier snapshots told: totals, and the whole of a session said elsewhere.
_TOLD = """
SELECT DISTINCT petite AND NOT publie AS petite, membres FROM registre.sommes
WHERE instantane < getvariable('instantane') AND grandeur LIKE 'seance:%' AND len(membres) > 0 AND (publie OR petite)
UNION ALL
SELECT false, list(empreinte ORDER BY empreinte)
FROM feuilles_seances SEMI JOIN seances_dites USING (seance_id, quoi) WHERE NOT somme AND valeur IS NOT NULL
GROUP BY seance_id, quoi
ORDER BY ALL
"""


def protect_known(root: duckdb.DuckDBPyConnection, fewest: float) -> tuple[list[int], list[dict[str, Any]]]:
    """The counts (``feuille``) to withhold in tables of which something was told, and all totals of these tables."""
    leaves, sums, told = (root.execute(sql).fetch_df() for sql in (_LEAVES, _SUMS, _TOLD))
    if sums.empty:
        return [], []
    withheld, hidden = leaves["secret"].to_numpy(bool), sums["secret"].to_numpy(bool)
    while True:
        problem = _problem(leaves, sums, told, withheld, hidden, fewest)
        protect(problem)
        hidden = problem.sums_withheld[: len(sums)].copy()
        after = problem.withheld | _other_kind(leaves, problem.withheld)
        if (after == withheld).all():
            break
        withheld = after
    kept = ["tableau", "quoi", "seance_id", "bassin", "par_bassin", "suppose", "valeur"]
    rows = sums[kept].astype(object).where(sums[kept].notna(), None).itertuples(index=False)
    totals = [
        {**dict(zip(kept, row, strict=True)), "secret": bool(secret), "protege": None, "couvre": None}
        for row, secret in zip(rows, hidden, strict=True)
    ]
    return leaves.loc[withheld & leaves["feuille"].notna(), "feuille"].astype(int).tolist(), totals


def _other_kind(leaves: pd.DataFrame, withheld: Bools) -> Bools:
    """Those present and those convened of one place are withheld together."""
    return leaves["cle"].isin(leaves.loc[withheld, "cle"].dropna()).to_numpy(bool)


def _problem(
    leaves: pd.DataFrame, sums: pd.DataFrame, told: pd.DataFrame, withheld: Bools, hidden: Bools, fewest: float
) -> Problem:
    number = {mark: place for place, mark in enumerate(leaves["empreinte"])}
    members = [*sums["membres"], *told["membres"]]
    links = [(number[mark], place) for place, marks in enumerate(members) for mark in marks if mark in number]
    leaf, sum_of = np.array(links, np.int64).reshape(-1, 2).T
    values = leaves["valeur"].to_numpy(float)
    small = np.concatenate([sums["petite"], told["petite"]]).astype(bool)
    weights = np.array(_WEIGHTS)[sums["etage"].to_numpy(int)]
    return Problem(
        values=values,
        low=np.minimum(values, 1),
        high=np.full(len(values), np.inf),
        floor=np.full(len(values), fewest),
        withheld=withheld.copy(),
        part=(leaves["quoi"] == "convoques").to_numpy().astype(np.int64),
        leaf=leaf,
        sum_of=sum_of,
        level=np.concatenate([sums["etage"], np.full(len(told), _OLD)]).astype(np.int64),
        loss=np.concatenate([np.maximum(sums["valeur"].to_numpy(float), 1) * weights, np.ones(len(told))]),
        sums_withheld=np.concatenate([hidden, told["petite"]]).astype(bool),
        told=np.concatenate([sums["dite"], ~told["petite"].to_numpy(bool)]).astype(bool),
        small=small,
    )
