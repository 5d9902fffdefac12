"""The French number reader: one reading or none."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reading.numbers import parse_amount, parse_number, parse_words, spell

SPACES = st.sampled_from([" ", "\u00a0", "\u202f", "\u2009"])


def french(value: Decimal, space: str) -> str:
    """The French writing of a number: thousands cut by ``space``, decimal comma."""
    return f"{value:,f}".replace(",", space).replace(".", ",")


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2), SPACES)
def test_round_trip(value: Decimal, space: str) -> None:
    assert parse_number(french(value, space)) == value


@given(st.integers(min_value=0, max_value=9999))
def test_words_round_trip(number: int) -> None:
    assert parse_words(spell(number)) == number


@given(st.text(max_size=30))
def test_never_another_error(text: str) -> None:
    for read in (parse_number, parse_amount, parse_words):
        try:
            read(text)
        except ValueError as error:
            assert "«" in str(error)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 234,5", "1234.5"),
        ("20620,50", "20620.50"),
        ("1.234,56", "1234.56"),
        ("12.5", "12.5"),
        ("1.234.567", "1234567"),
        ("-3", "-3"),
    ],
)
def test_readings(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["1.234", "12 34", "1 2345", "1,2,3", "1,234.5", "douze", "12a", "٣", "½"])
def test_refused(text: str) -> None:
    with pytest.raises(ValueError, match="«"):
        parse_number(text)


def test_empty_is_not_invalid() -> None:
    assert parse_number("  \u00a0") is None
    assert parse_amount("") is None
    assert parse_words(" ") is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("72 373€", "72373"), ("1 050,50 €", "1050.50"), ("3 000 euros", "3000"), ("1,5 k€", "1500"), ("12 EUR", "12")],
)
def test_amounts(text: str, value: str) -> None:
    assert parse_amount(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [("vingt et une", 21), ("soixante et onze", 71), ("quatre-vingts", 80), ("deux cent trois", 203), ("mille", 1000)],
)
def test_words(text: str, value: int) -> None:
    assert parse_words(text) == value


@pytest.mark.parametrize("text", ["deux trois", "une dizaine", "cent mille", "€"])
def test_words_refused(text: str) -> None:
    with pytest.raises(ValueError, match="en lettres"):
        parse_words(text)
