"""Numbers of people without a year, which no total of a year counts, are told when they are loaded."""

import pytest

from data import store
from data.loading import staging


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("(2024, 'participations'), (NULL, 'seances')", []),
        (
            "(NULL, 'participants_distincts'), (2024, 'benevoles')",
            ["1 nombre de personnes est sans année : le total d'aucune année ne le compte, tant qu'une saisie ou une "
             "campagne ne la dit pas"],
        ),
        (
            "(NULL, 'participants_distincts'), (NULL, 'benevoles'), (NULL, 'reunions')",
            ["2 nombres de personnes sont sans année : le total d'aucune année ne les compte, tant qu'une saisie ou "
             "une campagne ne la dit pas"],
        ),
    ],
)  # fmt: skip
def test_numbers_of_people_without_a_year_are_counted(rows: str, told: list[str]) -> None:
    with store.memory() as root:
        root.execute("CREATE SCHEMA arrivee; CREATE TABLE arrivee.mesures (annee INTEGER, grandeur VARCHAR)")
        root.execute(f"INSERT INTO arrivee.mesures VALUES {rows}")
        assert staging.undated_people(root) == told
