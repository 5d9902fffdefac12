"""What the file of a reader's copy holds of what it withholds: nothing, whoever opens it, whatever it began from.

Withheld counts are numbers that stand nowhere else. They are looked for with plain DuckDB in every column of every
table and view, and the words they were said in among the bytes of the file.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data.actors import ANYONE, Actor
from data.entering.forms import Decision, Fact, Quantity
from data.entering.save import decide
from data.identifiers import action_id
from queries.copy import reading
from queries.copy.secrecy import at_rest
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


# Views too, where none of them reads the store.
_COLUMNS = """
SELECT table_name, column_name FROM duckdb_columns()
WHERE NOT internal AND (
    table_name IN (SELECT table_name FROM duckdb_tables())
    OR NOT EXISTS (FROM duckdb_views() WHERE sql LIKE '% FROM lake.%')
)
"""
_HOLDING = """SELECT count(*) FROM "{table}" WHERE regexp_matches("{column}"::VARCHAR, '\\b79197[1-8]0\\b')"""
_WORDS = b"7919710 personnes"


def holding(path: Path, actor: Actor = ANYONE) -> set[str]:
    """« table.colonne » of all where the file of a copy holds a withheld count, « octets » where its bytes do."""
    file = reading.made(reading.copy_of(path, actor=actor))
    found = {"octets"} if _WORDS in file.read_bytes() else set[str]()
    with duckdb.connect(str(file), read_only=True) as root:
        columns = root.execute(_COLUMNS).fetchall()
        asked = {f"{table}.{column}": _HOLDING.format(table=table, column=column) for table, column in columns}
        return found | {name for name, sql in asked.items() if root.execute(sql).fetchone() != (0,)}


def forget_copies(path: Path) -> None:
    """What is left of a store that was put back from a backup: the next copy is made of all its snapshots."""
    for file in (path / "lecture").glob("*.*"):
        file.unlink()


def test_the_file_of_a_readers_copy_holds_no_withheld_count(reference_store: Path, tmp_path: Path) -> None:
    """A count as loaded, proposed, accepted, corrected by a form, set aside; the administration's copy has them."""
    path = filled(reference_store, tmp_path, FACTS)
    assert holding(path) == set()
    told = {"mesures.valeur", "mesures.borne_haute", "mesures.texte_source", "presences.presents", "octets"}
    assert holding(path, CHIEF) >= told
    with reading.reader(path, actor=CHIEF) as root:
        proposed = root.execute(
            "SELECT 'mesures', sujet_type, sujet_id, fait FROM mesures WHERE etat = 'proposee'"
        ).fetchone()
    assert proposed is not None
    old = path / "lecture" / "000001-0123456789abcdef-0123456789ab.000001.abcdef.duckdb"
    with duckdb.connect(str(old)) as root:  # As 0.6.0 made them.
        root.execute("CREATE TABLE mesures AS SELECT 7919710 AS valeur; CREATE TABLE secrets AS SELECT 'a' AS sujet_id")
    decide(KEEPER, path, [Decision(Fact(*proposed), "acceptee")], SAVE)
    assert holding(path) == set()
    assert not old.exists()
    corrected(path, action_id("Grand", CENTRE), quantites=(Quantity(PEOPLE, 2021, "exacte", 7_919_760),))
    assert holding(path) == set()
    forget_copies(path)
    assert holding(path) == set()


@pytest.mark.parametrize("bound", ["all tables", "counts alone"])
def test_nor_where_counts_stay_in_the_store(
    reference_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    """Tables too large to be copied, or to be written at once: what a form corrects of them is beside, in the file."""
    if bound == "all tables":
        monkeypatch.setattr(reading, "COPIED_ROWS", 0)
    monkeypatch.setattr(at_rest, "BOUNDS", dict.fromkeys(at_rest.BOUNDS, 0))
    path = filled(reference_store, tmp_path, FACTS)
    assert holding(path) == set()
    for value in (7_919_760, 7_919_770):
        corrected(path, action_id("Grand", CENTRE), quantites=(Quantity(PEOPLE, 2021, "exacte", value),))
        assert holding(path) == set()
    with reading.reader(path) as root:
        told = root.execute("SELECT DISTINCT secret, valeur FROM mesures_publiees WHERE grandeur = ?", [PEOPLE])
        assert told.fetchall() == [(True, None)]


def test_a_digest_of_counts_is_of_no_use_to_who_tries_them_all(reference_store: Path, tmp_path: Path) -> None:
    """The record of the making: of two stores that say the same, nothing that was made of counts is the same."""
    keys = []
    for name in ("un", "autre"):
        (tmp_path / name).mkdir()
        file = reading.made(reading.copy_of(filled(reference_store, tmp_path / name, FACTS)))
        with duckdb.connect(str(file), read_only=True) as root:
            rows = root.execute("SELECT partie, chose, cle, empreinte FROM parties").fetchall()
        keys.append({(part, thing): (key, digest) for part, thing, key, digest in rows})
    one, other = keys
    kept = {part for (part, thing) in one if thing == "" and one[part, ""][0] == other[part, ""][0]}
    assert "queries/copy/common/counts.sql" in kept
    assert "queries/copy/secrecy/disclosure.py" not in kept
    assert {one[place] for place in one if place[1] in at_rest.BOUNDS} == {("", "")}
