"""Valider: proposals read in free text, statements that disagree, structures that look alike."""

from collections.abc import Sequence

from dashboard.entering import deciding, diverging_view, queue, queue_view, twins_view
from dashboard.frame import cached, chrome, filters, show, wording, writing
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from data.entering import own_words
from queries.copy.secrecy.rules import rules

_FILES = ("propositions", "divergences", "doublons")


def view(scope: Scope) -> None:
    """What waits, of three kinds, one at a time; then the last decision of who is there."""
    chrome.sheet("validation.css")
    proposals = cached.rows(scope, "propositions", **scope.filters)
    statements = cached.rows(scope, "affirmations_divergentes", **scope.filters)
    pairs = cached.rows(scope, "structures_semblables", departement=scope.departement)
    waiting = len(queue.decidable(proposals)) + queue.withheld(proposals)
    counts = (waiting, len(diverging_view.grouped(statements)), len(pairs))
    show.answer(
        _answer(counts[0], scope), "Un nombre proposé ne compte dans aucun chiffre tant qu'il n'est pas accepté."
    )
    writing.told()
    names = ("Propositions", "Désaccords", "Structures semblables")
    titles = {key: f"{name} ({wording.number(n)})" for key, name, n in zip(_FILES, names, counts, strict=True)}
    file = filters.tabs("file", "Ce qui attend", titles)
    who = writing.function() if scope.actor.contributes and counts[_FILES.index(file)] else ""
    match file:
        case "divergences":
            diverging_view.view(scope, statements, who)
        case "doublons":
            twins_view.view(scope, pairs, who)
        case _:
            queue_view.view(scope, _with_words(scope, proposals), who)
    if scope.actor.contributes:
        deciding.last(scope)


def _with_words(scope: Scope, proposals: Sequence[Row]) -> list[Row]:
    """Who loaded a text reads it where they decide of it; to others its words stay those that nobody reviewed."""
    if not proposals:
        return []
    who = (scope.actor.name, scope.actor.role)
    own = cached.kept(scope, "mots_propres", who, lambda: own_words.of(scope.actor, scope.dataset.path))
    return queue.with_own_words(proposals, own, rules().notice)


def _answer(count: int, scope: Scope) -> str:
    if not count:
        return f"Aucun nombre lu dans les textes n'attend d'être validé ({scope.label})."
    verb = "attend" if count == 1 else "attendent"
    return (
        f"{wording.plural(count, 'nombre lu', 'nombres lus')} dans les textes {verb} d'être validé{'s' * (count > 1)}."
    )
