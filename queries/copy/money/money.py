"""Money in each reading copy: funding plans, money by territory, flows, what is about to stop. SQL in ``finances/``."""

from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from queries.copy.needs.needs import nearest_places
from queries.copy.script import run

_STEPS = Path(__file__).parent


def derive(root: duckdb.DuckDBPyConnection) -> None:
    """Add the tables about money; those of the indicators (``budgets_uniques``…) and published counts are there."""
    for step in sorted(_STEPS.glob("[1-9]*.sql")):
        run(root, step)
    _distances(root)


def _distances(root: duckdb.DuckDBPyConnection) -> None:
    """``distances_financees``: from each commune to the nearest where an action is funded; NULL beyond reach.

    Offers of any département count, as they do for needs.
    """
    funded = root.execute("FROM communes_financees").to_arrow_table()["code_commune"]
    codes, distances = nearest_places(root, funded.combine_chunks())
    root.register(
        "lot", pa.table({"code_commune": codes, "distance_km": pa.array(distances, mask=~np.isfinite(distances))})
    )
    root.execute(
        "CREATE OR REPLACE TABLE distances_financees AS "
        "SELECT code_departement, code_commune, distance_km FROM lot JOIN communes USING (code_commune) "
        "ORDER BY code_departement, code_commune"
    )
    root.unregister("lot")
    root.execute("DROP TABLE communes_financees")
