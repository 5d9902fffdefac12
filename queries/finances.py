"""Money in each reading copy: funding plans, money by territory, flows, what is about to stop. SQL in ``finances/``."""

from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from queries.offre import nearest_places

# Communes where an action of the last year has money granted, by its last exercice that tells.
_FUNDED = """
WITH actives AS (
    SELECT DISTINCT action_id FROM actions_situees, observation
    WHERE annee_fin >= derniere_annee AND annee_debut <= derniere_annee
),
derniers AS (
    SELECT sujet_id, accorde_eur FROM plans_financement, observation
    WHERE sujet_type = 'action' AND accorde_eur IS NOT NULL AND exercice <= derniere_annee
      AND sujet_id IN (FROM actives)
    QUALIFY exercice = max(exercice) OVER (PARTITION BY sujet_id)
)
SELECT DISTINCT code_commune FROM lieux_sujets JOIN derniers USING (sujet_id)
WHERE sujet_type = 'action' AND accorde_eur > 0 AND code_commune IS NOT NULL
"""
_STEPS = Path(__file__).with_name("finances")


def derive(root: duckdb.DuckDBPyConnection) -> None:
    """Add the tables about money; those of the indicators (``budgets_uniques``…) and published counts are there."""
    for step in sorted(_STEPS.glob("*.sql")):
        root.execute(step.read_text(encoding="utf-8"))
    _distances(root)


def _distances(root: duckdb.DuckDBPyConnection) -> None:
    """``distances_financees``: from each commune to the nearest where an action is funded; NULL beyond reach.

    Offers of any département count, as they do for needs.
    """
    codes, distances = nearest_places(root, _FUNDED)
    root.register(
        "lot", pa.table({"code_commune": codes, "distance_km": pa.array(distances, mask=~np.isfinite(distances))})
    )
    root.execute(
        "CREATE OR REPLACE TABLE distances_financees AS "
        "SELECT code_departement, code_commune, distance_km FROM lot JOIN communes USING (code_commune) "
        "ORDER BY code_departement, code_commune"
    )
    root.unregister("lot")


def fingerprint() -> bytes:
    """Changes when what is derived would change."""
    return b"".join(path.read_bytes() for path in [Path(__file__), *sorted(_STEPS.glob("*.sql"))])
