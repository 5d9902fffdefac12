"""The reference day in words, and the warning when it is old."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dashboard.frame import reference
from dashboard.frame.scope import Closing, Dataset, Scope
from data import days
from tests.tools.pages import NO_COPY

DAY = date(2025, 12, 31)


def test_a_day_is_said_with_what_it_is() -> None:
    assert reference.on(DAY) == "au 31/12/2025, dernier jour connu"
    assert reference.after(DAY) == "qui suivent le 31/12/2025, dernier jour connu"
    assert reference.place("Allier (03)", DAY) == "Allier (03), au 31/12/2025, dernier jour connu"
    assert (reference.on(None), reference.after(None)) == ("à un jour inconnu", "qui suivent un jour inconnu")


@pytest.mark.parametrize(
    ("today", "warned"), [(date(2025, 12, 31), False), (date(2026, 12, 31), False), (date(2027, 1, 1), True)]
)
def test_more_than_a_year_ago_is_warned_of(today: date, warned: bool) -> None:
    said = reference.old(DAY, today)
    assert bool(said) is warned
    assert not warned or said.startswith("Le dernier jour connu est le 31/12/2025, il y a plus d'un an")


def test_no_day_no_warning() -> None:
    assert reference.place("Allier (03)", None) == "Allier (03)"
    assert reference.counted(None).startswith("Aucun fait n'est daté")
    assert reference.old(None, DAY) == ""


def test_figures_of_a_closed_session_are_as_old_as_they_were_then() -> None:
    held = Scope(Dataset("reel", "", Path()), NO_COPY, closing=Closing("comite", "Comité", date(2026, 1, 5)))
    assert reference.old(DAY, held.seen_on) == ""
    assert reference.old(DAY, replace(held, closing=None).seen_on) == reference.old(DAY, days.today())
