"""The map page run by Streamlit's AppTest, on the real facts and on a store without any.

Expected figures are those of the source documents: two editions of a Village in Moulins and a mobilisation in Prémilhat
are the only events of the Allier whose commune is known, out of ten; Angers counted 322 then 1 155 visitors and cost
40 000 €. Populations are INSEE's (2023).
"""

import json
import shutil
import zlib
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from queries import ask_records
from queries.copy import reading
from tests.conftest import Demo
from tests.dashboard.maps.unpacked import kinds, told
from tests.small.facts import SMALL, load_rows
from tests.tools.pages import markup, open_page, words

HOSTILE = "<img src=x onerror=alert(1)>"


def drawn(test: AppTest) -> dict[str, Any]:
    """What the browser is sent to draw."""
    (component,) = test.get("bidi_component")
    values: dict[str, Any] = json.loads(component.proto.json or component.proto.mixed.json)
    return values


@pytest.mark.parametrize(
    "address",
    [
        {},
        {"departement": "03"},
        {"departement": "03", "bassin": "032", "mesure": "personnes", "forme": "cercles"},
        {"departement": "32", "mesure": "cout", "classes": "quantiles", "nombre": "3", "commune": "32344"},
        {"departement": "974", "mesure": "population", "classes": "egaux"},
        {"departement": "975"},
        {"departement": "zz", "mesure": "rien", "forme": "?", "classes": HOSTILE, "commune": HOSTILE, "lignes": "-1"},
        {"departement": "03", "forme": "aplats", "classes": "manuels", "seuils": HOSTILE},
        {"departement": "75", "temps": "annees", "avec": "cout"},
        {"departement": "2A", "mesure": "D3", "niveau": "bassin", "zone": HOSTILE, "annee": HOSTILE},
        {"departement": "971", "temps": "annees", "annee": "1515", "avec": HOSTILE},
        {"departement": "49", "temps": "annees", "mesure": "personnes", "annee": "2012", "commune": "49007"},
        {"departement": "03", "mesure": "actions", "niveau": "epci", "forme": "aplats"},
    ],
    ids=[
        "france",
        "allier",
        "moulins",
        "gers",
        "reunion",
        "sans_contour",
        "inconnus",
        "seuils_hostiles",
        "paris",
        "corse",
        "guadeloupe",
        "annee_vide",
        "niveau_sans_objet",
    ],
)
def test_the_page_answers_whatever_the_address(
    monkeypatch: pytest.MonkeyPatch, stores_folder: Path, address: dict[str, str]
) -> None:
    shown = open_page(monkeypatch, stores_folder, "carte", **address)
    assert markup(shown).count('class="phrase"') == 1
    assert "<img" not in markup(shown)
    assert "IGN, ADMIN EXPRESS COG" in words(shown)


def test_events_of_the_allier(monkeypatch: pytest.MonkeyPatch, stores_folder: Path) -> None:
    shown = open_page(monkeypatch, stores_folder, "carte", departement="03", mesure="evenements")
    said = words(shown)
    assert "Allier (03) : 2 communes sur 317 ont au moins un événement enregistré." in said
    assert "7 événements ne sont connus que par leur département : ils ne sont pas sur la carte." in said
    values = drawn(shown)
    known = {code: value for code, value in zip(values["codes"].split(), told(values), strict=True) if value}
    assert known == {
        "03190": [2, "Actions\u00a0: 0 · Événements\u00a0: 2"],
        "03211": [1, "Actions\u00a0: 0 · Événements\u00a0: 1"],
    }
    assert "0 aucun événement enregistré, toutes années (315 communes)" in said


def test_years_leave_undated_events_out_and_say_so(monkeypatch: pytest.MonkeyPatch, stores_folder: Path) -> None:
    shown = open_page(monkeypatch, stores_folder, "carte", departement="03", mesure="evenements", de="2008", a="2008")
    # Of the ten, one is dated 2008 and five bear no year at all (the sixth edition, Prémilhat…).
    assert "Allier (03), 2008 : 1 commune sur 317 a au moins un événement enregistré." in words(shown)
    assert "sans année : ils ne sont pas sur la carte" in words(shown)


