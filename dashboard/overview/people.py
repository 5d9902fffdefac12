"""Which quantity of people a territory can tell, year by year."""

from dataclasses import replace

from dashboard.frame import cached, origin
from dashboard.frame.scope import Scope
from dashboard.overview.glance import Counted

# Quantity of people → its name, its unit, the word that agrees; the first that is known is told.
QUANTITIES = {
    "participations": ("Participations", "présences", "connues"),
    "participants_distincts": ("Participants distincts", "personnes", "connus"),
}


def counted(scope: Scope, level: str, code: str) -> Counted:
    """The first quantity that is known there, up to the last year chosen; without rows when none is."""
    for quantity, said in QUANTITIES.items():
        asked = {"niveau": level, "territoire": code, "grandeur": quantity, "annee_max": scope.annee_max}
        if rows := cached.rows(scope, "effectifs_annees", **asked):
            return Counted(*said, rows, quantity, undated(scope, level, code, quantity))
    return replace(nobody(), undated=undated(scope, level, code, next(iter(QUANTITIES))))


def undated(scope: Scope, level: str, code: str, quantity: str = "participations") -> int:
    """How many actions and events of a territory tell this quantity without a year."""
    asked = {"niveau": level, "territoire": code, "grandeur": quantity}
    return int(cached.rows(scope, "effectif_sans_annee", **asked)[0]["n_sujets"])


def followed(scope: Scope, level: str, code: str, counted: Counted) -> str:
    """The address that follows the last year to its rows; "" when nothing is known."""
    return origin.href(scope, counted.quantity, level, code, counted.rows[-1]["annee"]) if counted.rows else ""


def nobody() -> Counted:
    """Nothing is known of people."""
    return Counted(*QUANTITIES["participations"], [])
