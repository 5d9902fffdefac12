"""An address that names nothing known: what was asked, and where to look."""

from dashboard.frame import show
from dashboard.frame.scope import Scope

_LONGEST = 80


def told(scope: Scope, title: str, asked: str, none: str, where: tuple[str, str] = ("seances", "Séances")) -> None:
    """The page of what cannot be found; ``none`` begins the sentence (« Aucune instance »), ``where`` is the page that
    lists what there is, and its name."""
    show.title(title)
    said = f"{none} n'a l'identifiant « {asked[:_LONGEST]} »." if asked else "L'adresse ne dit pas quoi montrer."
    to_do = "L'adresse est peut-être incomplète, ou la source qui disait cela a été annulée ou remplacée."
    page, name = where
    show.empty(said, to_do, [(scope.href(page), name, "où est listé ce qui est connu")])
