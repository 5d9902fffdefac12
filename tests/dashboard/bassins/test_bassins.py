"""The page of bassins: what is said of gaps, how territories are drawn, and the page itself.

Words and drawings on rows made by hand; the page itself on the demonstration, where the share of actions started by
residents was made to rise in one bassin (planted: Montluçon), and on the real facts, which cannot be compared yet.
"""

import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect, sync_playwright
from streamlit.testing.v1 import AppTest

from dashboard.bassins import comparison
from dashboard.bassins.comparison import LEVELS, Profile
from dashboard.bassins.profile_table import Look, scale, table
from tests import ROOT
from tests.conftest import Demo
from tests.tools.pages import markup, open_page, words
from tests.tools.serving import CHROMIUM_ARGUMENTS, SLOW_MACHINE_MS, chromium, served

HOSTILE = "<img src=x onerror=alert(1)>"
BASSIN, EPCI = LEVELS["bassin"], LEVELS["epci"]
LOOKS = {"031": Look(1, "#0072B2"), "032": Look(2, "#D55E00"), "033": Look(3, "#009E73")}
NAMES = {"031": "Montluçon", "032": "Moulins", "033": "Vichy"}


def place(code: str, value: float | None, status: str = "ok", **changes: Any) -> dict[str, Any]:
    """A row of « profil_territoires », its interval five each side; the département for any other code."""
    row = {
        "indicateur": "A1",
        "famille_titre": "Participation",
        "titre": "Initiative habitante",
        "unite": "%",
        "calcul": "proportion",
        "n_min": 10,
        "territoire": code,
        "nom": NAMES.get(code, "Allier"),
        "valeur": value,
        "bas": None if value is None else value - 5,
        "haut": None if value is None else value + 5,
        "n": 50,
        "n_renseignes": 45,
        "n_total": 50,
        "numerateur": None,
        "denominateur": None,
        "statut": status,
        "raison": None,
    }
    return row | changes


def gap(first: str, second: str | None, size: float, different: bool | None = True, **changes: Any) -> dict[str, Any]:
    """A row of « ecarts_territoires », its interval three each side."""
    row = {
        "indicateur": "A1",
        "territoire_a": first,
        "nom_a": NAMES[first],
        "territoire_b": second,
        "nom_b": NAMES.get(second or "", "les autres, réunies"),
        "valeur_a": 50.0 + size,
        "valeur_b": 50.0,
        "ecart": size,
        "bas": None if different is None else size - 3,
        "haut": None if different is None else size + 3,
        "different": different,
        "raison": None,
    }
    return row | changes


def profile(*gaps: dict[str, Any], **changes: Any) -> Profile:
    """Montluçon 50 %, Moulins 24 %, Vichy 21 %, Allier 30 %."""
    rows = [
        place(code, value, **changes) for code, value in (("031", 50.0), ("032", 24.0), ("033", 21.0), ("03", 30.0))
    ]
    return Profile(rows[:3], rows[3], gaps)


# ── Sentences ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_two_gaps_of_one_bassin_make_one_sentence() -> None:
    said = comparison.sentence(profile(gap("031", "032", 26), gap("031", "033", 29), gap("032", "033", 3, False)))
    assert said == "Montluçon est au-dessus de Moulins de 26 points [23 à 29] et de Vichy de 29 points [26 à 32]."


def test_a_gap_is_that_of_the_two_values_as_they_are_written() -> None:
    """55,34 and 53,48 are written 55,3 and 53,5: their gap is 1,8, where 1,86 would be written 1,9."""
    near = gap("031", "032", 1.86, valeur_a=55.34, valeur_b=53.48)  # 55,3 and 53,5
    said = comparison.sentence(Profile([place("031", 55.34), place("032", 53.48)], place("03", 54.1), [near]))
    assert "Montluçon est au-dessus de Moulins de 1,8 points [" in said


def test_of_two_bassins_the_higher_is_the_subject() -> None:
    said = comparison.sentence(profile(gap("031", "033", -8)))
    assert said == "Vichy est au-dessus de Montluçon de 8 points [5 à 11]."


