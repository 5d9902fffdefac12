"""Last step, « chargé »: what was written, what moved, where to see it and how to take it back."""

from dashboard.frame import cached, show
from dashboard.frame.scope import Scope
from dashboard.frame.show import Column
from dashboard.intake import refusals, words
from dashboard.intake.waiting import Loaded

_MOVED = [Column("quoi", "Chiffre ou indicateur"), Column("avant", "Avant"), Column("apres", "Après")]


def measured(scope: Scope) -> dict[str, str]:
    """The main figures and the verdicts of the perimeter, in words."""
    (figures,) = cached.rows(scope, "chiffres_cles", **scope.filters)
    verdicts = cached.rows(scope, "aptitude_indicateurs", indicateur=None, departement=scope.departement)
    return words.measured(figures, verdicts)


def view(scope: Scope, loaded: Loaded, key: str) -> None:
    """The report of a load that was confirmed on this page."""
    show.section("5. Chargé")
    show.answer(loaded.report.message)
    added = [words.rows(table, count) for table, count in loaded.report.ajouts.items() if count]
    show.points([*(f"en plus : {row}" for row in added), *loaded.report.changements])
    moved = words.moved(loaded.before, measured(scope))
    if moved:
        show.table(moved, _MOVED, f"Ce qui a changé depuis ce chargement, {scope.label}")
    else:
        show.paragraph(f"Ni les chiffres clés ni les verdicts n'ont changé pour {scope.label}.")
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
