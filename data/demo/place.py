"""The département under the facts: its communes, their bassins and weights, those that are left without any action."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from data.demo.columns import Floats, Ints
from data.demo.plan import ArgumentError, Plan
from geo.communes import reference_tables, territory

# Neighbours that an action of several communes may also reach.
NEIGHBOURS = 6
_KM_PER_DEGREE = 111.2


@dataclass(frozen=True)
class Bassin:
    """A bassin de vie of the département, in the order of its rank."""

    code: str
    nom: str
    theme: str | None


@dataclass(frozen=True)
class Place:
    """Arrays are by commune, in code order; ``bassin`` is a position in ``bassins``, -1 for a commune of none."""

    departement: str
    nom: str
    codes: list[str]
    noms: list[str]
    epci: list[str | None]
    population: Floats
    bassin: Ints
    bassins: list[Bassin]
    near: Ints

    def population_of(self, bassin: int) -> float:
        """Inhabitants of a bassin, by its position."""
        return float(self.population[self.bassin == bassin].sum())


@cache
def _reference() -> dict[str, pd.DataFrame]:
    tables = reference_tables()
    populations = tables["populations"].sort_values("annee").groupby("code_commune")["population"].last()
    communes = tables["communes"].set_index("code_commune").sort_index()
    return {**tables, "communes": communes.assign(population=populations.reindex(communes.index))}


def departements() -> list[str]:
    """Every département that has communes, in code order."""
    return sorted(_reference()["communes"]["code_departement"].unique())


@cache
def place(departement: str) -> Place:
    """The département of that code; ArgumentError (French) when there is none."""
    name = territory().departement_name(departement)
    tables = _reference()
    communes = tables["communes"][tables["communes"]["code_departement"] == departement]
    if name is None or communes.empty:
        raise ArgumentError(f"département « {departement} » inconnu : voyez OBSERVATOIRE_DEPARTEMENT.")
    codes = communes.index.tolist()
    zones = tables["zones"].query("division == 'bassin' and code_departement == @departement").sort_values("rang")
    bassins = [
        Bassin(str(code), str(nom), theme if isinstance(theme, str) else None)
        for code, nom, theme in zones[["code_zone", "nom", "theme"]].itertuples(index=False, name=None)
    ]
    ranks = {bassin.code: rank for rank, bassin in enumerate(bassins)}
    members = tables["zones_communes"]
    in_bassin = members[members["division"] == "bassin"].drop_duplicates("code_commune").set_index("code_commune")
    in_epci = members[members["division"] == "epci"].drop_duplicates("code_commune").set_index("code_commune")
    epci = in_epci["code_zone"].reindex(codes)
    return Place(
        departement,
        name,
        codes,
        communes["nom"].tolist(),
        [code if isinstance(code, str) else None for code in epci],
        communes["population"].fillna(0).to_numpy(float),
        np.array([ranks.get(code, -1) for code in in_bassin["code_zone"].reindex(codes)]),
        bassins,
        _neighbours(communes),
    )


def _neighbours(communes: pd.DataFrame) -> Ints:
    """Positions of the nearest communes of each one, itself left out; short départements repeat it."""
    points = communes[["longitude", "latitude"]].fillna(communes[["longitude", "latitude"]].mean()).fillna(0)
    x = points["longitude"].to_numpy() * np.cos(np.radians(points["latitude"].mean())) * _KM_PER_DEGREE
    y = points["latitude"].to_numpy() * _KM_PER_DEGREE
    distances = np.hypot(x[:, None] - x[None, :], y[:, None] - y[None, :])
    nearest = np.argsort(distances, axis=1, kind="stable")[:, 1 : NEIGHBOURS + 1]
    return np.pad(nearest, ((0, 0), (0, NEIGHBOURS - nearest.shape[1])), constant_values=-1)


def silent_communes(plan: Plan, land: Place) -> Ints:
    """Communes planted without any action: a few of ordinary size, never among the largest."""
    ordinary = np.flatnonzero((land.population >= 150) & (land.population <= np.quantile(land.population, 0.9)))
    wanted = min(12, len(ordinary) // 8)
    return np.sort(plan.stream("communes sans action").choice(ordinary, wanted, replace=False))


def weights(plan: Plan, land: Place) -> Floats:
    """Relative odds that an action takes place in each commune; the silent ones have none."""
    habit = plan.stream("poids des communes").lognormal(0, 0.5, len(land.codes))
    odds = np.maximum(land.population, 1) ** 0.85 * habit
    odds[silent_communes(plan, land)] = 0
    return odds
