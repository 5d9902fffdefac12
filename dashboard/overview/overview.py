"""From the answers of questions to the sentences and figures of the overview. Pure functions: rows in, words out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from dashboard.frame import collecting, wording
from dashboard.frame.markup import link
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Figure
from dashboard.money.costs import total

# Below this part of filled fields, or this many years, nothing is said of a change (display rules of the indicators).
ENOUGH = 0.7
ENOUGH_YEARS = 5
# What any measure of progress over time and place needs: field of « completude » → how a sentence names it.
NEEDED = {"participants": "les participants", "date de début": "la date de début", "commune": "la commune"}


def filled(field: Row) -> int:
    """Actions whose field counts: validated where validation applies, filled elsewhere."""
    return int(field["n_renseignes"] if field["n_valides"] is None else field["n_valides"])


def answer(key: Row, fields: Sequence[Row], n_years: int) -> tuple[str, str]:
    """The verdict and its reasons; ``n_years`` is the number of years that bear at least one action."""
    if not key["n_actions"]:
        activity = wording.plural(key["n_evenements"], "événement")
        return (
            f"Aucun pour l'instant, trop peu de données : aucune action n'est recensée ici, seulement {activity}.",
            "Pour mesurer un progrès, il faudrait des fiches actions avec leur commune, leur date de début "
            "et leurs participants.",
        )
    activity = wording.join(
        [wording.plural(key["n_actions"], "action"), wording.plural(key["n_evenements"], "événement")]
    )
    needs = [field for field in fields if field["champ"] in NEEDED]
    short = [field for field in needs if filled(field) < ENOUGH * field["n_actions"]]
    if not short and n_years >= ENOUGH_YEARS:
        return (
            f"L'activité peut être suivie dans le temps : {activity}, sur {wording.plural(n_years, 'année')}.",
            f"{_known(needs)}. Un progrès ne se dit qu'indicateur par indicateur, avec sa marge d'incertitude.",
        )
    reasons = _known(short) if short else f"Seules {wording.plural(n_years, 'année')} portent des actions"
    return (
        f"Aucun pour l'instant, trop peu de données : elles décrivent une activité ({activity}), elles ne mesurent "
        "pas encore de progrès.",
        f"{reasons}. Sans cela, on ne peut pas dire qui participe, où, ni si cela change d'une année à l'autre.",
    )


def _known(fields: Sequence[Row]) -> str:
    first, *others = sorted(fields, key=filled, reverse=True)
    counts = f"{wording.plural(filled(first), 'action')} sur {wording.number(first['n_actions'])}"
    head = f"{NEEDED[first['champ']]} de {counts}"
    tail = [f"{NEEDED[field['champ']]} de {wording.number(filled(field))}" for field in others]
    return f"On connaît {wording.join([head, *tail])}"


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


def figures(key: Row, fields: Sequence[Row], events: Sequence[Row], costs: Row, scope: Scope) -> list[Figure]:
    """Six figures with what must travel with them; ``costs`` answers ``argent_situations``."""
    updated = wording.local_day(wording.timestamp(key["derniere_mise_a_jour"]))
    context = {
        "period": wording.sentence(scope.years),
        "source": f"{wording.plural(key['n_sources'], 'source')} au {updated}",
    }
    n_actions, n_events = key["n_actions"], key["n_evenements"]
    dated = next((filled(field) for field in fields if field["champ"] == "date de début"), 0)
    attended = sum(bool(event["affluences"]) or event["secret"] for event in events)
    where = wording.join(
        [wording.plural(key["n_structures"], "structure"), wording.plural(key["n_departements"], "département")]
    )
    return [
        Figure(
            "Actions recensées",
            wording.number(n_actions),
            n=where if n_actions else "Aucune fiche dans ce périmètre",
            coverage=f"Date de début connue : {wording.share(dated, n_actions)}" if n_actions else "",
            **context,
        ),
        Figure(
            "Événements recensés",
            wording.number(n_events),
            coverage=f"Affluence connue : {wording.share(attended, n_events)}",
            **context,
        ),
        _rate("Participants connus", key["n_actions_avec_participants"], n_actions, "des actions", **context),
        _rate(
            "Coût connu",
            costs["n_connu"],
            total(costs),
            "du total",
            counted="actions et événements",
            **{**context, "period": wording.sentence(scope.exercices)},
        ),
        _rate(
            "À l'initiative d'habitants",
            key["n_initiative_habitante"],
            key["n_initiative_connue"],
            "des actions",
            coverage=f"Initiative renseignée : {wording.share(key['n_initiative_connue'], n_actions)}"
            if n_actions
            else "",
            **context,
        ),
        Figure(
            "Contradictions relevées",
            wording.number(key["n_constats"]),
            coverage="Dans les fiches et leurs budgets ; rien n'est corrigé",
            **context,
        ),
    ]


def _rate(label: str, part: int, whole: int, unit: str, counted: str = "actions", **context: str) -> Figure:
    if whole == 0:
        return Figure(label, "///", n="Sans objet : aucune action", **context)
    counts = f"{wording.number(part)} sur {wording.number(whole)}"
    if whole < 10:
        # « 0 sur 1 » has no noun that would agree; its label and the line below say what is counted.
        few = f"Moins de dix {counted} : pas de pourcentage"
        return Figure(label, counts, counted if whole > 1 else "", n=few, **context)
    return Figure(label, wording.percent(part / whole), unit, n=f"{counts} {counted}", **context)


def missing(fields: Sequence[Row]) -> tuple[str, list[Row]]:
    """A sentence on the fields that lack most, and the incomplete fields, the emptiest first."""
    asked = [field for field in fields if field["n_actions"]]
    lacking = sorted((field for field in asked if filled(field) < field["n_actions"]), key=_coverage)
    if not lacking:
        return "Aucun champ ne manque dans les fiches de ce périmètre.", []
    first = lacking[0]
    gaps = [f"{field['champ']} ({_gap_of(field)})" for field in lacking[1:4]]
    others = f" Viennent ensuite : {wording.join(gaps)}." if gaps else ""
    complete = [field["champ"] for field in asked if filled(field) == field["n_actions"]]
    everywhere = f" Partout renseignés : {wording.join(complete)}." if complete else ""
    absent = "la seule fiche" if first["n_actions"] == 1 else f"{_gap_of(first)} fiches"
    head = (
        f"Ce qui manque le plus, en part des fiches : le champ « {first['champ']} », absent ou à valider dans {absent}"
    )
    return f"{head}.{others}{everywhere}", lacking


def _coverage(field: Row) -> float:
    return filled(field) / int(field["n_actions"])


def _gap_of(field: Row) -> str:
    """« 327 sur 340 »: the whole differs from a field to the next."""
    return f"{wording.number(_gap(field))} sur {wording.number(field['n_actions'])}"


def _gap(field: Row) -> int:
    return int(field["n_actions"]) - filled(field)


def bars(fields: Sequence[Row]) -> list[tuple[str, int, int, str]]:
    """Rows for ``show.bars``: what counts, out of how many, and what awaits validation."""
    return [(field["champ"], filled(field), field["n_actions"], _bar_words(field)) for field in fields]


def gaps(fields: Sequence[Row], scope: Scope) -> list[tuple[str, int, int, str]]:
    """The same, each field leading to the list of the fiches that lack it."""
    drawn = []
    for field, (label, filled_in, whole, words) in zip(fields, bars(fields), strict=True):
        to = collecting.href(scope, field["champ"])
        drawn.append((link(to, label) if to else label, filled_in, whole, words))
    return drawn


def _bar_words(field: Row) -> str:
    counts = f"{wording.number(filled(field))} sur {wording.number(field['n_actions'])}"
    proposed = field["n_renseignes"] - filled(field)
    return f"{counts} (+ {wording.number(proposed)} à valider)" if proposed else counts


def attendance(event: Row) -> str:
    """Every statement on an event's attendance: « 322 », « 8 à 10 », « au moins 200 / 260 », « s » or « nd »."""
    told = zip(event["affluences"], event["affluences_hautes"], event["precisions"], strict=True)
    written = [wording.bounded(value, value, most, kind) for value, most, kind in told]
    return " / ".join([*written, *(["s"] if event["secret"] else [])]) or wording.UNKNOWN


