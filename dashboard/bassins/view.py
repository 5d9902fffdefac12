"""The parts of the page of bassins: what is compared, the cards of the territories, the profile and its exports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import streamlit as st

from dashboard.bassins import comparison, profile_table
from dashboard.bassins.comparison import LEVELS, Level, Profile
from dashboard.bassins.profile_table import Look
from dashboard.frame import cached, filters, palette, show, wording
from dashboard.frame.scope import Scope
from dashboard.frame.show import Column, escape
from dashboard.indicators import board_view, words
from queries.french import PROVISIONAL

Row = Mapping[str, Any]
QUESTION = "En quoi les territoires diffèrent-ils vraiment, au-delà du hasard ?"
VIEWS = {"profil": "Côte à côte", "entonnoir": "Entonnoir", "cartes": "Carte lissée"}


@dataclass(frozen=True)
class Here:
    """What is compared: a whole département, one year, one division; ``chosen`` is the bassin that stands out."""

    scope: Scope
    level: Level
    year: int
    bassins: Sequence[Row]
    chosen: str | None

    @property
    def where(self) -> str:
        """« Allier (03) »."""
        return self.scope.territory

    @property
    def asked(self) -> dict[str, Any]:
        """What the questions on this level take."""
        return {"departement": self.scope.departement, "niveau": self.level.key, "annee": self.year}

    @property
    def looks(self) -> dict[str, Look]:
        """Bassin code → its shape and colour, the same everywhere."""
        return {row["code_bassin"]: Look(rank, palette.bassin(rank)) for rank, row in enumerate(self.bassins, start=1)}

    @property
    def names(self) -> dict[str, str]:
        """Bassin code → name."""
        return {row["code_bassin"]: row["nom"] for row in self.bassins}


def asked(scope: Scope) -> Here | None:
    """The controls, and what they ask for; None, and said, when there is no département or no value in it."""
    place = board_view.place(scope)
    if place is None:
        board_view.no_place()
        return None
    if scope.departement is None:
        show.note(
            f"La comparaison se fait dans un département : voici {place.where}, le département de référence. "
            "Choisissez-en un autre dans le volet Périmètre."
        )
    whole = replace(place.scope, bassin=None, bassin_nom=None)
    left, right = st.columns([3, 1])
    with left:
        level = LEVELS[filters.one("division", "Territoires comparés", {key: one.title for key, one in LEVELS.items()})]
    held = cached.rows(whole, "annees_territoires", departement=whole.departement, niveau=level.key)
    years = [row["annee"] for row in held if scope.annee_max is None or row["annee"] <= scope.annee_max]
    if not years:
        _nothing(whole, level, scope.annee_max)
        return None
    with right:
        year = int(filters.one("annee", "Année", {str(year): str(year) for year in reversed(years)}))
    bassins = cached.rows(whole, "bassins", departement=whole.departement)
    return Here(whole, level, year, bassins, scope.bassin)


def view() -> str:
    """The part of the page that the reader looks at."""
    return filters.tabs("vue", "À voir", VIEWS, label_visibility="collapsed")


def _nothing(scope: Scope, level: Level, last: int | None) -> None:
    until = "" if last is None else f" jusqu'à {last}"
    show.empty(
        f"Aucun indicateur n'a de valeur par {level.singular} dans ce département{until} : rien à comparer.",
        "Pour qu'un territoire ait des chiffres, il faut la commune, la date et le contenu des actions :",
        [
            (scope.href("indicateurs"), "Indicateurs", "ce qui manque à chacun, et quoi collecter d'abord"),
            (scope.href("sources"), "Sources et qualité", "ce que les fiches renseignent"),
        ],
    )


def profiles(at: Here) -> list[Profile]:
    """Every indicator of the level, with its gaps."""
    values, gaps = (cached.rows(at.scope, name, **at.asked) for name in ("profil_territoires", "ecarts_territoires"))
    return comparison.profiles(values, gaps)


def opening(at: Here, held: Sequence[Profile]) -> None:
    """The sentence that answers, and what it rests on."""
    show.answer(comparison.answer(held, at.level, at.where, at.year), comparison.details(held))


# ── Side by side ────────────────────────────────────────────────────────────────────────────────────────────────────


def side_by_side(at: Here, held: Sequence[Profile]) -> None:
    """The territories with their themes, then indicator by indicator."""
    looks = _looks(at, held)
    places = cached.rows(at.scope, "territoires_compares", **at.asked)
    if at.level.key == "bassin":
        keys = _keys(at, held)
        actions = {place["territoire"]: place["n_actions"] for place in places}
        cards = "".join(_card(at, keys, row, actions.get(row["code_bassin"])) for row in at.bassins)
        st.html(f'<div class="cotes"{profile_table.colours(at.looks)}>{cards}</div>')
    else:
        _list(at, places)
    show.section("Profil, indicateur par indicateur", _reading(at))
    caption = (
        f"{at.where}, {at.year}. nd : non disponible ; s : secret ; ns : non significatif ; /// : sans objet ; "
        "p : provisoire (point creux)."
    )
    st.html(profile_table.table(held, looks, at.level, at.chosen, caption))
    if missing := comparison.absent(held):
        show.section("Sans valeur cette année")
        show.points(missing)


def _looks(at: Here, held: Sequence[Profile]) -> dict[str, Look]:
    """Territory → look: its bassin's."""
    rows = held[0].places if held else []
    return {row["territoire"]: at.looks[row["code_bassin"]] for row in rows if row["code_bassin"] in at.looks}


