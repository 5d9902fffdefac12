"""The page of a fiche that somebody corrected."""

import shutil
from pathlib import Path

import pytest

from data.entering.forms import Decision, Quantity
from data.entering.save import decide
from tests.small.entered import ATELIER, CAFE, SAVE, corrected, fact_of
from tests.small.facts import SMALL, filled
from tests.small.people import KEEPER
from tests.tools.pages import open_page, words


def test_what_was_set_aside_or_refused_stays_on_its_page(
    reference_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = filled(reference_store, tmp_path / "petit", SMALL)
    corrected(path, CAFE, quantites=(Quantity("participants_distincts", 2021, "exacte", 60),))
    decide(KEEPER, path, [Decision(fact_of(path, "montants", "etat = 'proposee'"), "refusee")], SAVE)
    store = Path(shutil.move(path, tmp_path / "essai"))
    told = words(open_page(monkeypatch, store.parent, "fiche", jeu=store.name, action=CAFE))
    assert "écartée, une autre compte" in told and "validée" in told
    told = words(open_page(monkeypatch, store.parent, "fiche", jeu=store.name, action=ATELIER))
    assert "refusé, ne compte pas" in told
