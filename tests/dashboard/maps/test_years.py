"""Maps that go through years, and maps of indicators: pure functions. Expected values by hand."""

import json
import math
import zlib

import pandas as pd
import pytest

from dashboard.maps import drawing, legend, rates, steps
from dashboard.maps.classes import classify
from dashboard.maps.drawing import LONGEST_NAME, Ground, Words
from dashboard.maps.measures import MEASURES, Measure, mark_meaning, shown
from dashboard.maps.steps import Step
from dashboard.maps.words import COMMUNES, EPCIS, nothing
from tests.dashboard.maps.test_drawing import communes, words
from tests.dashboard.maps.unpacked import kinds, told

NB = "\u202f"
ACTIONS, PEOPLE, COST = (MEASURES[key] for key in ("actions", "personnes", "cout"))
RATE = {"id": "F5", "titre": "Subventions par habitant", "unite": "€ par habitant"}


def actions(*counts: int) -> pd.DataFrame:
    return shown(communes(n_actions=list(counts), n_evenements=[0] * 6), ACTIONS)


def answers(*rows: tuple[str, int | None, float | None, str]) -> pd.DataFrame:
    """Rows as the question ``carte_indicateur`` returns them: territory, year, value, status."""
    return pd.DataFrame(
        {
            "territoire": [code for code, *_ in rows],
            "nom": [f"CC {code}" for code, *_ in rows],
            "code_bassin": "031",
            "bassin": "Montluçon",
            "longitude": 2.6,
            "latitude": 46.3,
            "annee": [year for _, year, *_ in rows],
            "valeur": [value for _, _, value, _ in rows],
            "est_lissee": False,
            "bas": [None] * len(rows),
            "haut": [None] * len(rows),
            "au_moins": [None] * len(rows),
            "au_plus": [None] * len(rows),
            "n": [12] * len(rows),
            "n_renseignes": [10] * len(rows),
            "n_total": [12] * len(rows),
            "statut": [status for *_, status in rows],
            "raison": [None if status == "ok" else f"raison de {status}" for *_, status in rows],
        }
    )


def indicator(*rows: tuple[str, int | None, float | None, str]) -> tuple[Step, ...]:
    """The steps of an indicator by EPCI."""
    values = answers(*rows)
    found = rates.shown(values, rates.measure(RATE, values), "actions")
    return steps.whole(found[0]) if 0 in found else steps.yearly(found, EPCIS)


def said(measure: Measure) -> Words:
    return Words(measure, {status: mark_meaning(status, measure) for status in measure.marks}, "Cliquer", "Carte")


# ── Years ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_colours_compare_from_one_year_to_the_next() -> None:
    years = steps.yearly({2019: actions(0, 1, 2, 0, 0, 0), 2020: actions(0, 9, 1, 0, 0, 0)}, COMMUNES)
    classes = classify(steps.values(years), "naturels", 5)
    # 1, 2, 9 and 1: three distinct values, the same classes in both years.
    assert list(classes.tops) == [1, 2, 9]
    drawn = drawing.played(years, 0, classes, Ground("x"), words("actions"))
    assert kinds(drawn, 0)[1:3] == ["r1", "r4"]
    assert kinds(drawn, 1)[1:3] == ["r6", "r1"]
    html = legend.of_classes(years, classes, ACTIONS, COMMUNES, "2019 à 2020")
    assert "Mêmes classes de 2019 à 2020" in html
    # How many there are of each changes from year to year: the line of the year says it, not the legend.
    assert "commune)" not in html
    assert years[1].said == "2020 : 2 communes avec une valeur, 4 à zéro."


def test_circles_have_one_scale_for_all_years() -> None:
    years = steps.yearly({2019: actions(0, 4, 0, 0, 0, 0), 2020: actions(16, 0, 0, 0, 0, 0)}, COMMUNES)
    drawn = drawing.played(years, 1, None, Ground("x"), words("actions"))
    assert drawn["sizes"][0] == 16
    assert drawn["start"] == 1
    # Moulins' neighbours have their spot once, the largest below, whatever the year in which they have a value.
    assert drawn["spots"] == [[0, 3.4, 46.1], [1, 3.1, 46.5]]
    assert [told(drawn, step)[0] is None for step in (0, 1)] == [True, False]


def test_a_year_without_data_says_so_and_keeps_its_place() -> None:
    years = steps.yearly({2016: actions(1, 0, 0, 0, 0, 0), 2018: actions(2, 0, 0, 0, 0, 0)}, COMMUNES)
    assert [step.label for step in years] == ["2016", "2017", "2018"]
    assert years[1].said == "2017 : aucun chiffre cette année-là."
    drawn = drawing.played(years, 1, None, Ground("x"), words("actions"))
    assert set(kinds(drawn, 1)) == {"nd"}


