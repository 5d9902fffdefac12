"""Structures that look like one: merged on confirmation, one kept; undoing takes it back."""

from collections.abc import Sequence

import streamlit as st

from dashboard.frame import pager, show, wording, writing
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from data.entering.save import merge

PAGE_SIZE = 10


def view(scope: Scope, pairs: Sequence[Row], who: str) -> None:
    """Each pair, or that there is none."""
    if not pairs:
        show.empty(
            f"Aucune structure ne ressemble à une autre ({scope.territory}).",
            "Deux structures de même SIRET, de même RNA, ou de même nom dans la même commune sont proposées ici.",
        )
        return
    show.paragraph(
        "Fondre une structure dans une autre réunit leurs actions, leurs agréments et leurs subventions. "
        "Rien n'est effacé : la fusion s'annule ici, ou dans l'historique."
    )
    number, count = pager.page(len(pairs), PAGE_SIZE)
    start = (number - 1) * PAGE_SIZE
    for rank, pair in enumerate(pairs[start : start + PAGE_SIZE], start + 1):
        _one(scope, rank, pair, who)
    pager.links(lambda page: scope.href("donnees", partie="valider", file="doublons", page=str(page)), number, count)


def _one(scope: Scope, rank: int, pair: Row, who: str) -> None:
    show.subtitle(f"Paire {rank} : {wording.join(pair['raisons'])}")
    sides = {
        pair["structure_id"]: (pair["nom"], pair["n_actions"]),
        pair["autre_id"]: (pair["autre_nom"], pair["autre_n_actions"]),
    }
    show.versions(
        "",
        [(name, f"{wording.plural(count, 'action')}. Identifiant : {code}") for code, (name, count) in sides.items()],
    )
    if not scope.actor.contributes:
        return
    key = f"{pair['structure_id']}_{pair['autre_id']}"
    with st.expander(f"Fondre ces deux structures (paire {rank})"):
        codes = list(sides)
        kept = st.selectbox(
            "Celle qui reste",
            codes,
            # The one that more is known of is likelier to be the right one.
            index=int(sides[codes[1]][1] > sides[codes[0]][1]),
            format_func=lambda code: f"{sides[code][0]} ({code})",
            key=f"garde_{key}",
        )
        other = next(code for code in codes if code != kept)
        sure = st.checkbox("Je confirme : c'est une seule et même structure", key=f"sur_{key}")
        why = writing.reason(f"fusion_{key}", "Motif")
        if st.button("Fondre", key=f"fondre_{key}"):
            writing.attempt(
                lambda: merge(scope.actor, scope.dataset.path, other, kept, writing.save(scope, who, why)),
                f"« {sides[other][0]} » est désormais « {sides[kept][0]} ».",
                missing="" if sure else "confirmez d'abord que c'est une seule et même structure.",
            )
