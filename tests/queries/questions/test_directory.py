"""The directory's questions, on facts small enough to be filtered by hand."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard.directory.directory import FACETS, UNKNOWN
from data.identifiers import structure_id
from queries import ask_records
from queries.copy import reading
from tests.small.facts import SMALL, filled

EVS, CSC = structure_id("EVS A", "03"), structure_id("CSC B", None)
STRUCTURES = {"EVS A": EVS, "CSC B": CSC}


def action(ref: str, titre: str, structure: str, **fields: str) -> dict[str, str]:
    undated = {"date_debut_precision": "inconnue", "date_fin_precision": "inconnue"}
    return {
        "ref": ref,
        "titre": titre,
        "structure": structure,
        "structure_id": STRUCTURES[structure],
        **undated,
        **fields,
    }


def labels(table: str, column: str, **values: Sequence[str]) -> dict[str, list[dict[str, str]]]:
    return {table: [{"action_id": ref, column: value} for ref, its in values.items() for value in its]}


def cost(ref: str, euros: str, etat: str) -> dict[str, str]:
    about = {"sujet_type": "action", "sujet_id": ref, "role": "total", "precision": "exacte"}
    return {**about, "montant_eur": euros, "etat": etat}


def people(ref: str, etat: str) -> dict[str, str]:
    about = {"sujet_type": "action", "sujet_id": ref, "grandeur": "participations", "precision": "exacte"}
    return {**about, "annee": "2021", "valeur": "30", "etat": etat}


# A garden, a choir, a meal that says almost nothing.
THREE = {
    "structures": [
        {"structure_id": EVS, "nom": "EVS A", "type": "evs", "code_departement": "03"},
        {"structure_id": CSC, "nom": "CSC B", "type": "centre_social"},
    ],
    "actions": [
        action(
            "jardin",
            "Jardin partagé",
            "EVS A",
            statut="En cours",
            dimension="Services",
            portee="Une commune",
            code_departement="03",
            resume="La solidarité au potager",
        ),
        action(
            "choeur",
            "Chœur du lundi",
            "EVS A",
            statut="Terminée",
            motif_fin="plus de budget",
            motif_fin_code="financement",
            portee="Une commune",
            code_departement="03",
        ),
        action("repas", "Repas", "CSC B", statut="En cours", dimension="Services"),
    ],
    "actions_lieux": [{"action_id": "jardin", "role": "lieu", "code_commune": "03190", "precision": "declaree"}],
    **labels("actions_mots_cles", "mot_cle", jardin=["Environnement", "Solidarité"], choeur=["Culture", "Solidarité"]),
    **labels("actions_publics", "public", jardin=["Tous publics"], choeur=["Seniors"], repas=["Tous publics"]),
    **labels("actions_initiateurs", "initiateur", jardin=["Un habitant"], choeur=["Un habitant", "Autre"]),
    **labels("actions_partenaires", "partenaire", jardin=["CAF"]),
    "montants": [cost("jardin", "500", "validee"), cost("repas", "80", "proposee")],
    "mesures": [people("jardin", "validee"), people("repas", "proposee")],
}


@pytest.fixture(scope="module")
def three(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with reading.reader(filled(reference_store, tmp_path_factory.mktemp("trois"), THREE)) as root:
        yield root


@pytest.fixture(scope="module")
def small(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with reading.reader(filled(reference_store, tmp_path_factory.mktemp("petit"), SMALL)) as root:
        yield root


def titles(root: duckdb.DuckDBPyConnection, **asked: Any) -> list[str]:
    with root.cursor() as cursor:
        return [row["titre"] for row in ask_records(cursor, "repertoire", **asked)]


def counts(root: duckdb.DuckDBPyConnection, **asked: Any) -> tuple[int, int, int]:
    """Listed, too far, without a place."""
    with root.cursor() as cursor:
        (row,) = ask_records(cursor, "repertoire_comptes", **asked)
    return row["n_listees"], row["n_hors_rayon"], row["n_sans_lieu"]


def values(root: duckdb.DuckDBPyConnection, champ: str, **asked: Any) -> list[tuple[str, int]]:
    with root.cursor() as cursor:
        rows = ask_records(cursor, "facettes", **asked)
    return [(row["valeur"], row["n_actions"]) for row in rows if row["champ"] == champ]


CHOIR, GARDEN, MEAL = "Chœur du lundi", "Jardin partagé", "Repas"


def test_values_count_each_action_once_and_the_unfilled_last(three: duckdb.DuckDBPyConnection) -> None:
    assert values(three, "mot") == [("Solidarité", 2), ("Culture", 1), ("Environnement", 1), (UNKNOWN, 1)]
    assert values(three, "dimension") == [("Services", 2), (UNKNOWN, 1)]


def test_every_field_of_the_directory_has_its_values(three: duckdb.DuckDBPyConnection) -> None:
    for facet in FACETS:
        # A multiple field counts an action once for each of its values.
        assert sum(count for _, count in values(three, facet.key)) >= 3, facet.key


def test_the_commonest_values_come_with_those_asked_for(three: duckdb.DuckDBPyConnection) -> None:
    assert values(three, "mot", par_champ=1) == [("Solidarité", 2), (UNKNOWN, 1)]
    assert ("Environnement", 1) in values(three, "mot", par_champ=1, gardees=("Environnement",))
    with three.cursor() as cursor:
        rows = ask_records(cursor, "facettes", par_champ=1)
    assert {row["n_valeurs"] for row in rows if row["champ"] == "mot"} == {4}


def test_values_follow_the_perimeter(three: duckdb.DuckDBPyConnection) -> None:
    assert values(three, "structure", departement="03") == [("EVS A", 2)]
    assert values(three, "structure", departement="63") == []


def test_values_of_one_field_widen_and_fields_narrow(three: duckdb.DuckDBPyConnection) -> None:
    assert titles(three) == [CHOIR, GARDEN, MEAL]
    assert titles(three, mot=("Culture", "Environnement")) == [CHOIR, GARDEN]
    assert titles(three, mot=("Solidarité",), statut=("Terminée",)) == [CHOIR]
    assert titles(three, mot=(UNKNOWN,)) == [MEAL]
    assert titles(three, cout=("connu", "a_valider"), participants=("proposee",)) == [MEAL]
    assert titles(three, mot=()) == [CHOIR, GARDEN, MEAL]


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("statut", "Terminée", [CHOIR]),
        ("motif", "financement", [CHOIR]),
        ("dimension", "Services", [GARDEN, MEAL]),
        ("public", "Seniors", [CHOIR]),
        ("initiative", "Un habitant", [CHOIR, GARDEN]),
        ("portee", UNKNOWN, [MEAL]),
        ("partenaire", "CAF", [GARDEN]),
        ("structure", "EVS A", [CHOIR, GARDEN]),
        ("lieu", "departement_seul", [CHOIR]),
        ("lieu", UNKNOWN, [MEAL]),
        ("cout", "connu", [GARDEN]),
        ("participants", UNKNOWN, [CHOIR]),
    ],
)
def test_every_field_filters(three: duckdb.DuckDBPyConnection, field: str, value: str, expected: list[str]) -> None:
    assert titles(three, **{field: (value,)}) == expected
    assert counts(three, **{field: (value,)}) == (len(expected), 0, 0)


def test_search_orders_by_relevance_and_leaves_the_others_out(three: duckdb.DuckDBPyConnection) -> None:
    # A keyword weighs 4 and the summary 2: « solidarité » weighs 6 in the garden, 4 in the choir.
    assert titles(three, texte="solidarités") == [GARDEN, CHOIR]
    assert titles(three, texte="solidarité", statut=("Terminée",)) == [CHOIR]
    assert counts(three, texte="zzzz") == (0, 0, 0)
    assert titles(three, texte="zzzz'; DROP TABLE actions; --") == []


def test_nearest_come_first_and_the_unplaced_last(small: duckdb.DuckDBPyConnection) -> None:
    # Vichy holds the café; Moulins, about 50 km away, the gardens; the workshop has no commune.
    assert titles(small, commune="03310") == ["Café des familles", "Jardins partagés", "Atelier d'écriture"]
    assert counts(small, commune="03310") == (2, 0, 1)
    assert titles(small, commune="03310", rayon_km=10.0) == ["Café des familles", "Atelier d'écriture"]
    assert counts(small, commune="03310", rayon_km=10.0) == (1, 1, 1)
    with small.cursor() as cursor:
        near, far, nowhere = ask_records(cursor, "repertoire", commune="03095")
    assert (near["commune_proche"], near["distance_km"]) == ("Cusset", 0)
    assert far["commune_proche"] == "Moulins" and 45 < far["distance_km"] < 55
    assert (nowhere["commune_proche"], nowhere["distance_km"]) == (None, None)


def test_a_page_is_a_part_of_the_whole(three: duckdb.DuckDBPyConnection) -> None:
    assert titles(three, limite=2) == [CHOIR, GARDEN]
    assert titles(three, limite=2, debut=2) == [MEAL]
    assert titles(three, limite=2, debut=9) == []


def test_one_fiche_is_the_row_of_the_directory(three: duckdb.DuckDBPyConnection) -> None:
    with three.cursor() as cursor:
        (garden,) = ask_records(cursor, "repertoire", mot=("Environnement",))
        (fiche,) = ask_records(cursor, "action", action=garden["action_id"])
    assert fiche == {key: value for key, value in garden.items() if key in fiche}
    assert (fiche["situation"], fiche["total_eur"], fiche["participants"]) == ("connu", 500, "validee")


def test_similar_actions_share_the_most_keywords(three: duckdb.DuckDBPyConnection) -> None:
    with three.cursor() as cursor:
        known = {row["titre"]: row["action_id"] for row in ask_records(cursor, "actions")}
        (other,) = ask_records(cursor, "actions_semblables", action=known[GARDEN], limite=4)
        assert (other["titre"], other["communs"]) == (CHOIR, ["Solidarité"])
        assert ask_records(cursor, "actions_semblables", action=known[MEAL], limite=4) == []


def test_loads_are_named_by_what_comes_from_them(small: duckdb.DuckDBPyConnection) -> None:
    with small.cursor() as cursor:
        for quoi, departement, expected in (("action", "03", 1), ("argent", "03", 1), ("action", "63", 0)):
            found = ask_records(cursor, "chargements_cites", quoi=quoi, departement=departement)
            assert len(found) == expected, (quoi, departement)
