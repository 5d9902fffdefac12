"""Classes, marks, sizes and words of the map: pure functions. Expected values by hand, save where another is named."""

import json
import math
from dataclasses import replace
from pathlib import Path

import mapclassify
import numpy as np
import pandas as pd
import pytest

from dashboard.frame.scope import Dataset, Scope
from dashboard.maps import drawing, legend
from dashboard.maps.classes import MOST, Classes, ThresholdError, classify, natural_breaks, read_thresholds
from dashboard.maps.drawing import Ground, Words
from dashboard.maps.measures import MEASURES, mark_meaning, shown
from dashboard.maps.steps import whole
from dashboard.maps.words import COMMUNES, DEPARTEMENTS, answer, gaps
from queries.tables import to_csv
from tests.dashboard.maps.unpacked import kinds, told
from tests.tools.pages import NO_COPY

NB = "\u202f"
PERSONS, COST, EVENTS, ACTIONS = (MEASURES[key] for key in ("personnes", "cout", "evenements", "actions"))


def communes(**changed: list[object]) -> pd.DataFrame:
    """Six communes: nothing, an event of unknown attendance, 0, 2, 3 and 1 477 people."""
    columns: dict[str, list[object]] = {
        "code_commune": ["03001", "03002", "03003", "03004", "03005", "03006"],
        "nom": ["Abrest", "Agonges", "Ainay", "Andelaroche", "Archignat", "Arfeuilles"],
        "code_bassin": ["033", "032", "031", "033", None, "033"],
        "bassin": ["Vichy", "Moulins", "Montluçon", "Vichy", None, "<b>Vichy</b>"],
        "longitude": [3.4, 3.1, 2.7, 3.6, 2.4, 3.7],
        "latitude": [46.1, 46.5, 46.7, 46.2, 46.4, 46.1],
        "population": [2915, 300, 989, 214, 321, 594],
        "n_actions": [0, 0, 1, 1, 1, 0],
        "n_evenements": [0, 1, 0, 0, 0, 3],
        "participants": [None, None, 0, 2, 3, 1477],
        "participants_secret": [False, False, False, True, False, False],
        "n_participants": [0, 0, 1, 1, 1, 2],
        "n_attendus": [0, 1, 1, 1, 1, 5],
        "montant_eur": [None, None, None, None, 0, 40000],
        "n_montants": [0, 0, 0, 0, 1, 1],
        "accorde_eur": [None, None, None, None, 0.1, 0.2],
        "n_accordes": [0, 0, 0, 0, 1, 1],
        "n_plans": [0, 0, 0, 0, 1, 2],
    }
    told = {**columns, **changed}
    exact: dict[str, list[object]] = {
        "participants_bas": told["participants"],
        "participants_haut": told["participants"],
        "participants_approches": [0] * 6,
        "montant_bas_eur": told["montant_eur"],
        "montant_haut_eur": told["montant_eur"],
        "montants_approches": [0] * 6,
    }
    return pd.DataFrame({**exact, **told})


def scope(departement: str | None = "03", bassin: str | None = None, first: int | None = None) -> Scope:
    return Scope(Dataset("reel", "Faits réels", Path()), NO_COPY, departement, bassin, first, None, "Allier", "Moulins")


def words(measure: str = "personnes") -> Words:
    held = MEASURES[measure]
    return Words(held, {status: mark_meaning(status, held) for status in held.marks}, "Cliquer", "Carte")


# ── What stands in each place ───────────────────────────────────────────────────────────────────────────────────────


def test_zero_unknown_secret_and_not_applicable_stay_apart() -> None:
    table = shown(communes(), PERSONS)
    assert table["statut"].tolist() == ["///", "nd", "0", "s", "valeur", "valeur"]
    assert table["texte"].tolist() == ["///", "nd", "0", "s", "3 personnes", f"1{NB}477 personnes"]
    known = ["", "0 sur 1", "1 sur 1", "1 sur 1", "1 sur 1", "2 sur 5, chaque année comptée"]
    assert table["couverture"].tolist() == known


