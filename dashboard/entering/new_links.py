"""The ways to a form for what is not in the store yet."""

from dashboard.entering import words
from dashboard.frame import show
from dashboard.frame.scope import Scope

_WHY = {
    "action": "une action qu'aucun fichier n'a apportée",
    "evenement": "une édition d'un événement",
    "seance": "une séance d'une instance, et ses présences",
    "structure": "avant les fiches qu'elle mène",
}


def view(scope: Scope) -> None:
    """One link a kind of subject."""
    show.section("Ajouter ce qui n'y est pas encore")
    show.links([(scope.href("saisie", nouveau=kind), words.NEW[kind], why) for kind, why in _WHY.items()])
