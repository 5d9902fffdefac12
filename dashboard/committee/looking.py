"""The day from which committees look at what comes and at what is late: the one of who reads."""

from datetime import date, timedelta

from dashboard.frame import cached, closed, reference, show, wording
from dashboard.frame.scope import Scope
from data import days


def day(scope: Scope) -> date | None:
    """Today; the day of the closing where a closed session is read; the reference day of a demonstration.

    Sessions and deadlines do not wait for facts to be loaded, as « en cours » does; only in made-up facts time stands
    still. None in a demonstration without any date.
    """
    if scope.closing is not None:
        rows = cached.rows(closed.today_of(scope), "seances_closes")
        closings = {row["seance_id"]: row["arretee_le"] for row in rows}
        return date.fromisoformat(closings[scope.closing.seance_id])
    if cached.demonstration(scope):
        known = cached.reference_day(scope)
        return known + timedelta(days=1) if known else None
    return days.today()


def past(scope: Scope) -> date | None:
    """The last day that is over, as questions take it: what is due on the day itself is not late yet."""
    looked_from = day(scope)
    return looked_from - timedelta(days=1) if looked_from else None


def said(scope: Scope) -> str:
    """« à partir du 28/11/2026 », « à partir du 01/01/2026, jour de la démonstration »."""
    looked_from = day(scope)
    if looked_from is None:
        return "à partir d'un jour inconnu"
    made_up = cached.demonstration(scope) and scope.closing is None
    return f"à partir du {wording.day(looked_from)}{', jour de la démonstration' if made_up else ''}"


def old(scope: Scope) -> None:
    """Say that nothing was loaded for more than a year: what was signed or decided since is not among what comes."""
    known = cached.reference_day(scope)
    if known and reference.old(known) and not cached.demonstration(scope):
        show.note(
            f"Le dernier jour connu des faits est le {wording.day(known)}, il y a plus d'un an : ce qui a été signé, "
            "prévu ou décidé depuis n'est pas ici tant que personne ne le charge ou ne le saisit."
        )
