"""From the answers of questions to the sentences and figures of the overview. Pure functions: rows in, words out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from dashboard.frame import wording
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Figure
from dashboard.overview.trace import Year, trace


def answer(key: Row, scope: Scope) -> str:
    """What is recorded, and that it tells no progress: said where no indicator could be judged."""
    events = wording.plural(key["n_evenements"], "événement")
    if not key["n_actions"]:
        return f"Aucune action n'est recensée ici, seulement {events} : on ne peut pas dire si quelque chose progresse."
    actions = wording.plural(key["n_actions"], "action")
    # Of the actions: an event may stand in a département that has none.
    where = f" dans {wording.plural(key['n_departements'], 'département')}" if scope.departement is None else ""
    told = wording.join([f"{actions}{where}", events]) if key["n_evenements"] else f"{actions}{where}"
    verb = "sont recensés" if key["n_evenements"] else "est recensée" if key["n_actions"] == 1 else "sont recensées"
    limit = "pas encore si cela progresse" if scope.departement else "un progrès se lit département par département"
    return f"{told} {verb} : on voit ce qui se fait, {limit}."


def left_out(key: Row, scope: Scope) -> str:
    """What the filter on years leaves aside, as a sentence; "" when it leaves nothing."""
    undated = key["n_actions_sans_annee"]
    if not undated or (scope.annee_min is None and scope.annee_max is None):
        return ""
    verb = (
        "n'a aucune année connue : elle n'est pas comptée"
        if undated == 1
        else "n'ont aucune année connue : elles ne sont pas comptées"
    )
    return f"{wording.plural(undated, 'action')} de ce territoire {verb} dans une période choisie."


def attendance(event: Row) -> str:
    """Every statement on an event's attendance: « 322 », « 8 à 10 », « au moins 200 / 260 », « s » or « nd »."""
    told = zip(event["affluences"], event["affluences_hautes"], event["precisions"], strict=True)
    written = [wording.bounded(value, value, most, kind) for value, most, kind in told]
    return " / ".join([*written, *(["s"] if event["secret"] else [])]) or wording.UNKNOWN


def editions(events: Sequence[Row], enough: int) -> list[str]:
    """A sentence for each series with two editions or more whose attendance is known without contradiction.

    ``enough``: fewer years than this say nothing of a change (answer to ``regles``).
    """
    return [_edition(name, occasions, enough) for name, occasions in _series(events)]


def editions_in_short(events: Sequence[Row]) -> list[str]:
    """The same from the first edition to the last: « Fête : 322 personnes en 2011, 1 155 en 2013 (2 éditions). »."""
    return [_in_short(name, occasions[0], occasions[-1], len(occasions)) for name, occasions in _series(events)]


def last_editions(events: Sequence[Row]) -> list[Row]:
    """The last edition of each of these series, in the same order."""
    return [occasions[-1] for _, occasions in _series(events)]


def _in_short(name: str, first: Row, last: Row, count: int) -> str:
    begin, end = (f"{event['tenu_le'][:4]}" for event in (first, last))
    few = "deux points ne font pas une tendance" if count == 2 else wording.plural(count, "édition")
    return f"{name} : {attendance(first)} personnes en {begin}, {attendance(last)} en {end} ({few})."


