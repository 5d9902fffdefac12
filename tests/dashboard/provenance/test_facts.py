"""What is said of the rows behind a figure."""

import pytest

from dashboard.provenance import facts


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("accorde_ici_eur", "Accordé inconnu dans 1 sur 9 de ces plans."),
        ("refuse_ici_eur", "Demandé ou accordé inconnu dans 3 sur 9 de ces plans."),
        ("manque_ici_eur", "Coût ou accordé inconnu dans 5 sur 9 de ces plans."),
        (None, ""),
    ],
)
def test_each_sum_of_plans_says_what_it_lacks_itself(column: str | None, said: str) -> None:
    listed = facts.money(column)
    assert listed.lacks({"n_lignes": 9, "n_accordes": 8, "n_demandes": 6, "n_manques": 4}) == said
    # Nothing is said to be added up where no column is.
    assert ("additionnés" in listed.title) == (column is not None)
