"""French numbers, dates and sentences, against what French typography prescribes (worked out by hand)."""

from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest

from dashboard.frame import wording
from dashboard.frame.wording import MARKS, NARROW


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (0, 0, "0"),
        (1155, 0, f"1{NARROW}155"),
        (333298, 0, f"333{NARROW}298"),
        (12.5, 0, "13"),
        (13.5, 0, "14"),
        (1234.56, 1, f"1{NARROW}234,6"),
        (2.675, 2, "2,68"),
        (2, 1, "2"),
        (-4.5, 1, "-4,5"),
        (None, 0, "nd"),
        (float("nan"), 0, "nd"),
    ],
)
def test_number(value: float | None, decimals: int, expected: str) -> None:
    assert wording.number(value, decimals) == expected


def test_euros_show_cents_only_when_there_are_some() -> None:
    assert wording.euros(40000) == f"40{NARROW}000{NARROW}€"
    assert wording.euros(1234.5) == f"1{NARROW}234,50{NARROW}€"
    assert wording.euros(-500) == f"−500{NARROW}€"
    assert wording.euros(0) == f"0{NARROW}€"
    assert wording.euros(None) == "nd"


def test_share_gives_a_percentage_from_ten_on_only() -> None:
    assert wording.share(3, 9) == "3 sur 9"
    assert wording.share(2, 16) == f"13{NARROW}% (2 sur 16)"
    assert wording.share(0, 16) == f"0{NARROW}% (0 sur 16)"
    assert wording.share(None, 16) == "nd"


def test_unknown_and_not_applicable_are_never_zero() -> None:
    assert wording.share(0, 0) == "///"
    missing: list[Any] = [None, pd.NA, pd.NaT, float("nan")]
    writers = (wording.number, wording.euros, wording.day, wording.moment)
    assert {write(value) for write in writers for value in missing} == {"nd"}
    assert list(MARKS) == ["nd", "s", "ns", "///"]


@pytest.mark.parametrize(
    ("precision", "expected"), [("jour", "09/05/2023"), ("mois", "mai 2023"), ("annee", "2023"), ("inconnue", "nd")]
)
def test_day_says_no_more_than_is_known(precision: str, expected: str) -> None:
    assert wording.day(date(2023, 5, 9), precision) == expected


def test_moment_is_paris_time_in_winter_and_in_summer() -> None:
    assert wording.moment(datetime(2026, 1, 15, 11, 5)) == "15/01/2026 à 12:05"
    assert wording.moment(datetime(2026, 7, 31, 22, 30)) == "01/08/2026 à 00:30"


def test_plural_begins_at_two() -> None:
    assert [wording.plural(n, "action") for n in (0, 1, 2)] == ["0 action", "1 action", "2 actions"]
    assert wording.plural(1200, "ligne lue", "lignes lues") == f"1{NARROW}200 lignes lues"


def test_join() -> None:
    assert [wording.join(items) for items in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a et b",
        "a, b et c",
    ]


@pytest.mark.parametrize(
    ("value", "low", "high", "precision", "expected"),
    [
        (550, None, None, "approchee", "550 (environ)"),
        (1000, None, None, "minimum", f"au moins 1{NARROW}000"),
        (None, 1000, None, "minimum", f"au moins 1{NARROW}000"),
        (None, None, 30, "maximum", "au plus 30"),
        (None, 8, 10, "intervalle", "8 à 10"),
        (24, None, None, "calculee", "24 (calculé)"),
        (24, None, None, "exacte", "24"),
    ],
)
def test_four_kinds_of_quantities_stay_different(
    value: float | None, low: float | None, high: float | None, precision: str, expected: str
) -> None:
    row = {"valeur": value, "borne_basse": low, "borne_haute": high, "precision": precision, "secret": False}
    assert wording.quantity(row) == expected
    assert wording.quantity({**row, "valeur": None, "secret": True}) == "s"


@pytest.mark.parametrize(
    ("known", "said", "narrow"),
    [
        ((141, 141, 141, False), "141", "141"),
        ((141, 141, 141, True), "environ 141", "env. 141"),
        ((130, 138, 144, False), "entre 138 et 144", "138 à 144"),
        ((130, 138, 144, True), "entre environ 138 et 144", "env. 138 à 144"),
        ((198, 198, None, False), "au moins 198", "198 et plus"),
        # No bounds are published: the sum stands alone.
        ((1207, None, None, False), f"1{NARROW}207", f"1{NARROW}207"),
        ((None, None, None, False), "nd", "nd"),
        ((0, 0, 0, False), "0", "0"),
        ((None, 8.0, float("nan"), False), "au moins 8", "8 et plus"),
    ],
)
def test_a_total_is_said_as_surely_as_it_is_known(known: tuple[Any, ...], said: str, narrow: str) -> None:
    assert wording.total(*known) == said
    assert wording.narrow_total(*known) == narrow


def test_a_minimum_that_is_approximate_is_not_said_twice() -> None:
    assert wording.total(None, 21873, None, True) == f"au moins 21{NARROW}873 (environ)"


def test_what_was_added_up_as_bounds_is_told_with_what_is_certain() -> None:
    assert wording.bounds_told(141, 141, 0) == ""
    assert wording.bounds_told(138, 144, 1) == "Entre 138 et 144 : 1 dit par un minimum, un maximum ou un intervalle"
    assert wording.bounds_told(198, None, 2).startswith("Au moins 198 : 2 dits")


def test_beside_a_withheld_bound_a_total_is_told_at_least_and_why() -> None:
    assert wording.bounds_told(198, None, 0, withheld=True) == (
        "Au moins 198 : un nombre secret, au moins, est dit par des bornes"
    )
    assert wording.bounds_told(198, None, 3, withheld=True).endswith(
        "dit par des bornes ; 3 dits par un minimum, un maximum ou un intervalle"
    )


def test_amount_keeps_its_kind_too() -> None:
    row = {"montant_eur": 30.0, "borne_basse_eur": None, "borne_haute_eur": None, "precision": "approchee"}
    assert wording.amount(row) == f"30{NARROW}€ (environ)"


def test_no_line_begins_with_a_sign() -> None:
    assert wording.typographic("« Où ? » : 3 ; 4 %") == "«\u00a0Où\u202f?\u00a0»\u00a0: 3\u202f; 4\u202f%"


@pytest.mark.parametrize(
    ("name", "said"),
    [("Licence Ouverte 2.0", "Licence Ouverte 2.0"), ("ODbL 1.0", "licence ODbL 1.0"), (None, "licence nd")],
)
def test_the_word_licence_is_said_once(name: str | None, said: str) -> None:
    assert wording.licence(name) == said


def test_a_range_that_is_one_figure_is_one_figure() -> None:
    assert wording.bounded(None, 110, 110, "intervalle") == "110"
    assert wording.bounded(None, 8, 10, "intervalle") == "8 à 10"


def test_the_day_of_a_moment_is_that_of_paris() -> None:
    late = datetime(2026, 11, 26, 23, 30)
    assert wording.local_day(late) == "27/11/2026"
    assert wording.moment(late) == "27/11/2026 à 00:30"
    assert wording.local_day(None) == "nd"