def _series(events: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """(name, its editions in order) of each such series."""
    series: dict[str, list[Row]] = {}
    for event in events:
        if event["serie"] and event["tenu_le"] and len(event["affluences"]) == 1 and not event["secret"]:
            series.setdefault(event["serie"], []).append(event)
    return [
        (name, sorted(occasions, key=lambda event: str(event["tenu_le"])))
        for name, occasions in series.items()
        if len(occasions) > 1
    ]


def _edition(name: str, events: Sequence[Row], enough: int) -> str:
    steps = [f"{attendance(event)} personnes en {event['tenu_le'][:4]}" for event in events]
    changes = [_change(before, after) for before, after in pairwise(events)]
    caution = (
        "Deux points ne font pas une tendance : aucun test n'est possible"
        if len(events) == 2
        else f"{wording.plural(len(events), 'point')} : trop peu pour un test"
        if len(events) < enough
        else "Aucun test n'est fait ici"
    )
    return f"{name} : {wording.join(steps)} ({wording.join(changes)}). {caution}."


def _change(before: Row, after: Row) -> str:
    if {before["precisions"][0], after["precisions"][0]} != {"exacte"}:
        return "différence non calculée : chiffres approchés"
    difference = after["affluences"][0] - before["affluences"][0]
    return f"{'+' if difference > 0 else '−' if difference < 0 else ''}{wording.number(abs(difference))}"


def statements(divergence: Row, titles: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each side of a disagreement: the figure, then the words it comes from and its source."""
    columns = ("valeurs", "valeurs_hautes", "precisions", "textes", "sources")
    return [
        (wording.bounded(value, value, most, kind), f"{_quoted(text)} Source : {titles.get(source, source)}")
        for value, most, kind, text, source in zip(*(divergence[name] for name in columns), strict=True)
    ]


def _quoted(text: str | None) -> str:
    return f"{text}." if text else "Les mots d'où vient ce chiffre ne sont pas publiés, faute d'avoir été relus."


def subject(divergence: Row) -> str:
    """What a disagreement is about: « Ateliers nationaux (2011) : participants »."""
    year = f" ({divergence['annee']})" if divergence["annee"] else ""
    return f"{divergence['titre']}{year} : {wording.GRANDEURS[divergence['grandeur']]}"


def ways_out(scope: Scope, nearest: Sequence[Row]) -> list[tuple[str, str, str]]:
    """Links from a scope without facts: all its years, the nearest départements with facts, France."""
    steps = []
    if scope.annee_min is not None or scope.annee_max is not None:
        steps.append((replace(scope, annee_min=None, annee_max=None).href(""), "Toutes les années", scope.territory))
    france = replace(scope, departement=None, bassin=None, annee_min=None, annee_max=None)
    return [*steps, *neighbours(scope, nearest), (france.href(""), "France entière", "tout ce qui est recensé")]


def neighbours(scope: Scope, nearest: Sequence[Row]) -> list[tuple[str, str, str]]:
    """Links to other départements, with what each holds and how far it is."""
    steps = []
    for place in nearest:
        there = replace(
            scope, departement=place["code_departement"], departement_nom=place["nom"], bassin=None, bassin_nom=None
        )
        counts = [(place["n_actions"], "action"), (place["n_evenements"], "événement")]
        facts = wording.join([wording.plural(count, noun) for count, noun in counts if count])
        steps.append((there.href(""), there.territory, f"{facts}, à {wording.number(place['distance_km'])} km"))
    return steps


def next_steps(scope: Scope) -> list[tuple[str, str, str]]:
    """Where to read on, the filters kept."""
    return [
        (scope.href("carte"), "Carte", "où les actions et les événements ont lieu"),
        (scope.href("actions"), "Actions", "chercher une initiative, lire sa fiche"),
        (scope.href("territoire"), "Territoires", "une page par commune, intercommunalité et bassin"),
        (scope.href("financements"), "Financements", "qui paie quoi, et ce qu'on ignore"),
        (
            scope.href("sources"),
            "Sources et qualité",
            "d'où viennent ces chiffres, ce qui est refusé ou contradictoire",
        ),
    ]


def disagreement(divergence: Row) -> str:
    """« Ateliers nationaux (2011) : participants au moins 200 ou au moins 260, selon les sources. »."""
    return f"{subject(divergence)}, {sides(divergence)} selon les sources."


def sides(divergence: Row) -> str:
    """« au moins 200 ou au moins 260 »."""
    columns = ("valeurs", "valeurs_hautes", "precisions")
    told = [
        wording.bounded(value, value, most, kind)
        for value, most, kind in zip(*(divergence[name] for name in columns), strict=True)
    ]
    return wording.join(told, "ou")


def key(divergence: Row) -> str:
    """What tells a disagreement from others in an address: its subject, what is counted, its year."""
    year = "" if divergence["annee"] is None else str(divergence["annee"])
    return "|".join((str(divergence["sujet_id"]), str(divergence["grandeur"]), year))


def moved(events: Sequence[Row]) -> Figure | None:
    """The attendance of the series whose editions are known without contradiction, when there is a single one."""
    found = _series(events)
    if len(found) != 1:
        return None
    name, occasions = found[0]
    first, last = occasions[0], occasions[-1]
    years = [Year(int(event["tenu_le"][:4]), event["affluences"][0], attendance(event)) for event in occasions]
    return Figure(
        "Personnes venues",
        f"{attendance(first)} → {attendance(last)}",
        n=name,
        coverage=f"{wording.plural(len(occasions), 'édition')} dont l'affluence est connue",
        picture=trace(name, years),
    )
