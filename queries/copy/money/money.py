"""Money in each reading copy, in one chain: facts are read once, and every later script selects from what was read."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from queries.copy import distances, parts
from queries.copy.distances import nearest_places
from queries.copy.script import run

_HERE = Path(__file__).parent
# In this order: each reads the tables of those before it, and no fact about money but the published lines. Those that
# share what is temporary stand together.
_PARTS = (
    ("prices",),
    ("read", "costs", "funders", "budgets"),
    ("plans",),
    ("published", "territories", "distances"),
    ("flows",),
    ("ends",),
)
_DISTANCES = _HERE / "distances.sql"
_READERS = (Path(__file__), Path(distances.__file__))
# What counts of people add to it, once they are published.
DEPARTURES = _HERE / "departures.sql"


def derive(root: duckdb.DuckDBPyConnection) -> None:
    """Add the tables about money to the copy that is the current catalog of ``root``."""
    for names in _PARTS:
        files = [_HERE / f"{name}.sql" for name in names]
        parts.part([*files, *_READERS] if _DISTANCES in files else files, partial(_run, root, files))


def _run(root: duckdb.DuckDBPyConnection, files: Sequence[Path]) -> None:
    for file in files:
        if file == _DISTANCES:
            _distances(root)
        else:
            run(root, file)


def _distances(root: duckdb.DuckDBPyConnection) -> None:
    """``distances_financees``: from each commune to the nearest where an action is funded; NULL beyond reach.

    Offers of any département count, as they do for needs.
    """
    funded = root.execute("FROM communes_financees").to_arrow_table()["code_commune"]
    codes, kilometres = nearest_places(root, funded.combine_chunks())
    measured = pa.table({"code_commune": codes, "distance_km": pa.array(kilometres, mask=~np.isfinite(kilometres))})
    run(root, _DISTANCES, distances_mesurees=measured)
