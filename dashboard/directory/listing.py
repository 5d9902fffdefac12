"""The directory's list: cards of actions and links between pages of results."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dashboard.directory import chosen, directory, form, places
from dashboard.directory.form import Asked
from dashboard.frame import cached, chrome, pager, wording
from dashboard.frame.markup import EMPTY, Markup, attribute, html, join, link, write
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from queries import articles


def style() -> None:
    """The look of the directory and of the fiches."""
    chrome.sheet_within("directory.css")


def cards(scope: Scope, asked: Asked, actions: Sequence[Row], start: int, page: int) -> None:
    """An ordered list of actions, numbered from ``start`` for those who hear it; each may be kept, on this ``page``."""
    day = cached.reference_day(scope)
    items = join(_card(scope, asked, row, day, page) for row in actions)
    write(html('<ol class="actions" start="{}">{}</ol>', start, items))


def names(scope: Scope, asked: Asked, actions: Sequence[Row], total: int) -> None:
    """Actions in one line each: title, structure, département; and how many there are beyond these."""
    items = join(
        html("<li>{}, {}, {}</li>", _link(scope, asked, row), row["structure"], places.departement(row["departement"]))
        for row in actions
    )
    beyond = total - len(actions)
    rest = html("<li>et {}, que l'export a toutes</li>", wording.plural(beyond, "autre")) if beyond > 0 else EMPTY
    write(html('<ul class="points">{}{}</ul>', items, rest))


def criteria(scope: Scope, asked: Asked) -> None:
    """What is asked, each a link that takes it away; nothing when nothing is."""
    said = form.criteria(asked)
    if not said:
        return
    links = [
        link(
            without.href(scope),
            html('{} <span aria-hidden="true">✕</span>', words),
            attribute("aria-label", f"Retirer : {words}"),
        )
        for words, without in said
    ]
    if len(said) > 1:
        links.append(link(Asked(liste=asked.liste).href(scope), "Tout effacer"))
    write(html('<ul class="mots" aria-label="Demandé">{}</ul>', join(html("<li>{}</li>", way) for way in links)))


def pages(scope: Scope, asked: Asked, number: int, count: int) -> None:
    """Links to the other pages of results; nothing when there is one page."""
    pager.links(lambda page: asked.href(scope, page), number, count)


def _link(scope: Scope, asked: Asked, row: Row) -> Markup:
    return link(scope.href("fiche", action=row["action_id"], **chosen.said(asked.liste)), row["titre"])


def _keep(scope: Scope, asked: Asked, row: Row, page: int) -> Markup:
    other = replace(asked, liste=chosen.toggled(asked.liste, row["action_id"]))
    return chosen.button(other.href(scope, page), asked.liste, row["action_id"], row["titre"])


def _card(scope: Scope, asked: Asked, row: Row, day: date | None, page: int) -> Markup:
    where = [places.departement(row["departement"]), wording.join(row["communes_noms"]) if row["communes_noms"] else ""]
    distance = row.get("distance_km")
    away = EMPTY
    if distance is not None:
        away = html('<span class="distance">{}</span>', _distance(distance, row["commune_proche"]))
    facts = " · ".join(
        [directory.state(row, day), directory.dates(row), directory.cost(row), directory.head_count(row)]
    )
    return html(
        '<li class="action"><h3>{}{}</h3><p class="porteur">{} · {}</p><p class="resume">{}</p>'
        '<ul class="mots" aria-label="Mots clés">{}</ul><p class="faits">{}{}</p></li>',
        _link(scope, asked, row),
        away,
        row["structure"],
        " · ".join(part for part in where if part),
        row["resume"] or "",
        join(html("<li>{}</li>", word) for word in row["mots_cles"]),
        wording.sentence(facts),
        _keep(scope, asked, row, page),
    )


def _distance(km: float, commune: str) -> str:
    if km == 0:
        return articles.within(commune)
    return f"{wording.kilometres(km)} km ({commune})"
