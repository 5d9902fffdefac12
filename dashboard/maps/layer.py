"""What a map is made of, for a perimeter and a measure: rows, outlines, names to write on it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from dashboard.frame import cached
from dashboard.frame.scope import Scope
from dashboard.maps import rates
from dashboard.maps.measures import MEASURES, Measure, shown
from dashboard.maps.steps import Step, start, whole, yearly
from dashboard.maps.words import COMMUNES, DEPARTEMENTS, Places, step_said
from data import settings
from geo.outlines import INSETS, NoOutlineError, inset_position

MOST_YEARS = 30  # of a slider; older ones are reached by the filter of years
_UNDER = 0.85  # degrees between the middle of an inset and its name


@dataclass(frozen=True)
class Choice:
    """What the reader asks a map for: a measure, a level of territories, and whether it goes year by year."""

    measure: str
    level: str = "commune"
    yearly: bool = False
    year: str | None = None


@dataclass(frozen=True)
class Layer:
    """What a map shows step by step, one territory a row, the question they answer, and what they are drawn on.

    ``start`` is the rank of the step to open on. ``names`` are written on the map (text, longitude, latitude, colour
    or ""); ``colours`` are those of the bassins. Some overseas collectivités have no outline: ``outlines`` is then
    None and ``without`` says so. ``outside`` counts the zones drawn that stand in another département, without a row.
    """

    question: str
    steps: tuple[Step, ...]
    start: int
    measure: Measure
    places: Places
    outlines: str | None
    borders: str | None = None
    names: tuple[tuple[str, float, float, str], ...] = ()
    colours: tuple[tuple[str, str], ...] = ()
    without: str = ""
    outside: int = 0

    @property
    def rows(self) -> pd.DataFrame:
        """Those of the step to open on."""
        return self.steps[self.start].rows

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What tells this layer from another of the same scope."""
        return self.measure.key, self.places.singular, self.steps[0].label, f"{len(self.steps)} {self.year}"

    @property
    def year(self) -> str:
        """That of the step to open on; "" for a whole period."""
        return self.steps[self.start].label


def layer_of(scope: Scope, choice: Choice) -> Layer:
    """The layer of a choice; its territories are those of the scope."""
    return cached.kept(scope, "carte", (repr(choice),), lambda: _layer(scope, choice))


def _layer(scope: Scope, choice: Choice) -> Layer:
    if choice.measure in MEASURES:
        held, places = MEASURES[choice.measure], DEPARTEMENTS if scope.departement is None else COMMUNES
        question = "carte_departements" if scope.departement is None else "carte_communes"
        found = _facts(scope, held, question, by_year=choice.yearly and held.of_facts)
    else:
        question, places = "carte_indicateur", rates.PLACES[choice.level]
        held, found = _indicator(scope, choice)
    steps = whole(found[0]) if 0 in found else yearly(found, places)
    if scope.departement is None:
        steps = tuple(replace(step, rows=_inset(step.rows)) for step in steps)
    elif scope.bassin:
        kept = [step.rows[step.rows["code_bassin"] == scope.bassin].reset_index(drop=True) for step in steps]
        steps = tuple(
            replace(step, rows=rows, said=step.label and step_said(rows, step.label, places))
            for step, rows in zip(steps, kept, strict=True)
        )
    return _on_ground(scope, choice, Layer(question, steps, start(steps, choice.year), held, places, None))


def _facts(scope: Scope, held: Measure, question: str, *, by_year: bool) -> dict[int, pd.DataFrame]:
    """Year → rows; under 0 the whole period, when no year is asked for or none is known."""
    where = {} if scope.departement is None else {"departement": scope.departement}
    years = _years(scope) if by_year else []
    if not years:
        rows = cached.ask(scope, question, **where, **scope.period)
        return {0: shown(rows, held, one_year=scope.one_exercice)}
    return {
        year: shown(cached.ask(scope, question, **where, annee_min=year, annee_max=year), held, one_year=True)
        for year in years
    }


def _years(scope: Scope) -> list[int]:
    """The years of the scope that bear facts, the last ones when there are many."""
    known = [row["annee"] for row in cached.rows(scope, "annees", **scope.place)]
    first, last = scope.annee_min or min(known, default=0), scope.annee_max or max(known, default=0)
    return [year for year in known if first <= year <= last][-MOST_YEARS:]


def _indicator(scope: Scope, choice: Choice) -> tuple[Measure, dict[int, pd.DataFrame]]:
    """The measure of an indicator, and year → rows."""
    (indicator,) = cached.rows(scope, "indicateurs", indicateur=choice.measure)
    asked = {"indicateur": choice.measure, "niveau": choice.level, "departement": scope.departement}
    values = cached.ask(scope, "carte_indicateur", **asked, **scope.period)
    held = rates.measure(indicator, values)
    return held, rates.shown(values, held, str(indicator["n_compte"]))


def _on_ground(scope: Scope, choice: Choice, layer: Layer) -> Layer:
    """The same on its outlines, with the borders and the names of the bassins over smaller territories."""
    if scope.departement is None:
        outlines = cached.outline_url(scope, "departements")
        return replace(layer, outlines=outlines, names=_overseas(layer.rows))
    kinds: dict[str, cached.Kind] = {"commune": "communes", "epci": "epci", "bassin": "bassins"}
    communes = cached.ask(scope, "communes", departement=scope.departement)
    over = choice.level != "bassin" and bool(communes["code_bassin"].notna().any())
    try:
        outlines = cached.outline_url(scope, kinds[choice.level], scope.departement)
        borders = cached.outline_url(scope, "bassins", scope.departement) if over else None
    except NoOutlineError as error:
        return replace(layer, without=str(error))
    outside = _outside(scope, layer) if choice.level == "epci" else 0
    colours = cached.bassin_colours(scope)
    written = communes["code_bassin"].notna().any() and not scope.bassin
    names = bassin_names(communes, colours) if written else ()
    return replace(
        layer, outlines=outlines, borders=borders, names=names, colours=tuple(colours.items()), outside=outside
    )


def _outside(scope: Scope, layer: Layer) -> int:
    """How many EPCI with communes here stand in another département; none is said of a bassin alone."""
    if scope.bassin:
        return 0
    here = cached.ask(scope, "communes_zones", departement=scope.departement, division="epci")
    return len(set(here["code_zone"]) - set(layer.rows["code"]))


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


def bassin_names(rows: pd.DataFrame, colours: Mapping[str, str]) -> tuple[tuple[str, float, float, str], ...]:
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
