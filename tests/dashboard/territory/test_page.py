"""The page of one territory, whatever its address asks, on the demonstration and on the real facts."""

import re
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from queries.copy import reading
from tests.small.facts import answer
from tests.tools.pages import markup, open_page, words

Pages = Callable[..., AppTest]


@pytest.fixture(scope="module")
def stores(demo_store: Path, real_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("magasins-territoire")
    shutil.copytree(demo_store, folder / "demo")
    shutil.copytree(real_store, folder / "reel")
    return folder


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch, stores: Path) -> Pages:
    return partial(open_page, monkeypatch, stores, "territoire")


def test_a_commune_shows_what_runs_first_and_leads_to_the_others(page: Pages) -> None:
    shown = markup(page(commune="03310"))
    order = ["Vichy (03310)", "actions en cours", "Participations", "Les actions, ici", "Ce qui va finir",
             "Les indicateurs, à côté", "Pour qui, sur quoi", "Les communes voisines", "Qui lui ressemble"]  # fmt: skip
    places = [shown.index(said) for said in order]
    assert places == sorted(places)
    for address in ("territoire?epci=200071363", "territoire?bassin=033", "territoire?commune=03095", "fiche?action="):
        assert f'href="{address}' in shown


def test_what_is_secret_of_people_is_neither_written_nor_drawn(page: Pages, stores: Path) -> None:
    """A commune whose last known year is withheld, and one of whose years is."""
    with reading.reader(stores / "demo") as root:
        found = root.execute(
            "SELECT territoire, annee FROM totaux_personnes WHERE niveau = 'commune' AND grandeur = 'participations' "
            "AND n_renseignes > 0 AND annee IS NOT NULL "
            "QUALIFY row_number() OVER (PARTITION BY territoire ORDER BY annee DESC) = 1 AND secret "
            "ORDER BY ALL LIMIT 1"
        ).fetchone()
    assert found
    shown = markup(page(commune=found[0]))
    card = shown[shown.index("<dt>Participations</dt>") :].split("</div>")[0]
    assert re.search(r'class="valeur">s <span', card.replace("\u00a0", " "))
    assert "Secret statistique (s)" in card
    assert f'en {found[1]}"' not in card


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"commune": "99999"}, "Aucun territoire (commune) ne porte le code « 99999 »"),
        ({"epci": "<i>"}, "Aucun territoire (intercommunalité) ne porte le code « <I> »"),
        # Vitray, today in Meaulne-Vitray (03168).
        ({"commune": "03318"}, "Meaulne-Vitray (Allier, 03)"),
        ({"commune": "49007"}, "À Angers, aucune action n'est enregistrée, seulement 3 événements."),
        ({"commune": "75056"}, "Un seul bassin de vie (Paris) dans ce département"),
        ({"commune": "03006"}, "À Arfeuilles, aucune action ni aucun événement n'est enregistré."),
        ({"departement": "03", "bassin": "033"}, "Bassin de Vichy"),
        ({"departement": "03", "bassin": "999"}, "« 999 » n'est pas une valeur connue de « Bassin de vie »"),
        # The shared filter wants a département: the page leads to the whole address.
        ({"bassin": "033"}, "Bassin de Vichy dans son département, Allier"),
        ({"cherche": "vichy"}, "Vichy (Allier, 03)"),
        ({"departement": "03"}, "Intercommunalités"),
    ],
    ids=lambda value: "-".join(value) + "-" + "-".join(value.values()) if isinstance(value, dict) else "",
)
def test_every_address_has_an_answer(page: Pages, asked: dict[str, str], said: str) -> None:
    shown = page(jeu="reel", **asked)
    assert said in words(shown)
    assert "<I>" not in markup(shown)
    assert "Licence Ouverte 2.0" in words(shown)


def test_what_is_not_read_at_a_level_is_not_unknown_there(stores: Path) -> None:
    """« Équilibre des bassins » is read by bassin alone: beside it, its département has no object."""
    with reading.reader(stores / "demo") as root:
        told = answer(root, "indicateurs_du_territoire", niveau="bassin", territoire="031")
    found = {row["indicateur"]: row["departement_statut"] for row in told}
    assert found["C2"] == "///" and "///" not in {mark for key, mark in found.items() if key not in ("C2", "F6")}


def test_small_places_do_not_compare_a_raw_rate(page: Pages, stores: Path) -> None:
    """Attendances per inhabitant are not smoothed; actions per inhabitant are."""
    with reading.reader(stores / "demo") as root:
        found = root.execute(
            "SELECT territoire FROM indicateurs_valeurs WHERE niveau = 'commune' AND indicateur = 'A2' "
            "AND annee = 2025 AND valeur IS NOT NULL ORDER BY n DESC, territoire LIMIT 1"
        ).fetchone()
    assert found
    said = words(page(commune=found[0]))
    assert "participations pour 1 000 habitants ; taux brut : ne se compare pas" in said
    assert "lissé : rapproché de la moyenne" in said
    assert "taux brut" not in words(page(departement="03", bassin="033"))
