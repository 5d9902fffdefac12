"""Figures that moved from one snapshot to another, on facts small enough to be counted by hand."""

from pathlib import Path

import pytest

from data import checksums, store
from data.actors import Actor
from data.batch import RefusedError
from data.entering.forms import Decision
from data.entering.save import decide
from data.intake.preview import preview, rehearse
from data.loading.undo import undo
from queries.moved import Moved, Moves, Side, between, foreseen
from tests.small.entered import ATELIER, SAVE, fact_of, newest
from tests.small.facts import SMALL, Rows, load_rows, write_folder
from tests.small.people import CHIEF, KEEPER, READER


def moved(path: Path, before: int, after: int) -> dict[str, tuple[float | None, float | None]]:
    figures = between(path, before, after, READER).figures
    return {figure.label: (figure.before.value, figure.after.value) for figure in figures}


def test_a_load_its_undoing_and_nothing(fresh_store: Path, tmp_path: Path) -> None:
    empty = newest(fresh_store)
    report = load_rows(fresh_store, tmp_path / "essai", SMALL)
    loaded = newest(fresh_store)
    told = moved(fresh_store, empty, loaded)
    # Three actions, one event, one known cost of 1 000 € and one proposal (« Café des familles » had 50 people).
    # D3 tells how many actions there are to inhabitants, one year: context. The others still say that they cannot.
    expected = {
        "Actions recensées": (0, 3),
        "Événements recensés": (0, 1),
        "Propositions à valider": (0, 1),
        "Actions dont les participants sont connus": (0, 1),
        "Participants, années additionnées, Allier (03)": (None, 50),
        "Coûts connus (actions et événements)": (0, 1),
        "Somme des coûts connus": (None, 1000),
        "Indicateurs de contexte seulement, département par département": (0, 1),
    }
    assert told | expected == told
    assert "Aides accordées" not in told
    both = between(fresh_store, empty, loaded, READER)
    (verdict,) = both.verdicts
    assert (verdict.indicator, verdict.departement, verdict.after) == ("D3", "03", "contexte seulement")
    # A first fact makes 29 indicators askable: the people covered, the communes without action, the actions for so many
    # inhabitants and how far fiches are filled in have a value; the others say no more than nothing did.
    assert [each.indicator for each in both.progress] == ["D1", "D2", "D3", "G2"]
    assert moved(fresh_store, loaded, loaded) == {}
    undo(KEEPER, fresh_store, str(report.source))
    assert moved(fresh_store, empty, newest(fresh_store)) == {}


def foretold(path: Path, folder: Path, rows: Rows, actor: Actor) -> Moves:
    tried = preview(actor, "faits", write_folder(folder, rows), path)
    assert tried.ready, tried.report.as_text()
    return rehearse(actor, tried, path, lambda clone, before: foreseen(path, clone, before, actor))


def test_what_is_foreseen_is_what_happens_and_nothing_is_written(fresh_store: Path, tmp_path: Path) -> None:
    """The same comparison as after the load, from a clone that is gone: counts told by the first load are in both."""
    cafe = {
        table: [line for line in lines if "cafe" in line.values() or table == "structures"]
        for table, lines in SMALL.items()
    }
    load_rows(fresh_store, tmp_path / "premier", {table: lines for table, lines in cafe.items() if lines})
    jardins = {
        "actions": SMALL["actions"][:1],
        "mesures": [{**SMALL["mesures"][0], "sujet_id": "jardins", "valeur": "30"}],
    }
    before, held = newest(fresh_store), store.history(fresh_store)
    told = foretold(fresh_store, tmp_path / "second", jardins, KEEPER)
    assert store.history(fresh_store) == held
    assert checksums.verify(fresh_store).faults == [] and not list(fresh_store.glob("chargement-*"))
    assert Moved("Actions recensées", "nombre", Side(1), Side(2)) in told.figures
    load_rows(fresh_store, tmp_path / "second", jardins)
    assert told == between(fresh_store, before, newest(fresh_store), KEEPER)


def test_what_is_foreseen_withholds_what_the_reader_may_not_know(fresh_store: Path, tmp_path: Path) -> None:
    """Two people: fewer than a count may tell to who contributes, and told to the administration."""
    load_rows(fresh_store, tmp_path / "structure", {"structures": SMALL["structures"]})
    two = {"actions": SMALL["actions"][1:2], "mesures": [{**SMALL["mesures"][0], "valeur": "2"}]}
    label = "Participants, années additionnées, Allier (03)"
    sides = {
        actor.role: [
            (one.before, one.after)
            for one in foretold(fresh_store, tmp_path / actor.role, two, actor).figures
            if one.label == label
        ]
        for actor in (KEEPER, CHIEF)
    }
    assert sides == {"contribution": [(Side(), Side(secret=True))], "administration": [(Side(), Side(2))]}


def test_a_reader_cannot_foresee_and_a_refused_load_is_refused(fresh_store: Path, tmp_path: Path) -> None:
    tried = preview(KEEPER, "faits", write_folder(tmp_path / "a", SMALL), fresh_store)
    with pytest.raises(RefusedError, match="ne permet pas de charger des fichiers"):
        rehearse(READER, tried, fresh_store, lambda clone, before: clone)
    load_rows(fresh_store, tmp_path / "a", SMALL)
    with pytest.raises(RefusedError, match="Déjà chargé"):
        rehearse(KEEPER, tried, fresh_store, lambda clone, before: clone)
    assert not list(fresh_store.glob("chargement-*"))


def test_a_validation_moves_what_it_counts(fresh_store: Path, tmp_path: Path) -> None:
    load_rows(fresh_store, tmp_path / "essai", SMALL)
    before = newest(fresh_store)
    decide(
        KEEPER,
        fresh_store,
        [Decision(fact_of(fresh_store, "montants", f"sujet_id = '{ATELIER}' AND etat = 'proposee'"), "acceptee")],
        SAVE,
    )
    told = between(fresh_store, before, newest(fresh_store), READER).figures
    assert Moved("Propositions à valider", "nombre", Side(1), Side(0)) in told
    assert Moved("Coûts connus (actions et événements)", "nombre", Side(1), Side(2)) in told
