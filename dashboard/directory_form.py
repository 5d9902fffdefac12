"""What the reader asks of the directory: its controls, whose state is in the address, and the links that relax them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard import cached, directory, filters, places, show, wording
from dashboard.directory import FACETS, Row
from dashboard.scope import Scope
from geo.communes import Commune

RADII = {"10": "10 km", "25": "25 km", "50": "50 km", "100": "100 km"}
_ADDRESS = "actions"
_COLUMNS = 3


@dataclass(frozen=True)
class Asked:
    """Everything asked beyond the shared filters: words, a commune and a radius (km), values by facet, a page."""

    words: str = ""
    near_text: str = ""
    commune: Commune | None = None
    radius: str | None = None
    chosen: Mapping[str, list[str]] = field(default_factory=dict)
    page: int = 1

    @property
    def anything(self) -> bool:
        """Whether anything narrows the directory."""
        return bool(self.words or self.commune or any(self.chosen.values()))

    @property
    def criteria(self) -> dict[str, Any]:
        """What is asked, as an export tells it."""
        asked = {"mots": self.words, "pres_de": self.commune.nom if self.commune else "", "rayon_km": self.radius}
        return {key: value for key, value in {**asked, **self.chosen}.items() if value}

    def href(self, scope: Scope, page: int = 1) -> str:
        """Address of this very view, at another page."""
        values: dict[str, str | list[str]] = {**scope.query, **{key: its for key, its in self.chosen.items() if its}}
        asked = {
            "q": self.words,
            "pres": self.near_text,
            "commune": self.commune.code if self.commune else "",
            "rayon": self.radius or "",
            "page": str(page) if page > 1 else "",
        }
        query = urlencode({**values, **{key: value for key, value in asked.items() if value}}, doseq=True)
        return f"{_ADDRESS}{'?' if query else ''}{query}"


def controls(scope: Scope, actions: Sequence[Row]) -> Asked:
    """Draw the search, the commune and the filters; what they ask."""
    left, middle, right = st.columns([5, 4, 2], vertical_alignment="bottom")
    with left:
        words = filters.text("q", "Chercher des mots", "par exemple : jardin, parentalité", icon=":material/search:")
    with middle:
        near = filters.text(
            "pres", "Au plus près d'une commune", "nom ou code : Moulins (03)", icon=":material/near_me:"
        )
    with right:
        radius = filters.choice("rayon", "Jusqu'à", RADII, "partout", disabled=not near)
    commune = _commune(scope, near) if near else None
    with st.expander("Filtres"):
        chosen = _facets(actions)
    number = st.query_params.get("page", "1")
    return Asked(words, near, commune, radius if commune else None, chosen, int(number) if number.isdecimal() else 1)


def _facets(actions: Sequence[Row]) -> dict[str, list[str]]:
    """One control a field, options with their number of actions; a field that says nothing apart is said so."""
    chosen: dict[str, list[str]] = {}
    # Row by row, so that the order is the same for the eye, the keyboard and a phone.
    for start in range(0, len(FACETS), _COLUMNS):
        for column, facet in zip(st.columns(_COLUMNS), FACETS[start : start + _COLUMNS], strict=False):
            counts = directory.options(actions, facet)
            labels = {value: f"{facet.name(value)} ({wording.number(count)})" for value, count in counts.items()}
            same = len(counts) == 1 and len(actions) > 1
            with column:
                chosen[facet.key] = filters.many(
                    facet.key,
                    facet.label,
                    labels,
                    placeholder=facet.every,
                    help="Ce champ dit la même chose dans toutes ces fiches : il ne trie rien." if same else None,
                )
    st.caption("Dans un même champ, une valeur suffit ; d'un champ à l'autre, il les faut toutes.")
    return chosen


def _commune(scope: Scope, text: str) -> Commune | None:
    """The commune meant, asked for when several bear the name."""
    found = places.find(text, scope.departement)
    if found.note:
        show.note(found.note)
    if len(found.candidates) <= 1:
        return next(iter(found.candidates), None)
    known = {commune.code: commune for commune in found.candidates}
    options = {code: places.label(commune) for code, commune in known.items()}
    code = filters.choice("commune", f"{len(known)} communes portent ce nom : laquelle ?", options, "Choisir…")
    return known[code] if code else None


def found(scope: Scope, asked: Asked) -> Sequence[Row] | None:
    """The answer of the full-text search, None when no word is asked."""
    return cached.rows(scope, "recherche", texte=asked.words) if asked.words else None


def near(scope: Scope, asked: Asked) -> Sequence[Row] | None:
    """The distances to the commune asked, None when there is none."""
    return cached.rows(scope, "proximite", commune=asked.commune.code) if asked.commune else None


def selected(scope: Scope, asked: Asked, actions: Sequence[Row]) -> directory.Selection:
    """The actions that answer, in order."""
    radius = float(asked.radius) if asked.radius else None
    return directory.select(actions, asked.chosen, found(scope, asked), near(scope, asked), radius)


def criteria(asked: Asked) -> list[tuple[str, Asked]]:
    """Each thing asked, in words, with what would be asked without it."""
    said: list[tuple[str, Asked]] = []
    if asked.words:
        said.append((f"mots « {asked.words} »", replace(asked, words="")))
    if asked.commune and asked.radius is None:
        said.append((f"près de {asked.commune.nom}", replace(asked, near_text="", commune=None)))
    if asked.radius and asked.commune:
        said.append((f"à {RADII[asked.radius]} au plus de {asked.commune.nom}", replace(asked, radius=None)))
    for facet in FACETS:
        if values := asked.chosen.get(facet.key):
            names = wording.join([facet.name(value) for value in values], "ou")
            said.append((f"{facet.label} : {names}", replace(asked, chosen={**asked.chosen, facet.key: []})))
    return said


def headline(asked: Asked, selection: directory.Selection, total: int) -> str:
    """« 3 actions sur 16, de la plus proche de Vichy à la plus lointaine »."""
    count = len(selection.shown)
    words = wording.plural(count, "action") + (f" sur {wording.number(total)}" if asked.anything else "")
    if count < 2:
        return words
    if asked.commune:
        return f"{words}, de la plus proche de {asked.commune.nom} à la plus lointaine"
    return f"{words}, de la plus pertinente à la moins pertinente" if asked.words else f"{words}, par titre"


def reading(asked: Asked, selection: directory.Selection) -> str:
    """How distances are measured, and how many actions are beyond the radius; "" when no commune is asked."""
    if asked.commune is None:
        return ""
    far = wording.plural(selection.too_far, "action")
    beyond = f" Encore {far} au-delà de {RADII[asked.radius]}." if asked.radius and selection.too_far else ""
    return f"Distances à vol d'oiseau depuis {places.label(asked.commune)}, de mairie à mairie.{beyond}"


def everywhere(scope: Scope) -> tuple[str, str, str]:
    """The way to the whole directory."""
    whole = replace(scope, departement=None, bassin=None, annee_min=None, annee_max=None)
    return (Asked().href(whole), "Toutes les actions", "(France entière, toutes années)")


def relaxed(scope: Scope, asked: Asked, actions: Sequence[Row]) -> list[tuple[str, str, str]]:
    """Where to go when nothing answers: (address, label, how many would answer), the most useful first."""
    ways = []
    for words, without in criteria(asked):
        selection = selected(scope, without, actions)
        count = len(selection.shown) + len(selection.unplaced)
        ways.append((count, without.href(scope), f"Retirer {words}", f"({wording.plural(count, 'action')})"))
    ways.sort(key=lambda way: -way[0])
    everything = (Asked().href(scope), "Tout effacer", f"({wording.plural(len(actions), 'action')})")
    return [*((href, label, why) for _, href, label, why in ways), everything]
