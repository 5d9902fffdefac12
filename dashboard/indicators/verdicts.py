"""The overview told by verdicts: what progresses, what recedes, what cannot be told. Rows in, words out.

Rows are those of the review board (``board.lines``); a change is announced only where the test behind it says so.
"""

from collections import Counter
from collections.abc import Sequence

from dashboard.frame import origin, wording
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.indicators.board import CHANGES, ONE, PAGE, Line, Territory
from dashboard.indicators.words import VERDICTS
from queries import articles
from queries.copy.progress.verdicts import BLIND, DECLINE, NO_CHANGE, PROGRESS, TOO_LITTLE

_VERBS = {PROGRESS: ("progresse", "progressent"), DECLINE: ("recule", "reculent")}

# Where every test was blind, that nothing was seen is no finding.
_TOO_FEW = "les données sont trop peu nombreuses pour voir un progrès ou un recul"
# Where progress is not to rise, the way it goes is said, then what it is.
_MOVES = {
    ("baisse", PROGRESS): ("baisse (progrès)", "baissent (progrès)"),
    ("baisse", DECLINE): ("monte (recul)", "montent (recul)"),
    ("zero", PROGRESS): ("s'approche de zéro (progrès)", "s'approchent de zéro (progrès)"),
    ("zero", DECLINE): ("s'éloigne de zéro (recul)", "s'éloignent de zéro (recul)"),
}


def judged(lines: Sequence[Line], place: Territory) -> dict[str, list[Line]]:
    """Verdict → the indicators that have it in this territory, in the order of the catalogue."""
    by_verdict: dict[str, list[Line]] = {verdict: [] for verdict in VERDICTS}
    for line in lines:
        by_verdict[line.verdict(place.key)].append(line)
    return by_verdict


def answer(lines: Sequence[Line], place: Territory, bassins: Sequence[Territory] = ()) -> str:
    """« Dans l'Allier, 2 indicateurs progressent (…) et 1 recule (…). L'initiative habitante progresse dans… ».

    ``bassins`` are those of a département, whose own changes are told after it.
    """
    by, there = judged(lines, place), articles.within(place.name, place.level)
    inside = _inside(lines, bassins)
    if not tested(lines, place):
        return f"Aucun pour l'instant, trop peu de données : aucun indicateur n'est testé {there}.{inside}"
    changes = [_changing(by[verdict], *verbs) for verdict, verbs in _VERBS.items() if by[verdict]]
    nothing = "aucun progrès ni recul ne se dégage" if by[NO_CHANGE] else _TOO_FEW
    head = wording.join(changes) if changes else nothing
    return f"{wording.sentence(there)}, {head}.{inside}"


def tested(lines: Sequence[Line], place: Territory) -> bool:
    """Whether one indicator was tested in this territory."""
    return _tested(judged(lines, place))


def _tested(by_verdict: dict[str, list[Line]]) -> bool:
    """Whether one test was made at least: without any, that nothing changes is no finding."""
    return any(by_verdict[verdict] for verdict in (PROGRESS, DECLINE, NO_CHANGE, BLIND))


def _inside(lines: Sequence[Line], bassins: Sequence[Territory]) -> str:
    """« L'initiative habitante progresse dans le bassin de Vichy. » after a space; "" where no bassin changes."""
    told = wording.join(
        [
            f"{_moves(line, verdict)} {articles.within(bassin.name, bassin.level)}"
            for bassin in bassins
            for verdict in _VERBS
            for line in judged(lines, bassin)[verdict]
        ]
    )
    return f" {wording.sentence(told)}." if told else ""


def quiet(lines: Sequence[Line], place: Territory) -> str:
    """What is said where nothing is announced: a change that would have been seen is not one that could not be."""
    by = judged(lines, place)
    if not _tested(by):
        return "Aucun indicateur n'est testé ici, trop peu de données : on ne sait pas s'il y a progrès ou recul."
    rest = _others(by)
    return f"Aucun progrès ni recul n'est annoncé ici{f' : {rest}' if rest else ''}."


def _others(by_verdict: dict[str, list[Line]]) -> str:
    """« 12 indicateurs sans changement détectable, 5 dont le test ne pouvait rien voir et 3 avec trop peu de… »."""
    steady, blind, little = (len(by_verdict[verdict]) for verdict in (NO_CHANGE, BLIND, TOO_LITTLE))
    told = [
        (steady, "sans changement détectable"),
        (blind, "dont le test ne pouvait rien voir"),
        (little, "avec trop peu de données pour en juger"),
    ]
    said = [f"{wording.number(count)} {words}" for count, words in told if count]
    if said:
        first = next(count for count, _ in told if count)
        said[0] = said[0].replace(wording.number(first), wording.plural(first, "indicateur"), 1)
    return wording.join(said)


def _changing(lines: Sequence[Line], one: str, many: str) -> str:
    verb = one if len(lines) == 1 else many
    titles = ", ".join(str(line.indicator["titre"]) for line in lines)
    return f"{wording.plural(len(lines), 'indicateur')} {verb} ({titles})"


def _moves(line: Line, verdict: str) -> str:
    """« l'initiative habitante progresse »; « les arrêts baissent (progrès) » where less is better."""
    said, plural = articles.subject(str(line.indicator["titre"]))
    one, many = _MOVES.get((str(line.indicator["sens"]), verdict), _VERBS[verdict])
    return f"{said} {many if plural else one}"


def changes(lines: Sequence[Line], territories: Sequence[Territory], scope: Scope) -> list[tuple[str, str, str]]:
    """Links to the indicators that change somewhere, each with the whole sentence of its verdict."""
    return [
        (
            scope.href(ONE, id=line.id),
            f"{line.indicator['titre']}, {place.name} : {line.verdict(place.key)}.",
            str(line.progress[place.key]["phrase"]),
        )
        for line in lines
        for place in territories
        if line.verdict(place.key) in CHANGES
    ]


def by_territory(
    lines: Sequence[Line], territories: Sequence[Territory], themes: dict[str, str | None], scope: Scope
) -> list[Row]:
    """One row a territory, always in the same order, with how many indicators have each verdict."""
    rows: list[Row] = []
    for place in territories:
        counts = Counter(line.verdict(place.key) for line in lines)
        whole = place.level == "departement"
        theme = wording.POINTLESS if whole else themes.get(place.code)
        page = None if whole else scope.territory_href(place.level, place.code)
        named = {"territoire": place.name, "page": page, "theme": theme}
        ways = {f"{name}_suivi": followed(scope, place, name) for name in VERDICTS}
        rows.append({**named, **{name: counts[name] for name in VERDICTS}, **ways})
    return rows


def followed(scope: Scope, place: Territory, verdict: str) -> str:
    """The address that follows how many indicators have a verdict in a territory."""
    return origin.href(scope, "verdicts", place.level, place.code, key=verdict)


def announced(lines: Sequence[Line], place: Territory, scope: Scope) -> str:
    """The same of the first change that ``answer`` counts; "" where it counts none."""
    by = judged(lines, place)
    return next((followed(scope, place, verdict) for verdict in _VERBS if by[verdict]), "")


def next_steps(scope: Scope, n_indicators: int) -> tuple[str, str, str]:
    """The link to the board."""
    count = wording.plural(n_indicators, "indicateur")
    return scope.href(PAGE), "Indicateurs", f"{count} : ce qui peut être dit, et ce qui manque pour le dire"