def test_the_outlines_travel_by_address(monkeypatch: pytest.MonkeyPatch, stores_folder: Path) -> None:
    values = drawn(open_page(monkeypatch, stores_folder, "carte", departement="03", mesure="population"))
    assert values["outlines"].startswith("app/static/contours/communes-03-")
    assert values["borders"].startswith("app/static/contours/bassins-03-")
    assert len(json.dumps(values).encode()) < 15_000
    assert sorted(name for name, *_ in values["labels"]) == ["Montluçon", "Moulins", "Vichy"]
    # The fixed colours of the Allier's bassins, in the order of their codes.
    assert {name: colour for name, *_, colour in values["labels"]} == {
        "Montluçon": "#0072B2",
        "Moulins": "#D55E00",
        "Vichy": "#009E73",
    }


def test_people_and_money_of_angers(monkeypatch: pytest.MonkeyPatch, stores_folder: Path) -> None:
    people = words(open_page(monkeypatch, stores_folder, "carte", departement="49", mesure="personnes"))
    assert "/// sans objet : rien d’enregistré ici (175 communes)" in people
    assert "Angers Angers 1 477 2 sur 3" in people
    money = words(open_page(monkeypatch, stores_folder, "carte", departement="49", mesure="cout"))
    assert "un coût est connu dans la seule commune où quelque chose est enregistré : 40 000 € en tout." in money


def test_the_sheet_of_a_commune(monkeypatch: pytest.MonkeyPatch, stores_folder: Path) -> None:
    said = words(open_page(monkeypatch, stores_folder, "carte", departement="03", commune="03190"))
    assert "Moulins (03190)" in said
    assert "Intercommunalité : CA Moulins Communauté" in said
    assert "19 206 habitants en 2023" in said
    assert "Sixième Village de la Fraternité de Moulins" in said
    assert "année : 1 sur 2 ; nombre de personnes : 2 sur 2 ; coût : 2 sur 2." in said


def test_the_sheet_leads_to_the_fiche(monkeypatch: pytest.MonkeyPatch, stores_folder: Path) -> None:
    shown = open_page(monkeypatch, stores_folder, "carte", departement="32", commune="32344")
    assert 'href="fiche?departement=32&amp;action=semaine-thematique' in markup(shown)


def test_a_bassin_shows_its_own_communes(monkeypatch: pytest.MonkeyPatch, stores_folder: Path) -> None:
    values = drawn(open_page(monkeypatch, stores_folder, "carte", departement="03", bassin="032"))
    assert len(values["codes"].split()) == 67
    assert values["zones"] == ["Moulins"]


def test_thresholds_are_checked_and_kept(monkeypatch: pytest.MonkeyPatch, stores_folder: Path) -> None:
    address = {"departement": "03", "mesure": "population", "forme": "aplats", "classes": "manuels"}
    good = words(open_page(monkeypatch, stores_folder, "carte", **address, seuils="500 ; 2 000 ; 10 000"))
    assert "501 à 2 000" in good
    assert "plus de 10 000" in good
    wrong = words(open_page(monkeypatch, stores_folder, "carte", **address, seuils="500 ; cent"))
    assert "Seuil « cent » : ce n'est pas un nombre" in wrong
    assert "la carte montre les seuils naturels" in wrong


def test_a_territory_without_outline_keeps_its_table(monkeypatch: pytest.MonkeyPatch, stores_folder: Path) -> None:
    shown = open_page(monkeypatch, stores_folder, "carte", departement="975", mesure="population")
    assert not shown.get("bidi_component")
    assert "Pas de carte : département « 975 » : aucun contour de commune." in words(shown)
    assert "Miquelon-Langlade" in words(shown)


def test_nothing_recorded(monkeypatch: pytest.MonkeyPatch, reference_store: Path, tmp_path: Path) -> None:
    shutil.copytree(reference_store, tmp_path / "reel")
    said = words(open_page(monkeypatch, tmp_path, "carte", departement="03"))
    assert "Allier (03) : aucune action enregistrée sur la carte." in said
    money = words(open_page(monkeypatch, tmp_path, "carte", departement="03", mesure="cout"))
    assert "Allier (03) : rien n’est placé sur la carte, ni action, ni événement." in money


