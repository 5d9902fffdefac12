"""Roles that take turns on one store, each in a process of its own: none reads the copy of another."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from queries.copy import reading
from tests import ROOT
from tests.small.facts import SMALL, load_rows

# Two volunteers are fewer than are told to readers.
FEW = {"sujet_type": "action", "sujet_id": "cafe", "grandeur": "benevoles", "valeur": "2", "annee": "2021",
       "precision": "exacte", "etat": "validee"}  # fmt: skip


@pytest.fixture(scope="module")
def store(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("roles")
    path = Path(shutil.copytree(reference_store, folder / "magasin", ignore=shutil.ignore_patterns(reading.READING)))
    report = load_rows(path, folder / "essai", {**SMALL, "mesures": [FEW]})
    assert report.exit_code == 0, report.as_text()
    return path


def volunteers(path: Path, role: str) -> tuple[float | None, bool]:
    """(value, whether it is withheld) of the only count, as a command of that role prints it."""
    ended = subprocess.run(
        [sys.executable, "-m", "queries", "mesures", "--store", str(path), "--json"],
        cwd=ROOT, env={**os.environ, "OBSERVATOIRE_ROLE": role},
        capture_output=True, text=True, check=True, timeout=600,
    )  # fmt: skip
    (row,) = json.loads(ended.stdout)
    return row["valeur"], row["secret"]


def test_each_role_reads_its_own_copy_and_figures_are_masked_again(store: Path) -> None:
    turns = [volunteers(store, role) for role in ("lecture", "administration", "lecture", "administration")]
    assert turns == [(None, True), (2, False), (None, True), (2, False)]
    assert len(list((store / reading.READING).glob("*.duckdb"))) == 2
