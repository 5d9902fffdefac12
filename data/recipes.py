"""Recipes: the official open files that a département needs beside its own, and how each is read.

One TOML file of ``data/recettes/`` each: what it is (``[recette]``), then the mapping that reads it, when its format
has mappings. Its README says every key.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from data.toml_file import read_toml

FOLDER = Path(__file__).with_name("recettes")
_KEYS = {"format", "apporte", "ou", "annee", "essai"}


@dataclass(frozen=True)
class Recipe:
    """One official file. ``brings``: what it tells; ``where``: how to find it; ``year``: of the file that was tried,
    None when none was; ``trial``: what it was tried on. ``mapping`` are the keys of its mapping, none when its format
    has no mapping. Texts are French.
    """

    name: str
    format: str
    title: str
    publisher: str
    licence: str
    url: str
    brings: str
    where: str
    trial: str
    year: int | None
    columns: tuple[str, ...]
    mapping: Mapping[str, Any]


@cache
def recipes() -> tuple[Recipe, ...]:
    """Every recipe, by name."""
    return tuple(_recipe(path) for path in sorted(FOLDER.glob("*.toml")))


def of_format(name: str) -> tuple[Recipe, ...]:
    """The recipes whose files are read in this format."""
    return tuple(recipe for recipe in recipes() if recipe.format == name)


def _recipe(path: Path) -> Recipe:
    said = read_toml(path)
    about = said.pop("recette")
    if unknown := set(about) - _KEYS:
        raise ValueError(f"{path.name}: unknown keys of [recette]: {sorted(unknown)}")
    return Recipe(
        name=path.stem,
        format=about["format"],
        title=said["titre"],
        publisher=said["editeur"],
        licence=said["licence"],
        url=said["url"],
        brings=about["apporte"],
        where=about["ou"],
        trial=about["essai"],
        year=about.get("annee"),
        columns=tuple(said.get("reconnaitre", ())),
        mapping=said,
    )