def test_one_or_two_people_stay_on_the_server(
    monkeypatch: pytest.MonkeyPatch, reference_store: Path, tmp_path: Path
) -> None:
    # The café takes place in Vichy and Cusset; two people came.
    store = Path(shutil.copytree(reference_store, tmp_path / "reel"))
    measures = [{**row, "valeur": "2"} if row.get("valeur") == "50" else row for row in SMALL["mesures"]]
    assert measures != SMALL["mesures"]
    load_rows(store, tmp_path / "faits", {**SMALL, "mesures": measures})
    shown = open_page(monkeypatch, tmp_path, "carte", departement="03", mesure="personnes", commune="03310")
    values = drawn(shown)
    fills = dict(zip(values["codes"].split(), kinds(values), strict=True))
    assert (fills["03310"], fills["03095"]) == ("secret", "secret")
    assert all(value is None or value[0] != 2 for value in told(values))
    withheld = "s secret statistique : trop peu de personnes, ou un chiffre dont on les déduirait (2 communes)"
    assert withheld in words(shown)
    assert "personnes : s" in words(shown)


def test_every_year_of_a_map_is_the_map_of_that_year(monkeypatch: pytest.MonkeyPatch, demo: Demo) -> None:
    stores, asked = demo.store.parent, {"jeu": "demo", "departement": "03", "mesure": "personnes"}
    through = drawn(open_page(monkeypatch, stores, "carte", **asked, temps="annees"))
    labels = [step["label"] for step in through["steps"]]
    assert labels == [str(year) for year in range(2016, 2026)]
    for year in ("2016", "2021"):
        alone = drawn(open_page(monkeypatch, stores, "carte", **asked, de=year, a=year))
        rank = labels.index(year)
        assert kinds(through, rank) == kinds(alone)
        assert told(through, rank) == told(alone)


@pytest.mark.parametrize(
    "asked",
    [
        {"mesure": "accorde", "temps": "annees"},
        {"mesure": "D3", "niveau": "commune"},
        {"mesure": "A2", "niveau": "commune"},
    ],
)
def test_all_years_travel_once_and_light(monkeypatch: pytest.MonkeyPatch, demo: Demo, asked: dict[str, str]) -> None:
    values = drawn(open_page(monkeypatch, demo.store.parent, "carte", jeu="demo", departement="03", **asked))
    assert len(values["steps"]) == 10
    assert len(zlib.compress(json.dumps(values, ensure_ascii=False).encode(), 6)) < 20_000


def test_every_indicator_with_a_value_can_be_mapped(monkeypatch: pytest.MonkeyPatch, demo: Demo) -> None:
    with reading.reader(demo.store) as root:
        held = ask_records(root, "carte_indicateurs", departement="03")
        values = ask_records(root, "valeurs_indicateurs", departement="03", annee=2024)
    levels = {(row["indicateur"], row["niveau"]) for row in held}
    # Another question knows which have a value: those of 2024 are all there.
    known = {
        (row["indicateur"], row["niveau"]) for row in values if row["valeur"] is not None or row["lisse"] is not None
    }
    assert {pair for pair in known if pair[1] in ("commune", "epci", "bassin")} <= levels
    # A page costs a second: one for each unit at each level.
    alike = {(row["unite"], row["niveau"]): (row["indicateur"], row["niveau"]) for row in held}
    for name, level in alike.values():
        asked = {"jeu": "demo", "departement": "03", "mesure": name, "niveau": level, "annee": "2024"}
        shown = open_page(monkeypatch, demo.store.parent, "carte", **asked)
        map_ = drawn(shown)
        assert map_["steps"][map_["start"]]["label"] == "2024"
        assert "n'est pas une valeur connue" not in words(shown)
        if level == "bassin":
            figures = dict(zip(map_["codes"].split(), told(map_, map_["start"]), strict=True))
            of_level = (row for row in values if (row["indicateur"], row["niveau"]) == (name, level))
            expected = {row["territoire"]: row["valeur"] for row in of_level}
            for code, value in expected.items():
                if value:
                    assert figures[code] is not None
                    assert figures[code][0] == pytest.approx(value, abs=0.5 * 10 ** -map_["words"]["decimals"] + 1e-9)


def test_what_secrecy_withholds_of_an_indicator_is_on_no_map(monkeypatch: pytest.MonkeyPatch, demo: Demo) -> None:
    with reading.reader(demo.store) as root:
        values = ask_records(root, "carte_indicateur", indicateur="A2", niveau="commune", departement="03")
    withheld = [row for row in values if row["statut"] == "s"]
    assert withheld
    assert all(row["valeur"] is None and row["bas"] is None and row["au_moins"] is None for row in withheld)
