"""What bears the words that somebody types: codes and names of INSEE, and the fiches of the real facts."""

from typing import Any

import duckdb
import pytest

from tests.small.facts import answer


def found(root: duckdb.DuckDBPyConnection, mots: str, limite: int = 5, **values: Any) -> list[dict[str, Any]]:
    return answer(root, "trouver", mots=mots.split(), limite=limite, **values)


@pytest.mark.parametrize(
    ("mots", "departement", "first"),
    [
        ("montlucon", "03", "03185"),
        ("saint pourcain", "03", "03254"),  # « -sur-Sioule », before « -sur-Besbre », which has fewer inhabitants
        ("03185", "63", "03185"),
        ("moulins", "03", "03190"),
        ("moulins", "35", "35198"),  # a commune of the same name, in the département of who asks
        ("moulins allier", "35", "03190"),  # the name of its département tells which
        ("allier", "09", "03"),  # the département before the communes that begin so
        ("coeur de causse", "46", "46138"),  # « Cœur »
        ("2a004", "2A", "2A004"),
        ("montlucon commune", "03", "03185"),
        ("bassin de vichy", "03", "033"),  # the kind of place is a word
        ("bassin moulins", "03", "032"),
    ],
)
def test_a_territory_is_found_by_its_name_or_code(
    real: duckdb.DuckDBPyConnection, mots: str, departement: str, first: str
) -> None:
    territories = [row["code"] for row in found(real, mots, departement=departement) if row["genre"] == "territoire"]
    assert territories[0] == first


def test_all_words_are_needed_and_each_begins_a_word(real: duckdb.DuckDBPyConnection) -> None:
    assert [row["nom"] for row in found(real, "marche gratu")] == ["Gratiféria : le marché gratuit!"]
    assert found(real, "marche gratuit lunaire") == []
    assert found(real, "ratiferia") == []
    # A structure helps to find its fiche, and finds none alone.
    assert [row["genre"] for row in found(real, "marche bigorre")] == ["action"]
    assert {row["genre"] for row in found(real, "mjc de vic")} == {"structure"}


def test_an_indicator_is_found_by_its_identifier_and_its_title(real: duckdb.DuckDBPyConnection) -> None:
    assert [(row["code"], row["nom"]) for row in found(real, "a1")] == [("A1", "Initiative habitante")]
    assert "A1" in [row["code"] for row in found(real, "habitante")]


def test_each_kind_is_bounded(real: duckdb.DuckDBPyConnection) -> None:
    kinds = [row["genre"] for row in found(real, "c", limite=2)]
    assert {kind: kinds.count(kind) for kind in kinds} == dict.fromkeys(
        ("action", "decision", "evenement", "indicateur", "instance", "seance", "structure", "territoire"), 2
    )


@pytest.mark.parametrize(
    ("values", "here"),
    [({}, True), ({"departement": "65"}, True), ({"departement": "03"}, False), ({"annee_min": 2020}, False)],
)
def test_a_structure_says_whether_it_has_fiches_where_the_reader_looks(
    real: duckdb.DuckDBPyConnection, values: dict[str, Any], here: bool
) -> None:
    # One fiche, of 2016, in the Hautes-Pyrénées.
    (row,) = found(real, "mjc de vic en bigorre", **values)
    assert (row["n_actions"], row["code_departement"], row["ici"]) == (1, "65", here)


@pytest.mark.parametrize(
    ("mots", "genre", "first", "precision"),
    [
        ("comite mieux vivre", "instance", "comite-mieux-vivre-ensemble-cusset", None),
        ("agir ensemble 2013", "evenement", "agir-ensemble-angers-2013", "CCAS d'Angers, 08/10/2013"),
        ("projet social thiers", "projet", "projet-social-thiers-dore-et-montagne", "CC Thiers Dore et Montagne"),
    ],
)
def test_what_a_committee_met_about_is_found_by_its_name(
    real: duckdb.DuckDBPyConnection, mots: str, genre: str, first: str, precision: str | None
) -> None:
    rows = [row for row in found(real, mots, departement="03") if row["genre"] == genre]
    assert (rows[0]["code"], rows[0]["precision"]) == (first, precision)


def test_a_session_is_found_by_its_day_and_a_decision_by_its_words(real: duckdb.DuckDBPyConnection) -> None:
    sessions = [
        row["nom"] for row in found(real, "comite local seance 2012", departement="03") if row["genre"] == "seance"
    ]
    assert len(sessions) == 3 and all(name.endswith(", séance de 04/2012") for name in sessions)
    (taken,) = [row for row in found(real, "confier sujets comites", departement="03") if row["genre"] == "decision"]
    assert taken["precision"].startswith("Comité départemental du vivre-ensemble de l'Allier, séance ")
