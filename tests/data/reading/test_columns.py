"""One cell is never read alone: what a column proves of its numbers, dates and years, by hand."""

from datetime import date
from decimal import Decimal

import pytest

from data.importers.subventions import cells
from data.reading import columns
from data.reading.workbook import Formatted


def euros(*cells: object) -> list[Decimal | str | None]:
    """Each cell as euros, or « ? » where it is refused."""
    read = columns.numbers(cells, decimals=2)
    found: list[Decimal | str | None] = []
    for cell in cells:
        try:
            found.append(read.amount(cell))
        except ValueError:
            found.append("?")
    return found


@pytest.mark.parametrize(
    ("cells", "right"),
    [
        (("12,500", "800,000", "1,250"), [12500, 800000, 1250]),
        (("12.500", "800.000", "1.250"), [12500, 800000, 1250]),
        (("12,500 €", "$", "950"), ["?", "?", 950]),
        (("1,234.56", "12,500"), ["1234.56", 12500]),
        (("1,234,567", "12,500", "3000"), [1234567, 12500, 3000]),
        (("1.234,56", "12.500"), ["1234.56", 12500]),
        (("12,50", "1.250"), ["12.50", 1250]),
        (("12.50", "1,250"), ["12.50", 1250]),
        (("1'234.50", "12,500"), ["1234.50", 12500]),
        (("1250,500", "12,500"), ["1250.5", "12.5"]),
        (("12,500", "0,500"), ["12.5", "0.5"]),
        (("€ 1 250,50", "1\u202f250 EUR", 12.5), ["1250.50", 1250, "12.5"]),
        # What the column does not prove.
        (("12,500",), ["?"]),
        (("1.250", "10"), ["?", 10]),
        (("12,500", "800,000", "3000"), ["?", "?", 3000]),
        (("12,500", "800,000", "1 250"), ["?", "?", 1250]),
        (("12,500", "12,50"), ["?", "12.50"]),
        (("12.500", "12.50"), ["?", "12.50"]),
        (("12,500", "1,250", "1.250"), ["?", "?", "?"]),
        (("12,5", "12.5", "1,250", "1.250"), ["12.5", "12.5", "?", "?"]),
        (("1,234,567", "1.250"), [1234567, "?"]),
        (("1,234,567", "1.234.567", "12,500"), [1234567, 1234567, "?"]),
    ],
)
def test_euros_take_the_notation_that_the_column_proves(cells: tuple[object, ...], right: list[object]) -> None:
    assert euros(*cells) == [value if value == "?" else Decimal(str(value)) for value in right]


def test_counts_have_no_decimals_and_other_numbers_may() -> None:
    assert columns.numbers(("19,762", "950", "1,204"), decimals=0).number("19,762") == 19762
    with pytest.raises(ValueError, match=r"Écrivez 19762$"):
        columns.numbers(("19,762",), decimals=0).number("19,762")
    assert columns.numbers(("12,345", "0,25123")).number("12,345") == Decimal("12.345")
    assert columns.numbers(("12.345", "1008.250")).number("12.345") == Decimal("12.345")
    assert columns.numbers(("12.345", *(f"8.{cents}" for cents in range(10, 30)))).number("12.345") == Decimal("12.345")
    for beside in ("8,250", "8,25"):  # The second may come from another file than « 12,345 ».
        with pytest.raises(ValueError, match=r"Écrivez 12345 ou 12,3450$"):
            columns.numbers(("12,345", beside)).number("12,345")


def test_thousands_that_cannot_stand_in_a_column_are_decimals() -> None:
    def percentage(number: Decimal) -> bool:
        return 0 <= number <= 100

    assert columns.numbers(("12,345",), fits=percentage).number("12,345") == Decimal("12.345")
    assert columns.numbers(("12.345",), fits=percentage).number("12.345") == Decimal("12.345")


@pytest.mark.parametrize(
    "cells", [("12,500 k€", "800,000 k€"), ("12.500 k€", "1,234.56"), ("12,500 k€", "1,234,567 €")]
)
def test_a_column_of_euros_proves_nothing_of_thousands_of_euros(cells: tuple[str, ...]) -> None:
    assert euros(*cells)[0] == "?"
    assert euros("12,5 k€", "1,25 k€") == [12500, 1250]


