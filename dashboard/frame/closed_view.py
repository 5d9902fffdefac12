"""What every page of a closed session says: whose figures these are, the way to today's, what changed since."""

from datetime import date

from dashboard.frame import filters, show, wording
from dashboard.frame.closed import KEY
from dashboard.frame.markup import html, link, write
from dashboard.frame.scope import Closing, Scope

NOT_HERE = "Une séance close se lit : rien ne s'y écrit."


def strip(scope: Scope, page: str) -> None:
    """Which figures these are, on every page and on paper; the ways to today's, and to what changed since."""
    if (said := scope.closing) is None:
        return
    write(
        html(
            '<div class="seance-close" role="note"><strong>{}.</strong> Chiffres arrêtés le {} (instantané {}), avec '
            "les seuils et le catalogue de ce jour-là.{} {} · {}</div>",
            said.name,
            said.day,
            scope.snapshot,
            _remade(said),
            link(filters.address(page or "./", **{KEY: None}), "Et aujourd'hui ?"),
            link(scope.href("depuis"), "Ce qui a changé depuis"),
        )
    )


def _remade(said: Closing) -> str:
    if said.remade is None:
        return ""
    day = wording.day(date.fromisoformat(said.remade))
    if not said.differs:
        return f" Leur copie a été refaite le {day} : tous les chiffres sont les mêmes."
    return (
        f" Attention : leur copie a été refaite le {day}, et des chiffres diffèrent de ceux montrés à la séance "
        f"({', '.join(said.differs)})."
    )


def not_here(page: str) -> None:
    """A page where people write, asked within a closed session."""
    show.title("Séance close")
    ways = [(filters.address(page, **{KEY: None}), "Revenir à aujourd'hui", "")]
    show.empty(NOT_HERE, "Ses chiffres ne changent plus. Cette page montre et change le magasin d'aujourd'hui.", ways)
