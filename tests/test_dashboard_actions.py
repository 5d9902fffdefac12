"""The directory: its selection against hand-computed answers, then its two pages through AppTest."""

import pandas as pd
import pytest

from dashboard import directory, places
from dashboard.directory import FACETS, UNKNOWN

FACET = {facet.key: facet for facet in FACETS}


def three_actions() -> pd.DataFrame:
    """Three actions small enough to filter by hand: a garden, a choir, a meal that says almost nothing."""
    return pd.DataFrame(
        {
            "action_id": ["jardin", "choeur", "repas"],
            "titre": ["Jardin partagé", "Chœur du lundi", "Repas"],
            "structure": ["EVS A", "EVS A", "CSC B"],
            "statut": ["En cours", "Terminée", "En cours"],
            "motif_fin_code": [None, "financement", None],
            "dimension": ["Services", None, "Services"],
            "mots_cles": [["Environnement", "Solidarité"], ["Culture", "Solidarité"], []],
            "publics": [["Tous publics"], ["Seniors"], ["Tous publics"]],
            "initiateurs": [["Un habitant"], ["Un habitant", "Autre"], []],
            "portee": ["Une commune", "Une commune", None],
            "partenaires": [["CAF"], [], []],
            "lieu": ["declaree", "departement_seul", None],
            "situation": ["connu", "inconnu", "a_valider"],
            "participants": ["validee", None, "proposee"],
        }
    )


def ids(frame: pd.DataFrame) -> list[str]:
    return list(frame["action_id"])


def test_options_count_each_value_once_an_action_and_the_unfilled_last() -> None:
    assert directory.options(three_actions(), FACET["mot"]) == {
        "Solidarité": 2,
        "Culture": 1,
        "Environnement": 1,
        UNKNOWN: 1,
    }
    assert list(directory.options(three_actions(), FACET["dimension"]).items()) == [("Services", 2), (UNKNOWN, 1)]


def test_values_of_one_field_widen_and_fields_narrow() -> None:
    actions = three_actions()
    assert ids(directory.matching(actions, {})) == ["jardin", "choeur", "repas"]
    assert ids(directory.matching(actions, {"mot": ["Culture", "Environnement"]})) == ["jardin", "choeur"]
    assert ids(directory.matching(actions, {"mot": ["Solidarité"], "statut": ["Terminée"]})) == ["choeur"]
    assert ids(directory.matching(actions, {"mot": [UNKNOWN]})) == ["repas"]
    assert ids(directory.matching(actions, {"cout": ["connu", "a_valider"], "participants": ["proposee"]})) == ["repas"]


@pytest.mark.parametrize(
    ("facet", "value", "expected"),
    [
        ("statut", "Terminée", ["choeur"]),
        ("motif", "financement", ["choeur"]),
        ("dimension", "Services", ["jardin", "repas"]),
        ("public", "Seniors", ["choeur"]),
        ("initiative", "Un habitant", ["jardin", "choeur"]),
        ("portee", UNKNOWN, ["repas"]),
        ("partenaire", "CAF", ["jardin"]),
        ("structure", "EVS A", ["jardin", "choeur"]),
        ("lieu", "departement_seul", ["choeur"]),
        ("cout", "connu", ["jardin"]),
        ("participants", UNKNOWN, ["choeur"]),
    ],
)
def test_every_field_filters(facet: str, value: str, expected: list[str]) -> None:
    assert ids(directory.matching(three_actions(), {facet: [value]})) == expected


def test_search_orders_by_relevance_and_leaves_the_others_out() -> None:
    found = pd.DataFrame({"action_id": ["repas", "jardin"], "score": [1.5, 4.0]})
    assert ids(directory.select(three_actions(), {}, found, None).shown) == ["jardin", "repas"]


def test_nearest_come_first_and_the_unplaced_stand_apart() -> None:
    near = pd.DataFrame({"action_id": ["repas", "jardin"], "commune": ["Vichy", "Moulins"], "distance_km": [48.2, 0.0]})
    selection = directory.select(three_actions(), {}, None, near)
    assert ids(selection.shown) == ["jardin", "repas"]
    assert list(selection.shown["distance_km"]) == [0.0, 48.2]
    assert ids(selection.unplaced) == ["choeur"]
    within = directory.select(three_actions(), {}, None, near, within_km=10)
    assert (ids(within.shown), within.too_far, ids(within.unplaced)) == (["jardin"], 1, ["choeur"])


def test_pages_stay_within_what_exists() -> None:
    rows = pd.DataFrame({"action_id": [str(number) for number in range(12)]})
    first, number, count = directory.page_of(rows, 1, size=5)
    assert (ids(first), number, count) == (["0", "1", "2", "3", "4"], 1, 3)
    last, number, count = directory.page_of(rows, 99, size=5)
    assert (ids(last), number, count) == (["10", "11"], 3, 3)
    assert directory.page_of(rows.iloc[:0], 4)[1:] == (1, 1)


def test_similar_actions_share_the_most_keywords() -> None:
    assert directory.similar(three_actions(), "jardin") == [("choeur", ["Solidarité"])]
    assert directory.similar(three_actions(), "repas") == []


# Communes of the COG: Moulins is the name of three (03190, 02530, 35198).


def test_a_name_that_several_communes_bear_lists_them() -> None:
    found = places.find("moulins")
    assert {commune.code for commune in found.candidates} == {"03190", "02530", "35198"}
    assert found.note is None


@pytest.mark.parametrize("text", ["Moulins (03)", "Moulins (Allier)", "moulins, allier", "03190", " 03190 "])
def test_a_departement_or_a_code_settles_it(text: str) -> None:
    assert [commune.code for commune in places.find(text).candidates] == ["03190"]


def test_the_perimeter_settles_a_name_and_says_so() -> None:
    found = places.find("Moulins", preferred="35")
    assert [commune.code for commune in found.candidates] == ["35198"]
    assert found.note == "Moulins (Ille-et-Vilaine, 35) est retenue ; 2 autres communes portent ce nom ailleurs."


@pytest.mark.parametrize(("text", "said"), [("Trifouilly", "« Trifouilly »"), ("Vichy (75)", "dans le département 75")])
def test_an_unknown_place_is_said_with_what_to_do(text: str, said: str) -> None:
    found = places.find(text)
    assert found.candidates == ()
    assert found.note is not None and said in found.note and "Moulins (03)" in found.note


def test_an_unknown_code_says_the_likely_cause() -> None:
    assert places.find("03000").note is not None
    assert "code postal" in str(places.find("03000").note)