def test_an_epci_stands_above_or_below_the_others() -> None:
    said = comparison.sentence(profile(gap("031", None, -8)))
    assert said == "Montluçon est en dessous de l'ensemble des autres de 8 points [5 à 11]."
    both = profile(gap("031", None, 8), gap("032", None, 6))
    told = comparison.answer([both], EPCI, "Allier (03)", 2025)
    assert "Montluçon au-dessus de l'ensemble des autres, Moulins au-dessus de l'ensemble des autres" in told


def test_no_difference_says_how_large_it_should_have_been() -> None:
    said = comparison.sentence(profile(gap("031", "032", 2, False, bas=-10.0, haut=14.0), gap("031", "033", 1, False)))
    assert said == "Pas de différence détectable : il aurait fallu un écart d'environ 12 points."


def test_what_is_not_tested_says_why() -> None:
    said = comparison.sentence(profile(gap("031", "032", 26, None, raison="les personnes viennent par groupes")))
    assert said == "Écart non testé : les personnes viennent par groupes."


def test_one_value_alone_is_not_compared() -> None:
    rows = [place("031", 50.0), place("032", None, "nd"), place("033", None, "s", raison="secret statistique")]
    said = comparison.sentence(Profile(rows, place("03", 30.0), []))
    assert said == "Pas de comparaison, moins de deux valeurs (Vichy : secret statistique)."


def test_the_answer_names_the_indicators_that_differ_and_no_other() -> None:
    calm = profile(gap("031", "032", 1, False), titre="Public ouvert")
    apart = profile(gap("031", "032", 26), gap("031", "033", 29))
    assert comparison.answer([apart, calm], BASSIN, "Allier (03)", 2025) == (
        "Allier (03), 2025 : les 3 bassins de vie diffèrent vraiment pour 1 des 2 indicateurs testés : initiative "
        "habitante (Montluçon au-dessus de Moulins et de Vichy). Pour les autres, le hasard suffit à "
        "expliquer les différences."
    )
    assert comparison.answer([calm], EPCI, "Allier (03)", 2025) == (
        "Allier (03), 2025 : les 3 intercommunalités ne diffèrent pas vraiment : sur l'indicateur testé, le hasard "
        "suffit à expliquer ce qui les sépare."
    )


def test_the_answer_without_any_test_or_with_one_territory() -> None:
    assert "ne se comparent pas encore" in comparison.answer([profile()], BASSIN, "Allier (03)", 2025)
    alone = Profile([place("031", 50.0)], place("03", 50.0), [])
    assert comparison.answer([alone], BASSIN, "Paris (75)", 2025) == (
        "Paris (75) : un seul bassin de vie, il n'y a rien à comparer."
    )


def test_the_details_count_the_tests_and_what_is_read_without() -> None:
    said = comparison.details([profile(gap("031", "032", 1, False), gap("031", "033", 1, False)), profile()])
    assert said.startswith("2 comparaisons testées ensemble : au plus 5 % des différences annoncées")
    assert "1 autre indicateur se lit sans test" in said


# ── The profile ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_territories_of_an_indicator_share_one_scale() -> None:
    """0 to 60 holds 55, the highest limit; 3 + 94 × 50/60 = 81.3 % of the track, 3 + 94 × 30/60 = 50 %."""
    few = profile(unite="actions pour 10 000 habitants", calcul="taux")
    assert scale(few) == (0, 60)
    found = table([few], LOOKS, BASSIN, None, "Profil")
    assert 'style="--v:81.3%;--a:73.5%;--w:15.7%"' in found
    assert '<tbody style="--d:50.0%">' in found


def test_shares_above_a_half_are_drawn_on_the_whole() -> None:
    assert scale(profile()) == (0, 100)


def test_values_on_both_sides_of_zero_have_zero_in_the_middle() -> None:
    rows = [place("031", 12.0, unite="points"), place("032", -9.0, unite="points")]
    both = Profile(rows, place("03", None, "///", unite="points"), [])
    assert scale(both) == (-20, 20)
    assert '<tbody style="--z:50.0%">' in table([both], LOOKS, BASSIN, None, "Profil")


