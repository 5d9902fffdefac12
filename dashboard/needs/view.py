"""The parts of « Besoins et offre »: controls, map with its bands, zones, far communes, actions that end."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import streamlit as st

from dashboard.frame import cached, compared, filters, reference, show, taking, wording
from dashboard.frame.markup import Markup, html, join, link, write
from dashboard.frame.pictures import Picture
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Column
from dashboard.maps import legend, shapes, view
from dashboard.needs import distance_map
from dashboard.needs import words as besoins
from dashboard.needs.words import NO_FIGURE
from data import settings

FAR_SHOWN = 15
VIEWS = {"distances": "Qui est loin", "fins": "Ce qui finit", "territoires": "Territoire par territoire"}
_NOW, _LATER = "Habitants à moins de 10 km", "Sans celles qui finissent"
CAUTION = (
    "Aucune action enregistrée ne veut pas dire aucune action : seules comptent les fiches chargées ici. Une action "
    "« tous publics » accueille aussi ces personnes, mais elle est comptée à part. Les distances vont de mairie à "
    "mairie, à vol d'oiseau : la route est plus longue. Être près d'une action n'est pas y participer."
)


@dataclass(frozen=True)
class Selection:
    """What the page answers from: the département, the need chosen, the figure beside it.

    ``matrix`` is the answer to ``offre_matrice``, one row a need and a bassin.
    """

    scope: Scope
    matrix: Sequence[Row]
    coverage: Row
    need: Row
    figure: Row | None

    @property
    def where(self) -> dict[str, Any]:
        """The territory, as the questions take it: years do not apply to a day."""
        return self.scope.place

    @property
    def asked(self) -> dict[str, Any]:
        """Territory, need and figure."""
        variable = self.figure["variable"] if self.figure else None
        return {**self.where, "besoin": self.need["besoin"], "variable": variable}

    @property
    def unit(self) -> str | None:
        """Unit of the figure beside."""
        return self.figure["unite"] if self.figure else None

    @property
    def day(self) -> str:
        """« au 31/12/2025, dernier jour connu »."""
        return reference.on(besoins.day(self.coverage))

    @property
    def whole(self) -> list[Row]:
        """One row a need, for the whole territory."""
        return [row for row in self.matrix if row["code_zone"] is None]


def place(scope: Scope) -> Scope | None:
    """The scope, on the reference département for France; None, and said, when there is no such département."""
    if scope.departement is not None:
        return scope
    code = settings.departement()
    names = {row["code_departement"]: row["nom"] for row in cached.rows(scope, "territoires")}
    if code not in names:
        show.empty("Aucun département n'est choisi.", "Choisissez-en un dans le volet Périmètre.")
        return None
    local = replace(scope, departement=code, departement_nom=names[code])
    show.note(
        f"Les distances se lisent dans un département : voici {local.territory}, le département de référence. "
        "Choisissez-en un autre dans le volet Périmètre."
    )
    return local


def years(scope: Scope) -> None:
    """The shared filter on years does not apply, which is said."""
    if scope.annee_min is not None or scope.annee_max is not None:
        show.note("Les années choisies ne s'appliquent pas ici : cette page regarde un jour, celui d'observation.")


def select(scope: Scope) -> Selection:
    """Draw the controls and gather what they ask."""
    where = scope.place
    matrix = cached.rows(scope, "offre_matrice", **where, division=inner(scope))
    variables = cached.rows(scope, "besoin_variables", departement=scope.departement)
    whole = [row for row in matrix if row["code_zone"] is None]
    with st.container(key="reglages"):
        left, right = st.columns(2)
        with left:
            chosen = filters.one("besoin", "Public ou thème", besoins.options(whole), filter_mode="contains")
        with right:
            beside = _beside(variables)
    need = next(row for row in whole if row["besoin"] == chosen)
    figure = next((row for row in variables if row["variable"] == beside), None)
    return Selection(scope, matrix, cached.rows(scope, "offre_couverture", **where)[0], need, figure)


def inner(scope: Scope) -> str | None:
    """The division that stands beside the whole territory: its bassins, where there are some to compare."""
    return "bassin" if scope.bassin is None and compared.bassins(scope) else None


def _beside(variables: Sequence[Row]) -> str:
    """The official figure to set beside the distances; the choice is not offered when none is loaded."""
    if not variables:
        return NO_FIGURE
    choices = {**besoins.figures(variables), NO_FIGURE: "Aucun"}
    return filters.one("regard", "Chiffre officiel en regard", choices, filter_mode="contains")


def opening(selection: Selection) -> None:
    """The sentence that answers."""
    sentence = besoins.answer(selection.need, bands(selection), selection.coverage, selection.scope)
    show.answer(sentence, besoins.details(selection.need, selection.coverage))
    show.old_reference(selection.scope)


def nothing(selection: Selection) -> None:
    """No action runs here nor near here: what a fiche must say to count, and where to look."""
    near = cached.rows(selection.scope, "departements_proches", departement=selection.scope.departement)
    ways = [
        (
            replace(selection.scope, departement=row["code_departement"], bassin=None).href("besoins"),
            row["nom"],
            f"{wording.plural(row['n_actions'], 'action recensée', 'actions recensées')}, "
            f"à {wording.number(row['distance_km'])} km",
        )
        for row in near
        if row["n_actions"]
    ]
    mute = selection.coverage["n_sans_dates"]
    undated = f" Ici, {wording.plural(mute, 'action')} sans aucune date." if mute else ""
    show.empty(
        f"Aucune action n'est connue en cours {selection.day}, ni ici ni à moins de 20 km.",
        "Une action compte quand sa fiche dit « En cours » et que ses dates, ou celle de sa publication, vont jusqu'à "
        f"ce jour.{undated}",
        [*ways[:3], (selection.scope.href("sources"), "Sources et qualité", "ce que les fiches renseignent")],
    )


def bands(selection: Selection) -> Sequence[Row]:
    """Communes and inhabitants by distance."""
    return cached.rows(selection.scope, "offre_bandes", **selection.asked)


# ── Distances ───────────────────────────────────────────────────────────────────────────────────────────────────────


def distances(selection: Selection, communes: Sequence[Row]) -> None:
    """The map and, beside it, its legend with the inhabitants of each band and their official figure."""
    show.section(f"Qui est loin d'une action : {selection.need['titre'].lower()}", _offers(selection))
    drawing, reading = st.columns([11, 9], gap="medium")
    with drawing:
        above = st.container()
        commune = _commune(selection, communes)
        if commune:
            _sheet(selection, commune)
    with above:
        _map(selection, communes, commune)
    with reading:
        _bands(selection)


def _offers(selection: Selection) -> str:
    return (
        f"Distance de chaque mairie à la commune la plus proche où une action est en cours {selection.day}, celles des "
        f"départements voisins comprises. Habitants : population municipale {_population_year(selection)} (INSEE)."
    )


def _population_year(selection: Selection) -> str:
    known = cached.rows(selection.scope, "bassins", departement=selection.scope.departement)
    return str(max((row["annee_population"] or 0 for row in known), default=0) or wording.UNKNOWN)


def _commune(selection: Selection, communes: Sequence[Row]) -> Row | None:
    """The commune that the reader wants to read; the same as a click on the map."""
    names = [row["nom"] for row in communes]
    labels = {
        row["code_commune"]: row["nom"] if names.count(row["nom"]) == 1 else f"{row['nom']} ({row['code_commune']})"
        for row in sorted(communes, key=lambda row: str(row["nom"]))
    }
    code = filters.choice("commune", "Commune (ou clic sur la carte)", labels, "Aucune", filter_mode="contains")
    return next((row for row in communes if row["code_commune"] == code), None)


def _sheet(selection: Selection, row: Row) -> None:
    """What is known of one commune: its offer now, what would remain, its official figure."""
    active = row["n_actives"]
    now = besoins.distance(row["distance_km"], row["commune_proche"], row["bande"])
    later_band = "nd" if row["bande"] == "nd" else "loin" if row["distance_reste_km"] is None else ""
    later = besoins.distance(row["distance_reste_km"], row["commune_reste"], later_band)
    lines = [
        f"Bassin de vie : {row['bassin'] or wording.UNKNOWN} · population : {wording.number(row['population'])}",
        f"Action la plus proche en cours {selection.day} : {now}"
        + (f", {wording.plural(active, 'action')}" if active else ""),
        f"Sans celles qui finissent dans les douze mois qui suivent : {later}",
    ]
    if selection.figure:
        lines.append(
            f"{selection.figure['titre']} ({selection.figure['annee']}) : {besoins.value(row, selection.unit)}"
        )
    near = html("Les actions les plus proches, dans l'annuaire")
    write(
        html(
            '<section class="commune" aria-label="La commune choisie"><h2>{}</h2>{}<p>{}</p></section>',
            row["nom"],
            join(html("<p>{}</p>", line) for line in lines),
            link(selection.scope.href("actions", pres=row["code_commune"]), near),
        )
    )


def _map(selection: Selection, communes: Sequence[Row], commune: Row | None) -> None:
    code = commune["code_commune"] if commune else None
    key = (*selection.asked.values(), code)
    title, day = selection.need["titre"], besoins.day(selection.coverage)
    drawn = cached.kept(
        selection.scope, "besoins", key, lambda: distance_map.values(selection.scope, communes, title, code, day)
    )
    if isinstance(drawn, str):
        show.empty(f"Pas de carte : {drawn}.", "Les tableaux donnent les mêmes chiffres.")
    else:
        picture = Picture("besoins", f"{title} : la distance à l'action la plus proche", legend=_meant(selection),
                          where=f"{selection.scope.territory}, {selection.day}")  # fmt: skip
        view.draw(drawn, "commune", picture)
        taking.images([picture], "image_besoins", selection.scope)


def _meant(selection: Selection) -> Markup:
    """The legend of the map alone, as its image has it; the page has more of each band in a table."""
    items = (
        legend.item(distance_map.SWATCHES[row["bande"]], row["distance"], wording.plural(row["n_communes"], "commune"),
                    empty=not row["n_communes"])
        for row in besoins.bands_table(bands(selection), selection.unit)
    )  # fmt: skip
    return html('<div class="legende"><p>{}</p><ul>{}</ul></div>', "Action la plus proche, à vol d'oiseau", join(items))


def _bands(selection: Selection) -> None:
    """The legend of the map, and the need beside the offer: never merged into one figure."""
    heads = ["Communes", "Habitants", *([selection.figure["titre"]] if selection.figure else [])]
    titles = join(html('<th scope="col" class="droite">{}</th>', title) for title in heads)
    body = join(
        _band(row, selection.figure is not None) for row in besoins.bands_table(bands(selection), selection.unit)
    )
    caption = "Légende, et habitants par distance"
    if selection.figure:
        caption += (
            f". En regard, {selection.figure['annee']} : la commune du milieu, parmi celles dont le chiffre est connu "
            "(s : secret, nd : non disponible)"
        )
    head = html('<th scope="col">Distance</th>{}', titles)
    show.framed("Habitants par distance", caption, head, html("<tbody>{}</tbody>", body), "bandes")


def _band(row: Row, with_figure: bool) -> Markup:
    swatch = html('<span class="puce {}" aria-hidden="true"></span>', distance_map.SWATCHES[row["bande"]])
    cells = [(wording.number(row["n_communes"]), ""), (wording.number(row["population"]), row["part_ecrite"])]
    cells += [(row["regard"], row["connues"])] if with_figure else []
    body = join(html('<td class="droite">{}<small>{}</small></td>', value, under) for value, under in cells)
    return html('<tr><th scope="row">{}{}</th>{}</tr>', swatch, row["distance"], body)


def far(selection: Selection, communes: Sequence[Row]) -> None:
    """Communes at 10 km or more of any action, with their official figure."""
    show.section("Communes loin de toute action enregistrée", besoins.far_words(communes, selection.day))
    rows = besoins.far_table(communes, selection.unit)
    if rows:
        columns = [
            Column("nom", "Commune"),
            *(
                [Column("bassin", "Bassin", colours=cached.bassin_colours(selection.scope))]
                if inner(selection.scope)
                else []
            ),
            Column("proche", "Action la plus proche"),
            Column("population", "Habitants", "number"),
            *(
                [Column("regard", f"{selection.figure['titre']}, {selection.figure['annee']}", "figure")]
                if selection.figure
                else []
            ),
        ]
        with st.container(key="besoins_communes"):
            show.table(rows, columns, f"{selection.need['titre']}, {selection.scope.territory}", limit=FAR_SHOWN)
    every = partial(cached.fresh, selection.scope, "offre_communes", **selection.asked)
    mapped = taking.Mapped("code_commune", lambda: shapes.of(selection.scope, "commune"))
    taking.exports(every, "besoins-communes", "offre_communes", selection.scope, dated=True, mapped=mapped)


# ── Zones, endings ──────────────────────────────────────────────────────────────────────────────────────────────────


def zones(selection: Selection) -> None:
    """The same need in the zones of a division that the reader chooses."""
    known = cached.rows(selection.scope, "divisions", departement=selection.scope.departement)
    show.section(f"Territoire par territoire : {selection.need['titre'].lower()}", compared.alone(selection.scope))
    titles = compared.divisions(selection.scope)
    if not titles:
        show.paragraph(compared.NO_DIVISION)
        return
    division = filters.one("division", "Découpage", titles)
    asked = {**selection.where, "division": division}
    about = next(row for row in known if row["division"] == division)
    left_out = about["n_communes_departement"] - about["n_communes"]
    caption = (
        f"{about['titre']}, {selection.scope.territory}, {selection.day} ; communes du département, sans classement"
    )
    if left_out:
        caption += f" ; {wording.plural(left_out, 'commune')} du département hors de ce découpage"
    columns = [
        Column("zone", "Zone"),
        Column("n_actives", "Actions en cours", "number"),
        Column("n_finissant", "Dont finissant sous 12 mois", "number"),
        Column("communes", "Communes avec une action", "figure"),
        Column("population", "Habitants", "number"),
        Column("proches", _NOW, "figure"),
        Column("restes", _LATER, "figure"),
    ]
    rows = besoins.zones_table(cached.rows(selection.scope, "offre_matrice", **asked), selection.need["besoin"])
    with st.container(key="besoins_zones"):
        show.table(rows, columns, caption)
    every = partial(cached.fresh, selection.scope, "offre_matrice", **asked)
    taking.exports(every, "besoins-territoires", "offre_matrice", selection.scope, dated=True)


def endings(selection: Selection) -> None:
    """Actions that end within twelve months, and what would remain without them."""
    show.section("Ce qui finit dans les douze mois", besoins.endings_words(selection.need, selection.coverage))
    asked = {**selection.where, "besoin": selection.need["besoin"]}
    rows = cached.rows(selection.scope, "offre_fins", **asked)
    if not rows:
        return
    columns = [
        Column("titre", "Action", href="lien"),
        Column("lieux", "Où"),
        Column("date_fin", "Finit le", "day", precision="date_fin_precision"),
        Column("reste", "Resterait, pour le même besoin"),
    ]
    show.table(
        besoins.endings_table(rows, selection.scope), columns, f"{selection.need['titre']}, {selection.scope.territory}"
    )
    taking.exports(
        partial(cached.fresh, selection.scope, "offre_fins", **asked),
        "besoins-fins",
        "offre_fins",
        selection.scope,
        dated=True,
    )


def sources(selection: Selection) -> None:
    """The sources of the actions, and that of the official figure."""
    used = [
        row["source"]
        for row in cached.rows(
            selection.scope, "sources_du_perimetre", **selection.where, annee_min=None, annee_max=None
        )
    ]
    show.sources_line(selection.scope, [*used, *([selection.figure["source"]] if selection.figure else [])])
