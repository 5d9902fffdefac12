"""The day from which committees look at what comes and at what is late: the one of who reads."""

from collections.abc import Sequence
from datetime import date, timedelta

from dashboard.frame import cached, reference, show, wording
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope


def day(scope: Scope) -> date | None:
    """Today; the day of the closing where a closed session is read; the day after the reference day of a demonstration.

    Sessions and deadlines do not wait for facts to be loaded, as « en cours » does; only in made-up facts time stands
    still. None in a demonstration without any date.
    """
    if cached.demonstration(scope):
        known = cached.reference_day(scope)
        return known + timedelta(days=1) if known else None
    return scope.seen_on


def past(scope: Scope) -> date | None:
    """The last day that is over, as questions take it: what is due on the day itself is not late yet."""
    looked_from = day(scope)
    return looked_from - timedelta(days=1) if looked_from else None


def waiting(scope: Scope) -> Sequence[Row]:
    """The decisions of a territory that wait for their follow-up, those late on that day said."""
    return cached.rows(scope, "decisions_a_suivre", **scope.place, jour=past(scope))


def said(scope: Scope) -> str:
    """« à partir du 28/11/2026 », « à partir du 01/01/2026, jour de la démonstration »."""
    looked_from = day(scope)
    if looked_from is None:
        return "à partir d'un jour inconnu"
    made_up = ", jour de la démonstration" if cached.demonstration(scope) else ""
    return f"à partir du {wording.day(looked_from)}{made_up}"


def on(scope: Scope) -> str:
    """« au 28/11/2026 », of what is late."""
    looked_from = day(scope)
    return f"au {wording.day(looked_from)}" if looked_from else "à un jour inconnu"


def old(scope: Scope) -> None:
    """Say that nothing was loaded for more than a year: what was signed or decided since is not among what comes."""
    known = cached.reference_day(scope)
    if known and reference.old(known, scope.seen_on) and not cached.demonstration(scope):
        show.note(
            f"Le dernier jour connu des faits est le {wording.day(known)}, il y a plus d'un an : ce qui a été signé, "
            "prévu ou décidé depuis n'est pas ici tant que personne ne le charge ou ne le saisit."
        )
