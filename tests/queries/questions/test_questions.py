"""Questions: each header is true, and the answers are those that can be added up by hand on a few facts."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from queries import QuestionError, ask, names, question
from queries.copy import reading
from queries.header import parse
from queries.tables import records, to_csv
from tests.small.facts import SMALL, filled

# A value for each required parameter, by name.
REQUIRED: dict[str, Any] = {
    "departement": "03",
    "division": "bassin",
    "besoin": "ensemble",
    "texte": "jardins",
    "commune": "03190",
    "action": "x",
    "actions": ["x"],
    "source": "x",
    "niveau": "bassin",
    "annee": 2021,
    "indicateur": "D3",
    "sujet": "x",
    "sujet_type": "action",
    "champ": "participations",
    "baisse": 1.0,
    "territoire": "03",
    "grandeur": "participations",
    "quoi": "action",
    "limite": 3,
    "situation": "connu",
    "campagne": "2024-inconnue",
    "seance": "rien",
    "decision": "rien",
    "mots": ["moulins"],
    "du": date(2020, 1, 1),
    "au": date(2022, 12, 31),
}


@pytest.fixture(scope="module")
def small(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with reading.reader(filled(reference_store, tmp_path_factory.mktemp("petit"), SMALL)) as root:
        yield root


def rows(root: duckdb.DuckDBPyConnection, name: str, **values: Any) -> list[dict[str, Any]]:
    with root.cursor() as cursor:
        return records(ask(cursor, name, **values))


def required_values(name: str) -> dict[str, Any]:
    return {key: REQUIRED[key] for key, parameter in question(name).parameters.items() if not parameter.optional}


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("with_facts", [False, True], ids=["vide", "rempli"])
def test_header_equals_reality(
    name: str, with_facts: bool, reference_store: Path, small: duckdb.DuckDBPyConnection
) -> None:
    asked = question(name)
    values = asked.bind(required_values(name))
    if with_facts:
        found = small.cursor().execute(asked.sql, values).description
    else:
        with reading.reader(reference_store) as root:
            found = root.execute(asked.sql, values).description
    assert found is not None
    assert {column: str(kind) for column, kind, *_ in found} == asked.returns


@pytest.mark.parametrize("name", names())
def test_every_optional_filter_may_be_given(name: str, small: duckdb.DuckDBPyConnection) -> None:
    given = {"departement": "03", "bassin": "033", "annee_min": 2021, "annee_max": 2021, "sujet": "x", "source": "x"}
    optional = {key: given[key] for key in question(name).parameters if key in given}
    with small.cursor() as cursor:
        ask(cursor, name, **(required_values(name) | optional))


def test_actions_keep_their_lists_and_only_their_own_places(small: duckdb.DuckDBPyConnection) -> None:
    found = {row["titre"]: row for row in rows(small, "actions")}
    assert found["Jardins partagés"]["initiateurs"] == ["Un habitant", "Le centre social"]
    assert found["Café des familles"]["communes"] == ["03095", "03310"]
    assert found["Café des familles"]["communes_noms"] == ["Cusset", "Vichy"]
    assert found["Café des familles"]["siege"] == "03190"
    assert found["Atelier d'écriture"]["communes"] == []
    assert found["Atelier d'écriture"]["statut"] is None


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, {"Jardins partagés", "Café des familles", "Atelier d'écriture"}),
        ({"departement": "63"}, set()),
        ({"bassin": "033"}, {"Café des familles"}),  # Vichy and Cusset
        ({"bassin": "032"}, {"Jardins partagés"}),  # Moulins; the seat of the café there does not count
        ({"annee_min": 2022}, {"Jardins partagés"}),
        ({"annee_max": 2020}, {"Jardins partagés"}),
        ({"annee_min": 2021, "annee_max": 2021}, {"Jardins partagés", "Café des familles"}),
    ],
)
def test_shared_filters(small: duckdb.DuckDBPyConnection, filters: dict[str, Any], expected: set[str]) -> None:
    assert {row["titre"] for row in rows(small, "actions", **filters)} == expected


def test_an_action_in_two_communes_counts_once_in_a_bassin(small: duckdb.DuckDBPyConnection) -> None:
    found = {row["code"]: row for row in rows(small, "actions_par_territoire", division="bassin")}
    assert (found["033"]["n_actions"], found["033"]["n_evenements"]) == (1, 0)
    assert (found["032"]["n_actions"], found["032"]["n_evenements"]) == (1, 1)
    assert (found[None]["n_actions"], found[None]["departement"]) == (1, "03")
    by_commune = {row["code"]: row["n_actions"] for row in rows(small, "actions_par_territoire", division="commune")}
    assert by_commune == {"03095": 1, "03190": 1, "03310": 1, None: 1}
    assert [row["n_actions"] for row in rows(small, "actions_par_territoire", division="departement")] == [3]


def test_people_by_commune_say_what_is_shared_and_what_diverges(small: duckdb.DuckDBPyConnection) -> None:
    found = {row["code_commune"]: row for row in rows(small, "participants_par_commune")}
    assert found["03310"]["valeur"] == 50
    assert found["03310"]["n_partages"] == 1
    assert found["03190"]["valeur"] is None, "200 or 260: neither is chosen"
    assert (found["03190"]["n_divergents"], found["03190"]["n_minimums"]) == (1, 1)


def test_disagreeing_statements_stand_side_by_side(small: duckdb.DuckDBPyConnection) -> None:
    (found,) = rows(small, "divergences")
    assert found["valeurs"] == [200, 260]
    assert found["textes"] == ["plus de 200", "plus de 260"]


def test_a_shared_cost_is_prorated_and_its_parts_make_the_whole(small: duckdb.DuckDBPyConnection) -> None:
    # Municipal populations of 2023 (INSEE): 25 115 in Vichy, 13 316 in Cusset; 1 000 x 25 115 / 38 431 = 653,51.
    found = {row["code_commune"]: row for row in rows(small, "carte_communes", departement="03")}
    assert (found["03310"]["population"], found["03095"]["population"]) == (25115, 13316)
    assert found["03310"]["montant_eur"] == 653.51
    assert round(found["03310"]["montant_eur"] + found["03095"]["montant_eur"], 2) == 1000
    assert found["03001"]["n_actions"] == 0
    assert found["03001"]["participants"] is None
    assert len(found) == 317


def test_proposals_enter_no_total(small: duckdb.DuckDBPyConnection) -> None:
    found = {row["titre"]: row for row in rows(small, "argent_par_action")}
    assert (found["Atelier d'écriture"]["situation"], found["Atelier d'écriture"]["total_eur"]) == ("a_valider", None)
    assert (found["Café des familles"]["situation"], found["Café des familles"]["total_eur"]) == ("connu", 1000)
    assert found["Jardins partagés"]["situation"] == "inconnu"
    (map_row,) = [row for row in rows(small, "carte_departements") if row["code_departement"] == "03"]
    assert (map_row["montant_eur"], map_row["n_montants"]) == (1000, 1)


def test_money_by_family_counts_those_without_amount(small: duckdb.DuckDBPyConnection) -> None:
    found = {row["famille"]: row for row in rows(small, "budget_par_famille_de_financeur")}
    assert (found["CAF"]["cite_eur"], found["CAF"]["n_sujets"], found["CAF"]["n_sans_montant"]) == (400, 1, 0)
    assert (found["Département"]["cite_eur"], found["Département"]["n_sans_montant"]) == (None, 1)


def test_completeness_counts_fields(small: duckdb.DuckDBPyConnection) -> None:
    found = {row["champ"]: row for row in rows(small, "completude")}
    expected = {
        "structure": (3, 3),
        "commune": (2, 3),
        "date de début": (2, 3),
        "motif de fin (actions terminées)": (1, 1),
        "initiative": (2, 3),
        "participants": (1, 3),
        "montant": (2, 3),
        "budget": (0, 3),
    }
    assert {champ: (found[champ]["n_renseignes"], found[champ]["n_actions"]) for champ in expected} == expected
    assert found["montant"]["n_valides"] == 1


def test_key_figures(small: duckdb.DuckDBPyConnection) -> None:
    (found,) = rows(small, "chiffres_cles")
    assert found["n_actions"] == 3
    assert found["n_actions_sans_annee"] == 1
    assert found["n_actions_avec_commune"] == 2
    assert found["n_actions_avec_participants"] == 1
    assert found["n_actions_avec_montant"] == 1
    assert (found["n_initiative_habitante"], found["n_initiative_connue"]) == (1, 2)
    assert found["n_propositions"] == 1
    (elsewhere,) = rows(small, "chiffres_cles", departement="63")
    assert (elsewhere["n_actions"], elsewhere["n_evenements"], elsewhere["n_structures"]) == (0, 0, 0)
    assert elsewhere["derniere_mise_a_jour"] is None
    (in_2022,) = rows(small, "chiffres_cles", annee_min=2022)
    assert (in_2022["n_actions"], in_2022["n_evenements"], in_2022["n_actions_sans_annee"]) == (1, 0, 1)


def test_years_run_as_far_as_they_are_documented(small: duckdb.DuckDBPyConnection) -> None:
    found = [(row["annee"], row["n_actions"], row["n_evenements"]) for row in rows(small, "annees")]
    assert found == [(2020, 1, 0), (2021, 2, 1), (2022, 1, 0)]


@pytest.mark.parametrize("text", ["jardins", "JARDIN", "partagé jardin", "jardins zzzz"])
def test_search_ignores_plurals_accents_and_unknown_words(small: duckdb.DuckDBPyConnection, text: str) -> None:
    found = rows(small, "recherche", texte=text)
    titles = {row["action_id"]: row["titre"] for row in rows(small, "actions")}
    assert [titles[row["action_id"]] for row in found] == ["Jardins partagés"]


def test_search_for_nothing_known_finds_nothing(small: duckdb.DuckDBPyConnection) -> None:
    assert rows(small, "recherche", texte="zzzz'; DROP TABLE actions; --") == []


def test_nearest_by_distance_between_mairies(small: duckdb.DuckDBPyConnection) -> None:
    found = rows(small, "proximite", commune="03310")
    titles = {row["action_id"]: row["titre"] for row in rows(small, "actions")}
    assert [titles[row["action_id"]] for row in found] == ["Café des familles", "Jardins partagés"]
    assert found[0]["distance_km"] == 0
    # Vichy to Moulins is about 50 km as the crow flies on any map.
    assert 45 < found[1]["distance_km"] < 55


def test_a_constant_column_needs_more_than_four_actions(
    small: duckdb.DuckDBPyConnection, real: duckdb.DuckDBPyConnection
) -> None:
    assert rows(small, "colonnes_constantes") == []
    found = {row["champ"]: row for row in rows(real, "colonnes_constantes")}
    # In the twenty-one fiches the partner is always the conseil départemental.
    assert (found["partenaires"]["valeur"], found["partenaires"]["n_actions"]) == ("Conseil départemental", 21)


def test_real_facts_answer(real: duckdb.DuckDBPyConnection) -> None:
    (found,) = rows(real, "chiffres_cles")
    assert found["n_actions"] == 21
    attendance = {row["nom"]: row["affluences"] for row in rows(real, "evenements")}
    assert attendance["Agir ensemble 2011"] == [322]
    assert attendance["Agir ensemble 2013"] == [1155]
    assert attendance["Ateliers nationaux du 20 janvier 2011"] == [200, 260]
    bodies = rows(real, "instances", departement="03")
    assert {row["bassin"] for row in bodies if row["type"] == "comite_communal"} == {"Vichy"}  # Cusset's
    themes = {row["bassin"]: row["theme"] for row in bodies if row["type"] == "comite_local"}
    assert themes == {
        "Montluçon": "Au fil de la vie",
        "Moulins": "Entreprendre et consommer autrement",
        "Vichy": "Fraternité et solidarité",
    }
    bassins = {row["nom"]: row["n_communes"] for row in rows(real, "bassins", departement="03")}
    assert bassins == {"Montluçon": 90, "Moulins": 67, "Vichy": 160}


@pytest.mark.parametrize(
    ("name", "values", "words"),
    [
        ("rien", {}, "Question inconnue « rien »"),
        ("../actions", {}, "Question inconnue"),
        ("actions", {"truc": 1}, "paramètre inconnu « truc »"),
        ("proximite", {}, "il manque « commune »"),
        ("actions", {"annee_min": "2021"}, "n'est pas un nombre entier"),
        ("actions", {"annee_min": True}, "n'est pas un nombre entier"),
    ],
)
def test_a_question_asked_wrongly_says_so(
    small: duckdb.DuckDBPyConnection, name: str, values: dict[str, Any], words: str
) -> None:
    with small.cursor() as cursor, pytest.raises(QuestionError, match=words):
        ask(cursor, name, **values)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("-- Sans point d'interrogation\n-- returns a INTEGER : a\nSELECT 1 AS a", "x.sql, ligne 1"),
        ("-- Quoi ?\nSELECT 1 AS a", "n'annonce aucune colonne"),
        ("-- Quoi ?\n-- returns a : a\nSELECT 1 AS a", "x.sql, ligne 2"),
        ("-- Quoi ?\n-- param b BLOB : b\n-- returns a INTEGER : a\nSELECT $b AS a", "x.sql, ligne 2"),
        ("-- Quoi ?\n-- param b VARCHAR : b\n-- returns a INTEGER : a\nSELECT 1 AS a", "diffèrent : b"),
        ("-- Quoi ?\n-- returns a INTEGER : a\nSELECT $c AS a", "diffèrent : c"),
    ],
)
def test_a_malformed_header_names_file_and_line(text: str, words: str) -> None:
    with pytest.raises(QuestionError, match=words):
        parse("x.sql", text)


def test_csv_for_machines(small: duckdb.DuckDBPyConnection) -> None:
    with small.cursor() as cursor:
        answer = cursor.execute(
            "SELECT '=1+1' AS formule, 1.5 AS nombre, ['a', 'b'] AS liste, NULL AS vide, DATE '2024-12-31' AS jour"
        ).fetch_df()
    assert to_csv(answer) == 'formule,nombre,liste,vide,jour\n\'=1+1,1.5,"[""a"", ""b""]",,2024-12-31\n'
    assert json.loads(json.dumps(records(answer)))[0]["liste"] == ["a", "b"]


def test_exported_euros_are_told_to_the_cent() -> None:
    told = pd.DataFrame({"montant_eur": [54739.99999999999, None, 0.1 + 0.2], "part": [1 / 3, 0.5, 1.0]})
    assert to_csv(told).splitlines() == ["montant_eur,part", "54740,0.333333333333333", ",0.5", "0.3,1"]