def test_the_map_opens_on_the_year_asked_for_else_on_the_last_that_is_known() -> None:
    years = steps.yearly({2016: actions(1, 0, 0, 0, 0, 0), 2017: actions(0, 0, 0, 0, 0, 0)}, COMMUNES)
    assert [steps.start(years, asked) for asked in (None, "2017", "1515", "<b>")] == [0, 1, 0, 0]
    empty = steps.yearly({2016: actions(0, 0, 0, 0, 0, 0), 2017: actions(0, 0, 0, 0, 0, 0)}, COMMUNES)
    assert steps.start(empty, None) == 1


def test_two_maps_go_through_the_years_of_both() -> None:
    first = steps.yearly({2016: actions(1, 0, 0, 0, 0, 0)}, COMMUNES)
    second = indicator(("A", 2018, 1.5, "ok"))
    labels = steps.labels(first, second)
    assert labels == ["2016", "2017", "2018"]
    assert [step.said for step in steps.aligned(second, labels, EPCIS)] == [
        "2016 : aucun chiffre cette année-là.",
        "2017 : aucun chiffre cette année-là.",
        "2018 : 1 intercommunalité avec une valeur.",
    ]


@pytest.mark.parametrize(("count", "code"), [(5, "975"), (895, "62")])
def test_ten_years_of_a_departement_stay_light(count: int, code: str) -> None:
    tables = {}
    for year in range(2016, 2026):
        rows = pd.DataFrame({name: [column[5]] * count for name, column in communes().items()})
        rows["code_commune"] = [f"{code}{index:03}" for index in range(count)]
        rows["n_actions"] = [(index * year) % 23 for index in range(count)]
        tables[year] = shown(rows, ACTIONS)
    years = steps.yearly(tables, COMMUNES)
    drawn = drawing.played(years, 9, None, Ground("x"), words("actions"))
    assert [len(kinds(drawn, step)) for step in range(10)] == [count] * 10
    # Messages are compressed on their way (enableWebsocketCompression).
    assert len(zlib.compress(json.dumps(drawn, ensure_ascii=False).encode(), 6)) < 20_000


@pytest.mark.parametrize("secret", [1.0, 2.0])
def test_a_secret_value_leaves_in_no_year(secret: float) -> None:
    years, twins = (
        steps.yearly(
            {year: shown(communes(participants=[None, None, 0, value, 3, 1477]), PEOPLE) for year in (2019, 2020)},
            COMMUNES,
        )
        for value in (secret, 3 - secret)
    )
    for classes in (None, classify(steps.values(years), "naturels", 5)):
        drawn, twin = (drawing.played(each, 0, classes, Ground("x"), words()) for each in (years, twins))
        assert json.dumps(drawn) == json.dumps(twin)
        assert kinds(drawn, 1)[3] == "secret"


# ── Values that are all alike, or below zero ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("statuses", "words_said"),
    [
        ({"valeur", "s"}, ""),
        ({"0"}, "Aucune commune n’a de valeur à dessiner : c’est zéro partout."),
        ({"s", "///"}, "Aucune commune n’a de valeur à dessiner : ce qui est connu est couvert par le secret"),
        ({"nd"}, "Aucune commune n’a de valeur à dessiner : ce chiffre n’est pas renseigné ici."),
        ({"0", "s"}, "les signes de la légende disent pourquoi, commune par commune."),
    ],
)
def test_a_map_without_a_value_says_why(statuses: set[str], words_said: str) -> None:
    assert words_said in nothing(statuses, COMMUNES)
    assert bool(nothing(statuses, COMMUNES)) == bool(words_said)


def test_values_that_are_all_equal_are_one_class() -> None:
    years = steps.yearly({2019: actions(3, 3, 3, 3, 3, 3), 2020: actions(3, 3, 3, 3, 3, 3)}, COMMUNES)
    classes = classify(steps.values(years), "quantiles", 5)
    assert (classes.labels, classes.counts) == (("3",), (12,))
    assert set(kinds(drawing.played(years, 0, classes, Ground("x"), words("actions")))) == {"r4"}


def test_a_total_that_may_be_zero_has_the_smallest_circle() -> None:
    # « 0 à 5 », alone on the map, counts for zero: a circle has no size to be compared with.
    table = shown(communes(participants=[None] * 5 + [0], participants_haut=[None] * 5 + [5]), PEOPLE)
    assert steps.values(steps.whole(table)) == [0]
    assert drawing.symbols(table, Ground("x"), words())["sizes"][0] == 1


