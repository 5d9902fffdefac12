"""Where the actions that answer a search take place: a small map beside the list of the directory."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import streamlit as st

from dashboard.frame import cached, wording
from dashboard.frame.markup import html, write
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.overview import small_map
from geo.outlines import NoOutlineError

_LEGEND = "Un cercle par commune, plus grand où il y a plus de ces actions ; une action peut avoir plusieurs communes."


@contextmanager
def beside(scope: Scope, places: Sequence[Row], total: int) -> Iterator[None]:
    """What is drawn within stands at the left of the map, before it on a phone; alone where no commune is known.

    ``places`` answers ``repertoire_lieux``; ``total`` counts all that answers, those without a commune too.
    """
    if not places:
        yield
        return
    left, right = st.columns([3, 1])
    with left:
        yield
    with right:
        _map(scope, places, total)


def _map(scope: Scope, places: Sequence[Row], total: int) -> None:
    """A circle a commune, as large as the number of actions there."""
    first, france = places[0], scope.departement is None
    try:
        file = cached.outline(scope, "departements" if france else "bassins", scope.departement)
    except NoOutlineError:
        file = None
    drawing = small_map.drawn(file, [{**row, "n_evenements": 0} for row in places], scope.bassin, france=france)
    placed = f"{wording.plural(first['n_listees'], 'action')} sur {wording.number(total)}"
    most = f"surtout {first['nom']} ({wording.number(first['n_actions'])})" if len(places) > 1 else first["nom"]
    said = f"{placed} dans {wording.plural(len(places), 'commune')}, {most}"
    write(
        html(
            '<figure class="carte-resultats">{}<figcaption><strong>{}.</strong> {}</figcaption></figure>',
            drawing,
            wording.sentence(said),
            _LEGEND,
        )
    )
