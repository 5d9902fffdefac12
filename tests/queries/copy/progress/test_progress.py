"""Baselines, differences, verdicts and sentences, on values written by hand."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from scipy import stats

from queries import statistics
from queries.copy.progress import progress
from queries.copy.progress.words import agreed
from queries.french import signed
from tests.small.values import RISE, YEARS, bare, copy, count, one, rows, share

FLAT = [share("A1", "033", year, 40 + (year % 3), 100) for year in YEARS]


def test_a_steady_rise_is_progress_and_its_sentence_says_it_all() -> None:
    with copy(RISE + FLAT) as root:
        row, flat = one(root, "A1", "031"), one(root, "A1", "033")
    assert (row["verdict"], flat["verdict"]) == ("progrès", "pas de changement détectable")
    # By hand: (20 + 24 + 28) of 300, then 56 %.
    assert (row["reference_debut"], row["reference_fin"], row["provisoire"]) == (2016, 2018, False)
    assert (row["valeur_reference"], row["valeur"]) == pytest.approx((24, 56))
    # By hand: (48 + 52 + 56) of 300, less 24.
    assert (row["recente_debut"], row["recente_fin"], row["valeur_recente"]) == (2023, 2025, pytest.approx(52))
    assert row["ecart"] == pytest.approx(28)
    assert (row["annee"], row["n_annees"], row["premiere_annee"], row["derniere_annee"]) == (2025, 10, 2016, 2025)
    assert (row["pente"], row["s_mk"]) == pytest.approx((4, 45))
    assert row["phrase"] == (
        "Initiative (Montluçon) : 56\u202f% en 2025 (intervalle 46,2 à 65,3 ; 100 actions ; renseigné à 100\u202f%) ; "
        "52\u202f% en 2023-2025 contre 24\u202f% pour la référence 2016-2018 : "
        f"+28 points (intervalle {signed(row['ecart_bas'], 1)} à "
        f"{signed(row['ecart_haut'], 1)}) : progrès."
    )
    assert row["raison"] is None
    assert "pas de changement détectable (il se verrait à partir de" in flat["phrase"]


def test_the_interval_of_the_difference_is_that_of_the_test() -> None:
    with copy(RISE + FLAT) as root:
        row = one(root, "A1", "031")
    counts = [20, 24, 28, 48, 52, 56]
    low, high = (100 * limit for limit in statistics.wilson_interval(counts, 100))
    # By hand: independent years, each window the mean of three; of two tests, Montluçon's is read first.
    under = np.hypot.reduce(counts[3:] - low[3:]) / 3, np.hypot.reduce(counts[:3] - low[:3]) / 3
    over = np.hypot.reduce(high[3:] - counts[3:]) / 3, np.hypot.reduce(high[:3] - counts[:3]) / 3
    wider = stats.norm.isf(0.025 / 2) / stats.norm.isf(0.025)
    assert row["confiance"] == pytest.approx(97.5)
    assert row["ecart_bas"] == pytest.approx(28 - wider * np.hypot(under[0], over[1]))
    assert row["ecart_haut"] == pytest.approx(28 + wider * np.hypot(over[0], under[1]))


STEPS = [
    [4, 4, 4, 9, 9, 9],  # 33, 33, 33, 75, 75, 75 %.
    [4, 4, 4, 4, 4, 11, 11, 11, 11, 11],
    [4, 4, 4, 4, 5, 6, 7, 8, 9, 10],  # A break.
    [4, 4, 4, 12, 12, 12],
]


@pytest.mark.parametrize("successes", STEPS)
@pytest.mark.parametrize("larger", [1, 2, 20])
def test_a_step_or_a_break_is_found_the_more_surely_the_more_facts(successes: list[int], larger: int) -> None:
    values = [
        share("A1", "031", 2026 - len(successes) + rank, larger * number, larger * 12)
        for rank, number in enumerate(successes)
    ]
    with copy(values) as root:
        row = one(root, "A1", "031")
    assert row["verdict"] == "progrès"
    assert row["ecart_bas"] > 0


@pytest.mark.parametrize("height", range(0, 30, 3))
def test_no_sentence_contradicts_its_interval(height: int) -> None:
    """Steps of every height, in fortieths, among seven tests that share the false alarms."""
    rng = np.random.default_rng(height)
    step = [share("A1", "031", year, 10 + height * (year >= 2021), 40) for year in YEARS]
    others = [
        share(indicator, territory, year, int(rng.binomial(40, 0.4)), 40)
        for indicator in ("A1", "F1", "D2")
        for territory in ("03", "033")
        for year in YEARS
    ]
    with copy(step + others) as root:
        judged = [row for row in rows(root) if row["q_valeur"] is not None]
    assert len(judged) == 7
    for row in judged:
        excluded = row["ecart_bas"] is not None and not row["ecart_bas"] <= 0 <= row["ecart_haut"]
        assert excluded == (row["verdict"] in ("progrès", "recul")), row["phrase"]
    # 22 points and more are found, 7 and less are not; those between, now and then.
    if height != 6:
        assert (one_of(judged, "A1", "031")["verdict"] == "progrès") == (height >= 9)


def one_of(judged: list[dict[str, Any]], indicator: str, territory: str) -> dict[str, Any]:
    return next(row for row in judged if (row["indicateur"], row["territoire"]) == (indicator, territory))


def test_a_test_that_could_see_nothing_is_not_no_change() -> None:
    few = [share("A1", "031", year, 4 + year % 2, 10) for year in YEARS]
    many = [share("A1", "033", year, 40 + year % 2, 100) for year in YEARS]
    with copy(few + many) as root:
        blind, seeing = one(root, "A1", "031"), one(root, "A1", "033")
    assert (blind["verdict"], seeing["verdict"]) == ("ce test ne pouvait rien voir", "pas de changement détectable")
    assert blind["plus_petit_changement"] > 25 > seeing["plus_petit_changement"]
    assert "un changement ne se verrait qu'à partir de" in blind["phrase"]
    assert "on en espère 25 points au plus" in blind["phrase"]


def test_a_blind_test_says_why_it_sees_nothing() -> None:
    # Ten years each: a constant without interval, three facts at each end, a share that chance moves more than it can.
    constant = [bare("F1", "031", year, 3.0) for year in YEARS]
    few = [share("A1", "033", year, year % 2, 2 if year == 2020 else 1) for year in YEARS]
    narrow = [share("A1", "031", year, 1 + year % 2, 3) for year in YEARS]
    with copy([*constant, *few, *narrow]) as root:
        said = {key: one(root, *key) for key in (("F1", "031"), ("A1", "033"), ("A1", "031"))}
    assert {row["verdict"] for row in said.values()} == {"ce test ne pouvait rien voir"}
    assert {row["plus_petit_changement"] for row in said.values()} == {None}
    why = {key: row["raison"] for key, row in said.items()}
    assert why["F1", "031"].endswith("trop semblables ou trop peu nombreuses, ne disent pas ce que le hasard y fait")
    assert why["A1", "033"] == "trop peu de faits pour qu'un changement se voie"
    assert why["A1", "031"] == "même le plus grand changement possible ne se verrait pas"
    assert all(f"({row['raison']})" in row["phrase"] for row in said.values())


def test_less_than_two_is_singular_in_a_sentence() -> None:
    with copy([bare("A2", "031", year, 0.07) for year in YEARS]) as root:
        assert "0,07 participation pour 1 000 habitants en 2025" in one(root, "A2", "031")["phrase"]


def test_the_first_looked_at_keep_most_of_the_false_alarms() -> None:
    values = FLAT + [bare("F1", place, year, 50 + (7 * year) % 5) for place in ("031", "033") for year in YEARS]
    with copy(values) as root:
        before = one(root, "A1", "033")["confiance"], one(root, "F1", "031")["confiance"]
        root.execute("UPDATE indicateurs SET priorite = 1 WHERE id = 'A1'")
        progress.derive(root)
        after = one(root, "A1", "033")["confiance"], one(root, "F1", "031")["confiance"]
    # By hand: a third each where none is first; then 60 % for the first one, 20 % for each of the two others.
    assert before == pytest.approx((100 - 5 / 3, 100 - 5 / 3))
    assert after == pytest.approx((97, 99))


def test_the_committee_says_what_can_be_hoped_for() -> None:
    with copy(FLAT) as root:
        root.execute("UPDATE indicateurs SET changement_plausible = 3 WHERE id = 'A1'")
        progress.derive(root)
        row = one(root, "A1", "033")
    assert (row["changement_plausible"], row["verdict"]) == (3, "ce test ne pouvait rien voir")


def test_a_reference_that_was_filled_in_otherwise_is_told_with_the_difference() -> None:
    values = [bare("A2", "03", year, 100.0, n_total=50) for year in range(2016, 2019)]  # 40 of 50 then, 40 of 40 now.
    with copy([*values, *(bare("A2", "03", year, 110.0) for year in range(2019, 2026))]) as root:
        said = one(root, "A2", "03")["phrase"]
    assert "(différence sans intervalle ; renseigné à 80\u202f% alors)" in said
    with copy(RISE) as root:
        assert "alors" not in one(root, "A1", "031")["phrase"]


def test_direction_decides_what_is_progress() -> None:
    fewer = [count("D2", "031", year, 90 - 8 * (year - 2016)) for year in YEARS]
    more = [count("D2", "033", year, 18 + 8 * (year - 2016)) for year in YEARS]
    with copy(fewer + more) as root:
        assert one(root, "D2", "031")["verdict"] == "progrès"
        assert one(root, "D2", "033")["verdict"] == "recul"


def test_towards_zero_is_progress_from_either_side() -> None:
    narrow = {"bas": -100.0, "haut": 100.0}
    values = []
    for year in YEARS:
        gap = 20.0 - 2 * (year - 2016)
        values.append(bare("C2", "031", year, -gap, bas=-gap - 1, haut=-gap + 1))
        # From one side of zero to the other, as far: nothing changes.
        values.append(bare("C2", "033", year, 2.0 * (year - 2016) - 9, **narrow))
    with copy(values) as root:
        row, across = one(root, "C2", "031"), one(root, "C2", "033")
    assert row["verdict"] == "progrès"
    # By hand: the mean distance of 20, 18 and 16, then of 6, 4 and 2.
    assert (row["valeur_reference"], row["valeur"], row["ecart"]) == pytest.approx((18, -2, -14))
    assert "−2 points en 2025" in row["phrase"]
    told = "éloignement de zéro : 4 points en 2023-2025 contre 18 points pour la référence 2016-2018 : −14 points"
    assert told in row["phrase"]
    assert across["verdict"] == "ce test ne pouvait rien voir"  # ± 100 points.


def test_a_rise_within_chance_is_not_announced() -> None:
    # Each year one more of 400: the trend is perfect, the difference is far inside its interval.
    values = [share("A1", "031", year, 100 + (year - 2016), 400) for year in YEARS]
    with copy(values) as root:
        row = one(root, "A1", "031")
    assert row["s_mk"] == 45
    assert row["verdict"] == "pas de changement détectable"


def test_without_an_interval_its_own_jumps_are_all_there_is_to_go_by() -> None:
    rise = [bare("F1", "031", year, 20 + 5 * (year - 2016) + (year * 7) % 3) for year in YEARS]
    wave = [bare("F1", "033", year, 50 + 5 * (year % 2) + year % 3) for year in YEARS]
    with copy(rise + wave) as root:
        row, other = one(root, "F1", "031"), one(root, "F1", "033")
    assert (row["verdict"], row["ecart_bas"] > 0) == ("progrès", True)
    assert other["verdict"] != "progrès"
    assert other["ecart_bas"] < 0 < other["ecart_haut"]


def test_a_series_that_repeats_itself_says_nothing_of_chance() -> None:
    with copy([bare("F1", "031", year, 2 + (year >= 2021)) for year in YEARS]) as root:
        row = one(root, "F1", "031")
    assert (row["verdict"], row["ecart_bas"]) == ("ce test ne pouvait rien voir", None)


def test_attendance_has_a_difference_and_no_verdict() -> None:
    with copy([bare("A2", "031", year, 100 + 30 * (year - 2016)) for year in YEARS]) as root:
        row = one(root, "A2", "031")
    assert (row["verdict"], row["ecart"], row["s_mk"], row["q_valeur"]) == ("sans objet", 210, None, None)
    assert row["raison"] is not None
    assert "les présences viennent par groupes" in row["raison"]
    assert "différence sans intervalle" in row["phrase"]


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        ({}, "sans intervalle"),
        ({"au_moins": 97.5}, "au moins 97,5"),
        ({"au_plus": 102.25}, "au plus 102,3"),
        ({"au_moins": 97.5, "au_plus": 102.25}, "entre 97,5 et 102,3"),
    ],
)
def test_a_value_that_bounds_say_is_not_told_as_exact(bounds: dict[str, float], said: str) -> None:
    with copy([bare("A2", "031", year, 100, **bounds) for year in YEARS]) as root:
        row = one(root, "A2", "031")
    assert f"habitants en 2025 ({said} ; 40 " in row["phrase"]


def test_a_neutral_indicator_is_not_tested() -> None:
    with copy([share("B1", "031", year, 10 + 8 * (year - 2016), 100) for year in YEARS]) as root:
        row = one(root, "B1", "031")
    assert (row["verdict"], row["q_valeur"]) == ("sans objet", None)
    assert row["raison"] == "ni la hausse ni la baisse n'est un progrès en soi"


def test_no_trend_below_five_years() -> None:
    with copy(RISE[:4] + FLAT[:5]) as root:
        row, enough = one(root, "A1", "031"), one(root, "A1", "033")
    assert (row["verdict"], row["pente"], row["q_valeur"]) == ("trop peu de données", None, None)
    assert row["raison"] == "4 années utilisables : il en faut 5 pour parler d'évolution"
    assert row["ecart"] == pytest.approx(8)
    assert enough["verdict"] == "pas de changement détectable"


@pytest.mark.parametrize(
    "spoiled",
    [
        {"statut": "ns", "valeur": None},
        {"statut": "s", "valeur": None},
        {"statut": "nd", "valeur": None},
        {"n_renseignes": 69},
    ],
)
def test_years_that_cannot_be_trusted_are_left_out(spoiled: dict[str, object]) -> None:
    values = [value | (spoiled if value["annee"] >= 2020 else {}) for value in RISE]
    with copy(values) as root:
        row = one(root, "A1", "031")
    assert (row["n_annees"], row["derniere_annee"], row["verdict"]) == (4, 2019, "trop peu de données")


def test_a_year_under_way_is_not_compared() -> None:
    provisional = [RISE[-1] | {"statut": "p", "raison": "l'année n'est pas finie"}]
    with copy(RISE[:-1] + provisional, day=date(2025, 11, 24)) as root:
        assert one(root, "A1", "031")["derniere_annee"] == 2024
    with copy(RISE[:-1] + provisional) as root:
        assert one(root, "A1", "031")["derniere_annee"] == 2025


def test_a_baseline_of_one_year_is_provisional() -> None:
    with copy(RISE[:2]) as root:
        row = one(root, "A1", "031")
    assert (row["reference_debut"], row["reference_fin"], row["provisoire"]) == (2016, 2016, True)
    assert "24\u202f% en 2017 contre 20\u202f% pour la référence provisoire 2016 : +4 points" in row["phrase"]


def test_the_sentence_shows_the_two_values_whose_difference_it_tells() -> None:
    # The last year falls under the baseline while the recent years are above it.
    successes = [50, 50, 50, 50, 50, 50, 50, 70, 70, 40]
    values = [share("A1", "031", year, number, 100) for year, number in zip(YEARS, successes, strict=True)]
    with copy(values) as root:
        said = one(root, "A1", "031")["phrase"]
    # By hand: (70 + 70 + 40) / 3 = 60, against 50.
    assert ": 40\u202f% en 2025 (" in said
    assert "; 60\u202f% en 2023-2025 contre 50\u202f% pour la référence 2016-2018 : +10 points (" in said


def test_years_that_share_their_actions_weigh_less() -> None:
    # Actions of five years, ten begun each year.
    spans = [("031", year, year + 4, 10) for year in range(2010, 2026)]
    with copy(RISE) as root:
        apart = one(root, "A1", "031")
    with copy(RISE, spans=spans) as root:
        shared = one(root, "A1", "031")
    # By hand: years side by side share 4/5, two years apart 3/5; the mean of three has (3 + 4 × 0.8 + 2 × 0.6)/9.
    wider = ((3 + 4 * 0.8 + 2 * 0.6) / 3) ** 0.5
    assert shared["ecart"] == apart["ecart"]
    # Limits differ a little from a year to the next.
    assert 28 - shared["ecart_bas"] == pytest.approx(wider * (28 - apart["ecart_bas"]), rel=1e-3)


def test_values_that_move_more_than_chance_widen_the_interval() -> None:
    wild = [share("A1", "031", year, 40 + (30 if year % 2 else -30), 100) for year in YEARS]
    calm = [share("A1", "031", year, 40, 100) for year in YEARS]
    with copy(wild) as root:
        moved = one(root, "A1", "031")
    with copy(calm) as root:
        still = one(root, "A1", "031")
    assert moved["ecart_haut"] - moved["ecart_bas"] > 3 * (still["ecart_haut"] - still["ecart_bas"])


def test_each_departement_is_a_family() -> None:
    alone = [share("A1", "63", year, 20 + 4 * (year - 2016), 100) for year in YEARS]
    with copy(RISE + FLAT + alone) as root:
        assert one(root, "A1", "63")["q_valeur"] < one(root, "A1", "031")["q_valeur"]


def test_a_series_without_object_has_no_verdict_and_says_why() -> None:
    why = "l'écart se lit entre les bassins"
    whole = [bare("F1", "03", year, 0, valeur=None, statut="///", raison=why) for year in YEARS]
    with copy(whole + [bare("F1", "031", year, 10.0) for year in YEARS]) as root:
        row = one(root, "F1", "03")
        assert one(root, "F1", "031")["verdict"] == "ce test ne pouvait rien voir"
    assert (row["verdict"], row["raison"], row["q_valeur"]) == ("sans objet", why, None)


def test_an_indicator_that_cannot_be_computed_says_so() -> None:
    with copy(RISE) as root:
        root.execute("UPDATE indicateurs SET erreur = 'A1.sql : le calcul échoue' WHERE id = 'A1'")
        progress.derive(root)
        row = one(root, "A1", "031")
    assert (row["verdict"], row["raison"]) == (
        "sans objet",
        "l'indicateur ne peut pas être calculé : A1.sql : le calcul échoue",
    )


def test_a_copy_without_any_value_has_no_row() -> None:
    with copy([]) as root:
        assert rows(root) == rows(root, "indicateurs_aptitude") == rows(root, "champs_a_collecter") == []


@pytest.mark.parametrize(
    ("words", "number", "written"),
    [
        ("actions terminées", 1, "action terminée"),
        ("points", -1.5, "point"),
        ("points", -2, "points"),
        ("actions pour 10 000 habitants", 0.3, "action pour 10 000 habitants"),
        ("fois la première édition", 1, "fois la première édition"),
    ],
)
def test_words_agree_with_their_number(words: str, number: float, written: str) -> None:
    assert agreed(words, number) == written
