"""Need against offer, in the reading copy: what runs on the day of observation, and how far each commune is from it."""

from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from queries.copy import distances, parts
from queries.copy.distances import mairies, reach
from queries.copy.needs import definitions
from queries.copy.needs.definitions import NeedsError
from queries.copy.script import refuse, run

HERE = Path(__file__).parent


def derive(root: duckdb.DuckDBPyConnection) -> None:
    """Make ``besoins``, ``besoins_actions``, ``offre_du_jour``, ``contexte_retenu`` and
    ``offre_distances``: for each need and commune, the nearest commune where an action runs, and the nearest that
    would remain once those that end within twelve months have ended.

    Distances in kilometres as the crow flies between mairies, offers of any département counting; a commune further
    than 50 km from any, or without position, has no row, and what remains further than that is NULL.
    """
    try:
        needs = definitions.read()
    except NeedsError as error:
        refuse(root, definitions.FILE.name, error)
        needs = definitions.SCHEMA.empty_table()
    written, measured = HERE / "definitions.sql", HERE / "distances.sql"
    parts.part((written,), lambda: run(root, written, besoins_ecrits=needs))
    parts.scripts(HERE / "communes.sql", HERE / "offer.sql")(root)
    parts.part(
        (measured, Path(__file__), Path(distances.__file__)),
        lambda: run(root, measured, distances_mesurees=_distances(root)),
    )


def _distances(root: duckdb.DuckDBPyConnection) -> pa.Table:
    """One row for each need and each commune within reach of it."""
    codes, points = mairies(root)
    needs, ranks, ends = root.execute(
        """
        SELECT besoin, rang - 1 AS rang, bool_and(finit) AS finit
        FROM offre_du_jour
        JOIN (SELECT code_commune, row_number() OVER (ORDER BY code_commune) AS rang FROM communes) USING (code_commune)
        GROUP BY ALL ORDER BY besoin, rang
        """
    ).to_arrow_table()
    where, lasting = ranks.to_numpy(), ~ends.to_numpy()
    parts = []
    for need in needs.unique().to_pylist():
        mine = pc.equal(needs, need).to_numpy()
        now, near = reach(points, where[mine])
        left, near_left = reach(points, where[mine & lasting])
        within = np.flatnonzero(near >= 0)
        parts.append(
            pa.table(
                {
                    "besoin": pa.array([need] * len(within), pa.string()),
                    "code_commune": codes.take(pa.array(within)),
                    "distance_km": pa.array(now[within]),
                    "commune_proche": codes.take(pa.array(near[within])),
                    "distance_reste_km": pa.array(left[within], mask=near_left[within] < 0),
                    "commune_reste": codes.take(pa.array(near_left[within], mask=near_left[within] < 0)),
                }
            )
        )
    return pa.concat_tables([_NO_DISTANCE, *parts])


_NO_DISTANCE = pa.schema(
    {
        "besoin": pa.string(),
        "code_commune": pa.string(),
        "distance_km": pa.float64(),
        "commune_proche": pa.string(),
        "distance_reste_km": pa.float64(),
        "commune_reste": pa.string(),
    }
).empty_table()