def test_a_total_is_told_as_surely_as_it_is_known() -> None:
    # « 0 à 5 », « environ 3 », « 8 à 10 » added to 1 477, at least 20 000 €: none is a plain number, none is nothing.
    table = shown(
        communes(
            participants_bas=[None, None, 0, None, 3, 1485],
            participants_haut=[None, None, 5, None, 3, 1487],
            participants_approches=[0, 0, 0, 0, 1, 0],
        ),
        PERSONS,
    )
    assert table["texte"].tolist()[2:] == [
        "entre 0 et 5 personnes",
        "s",
        "environ 3 personnes",
        f"entre 1{NB}485 et 1{NB}487 personnes",
    ]
    assert table["bas"].tolist()[4:] == [3, 1485]
    assert pd.isna(table["bas"][3])
    least = shown(communes(montant_bas_eur=[None] * 5 + [20000], montant_haut_eur=[None] * 6), COST)
    assert least["texte"].tolist()[5] == f"au moins 20{NB}000{NB}€"
    # Narrower in the table.
    assert table["chiffre"].tolist()[2:] == ["0 à 5", "s", "env. 3", f"1{NB}485 à 1{NB}487"]
    assert least["chiffre"].tolist()[5] == f"20{NB}000{NB}€ et plus"


def test_nothing_recorded_is_a_real_zero_for_counts_and_has_no_cost() -> None:
    assert shown(communes(), EVENTS)["texte"].tolist() == ["0", "1 événement", "0", "0", "0", "3 événements"]
    costs = shown(communes(), COST)
    assert costs["chiffre"].tolist() == ["///", "nd", "nd", "nd", "0", f"40{NB}000{NB}€"]


def test_a_plan_whose_grant_is_unknown_is_something_recorded_for_every_measure() -> None:
    # In Abrest a plan of these years, of an action that bears other years: no action, no event, no grant known.
    rows = communes(n_plans=[1, 0, 0, 0, 1, 2], accorde_eur=[None, None, None, None, 0.1, 907019.9])
    for key in ("personnes", "cout", "accorde"):
        table = shown(rows, MEASURES[key])
        assert table["statut"][0] == "nd"
        assert "des 6 communes où quelque chose est enregistré" in answer(table, MEASURES[key], COMMUNES, scope())
    granted = shown(rows, MEASURES["accorde"])
    assert granted["couverture"].tolist() == [
        "0 sur 1, chaque année comptée", "", "", "", "1 sur 1", "1 sur 2, chaque année comptée",
    ]  # fmt: skip
    # No year is added to another: nothing is counted in each. Shares of an amount have no cents to tell.
    one = shown(rows, MEASURES["accorde"], one_year=True)
    assert one["couverture"].tolist() == ["0 sur 1", "", "", "", "1 sur 1", "1 sur 2"]
    assert f": 907{NB}020{NB}€ en tout." in answer(one, MEASURES["accorde"], COMMUNES, scope())


def test_a_unknown_population_is_nd() -> None:
    table = shown(communes(population=[None, 300, 989, 214, 321, 594]), MEASURES["population"])
    assert table["statut"].tolist() == ["nd", *["valeur"] * 5]


@pytest.mark.parametrize("secret", [1.0, 2.0])
def test_a_secret_value_leaves_by_no_way(secret: float) -> None:
    rows = communes(participants=[None, None, 0, secret, 3, 1477])
    other = communes(participants=[None, None, 0, 3 - secret, 3, 1477])
    table, twin = shown(rows, PERSONS), shown(other, PERSONS)
    assert table["valeur"].isna().tolist()[3]
    classes = classify(table["valeur"].dropna().tolist(), "quantiles", 3)
    drawn, twin_drawn = (
        [drawing.choropleth(each, classes, Ground("x"), words()), drawing.symbols(each, Ground("x"), words())]
        for each in (table, twin)
    )
    # What leaves the server is the same whether one or two persons came.
    assert json.dumps(drawn) == json.dumps(twin_drawn)
    assert to_csv(table) == to_csv(twin)
    assert answer(table, PERSONS, COMMUNES, scope()) == answer(twin, PERSONS, COMMUNES, scope())


