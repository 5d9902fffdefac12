"""All figures of a copy, as one digest for each table that tells some: what says that two copies tell the same."""

import hashlib
from collections.abc import Mapping

from data.store import Connection

# The tables that pages read figures from; what is derived from them at a question follows.
TABLES = (
    "indicateurs_valeurs", "indicateurs_progres", "indicateurs_aptitude", "indicateurs_ecarts", "mesures_publiees",
    "presences_publiees", "effectifs", "totaux_personnes", "plans_financement", "finances_territoires", "flux",
    "offre_distances", "actions_listees", "populations_territoires",
)  # fmt: skip
# Doubles are written with all the digits that they need: the same text is the same number.
_ROWS = (
    "SELECT count(*), md5(string_agg(line, chr(10) ORDER BY line)) FROM (SELECT told::VARCHAR AS line FROM {} AS told)"
)


def told(root: Connection) -> dict[str, str]:
    """Table → digest of its rows, without their order."""
    return {table: repr(root.execute(_ROWS.format(table)).fetchone()) for table in TABLES}


def digest(tables: Mapping[str, str]) -> str:
    """The digest of all of them."""
    return hashlib.sha256(repr(sorted(tables.items())).encode()).hexdigest()[:16]
