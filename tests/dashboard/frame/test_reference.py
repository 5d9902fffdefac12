"""The reference day in words, and the warning when it is old."""

from datetime import date

import pytest

from dashboard.frame import reference
from data import days

DAY = date(2025, 12, 31)


def test_a_day_is_said_with_what_it_is() -> None:
    assert reference.on(DAY) == "au 31/12/2025, dernier jour connu"
    assert reference.after(DAY) == "qui suivent le 31/12/2025, dernier jour connu"
    assert (reference.on(None), reference.after(None)) == ("à un jour inconnu", "qui suivent un jour inconnu")


@pytest.mark.parametrize(
    ("today", "warned"), [(date(2025, 12, 31), False), (date(2026, 12, 31), False), (date(2027, 1, 1), True)]
)
def test_more_than_a_year_ago_is_warned_of(monkeypatch: pytest.MonkeyPatch, today: date, warned: bool) -> None:
    monkeypatch.setattr(days, "today", lambda: today)
    said = reference.old(DAY)
    assert bool(said) is warned
    assert not warned or said.startswith("Le dernier jour connu est le 31/12/2025, il y a plus d'un an")


def test_no_day_no_warning() -> None:
    assert reference.old(None) == ""
