"""Figures that moved from one snapshot to another, on facts small enough to be counted by hand."""

from pathlib import Path

from data.entering.forms import Decision
from data.entering.save import decide
from data.loading.undo import undo
from queries.moved import Moved, Side, between
from tests.small.entered import ATELIER, SAVE, fact_of, newest
from tests.small.facts import SMALL, load_rows
from tests.small.people import KEEPER, READER


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
    (verdict,) = between(fresh_store, empty, loaded, READER).verdicts
    assert (verdict.indicator, verdict.departement, verdict.after) == ("D3", "03", "contexte seulement")
    assert moved(fresh_store, loaded, loaded) == {}
    undo(KEEPER, fresh_store, str(report.source))
    assert moved(fresh_store, empty, newest(fresh_store)) == {}


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
