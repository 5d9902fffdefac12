"""Grants that nothing dates, in the files of one giver: one is there already in a file of the same name only."""

from pathlib import Path

from data import store
from data.loading.load import load
from data.report import Report
from tests.small.people import KEEPER

HEAD = "Attribuant;Bénéficiaire;Objet;Montant"
ONE, TWO, THREE = "Ville;Asso A;Fête;100", "Ville;Asso B;Jardin;20", "Ville;Asso C;Sport;3"


def sent(path: Path, name: str, *lines: str) -> Report:
    file = path.parent / name
    file.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    report = load(KEEPER, "subventions", [file], path)
    assert report.etat == "chargee", report.as_text()
    return report


def alike(report: Report) -> list[tuple[str, int | None]]:
    return [(doubt.fichier, doubt.ligne) for doubt in report.douteux if "mot pour mot semblable" in doubt.raison]


def amounts(path: Path) -> list[int]:
    return [amount for (amount,) in store.ask_facts(path, "SELECT montant_eur::INTEGER FROM subventions ORDER BY 1")]


def test_a_line_of_another_file_of_one_giver_counts_and_is_a_doubt(fresh_store: Path) -> None:
    first = sent(fresh_store, "a.csv", ONE, TWO)
    other = sent(fresh_store, "b.csv", ONE, THREE)
    titles = store.ask_facts(fresh_store, "SELECT DISTINCT titre FROM sources WHERE format = 'subventions'")
    assert titles == [("Subventions : Ville",)]
    assert (other.gardees, other.rejets, alike(other)) == (2, [], [("b.csv", 2)])
    assert any(f"« {first.source} »" in doubt.raison for doubt in other.douteux)
    assert amounts(fresh_store) == [3, 20, 100, 100]


def test_a_line_of_the_same_file_sent_again_is_there_already(fresh_store: Path) -> None:
    """With what another file of the giver said in between: each file knows its own lines."""
    first = sent(fresh_store, "a.csv", ONE, TWO)
    sent(fresh_store, "b.csv", ONE)
    again = sent(fresh_store, "a.csv", ONE, TWO, THREE)
    assert (again.gardees, alike(again)) == (1, [])
    known = [(reject.ligne, f"mot pour mot, dans « {first.source} »" in reject.raison) for reject in again.rejets]
    assert known == [(2, True), (3, True)]
    assert amounts(fresh_store) == [3, 20, 100, 100]
