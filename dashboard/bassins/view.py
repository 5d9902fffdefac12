"""The parts of the page of bassins: what is compared, the cards of the territories, the profile and its exports."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.bassins import comparison, profile_table
from dashboard.bassins.comparison import LEVELS, Level, Profile
from dashboard.bassins.profile_table import Look
from dashboard.frame import cached, filters, origin, palette, pictures, show, taking, wording
from dashboard.frame.compared import divisions, stand_in
from dashboard.frame.markup import Markup, html, join, link, write
from dashboard.frame.pictures import Picture
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Column
from dashboard.indicators import board_view, words
from data.models import TITLES

QUESTION = "En quoi les territoires diffèrent-ils vraiment, au-delà du hasard ?"
VIEWS = {"profil": "Côte à côte", "entonnoir": "Entonnoir", "cartes": "Carte lissée"}


@dataclass(frozen=True)
class Compared:
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


def asked(scope: Scope) -> tuple[Compared, DeltaGenerator] | None:
    """What the controls ask for, and the room at their right; None, and said, without a département or a value."""
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
    divided, dated, sided = st.columns([5, 2, 6])
    with divided:
        level = LEVELS[
            filters.one("division", "Territoires comparés", {key: division.title for key, division in LEVELS.items()})
        ]
    recorded = cached.rows(whole, "annees_territoires", departement=whole.departement, niveau=level.key)
    years = [row["annee"] for row in recorded if scope.annee_max is None or row["annee"] <= scope.annee_max]
    if not years:
        _nothing(whole, level, scope.annee_max)
        return None
    with dated:
        year = int(filters.one("annee", "Année", {str(year): str(year) for year in reversed(years)}))
    bassins = cached.rows(whole, "bassins", departement=whole.departement)
    return Compared(whole, level, year, bassins, scope.bassin), sided


def view(beside: DeltaGenerator) -> str:
    """The part of the page that the reader looks at, chosen in the room beside the controls."""
    filters.renamed("vue", "voir")
    with beside:
        return filters.tabs("voir", "À voir", VIEWS)


def _nothing(scope: Scope, level: Level, last: int | None) -> None:
    until = "" if last is None else f" jusqu'à {last}"
    show.answer(f"{scope.territory} : il n'y a rien à comparer, aucun chiffre par {level.singular}{until}.")
    show.empty(
        f"Aucun indicateur n'a de valeur par {level.singular} dans ce département{until}.",
        "Pour qu'un territoire ait des chiffres, il faut la commune, la date et le contenu des actions :",
        [
            (scope.href("indicateurs"), "Indicateurs", "ce qui manque à chacun, et quoi collecter d'abord"),
            (scope.href("sources"), "Sources et qualité", "ce que les fiches renseignent"),
        ],
    )


def alone(compared: Compared, profiles: Sequence[Profile]) -> None:
    """What is left of a département with a single territory of this division, or none: its own values, other ways."""
    _of_the_whole(compared, profiles)
    others = [key for key in divisions(compared.scope) if key in LEVELS]
    ways = [(compared.scope.href("bassins", division=key), LEVELS[key].title, "") for key in others]
    ways.append((compared.scope.href("indicateurs"), "Indicateurs", "les valeurs et les verdicts du département"))
    show.empty("Une comparaison demande au moins deux territoires.", "Lire ce département autrement :", ways)


def _of_the_whole(compared: Compared, profiles: Sequence[Profile]) -> None:
    """The values of the département, which nothing is compared with."""
    rows = [
        {
            "titre": profile.title,
            "valeur": words.written(profile.whole["valeur"], profile.unit, profile.decimals)
            if profile.whole["valeur"] is not None
            else words.mark(profile.whole, profile.whole["n_min"] or 0),
            "couverture": words.coverage(profile.whole),
            "pourquoi": profile.whole["raison"] or words.MARKS.get(words.status(profile.whole), ""),
        }
        for profile in profiles
    ]
    columns = [
        Column("titre", "Indicateur"),
        Column("valeur", "Valeur", "figure"),
        Column("couverture", "Renseigné"),
        Column("pourquoi", "À savoir"),
    ]
    show.table(rows, columns, f"{compared.where}, {compared.year} : les indicateurs du département entier")


def profiles(compared: Compared) -> list[Profile]:
    """Every indicator of the level, with its gaps."""
    values, gaps = (
        cached.rows(compared.scope, name, **compared.asked) for name in ("profil_territoires", "ecarts_territoires")
    )
    return comparison.profiles(values, gaps)


def opening(compared: Compared, profiles: Sequence[Profile]) -> None:
    """The sentence that answers, and what it rests on."""
    show.answer(
        comparison.answer(profiles, compared.level, compared.where, compared.year), comparison.details(profiles)
    )


def stood_in(compared: Compared) -> None:
    """That the bassins are those of the reference, and how to bring the committee's own."""
    if compared.level.key == "bassin" and stand_in(compared.scope):
        show.paragraph("Ces bassins de vie sont les arrondissements, à défaut de ceux que le comité a définis.")
        models = compared.scope.href("donnees", partie="modeles")
        show.links([(models, "Apporter les bassins du comité", f"avec le modèle « {TITLES['divisions']} »")])


# ── Side by side ────────────────────────────────────────────────────────────────────────────────────────────────────


