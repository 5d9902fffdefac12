"""A département that its configuration does not cut in two compares nothing: each page says so, and shows what is left.

The Territoire de Belfort (90) has a single arrondissement, hence a single bassin, « Belfort ». Mayotte (976) is a
bassin of its own too: it is taken out of the copy here, as of a territory that no file cuts.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from data.identifiers import structure_id
from queries.copy import reading
from tests.conftest import made_once
from tests.small.facts import answer as rows
from tests.small.facts import filled
from tests.small.money import action, grant
from tests.tools.pages import markup, open_page, words

BELFORT, DELLE, MAMOUDZOU = "90010", "90033", "97611"
ONE = "Un seul bassin de vie (Belfort) dans ce département : il n'y a pas de bassins à comparer."
NONE = "Aucun bassin de vie n'est défini dans ce département : il n'y a pas de bassins à comparer."
# What a copy holds of the bassin of Mayotte.
WITHOUT = {
    "zones": "division = 'bassin' AND code_zone = '976'",
    "communes_bassins": "code_bassin = '976'",
    "divisions_communes": "division = 'bassin' AND code_zone = '976'",
    "territoires_niveaux": "niveau = 'bassin' AND territoire = '976'",
    "territoires_ordonnes": "niveau = 'bassin' AND territoire = '976'",
    "indicateurs_valeurs": "niveau = 'bassin' AND territoire = '976'",
    "indicateurs_progres": "niveau = 'bassin' AND territoire = '976'",
}
Pages = Callable[..., AppTest]


def recorded() -> dict[str, list[dict[str, Any]]]:
    """Six actions over 2023 in Belfort, six in Delle, and six in Mamoudzou, each granted 100 € and counted."""
    places = {f"{code}-{rank}": code for code in (BELFORT, DELLE, MAMOUDZOU) for rank in range(6)}
    where = {BELFORT: "90", DELLE: "90", MAMOUDZOU: "976"}
    return {
        "structures": [
            {"structure_id": structure_id("Centre social", code), "nom": "Centre social", "type": "centre_social",
             "code_departement": code}
            for code in ("90", "976")
        ],
        "actions": [
            action(ref, code_departement=where[code], structure_id=structure_id("Centre social", where[code]))
            for ref, code in places.items()
        ],
        "actions_lieux": [
            {"action_id": ref, "role": "lieu", "code_commune": code, "precision": "declaree"}
            for ref, code in places.items()
        ],
        "actions_initiateurs": [{"action_id": ref, "initiateur": "Un habitant"} for ref in places],
        "financements": [
            grant(ref, "CAF", 200, 100, convention_debut="2023-01-01", convention_fin="2024-06-30") for ref in places
        ],
        "budgets": [
            {"budget_id": f"b-{ref}", "sujet_type": "action", "sujet_id": ref, "exercice": 2023,
             "nature": "realise", "total_charges_eur": 100, "etat": "validee"}
            for ref in places
        ],
        "mesures": [
            {"sujet_type": "action", "sujet_id": ref, "grandeur": "participations", "annee": 2023, "valeur": 40,
             "precision": "exacte", "etat": "validee"}
            for ref in places
        ],
    }  # fmt: skip


@pytest.fixture(scope="session")
def stores(tmp_path_factory: pytest.TempPathFactory, reference_store: Path) -> Path:
    def make(folder: Path) -> None:
        store = filled(reference_store, folder / "faits", recorded()).rename(folder / "reel")
        with duckdb.connect(str(reading.made(reading.copy_of(store)))) as root:
            for table, rows_of_mayotte in WITHOUT.items():
                root.execute(f"DELETE FROM {table} WHERE {rows_of_mayotte}")

    return made_once(tmp_path_factory, "un_bassin", make)


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch, stores: Path) -> Pages:
    return partial(open_page, monkeypatch, stores, jeu="reel")


def test_the_divisions_are_those_of_the_configuration(stores: Path) -> None:
    with reading.reader(stores / "reel") as root:
        assert [row["nom"] for row in rows(root, "bassins", departement="90")] == ["Belfort"]
        assert rows(root, "bassins", departement="976") == []


@pytest.mark.parametrize(("departement", "said"), [("90", ONE), ("976", NONE)])
@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("synthese", {}),
        ("indicateurs", {}),
        ("indicateur", {"id": "A1"}),
        ("besoins", {"vue": "territoires"}),
        ("financements", {"question": "manque"}),
    ],
)
def test_each_page_says_that_nothing_is_compared(
    page: Pages, departement: str, said: str, name: str, more: dict[str, str]
) -> None:
    assert words(page(name, departement=departement, **more)).count(said) == 1


def test_the_page_of_bassins_shows_the_departement_alone(page: Pages) -> None:
    found = page("bassins", departement="90")
    said = words(found)
    assert "Territoire de Belfort (90) : un seul bassin de vie, il n'y a rien à comparer." in said
    assert "les indicateurs du département entier" in said
    # Twelve actions, all started by a resident.
    assert "Initiative habitante 100" in said
    assert 'class="profil' not in markup(found)
    assert 'class="cotes' not in markup(found)


def test_the_page_of_bassins_of_a_departement_without_any(page: Pages) -> None:
    said = words(page("bassins", departement="976"))
    assert "Aucun indicateur n'a de valeur par bassin de vie dans ce département" in said


def test_no_line_of_a_bassin_repeats_its_departement(page: Pages) -> None:
    board = markup(page("indicateurs", departement="90"))
    assert board.count("<th scope=col class=lieu>") == 1
    overview = words(page("synthese", departement="90"))
    assert "par verdict : le département" in overview
    assert "puis ses bassins" not in overview
    assert "Bassin par bassin" not in words(page("indicateur", departement="90", id="A1"))


def test_money_is_not_drawn_towards_a_single_bassin(page: Pages) -> None:
    assert (
        "Bassin de vie" not in words(page("financements", departement="90", question="qui")).split("Flux d'argent")[1]
    )
    stops = words(page("financements", departement="90", question="arret", hypothese="famille:CAF"))
    assert "Par bassin" not in stops
    assert "12 actions couvertes" in stops
    # Told by bassin beside another question; the question itself compares the intercommunalités that there are.
    assert "il n'y a pas de part équitable à comparer" in stops
    lacks = words(page("financements", departement="90", question="manque"))
    assert "Grand Belfort" in lacks.split("Écart à la part équitable")[0]


def test_a_bassin_alone_has_no_share_to_hold_against_another(stores: Path) -> None:
    with reading.reader(stores / "reel") as root:
        told = rows(root, "valeurs_indicateurs", indicateur="F6", departement="90", annee=2023)
        assert {(row["niveau"], row["statut"], row["valeur"]) for row in told} == {
            ("departement", "///", None),
            ("bassin", "///", None),
        }
        assert rows(root, "ecarts_territoires", departement="90", niveau="bassin", annee=2023) == []
        # No session was recorded: the question has no object all the same.
        told = rows(root, "valeurs_indicateurs", indicateur="C2", departement="90")
        assert {(row["statut"], row["raison"], row["n"]) for row in told} == {
            ("///", "un seul bassin de vie : il ne se compare à aucun autre", None)
        }


@pytest.mark.parametrize("name", ["carte", "revue", "actions"])
def test_the_other_pages_open(page: Pages, name: str) -> None:
    for departement in ("90", "976"):
        assert "bassin le " not in words(page(name, departement=departement))
