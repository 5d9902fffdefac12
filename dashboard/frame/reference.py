"""The reference day: « en cours », « sous 6 mois » and « dans les douze mois » count from the last day known."""

from datetime import date

from dashboard.frame import wording

# Beyond as many days, what was running may have ended unseen.
OLD_DAYS = 365


def on(known: date | None) -> str:
    """« au 31/12/2025, dernier jour connu »."""
    return f"au {wording.day(known)}, dernier jour connu" if known else "à un jour inconnu"


def place(where: str, known: date | None) -> str:
    """« Allier (03), au 31/12/2025, dernier jour connu »; the place alone where no fact bears a date."""
    return f"{where}, {on(known)}" if known else where


def after(known: date | None) -> str:
    """« qui suivent le 31/12/2025, dernier jour connu »."""
    return f"qui suivent le {wording.day(known)}, dernier jour connu" if known else "qui suivent un jour inconnu"


def counted(known: date | None) -> str:
    """What a page says once, whose figures count from that day without each saying it."""
    if known is None:
        return "Aucun fait n'est daté : rien n'est dit « en cours », ni finir « dans les douze mois »."
    return f"Ce qui est dit « en cours », ou finir « dans les douze mois », l'est {on(known)}."


def old(known: date | None, seen_on: date) -> str:
    """What to know of a reference day more than a year before figures are seen (``Scope.seen_on``); "" if recent."""
    if known is None or (seen_on - known).days <= OLD_DAYS:
        return ""
    return (
        f"Le dernier jour connu est le {wording.day(known)}, il y a plus d'un an : ce qui est dit « en cours » a pu "
        "finir depuis, et ce qui « finit dans les douze mois » est peut-être déjà fini."
    )
