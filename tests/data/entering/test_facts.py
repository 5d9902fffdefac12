"""The digest of a statement: of what it says, whatever its line; no two that differ share one."""

from typing import Any

import pytest

from data import store
from data.entering.facts import DIGEST, DIGESTS

STATED: dict[str, Any] = {
    "sujet_type": "action", "sujet_id": "cafe", "grandeur": "benevoles", "annee": 2021, "valeur": 12.0,
    "borne_basse": None, "borne_haute": None, "precision": "exacte", "methode": None, "texte_source": "12 bénévoles",
}  # fmt: skip


def digest(**changed: Any) -> str:
    columns = store.contract_columns()["mesures"]
    row = {**dict.fromkeys(columns), **STATED, **changed}
    values = ", ".join(f"CAST(? AS {kind}) AS {name}" for name, kind in columns.items())
    with store.memory() as root:
        sql = f"SELECT {DIGESTS['mesures'][DIGEST]} FROM (SELECT {values})"
        return str(root.execute(sql, [row[name] for name in columns]).fetchall()[0][0])


def test_it_is_of_what_is_said_not_of_where() -> None:
    assert digest() == digest(source="autre", fichier="f.csv", ligne=7, etat="validee")
    assert len(digest()) == 16


@pytest.mark.parametrize(
    "changed",
    [
        {"annee": None},
        {"annee": 2022},
        {"valeur": None, "borne_basse": 12.0},
        {"valeur": None, "borne_haute": 12.0},
        {"texte_source": None},
        {"texte_source": ""},
        {"methode": "12 bénévoles", "texte_source": None},
        # Told apart by the length of each part: the same characters, cut elsewhere.
        {"sujet_id": "caf", "grandeur": "ebenevoles"},
    ],
)
def test_what_differs_has_another(changed: dict[str, Any]) -> None:
    assert digest(**changed) != digest()


@pytest.mark.parametrize("table", sorted(DIGESTS))
def test_each_column_that_says_something_makes_it(table: str) -> None:
    """Provenance, state and names that a load gives say nothing; the lines of a budget stand by its identifier."""
    silent = {"source", "fichier", "ligne", "etat", "financement_id"}
    said = set(store.contract_columns()[table]) - silent
    assert {name for name in said if f"length({name}::VARCHAR)" in DIGESTS[table][DIGEST]} == said