# ── Classes ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_few_distinct_values_are_their_own_classes() -> None:
    classes = classify([1, 1, 2, 5, 2], "quantiles", 5)
    assert classes == Classes((1.0, 2.0, 5.0), ("1", "2", "5"), (2, 2, 1), unique=True)
    assert classes.of([5, 1, 2]) == [2, 0, 1]


def test_equal_intervals_of_whole_numbers_have_whole_bounds() -> None:
    # 1 to 13 in three: steps of 4, bounds 5, 9 and 13.
    classes = classify([1, 2, 3, 6, 9, 13], "egaux", 3)
    assert classes.labels == ("1 à 5", "6 à 9", "10 à 13")
    assert classes.counts == (3, 2, 1)


def test_bounds_that_differ_are_written_apart() -> None:
    # A rate of a département of one commune, year by year: two decimals would write all three « 0,01 ».
    labels = classify([0.009, 0.0093, 0.0131], "manuels", 3, (0.0092, 0.0094)).labels
    assert labels == ("jusqu’à 0,0092", "plus de 0,0092 à 0,0094", "plus de 0,0094")
    assert classify([0.0091, 0.0094], "quantiles", 3).labels == ("0,0091", "0,0094")


def test_quantiles_hold_as_many_each() -> None:
    classes = classify([1, 2, 3, 4, 5, 6], "quantiles", 3)
    assert classes.counts == (2, 2, 2)
    # The thirds of 1…6 fall at 2,67 and 4,33: between whole numbers, 2 and 4.
    assert classes.labels == ("1 à 2", "3 à 4", "5 à 6")


def test_amounts_with_cents_say_where_a_class_begins() -> None:
    classes = classify([10.5, 20.25, 1000, 5000.75], "egaux", 3)
    # 10,5 to 5 000,75 in three: 1 673,92 then 3 337,33.
    assert classes.labels == (
        f"jusqu’à 1{NB}674",
        f"plus de 1{NB}674 à 3{NB}337",
        f"plus de 3{NB}337 à 5{NB}001",
    )
    assert classes.counts == (3, 0, 1)


def test_chosen_thresholds_do_not_move_with_the_values() -> None:
    small, large = (classify(values, "manuels", 0, (1, 5, 10)) for values in ([1, 2], [4, 7, 300]))
    assert (small.tops, large.tops) == ((1, 5, 10, math.inf), (1, 5, 10, math.inf))
    assert small.labels == ("jusqu’à 1", "2 à 5", "6 à 10", "plus de 10")
    assert (small.counts, large.counts) == ((1, 1, 0, 0), (0, 1, 1, 1))
    assert small.open


def test_no_value_gives_no_class() -> None:
    nothing = classify([], "naturels", 5)
    assert (len(nothing), nothing.of([])) == (0, [])


@pytest.mark.parametrize("count", [3, 5, 7])
def test_natural_breaks_are_those_of_mapclassify(count: int) -> None:
    # Oracle: mapclassify.FisherJenks, on figures that look like populations of communes.
    values = np.random.default_rng(count).lognormal(6, 1.2, 120).round()
    with pytest.warns(UserWarning, match="Numba"):
        expected = mapclassify.FisherJenks(values, k=count).bins
    assert natural_breaks(values, count) == pytest.approx(expected)


def test_natural_breaks_by_hand() -> None:
    assert natural_breaks([1, 2, 3, 50, 51, 200], 3) == (3, 51, 200)


