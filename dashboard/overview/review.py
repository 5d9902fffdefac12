"""A « revue de projets »: one territory on one page, for the agents who work there. Rows in, words and figures out."""

from collections.abc import Sequence
from datetime import date

from dashboard.committee import words as committee
from dashboard.frame import origin, reference, wording
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Figure
from dashboard.money import words
from dashboard.overview import glance


def answer(
    where: str,
    now: Row,
    n_conventions: int,
    approvals: Sequence[Row],
    decisions: Sequence[Row],
    day: date | None,
    late_on: str,
) -> str:
    """What the territory holds, and what ends or is due; ``day`` is the reference day, ``late_on`` that of what is late
    (« au 28/11/2026 »).

    ``now`` counts the actions of the territory whatever the years chosen: what runs on a day depends on that day alone.
    """
    running = wording.plural(now["n_actions_en_cours"], "action en cours", "actions en cours")
    head = f"{where} : {running} {reference.on(day)}{_unknown(now)}"
    ends = [
        wording.plural(n_conventions, "convention finit", "conventions finissent") if n_conventions else "",
        wording.plural(len(approvals), "agrément est fini ou finit", "agréments sont finis ou finissent")
        if approvals
        else "",
    ]
    told = wording.join([text for text in ends if text])
    soon = f" ; {told} dans les douze mois" if told else " ; rien de daté ne finit dans les douze mois"
    due = (
        wording.plural(len(decisions), "décision attend", "décisions attendent")
        if decisions
        else "aucune décision n'attend"
    )
    return f"{head}{soon} ; {due} une suite{committee.late(decisions, f' {late_on}')}."


def _unknown(key: Row) -> str:
    """The actions of which no date says whether they still run; "" when there is none."""
    count = key["n_actions_sans_etat"]
    return f" (pour {wording.plural(count, 'autre')}, aucune date ne le dit)" if count else ""


def figures(key: Row, people: Row | None, money: Sequence[Row], scope: Scope) -> list[Figure]:
    """Actions, people and money of the period, each with its coverage."""
    plans = sum(row["n_plans"] for row in money)
    granted = words.total(money, "accorde_eur")
    known = sum(row["n_accordes"] for row in money)
    shown = [
        Figure(
            "Actions",
            wording.number(key["n_actions"]),
            n=wording.plural(key["n_structures"], "structure"),
            period=wording.sentence(scope.years),
            origin=origin.href(scope, "actions"),
        ),
        Figure(
            "Accordé",
            words.euros(granted),
            coverage=wording.sentence(words.known(known, plans)),
            period=wording.sentence(scope.known_exercices),
            origin=origin.href(scope, "accorde"),
        ),
    ]
    if people is not None:
        shown.insert(1, _attendances(people, scope))
    return shown


def _attendances(people: Row, scope: Scope) -> Figure:
    """Attendances of the last known year, as A2 counts them, with their bounds (answer to ``effectif_territoire``)."""
    value, bounds = glance.told(people)
    here = ("bassin", scope.bassin) if scope.bassin else ("departement", scope.departement)
    return Figure(
        "Participations",
        value,
        glance.of_year(people["annee"]),
        n=bounds,
        coverage=f"Connues pour {wording.share(people['n_renseignes'], people['n_sujets'])} des actions et événements",
        origin=origin.href(scope, "participations", *here, people["annee"]),
    )