def test_marks_stand_where_values_do_not_and_nothing_is_drawn_there() -> None:
    rows = [
        place("031", None, "ns", numerateur=3, denominateur=7, raison="7 actions : il en faut 10"),
        place("032", None, "s", n=None, n_renseignes=None, n_total=None),
        place("033", 21.0, "p"),
    ]
    found = table([Profile(rows, place("03", 30.0), [])], LOOKS, BASSIN, None, "Profil")
    assert '<td title="7 actions\u00a0: il en faut 10"><b>3 sur 7 (ns)</b></td>' in found
    assert "<td><b>s</b></td><td></td>" in found
    assert found.count("--v:") == 1
    assert '<b class="p"></b></td><td><b>21</b> <em>p</em>' in found


def test_a_number_of_communes_is_written_with_how_many_there_are_and_not_drawn() -> None:
    counted = profile(calcul="compte", unite="communes", numerateur=29, denominateur=90)
    found = table([counted], LOOKS, BASSIN, None, "Profil")
    assert "<b>50 sur 90</b>" in found
    assert "--v:" not in found


def test_an_indicator_without_anything_is_listed_with_its_reason() -> None:
    empty = Profile([place("031", None, "nd", raison="l'indice des prix manque")], place("03", None, "nd"), [])
    assert table([empty], LOOKS, BASSIN, None, "Profil").count("<tbody") == 0
    assert comparison.absent([empty, profile()]) == ["Initiative habitante : l'indice des prix manque"]


def test_the_profile_escapes_and_marks_the_chosen() -> None:
    found = table([profile(nom=HOSTILE, titre=HOSTILE, raison=HOSTILE)], LOOKS, BASSIN, "032", HOSTILE)
    assert "<img" not in found
    assert '<tr class="k2 choisi">' in found
    assert '<tr class="k0">' in table([profile()], {}, BASSIN, None, "Profil")


def test_colours_and_shapes_come_again_after_six() -> None:
    assert [Look(rank, "").style for rank in (1, 6, 7)] == ["k1", "k6", "k1"]


# ── The page ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch, demo: Demo) -> Callable[..., AppTest]:
    return partial(open_page, monkeypatch, demo.store.parent, "bassins", jeu="demo")


@pytest.mark.parametrize(
    "address",
    [
        {},
        {"departement": "03", "bassin": "032", "annee": "2019"},
        {"departement": "03", "division": "epci", "a": "2020"},
        {"departement": "03", "vue": "entonnoir", "petits": "commune", "avant": "033", "lignes": "3"},
        {"departement": "03", "vue": "entonnoir", "taux": "A2"},
        {"departement": "03", "vue": "cartes", "commune": "03190"},
        {"departement": "23"},
        {"departement": "france"},
        {"division": HOSTILE, "vue": HOSTILE, "annee": "1789", "taux": HOSTILE, "petits": HOSTILE, "commune": HOSTILE},
    ],
    ids=["defaut", "moulins", "epci", "communes", "participations", "cartes", "creuse", "france", "hostile"],
)
def test_the_page_answers_whatever_the_address(page: Callable[..., AppTest], address: dict[str, str]) -> None:
    found = page(**address)
    assert markup(found).count("<h1") == 1
    assert "<img" not in markup(found)
    assert "Licence Ouverte 2.0" in words(found)


def test_the_planted_difference_is_found_and_said_first(page: Callable[..., AppTest]) -> None:
    found = page(departement="03")
    said = words(found)
    assert re.search(r"Allier \(03\), 2025 : les 3 bassins de vie diffèrent vraiment pour \d des \d indicateurs", said)
    assert "initiative habitante (Montluçon au-dessus de" in said
    for theme in ("Au fil de la vie", "Entreprendre et consommer autrement", "Fraternité et solidarité"):
        assert f"« {theme} »" in said
    assert "Écart non testé : les personnes viennent par groupes" in said
    places = [markup(found).index(f"{name}</a></h3>") for name in ("Montluçon", "Moulins", "Vichy")]
    assert places == sorted(places)


