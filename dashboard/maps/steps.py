"""What a map shows one after the other: a whole period, or each of its years. Pure functions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.maps.words import Places, step_said


@dataclass(frozen=True)
class Step:
    """What a map shows at once: one row a territory (``measures.shown``), the same territories in each step.

    ``label`` is its year, "" for a whole period; ``said`` sums the step up.
    """

    label: str
    rows: pd.DataFrame
    said: str = ""


def whole(rows: pd.DataFrame) -> tuple[Step, ...]:
    """A single step, without a year."""
    return (Step("", rows),)


def yearly(rows: Mapping[int, pd.DataFrame], places: Places) -> tuple[Step, ...]:
    """One step a year, in order; a year between the first and the last that is not there has one where all is nd."""
    if not rows:
        return ()
    known = next(iter(rows.values()))
    found = {year: rows.get(year, _unknown(known)) for year in range(min(rows), max(rows) + 1)}
    return tuple(Step(str(year), table, step_said(table, str(year), places)) for year, table in found.items())


def aligned(steps: Sequence[Step], labels: Sequence[str], places: Places) -> tuple[Step, ...]:
    """The same steps at the labels of another map, so that one slider moves both."""
    found = {step.label: step for step in steps}
    blank = _unknown(steps[0].rows)
    return tuple(found.get(label, Step(label, blank, step_said(blank, label, places))) for label in labels)


def labels(*maps: Sequence[Step]) -> list[str]:
    """The years of several maps, from the first to the last of all."""
    years = [int(step.label) for steps in maps for step in steps]
    return [str(year) for year in range(min(years), max(years) + 1)]


def start(steps: Sequence[Step], asked: str | None) -> int:
    """Rank of the step to open on: the one asked for, else the last that has a value, else the last."""
    labels = [step.label for step in steps]
    if asked in labels:
        return labels.index(asked)
    told = [rank for rank, step in enumerate(steps) if (step.rows["statut"] == "valeur").any()]
    return (told or [len(steps) - 1])[-1]


def values(steps: Iterable[Step]) -> list[float]:
    """The values of every step together: what classes and sizes that do not move are made from."""
    return [float(value) for step in steps for value in step.rows.loc[step.rows["statut"] == "valeur", "valeur"]]


def _unknown(rows: pd.DataFrame) -> pd.DataFrame:
    """The same territories, of which nothing is known."""
    kept = ("code", "nom", "code_bassin", "bassin", "longitude", "latitude", "n_actions", "n_evenements")
    blank = rows.assign(**{name: rows[name].iloc[:0].reindex(rows.index) for name in rows.columns if name not in kept})
    return blank.assign(statut="nd", chiffre="nd", texte="nd", n_actions=0, n_evenements=0)
