"""A session on a projector: full width, larger, one point a screen, arrows between, decisions noted on the spot."""

import runpy
from pathlib import Path

import streamlit as st

from dashboard.committee import deciding_view, projection, session_view, words
from dashboard.committee.projection import Screen
from dashboard.frame import cached, charts, chrome, closed_view, filters, show, wording, writing
from dashboard.frame.markup import Markup, html, join, link, write
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Column
from dashboard.indicators import board_view, one_charts, one_view
from data.committee.forms import STATES

PAGE = "projection"
_TIMES = 1.4  # as projection.css does the rest
_PAGES = Path(__file__).parent.parent / "app_pages"
# Pages that rest on a file of the catalogue, among those that a question names.
_NEEDS = {"synthese": "indicators.toml", "bassins": "indicators.toml", "besoins": "besoins.csv"}
_TAKEN = [
    Column("intitule", "Décision"),
    Column("porteur", "Porteur"),
    Column("echeance", "Échéance", "day"),
    Column("etat", "État", labels=STATES),
]


def view(scope: Scope, held: Row) -> None:
    """The screen that the address asks for."""
    chrome.sheet_within("projection.css")
    chrome.script("projection.js")
    titles = {row["id"]: row["titre"] for row in cached.rows(scope, "indicateurs")}
    points = cached.rows(scope, "ordre_du_jour", seance=held["seance_id"])
    found = projection.screens(points, titles)
    rank = projection.number(filters.asked("ecran"), len(found))
    write(_bar(scope, held, found, rank))
    writing.told()
    with charts.larger(_TIMES):
        _draw(scope, held, found, found[rank - 1])
    _note(scope, held, found[rank - 1])


def _bar(scope: Scope, held: Row, found: list[Screen], rank: int) -> Markup:
    """Where one is, and the ways on, back and out: read first, shown at the foot of the screen."""
    back = _step(scope, held, found, rank - 1, "avant", "← Précédent")
    on = _step(scope, held, found, rank + 1, "suite", "Suivant →")
    out = scope.href("seances", id=str(held["seance_id"]))
    return html(
        '<nav class="projection" data-ecran="{}" aria-label="Écrans de la séance">{}'
        '<p role="status">{} sur {}<span class="titre">{}</span></p>{}{}</nav>',
        rank,
        back,
        rank,
        len(found),
        found[rank - 1].title,
        on,
        link(out, "Quitter (Échap)", html(' data-sens="sortie"')),
    )


def _step(scope: Scope, held: Row, found: list[Screen], rank: int, way: str, label: str) -> Markup:
    if not 1 <= rank <= len(found):
        return html('<span class="absent">{}</span>', label)
    to = scope.href(PAGE, id=str(held["seance_id"]), ecran=str(rank), **found[rank - 1].asked)
    return link(to, label, html(' data-sens="{}"', way))


def _draw(scope: Scope, held: Row, found: list[Screen], screen: Screen) -> None:
    match screen.kind:
        case "ouverture":
            _opening(scope, held, found)
        case "decisions":
            _decisions(scope, held)
        case "indicateur":
            _indicator(scope, screen)
        case "question":
            _question(scope, screen)
        case _:
            show.title(screen.title)


def _opening(scope: Scope, held: Row, found: list[Screen]) -> None:
    """The session, its agenda, and what was due when it opened."""
    show.title(str(held["instance"]), words.held(held), str(held["objet"] or ""))
    points, waiting = st.columns(2, gap="medium")
    with points:
        _agenda(found[1:-1])
    with waiting:
        _due(scope, held)


def _agenda(points: list[Screen]) -> None:
    if points:
        listed = join(html("<li>{}</li>", point.title) for point in points)
        if len(points) > _MOST_POINTS:
            show.paragraph(f"{wording.plural(len(points), 'point')} à l'ordre du jour.")
        # The focus can go there: arrows up and down then scroll it.
        label = "Ordre du jour"
        write(
            html(
                '<div class="ordre" tabindex="0" role="region" aria-label="{}"><ol class="ordre">{}</ol></div>',
                label,
                listed,
            )
        )
    else:
        show.paragraph("Aucun ordre du jour : fixez-le sur la page de la séance, chaque point aura ici son écran.")


def _due(scope: Scope, held: Row) -> None:
    rows = cached.rows(scope, "decisions_dues_seance", sujet=held["seance_id"])
    if not rows:
        show.answer("Aucune décision d'avant n'attendait.")
        return
    show.answer(session_view.due_told(rows))
    late = [f"{words.named(row['intitule'])} ({row['porteur'] or 'porteur nd'})" for row in rows if row["due"]]
    show.points(late[:_MOST])
    if len(late) > _MOST:
        show.paragraph(f"Et {wording.plural(len(late) - _MOST, 'autre')}, sur la page de la séance.")


_MOST = 6
_MOST_POINTS = 8  # of an agenda, that a projector shows whole


def _indicator(scope: Scope, screen: Screen) -> None:
    """One indicator: its answer, its figures, its series."""
    if chrome.catalogue_refused(scope, "indicators.toml"):
        return
    chrome.sheet("indicateurs.css")
    where = board_view.place(scope)
    line = next((line for line in board_view.lines(where) if line.id == screen.code), None) if where else None
    if where is None or line is None:
        show.title(screen.title)
        show.empty(
            f"L'indicateur « {screen.code[:40]} » ne se montre pas ici.",
            "Il n'est plus au catalogue, ou aucun département n'est choisi : corrigez l'ordre du jour, ou choisissez.",
        )
        return
    show.title(line.indicator["titre"], line.indicator["question"], where.where)
    if line.indicator["erreur"]:
        one_view.failed(line)
        return
    said, drawn = st.columns([2, 3], gap="medium")
    with said:
        whole, *_ = one_view.phrases(where, line)
        short = one_view.in_short(where.chosen, line)
        show.answer(short or whole)
        if short:
            show.paragraph(whole)
    with drawn:
        one_charts.alone(where, line)
    one_view.figures(where, line)
    show.caution()


def _question(scope: Scope, screen: Screen) -> None:
    """The page that answers it, as it is: its filters stay in this address."""
    if not screen.page:
        show.title(screen.title)
        show.empty(
            f"« {screen.code[:60]} » n'est pas une question qui se projette.",
            "Corrigez l'ordre du jour sur la page de la séance.",
        )
        return
    filters.supposed(screen.asked)
    if not chrome.catalogue_refused(scope, _NEEDS.get(screen.page)):
        runpy.run_path(str(_PAGES / f"{screen.page}.py"))


def _decisions(scope: Scope, held: Row) -> None:
    rows = cached.rows(scope, "decisions", seance=held["seance_id"])
    show.title("Décisions de la séance", words.held(held), str(held["instance"]))
    show.answer(f"{wording.plural(len(rows), 'décision prise', 'décisions prises')}.")
    if rows:
        told = [{**row, "intitule": words.named(row["intitule"])} for row in rows]
        show.table(told, _TAKEN, "Décisions de cette séance")


def _note(scope: Scope, held: Row, screen: Screen) -> None:
    """A decision, written down where it is taken."""
    if scope.closing is not None:
        show.paragraph(closed_view.NOT_HERE)
        return
    if not scope.actor.contributes:
        show.paragraph("Noter une décision demande le rôle « contribution ».")
        return
    if held["instantane"] is not None:
        show.paragraph(words.CLOSED)
    with st.container(key="noter"):
        indicators = (screen.code,) if screen.kind == "indicateur" else ()
        deciding_view.take(scope, held, "Noter une décision", indicators)
