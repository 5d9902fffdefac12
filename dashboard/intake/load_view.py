"""« Charger »: files dropped on the page, through five steps, until they are loaded or taken away."""

import streamlit as st

from dashboard.frame import session, show
from dashboard.frame.markup import label
from dashboard.frame.scope import Scope
from dashboard.intake import loaded_view, mapping_view, read_view, recognised_view
from dashboard.intake.steps import heard
from dashboard.intake.waiting import KEY, Load, Waiting
from data.intake.files import MAX_BYTES
from data.intake.preview import preview

_TURN, _CHOSEN = "depot_tour", "depot_chargement"
_MEGABYTES = MAX_BYTES // 1_000_000


def view(scope: Scope) -> None:
    """The uploader, then the steps of one load after the other."""
    waiting: Waiting | None = session.kept(KEY)
    if session.expired(KEY):
        show.note(
            "Les fichiers déposés ont attendu plus de dix minutes : ils ont été retirés du serveur, et ce qui "
            "n'était pas chargé ne l'est pas. Déposez-les de nouveau."
        )
    show.section(
        "Déposer des fichiers",
        "Tableaux, fiches, budgets, fichiers publiés : chacun est reconnu à son contenu, et rien n'est écrit avant "
        "votre accord.",
    )
    _uploader(scope)
    if waiting is None:
        show.links([(scope.href("donnees", partie="modeles"), "Modèles à remplir", "si vous n'avez pas de fichier")])
        return
    _watch()
    recognised_view.view(waiting)
    load = _one_of(waiting, scope)
    if load is not None:
        _steps(scope, waiting, load)
    st.button("Retirer tous les fichiers déposés", on_click=session.drop, args=(KEY,), icon=":material/delete:")


def _uploader(scope: Scope) -> None:
    """Its files are moved to where they wait as soon as they come: it is then a new one, empty."""
    key = f"depot_fichiers_{session.chosen(_TURN) or 0}"
    st.file_uploader(
        f"Fichiers à charger ({_megabytes()})",
        accept_multiple_files=True,
        key=key,
        on_change=_received,
        args=(key,),
        disabled=not scope.actor.contributes,
    )


def _megabytes() -> str:
    return f"{_MEGABYTES} Mo au plus chacun ; plusieurs à la fois, ou une archive ZIP"


def _received(key: str) -> None:
    files = session.chosen(key) or []
    if not files:
        return
    waiting = session.kept(KEY)
    if waiting is None:
        waiting = session.keep(KEY, Waiting(), dropped=lambda gone: gone.remove())
    waiting.receive([(file.name, file.getvalue()) for file in files])
    session.choose(_TURN, (session.chosen(_TURN) or 0) + 1)
    # What came last is looked at next, not what is loaded already.
    session.unchoose(_CHOSEN)


@st.fragment(run_every=session.IDLE + 5)
def _watch() -> None:
    """A page that nobody touches lets go of its files, and says so."""
    if session.kept(KEY) is None:
        st.rerun()


def _one_of(waiting: Waiting, scope: Scope) -> Load | None:
    """The load to go through: the only one, or the one that is chosen."""
    loads = {load.key: load for load in waiting.loads(scope)}
    if not loads:
        return None
    if len(loads) == 1:
        return next(iter(loads.values()))
    todo = next((key for key in loads if key not in waiting.loaded), next(iter(loads)))
    if session.chosen(_CHOSEN) not in loads:
        session.choose(_CHOSEN, todo)
    show.section("Chargements", "Ces fichiers se chargent l'un après l'autre.")
    chosen: str = st.radio(
        "Chargement à préparer",
        list(loads),
        key=_CHOSEN,
        format_func=lambda key: label(loads[key].named),
        # Beside its name, not in it: a list of other names is another list, of which nothing is chosen.
        captions=["déjà chargé" if key in waiting.loaded else "" for key in loads],
    )
    return loads[chosen]


def _steps(scope: Scope, waiting: Waiting, load: Load) -> None:
    if load.key in waiting.loaded:
        loaded_view.view(scope, waiting.loaded[load.key], load.key)
        return
    if load.together.missing:
        show.empty("Ces fichiers ne suffisent pas.", load.together.missing)
        return
    tried = waiting.tried(
        scope,
        load,
        lambda: heard(
            "Lecture et essai",
            lambda tell: preview(
                scope.actor,
                load.together.kind,
                load.together.paths,
                scope.dataset.path,
                waiting.answers.get(load.key),
                replace=waiting.replaced.get(load.key) or None,
                tell=tell,
            ),
        ),
    )
    mapping_view.view(waiting, load, tried)
    if not tried.undecided:
        read_view.view(scope, waiting, load, tried)