def test_thresholds_are_read_as_the_french_write_them() -> None:
    assert read_thresholds(" 1 ; 2,5;1 000 ; ") == (1, 2.5, 1000)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Aucun seuil"),
        ("1 ; abc", "« abc »"),
        ("5 ; 1", "« 1 » vient après « 5 »"),
        ("5 ; 5", "en croissant"),
        ("0 ; 5", "plus grand que zéro"),
        ("-3", "plus grand que zéro"),
        ("1;2;3;4;5;6;7", "7 seuils : 6 au plus"),
        ("1.234", "ambigu"),
    ],
)
def test_wrong_thresholds_are_refused_in_french(typed: str, said: str) -> None:
    with pytest.raises(ThresholdError, match=said):
        read_thresholds(typed)


# ── Drawing ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_area_of_a_circle_is_proportional_to_its_value() -> None:
    largest = drawing.diameter(1000, 1000)
    assert largest == drawing.LARGEST
    assert drawing.diameter(250, 1000) == largest / 2
    assert drawing.diameter(1, 1000) == drawing.SMALLEST


@pytest.mark.parametrize(("largest", "steps"), [(1155, [1000, 200, 50]), (3, [3, 2, 1]), (1, [1]), (7, [5, 1])])
def test_circles_of_the_legend_stand_for_round_values(largest: float, steps: list[float]) -> None:
    assert drawing.round_steps(largest) == steps


def test_colours_are_spread_over_the_whole_ramp() -> None:
    assert drawing.ramp(6) == ["r1", "r2", "r3", "r4", "r5", "r6"]
    assert (drawing.ramp(2), drawing.ramp(0)) == (["r1", "r6"], [])
    assert [len(set(drawing.ramp(count))) for count in range(MOST + 1)] == list(range(MOST + 1))


def test_a_map_holds_values_and_no_outline() -> None:
    table = shown(communes(), PERSONS)
    classes = classify(table["valeur"].dropna().tolist(), "naturels", 5)
    drawn = drawing.choropleth(table, classes, Ground("app/static/contours/x.geojson", chosen="03006"), words())
    assert drawn["outlines"] == "app/static/contours/x.geojson"
    assert kinds(drawn) == [
        "sans-objet",
        "nd",
        "zero",
        "secret",
        "r1",
        "r6",
    ]
    assert [drawn["zones"][int(digit)] if digit != "-" else None for digit in drawn["zone"]][:5] == [
        "Vichy",
        "Moulins",
        "Montluçon",
        "Vichy",
        None,
    ]
    assert told(drawn) == [
        None,
        [None, "Actions\u00a0: 0 · Événements\u00a0: 1", "Chiffre connu pour 0 sur 1"],
        None,
        None,
        [3, "Actions\u00a0: 1 · Événements\u00a0: 0", "Chiffre connu pour 1 sur 1"],
        [1477, "Actions\u00a0: 0 · Événements\u00a0: 3", "Chiffre connu pour 2 sur 5, chaque année comptée"],
    ]
    assert drawn["spots"] == []


def test_circles_stand_on_mairies_the_largest_below() -> None:
    drawn = drawing.symbols(shown(communes(), PERSONS), Ground("x"), words())
    assert drawn["spots"] == [[5, 3.7, 46.1], [4, 2.4, 46.4]]
    assert drawn["sizes"] == [1477, drawing.LARGEST, drawing.SMALLEST]
    assert {"terre", "nd", "zero", "secret", "sans-objet"} == set(drawn["kinds"])


def test_a_map_of_the_largest_departement_stays_light() -> None:
    # 890 communes of the Pas-de-Calais, all with a figure: the figure of a change of year must stay under 30 KB.
    count = 890
    rows = pd.DataFrame({name: [column[5]] * count for name, column in communes().items()})
    rows["code_commune"] = [f"62{index:03}" for index in range(count)]
    table = shown(rows, EVENTS)
    drawn = drawing.choropleth(table, classify([3.0] * count, "naturels", 5), Ground("x"), words("evenements"))
    assert len(json.dumps(drawn, ensure_ascii=False).encode()) < 25_000