def test_euros_of_a_year_without_price_index_have_a_value_and_say_what_it_rests_on(
    page: Callable[..., AppTest],
) -> None:
    cards, after = words(page(departement="03", annee="2025")).split("Profil, indicateur par indicateur")
    why = "population de 2023, la plus proche connue ; en euros de 2024 : l'indice de 2025 n'est pas connu"
    assert cards.count(f"p : {why}") == 3
    assert f"Subventions par habitant (p) : {why}." in after
    assert why not in words(page(departement="03", annee="2023"))


def test_france_shows_the_reference_and_says_so(page: Callable[..., AppTest]) -> None:
    said = words(page(departement="france"))
    assert "voici Allier (03), le département de référence" in said
    assert "Allier (03), 2025" in said


def test_the_controls_write_the_address(page: Callable[..., AppTest]) -> None:
    found = page(departement="03")
    found.selectbox(key="filtre_division").select("epci").run()
    assert found.query_params["division"] == "epci"
    assert "11 intercommunalités" in words(found)
    found.selectbox(key="filtre_annee").select("2018").run()
    assert found.query_params["annee"] == "2018"
    assert "Allier (03), 2018" in words(found)


def test_the_funnel_is_a_plot_with_its_sentence_and_its_table(page: Callable[..., AppTest]) -> None:
    found = page(departement="03", vue="entonnoir", petits="commune")
    (plot,) = found.get("plotly_chart")
    drawn = json.loads(plot.proto.spec)
    assert drawn["layout"]["xaxis"]["type"] == "log"
    assert re.search(r"(communes? sur 317 s'écarte(nt)? des autres|Aucun signal : 317 communes)", words(found))
    assert "par ordre alphabétique" in words(found)


def test_the_two_maps_share_classes_and_have_a_table(page: Callable[..., AppTest]) -> None:
    found = page(departement="03", vue="cartes", commune="03190")
    raw, smooth = (json.loads(one.proto.json or one.proto.mixed.json) for one in found.get("bidi_component"))
    assert raw["outlines"] == smooth["outlines"]
    assert raw["chosen"] == smooth["chosen"] == "03190"
    assert raw["words"]["title"] == "Taux bruts"
    assert smooth["words"]["title"] == "Taux lissés"
    assert "zero" in raw["kinds"]
    assert "zero" not in smooth["kinds"]
    assert "Moulins (" in words(found)
    assert "il ne se teste pas" in words(found)


def test_where_nothing_can_be_compared_the_page_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, stores_folder: Path
) -> None:
    said = words(open_page(monkeypatch, stores_folder, "bassins", departement="23"))
    assert "Aucun indicateur n'a de valeur par bassin de vie dans ce département." in said
    assert "il n'y a rien à comparer, aucun chiffre par bassin de vie" in said
    assert "quoi collecter d'abord" in said


def test_an_unknown_reference_is_said(monkeypatch: pytest.MonkeyPatch, stores_folder: Path) -> None:
    monkeypatch.setenv("OBSERVATOIRE_DEPARTEMENT", "3")
    assert "« 3 », n'existe pas" in words(open_page(monkeypatch, stores_folder, "bassins"))


def test_the_key_of_shapes_is_that_of_the_style_sheet() -> None:
    sheet = (ROOT / "dashboard" / "static" / "bassins.css").read_text(encoding="utf-8")
    assert all(f".k{rank} " in sheet for rank in range(7))


@pytest.mark.browser
def test_two_maps_are_drawn_side_by_side_and_a_click_tells_both_rates(demo: Demo) -> None:
    with served(demo.store.parent) as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGUMENTS)
        page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="fr-FR")
        page.set_default_timeout(SLOW_MACHINE_MS)
        page.goto(f"{address}/bassins?jeu=demo&departement=03&vue=cartes")
        moulins = page.locator('path[data-code="03190"]')
        expect(moulins).to_have_count(2)
        moulins.last.click()
        expect(page.get_by_text(re.compile(r"Moulins \(.*habitants\).*taux brut.*lissé"))).to_be_visible(
            timeout=SLOW_MACHINE_MS
        )
        expect(page).to_have_url(re.compile("commune=03190"))
        browser.close()
