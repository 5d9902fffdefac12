"""The worked example of ``docs/secrecy.md``: the real code withholds what its tables say, and tells what they say.

In the tables « 2 (s) » is a count of two that is withheld. The last section of the page says that the reading « Fête 8,
Bal 2 » would have withheld otherwise: it is loaded as a third year.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import duckdb
import numpy as np
import pytest
from scipy.optimize import linprog

from queries.copy import reading
from queries.copy.secrecy.tables import protect
from tests import ROOT
from tests.small.facts import SMALL, filled

PAGE = (ROOT / "docs" / "secrecy.md").read_text(encoding="utf-8")
YEARS = (2019, 2020)
OTHER_READING = 2021


class Count(NamedTuple):
    """A number of the page, and whether it is withheld."""

    value: int
    withheld: bool


def rows(heading: str) -> list[list[str]]:
    """The cells of every table under a heading, heads and rules left out."""
    (section,) = re.findall(rf"^### {heading}\n(.*?)(?=^#)", PAGE, re.MULTILINE | re.DOTALL)
    lines = [line for line in section.splitlines() if line.startswith("|") and not line.startswith("|---")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [line for line in cells if any(re.match(r"\d", cell) for cell in line[1:])]


def count(cell: str) -> Count:
    return Count(int(cell.removesuffix(" (s)")), cell.endswith("(s)"))


def heading(year: int) -> str:
    titles: list[str] = re.findall(r"^### (.*)$", PAGE, re.MULTILINE)
    return next(title for title in titles if title.endswith(f", {year}"))


def leaves(year: int) -> dict[str, tuple[str, Count, str]]:
    """Action → commune, count, what it can be."""
    four = [row for row in rows(heading(year)) if len(row) == 4]
    return {action: (place.split()[-1], count(cell), can_be) for place, action, cell, can_be in four}


def sums(year: int) -> dict[tuple[str, ...], Count]:
    """(Level, territory) → sum."""
    return {tuple(row[0].split()): count(row[1]) for row in rows(heading(year)) if len(row) == 2}


@pytest.fixture(scope="module")
def example(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    counted = {year: {action: cell.value for action, (_, cell, _) in leaves(year).items()} for year in YEARS}
    counted[OTHER_READING] = {**counted[YEARS[1]], "Fête": 8, "Bal": 2}
    facts = {
        "structures": SMALL["structures"],
        "actions": [{**SMALL["actions"][0], "ref": action, "titre": action} for action in leaves(YEARS[0])],
        "actions_lieux": [
            {"action_id": action, "role": "lieu", "code_commune": place, "precision": "declaree"}
            for action, (place, *_) in leaves(YEARS[0]).items()
        ],
        "mesures": [
            {"sujet_type": "action", "sujet_id": action, "grandeur": "benevoles", "annee": str(year),
             "valeur": str(value), "precision": "exacte", "etat": "validee"}
            for year, values in counted.items() for action, value in values.items()
        ],
    }  # fmt: skip
    with reading.reader(filled(reference_store, tmp_path_factory.mktemp("exemple"), facts)) as root:
        yield root


def published(root: duckdb.DuckDBPyConnection, year: int) -> dict[str, float | None]:
    """Action → what is published of its count; None: withheld."""
    sql = "SELECT titre, valeur, secret FROM mesures_publiees JOIN actions ON action_id = sujet_id WHERE annee = ?"
    found = root.execute(sql, [year]).fetchall()
    assert all((value is None) == secret for _, value, secret in found)
    return {title: value for title, value, _ in found}


@pytest.mark.parametrize("year", YEARS)
def test_leaves_are_withheld_as_told(example: duckdb.DuckDBPyConnection, year: int) -> None:
    told = {action: None if cell.withheld else cell.value for action, (_, cell, _) in leaves(year).items()}
    assert len(told) == 6
    assert published(example, year) == told


@pytest.mark.parametrize("year", YEARS)
def test_sums_are_withheld_as_told(example: duckdb.DuckDBPyConnection, year: int) -> None:
    found = {
        (level, territory): (value, secret)
        for level, territory, value, secret in example.execute(
            "SELECT niveau, territoire, valeur, secret FROM effectifs WHERE grandeur = 'benevoles' AND annee = ?",
            [year],
        ).fetchall()
    }
    assert found == {
        place: (None if cell.withheld else cell.value, cell.withheld) for place, cell in sums(year).items()
    }


@pytest.mark.parametrize("year", YEARS)
def test_sums_told_are_those_of_their_leaves(example: duckdb.DuckDBPyConnection, year: int) -> None:
    expected: dict[tuple[str, ...], int] = defaultdict(int)
    for commune, cell, _ in leaves(year).values():
        sql = "SELECT niveau, territoire FROM territoires_communes WHERE code_commune = ?"
        for level, territory in example.execute(sql, [commune]).fetchall():
            expected[level, territory] += cell.value
    assert {place: cell.value for place, cell in sums(year).items()} == expected


@pytest.mark.parametrize("year", YEARS)
def test_what_can_be_deduced_is_what_is_told(example: duckdb.DuckDBPyConnection, year: int) -> None:
    hidden = {action: can_be for action, (_, cell, can_be) in leaves(year).items() if cell.withheld}
    unknown = list(hidden)
    equations, values = [], []
    for (level, territory), total in sums(year).items():
        if total.withheld:
            continue
        inside = example.execute(
            "SELECT titre FROM sujets JOIN sujets_territoires USING (sujet_type, sujet_id) "
            "WHERE niveau = ? AND territoire = ?",
            [level, territory],
        ).fetchall()
        titles = {title for (title,) in inside}
        told = sum(
            cell.value for action, (_, cell, _) in leaves(year).items() if action in titles and not cell.withheld
        )
        equations.append([float(action in titles) for action in unknown])
        values.append(total.value - told)
    for number, action in enumerate(unknown):
        direction = np.eye(len(unknown))[number]
        ends = [
            linprog(sign * direction, A_eq=equations, b_eq=values, bounds=[(1, None)] * len(unknown)).fun
            for sign in (1, -1)
        ]
        assert f"{ends[0]:.0f} to {-ends[1]:.0f}" == hidden[action]


def test_another_reading_would_have_withheld_otherwise(example: duckdb.DuckDBPyConnection) -> None:
    found = published(example, OTHER_READING)
    assert (found["Fête"], found["Ciné"], found["Bal"]) == (8, None, None)


def test_attendance_is_withheld_as_told() -> None:
    table = [[count(cell) for cell in row[1:]] for row in rows("Sessions")]
    values = np.array([[cell.value for cell in line] for line in table], float)
    cells = values[:-1, :-1]
    assert (cells.sum(1) == values[:-1, -1]).all()
    assert (cells.sum(0) == values[-1, :-1]).all()
    assert cells.sum() == values[-1, -1]
    found = protect(cells, 3)
    withheld = np.block([[found.cells, found.rows[:, None]], [found.columns, np.array([found.total])]])
    assert withheld.tolist() == [[cell.withheld for cell in line] for line in table]
