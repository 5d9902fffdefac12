"""Fourth step, « ce qui changerait »: rows, then figures and verdicts before and after, while nothing is written."""

import streamlit as st

from dashboard.frame import moves, show
from dashboard.frame.scope import Scope
from dashboard.intake import words
from dashboard.intake.steps import heard
from dashboard.intake.waiting import Load, Waiting
from data.batch import RefusedError
from data.intake.preview import Preview, rehearse
from data.progress import Tell
from queries import moved


def view(scope: Scope, waiting: Waiting, load: Load, tried: Preview) -> None:
    """What the store would gain, and what its figures and indicators would become."""
    show.section("4. Ce qui changerait")
    show.points(words.effects(tried.report) or ["rien de plus"])
    match waiting.foreseen(scope, load):
        case None:
            _offer(scope, waiting, load, tried)
        case str(why):
            show.empty("Ce qui changerait n'a pas pu être calculé.", f"{why} Le magasin n'a pas été touché.")
            _offer(scope, waiting, load, tried)
        case found:
            foretold = moves.told(found, "bougerait", "bougeraient", "ne bougerait")
            show.paragraph(f"{foretold}, dans tout le magasin. Rien n'est écrit.")
            moves.view(found, "avant et après ce chargement s'il se fait")
    show.paragraph("Un chargement s'annule depuis « Historique ».")


def _offer(scope: Scope, waiting: Waiting, load: Load, tried: Preview) -> None:
    """A button: measuring costs a copy of all that is derived."""
    show.paragraph(
        "Les chiffres, les indicateurs et leurs verdicts se calculent d'avance, dans une copie d'essai du magasin "
        "qui disparaît ensuite : de quelques secondes à une minute. Changer de page l'abandonne."
    )
    if not st.button("Calculer ce qui changerait", key=f"prevoir_{load.key}", icon=":material/compare_arrows:"):
        return

    def work(tell: Tell) -> None:
        replace = waiting.replaced.get(load.key) or None
        path, actor = scope.dataset.path, scope.actor
        try:
            found: moved.Moves | str = rehearse(
                actor,
                tried,
                path,
                lambda clone, before: moved.foreseen(path, clone, before, actor),
                replace=replace,
                tell=tell,
            )
        except RefusedError as refusal:
            found = str(refusal)
        # Kept at once: a click made meanwhile ends this run as soon as the page is written to.
        waiting.foresee(scope, load, found)

    heard("Essai dans une copie", work, words.TRIAL_STEPS)
    st.rerun()
