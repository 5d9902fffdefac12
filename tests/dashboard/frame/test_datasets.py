"""Several datasets in one installation: a damaged one, one put back from a backup, a catalogue that cannot be read."""

import shutil
from pathlib import Path

import pytest

from data import integrity
from data.loading.load import load
from queries.copy.indicators import catalogue, entry
from tests import FICHES
from tests.small.people import KEEPER
from tests.tools.pages import markup, open_page, words

PAGES = ("synthese", "indicateurs", "bassins", "carte", "besoins", "actions", "financements", "methode", "sources")
# Pages that rest on the indicators.
OF_INDICATORS = {"synthese", "indicateurs", "bassins", "methode"}


@pytest.fixture
def two(reference_store: Path, tmp_path: Path) -> Path:
    """A folder of two stores, ``reel`` and ``demo``, without facts."""
    for name in ("reel", "demo"):
        shutil.copytree(reference_store, tmp_path / "magasins" / name)
    return tmp_path / "magasins"


@pytest.mark.parametrize("lost", [integrity.CATALOG, integrity.FILES])
def test_a_damaged_dataset_takes_no_other_down(monkeypatch: pytest.MonkeyPatch, two: Path, lost: str) -> None:
    part = two / "reel" / lost
    shutil.rmtree(part) if part.is_dir() else part.unlink()
    assert "Aucun fait n'est encore chargé" in words(open_page(monkeypatch, two, "synthese", jeu="demo"))
    refused = open_page(monkeypatch, two, "synthese", jeu="reel")
    assert "Ce jeu de données ne peut pas être lu." in words(refused)
    assert "sauvegarde" in words(refused)
    assert "Démonstration (fictive)" in words(refused)
    assert 'href="./"' in markup(refused)
    declared = words(open_page(monkeypatch, two, "accessibilite", jeu="reel"))
    assert "Aucun audit n'a encore été fait" in declared


def test_a_catalogue_that_cannot_be_read_is_told_where_it_is_needed(
    monkeypatch: pytest.MonkeyPatch, two: Path, tmp_path: Path
) -> None:
    own = Path(shutil.copytree(catalogue.folder(), tmp_path / "catalogue"))
    text = (own / entry.FILE).read_text(encoding="utf-8")
    (own / entry.FILE).write_text(text.replace('sens = "', 'sense = "', 1), encoding="utf-8")
    monkeypatch.setenv("OBSERVATOIRE_CATALOGUE", str(own))
    for page in (*PAGES, "accessibilite"):
        said = words(open_page(monkeypatch, two, page, jeu="reel"))
        told = "Le catalogue de l'observatoire ne peut pas être lu" in said and "il manque « sens »" in said
        assert told == (page in OF_INDICATORS), page
    # Nor does it refuse a load.
    assert load(KEEPER, "fiches", [FICHES / "03.txt"], two / "reel").etat == "chargee"


def test_pages_follow_a_store_that_is_put_back_from_a_backup(monkeypatch: pytest.MonkeyPatch, two: Path) -> None:
    backup = Path(shutil.copytree(two / "reel", two.parent / "sauvegarde"))
    load(KEEPER, "fiches", [FICHES / "03.txt"], two / "reel")
    lost = integrity.content(two / "reel")
    assert "Art-thérapie Adulte" in words(open_page(monkeypatch, two, "actions", jeu="reel", departement="france"))
    # The same folder, an older state of it, then another load: the number of the snapshot is the same again.
    shutil.rmtree(two / "reel")
    shutil.copytree(backup, two / "reel")
    load(KEEPER, "fiches", [FICHES / "22.txt"], two / "reel")
    assert integrity.content(two / "reel").snapshot == lost.snapshot
    said = words(open_page(monkeypatch, two, "actions", jeu="reel", departement="france"))
    assert "De la plume au clavier" in said
    assert "Art-thérapie Adulte" not in said