@pytest.mark.parametrize(
    ("cell", "right"), [(60.0, "60"), ("60.0", "60"), ("03190,00", "03190"), (" 2A004 ", "2A004"), ("", None), (7, "7")]
)
def test_a_code_has_no_decimals(cell: object, right: str | None) -> None:
    assert columns.code(cell) == right


@pytest.mark.parametrize("cell", ["1.250", "12,500", "-1.205"])
def test_the_remedy_has_one_reading(cell: str) -> None:
    with pytest.raises(ValueError, match="Écrivez") as error:
        columns.numbers((cell,), decimals=2).amount(cell)
    for written in str(error.value).partition("Écrivez ")[2].split(" ou "):
        assert columns.numbers((written,), decimals=2).amount(written) is not None


@pytest.mark.parametrize(
    ("cells", "last"),
    [
        (("03/14/2024", "05/06/2024"), date(2024, 5, 6)),
        (("14/03/2024", "05/06/2024"), date(2024, 6, 5)),
        (("14-03-2024", "05/06/2024"), date(2024, 6, 5)),
        (("05/06/2024",), None),
        (("14/03/2024", "03/14/2024", "05/06/2024"), None),
        (("06/06/2024",), date(2024, 6, 6)),
        (("05.06.2024",), date(2024, 6, 5)),
        (("5/6/2024", "2017/09/08"), date(2017, 9, 8)),
        (("03/14/2024",), date(2024, 3, 14)),
    ],
)
def test_dates_take_the_order_that_the_column_proves(cells: tuple[str, ...], last: date | None) -> None:
    read = columns.dates(cells)
    if last is None:
        with pytest.raises(ValueError, match="jour/mois ou mois/jour"):
            read.date(cells[-1])
    else:
        found = read.date(cells[-1])
        assert found is not None
        assert (found.jour, found.precision) == (last, "jour")


@pytest.mark.parametrize(
    ("cell", "right"),
    [
        ("2014", 2014),
        (2014.0, 2014),
        ("2024.0", 2024),
        ("2017/09/08", 2017),
        ("2018-04", 2018),
        ("mars 2018", 2018),
        ("Année 2024", 2024),
        ("05/06/2024", 2024),
        (date(2016, 1, 1), 2016),
        ("20240605", 2024),
        ("2 024", 2024),
        ("1\u202f998", 1998),
        ("2024-12-31T23:30:00Z", 2025),
        ("2024-12-31T23:30:00+01:00", 2024),
        ("", None),
    ],
)
def test_a_certain_year_is_never_lost(cell: object, right: int | None) -> None:
    assert columns.year(cell) == right


@pytest.mark.parametrize("cell", ["2023-2024", "20240", "24", "2024,5", 2024.5, "SEM"])
def test_what_says_no_single_year_is_refused(cell: object) -> None:
    with pytest.raises(ValueError, match="une année est attendue"):
        columns.year(cell)


@pytest.mark.parametrize("cell", ["20249999", "3 024", "20 24"])
def test_what_only_looks_like_a_year_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match=r"année est attendue|n'existe pas"):
        columns.year(cell)


@pytest.mark.parametrize(("cell", "proof"), [("15/13/2024", "2024"), ("02/30/2024", "03/14/2024")])
def test_a_refused_day_is_quoted_as_it_is_written(cell: str, proof: str) -> None:
    with pytest.raises(ValueError, match=f"« {cell} » : ce jour n'existe pas"):
        columns.dates((cell, proof)).date(cell)


@pytest.mark.parametrize(
    ("cell", "right"),
    [
        ("20240605", date(2024, 6, 5)),
        ("2024-06-05T00:00:00+02:00", date(2024, 6, 5)),
        ("2024-06-05T14:30:00", date(2024, 6, 5)),
        ("2024-12-31T23:30:00Z", date(2025, 1, 1)),
        ("2024-06-05T00:00:00.000Z", date(2024, 6, 5)),
    ],
)
def test_a_day_written_as_standards_do_is_read(cell: str, right: date) -> None:
    assert cells.day(cell, columns.dates((cell,))) == right


def test_a_number_shown_in_another_unit_is_no_amount_in_euros() -> None:
    read = columns.numbers((Formatted(0.8, "%"), 12.5))
    with pytest.raises(ValueError, match="affiche en « % »"):
        read.amount(Formatted(0.8, "%"))
    assert read.number(Formatted(0.8, "%")) == Decimal("0.8")
