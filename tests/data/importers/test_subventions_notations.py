"""Grant files with a known truth, in every notation, one at a time and mixed: no kept amount is wrong, and a column in
one notation that proves itself loses none."""

import random
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import cast

import pyarrow as pa
import pytest

from data.batch import Row
from data.importers.subventions.reader import read

Notation = Callable[[Decimal], str]


def _grouped(thousands: str, decimal: str, cents: bool = True) -> Notation:
    def write(amount: Decimal) -> str:
        whole, _, tail = f"{amount:,.2f}".partition(".")
        shown = whole.replace(",", thousands)
        return f"{shown}{decimal}{tail}" if cents and tail != "00" else shown

    return write


def _always(thousands: str, decimal: str) -> Notation:
    return lambda amount: f"{amount:,.2f}".replace(",", "T").replace(".", decimal).replace("T", thousands)


def _with(before: str, after: str, inner: Notation) -> Notation:
    return lambda amount: f"{before}{inner(amount)}{after}"


NOTATIONS: dict[str, Notation] = {
    "française": _grouped(" ", ","),
    "française insécable": _grouped("\u00a0", ","),
    "française fine": _always("\u202f", ","),
    "française serrée": _grouped("", ","),
    "américaine": _grouped(",", "."),
    "américaine à centimes": _always(",", "."),
    "suisse": _grouped("'", "."),
    "suisse typographique": _always("\u2019", "."),
    "allemande": _grouped(".", ","),
    "allemande à centimes": _always(".", ","),
    "ISO": _grouped("", "."),
    "ISO à centimes": _always("", "."),
    "en euros": _with("", " €", _grouped(" ", ",")),
    "euro devant": _with("€ ", "", _grouped(",", ".")),
    "EUR": _with("", "\u00a0EUR", _always(".", ",")),
}
# One notation only, of which enough cells prove what the others are.
LINES = 40


def amount_of(chance: random.Random) -> Decimal:
    """From one to a million euros, whole half of the time, round often."""
    value = chance.choice([chance.randint(1, 999), chance.randint(1000, 99_999), chance.randint(100_000, 3_000_000)])
    if chance.random() < 0.3:
        value = max(value // 500 * 500, 500)
    return Decimal(value) + (Decimal(chance.randint(1, 99)) / 100 if chance.random() < 0.5 else 0)


def kept(tmp_path: Path, written: list[str]) -> dict[int, Decimal]:
    """Rank of a line → its amount, for those kept."""
    text = "attribuant;beneficiaire;objet;montant\n" + "".join(
        f"D;Association {rank};objet {rank};{cell}\n" for rank, cell in enumerate(written)
    )
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    table = read([tmp_path / "a.csv"]).rows["subventions"]
    assert isinstance(table, pa.Table)
    return {row["ligne"] - 2: row["montant_eur"] for row in cast(list[Row], table.to_pylist())}


@pytest.mark.parametrize("name", NOTATIONS)
def test_a_column_in_one_notation_is_read_whole(tmp_path: Path, name: str) -> None:
    chance = random.Random(name)
    for _ in range(10):
        truth = [amount_of(chance) for _ in range(LINES)]
        found = kept(tmp_path, [NOTATIONS[name](amount) for amount in truth])
        assert sum(found.values()) == sum(truth)


@pytest.mark.parametrize("seed", range(10))
def test_no_amount_of_mixed_notations_is_wrong(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    count = 0
    for _ in range(10):
        chosen = chance.sample(list(NOTATIONS.values()), chance.randint(2, 5))
        truth = [amount_of(chance) for _ in range(chance.choice([2, 5, LINES]))]
        found = kept(tmp_path, [chance.choice(chosen)(amount) for amount in truth])
        assert sum(found.values()) == sum(truth[rank] for rank in found)
        assert {rank: truth[rank] for rank in found} == found
        count += len(found)
    assert count > 50


def test_small_columns_are_right_or_refused(tmp_path: Path) -> None:
    """Two or three lines prove little: what is kept is right all the same."""
    chance = random.Random("petites")
    for _ in range(100):
        write = chance.choice(list(NOTATIONS.values()))
        truth = [amount_of(chance) for _ in range(chance.randint(1, 3))]
        found = kept(tmp_path, [write(amount) for amount in truth])
        assert found == {rank: truth[rank] for rank in found}
