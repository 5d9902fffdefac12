"""What a map is made of, for a perimeter and a measure: rows, outlines, names to write on it."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.frame import cached
from dashboard.frame.scope import Scope
from dashboard.maps.measures import Measure, shown
from dashboard.maps.words import COMMUNES, DEPARTEMENTS, Places
from data import settings
from geo.outlines import INSETS, NoOutlineError, inset_position

_UNDER = 0.85  # degrees between the middle of an inset and its name


@dataclass(frozen=True)
class Layer:
    """One territory a row (``measures.shown``), the question they answer, and what they are drawn on.

    ``names`` are written on the map (text, longitude, latitude, colour or ""); ``colours`` are those of the bassins.
    Some overseas collectivités have no outline: ``outlines`` is then None and ``without`` says so.
    """

    question: str
    rows: pd.DataFrame
    measure: Measure
    places: Places
    outlines: str | None
    borders: str | None = None
    names: tuple[tuple[str, float, float, str], ...] = ()
    colours: tuple[tuple[str, str], ...] = ()
    without: str = ""


def layer_of(scope: Scope, measure: Measure) -> Layer:
    """The départements of France, or the communes of a département or of a bassin."""
    return cached.kept(scope, "carte", (measure.key,), lambda: _layer(scope, measure))


def _layer(scope: Scope, measure: Measure) -> Layer:
    if scope.departement is None:
        rows = _inset(shown(cached.ask(scope, "carte_departements", **scope.period), measure))
        outlines = cached.outline_url(scope, "departements")
        return Layer("carte_departements", rows, measure, DEPARTEMENTS, outlines, names=_overseas(rows))
    communes = shown(cached.ask(scope, "carte_communes", departement=scope.departement, **scope.period), measure)
    rows = (communes[communes["code_bassin"] == scope.bassin] if scope.bassin else communes).reset_index(drop=True)
    with_bassins = bool(communes["code_bassin"].notna().any())
    try:
        outlines = cached.outline_url(scope, "communes", scope.departement)
        borders = cached.outline_url(scope, "bassins", scope.departement) if with_bassins else None
    except NoOutlineError as error:
        return Layer("carte_communes", rows, measure, COMMUNES, None, without=str(error))
    colours = cached.bassin_colours(scope)
    names = _names(communes, colours) if with_bassins and not scope.bassin else ()
    return Layer("carte_communes", rows, measure, COMMUNES, outlines, borders, names, tuple(colours.items()))


def _inset(rows: pd.DataFrame) -> pd.DataFrame:
    """Positions as the map of France draws them, overseas départements beside the coast."""
    places = zip(rows["code"], rows["longitude"], rows["latitude"], strict=True)
    moved = [inset_position(code, longitude, latitude) for code, longitude, latitude in places]
    return rows.assign(longitude=[place[0] for place in moved], latitude=[place[1] for place in moved])


def _overseas(rows: pd.DataFrame) -> tuple[tuple[str, float, float, str], ...]:
    """The names of the overseas départements, under their insets."""
    known = dict(zip(rows["code"], rows["nom"], strict=True))
    return tuple(
        (known[code], inset.to[0], inset.to[1] - _UNDER, "") for code, inset in INSETS.items() if code in known
    )


def _names(rows: pd.DataFrame, colours: Mapping[str, str]) -> tuple[tuple[str, float, float, str], ...]:
    """Each bassin's name, in the middle of its mairies, and its colour."""
    middles = rows.groupby("bassin", sort=False)[["longitude", "latitude"]].mean().round(4)
    return tuple(
        (str(name), float(longitude), float(latitude), colours[str(name)])
        for name, longitude, latitude in zip(middles.index, middles["longitude"], middles["latitude"], strict=True)
    )


def population_year(scope: Scope) -> str:
    """The year of the populations shown, the newest held."""
    known = cached.ask(scope, "communes", departement=scope.departement or settings.departement())
    return f"{known['annee_population'].max():.0f}"