def side_by_side(compared: Compared, profiles: Sequence[Profile]) -> Picture:
    """The territories with their themes, then indicator by indicator, as a picture."""
    looks = _looks(compared, profiles)
    territories = cached.rows(compared.scope, "territoires_compares", **compared.asked)
    if compared.level.key == "bassin":
        keys = _keys(compared, profiles)
        actions = {row["territoire"]: row["n_actions"] for row in territories}
        cards = join(_card(compared, keys, row, actions.get(row["code_bassin"])) for row in compared.bassins)
        write(html('<div class="cotes"{}>{}</div>', profile_table.colours(compared.looks), cards))
    else:
        _list(compared, territories)
    show.section("Profil, indicateur par indicateur", _reading(compared))
    caption = (
        f"{compared.where}, {compared.year}. nd : non disponible ; s : secret ; ns : non significatif ; "
        f"/// : sans objet ; p : provisoire (point creux). {origin.IN_TABLES}."
    )
    drawing = profile_table.table(
        profiles, looks, compared.level, compared.chosen, caption, partial(_followed, compared)
    )
    title = f"{wording.sentence(compared.level.plural)} : le profil, indicateur par indicateur"
    where = f"{compared.where}, {compared.year}"
    drawn = pictures.figure(drawing, Picture("profil", title, caption, where=where))
    if reserved := comparison.provisional(profiles):
        show.points(reserved)
    if missing := comparison.absent(profiles):
        show.section("Sans valeur cette année")
        show.points(missing)
    return drawn


def _followed(compared: Compared, row: Row) -> str:
    """The address that follows one value to its rows; "" where the indicator has none at this level."""
    if row["statut"] == wording.POINTLESS:
        return ""
    return origin.indicator(compared.scope, row["indicateur"], row["niveau"], row["territoire"], compared.year)


def _looks(compared: Compared, profiles: Sequence[Profile]) -> dict[str, Look]:
    """Territory → look: its bassin's."""
    rows = profiles[0].places if profiles else []
    return {
        row["territoire"]: compared.looks[row["code_bassin"]] for row in rows if row["code_bassin"] in compared.looks
    }


def _reading(compared: Compared) -> str:
    return (
        "Un point est une valeur, la barre son intervalle à 95 %, le trait pointillé la valeur du département ; les "
        "territoires d'un indicateur ont la même échelle. Une action dans deux territoires compte dans chacun, une "
        f"fois dans le département. {words.WITHOUT_COMMUNE} Deux barres qui ne se touchent pas ne suffisent pas : la "
        "phrase tient compte du nombre de comparaisons."
    )


def _card(compared: Compared, keys: Sequence[Profile], bassin: Row, n_actions: int | None) -> Markup:
    """One bassin: its theme, what it is, and its key figures."""
    code = bassin["code_bassin"]
    theme = f"« {bassin['theme']} »" if bassin["theme"] else "thème du comité local : nd"
    figures = join(_key_figure(profile, code) for profile in keys)
    look = compared.looks[code]
    chosen = " choisi" if code == compared.chosen else ""
    return html(
        '<section class="{}"><h3>{}{}</h3><p class="theme">{}</p><p>{}</p><dl>{}</dl></section>',
        f"{look.style}{chosen}",
        profile_table.sign(look),
        link(compared.scope.territory_href("bassin", code), bassin["nom"]),
        wording.typographic(theme),
        _about(bassin, n_actions, compared.year),
        figures,
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


def _keys(compared: Compared, profiles: Sequence[Profile]) -> list[Profile]:
    """The indicators that the catalogue chose for the cards of bassins."""
    chosen = {row["id"] for row in cached.rows(compared.scope, "indicateurs") if row["carte_bassin"]}
    return [profile for profile in profiles if profile.whole["indicateur"] in chosen]


def _key_figure(profile: Profile, territory: str) -> Markup:
    """A figure with its unit, interval, number and coverage."""
    row = next(row for row in profile.places if row["territoire"] == territory)
    if row["valeur"] is None:
        said, unit, facts = words.mark(row, row["n_min"] or 0), "", [row["raison"] or ""]
    else:
        unit = f" {profile.unit}"
        said = words.bare(row["valeur"], profile.decimals)
        between = words.interval(row["bas"], row["haut"], profile.decimals)
        number = f"n = {wording.number(row['n'])}" if row["n"] is not None else ""
        certain = words.certain(row, profile.unit, profile.decimals)
        facts = [between, certain, number, words.covered(row), words.why_provisional(row)]
    under = " · ".join(fact for fact in facts if fact)
    return html("<div><dt>{}</dt><dd><b>{}</b>{}<small>{}</small></dd></div>", profile.title, said, unit, under)


def _list(compared: Compared, territories: Sequence[Row]) -> None:
    """Many territories: a line each."""
    rows = [
        {
            **row,
            "bassin": compared.names.get(row["code_bassin"], "hors bassin"),
            "page": compared.scope.territory_href(compared.level.key, row["territoire"]),
        }
        for row in territories
    ]
    columns = [
        Column("nom", wording.sentence(compared.level.singular), href="page"),
        Column(
            "bassin",
            "Bassin de vie",
            colours={row["nom"]: compared.looks[row["code_bassin"]].colour for row in compared.bassins},
        ),
        Column("population", "Habitants", "number"),
        Column("n_actions", f"Actions actives en {compared.year}", "number"),
    ]
    show.table(rows, columns, f"{compared.level.count(len(rows))}, {compared.where}, par ordre alphabétique")


def exports(compared: Compared, drawn: Picture) -> None:
    """Downloads: the values with the profile that draws them, then the gaps with their tests."""
    for name, images in (("profil_territoires", [drawn]), ("ecarts_territoires", [])):
        every = partial(cached.fresh, compared.scope, name, **compared.asked)
        taking.exports(every, name, name, compared.scope, pictures=images)
