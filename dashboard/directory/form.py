"""What the reader asks of the directory: its controls, whose state is in the address, and the links that relax them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard.directory import chosen, directory, places
from dashboard.directory.directory import FACETS
from dashboard.frame import cached, filters, reference, show, wording
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from data import settings
from geo.communes import Commune, territory
from queries import articles

# How the list may be ordered, beside what goes without saying (:func:`_usual`): the words of the control, of the title.
ORDERS = {"en_cours": "en cours d'abord", "debut": "début le plus récent d'abord", "titre": "titre"}
_COMPARABLE = {"taille": "communes comparables d'abord"}
_FIRST_RUNNING = f"{ORDERS['en_cours']}, puis par titre"
_ORDERED = {"titre": "par titre", "en_cours": _FIRST_RUNNING}
RADII = {"10": "10 km", "25": "25 km", "50": "50 km", "100": "100 km"}
_ADDRESS = "actions"
_COLUMNS = 3


@dataclass(frozen=True)
class Asked:
    """Everything asked beyond the shared filters: words, a commune and a radius (km), values by facet, an order.

    ``liste`` asks nothing: it goes along in addresses.
    """

    words: str = ""
    near_text: str = ""
    commune: Commune | None = None
    radius: str | None = None
    chosen: Mapping[str, list[str]] = field(default_factory=dict)
    order: str | None = None
    liste: tuple[str, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether anything narrows the directory."""
        return bool(self.words or self.commune or any(self.chosen.values()))

    def values(self, scope: Scope) -> dict[str, Any]:
        """What is asked, as the questions of the directory name it."""
        return {
            **scope.filters,
            "texte": self.words or None,
            "commune": self.commune.code if self.commune else None,
            "rayon_km": float(self.radius) if self.radius and self.commune else None,
            **{key: tuple(values) for key, values in self.chosen.items() if values},
        }

    @property
    def sorting(self) -> str | None:
        """The order as the question names it: what runs comes first where neither words nor a commune say better."""
        return self.order or (None if self.words or self.commune else "en_cours")

    def href(self, scope: Scope, page: int = 1) -> str:
        """Address of this very view, at another page."""
        values: dict[str, str | list[str]] = {**scope.query, **{key: its for key, its in self.chosen.items() if its}}
        asked = {
            "q": self.words,
            "pres": self.near_text,
            "commune": self.commune.code if self.commune else "",
            "rayon": self.radius or "",
            "page": str(page) if page > 1 else "",
            "tri": self.order or "",
            **chosen.said(self.liste),
        }
        query = urlencode({**values, **{key: value for key, value in asked.items() if value}}, doseq=True)
        return f"{_ADDRESS}{'?' if query else ''}{query}"


def controls(scope: Scope, n_actions: int) -> Asked:
    """Draw the search, the commune and the filters of the ``n_actions`` of the perimeter; what they ask."""
    left, middle, right, last = st.columns([5, 4, 2, 3], vertical_alignment="bottom")
    with left:
        words = filters.text("q", "Chercher des mots", "par exemple : jardin, parentalité", icon=":material/search:")
    with middle:
        near = filters.text("pres", "Au plus près d'une commune", _example(scope), icon=":material/near_me:")
    with right:
        radius = filters.choice("rayon", "Jusqu'à", RADII, "partout", disabled=not near)
    commune = _commune(scope, near) if near else None
    with show.notes_in(st.container()), st.expander("Filtres"):
        facets = _facets(scope, n_actions)
    with last:
        orders = ORDERS | _COMPARABLE if commune else ORDERS
        order = filters.choice("tri", "Ordre", _orders(orders, words, commune), _usual(words, commune))
    return Asked(words, near, commune, radius if commune else None, facets, order, chosen.asked())


def _orders(orders: Mapping[str, str], words: str, commune: Commune | None) -> dict[str, str]:
    """The orders that are not the usual one already."""
    return {code: name for code, name in orders.items() if name != _usual(words, commune)}


def _usual(words: str, commune: Commune | None) -> str:
    return "du plus proche" if commune else "du plus pertinent" if words else ORDERS["en_cours"]


def _example(scope: Scope) -> str:
    """« nom ou code : Clermont-Ferrand (63) », a commune of where the reader looks."""
    towns = territory().largest(scope.departement or settings.departement(), 1)
    return "".join(("nom ou code", *(f" : {town.nom} ({town.code_departement})" for town in towns)))


def _facets(scope: Scope, n_actions: int) -> dict[str, list[str]]:
    """One control a field, options with their number of actions; a field that says nothing apart is said so."""
    rows = _values(scope)
    values: dict[str, list[str]] = {}
    # Row by row, so that the order is the same for the eye, the keyboard and a phone.
    for start in range(0, len(FACETS), _COLUMNS):
        for column, facet in zip(st.columns(_COLUMNS), FACETS[start : start + _COLUMNS], strict=False):
            offered = directory.options(rows, facet)
            labels = {value: f"{facet.name(value)} ({wording.number(n)})" for value, n in offered.counts.items()}
            with column:
                values[facet.key] = filters.many(
                    facet.key,
                    facet.label,
                    labels,
                    placeholder=facet.every,
                    filter_mode="contains",
                    help=offered.help(facet, n_actions),
                )
    st.caption("Dans un même champ, une valeur suffit ; d'un champ à l'autre, il les faut toutes.")
    return values


