"""How far fiches are filled in: rates, and the fields that lack, each leading to its worklist. Pure functions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dashboard.frame import collecting, origin, wording
from dashboard.frame.markup import link
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Figure
from dashboard.money.costs import total


def filled(field: Row) -> int:
    """Actions whose field counts: validated where validation applies, filled elsewhere."""
    return int(field["n_renseignes"] if field["n_valides"] is None else field["n_valides"])


# What ``rates`` are made from, each asked of the shared filters.
QUESTIONS = ("chiffres_cles", "completude", "evenements", "argent_situations")


def rates(answers: Mapping[str, Sequence[Row]], scope: Scope) -> list[Figure]:
    """What is known of the facts recorded, with what must travel with it; ``answers``: those to ``QUESTIONS``."""
    fields, events = answers["completude"], answers["evenements"]
    (key,), (costs,) = answers["chiffres_cles"], answers["argent_situations"]
    updated = wording.local_day(wording.timestamp(key["derniere_mise_a_jour"]))
    context = {
        "period": wording.sentence(scope.years),
        "source": f"{wording.plural(key['n_sources'], 'source')} au {updated}",
    }
    n_actions = key["n_actions"]
    dated = next((filled(field) for field in fields if field["champ"] == "date de début"), 0)
    attended = sum(bool(event["affluences"]) or event["secret"] for event in events)
    return [
        _rate("Date de début connue", dated, n_actions, "des actions", **context),
        _rate("Participants connus", key["n_actions_avec_participants"], n_actions, "des actions", **context),
        _rate(
            "Coût connu",
            costs["n_connu"],
            total(costs),
            "du total",
            counted="actions et événements",
            **{**context, "period": wording.sentence(scope.exercices)},
        ),
        _rate("Affluence connue", attended, len(events), "des événements", counted="événements", **context),
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


# The figure of each rate, as its own page names it; contradictions are listed on the page that counts them.
_FOLLOWED = ("debuts-connus", "participants-connus", "couts-connus", "affluences-connues", "initiatives")


def followed(figures: Sequence[Figure], scope: Scope) -> list[Figure]:
    """The same, those that have rows leading to them."""
    ways = [origin.href(scope, name) for name in _FOLLOWED]
    return [replace(figure, origin=way) for figure, way in zip(figures, [*ways, ""], strict=True)]


def _rate(label: str, part: int, whole: int, unit: str, counted: str = "actions", **context: str) -> Figure:
    if whole == 0:
        return Figure(label, "///", n="Sans objet : rien à compter", **context)
    counts = f"{wording.number(part)} sur {wording.number(whole)}"
    if whole < 10:
        # « 0 sur 1 » has no noun that would agree; its label and the line below say what is counted.
        few = f"Moins de dix {counted} : pas de pourcentage"
        return Figure(label, counts, counted if whole > 1 else "", n=few, **context)
    return Figure(label, wording.percent(part / whole), unit, n=f"{counts} {counted}", **context)


def missing(fields: Sequence[Row]) -> tuple[str, list[Row]]:
    """A sentence on the fields that are always filled in, and the incomplete fields, the emptiest first."""
    asked = [field for field in fields if field["n_actions"]]
    lacking = sorted((field for field in asked if filled(field) < field["n_actions"]), key=_coverage)
    if not lacking:
        return "Aucun champ ne manque dans les fiches de ce périmètre.", []
    complete = [field["champ"] for field in asked if filled(field) == field["n_actions"]]
    return f"Partout renseignés : {wording.join(complete)}." if complete else "", lacking


def _coverage(field: Row) -> float:
    return filled(field) / int(field["n_actions"])


def bars(fields: Sequence[Row]) -> list[tuple[str, int, int, str]]:
    """Rows for ``show.barred``: what counts, out of how many, and what awaits validation."""
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
