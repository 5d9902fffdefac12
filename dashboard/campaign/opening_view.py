"""The form that opens a campaign: a year, structures of the territory that is chosen, who opens it and why."""

from collections.abc import Mapping

import streamlit as st

from dashboard.campaign import words
from dashboard.frame import cached, show, wording, writing
from dashboard.frame.scope import Scope
from data.campaign.record import FIRST_YEAR, LAST_YEAR, open_campaign

_YEAR, _LISTED = "campagne_annee", "campagne_structures"


def view(scope: Scope, *, first: bool) -> None:
    """Nothing to fill in for who may only read."""
    show.section(
        "Ouvrir une campagne" if first else "Ouvrir une autre campagne",
        f"Structures proposées : {scope.territory}. Choisissez un bassin à gauche pour n'écrire qu'aux siennes.",
    )
    if not scope.actor.contributes:
        show.paragraph("Ouvrir une campagne demande le rôle « contribution ».")
        return
    campaigns = cached.rows(scope, "campagnes")
    proposed = words.proposed([row["annee"] for row in cached.rows(scope, "annees", **scope.place)], campaigns)
    year = st.number_input("Année demandée (celle des comptes)", FIRST_YEAR, LAST_YEAR, proposed, step=1, key=_YEAR)
    if said := words.already(campaigns, int(year)):
        show.note(said)
    rows = cached.rows(scope, "structures_a_solliciter", annee=int(year), **scope.place)
    if not rows:
        show.empty(
            f"Aucune structure n'a de fiche en {year} ({scope.territory}).",
            "Choisissez une autre année ou un autre lieu.",
        )
        return
    chosen = _chosen(words.choices(rows))
    who = writing.function()
    why = writing.reason("campagne", "Motif (facultatif)")
    told = f"Ouvrir la campagne {year} pour {wording.plural(len(chosen), 'structure')}"
    if st.button(told, key="campagne_ouvrir", type="primary", icon=":material/campaign:"):
        writing.attempt(
            lambda: open_campaign(scope.actor, scope.dataset.path, int(year), chosen, writing.save(scope, who, why)),
            f"Campagne {year} ouverte : préparez ses classeurs ci-dessous.",
        )


def _chosen(known: Mapping[str, str]) -> list[str]:
    """All of them, unless some are named."""
    named: list[str] = st.multiselect(
        "Structures",
        list(known),
        key=_LISTED,
        format_func=lambda one: known.get(one, one),
        placeholder=f"Toutes ({wording.number(len(known))})",
        select_all=False,
    )
    return named or list(known)
