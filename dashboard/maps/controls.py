"""What the reader chooses on the map page: measure, territories, years, how it is drawn, a second measure beside."""

from collections.abc import Sequence

from dashboard.frame import cached, filters, show
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.maps import classes, rates, steps
from dashboard.maps.classes import Classes, ThresholdError
from dashboard.maps.layer import Choice, Layer
from dashboard.maps.measures import MEASURES

_MODES = {"cercles": "Cercles", "aplats": "Couleurs"}
_TIMES = {"ensemble": "Ensemble", "annees": "Année par année"}
_LEVELS = {
    "commune": "Communes",
    "epci": "Intercommunalités",
    "bassin": "Bassins de vie",
    "departement": "Départements",
}
# The coarsest first: an indicator of a commune rests on a handful of facts.
_YEAR = "annee"  # the slider writes it itself
_READ = ("epci", "bassin", "commune", "departement")


def indicators(scope: Scope) -> Sequence[Row]:
    """The indicators that have a value somewhere in the scope, one row a level."""
    return cached.rows(scope, "carte_indicateurs", departement=scope.departement)


def measures(held: Sequence[Row]) -> dict[str, str]:
    """Key → what people read: facts first, then indicators with their identifier."""
    return {
        **{key: measure.title for key, measure in MEASURES.items()},
        **{str(row["indicateur"]): f"{row['titre']} ({row['indicateur']})" for row in held},
    }


def choice(scope: Scope) -> Choice:
    """The measure chosen by the reader, its level, and whether the map goes year by year."""
    held = indicators(scope)
    key = filters.one("mesure", "Mesure", measures(held))
    known = rates.levels(held).get(key, [])
    levels = [level for level in _READ if level in known]
    filters.forgotten("niveau", _LEVELS.keys() - levels)
    if key in MEASURES:
        level = "commune" if scope.departement else "departement"
        by_year = _by_year(scope, key)
        return Choice(key, level, by_year, filters.asked(_YEAR) if by_year else None)
    level = (
        filters.one("niveau", "Territoires", {name: _LEVELS[name] for name in levels}) if len(levels) > 1 else levels[0]
    )
    filters.forgotten("temps", _TIMES)
    return Choice(key, level, True, filters.asked(_YEAR))


def other_year(layer: Layer, choice: Choice) -> None:
    """Say that the year of the address is none of the map's, on coming to the page."""
    if choice.year and choice.year not in [step.label for step in layer.steps]:
        filters.ignored("Année", choice.year)


def _by_year(scope: Scope, key: str) -> bool:
    """Whether facts go year by year: offered where there are several."""
    if not MEASURES[key].of_facts or scope.one_exercice:
        filters.forgotten("temps", _TIMES)
        return False
    titles = {**_TIMES, "ensemble": "Toutes les années" if scope.years == "toutes années" else scope.years.capitalize()}
    return filters.tabs("temps", "Années", titles, label_visibility="collapsed") == "annees"


def beside(scope: Scope, first: Choice) -> Choice | None:
    """The second measure, if any: at the level of the first where it has values there, year by year as it."""
    held = indicators(scope)
    others = {key: title for key, title in measures(held).items() if key != first.measure}
    key = filters.choice("avec", "Comparer avec", others, everything="Rien")
    if key is None:
        return None
    if key in MEASURES:
        return Choice(key, "commune" if scope.departement else "departement", first.yearly, first.year)
    known = rates.levels(held)[key]
    return Choice(
        key, first.level if first.level in known else next(name for name in _READ if name in known), True, first.year
    )


def coloured(layer: Layer) -> bool:
    """Whether the map has colours rather than circles, which counts have unless the reader asks for colours."""
    if layer.measure.rate:
        filters.forgotten("forme", _MODES)
        return True
    return filters.tabs("forme", "Représentation", _MODES, label_visibility="collapsed") == "aplats"


def look(layer: Layer, scope: Scope) -> Classes:
    """The classes that the reader asks for; wrong thresholds are told, and natural breaks stand in for them."""
    method = filters.one("classes", "Classes", classes.METHODS, default="naturels")
    if method != "manuels":
        counts = {str(count): str(count) for count in range(classes.FEWEST, classes.MOST + 1)}
        return _cut(layer, scope, method, int(filters.one("nombre", "Nombre de classes", counts, default="5")))
    typed = filters.text("seuils", "Bornes hautes", placeholder="1 ; 5 ; 10")
    try:
        return _cut(layer, scope, method, 0, classes.read_thresholds(typed))
    except ThresholdError as error:
        show.note(f"{error} En attendant, la carte montre les seuils naturels.")
        return plain(layer, scope)


def plain(layer: Layer, scope: Scope) -> Classes:
    """Natural breaks, five classes."""
    return _cut(layer, scope, "naturels", 5)


def _cut(layer: Layer, scope: Scope, method: str, count: int, thresholds: tuple[float, ...] = ()) -> Classes:
    """The same classes for every step."""
    key = (*layer.key, method, count, thresholds)
    values = steps.values(layer.steps)
    return cached.kept(scope, "classes", key, lambda: classes.classify(values, method, count, thresholds))
