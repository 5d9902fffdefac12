"""Statistical secrecy: which counts of people are published, decided once, when a reading copy is made.

``derive`` writes three tables, and nothing else of the product reads a count of people: ``mesures_publiees`` and
``presences_publiees`` (a withheld count is empty and ``secret``), and ``effectifs``, their sums by territory and year.
The role « administration » is told every count, and in ``secrets_motifs`` why readers are not told some.
Thresholds and sensitive labels: ``disclosure.toml``. Rules: INSEE, *Manuel de protection des données tabulées*.
"""

import re
from functools import partial
from pathlib import Path

import duckdb

from data.free_texts import known
from geo.text import fold
from queries.copy import parts
from queries.copy.script import drop_temporaries, run
from queries.copy.secrecy import ledger
from queries.copy.secrecy.rules import Rules, rules
from queries.copy.secrecy.sessions import protect_sessions
from queries.copy.secrecy.sums import CANDIDATES, protect_sums

__all__ = ["Rules", "derive", "rules"]

SQL = Path(__file__).parent
_SENSITIVE, _DOMINANCE, _LISTS = (SQL / f"{name}.sql" for name in ("sensitive", "dominance", "lists"))
_REASONS = {SQL / f"{name}.sql" for name in ("sum_reasons", "lifted", "gift_reasons")}
# What stands in place of texts is written as facts are copied, and what stays of counts once all is made.
_ELSEWHERE = {SQL / f"{module}.py" for module in ("texts", "at_rest")} | {_SENSITIVE, _DOMINANCE, _LISTS}
FILES = (Path(__file__), *sorted({*SQL.glob("*.sql"), *SQL.glob("*.py")} - _ELSEWHERE - _REASONS - {Path(__file__)}))
PART = parts.name(FILES)
_KEYS = ("feuille", "cellule", "couvre_feuille", "couvre_cellule")
_PROTECTIONS = """
CREATE OR REPLACE TEMP TABLE protections_sommes AS
SELECT unnest($1::STRUCT(feuille INTEGER, cellule INTEGER, couvre_feuille INTEGER, couvre_cellule INTEGER)[],
              recursive := true)
"""


def derive(root: duckdb.DuckDBPyConnection) -> None:
    """Write the published counts into the copy that is the current catalog of ``root``.

    Where the variable ``sans_secret`` is true nothing is withheld: such a copy is another file, and whoever asks for it
    is written down (``queries.copy.reading``).
    """
    unmasked = _is_unmasked(root)
    parts.part((_DOMINANCE,), partial(_declared, root, _DOMINANCE), repr(unmasked))
    files = (*FILES, *sorted(_REASONS)) if unmasked else FILES
    parts.part(files, partial(_derive, root, unmasked=unmasked), ledger.before(root))
    parts.scripts(_LISTS)(root)


def settle(root: duckdb.DuckDBPyConnection) -> None:
    """Say which actions are sensitive, and which snapshot this one is decided as (``ledger.settle``)."""
    parts.part((_SENSITIVE,), partial(_declared, root, _SENSITIVE))
    ledger.settle(root, None if _is_unmasked(root) else parts.held(FILES))


def _is_unmasked(root: duckdb.DuckDBPyConnection) -> bool:
    return root.execute("SELECT getvariable('sans_secret') IS TRUE").fetchone() == (True,)


def _declared(root: duckdb.DuckDBPyConnection, file: Path) -> None:
    _declare(root, rules())
    run(root, file)
    drop_temporaries(root)


def _derive(root: duckdb.DuckDBPyConnection, *, unmasked: bool) -> None:
    _decide(root)
    if unmasked:
        _run(root, "sum_reasons", "lifted", "sessions", "published")
    if root.execute(
        "SELECT 1 FROM duckdb_tables() WHERE table_name = 'mesures' AND database_name = current_database()"
    ).fetchone():
        _run(root, "copied")
    if unmasked:
        _run(root, "gift_reasons")
    drop_temporaries(root)


def decide(root: duckdb.DuckDBPyConnection) -> None:
    """Decide what the snapshot of the variable ``instantane`` tells, after what ``registre`` says of earlier ones.

    What it tells is noted there, once (variable ``identite``).
    """
    settle(root)
    _decide(root)


def note(root: duckdb.DuckDBPyConnection) -> None:
    """Note what the snapshot tells, where that is not noted yet, and leave what it takes to know it."""
    settle(root)
    if root.execute("SELECT getvariable('identite')").fetchone() != (None,):
        _decide(root)


def _decide(root: duckdb.DuckDBPyConnection) -> None:
    applied = rules()
    _declare(root, applied)
    _run(root, "reasons", "primary", "primary_reasons", "earlier", "earlier_sessions")
    protect_sessions(root, applied.common)
    _run(root, "sessions", "sums", "problem")
    protections = protect_sums(root)
    _run(root, "published")
    root.execute(
        _PROTECTIONS,
        [[dict(zip(_KEYS, (*withheld, *protected), strict=True)) for withheld, protected in protections]],
    )
    snapshot, identity = root.execute("SELECT getvariable('instantane'), getvariable('identite')").fetchone() or ()
    if identity is not None:
        ledger.note(root, snapshot, identity, lambda: _run(root, "told"))


def _run(root: duckdb.DuckDBPyConnection, *steps: str) -> None:
    for step in steps:
        run(root, SQL / f"{step}.sql")


def _declare(root: duckdb.DuckDBPyConnection, applied: Rules) -> None:
    words = "|".join(re.escape(fold(word)) for word in applied.beginnings)
    values = {
        "seuil_commun": applied.common,
        "dominance": applied.dominance,
        "seuil_sensible": applied.sensitive,
        "zeros_sensibles": applied.sensitive_zeros,
        "grandeurs": list(applied.counted),
        "sans_personnes": list(applied.not_people),
        "personnel": list(applied.staff),
        "somme": applied.whole,
        "parties": list(applied.parts),
        "plus_petits": [less for less, _ in applied.at_most],
        "plus_grands": [more for _, more in applied.at_most],
        "possibles_par_commune": CANDIDATES,
        "sur_periode": list(applied.over_years),
        "libelles": [fold(label) for label in applied.labels],
        "debuts": rf"(^|[^a-z0-9])({words})",
        "mots_connus": sorted(known("mot_cle")),
        "publics_connus": sorted(known("public")),
    }
    for name, value in values.items():
        root.execute(f"SET VARIABLE {name} = ?", [value])
