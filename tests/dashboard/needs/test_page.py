"""Besoins et offre: what the page says of seven actions known by heart, and its words one by one."""

import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dashboard.frame.scope import Dataset, Scope
from dashboard.needs import words as besoins
from tests.small.offer import load_offer
from tests.tools.pages import NO_COPY, markup, open_page, words


@pytest.fixture(scope="module")
def stores(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("magasins")
    shutil.copytree(reference_store, folder / "reel")
    load_offer(folder / "reel", tmp_path_factory.mktemp("essai"))
    return folder


def test_what_the_departement_alone_knows_is_not_told_as_the_bassin_s() -> None:
    coverage = {"n_sans_commune": 24, "n_sans_dates": 0}
    whole = Scope(Dataset("reel", "Faits réels", Path()), NO_COPY, "03", departement_nom="Allier")
    vichy = replace(whole, bassin="033", bassin_nom="Vichy")
    told = "24 actions ne sont connues que par le département, donc sans distance."
    assert besoins.unplaced(coverage, vichy) == f"Dans tout le département (Allier), {told}"
    assert besoins.unplaced(coverage, whole) == told


HOSTILE = "<img src=x onerror=alert(1)> ' OR 1=1 --"


@pytest.mark.parametrize(
    "address",
    [
        {},
        {"departement": "03"},
        {"departement": "03", "bassin": "033", "besoin": "seniors", "de": "2020"},
        {"departement": "03", "vue": "fins", "besoin": "seniors"},
        {"departement": "03", "vue": "territoires", "division": "epci"},
        {"departement": "75"},
        {"departement": "975"},
        {
            "departement": "03",
            "besoin": HOSTILE,
            "regard": HOSTILE,
            "division": HOSTILE,
            "commune": HOSTILE,
            "vue": "x",
        },
    ],
)
def test_the_page_answers_whatever_the_address(
    monkeypatch: pytest.MonkeyPatch, stores: Path, address: dict[str, str]
) -> None:
    shown = open_page(monkeypatch, stores, "besoins", **address)
    assert markup(shown).count("<h1") == 1
    assert "<img" not in markup(shown)
    assert "Être près d'une action n'est pas y participer" in words(shown)


def test_it_opens_with_who_is_near_and_who_is_far(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    said = words(open_page(monkeypatch, stores, "besoins", departement="03", besoin="seniors"))
    assert (
        "Allier (03) : 3 actions enregistrées pour les seniors sont en cours au 31/12/2023, dernier jour connu ;"
        in said
    )
    assert "des habitants vivent à moins de 10 km de l'une d'elles" in said
    assert "2 finissent dans les douze mois qui suivent : sans suite," in said
    assert "Public renseigné : 3 sur 4 des actions en cours." in said
    assert "1 action n'est connue que par le département, donc sans distance." in said
    assert "1 action sans aucune date : on ne sait pas si elle est en cours au " in said


def test_too_few_known_publics_make_a_minimum(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    said = words(open_page(monkeypatch, stores, "besoins", departement="03", besoin="culture"))
    assert "au moins 1 action enregistrée sur la culture est en cours" in said
    assert "Mots clés renseignés : 2 sur 4 des actions en cours. Trop peu pour conclure" in said


def test_an_offer_of_the_next_departement_is_told_as_such(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    said = words(open_page(monkeypatch, stores, "besoins", departement="03", besoin="jeunes_adultes"))
    assert "aucune action enregistrée pour les jeunes adultes n'est en cours au 31/12/2023, dernier jour connu" in said


def test_the_matrix_says_in_words_what_its_bars_say(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    shown = open_page(monkeypatch, stores, "besoins", departement="03", besoin="seniors")
    assert "3 actions en cours, dont 2 finissent dans les douze mois ;" in words(shown)
    assert 'href="besoins?besoin=culture"' in markup(shown)
    assert "aria-current=true>Seniors</a>" in markup(shown)
    assert "Thèmes du comité Intergénérationnel" in words(shown)


def test_marks_of_official_figures_stay_beside_the_distance(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    address = {"departement": "03", "besoin": "seniors", "regard": "TP60"}
    said = words(open_page(monkeypatch, stores, "besoins", **address, commune="03138"))
    assert "Action la plus proche en cours au 31/12/2023, dernier jour connu : sur place, 1 action" in said
    assert "(2021) : 5 % ou moins" in said
    assert "(2021) : s" in words(open_page(monkeypatch, stores, "besoins", **address, commune="03001"))
    assert "(2021) : nd" in words(open_page(monkeypatch, stores, "besoins", **address, commune="03003"))


def test_what_ends_leads_to_its_fiche_and_says_what_would_remain(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    shown = open_page(monkeypatch, stores, "besoins", departement="03", besoin="seniors", vue="fins")
    said = words(shown)
    when = "dans les douze mois qui suivent le 31/12/2023, dernier jour connu"
    assert f"2 actions finissent {when}. Date de fin connue : 2 sur 4" in said
    assert "Gym douce Vichy 30/06/2024 1 autre action à Vichy" in said
    assert re.search(r"Atelier Lapalisse 31/12/2024 aucune à Lapalisse ; la plus proche à 2\d km \(Vichy\)", said)
    assert 'href="fiche?action=gym-douce-' in markup(shown)


def test_territories_stand_in_the_order_of_their_division(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    said = words(open_page(monkeypatch, stores, "besoins", departement="03", besoin="seniors", vue="territoires"))
    assert "sans classement" in said
    table = said[said.index("sans classement") :]
    assert table.index("Montluçon") < table.index("Moulins") < table.index("Vichy") < table.index("Tout le territoire")


def test_a_departement_far_from_everything_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    shown = open_page(monkeypatch, stores, "besoins", departement="2A")
    assert "Aucune action n'est connue en cours au 31/12/2023, dernier jour connu, ni ici ni à moins de 20 km" in words(
        shown
    )
    assert "Allier" in words(shown)


def test_france_and_years_are_said_not_to_apply(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    said = words(open_page(monkeypatch, stores, "besoins", departement="france", de="2020"))
    assert "Les années choisies ne s'appliquent pas ici" in said
    assert "voici Allier (03), le département de référence" in said


@pytest.mark.parametrize(
    ("row", "unit", "written"),
    [
        ({"valeur": 19290.0, "marque": None, "censure": None}, "€ par an", "19 290 €"),
        ({"valeur": 5.0, "marque": None, "censure": "au_plus"}, "% des personnes", "5 % ou moins"),
        ({"valeur": 3.14, "marque": None, "censure": None}, "rapport", "3,1"),
        ({"valeur": None, "marque": "s", "censure": None}, "€ par an", "s"),
        ({"valeur": None, "marque": None, "censure": None}, None, "nd"),
    ],
)
def test_official_figures_as_people_read_them(row: dict[str, Any], unit: str | None, written: str) -> None:
    assert besoins.value(row, unit).replace("\u202f", " ") == written


@pytest.mark.parametrize(
    ("km", "commune", "band", "written"),
    [
        (0.0, "Vichy", "place", "sur place"),
        (4.25, "Vichy", "5", "4,3 km (Vichy)"),
        (22.4, "Vichy", "loin", "22 km (Vichy)"),
        # As far as its band says: under 5 km, from 10 to 20.
        (4.98, "Vichy", "5", "4,98 km (Vichy)"),
        (10.004, "Vichy", "20", "10,004 km (Vichy)"),
        (19.98, "Vichy", "20", "19,98 km (Vichy)"),
        (None, None, "loin", "plus de 50 km"),
        (None, None, "nd", "nd"),
    ],
)
def test_distances_as_people_read_them(km: float | None, commune: str | None, band: str, written: str) -> None:
    assert besoins.distance(km, commune, band).replace("\u202f", " ") == written


def test_the_income_comes_first_among_official_figures() -> None:
    names = ["D1", "PACT", "TP60AGE1", "TP60", "MED"]
    held = besoins.figures([{"variable": name, "titre": name, "annee": 2021} for name in names])
    assert list(held) == ["MED", "TP60", "TP60AGE1", "D1", "PACT"]


def test_what_remains_counts_other_endings_as_ended() -> None:
    row = {"n_restantes": 0, "commune_perdante": "Braize", "distance_reste_km": None, "commune_reste": None}
    assert besoins.remains(row) == "aucune à Braize, ni à moins de 50 km"
    assert besoins.remains({**row, "n_restantes": None}) == "nd"
