"""The journal as people read it, and what undoing a source would take away."""

from dataclasses import replace
from pathlib import Path

import pytest

from data import store
from data.batch import RefusedError
from data.consequences import consequences
from data.entering.forms import Decision
from data.entering.save import decide
from data.loading.journal import WITHHELD, Line, journal
from data.loading.load import load
from data.loading.undo import restore, undo
from data.settings import ROOT
from tests.small.entered import ATELIER, CAFE, SAVE, corrected, fact_of
from tests.small.facts import SMALL, load_rows, write_folder
from tests.small.people import CHIEF, KEEPER, READER

FICHES = ROOT / "tests" / "fiches"


@pytest.fixture
def small(fresh_store: Path, tmp_path: Path) -> str:
    """The source of the small facts, in ``fresh_store``."""
    report = load_rows(fresh_store, tmp_path / "essai", SMALL)
    assert report.source is not None, report.as_text()
    return report.source


def last(path: Path, count: int) -> list[Line]:
    return journal(path, READER)[-count:]


def test_every_write_is_a_line_that_names_its_snapshot(fresh_store: Path, small: str) -> None:
    saved = corrected(fresh_store, CAFE, statut="Terminée")
    undo(CHIEF, fresh_store, str(saved.source), "saisie deux fois")
    restore(CHIEF, fresh_store, str(saved.source), "non, une seule")
    loaded, entered, undone, restored = last(fresh_store, 4)
    assert [line.kind for line in (loaded, entered, undone, restored)] == [
        "chargement",
        "correction",
        "annulation",
        "retablissement",
    ]
    numbers = [snapshot.numero for snapshot in store.history(fresh_store)]
    assert [line.snapshot for line in (loaded, entered, undone, restored)] == numbers[-4:]
    assert (loaded.author, loaded.role, loaded.source) == ("Camille", "contribution", small)
    # 1 structure, 3 actions, 5 places, 3 initiators, 3 partners, 1 event, 3 quantities, 3 amounts…: what was read.
    assert loaded.rows == sum(map(len, SMALL.values()))
    assert (entered.function, entered.reason, entered.state) == ("chargée de mission", "vu au bilan", "active")
    assert (undone.author, undone.role, undone.reason) == ("Dominique", "administration", "saisie deux fois")
    assert (undone.owner, restored.reason) == ("Camille", "non, une seule")


def test_the_function_and_the_reason_of_an_undone_save_stay(fresh_store: Path, small: str) -> None:
    saved = corrected(fresh_store, CAFE, statut="Terminée")
    undo(KEEPER, fresh_store, str(saved.source))
    entered, _ = last(fresh_store, 2)
    assert (entered.state, entered.function, entered.reason) == ("annulee", "chargée de mission", "vu au bilan")


def test_a_reason_that_nobody_reviewed_is_told_to_the_administration_alone(fresh_store: Path, small: str) -> None:
    corrected(fresh_store, CAFE, save=replace(SAVE, reviewed=False), statut="Terminée")
    assert last(fresh_store, 1)[0].reason == WITHHELD
    assert journal(fresh_store, CHIEF)[-1].reason == "vu au bilan"


def test_lines_of_a_store_without_a_journal_are_those_of_its_messages(fresh_store: Path, small: str) -> None:
    undo(KEEPER, fresh_store, small)
    with store.open_lake(fresh_store, read_only=False) as root:
        root.execute("DROP TABLE lake.ecritures")
    loaded, undone, _ = last(fresh_store, 3)
    assert (loaded.kind, loaded.source, loaded.author, loaded.role) == ("chargement", small, "Camille", None)
    assert (undone.kind, undone.source, undone.rows) == ("annulation", small, None)  # The journal alone counts rows.


def test_undoing_says_beforehand_what_it_takes_away(fresh_store: Path, small: str) -> None:
    before = store.history(fresh_store)
    told = consequences(fresh_store, small)
    assert {table: told.rows[table] for table in ("actions", "actions_lieux", "structures", "evenements")} == {
        "actions": 3,
        "actions_lieux": 5,
        "structures": 1,
        "evenements": 1,
    }
    assert (told.owner, told.dependents, told.completed_by, told.replaced) == ("Camille", (), (), ())
    assert store.history(fresh_store) == before


def test_undoing_says_what_was_built_on_it(fresh_store: Path, small: str) -> None:
    correction = corrected(fresh_store, CAFE, statut="Terminée")
    proposed = fact_of(fresh_store, "montants", f"sujet_id = '{ATELIER}' AND etat = 'proposee'")
    decided = decide(KEEPER, fresh_store, [Decision(proposed, "acceptee")], SAVE)
    told = {each.source: each.rows for each in consequences(fresh_store, small).dependents}
    assert told == {correction.source: {"corrections": 1}, decided.source: {"arbitrages": 1}}
    # Nothing rests on the correction, and what it takes away is itself.
    alone = consequences(fresh_store, str(correction.source))
    assert (alone.rows, alone.dependents) == ({"saisies": 1, "corrections": 1}, ())


def test_what_another_source_says_too_is_not_gone(fresh_store: Path, small: str, tmp_path: Path) -> None:
    corrected(fresh_store, CAFE, statut="Terminée")
    structure = {"structures": SMALL["structures"]}
    other = load(KEEPER, "faits", write_folder(tmp_path / "autre", structure, "Un autre document"), fresh_store)
    assert other.source is not None, other.as_text()
    # The actions of the small facts name the structure, which the small facts say as well.
    assert consequences(fresh_store, other.source).dependents == ()


def test_a_replaced_load_is_told_with_what_replaced_it(fresh_store: Path) -> None:
    first = load(KEEPER, "fiches", [FICHES / "03.txt"], fresh_store)
    second = load(KEEPER, "fiches", [FICHES / "03.txt", FICHES / "04.txt"], fresh_store, replace=first.source)
    assert second.etat == "chargee", second.as_text()
    assert consequences(fresh_store, str(second.source)).replaced == (first.source,)
    replacing = last(fresh_store, 1)[0]
    assert (replacing.kind, replacing.source) == ("remplacement", second.source)
    replaced = next(line for line in journal(fresh_store, READER) if line.source == first.source)
    assert (replaced.state, replaced.successor) == ("remplacee", second.source)


@pytest.mark.parametrize("name", ["rien", "references"])
def test_what_cannot_be_undone_has_no_consequences(fresh_store: Path, name: str) -> None:
    if name == "references":
        asked = "SELECT source FROM sources WHERE format = 'references'"
        ((name,),) = store.ask_facts(fresh_store, asked)
    with pytest.raises(RefusedError):
        consequences(fresh_store, name)
