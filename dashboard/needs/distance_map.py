"""The map of distances: each commune in the colour of its band, from pale (near) to deep (far)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from dashboard.frame import cached, reference
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.maps import drawing
from dashboard.maps.classes import Classes
from dashboard.maps.drawing import Ground, Words
from dashboard.maps.measures import Measure
from dashboard.needs.words import BANDS, distance
from geo.outlines import NoOutlineError

# Bands that are a distance, from near to far; « sur place » and the unknown are marks.
STEPS = ("5", "10", "20", "loin")
SWATCHES = {"place": "zero", "nd": "nd", **dict(zip(STEPS, drawing.ramp(len(STEPS)), strict=True))}
_MEASURE = Measure("distance", "Action la plus proche", "Distance", "distance_km", "km", "km", of_facts=False)
_STATUS = {"place": "0", "nd": "nd"}


def values(
    scope: Scope, communes: Sequence[Row], need: str, chosen: str | None, day: date | None
) -> dict[str, Any] | str:
    """What the browser draws on the reference ``day``; the French reason when there is nothing to draw on."""
    try:
        outlines = cached.outline_url(scope, "communes", scope.departement)
        with_bassins = any(row["bassin"] for row in communes)
        borders = cached.outline_url(scope, "bassins", scope.departement) if with_bassins else None
    except NoOutlineError as error:
        return str(error)
    ground = Ground(outlines, borders, () if scope.bassin else _names(scope, communes), chosen)
    marks = {
        "0": "une action en cours dans la commune",
        "nd": "position inconnue",
        "s": "secret statistique",
        "///": "sans objet",
    }
    words = Words(_MEASURE, marks, "Cliquer pour lire la commune", alt(communes, need, day))
    ranks = tuple(float(rank) for rank in range(1, len(STEPS) + 1))
    bands = Classes(ranks, tuple(BANDS[step] for step in STEPS), tuple(_count(communes, step) for step in STEPS))
    return drawing.choropleth(_rows(communes), bands, ground, words)


def alt(communes: Sequence[Row], need: str, day: date | None) -> str:
    """The map in one sentence, for who does not see it."""
    counts = [f"{BANDS[band].lower()} {count}" for band in BANDS if (count := _count(communes, band))]
    return (
        f"Carte : distance à l'action la plus proche en cours {reference.on(day)}, {need.lower()}. Communes par "
        f"distance : {', '.join(counts)}. Les tableaux donnent les mêmes chiffres."
    )


def _names(scope: Scope, communes: Sequence[Row]) -> tuple[tuple[str, float, float, str], ...]:
    """Each bassin's name, in the middle of its mairies, and its colour."""
    placed = pd.DataFrame(communes)[["bassin", "longitude", "latitude"]].dropna()
    colours = cached.bassin_colours(scope)
    middles = placed.groupby("bassin", sort=False).mean().round(4)
    return tuple(
        (str(name), float(longitude), float(latitude), colours.get(str(name), ""))
        for name, longitude, latitude in middles.itertuples()
    )


def _count(communes: Sequence[Row], band: str) -> int:
    return sum(row["bande"] == band for row in communes)


def _rows(communes: Sequence[Row]) -> pd.DataFrame:
    """Rows as the maps take them; the value is the rank of the band, so that colours and table agree to the metre."""
    rank = {step: float(order) for order, step in enumerate(STEPS, start=1)}
    told = [distance(row["distance_km"], row["commune_proche"], row["bande"]) for row in communes]
    return pd.DataFrame(
        {
            "code": [row["code_commune"] for row in communes],
            "nom": [row["nom"] for row in communes],
            "bassin": [row["bassin"] for row in communes],
            "statut": [_STATUS.get(row["bande"], "valeur") for row in communes],
            "valeur": [rank.get(row["bande"]) for row in communes],
            "chiffre": told,
            "texte": told,
        }
    )
