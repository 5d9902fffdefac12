"""Each rule of the contract has its French words, and nobody reads SQL."""

import re
from pathlib import Path

import pytest

from data import rule_words, store
from data.loading import staging
from data.loading.load import load
from data.loading.undo import undo
from data.report import Report
from queries import ask
from queries.copy import reading
from queries.tables import records
from tests.small.facts import SMALL, write_folder
from tests.small.people import KEEPER


def checks() -> list[str]:
    with store.memory() as root:
        root.execute(store.CONTRACT.read_text(encoding="utf-8"))
        rows = root.execute(
            "SELECT DISTINCT expression FROM duckdb_constraints() WHERE constraint_type = 'CHECK' ORDER BY ALL"
        ).fetchall()
    return [expression for (expression,) in rows]


@pytest.mark.parametrize("expression", checks())
def test_each_rule_has_french_words(expression: str) -> None:
    words = rule_words.of(expression)
    assert not re.search(r"CHECK|NULL|BETWEEN|trim\(|::|\bAND\b|\bNOT\b", words)


def refused(report: Report) -> list[tuple[int | None, str | None, str | None, str]]:
    assert report.etat == "refusee", report.as_text()
    assert not re.search(r"CHECK|IS NULL|BETWEEN|main\.", report.as_text())
    return [(reject.ligne, reject.colonne, reject.valeur, reject.raison) for reject in report.rejets]


def action(**said: str) -> dict[str, str]:
    return {
        "ref": "sans-fin",
        "titre": "Action sans fin connue",
        "structure_id": "centre-social-des-coteaux-03",
        "structure": "Centre social des Coteaux",
        "code_departement": "03",
        "date_debut": "2024-03-01",
        "date_debut_precision": "jour",
        "date_fin_precision": "inconnue",
        **said,
    }


def load_actions(path: Path, folder: Path, *actions: dict[str, str]) -> Report:
    write_folder(folder, {"structures": SMALL["structures"], "actions": actions})
    return load(KEEPER, "faits", sorted(folder.iterdir()), path)


@pytest.mark.parametrize("day", ["9999-12-31", "1895-01-01"])
def test_a_date_of_an_absurd_year_is_refused_with_its_line(fresh_store: Path, tmp_path: Path, day: str) -> None:
    said = {"date_fin": day, "date_fin_precision": "jour", "date_debut": "", "date_debut_precision": "inconnue"}
    (reject,) = refused(load_actions(fresh_store, tmp_path / "f", action(**said)))
    assert reject[:3] == (2, "date_fin", day)
    assert reject[3].startswith("année hors de 1900 à 2100 : corrigez la date ; sans date connue, laissez la case vide")


def test_every_row_that_breaks_a_rule_is_listed(fresh_store: Path, tmp_path: Path) -> None:
    wrong = [
        action(ref=f"a{number}", titre=f"Action {number}", date_fin="2020-01-01", date_fin_precision="jour")
        for number in range(250)
    ]
    rejects = refused(load_actions(fresh_store, tmp_path / "f", *wrong))
    assert len(rejects) == 250
    assert rejects[-1] == (
        251,
        "date_fin, date_debut",
        "date_fin = 2020-01-01, date_debut = 2024-03-01",
        "la fin est avant le début",
    )


def test_a_precision_without_its_date_is_told_in_words(fresh_store: Path, tmp_path: Path) -> None:
    (reject,) = refused(load_actions(fresh_store, tmp_path / "f", action(date_fin_precision="jour")))
    assert reject[3] == "une date vide et la précision « inconnue » vont ensemble"


def test_a_store_that_holds_an_absurd_date_already_opens_and_lets_it_go(
    fresh_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Loaded under a contract that did not bound years, as older versions did."""
    loose = tmp_path / "contract.sql"
    text = store.CONTRACT.read_text(encoding="utf-8")
    loose.write_text(re.sub(r" CHECK \(year\(\w+\) BETWEEN 1900 AND 2100\)", "", text), encoding="utf-8")
    with monkeypatch.context() as older:
        older.setattr(staging, "CONTRACT", loose)
        report = load_actions(fresh_store, tmp_path / "f", action(date_fin="9999-12-31", date_fin_precision="jour"))
    assert report.etat == "chargee", report.as_text()
    with reading.reader(fresh_store) as root:
        years = {row["annee"] for row in records(ask(root, "annees", departement="03"))}
    assert years == {2024}
    assert report.source is not None
    undo(KEEPER, fresh_store, report.source)
    with reading.reader(fresh_store) as root:
        assert records(ask(root, "actions")) == []
