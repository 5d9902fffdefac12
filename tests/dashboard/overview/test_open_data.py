"""« Tout le jeu de données » of Sources et qualité: offered where something is recorded, a reader's for everyone."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest
import streamlit as st

from queries.copy.reading import Copy
from queries.open_data.package import package_of
from tests.tools.pages import open_page, words


def test_the_package_is_made_at_the_click_of_a_readers_copy(
    monkeypatch: pytest.MonkeyPatch, stores_folder: Path
) -> None:
    offered: dict[str, Callable[[], bytes]] = {}

    def noted(label: str, made: Callable[[], bytes], name: str, *_: object, **__: object) -> None:
        offered[f"{label} {name}"] = made

    monkeypatch.setenv("OBSERVATOIRE_ROLE", "administration")
    monkeypatch.setattr(st, "download_button", noted)
    visit = partial(open_page, monkeypatch, stores_folder, "sources")
    visit(departement="49")
    ((name, made),) = ((name, made) for name, made in offered.items() if name.startswith("Données ouvertes (ZIP)"))
    assert "donnees-ouvertes-reel-maine-et-loire-49-" in name
    with zipfile.ZipFile(io.BytesIO(made())) as held:
        assert b"agir-ensemble-angers" in held.read("evenements.csv")
    offered.clear()
    assert "Rien n'est recensé ici" in words(visit(departement="75"))
    assert offered == {}


def test_what_nobody_else_is_told_is_never_packed() -> None:
    with pytest.raises(ValueError, match="reader"):
        package_of(Copy(Path("x"), 1, "a", "b", unmasked=True), date(2026, 11, 27))
