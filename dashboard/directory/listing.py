"""The directory's list: cards of actions and links between pages of results, escaped."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from dashboard.directory import directory, form, places
from dashboard.directory.form import Asked
from dashboard.frame import wording
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import escape

_STYLE = Path(__file__).parent.parent / "static" / "directory.css"


def style() -> None:
    """The look of the directory and of the fiches."""
    st.html(_STYLE)


def cards(scope: Scope, actions: Sequence[Row], start: int = 1) -> None:
    """An ordered list of actions, numbered from ``start`` for those who hear it."""
    items = "".join(_card(scope, row) for row in actions)
    st.html(f'<ol class="actions" start="{start}">{items}</ol>')


def names(scope: Scope, actions: Sequence[Row], total: int) -> None:
    """Actions in one line each: title, structure, département; and how many there are beyond these."""
    items = "".join(
        f"<li>{_link(scope, row)}, {escape(row['structure'])}, {escape(places.departement(row['departement']))}</li>"
        for row in actions
    )
    beyond = total - len(actions)
    rest = f"<li>et {wording.plural(beyond, 'autre')}, que l'export a toutes</li>" if beyond > 0 else ""
    st.html(f'<ul class="points">{items}{rest}</ul>')


def criteria(scope: Scope, asked: Asked) -> None:
    """What is asked, each a link that takes it away; nothing when nothing is."""
    said = form.criteria(asked)
    if not said:
        return
    links = "".join(
        f'<li><a href="{escape(without.href(scope))}" data-interne aria-label="Retirer : {escape(words)}">'
        f'{escape(words)} <span aria-hidden="true">✕</span></a></li>'
        for words, without in said
    )
    nothing = f'<li><a href="{escape(Asked().href(scope))}" data-interne>Tout effacer</a></li>' if len(said) > 1 else ""
    st.html(f'<ul class="mots" aria-label="Demandé">{links}{nothing}</ul>')


def pager(scope: Scope, asked: Asked, number: int, count: int) -> None:
    """Links to the other pages of results; nothing when there is one page."""
    if count == 1:
        return
    pages = {
        "Première page": 1 if number > 2 else 0,
        "Page précédente": number - 1,
        "": number,
        "Page suivante": number + 1,
        "Dernière page": count if number < count - 1 else 0,
    }
    current = f"<span>Page {wording.number(number)} sur {wording.number(count)}</span>"
    steps = (
        f'<a href="{escape(asked.href(scope, page))}" data-interne>{label}</a>' if label else current
        for label, page in pages.items()
        if 1 <= page <= count
    )
    st.html(f'<nav class="pages" aria-label="Pages de résultats">{"".join(steps)}</nav>')


def _link(scope: Scope, row: Row) -> str:
    href = scope.href("fiche", action=row["action_id"])
    return f'<a href="{escape(href)}" data-interne>{escape(row["titre"])}</a>'


def _card(scope: Scope, row: Row) -> str:
    where = [places.departement(row["departement"]), wording.join(row["communes_noms"]) if row["communes_noms"] else ""]
    distance = row.get("distance_km")
    away = "" if distance is None else f'<span class="distance">{_distance(distance, row["commune_proche"])}</span>'
    tags = "".join(f"<li>{escape(word)}</li>" for word in row["mots_cles"])
    facts = " · ".join(
        [row["statut"] or "statut nd", directory.dates(row), directory.cost(row), directory.head_count(row)]
    )
    return (
        f'<li class="action"><h3>{_link(scope, row)}{away}</h3>'
        f'<p class="porteur">{escape(row["structure"])} · {escape(" · ".join(part for part in where if part))}</p>'
        f'<p class="resume">{escape(row["resume"] or "")}</p>'
        f'<ul class="mots" aria-label="Mots clés">{tags}</ul>'
        f'<p class="faits">{escape(wording.typographic(facts))}</p></li>'
    )


def _distance(km: float, commune: str) -> str:
    if km == 0:
        return f"à {escape(commune)}"
    return f"{wording.number(km, 0 if km >= 10 else 1)} km ({escape(commune)})"
