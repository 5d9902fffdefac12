"""Where the actions that answer a search take place: a small map beside the list of the directory."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import streamlit as st

from dashboard.frame import cached, pictures, wording
from dashboard.frame.markup import html
from dashboard.frame.pictures import Picture
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.overview import small_map
from geo.outlines import NoOutlineError

_LEGEND = "Un cercle par commune, plus grand où il y a plus de ces actions ; une action peut avoir plusieurs communes."
_CIRCLES = html('<div class="legende"><span class="nb">{}</span></div>', _LEGEND)


@contextmanager
def beside(scope: Scope, places: Sequence[Row], total: int) -> Iterator[list[Picture]]:
    """What is drawn within stands at the left of the map, before it on a phone; alone where no commune is known.

    Gives what of it leaves as an image: the map, where there is one. ``places`` answers
    ``repertoire_lieux``; ``total`` counts all that answers, those without a commune too.
    """
    if not places:
        yield []
        return
    picture = Picture("lieux-trouves", _said(places, total), legend=_CIRCLES)
    left, right = st.columns([3, 1])
    with left:
        yield [picture]
    with right:
        _map(scope, places, picture)


def _said(places: Sequence[Row], total: int) -> str:
    """How many of the actions that answer are placed, in how many communes, and where most are."""
    first = places[0]
    placed = f"{wording.plural(first['n_listees'], 'action')} sur {wording.number(total)}"
    most = f"surtout {first['nom']} ({wording.number(first['n_actions'])})" if len(places) > 1 else first["nom"]
    return f"{placed} dans {wording.plural(len(places), 'commune')}, {most}"


def _map(scope: Scope, places: Sequence[Row], picture: Picture) -> None:
    """A circle a commune, as large as the number of actions there."""
    france = scope.departement is None
    try:
        file = cached.outline(scope, "departements" if france else "bassins", scope.departement)
    except NoOutlineError:
        file = None
    drawing = small_map.drawn(file, [{**row, "n_evenements": 0} for row in places], scope.bassin, france=france)
    pictures.figure(
        html(
            '<figure class="carte-resultats">{}<figcaption><strong>{}.</strong> {}</figcaption></figure>',
            drawing,
            wording.sentence(picture.title),
            _LEGEND,
        ),
        picture,
    )
