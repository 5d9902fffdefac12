"""Numbers, amounts and plurals of sentences have one writer, which each part of the product calls."""

import re
from decimal import Decimal

import pytest

from data import french
from tests import ROOT

# What is counted in sentences that are only said of several, or of what is over a limit.
SEVERAL = (
    "text", "line.texte", "places.merged", "ranks", "members", "known", "found.candidates", "parts", "counted",
    "tested", "outlines", "outlines.by_code", "rows", "self.counts", "lot.rows", "said.liens", "points",
    "here", "cells",
)  # fmt: skip
COUNTED = re.compile(r"\{[^{}']*len\(([\w.]+)\)[^{}']*\} (?!sans\b)[a-zéèêà]{2,}s\b")


@pytest.mark.parametrize(
    ("written", "right"),
    [
        (french.number(1e308), "100" + "\u202f000" * 102),
        (french.number(1155), "1\u202f155"), (french.number(12.5, 1), "12,5"), (french.number(-0.2), "0"),
        (french.euros(6160), "6\u202f160\u202f€"), (french.euros(Decimal("12.5")), "12,50\u202f€"),
        (french.euros(0, cents=True), "0,00\u202f€"), (french.euros(-3), "\u22123\u202f€"),
        (french.plural(0, "constat"), "0 constat"), (french.plural(1, "constat"), "1 constat"),
        (french.plural(2, "constat"), "2 constats"), (french.plural(1200, "an"), "1\u202f200 ans"),
        (french.sentence("bassin de Vichy"), "Bassin de Vichy"), (french.sentence("taux RSA"), "Taux RSA"),
        (french.sentence(""), ""),
        # A bound that a figure is not is not what is written of it.
        (french.apart(10.004, (10,)), "10,004"), (french.apart(9.97, (10,), 1), "9,97"),
        (french.apart(10, (10,)), "10"), (french.apart(10.3, (10,)), "10,3"), (french.apart(12.3, (10,)), "12"),
        (french.percent(0.504, bounds=(50,)), "50,4\u202f%"), (french.percent(0.5, bounds=(50,)), "50\u202f%"),
        (french.percent(0.9996), "99,96\u202f%"), (french.percent(0.0004), "0,04\u202f%"),
    ],
)  # fmt: skip
def test_a_figure_of_a_sentence(written: str, right: str) -> None:
    assert written == right


def sources() -> list[tuple[str, str]]:
    """(file, line) of the code of the product."""
    folders = ("geo", "data", "queries", "dashboard")
    files = (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    return [(path.name, line) for path in files for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_count_that_may_be_one_has_its_plural_from_the_one_helper() -> None:
    found = [(seen[1], f"{file}: {line.strip()}") for file, line in sources() if (seen := COUNTED.search(line))]
    assert [said for counted, said in found if counted not in SEVERAL] == []
    assert found


def test_no_other_code_puts_spaces_in_a_number() -> None:
    assert [
        f"{file}: {line.strip()}" for file, line in sources() if re.search(r"(?<!\{)\{\w+:,(?:\.\d+f)?\}", line)
    ] == ['french.py: return f"{rounded:,}".replace(",", NARROW).replace(".", ",")']


@pytest.mark.parametrize(
    ("first", "second", "decimals", "written"),
    [(55.34, 53.48, 1, 1.8), (1.094, 0.856, 2, 0.23), (63.94, 63.96, 1, -0.1), (2.5, 1.5, 0, 1.0)],
)
def test_a_difference_is_that_of_the_figures_as_written(
    first: float, second: float, decimals: int, written: float
) -> None:
    """55,3 − 53,5 ; 1,09 − 0,86 ; 63,9 − 64 ; 3 − 2."""
    assert french.difference(first, second, decimals) == written
