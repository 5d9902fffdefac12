"""Statements that say different numbers, side by side: one can be preferred in totals, with a reason; both stay."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from dashboard.entering import queue
from dashboard.frame import cached, pager, show, wording, writing
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from data.entering.save import prefer

PAGE_SIZE = 10
_KEY = ("table_faits", "sujet_type", "sujet_id", "quoi", "annee")


def grouped(rows: Sequence[Row]) -> list[list[Row]]:
    """The statements about one thing, together."""
    return [list(sides) for _, sides in groupby(rows, key=lambda row: [row[name] for name in _KEY])]


def view(scope: Scope, rows: Sequence[Row], who: str) -> None:
    """Each disagreement, or that there is none."""
    groups = grouped(rows)
    if not groups:
        show.empty(
            f"Aucun nombre n'est dit différemment par deux affirmations ({scope.label}).",
            "Quand deux sources, ou deux phrases d'une fiche, se contredisent, elles sont montrées ici côte à côte.",
        )
        return
    show.paragraph("Les affirmations restent toutes lisibles. Celle que vous préférez compte seule dans les totaux.")
    number, count = pager.page(len(groups), PAGE_SIZE)
    start = (number - 1) * PAGE_SIZE
    titles = {source["source"]: source["titre"] for source in cached.rows(scope, "sources")}
    for rank, sides in enumerate(groups[start : start + PAGE_SIZE], start + 1):
        _one(scope, rank, sides, titles, who)
    pager.links(lambda page: scope.href("donnees", partie="valider", file="divergences", page=str(page)), number, count)


def _one(scope: Scope, rank: int, sides: Sequence[Row], titles: dict[str, str], who: str) -> None:
    first = sides[0]
    year = f" ({first['annee']})" if first["annee"] else ""
    show.subtitle(f"Désaccord {rank} : {first['titre']}{year}, {queue.quantity(first)}")
    show.versions("", [(_value(side), _origin(side, titles)) for side in sides])
    if not scope.actor.contributes:
        return
    facts = {f"{side['fait']}_{index}": side for index, side in enumerate(sides) if side["fait"]}
    key = f"prefere_{first['table_faits']}_{first['fait']}"
    with st.expander(f"Préférer l'une de ces affirmations (désaccord {rank})"):
        chosen = st.radio(
            "Celle qui compte dans les totaux",
            list(facts),
            index=None,
            format_func=lambda each: _label(list(facts).index(each) + 1, facts[each]),
            key=key,
        )
        why = writing.reason(key, "Motif (obligatoire)")
        if st.button("Préférer", key=f"bouton_{key}"):
            kept = facts.get(chosen or "", first)
            others = {side["fait"]: side for side in sides if side["fait"] != kept["fait"]}
            writing.attempt(
                lambda: prefer(
                    scope.actor,
                    scope.dataset.path,
                    queue.fact(kept),
                    [queue.fact(each) for each in others.values()],
                    writing.save(scope, who, why),
                ),
                f"Désaccord {rank} : {_value(kept)} compte seul dans les totaux ; les autres restent lisibles.",
                missing="" if chosen else "choisissez l'affirmation à préférer.",
            )


def _label(number: int, side: Row) -> str:
    """Its number alone: a label would read the words of a file as Markdown."""
    return f"Affirmation {number} : {_value(side)}"


def _value(side: Row) -> str:
    write = wording.number if side["table_faits"] == "mesures" else wording.euros
    value = side["valeur"]
    # One bound is told: that of an interval is its low end.
    kind = "minimum" if side["precision"] == "intervalle" else side["precision"]
    return wording.bounded(value, value, value, kind, write)


def _origin(side: Row, titles: dict[str, str]) -> str:
    words = side["texte_source"] or "Mots non connus, ou pas encore relus"
    state = {"ecartee": "Écartée des totaux"}.get(side["etat"], "Compte")
    by = (
        f" ({side['fonction']} : {side['motif'] or 'motif non publié, faute de relecture'})" if side["fonction"] else ""
    )
    return f"{words}. Source : {titles.get(side['source'], side['source'])}. {state}{by}."
