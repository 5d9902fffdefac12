"""A file that left out what another one held: told before that one is undone, and brought back by loading it again."""

from pathlib import Path

from data import store
from data.command_history import said
from data.consequences import consequences
from data.loading.load import load
from data.loading.undo import undo
from data.report import Report
from tests.small.people import KEEPER

HEAD = "Attribuant;Bénéficiaire;Objet;Date de convention;Référence;Montant"
ONE = "Ville;Asso A;Fête;2021-03-01;D-1;100"
TWO = "Ville;Asso B;Jardin;2021-03-02;D-2;200"
THREE = "Ville;Asso C;Sport;2021-03-03;D-3;300"


def sent(path: Path, name: str, *lines: str) -> Report:
    file = path.parent / name
    file.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    return load(KEEPER, "subventions", [file], path)


def amounts(path: Path) -> list[int]:
    return [amount for (amount,) in store.ask_facts(path, "SELECT montant_eur::INTEGER FROM subventions ORDER BY 1")]


def test_lines_left_out_come_back_when_their_file_is_loaded_again(fresh_store: Path) -> None:
    first = sent(fresh_store, "a.csv", ONE, TWO)
    assert first.etat == "chargee", first.as_text()
    second = sent(fresh_store, "b.csv", ONE, TWO, THREE)
    assert (second.etat, second.gardees) == ("chargee", 1), second.as_text()
    told = consequences(fresh_store, str(first.source))
    assert told.leaning == {second.source: 2}
    assert any("(2 lignes « déjà là, non reprises »)" in line and str(second.source) in line for line in said(told))
    # While what it leans on is there, the same file brings nothing.
    assert "octet près" in sent(fresh_store, "b.csv", ONE, TWO, THREE).as_text()
    undo(KEEPER, fresh_store, str(first.source))
    assert amounts(fresh_store) == [300]
    again = sent(fresh_store, "b.csv", ONE, TWO, THREE)
    assert (again.etat, again.gardees) == ("chargee", 2), again.as_text()
    assert amounts(fresh_store) == [100, 200, 300]
    assert sent(fresh_store, "b.csv", ONE, TWO, THREE).etat == "deja_chargee"


def test_what_a_load_refused_never_counted(fresh_store: Path) -> None:
    """Of three lines one has no amount that can be read: two count, two would no longer, and one is « refusée »."""
    report = sent(fresh_store, "a.csv", ONE, TWO, "Ville;Asso C;Sport;2021-03-03;D-3;cent")
    assert "3 lues, 2 gardées, 1 refusée." in report.message
    assert consequences(fresh_store, str(report.source)).rows == {"subventions": 2}
