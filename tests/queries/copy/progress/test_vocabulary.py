"""Words that are decided in one place and written again in SQL: both say the same."""

import re

import pytest

from data.store import CONTRACT
from queries.copy.indicators.entry import NATURES
from queries.copy.indicators.rules import STATUSES
from queries.copy.indicators.values import HERE
from queries.copy.progress.aptitude import APTITUDES
from queries.copy.progress.verdicts import VERDICTS
from queries.french import NOT_SIGNIFICANT, POINTLESS, PROVISIONAL, SECRET, UNKNOWN
from queries.header import names, question


def told(name: str, column: str) -> list[str]:
    """The values that the header of a question announces for a column."""
    listed = re.sub(r"^\w+ : | \([^)]*\)", "", question(name).meanings[column])
    return re.split(r", | ou ", listed)


def test_verdicts_are_those_that_the_question_announces() -> None:
    assert told("progres_indicateurs", "verdict") == list(VERDICTS)


def test_aptitudes_are_those_that_the_question_announces() -> None:
    assert told("aptitude_indicateurs", "verdict") == list(APTITUDES)


@pytest.mark.parametrize("name", [name for name in names() if "raison" in question(name).returns])
def test_statuses_are_those_that_the_questions_announce(name: str) -> None:
    if "statut" in question(name).returns:
        assert sorted(told(name, "statut")) == sorted(set(STATUSES.values()))


def test_marks_are_those_that_a_fact_may_bear() -> None:
    (listed,) = re.findall(r"marque IN \(([^)]+)\)", CONTRACT.read_text(encoding="utf-8"))
    # « r », revised, is said of a figure that is there.
    assert set(re.findall(r"'([^']+)'", listed)) == {UNKNOWN, SECRET, NOT_SIGNIFICANT, POINTLESS, PROVISIONAL, "r"}


def test_natures_of_facts_are_those_that_sources_are_told_of() -> None:
    _, _, told_of = (HERE / "sources.sql").read_text(encoding="utf-8").partition("sujets_annees AS (")
    assert set(re.findall(r"SELECT '(\w+)'", told_of)) == set(NATURES)
