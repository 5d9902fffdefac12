"""« Modèles et fichiers officiels »: a workbook a kind, and the open files that load without a question."""

from pathlib import Path

import pytest

from data import models
from data.recipes import recipes
from tests.tools.pages import markup, open_page, words


def test_each_kind_has_its_model_and_each_recipe_says_where_it_is(
    monkeypatch: pytest.MonkeyPatch, stores_folder: Path
) -> None:
    page = open_page(monkeypatch, stores_folder, "donnees", jeu="reel", partie="modeles")
    labels = [button.label for button in page.download_button]
    assert labels == [f"Télécharger « {title} »" for title in models.TITLES.values()]
    said, html = words(page), markup(page)
    assert "Instances, séances et présences : les comités, leurs séances" in said
    for recipe in recipes():
        assert recipe.licence in said and recipe.url in html.replace("&amp;", "&"), recipe.name
