"""Targets set by the committee: which one each series keeps, and why the others are left out (French)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import duckdb
import pandas as pd

from queries.copy.progress.series import Board
from queries.french import decimals, number, with_unit

# What each computation can give, in the unit of its indicator.
_POSSIBLE: Mapping[str, tuple[float, float]] = {
    "proportion": (0.0, 100.0),
    "ecart_points": (-100.0, 100.0),
    "ecart_relatif": (-100.0, float("inf")),
}
_AT_LEAST_ZERO = (0.0, float("inf"))


@dataclass(frozen=True)
class Target:
    """One target, in the unit of its indicator; its reference years are None when it sets none.

    ``others``: all the values that are said for its year, where nothing tells which came last.
    """

    indicator: str
    departement: str
    zone: str | None
    value: float
    year: int
    set_on: date | None
    reference: float | None
    first: int | None
    last: int | None
    others: Sequence[float]

    @property
    def place(self) -> tuple[str, str, str]:
        """(indicator, level, territory)."""
        return self.indicator, *(("departement", self.departement) if self.zone is None else ("bassin", self.zone))


@dataclass(frozen=True)
class Targets:
    """By series (its row): the target kept, and what is said of those left out; then those of no series."""

    kept: Mapping[int, Target]
    notes: dict[int, list[str]]
    strays: list[tuple[Target, str]] = field(default_factory=list)


def read(root: duckdb.DuckDBPyConnection, board: Board) -> Targets:
    """The targets that hold. A series keeps the nearest one not yet due, else the last that was."""
    rows = root.execute(
        """
        SELECT indicateur, code_departement, code_zone, valeur_cible, annee_cible, fixee_le, valeur_reference,
               annee_reference, annee_reference_fin,
               CASE WHEN contredite THEN list(valeur_cible) OVER ensemble ELSE [] END
        FROM cibles_dites WHERE NOT remplacee
        WINDOW ensemble AS (
            PARTITION BY indicateur, code_departement, code_zone, annee_cible ORDER BY valeur_cible
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        )
        ORDER BY annee_cible, fixee_le, source, ligne
        """
    ).fetchall()
    known = dict(root.execute("SELECT id, niveaux FROM indicateurs").fetchall())
    places = _places(root)
    series = {
        key: row
        for row, key in enumerate(board.keys[["indicateur", "niveau", "territoire"]].itertuples(index=False, name=None))
    }
    now = int(board.years[-1]) if len(board.years) else 0
    kept: dict[int, Target] = {}
    notes: dict[int, list[str]] = {}
    strays: list[tuple[Target, str]] = []
    for target in (Target(*row) for row in rows):
        row, nowhere = series.get(target.place), _misplaced(target, known, places)
        if row is None or nowhere:
            strays.append((target, f"cible ignorée : {nowhere or 'aucun fait enregistré dans ce territoire'}"))
        elif wrong := _wrong(target, board.keys.iloc[row]):
            _note(notes.setdefault(row, []), f"cible ignorée : {wrong}")
        elif row not in kept or kept[row].year < now:
            kept[row] = target
    return Targets(kept, notes, strays)


def _note(notes: list[str], words: str) -> None:
    """Say it once: targets that contradict each other are left out for the same reason."""
    if words not in notes:
        notes.append(words)


def _places(root: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], str]:
    """Département of each territory that a target may be about."""
    rows = root.execute(
        "SELECT niveau, territoire, code_departement FROM territoires_niveaux WHERE niveau IN ('departement', 'bassin')"
    ).fetchall()
    return {(level, territory): departement for level, territory, departement in rows}


def _misplaced(target: Target, known: Mapping[str, list[str]], places: Mapping[tuple[str, str], str]) -> str | None:
    """Why a target is about nothing that the catalogue knows; None when it is."""
    _, level, territory = target.place
    if target.indicator not in known:
        return f"indicateur inconnu « {target.indicator} »"
    if (level, territory) not in places:
        return f"{'bassin de vie' if level == 'bassin' else 'département'} inconnu « {territory} »"
    if places[level, territory] != target.departement:
        return f"le bassin « {territory} » n'est pas du département « {target.departement} »"
    if level not in known[target.indicator]:
        said = "par bassin" if level == "bassin" else "pour le département"
        return f"l'indicateur {target.indicator} ne se calcule pas {said}"
    return None


def _wrong(target: Target, key: "pd.Series[Any]") -> str | None:
    """Why a target cannot be held to; None when it can."""
    if (target.first is None) != (target.last is None) or (target.first or 0) > (target.last or 0):
        return f"ses années de référence ({target.first or '?'} à {target.last}) sont à l'envers ou incomplètes"
    if target.last is not None and target.year <= target.last:
        return f"elle vise {target.year}, qui ne vient pas après sa référence ({target.last})"
    if target.set_on is not None and target.set_on.year > target.year:
        return f"elle vise {target.year} mais a été fixée en {target.set_on.year}"
    if target.others:
        values = list(dict.fromkeys(_written(value, key["unite"]) for value in target.others))
        said = f"({' ; '.join(values)})" if len(values) > 1 else "(sa référence)"
        return f"des sources la fixent autrement pour {target.year} {said}, et rien ne dit laquelle vient après"
    low, high = _POSSIBLE.get(key["calcul"], _AT_LEAST_ZERO)
    for name, value in (("elle vise", target.value), ("sa référence est de", target.reference)):
        if value is not None and not low <= value <= high:
            return f"{name} {_written(value, key['unite'])}, hors des valeurs possibles"
    return None


def _written(value: float, unit: str) -> str:
    return with_unit(number(value, decimals(unit, value)), unit)
