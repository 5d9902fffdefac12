"""Money in each reading copy, in one chain: facts are read once, and every later script selects from what was read."""

from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from queries.copy.distances import nearest_places
from queries.copy.script import run

_HERE = Path(__file__).parent
# In this order: each reads the tables of those before it, and no fact about money but the published lines.
SCRIPTS = tuple(
    _HERE / f"{name}.sql"
    for name in ("prices", "read", "costs", "funders", "budgets", "plans", "published", "territories", "flows", "ends")
)
# What counts of people add to it, once they are published.
DEPARTURES = _HERE / "departures.sql"


def derive(root: duckdb.DuckDBPyConnection) -> None:
    """Add the tables about money to the copy that is the current catalog of ``root``."""
    for script in SCRIPTS:
        run(root, script)
    _distances(root)


def _distances(root: duckdb.DuckDBPyConnection) -> None:
    """``distances_financees``: from each commune to the nearest where an action is funded; NULL beyond reach.

    Offers of any département count, as they do for needs.
    """
    funded = root.execute("FROM communes_financees").to_arrow_table()["code_commune"]
    codes, distances = nearest_places(root, funded.combine_chunks())
    measured = pa.table({"code_commune": codes, "distance_km": pa.array(distances, mask=~np.isfinite(distances))})
    run(root, _HERE / "distances.sql", distances_mesurees=measured)