@pytest.mark.parametrize("method", ["quantiles", "naturels", "egaux"])
def test_classes_are_the_same_on_either_side_of_zero(method: str) -> None:
    # Sizes 5, 10, 20, 40, 50: the natural breaks in three are 10 | 20 | 50 (5 and 10, 20, 40 and 50).
    classes = classify([-50, -10, 5, 20, 40], method, 5)
    assert list(classes.tops) == [-20, -10, 0, 10, 20, math.inf]
    assert classes.labels == ("moins de −20", "−20 à −10", "−10 à 0", "0 à 10", "10 à 20", "plus de 20")
    assert classes.counts == (1, 1, 0, 1, 1, 1)
    assert drawing.shades(classes) == ["b2", "b1", "b0", "a0", "a1", "a2"]


def test_a_single_negative_value_has_its_side() -> None:
    classes = classify([-5, -5], "naturels", 5)
    assert (classes.labels, classes.counts) == (("moins de 0", "plus de 0"), (2, 0))
    assert drawing.shades(classes) == ["b2", "a2"]


def test_a_negative_amount_has_a_hollow_circle_of_its_size() -> None:
    # A grant that was given back: its circle is that of 10 000 €, a quarter of the largest.
    table = shown(communes(montant_eur=[None, None, None, None, -10000, 40000]), COST)
    drawn = drawing.symbols(table, Ground("x"), words("cout"))
    assert [entry and entry[0] for entry in told(drawn)][4:] == [-10000, 40000]
    assert drawing.diameter(-10000, 40000) == drawing.LARGEST / 2
    assert "Un cercle creux est une valeur négative." in legend.of_circles(steps.whole(table), COST, COMMUNES, "2019")


# ── Indicators ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_indicator_says_its_n_its_coverage_and_its_mark() -> None:
    (year,) = indicator(
        ("A", 2025, 1234.5, "ok"),
        ("B", 2025, 2.0, "p"),
        ("C", 2025, None, "s"),
        ("D", 2025, None, "ns"),
        ("E", None, None, "nd"),
        ("F", 2025, 0.0, "ok"),
    )
    assert year.rows["statut"].tolist() == ["valeur", "valeur", "s", "ns", "nd", "0"]
    # Above a thousand, one decimal would say more than is known.
    assert year.rows["chiffre"].tolist() == [f"1{NB}235", "2 (p)", "s", "ns", "nd", "0"]
    values = answers(("A", 2025, 1234.5, "ok"))
    drawn = drawing.played((year,), 0, None, Ground("x"), said(rates.measure(RATE, values)))
    n, coverage = "n = 12 actions", f"10 renseignés sur 12 (83{NB}%)"
    assert told(drawn) == [
        [1235, n, coverage],
        [2, n, coverage, "p (provisoire)\u00a0: raison de p"],
        [None, "Raison de s"],
        [None, n, coverage, "Raison de ns"],
        [None],
        [None, n, coverage],
    ]
    assert kinds(drawn) == ["terre", "terre", "secret", "non-significatif", "nd", "zero"]


def test_a_value_under_secrecy_is_dropped_even_if_a_question_returned_it() -> None:
    (year,) = indicator(("A", 2025, 7.25, "s"), ("B", 2025, 3.0, "ok"))
    assert year.rows["statut"].tolist() == ["s", "valeur"]
    assert "7,25" not in year.rows.to_json(force_ascii=False)
    assert "7.25" not in year.rows.to_json()


def test_an_indicator_without_any_year_is_a_map_without_a_slider() -> None:
    (year,) = indicator(("A", None, None, "nd"), ("B", None, None, "nd"))
    assert (year.label, year.rows["statut"].tolist()) == ("", ["nd", "nd"])


def test_rates_are_colours_and_counts_are_circles() -> None:
    counted = rates.measure({**RATE, "unite": "communes"}, answers(("A", 2025, 3.0, "ok")))
    assert (counted.rate, counted.write(1), counted.write(3)) == (False, "1 commune", "3 communes")
    assert rates.measure(RATE, answers(("A", 2025, 3.0, "ok"))).rate


def test_a_long_name_is_cut_on_the_map_and_whole_under_the_pointer() -> None:
    name = f"Communauté {'très ' * 21}longue"
    assert len(name) > 120
    table = actions(1, 0, 0, 0, 0, 0).assign(nom=name)
    ground = Ground("x", names=((name, 3.1, 46.5, ""),), named=True)
    drawn = drawing.symbols(table, ground, words("actions"))
    ((label, *_),) = drawn["labels"]
    assert len(label) <= LONGEST_NAME
    assert label.endswith("…")
    assert drawn["names"]["03001"] == name
