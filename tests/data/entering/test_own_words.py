"""Words that nobody reviewed are told to who loaded them, where they decide, and to nobody else."""

from pathlib import Path

import pytest

from data import store
from data.actors import READING, Actor
from data.entering import own_words
from data.loading.load import load
from data.loading.undo import undo
from tests.dashboard.loop.material import FICHE
from tests.small.entered import asked
from tests.small.people import CHIEF, KEEPER, OTHER

WORDS = "Depuis mars 2023, 12 séances au verger, avec 40 participants."


@pytest.fixture
def loaded(fresh_store: Path, tmp_path: Path) -> Path:
    file = tmp_path / "fiche.txt"
    file.write_text(FICHE, encoding="utf-8")
    report = load(KEEPER, "fiches", [file], fresh_store)
    assert report.etat == "chargee", report.as_text()
    return fresh_store


def test_who_loaded_a_text_reads_the_words_of_its_proposals_and_nobody_else(loaded: Path) -> None:
    told = own_words.of(KEEPER, loaded)
    rows = asked(loaded, "propositions")
    (sessions,) = [row for row in rows if row["quoi"] == "seances"]
    assert sessions["texte_source"] != WORDS  # What every reader is told.
    assert told[("mesures", sessions["fait"])] == WORDS
    assert own_words.of(OTHER, loaded) == own_words.of(CHIEF, loaded) == {}
    assert own_words.of(Actor(KEEPER.name, READING), loaded) == {}


def test_what_no_longer_counts_is_told_no_more(loaded: Path) -> None:
    ((source,),) = store.ask_facts(loaded, "SELECT source FROM sources WHERE format = 'fiches'")
    undo(KEEPER, loaded, source, "essai")
    assert own_words.of(KEEPER, loaded) == {}
