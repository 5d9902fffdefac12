"""Taking a load back, and taking that back; who may; what the journal keeps."""

from pathlib import Path

import pytest

from data import store
from data.__main__ import main
from data.batch import RefusedError
from data.entering.forms import Public, Quantity
from data.loading.load import load
from data.loading.undo import restore, undo
from data.settings import ROOT
from tests.small import facts as small
from tests.small.entered import CAFE, JARDINS, corrected
from tests.small.facts import SMALL, write_folder
from tests.small.people import CHIEF, KEEPER, OTHER, READER

FICHES = ROOT / "tests" / "fiches"


@pytest.fixture
def source(fresh_store: Path) -> str:
    report = load(KEEPER, "fiches", [FICHES / "03.txt"], fresh_store)
    assert report.source is not None
    return report.source


def facts(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every fact of the store, but for its history."""
    asked = "SELECT * FROM lake.{} WHERE source NOT LIKE 'references%' ORDER BY ALL"
    with store.open_lake(path, read_only=True) as root:
        return {
            table: root.execute(asked.format(table)).fetchall()
            for table in store.contract_tables()
            if table not in ("ecritures", "sources")
        }


def journal(path: Path) -> list[tuple[object, ...]]:
    asked = "SELECT geste, auteur, role, source, lignes, motif FROM ecritures ORDER BY ecrite_le, lignes NULLS LAST"
    return store.ask_facts(path, asked, [])


def test_an_undone_load_is_restored_as_it_was(fresh_store: Path, source: str) -> None:
    before = facts(fresh_store)
    undo(KEEPER, fresh_store, source, "mauvais fichier")
    assert facts(fresh_store) != before
    told = restore(KEEPER, fresh_store, source, "le bon, finalement")
    assert told == f"La source « {source} » est rétablie : ses faits comptent de nouveau."
    assert facts(fresh_store) == before
    undo(KEEPER, fresh_store, source)
    restore(KEEPER, fresh_store, source)
    assert facts(fresh_store) == before


def test_each_write_is_one_line_of_the_journal(fresh_store: Path, source: str) -> None:
    undo(CHIEF, fresh_store, source, "mauvais fichier")
    restore(CHIEF, fresh_store, source)
    written, undone, restored = (
        next(row for row in journal(fresh_store) if row[3] == source and row[0] == kind)
        for kind in ("chargement", "annulation", "retablissement")
    )
    assert written == ("chargement", "Camille", "contribution", source, 1, None)
    # One fiche is more than one row: as many are put back as were taken out.
    assert undone[:4] == ("annulation", "Dominique", "administration", source)
    assert undone[5] == "mauvais fichier"
    assert restored == ("retablissement", "Dominique", "administration", source, undone[4], None)
    assert isinstance(undone[4], int) and undone[4] > 1
    assert len([row for row in journal(fresh_store) if row[3] == source]) == 3


def test_a_replaced_source_is_restored_once_its_successor_is_undone(fresh_store: Path, tmp_path: Path) -> None:
    first = load(KEEPER, "faits", write_folder(tmp_path / "faits", SMALL), fresh_store)
    before = facts(fresh_store)
    changed = {**SMALL, "actions": [{**row, "titre": f"{row['titre']} bis"} for row in SMALL["actions"]]}
    second = load(KEEPER, "faits", write_folder(tmp_path / "faits", changed), fresh_store, replace=first.source)
    assert second.etat == "chargee", second.as_text()
    with pytest.raises(RefusedError, match="ne peut pas être rétablie"):
        restore(KEEPER, fresh_store, str(first.source))
    undo(KEEPER, fresh_store, str(second.source))
    restore(KEEPER, fresh_store, str(first.source))
    now = facts(fresh_store)
    del now["sources_fichiers"], before["sources_fichiers"]
    assert now == before


def test_a_correction_in_words_that_the_fiche_has_already_is_restored(reference_store: Path, tmp_path: Path) -> None:
    path = small.filled(reference_store, tmp_path, SMALL)
    # « jardin » and « famille » are in titles: the same stems come from the fiche and from its correction.
    saves = [
        corrected(path, JARDINS, mots_cles=("jardin partagé",), resume="Un jardin."),
        corrected(path, CAFE, publics=(Public("Familles"),)),
    ]
    before = facts(path)
    for save in saves:
        undo(KEEPER, path, str(save.source))
        restore(KEEPER, path, str(save.source))
    assert facts(path) == before


@pytest.mark.parametrize("since", [44, 70], ids=["the same", "another"])
def test_an_entry_answered_again_since_is_not_restored(reference_store: Path, tmp_path: Path, since: int) -> None:
    """Both would count: 44 and 44, or 44 and 70. Another year is another question."""
    path = small.filled(reference_store, tmp_path, SMALL)
    first = corrected(path, JARDINS, quantites=(Quantity("participants_distincts", 2021, "exacte", 44),))
    undo(KEEPER, path, str(first.source))
    other_year = corrected(path, JARDINS, quantites=(Quantity("participants_distincts", 2020, "exacte", 44),))
    again = corrected(path, JARDINS, quantites=(Quantity("participants_distincts", 2021, "exacte", since),))
    with pytest.raises(RefusedError, match=f"« {again.source} » répond depuis à la même question"):
        restore(KEEPER, path, str(first.source))
    undo(KEEPER, path, str(again.source))
    restore(KEEPER, path, str(first.source))
    assert other_year.source


def test_an_entry_set_aside_by_the_next_is_restored_under_it(reference_store: Path, tmp_path: Path) -> None:
    path = small.filled(reference_store, tmp_path, SMALL)
    first = corrected(path, JARDINS, quantites=(Quantity("participants_distincts", 2021, "exacte", 44),))
    corrected(path, JARDINS, quantites=(Quantity("participants_distincts", 2021, "exacte", 70),))
    before = facts(path)
    undo(KEEPER, path, str(first.source))
    restore(KEEPER, path, str(first.source))
    assert facts(path) == before


def test_the_same_content_loaded_again_forbids_it(fresh_store: Path, source: str) -> None:
    undo(KEEPER, fresh_store, source)
    again = load(KEEPER, "fiches", [FICHES / "03.txt"], fresh_store)
    with pytest.raises(RefusedError, match=f"son contenu est déjà celui de « {again.source} »"):
        restore(KEEPER, fresh_store, source)


def test_what_is_not_out_is_not_restored(fresh_store: Path, source: str) -> None:
    for name in (source, "rien"):
        with pytest.raises(RefusedError, match="Aucune source annulée ou remplacée"):
            restore(CHIEF, fresh_store, name)


def test_another_s_load_takes_the_administration(fresh_store: Path, source: str) -> None:
    said = f"qui ne permet pas de annuler « {source} », que « Camille » a chargée"
    with pytest.raises(RefusedError) as told:
        undo(OTHER, fresh_store, source)
    assert said.replace("de annuler", "d'annuler") in str(told.value)
    report = load(OTHER, "fiches", [FICHES / "04.txt"], fresh_store, replace=source)
    assert report.etat == "refusee" and "administration" in str(report.message)
    undo(CHIEF, fresh_store, source)
    with pytest.raises(RefusedError, match="administration"):
        restore(OTHER, fresh_store, source)


def test_targets_take_the_administration_whatever_the_format(fresh_store: Path, tmp_path: Path) -> None:
    target = {"indicateur": "F5", "code_departement": "03", "valeur_cible": "60", "annee_cible": "2030"}
    files = write_folder(tmp_path / "faits", {"cibles": [target]})
    refused = load(KEEPER, "faits", files, fresh_store)
    assert (refused.etat, "qui ne permet pas de fixer des cibles" in refused.message) == ("refusee", True)
    loaded = load(CHIEF, "faits", files, fresh_store)
    assert loaded.etat == "chargee", loaded.as_text()


def test_who_reads_builds_nothing_either(
    fresh_store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = store.history(fresh_store)
    monkeypatch.setenv("OBSERVATOIRE_ROLE", "lecture")
    for command in ("build", "demo"):
        assert main([command, "--store", str(fresh_store)]) == 1
        assert "le rôle « lecture », qui ne permet pas de charger" in capsys.readouterr().err
    assert store.history(fresh_store) == before


def test_who_reads_writes_nothing(fresh_store: Path, source: str) -> None:
    before = store.history(fresh_store)
    report = load(READER, "fiches", [FICHES / "04.txt"], fresh_store)
    assert report.etat == "refusee"
    assert "« Lou » a le rôle « lecture », qui ne permet pas de charger des fichiers" in str(report.message)
    with pytest.raises(RefusedError, match="contribution"):
        undo(READER, fresh_store, source)
    with pytest.raises(RefusedError, match="contribution"):
        restore(READER, fresh_store, source)
    assert store.history(fresh_store) == before