def _values(scope: Scope) -> Sequence[Row]:
    """The commonest values of each field, and those of the address that are rarer."""
    rows = cached.rows(scope, "facettes", **scope.filters, par_champ=directory.MOST_OPTIONS)
    offered = {(row["champ"], row["valeur"]) for row in rows}
    asked = {(facet.key, value) for facet in FACETS for value in filters.asked_all(facet.key)}
    rare = tuple(sorted(value for _, value in asked - offered))
    if not rare:
        return rows
    return cached.rows(scope, "facettes", **scope.filters, par_champ=directory.MOST_OPTIONS, gardees=rare)


def _commune(scope: Scope, text: str) -> Commune | None:
    """The commune meant, asked for when several bear the name."""
    place = places.find(text, scope.departement)
    if place.note:
        show.note(place.note)
    if len(place.candidates) <= 1:
        return next(iter(place.candidates), None)
    known = {commune.code: commune for commune in place.candidates}
    options = {code: places.label(commune) for code, commune in known.items()}
    code = filters.choice("commune", f"{len(known)} communes portent ce nom : laquelle ?", options, "Choisir…")
    return known[code] if code else None


def counts(scope: Scope, asked: Asked) -> directory.Counts:
    """How many actions answer."""
    (row,) = cached.rows(scope, "repertoire_comptes", **asked.values(scope))
    return directory.Counts(row["n_listees"], row["n_hors_rayon"], row["n_sans_lieu"])


def listed(scope: Scope, asked: Asked, start: int, count: int) -> Sequence[Row]:
    """So many of the actions that answer, in order, after the first ``start``; the unplaced ones come last."""
    return cached.rows(scope, "repertoire", **asked.values(scope), tri=asked.sorting, debut=start, limite=count)


def located(scope: Scope, asked: Asked) -> Sequence[Row]:
    """The communes of the actions that answer, those with most first."""
    return cached.rows(scope, "repertoire_lieux", **asked.values(scope))


def exported(scope: Scope, asked: Asked) -> pd.DataFrame:
    """Every action that answers: what the downloads hold. Asked for at the click, and not kept."""
    answer = cached.fresh(scope, "repertoire", **asked.values(scope), tri=asked.sorting)
    return answer if asked.commune else answer.drop(columns=["commune_proche", "distance_km"])


def criteria(asked: Asked) -> list[tuple[str, Asked]]:
    """Each thing asked, in words, with what would be asked without it."""
    said: list[tuple[str, Asked]] = []
    if asked.words:
        said.append((f"mots « {asked.words} »", replace(asked, words="")))
    if asked.commune and asked.radius is None:
        said.append((f"près {articles.of(asked.commune.nom)}", replace(asked, near_text="", commune=None)))
    if asked.radius and asked.commune:
        said.append((f"à {RADII[asked.radius]} au plus {articles.of(asked.commune.nom)}", replace(asked, radius=None)))
    for facet in FACETS:
        if values := asked.chosen.get(facet.key):
            names = wording.join([facet.name(value) for value in values], "ou")
            said.append((f"{facet.label} : {names}", replace(asked, chosen={**asked.chosen, facet.key: []})))
    return said


def sought(asked: Asked) -> str:
    """Everything asked, in words: « mots « jardin », Publics : Familles »."""
    return ", ".join(words for words, _ in criteria(asked))


def headline(asked: Asked, count: int, total: int) -> str:
    """« 3 actions sur 16, de la plus proche de Vichy à la plus lointaine »."""
    words = wording.plural(count, "action") + (f" sur {wording.number(total)}" if asked.anything else "")
    if count < 2:
        return words
    if asked.order:
        return f"{words}, {_ORDERED.get(asked.order) or (ORDERS | _COMPARABLE)[asked.order]}"
    if asked.commune:
        return f"{words}, de la plus proche {articles.of(asked.commune.nom)} à la plus lointaine"
    return f"{words}, de la plus pertinente à la moins pertinente" if asked.words else f"{words}, {_FIRST_RUNNING}"


def reading(asked: Asked, too_far: int, day: date | None) -> str:
    """How to read the list: the day on which an action runs, how distances are measured, how many are too far."""
    dated = f"Est en cours ce qui l'est {reference.on(day)}." if asked.sorting == "en_cours" else ""
    return " ".join(filter(None, [dated, _distances(asked, too_far)]))


def _distances(asked: Asked, too_far: int) -> str:
    """How distances are measured, and how many actions are beyond the radius; "" when no commune is asked."""
    if asked.commune is None:
        return ""
    far = wording.plural(too_far, "action")
    beyond = f" Encore {far} au-delà de {RADII[asked.radius]}." if asked.radius and too_far else ""
    return f"Distances à vol d'oiseau depuis {places.label(asked.commune)}, de mairie à mairie.{beyond}"


def everywhere(scope: Scope) -> tuple[str, str, str]:
    """The way to the whole directory."""
    whole = replace(scope, departement=None, bassin=None, annee_min=None, annee_max=None)
    return (Asked().href(whole), "Toutes les actions", "(France entière, toutes années)")


def relaxed(scope: Scope, asked: Asked, total: int) -> list[tuple[str, str, str]]:
    """Where to go when nothing answers: (address, label, how many would answer), the most useful first.

    ``total`` is the number of actions of the perimeter.
    """
    ways = []
    for words, without in criteria(asked):
        others = counts(scope, without)
        count = others.listed + others.unplaced
        ways.append((count, without.href(scope), f"Retirer {words}", f"({wording.plural(count, 'action')})"))
    ways.sort(key=lambda way: -way[0])
    everything = (Asked(liste=asked.liste).href(scope), "Tout effacer", f"({wording.plural(total, 'action')})")
    return [*((href, label, why) for _, href, label, why in ways), everything]
