"""« Campagne »: one that is chosen, then the form that opens another."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

import streamlit as st

from dashboard.campaign import opening_view, words
from dashboard.frame import cached, filters, moves, session, show, wording, writing
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Figure
from data import days
from data.campaign import held
from queries.campaign import followed, making, sheet

_MOVED = "campagne_chemin"
_ZIP = "application/zip"


def view(scope: Scope) -> None:
    """The part of the page « Données »."""
    writing.told()
    campaigns = cached.rows(scope, "campagnes")
    if not campaigns:
        show.answer(
            "Aucune campagne de collecte n'est ouverte.",
            "Une campagne envoie à chaque structure un classeur pré-rempli, et lui rend une page avec ses chiffres.",
        )
    else:
        known = words.named(campaigns)
        chosen = filters.one("campagne", "Campagne", known)
        _one(scope, next(row for row in campaigns if row["campagne"] == chosen))
    opening_view.view(scope, first=not campaigns)


def _one(scope: Scope, campaign: Row) -> None:
    every = cached.rows(scope, "campagne_structures", campagne=campaign["campagne"])
    rows = [row for row in every if _in_scope(row, scope)]
    if not rows:
        show.empty(
            f"La campagne {campaign['annee']} n'a écrit à aucune structure ici ({scope.territory}).",
            "Choisissez un autre territoire à gauche.",
        )
        return
    opened = wording.day(date.fromisoformat(campaign["ouverte_le"]))
    show.answer(
        words.answer(rows, campaign["annee"]),
        f"Ouverte le {opened} (par : {campaign['fonction']}) ; {scope.territory}.",
    )
    answered = [row for row in rows if row["n_reponses"]]
    show.figures(
        [
            Figure("Sollicitées", wording.number(len(rows)), note="structures à qui la campagne écrit"),
            Figure(
                "Ont répondu",
                wording.number(len(answered)),
                note=f"{wording.percent(len(answered) / len(rows))} des structures sollicitées",
            ),
            Figure(
                "Cellules changées",
                wording.number(sum(row["n_cellules"] for row in rows)),
                note="complétées ou corrigées par ces réponses",
            ),
        ]
    )
    _files(scope, campaign, every)
    show.section("Qui a répondu, par bassin de vie")
    show.table(words.by_bassin(rows), words.BASSINS, f"Réponses par bassin, {scope.territory}")
    show.table(words.structures(rows, scope), words.STRUCTURES, f"Structures sollicitées, {scope.territory}")
    _progress(scope, campaign)


def _in_scope(row: Row, scope: Scope) -> bool:
    here = scope.departement in (None, row["departement"])
    return here and scope.bassin in (None, row["code_bassin"])


def _files(scope: Scope, campaign: Row, rows: Sequence[Row]) -> None:
    """What is sent, what comes back, what is given back."""
    show.section(
        "Classeurs et retours",
        "Toute la campagne, quel que soit le territoire choisi. Les fichiers sont préparés au clic : cela peut prendre "
        "une minute.",
    )
    if not scope.actor.contributes:
        show.paragraph("Préparer les classeurs et les retours demande le rôle « contribution ».")
        return
    count = sum(row["n_fiches"] > 0 for row in rows)
    if not count:
        show.empty(
            f"Aucune de ces structures n'a de fiche en {campaign['annee']} : il n'y a pas de classeur à envoyer.",
            "Chargez d'abord des fiches, ou ouvrez une campagne pour une autre année.",
        )
        return
    path, name = scope.dataset.path, campaign["campagne"]
    today = days.today()
    made: list[tuple[str, Callable[[], bytes], str]] = [
        ("Classeurs à envoyer", partial(making.workbooks, path, name, scope.actor), f"campagne-{name}.zip"),
        ("Retours à rendre (PDF)", partial(sheet.returns, path, name, scope.actor, today), f"retours-{name}.zip"),
    ]
    with st.container(horizontal=True):
        for title, content, file in made:
            st.download_button(
                f"{title} : {count}", content, file, _ZIP, key=f"campagne_{file}", on_click="ignore",
                icon=":material/download:",
            )  # fmt: skip
        _held(scope, name)
    show.paragraph(words.made(rows, campaign["annee"]))
    if scope.actor.unmasked and held.archive(path, name) is not None:
        show.paragraph(words.HELD)
    show.links(
        [
            (
                scope.href("donnees", partie="charger"),
                "Charger les classeurs rendus",
                "dans tout ordre : chacun est reconnu, et montre cellule par cellule ce qu'il changerait",
            ),
            (
                scope.href("donnees", partie="historique", origine=str(campaign["source"])),
                "Annuler cette campagne",
                "depuis « Historique », qui dit d'abord ce qui s'appuie dessus",
            ),
        ]
    )
    show.paragraph(
        "Chaque classeur ne montre à une structure que ce que disent ses propres fiches. Un nombre de personnes qui "
        "vous est secret l'est aussi dans les classeurs que vous préparez : il y est écrit « s ». Les retours ont les "
        "chiffres que tout lecteur voit."
    )


def _held(scope: Scope, campaign: str) -> None:
    """The workbooks that came back, where the store holds them (the demonstration's): small counts stand in them."""
    archive = held.archive(scope.dataset.path, campaign) if scope.actor.unmasked else None
    if archive is not None:
        st.download_button(
            f"Classeurs rendus : {held.count(archive)}", archive.read_bytes, f"rendus-{campaign}.zip", _ZIP,
            key="campagne_rendus", on_click="ignore", icon=":material/download:",
        )  # fmt: skip


def _progress(scope: Scope, campaign: Row) -> None:
    show.section("Le chemin parcouru", "Ce qui est mieux renseigné, et les indicateurs qui se sont ouverts.")
    key = (scope.copy.key, campaign["campagne"], scope.departement)
    if st.button("Mesurer le chemin parcouru", key="campagne_mesurer", icon=":material/compare_arrows:"):
        with st.spinner("Comparaison de deux instantanés…"):
            asked = making.campaign(scope.dataset.path, campaign["campagne"])
            found = followed.progress(scope.dataset.path, asked, scope.departement, scope.actor)
            session.keep(_MOVED, (key, found))
    kept = session.kept(_MOVED)
    if kept is None or kept[0] != key:
        show.paragraph(
            "La comparaison relit le magasin tel qu'il était avant l'ouverture, et tel qu'il est, ou qu'il était avant "
            "la campagne d'une autre année qui l'a suivie : de quelques secondes à une minute."
        )
        return
    found = kept[1]
    show.reading(words.moved(found))
    if found.coverage:
        show.table(words.coverage(found.coverage), words.COVERAGE, "Champs dont le renseignement a changé")
    for title, verdicts in (("Indicateurs ouverts", found.opened), ("Indicateurs refermés", found.closed)):
        if verdicts:
            show.table(moves.verdicts(verdicts), moves.VERDICTS, title)