def editions(events: Sequence[Row]) -> list[str]:
    """A sentence for each series with two editions or more whose attendance is known without contradiction."""
    series: dict[str, list[Row]] = {}
    for event in events:
        if event["serie"] and event["tenu_le"] and len(event["affluences"]) == 1 and not event["secret"]:
            series.setdefault(event["serie"], []).append(event)
    return [
        _edition(name, sorted(occasions, key=lambda e: e["tenu_le"]))
        for name, occasions in series.items()
        if len(occasions) > 1
    ]


def _edition(name: str, events: Sequence[Row]) -> str:
    steps = [f"{attendance(event)} personnes en {event['tenu_le'][:4]}" for event in events]
    changes = [_change(before, after) for before, after in pairwise(events)]
    caution = (
        "Deux points ne font pas une tendance : aucun test n'est possible"
        if len(events) == 2
        else f"{wording.plural(len(events), 'point')} : trop peu pour un test"
        if len(events) < ENOUGH_YEARS
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


def years_with_actions(years: Sequence[Row], scope: Scope) -> int:
    """How many years of the scope bear at least one action."""
    first, last = scope.annee_min or min((y["annee"] for y in years), default=0), scope.annee_max or 9999
    return sum(1 for year in years if year["n_actions"] and first <= year["annee"] <= last)


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
        (scope.href("financements"), "Financements", "qui paie quoi, et ce qu'on ignore"),
        (
            scope.href("sources"),
            "Sources et qualité",
            "d'où viennent ces chiffres, ce qui est refusé ou contradictoire",
        ),
    ]
