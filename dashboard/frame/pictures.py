"""A chart or a map that leaves the page: as an image made by the browser, or alone in another site's page.

The browser draws (``static/image.js``): the page has the picture already, and no server needs a browser of its own.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from dashboard.frame import cached, filters, session, show, wording
from dashboard.frame.markup import EMPTY, Markup, html, write
from dashboard.frame.scope import Scope
from data import days, settings

# Of an address: which picture is asked for, and that nothing stands around it.
VIEW, ALONE = "vue", "sobre"
# Kept from the head of a run until the picture asked for alone is drawn.
_AWAITED = "vue_attendue"
# What every map stands on.
_GROUND = " Contours : IGN, ADMIN EXPRESS COG, Licence Ouverte 2.0."
_NO_LEAVE = "L'intégration de vues dans d'autres pages n'est pas permise ici."
_HOW = (
    "L'administrateur de cette installation la permet par le réglage OBSERVATOIRE_INTEGRATION=1. "
    "La page entière reste ouverte :"
)
# The address of all that the reader chose, copied by the browser (taking.js).
_LINK = html(
    '<div class="lien-vue"><p role="status"></p>'
    '<button type="button" data-copie="lien">Copier le lien<span> de cette vue</span></button></div>'
)


@dataclass(frozen=True)
class Picture:
    """A chart, a map or a figure of the page, and what goes inside its image.

    ``view`` names it in addresses: the key of a chart, the name of a map or of a figure. ``said`` is its sentence,
    ``legend`` what its colours and marks mean, ``sources`` identifiers of loads (None: those of the perimeter),
    ``where`` the territory and years that it answers for when they are not those of the page.
    """

    view: str
    title: str
    said: str = ""
    legend: Markup = EMPTY
    sources: tuple[str, ...] | None = None
    where: str = ""


def figure(drawing: Markup, picture: Picture) -> Picture:
    """Show a picture written as boxes and words; its caption is the title of its image."""
    with framed(picture):
        write(within(drawing, picture))
    return picture


def within(drawing: Markup, picture: Picture) -> Markup:
    """The same as a part of a larger block, where the browser finds it; ``apart`` is what shows it alone."""
    return html('<div data-vue="{}">{}</div>', picture.view, drawing)


def apart(drawing: Markup, picture: Picture) -> None:
    """Beside a block that holds this picture: show it by itself when the address asks for it alone."""
    if alone() == picture.view:
        figure(drawing, picture)


def block(picture: Picture, scope: Scope, stem: str) -> Markup:
    """The buttons of one picture in a menu, with all that the browser writes inside of the image."""
    told = {
        "vue": picture.view,
        "titre": wording.sentence(picture.title),
        "ou": wording.sentence(picture.where or scope.label),
        "dit": wording.sentence(picture.said) if picture.said else "",
        "sources": f"{show.sources_text(scope, picture.sources)}{_GROUND if picture.legend else ''}",
        "pied": f"Observatoire du vivre-ensemble. Image faite le {wording.day(_today().date())}.",
        "fictif": "Données fictives" if cached.demonstration(scope) else "",
        "nom": stem,
    }
    embed = (
        html('<button type="button" data-copie="integration">Copier le code d’intégration</button>')
        if settings.embedding()
        else EMPTY
    )
    return html(
        '<div class="emporter" data-dessin="{}"><p>{}</p><button type="button" data-emporte="png">Image PNG</button>'
        '<button type="button" data-emporte="svg">Dessin SVG</button>{}<p role="status"></p><div hidden>{}</div></div>',
        Markup.escape(json.dumps({key: wording.typographic(words) for key, words in told.items()})),
        told["titre"],
        embed,
        picture.legend,
    )


def _today() -> datetime:
    return datetime.now(days.FRANCE)


def alone() -> str | None:
    """The picture that the address asks for alone; None for a whole page."""
    if filters.asked(ALONE) != "1":
        return None
    return filters.asked(VIEW) or ""


def begin() -> bool:
    """At the head of a run: the link of the view, or nothing around a picture asked for alone.

    False when a setting forbids it: the page is not to run.
    """
    if alone() is None:
        write(_LINK)
        return True
    session.drop(_AWAITED)
    allowed = settings.embedding()
    write(html('<div class="sobre" hidden></div>'))
    if allowed:
        session.keep(_AWAITED, alone())
        return True
    with st.container(key="vue-seule"):
        show.empty(_NO_LEAVE, _HOW)
        _whole()
    return False


@contextmanager
def framed(picture: Picture) -> Iterator[None]:
    """Draw a picture: as ever in its page, or between its title and its sources when it is asked for alone."""
    if alone() != picture.view:
        yield
        return
    session.drop(_AWAITED)
    scope = filters.scope()
    with st.container(key="vue-seule"):
        write(
            html(
                '<h1 class="page">{}</h1><p class="ou">{}</p>',
                picture.title,
                wording.sentence(picture.where or scope.label),
            )
        )
        if cached.demonstration(scope):
            write(html('<p class="fictif"><strong>Données fictives.</strong></p>'))
        yield
        if picture.legend:
            write(picture.legend)
        if picture.said:
            show.reading(picture.said)
        show.sources_line(scope, picture.sources)
        _whole()


def end() -> None:
    """At the foot of a run: say that the picture asked for alone is not on this page."""
    asked = alone()
    if asked is None or session.kept(_AWAITED) is None:
        return
    with st.container(key="vue-seule"):
        said = f"La vue « {asked[:40]} » n'est pas sur cette page." if asked else "L'adresse ne nomme aucune vue."
        show.empty(said, "Elle n'existe pas, ou n'a rien à montrer avec ces filtres. La page entière :")
        _whole()


def _whole() -> None:
    """The way to the page that the picture stands on, in a window of its own; the browser knows its address."""
    write(html('<p><a data-entiere target="_blank" rel="noopener" href="./">Ouvrir la page entière</a></p>'))
