"""The tables of labels: what lists offer is what is understood."""

from data.identifiers import fold
from data.reading.codes import financeurs, written
from data.reading.funders import find_funders


def test_every_funder_that_a_list_offers_is_attached_to_its_family() -> None:
    known = financeurs()
    offered = written("financeur")
    assert len(offered) > 30
    assert {name for name in offered if fold(name) not in known} == set()
    assert {name for name in offered if known[fold(name)].nom != name} == set()


def test_users_fund_only_right_after_a_word_of_funding() -> None:
    assert [named.financeur.financeur_id for named in find_funders("Budget usagers, subvention de la CAF")] == [
        "usagers",
        "caf",
    ]
    assert find_funders("Un soutien moral aux usagers du service") == []