def test_the_legend_keeps_the_four_marks_apart_and_escapes() -> None:
    table = shown(communes(), PERSONS)
    classes = classify(table["valeur"].dropna().tolist(), "naturels", 5)
    html = legend.of_classes(whole(table), classes, PERSONS, COMMUNES, "<script>2011</script>")
    for mark in ("zero", "nd", "secret", "sans-objet"):
        assert html.count(f'class="puce {mark}"') == 1
    assert "<script>" not in html
    assert f'1{NB}477 <span class="nb">(1 commune)' in html


# ── Words ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_answer_counts_places() -> None:
    assert answer(shown(communes(), EVENTS), EVENTS, COMMUNES, scope()) == (
        "Allier (03) : 2 communes sur 6 ont au moins un événement enregistré."
    )
    nothing = communes(n_actions=[0] * 6)
    assert answer(shown(nothing, ACTIONS), ACTIONS, COMMUNES, scope(first=2011)) == (
        "Allier (03), depuis 2011 : aucune action enregistrée sur la carte."
    )
    assert answer(shown(communes(), EVENTS), EVENTS, DEPARTEMENTS, scope(departement=None)).startswith(
        "France : 2 départements ont"
    )


def test_people_are_not_added_up_but_costs_are() -> None:
    # A place's people may be another's too; a shared cost was divided between its communes.
    assert answer(shown(communes(), PERSONS), PERSONS, COMMUNES, scope()) == (
        "Allier (03) : le nombre de personnes touchées est connu dans 4 des 5 communes où quelque chose est "
        "enregistré ; le secret statistique en masque 1 (25\u202f%)."
    )
    assert answer(shown(communes(), COST), COST, COMMUNES, scope()) == (
        "Allier (03) : un coût est connu dans 2 des 5 communes où quelque chose est enregistré : "
        f"40{NB}000{NB}€ en tout."
    )


def unplaced(actions: tuple[int, int, int], events: tuple[int, int, int]) -> pd.DataFrame:
    columns = ["n_sans_commune", "n_sans_departement", "n_sans_annee"]
    table = pd.DataFrame([actions, events], columns=columns)
    return table.assign(sujet_type=["action", "evenement"])


@pytest.mark.parametrize(
    ("counts", "asked", "said"),
    [
        (
            unplaced((6, 0, 0), (0, 0, 0)),
            scope(),
            ["6 actions ne sont connues que par leur département : elles ne sont pas sur la carte."],
        ),
        (
            unplaced((1, 0, 0), (0, 0, 2)),
            scope(first=2011),
            [
                "1 action n’est connue que par son département : elle n’est pas sur la carte.",
                "2 événements sont connus sans année : ils ne sont pas sur la carte tant qu’un filtre d’années "
                "est mis.",
            ],
        ),
        (
            unplaced((1, 0, 3), (6, 0, 0)),
            scope(bassin="032"),
            [
                "1 action et 6 événements ne sont connus que par leur département, donc peut-être d’un autre bassin : "
                "ils ne sont pas sur la carte."
            ],
        ),
        (
            unplaced((0, 1, 0), (0, 0, 0)),
            scope(departement=None),
            ["1 action est connue sans département : elle n’est pas sur la carte."],
        ),
        (unplaced((0, 0, 4), (0, 0, 0)), scope(), []),
    ],
)
def test_what_the_map_cannot_show_is_said(counts: pd.DataFrame, asked: Scope, said: list[str]) -> None:
    assert gaps(counts, asked) == said


@pytest.mark.parametrize(("last", "during"), [(2025, "De 2016 à 2025"), (2016, "En 2016")])
def test_a_map_of_years_says_which_years_its_gaps_are_of(last: int, during: str) -> None:
    asked = replace(scope(first=2016), annee_max=last)
    (said,) = gaps(unplaced((1, 0, 0), (0, 0, 0)), asked, by_year=True)
    assert said == f"{during}, 1 action n’est connue que par son département : elle n’est pas sur la carte."