def _reading(at: Here) -> str:
    return (
        "Un point est une valeur, la barre son intervalle à 95 %, le trait pointillé la valeur du département ; les "
        "territoires d'un indicateur ont la même échelle. Une action dans deux territoires compte dans chacun, une "
        "fois dans le département. Deux barres qui ne se touchent pas ne suffisent pas : la phrase tient compte du "
        "nombre de comparaisons."
    )


def _card(at: Here, keys: Sequence[Profile], bassin: Row, n_actions: int | None) -> str:
    """One bassin: its theme, what it is, and its key figures."""
    code = bassin["code_bassin"]
    theme = f"« {bassin['theme']} »" if bassin["theme"] else "thème du comité local : nd"
    figures = "".join(_key_figure(profile, code) for profile in keys)
    look = at.looks[code]
    chosen = " choisi" if code == at.chosen else ""
    return (
        f'<section class="{look.style}{chosen}"><h3>{profile_table.sign(look)}{escape(bassin["nom"])}</h3>'
        f'<p class="theme">{escape(wording.typographic(theme))}</p><p>{escape(_about(bassin, n_actions, at.year))}</p>'
        f"<dl>{figures}</dl></section>"
    )


def _about(bassin: Row, n_actions: int | None, year: int) -> str:
    """« 104 414 habitants (2023), 90 communes, 98 actions en 2025 »."""
    people = wording.UNKNOWN
    if bassin["population"] is not None:
        people = f"{wording.plural(bassin['population'], 'habitant')} ({bassin['annee_population']})"
    facts = [people, wording.plural(bassin["n_communes"], "commune"), _actions(n_actions, year)]
    # A number stays with what it counts.
    return ", ".join(fact.replace(" ", "\u00a0") for fact in facts)


def _actions(n_actions: int | None, year: int) -> str:
    if n_actions is None:
        return f"actions en {year} : {wording.UNKNOWN}"
    return f"{wording.plural(n_actions, 'action active', 'actions actives')} en {year}"


def _keys(at: Here, held: Sequence[Profile]) -> list[Profile]:
    """The indicators that the catalogue chose for the cards of bassins."""
    chosen = {row["id"] for row in cached.rows(at.scope, "indicateurs") if row["carte_bassin"]}
    return [profile for profile in held if profile.whole["indicateur"] in chosen]


def _key_figure(profile: Profile, territory: str) -> str:
    """A figure with its unit, interval, number and coverage."""
    row = next(row for row in profile.places if row["territoire"] == territory)
    if row["valeur"] is None:
        said, unit, facts = words.mark(row, row["n_min"] or 0), "", [row["raison"] or ""]
    else:
        unit = f" {profile.unit}"
        said = words.bare(row["valeur"], profile.decimals)
        between = words.interval(row["bas"], row["haut"], profile.decimals)
        number = f"n = {wording.number(row['n'])}" if row["n"] is not None else ""
        facts = [between, number, words.covered(row), PROVISIONAL if words.provisional(row) else ""]
    under = escape(" · ".join(fact for fact in facts if fact))
    return (
        f"<div><dt>{escape(profile.title)}</dt><dd><b>{escape(said)}</b>{escape(unit)}<small>{under}</small></dd></div>"
    )


def _list(at: Here, places: Sequence[Row]) -> None:
    """Many territories: a line each."""
    rows = [{**place, "bassin": at.names.get(place["code_bassin"], "hors bassin")} for place in places]
    columns = [
        Column("nom", at.level.singular.capitalize()),
        Column(
            "bassin", "Bassin de vie", colours={row["nom"]: at.looks[row["code_bassin"]].colour for row in at.bassins}
        ),
        Column("population", "Habitants", "number"),
        Column("n_actions", f"Actions actives en {at.year}", "number"),
    ]
    show.table(rows, columns, f"{at.level.count(len(rows))}, {at.where}, par ordre alphabétique")


def exports(at: Here) -> None:
    """Downloads: the values, then the gaps with their tests."""
    criteria = {"niveau": at.level.key, "annee": at.year}
    for name in ("profil_territoires", "ecarts_territoires"):
        show.exports(partial(cached.fresh, at.scope, name, **at.asked), name, name, at.scope, criteria)
