"""Last step, « chargé »: what was written, what moved, where to see it and how to take it back."""

from dashboard.frame import cached, moves, show
from dashboard.frame.scope import Scope
from dashboard.intake import refusals, words
from dashboard.intake.waiting import Loaded
from queries import moved


def view(scope: Scope, loaded: Loaded, key: str) -> None:
    """The report of a load that was confirmed on this page."""
    show.section("5. Chargé")
    show.answer(loaded.report.message)
    show.points(words.effects(loaded.report))
    since = cached.kept(
        scope,
        "bouge",
        (loaded.before,),
        lambda: moved.between(scope.dataset.path, loaded.before, scope.snapshot, scope.actor),
    )
    show.paragraph(f"{moves.told(since)}, depuis ce chargement et dans tout le magasin.")
    moves.view(since, "avant et après ce chargement")
    if loaded.tried.content is not None:
        refusals.download(key, loaded.tried.content, loaded.report.rejets)
    show.links(
        [
            (scope.href("sources"), "Voir cette source", "avec ce qu'elle a apporté et ce qui en a été refusé"),
            (scope.href("indicateurs"), "Voir les indicateurs", "ce qui se mesure maintenant, et ce qui manque"),
            (
                scope.href("donnees", partie="historique"),
                "Annuler ce chargement",
                "depuis « Historique », qui dit d'abord ce que cela retirerait",
            ),
        ]
    )
