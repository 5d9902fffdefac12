"""What is withheld of counts of people because of their sums by territory and year: from SQL to arrays and back."""

from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from queries.copy.secrecy.exchanges import protect
from queries.copy.secrecy.suppression import Problem

# Published leaves weighed for each quantity, year and commune: complementary suppression picks among the smallest.
CANDIDATES = 5
_MARKS = {
    "feuilles": "UPDATE feuilles SET secret = true WHERE feuille IN (SELECT numero FROM marques)",
    "feuilles_seances": "UPDATE feuilles_seances SET secret = true WHERE feuille IN (SELECT numero FROM marques)",
    "cellules": "UPDATE cellules SET secret = true WHERE cellule IN (SELECT numero FROM marques)",
}
_LEAVES = (
    "SELECT coalesce(feuille, 0) AS feuille, connue, bas, haut, plancher, secret, part FROM retenues ORDER BY numero"
)
# All years of a commune are what its map shows first: they weigh twice what they count. They stand above every year,
# and what earlier snapshots told, and wholes, above all.
_CELLS = """
SELECT cellule, cellule AS numero, valeur, secret, dite, petite,
       poids * CASE WHEN periode AND etage = 0 THEN 2 ELSE 1 END AS poids,
       etage + CASE WHEN periode THEN 10 ELSE 0 END AS etage
FROM cellules JOIN zones_comptees USING (zone)
UNION ALL
SELECT 0, (SELECT count(*) FROM cellules) + autre, 0, petite, NOT petite, petite, 1, 20 FROM autres_sommes
ORDER BY numero
"""

# (number in ``feuilles``, None) or (None, number in ``cellules``).
Named = tuple[int | None, int | None]


def protect_sums(root: duckdb.DuckDBPyConnection) -> list[tuple[Named, Named]]:
    """Mark in ``feuilles`` and ``cellules`` all that complementary suppression withholds, each for what it protects."""
    leaves = root.execute(_LEAVES).fetchnumpy()
    cells = root.execute(_CELLS).fetchnumpy()
    links = root.execute("SELECT numero, somme FROM liens ORDER BY ALL").fetchnumpy()
    problem = Problem(
        values=np.asarray(leaves["connue"], float),
        low=np.asarray(leaves["bas"], float),
        high=np.asarray(leaves["haut"], float),
        floor=np.asarray(leaves["plancher"], float),
        withheld=np.asarray(leaves["secret"], bool),
        part=np.asarray(leaves["part"], np.int64),
        leaf=np.asarray(links["numero"], np.int64),
        sum_of=np.asarray(links["somme"], np.int64),
        level=np.asarray(cells["etage"], np.int64),
        loss=np.maximum(np.asarray(cells["valeur"], float), 1) * np.asarray(cells["poids"], float),
        sums_withheld=np.asarray(cells["secret"], bool),
        told=np.asarray(cells["dite"], bool),
        small=np.asarray(cells["petite"], bool),
    )
    before = (problem.withheld.copy(), problem.sums_withheld.copy())
    protect(problem)
    leaf_numbers, cell_numbers = np.asarray(leaves["feuille"]), np.asarray(cells["cellule"])
    mark(root, "feuilles", leaf_numbers[problem.withheld & ~before[0]])
    mark(root, "cellules", cell_numbers[problem.sums_withheld & ~before[1]])
    return [
        (_named(key, leaf_numbers, cell_numbers), _named(other, leaf_numbers, cell_numbers))
        for key, others in problem.protects.items()
        for other in others
    ]


def _named(key: int, leaves: NDArray[Any], cells: NDArray[Any]) -> Named:
    """Nothing for what an earlier snapshot alone holds."""
    if key >= 0:
        return (int(leaves[key]) or None, None)
    return (None, int(cells[-1 - key]) or None)


def mark(root: duckdb.DuckDBPyConnection, table: str, numbers: NDArray[Any]) -> None:
    """Set ``secret`` on the rows of these numbers in one of the three tables of counts."""
    root.register("marques", {"numero": numbers})
    root.execute(_MARKS[table])
    root.unregister("marques")
