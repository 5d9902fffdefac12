"""Grant files of known publications: the mapping of the recipe whose columns all stand in one row."""

from dataclasses import dataclass
from functools import cache

from data import recipes
from data.importers.subventions.columns import spelled
from data.importers.subventions.mapping import GrantMapping, mapping_of
from data.reading.grids import Grid

_DEEPEST = 30


@dataclass(frozen=True)
class Known:
    """A known publication, and what it says of its columns."""

    name: str
    title: str
    columns: frozenset[str]
    mapping: GrantMapping


@cache
def shipped() -> tuple[Known, ...]:
    """The publications of ``data/recettes/`` that are grants and need a mapping."""
    return tuple(
        Known(
            recipe.name,
            recipe.title,
            frozenset(map(spelled, recipe.columns)),
            mapping_of(f"{recipe.name}.toml", recipe.mapping),
        )
        for recipe in recipes.of_format("subventions")
    )


def fitting(grid: Grid) -> Known | None:
    """The known publication that names most of the columns of one row; None when none fits."""
    rows = [{spelled(cell) for cell in row if isinstance(cell, str)} for row in grid.rows[:_DEEPEST]]
    found = [known for known in shipped() if known.columns and any(known.columns <= names for names in rows)]
    return max(found, key=lambda known: len(known.columns), default=None)
