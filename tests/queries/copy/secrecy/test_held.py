"""What a reader's copy holds of what it withholds: two tables of facts, which no question reads, and nothing else.

Withheld counts are numbers that stand nowhere else, then looked for in every column of every table.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from data.entering.forms import Decision, Fact, Quantity
from data.entering.save import decide
from data.identifiers import action_id
from queries.copy import reading
from tests.queries.copy.secrecy.test_disclosure import action, count
from tests.queries.copy.secrecy.test_reasons import SESSIONS, present
from tests.small.entered import SAVE, corrected
from tests.small.facts import CENTRE, SMALL, filled
from tests.small.people import CHIEF, KEEPER

PEOPLE, VOLUNTEERS = "participants_distincts", "benevoles"
PROPOSED = {"borne_basse": "2", "borne_haute": "7919720"}
# In Moulins, 2 people and 7 919 710: both withheld, since the first would be the sum less the other. Sessions: four
# cells of two bassins, of which one is 2. What is withheld ends in 0, no sum of it does (2 more, or two of them).
FACTS: Mapping[str, Any] = {
    **SMALL,
    "actions": [action(ref, ref.capitalize()) for ref in ("petit", "grand")],
    "actions_lieux": [
        {"action_id": ref, "role": "lieu", "code_commune": "03190", "precision": "declaree"}
        for ref in ("petit", "grand")
    ],
    "actions_initiateurs": [], "actions_publics": [], "actions_mots_cles": [], "montants": [],
    "mesures": [
        count("petit", PEOPLE, 2),
        count("grand", PEOPLE, 7_919_710, texte_source="7919710 personnes"),
        count("grand", VOLUNTEERS, None, etat="proposee", precision="intervalle", **PROPOSED),
    ],
    **SESSIONS,
    "presences": [
        present("printemps", "032", 2), present("printemps", "033", 7_919_730),
        present("automne", "032", 7_919_740), present("automne", "033", 7_919_780),
    ],
}  # fmt: skip


_COLUMNS = """
SELECT table_name, column_name FROM duckdb_columns() JOIN duckdb_tables() USING (database_name, table_name)
WHERE database_name = current_database()
"""
_HOLDING = """SELECT count(*) FROM "{table}" WHERE regexp_matches("{column}"::VARCHAR, '\\b79197[1-8]0\\b')"""


def holding(path: Path) -> set[str]:
    """« table.colonne » of all where a reader's copy holds a withheld count."""
    with reading.reader(path) as root:
        columns = root.execute(_COLUMNS).fetchall()
        asked = {f"{table}.{column}": _HOLDING.format(table=table, column=column) for table, column in columns}
        return {name for name, sql in asked.items() if root.execute(sql).fetchone() != (0,)}


def test_a_readers_copy_holds_withheld_counts_in_two_tables_alone(reference_store: Path, tmp_path: Path) -> None:
    """``docs/secrecy.md`` names them, and why; they do hold them, so that this finds what it looks for.

    A count as loaded, proposed, accepted, corrected by a form and set aside by it.
    """
    path = filled(reference_store, tmp_path, FACTS)
    raw = {"mesures.valeur", "mesures.borne_haute", "mesures.texte_source", "presences.presents"}
    assert holding(path) == raw
    with reading.reader(path, actor=CHIEF) as root:
        proposed = root.execute(
            "SELECT 'mesures', sujet_type, sujet_id, fait FROM mesures WHERE etat = 'proposee'"
        ).fetchone()
    assert proposed is not None
    decide(KEEPER, path, [Decision(Fact(*proposed), "acceptee")], SAVE)
    corrected(path, action_id("Grand", CENTRE), quantites=(Quantity(PEOPLE, 2021, "exacte", 7_919_760),))
    assert holding(path) == raw
