"""Statistical secrecy: which counts of people are published, decided once, when a reading copy is made.

``derive`` writes three tables, and nothing else of the product reads a count of people: ``mesures_publiees`` and
``presences_publiees`` (a withheld count is empty and ``secret``), and ``effectifs``, their sums by territory and year.
Thresholds and sensitive labels: ``disclosure.toml``. Rules: INSEE, *Manuel de protection des données tabulées*.
"""

import re
from dataclasses import replace
from pathlib import Path

import duckdb

from data import settings
from data.importers import UNREVIEWED
from geo.text import fold
from queries.copy.script import drop_temporaries, run
from queries.copy.secrecy.rules import Rules, rules
from queries.copy.secrecy.sessions import protect_sessions
from queries.copy.secrecy.sums import CANDIDATES, protect_sums
from queries.copy.secrecy.texts import withhold_texts

__all__ = ["Rules", "derive", "rules"]

SQL = Path(__file__).parent


def derive(root: duckdb.DuckDBPyConnection) -> None:
    """Write the published counts into the copy that is the current catalog of ``root``.

    For the role « administration » nothing is withheld: such a copy is another file, and whoever
    opens it is written down (``queries.copy.reading``).
    """
    held, whole = rules(), settings.role() == settings.UNMASKED_ROLE
    if whole:
        held = replace(held, common=0, sensitive=0, sensitive_zeros=False, dominance=1)
    _declare(root, held)
    _run(root, "primaire")
    protect_sessions(root, held.common)
    _run(root, "seances", "sommes", "probleme")
    protect_sums(root)
    _run(root, "publie")
    withhold_texts(root, () if whole else UNREVIEWED, held.notice)
    if root.execute(
        "SELECT 1 FROM duckdb_tables() WHERE table_name = 'mesures' AND database_name = current_database()"
    ).fetchone():
        _run(root, "copie")
    _run(root, "listes", "dominance")
    drop_temporaries(root)


def _run(root: duckdb.DuckDBPyConnection, *steps: str) -> None:
    for step in steps:
        run(root, SQL / f"{step}.sql")


def _declare(root: duckdb.DuckDBPyConnection, held: Rules) -> None:
    words = "|".join(re.escape(fold(word)) for word in held.beginnings)
    values = {
        "seuil_commun": held.common,
        "dominance": held.dominance,
        "seuil_sensible": held.sensitive,
        "zeros_sensibles": held.sensitive_zeros,
        "grandeurs": list(held.counted),
        "sans_personnes": list(held.not_people),
        "personnel": list(held.staff),
        "somme": held.whole,
        "parties": list(held.parts),
        "plus_petits": [less for less, _ in held.at_most],
        "plus_grands": [more for _, more in held.at_most],
        "possibles_par_commune": CANDIDATES,
        "libelles": [fold(label) for label in held.labels],
        "debuts": rf"(^|[^a-z0-9])({words})",
    }
    for name, value in values.items():
        root.execute(f"SET VARIABLE {name} = ?", [value])
