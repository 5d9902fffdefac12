"""Similar actions, orders and places of the directory, on the demonstration: recomputed from the facts in Python."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from queries import ask_records
from queries.copy import reading


@pytest.fixture(scope="module")
def cursor(demo_store: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with reading.reader(demo_store) as root, root.cursor() as cursor:
        yield cursor


@pytest.fixture(scope="module")
def listed(cursor: duckdb.DuckDBPyConnection) -> dict[str, dict[str, Any]]:
    return {row["action_id"]: row for row in ask_records(cursor, "actions")}


@pytest.fixture(scope="module")
def sizes(cursor: duckdb.DuckDBPyConnection) -> dict[str, tuple[int, float]]:
    """Commune → its inhabitants, and its inhabitants per km²."""
    rows = cursor.execute(
        """
        SELECT code_commune, arg_max(population, annee), arg_max(population, annee) / any_value(surface_km2)
        FROM populations JOIN communes USING (code_commune) WHERE code_departement = '03' GROUP BY code_commune
        """
    ).fetchall()
    return {code: (population, density) for code, population, density in rows}


def test_similar_actions_come_comparable_first_then_running(
    cursor: duckdb.DuckDBPyConnection, listed: dict[str, dict[str, Any]], sizes: dict[str, tuple[int, float]]
) -> None:
    def largest(action: str) -> tuple[int, float] | None:
        return max((sizes[code] for code in listed[action]["communes"]), default=None)

    seen = set()
    for action in list(listed)[::40]:
        me, here = listed[action], largest(action)
        rows = ask_records(cursor, "actions_semblables", action=action, limite=6)
        keys = []
        for row in rows:
            other, there = listed[row["action_id"]], largest(row["action_id"])
            assert set(row["communs"]) == set(me["mots_cles"]) & set(other["mots_cles"]) != set()
            assert set(row["publics_communs"]) == set(me["publics"]) & set(other["publics"])
            same = bool(here and there and all(a / 2 <= b <= 2 * a for a, b in zip(here, there, strict=True)))
            assert row["comparable"] == same
            keys.append((not same, other["etat"] != "en_cours"))
        assert keys == sorted(keys)
        seen |= set(keys)
    assert {(False, False), (False, True)} <= seen


def test_orders_of_the_directory(
    cursor: duckdb.DuckDBPyConnection, listed: dict[str, dict[str, Any]], sizes: dict[str, tuple[int, float]]
) -> None:
    running = [row["etat"] != "en_cours" for row in ask_records(cursor, "repertoire", tri="en_cours")]
    assert running == sorted(running) and len(set(running)) == 2
    began = [row["date_debut"] or "" for row in ask_records(cursor, "repertoire", tri="debut")]
    assert began == sorted(began, reverse=True) and "" in began
    titles = [row["action_id"] for row in ask_records(cursor, "repertoire", tri="titre", texte="jardin")]
    assert titles == [action for action in listed if action in titles] and len(titles) > 1
    here = sizes["03190"]

    def gap(codes: list[str]) -> float:
        """As the sides of a right angle: the logarithms of the ratios of inhabitants and of density."""
        return min(math.hypot(*(math.log(b / a) for a, b in zip(here, sizes[code], strict=True))) for code in codes)

    rows = ask_records(cursor, "repertoire", tri="taille", commune="03190")
    gaps = [gap(row["communes"]) for row in rows if row["communes"]]
    assert gaps == pytest.approx(sorted(gaps))
    # What cannot be placed comes last, whatever the order.
    placed = [bool(row["communes"]) for row in rows]
    assert placed == sorted(placed, reverse=True) and not all(placed)


def test_the_map_counts_what_the_list_holds(cursor: duckdb.DuckDBPyConnection) -> None:
    for asked in ({}, {"mot": ("Santé",)}, {"commune": "03190", "rayon_km": 10.0}):
        rows = [row for row in ask_records(cursor, "repertoire", **asked) if row["communes"]]
        places = ask_records(cursor, "repertoire_lieux", **asked)
        assert {place["n_listees"] for place in places} == {len(rows)}
        counts: dict[str, int] = {}
        for row in rows:
            for code in row["communes"]:
                counts[code] = counts.get(code, 0) + 1
        assert {place["code_commune"]: place["n_actions"] for place in places} == counts


def test_the_same_title_taken_again_by_its_structure(
    cursor: duckdb.DuckDBPyConnection, listed: dict[str, dict[str, Any]]
) -> None:
    found = {row["action_id"]: row["suite_id"] for row in ask_records(cursor, "suites_action", actions=tuple(listed))}
    expected = {}
    for action, row in listed.items():
        later = [
            (other["date_debut"], rank, each)
            for rank, (each, other) in enumerate(listed.items())
            if (other["structure_id"], other["titre"].lower()) == (row["structure_id"], row["titre"].lower())
            and row["date_debut"] and other["date_debut"] and other["date_debut"] > row["date_debut"]
        ]  # fmt: skip
        if later:
            expected[action] = min(later)[2]
    assert found == expected != {}
