"""The page of the dossier: of which session, for which territory, in which format; then the sheets of one page."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import streamlit as st

from dashboard.dossier import asked, offer
from dashboard.dossier.asked import Asked
from dashboard.dossier.content import Document
from dashboard.dossier.written import FORMATS
from dashboard.frame import cached, collecting, filters, show, wording
from dashboard.frame.markup import label
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from data import settings
from data.batch import RefusedError
from queries import articles

QUESTION = "Que remettre à qui siège au comité ?"
_TODAY, _WHOLE = "aujourdhui", "tout"
_CHAPTERS = (
    "La réponse en une page, puis chaque indicateur avec son verdict",
    "Les bassins de vie côte à côte, sans classement",
    "Qui paie, que manque-t-il, qu'est-ce qui va s'arrêter",
    "Les besoins et l'offre, public par public",
    "La séance : ordre du jour, présences, cibles et décisions",
    "Ce qui s'est passé depuis la dernière séance, et les décisions à suivre",
    "Méthode, sources, secret statistique et sens des marques",
)


def page(scope: Scope) -> None:
    """The whole page, or why there is nothing to hand over."""
    show.title("Dossier", QUESTION, scope.label)
    local = collecting.local(scope)
    if local is None:
        show.empty(
            f"Le département de référence, « {settings.departement()[:20]} », n'existe pas.",
            "Choisissez un département dans le volet Périmètre.",
        )
        return
    if there := collecting.elsewhere(scope):
        show.note(f"Un dossier porte sur un département : {there}")
    if scope.annee_min is not None or scope.annee_max is not None:
        show.note("Les années choisies ne s'appliquent pas au dossier : il lit chaque série entière.")
    sessions = cached.rows(local, "dossier_seances", departement=local.departement)
    place = st.container()
    what = _chosen(local, sessions)
    with place:
        if isinstance(what, str):
            show.empty("Aucun dossier pour ces choix.", what)
            return
        _opening(what, sessions)
    suffix = filters.tabs("format", "Format", {key: one.title for key, one in FORMATS.items()})
    offer.button(
        "Télécharger le dossier", "dossier", asked.name(what, suffix), lambda: _document(what), suffix, first=True
    )
    show.paragraph("Mis en page au clic, en quelques secondes.")
    show.section("Ce qu'il contient")
    show.points(_CHAPTERS)
    _sheets(what)


def _chosen(scope: Scope, sessions: Sequence[Row]) -> Asked | str:
    """What the controls ask for; the French reason where nothing can be made of it."""
    left, right = st.columns(2)
    with left:
        titles = {_TODAY: "Aujourd'hui, sans séance", **{row["seance_id"]: _session(row) for row in sessions}}
        looked_at = scope.closing.seance_id if scope.closing else _TODAY
        default = looked_at if looked_at in titles else _TODAY
        chosen = filters.one("dossier", "Séance", titles, default=default, filter_mode="contains")
    session = next((row for row in sessions if row["seance_id"] == chosen), None)
    with right:
        bassins = cached.rows(scope, "bassins", departement=scope.departement)
        places = {_WHOLE: f"Tout le département ({scope.departement_nom})"}
        places |= {row["code_bassin"]: f"Bassin de vie : {row['nom']}" for row in bassins}
        own = (session and session["bassin"]) or scope.bassin
        bassin = filters.one("pour", "Territoire", places, default=own if own in places else _WHOLE)
    try:
        # A closed session has a dossier of the figures that it keeps, whichever are looked at.
        looked = asked.looked_at(scope.dataset, scope.actor, chosen)
        there = replace(scope, copy=looked.copy, closing=looked.closing)
        if session is not None:  # Which session came before, and why it was held, are read with its figures.
            session = asked.named(there, chosen)
        return asked.of(there, session, None if bassin == _WHOLE else bassin)
    except RefusedError as refusal:
        return str(refusal)


def _session(row: Row) -> str:
    day = wording.day(row["tenue_le"] and date.fromisoformat(row["tenue_le"]), row["precision"])
    return f"{day}, {row['instance']}"


def _held(row: Row) -> str:
    return f"{wording.held(row['tenue_le'], row['precision'])}, {row['instance']}"


def _opening(what: Asked, sessions: Sequence[Row]) -> None:
    """What the file will be of."""
    of = f"la {_held(what.session)}" if what.session else "ce jour, sans séance"
    reader = (
        "sans rien masquer : ne le diffusez pas" if what.scope.actor.unmasked else "masqués comme pour tout lecteur"
    )
    show.answer(
        f"Un dossier de {of}, pour {_place(what)}, à imprimer ou à modifier.",
        f"Les chiffres sont ceux {_kept(what)}, {reader} ; "
        f"{wording.plural(len(sessions), 'séance connue', 'séances connues')} dans ce département.",
    )


def _kept(what: Asked) -> str:
    closing = what.scope.closing
    return f"que cette séance garde, arrêtés le {closing.day}" if closing else "des pages"


def _place(what: Asked) -> str:
    where = what.where.chosen
    return articles.the(where.name, where.level)


def _document(what: Asked) -> Document:
    from dashboard.dossier import whole  # Heavy, and wanted only when a file is made.

    return whole.document(what)


def _sheets(what: Asked) -> None:
    """What fits on one A4: the review of the territory, a structure; where the others are."""
    show.section("D'une seule page", "Chacune tient sur un A4.")
    offer.sheet("Revue de projets", "revue", what.place, what.scope)
    known = cached.rows(what.scope, "structures_connues", departement=what.scope.departement)
    if known:
        titles = {row["structure_id"]: label(row["nom"]) for row in known}
        chosen = filters.choice("structure", "Une structure", titles, "Aucune", filter_mode="contains")
        if chosen:
            offer.sheet("La page de cette structure", "structure", titles[chosen], what.scope, chosen)
    show.links(
        [
            (what.scope.href("territoire"), "Une commune", "sa page d'un A4 se télécharge depuis la sienne"),
            (what.scope.href("actions"), "Une fiche à copier", "sa page d'un A4 se télécharge depuis la sienne"),
        ]
    )
