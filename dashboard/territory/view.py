"""The parts of the page of one territory: which one is asked, then what is known of it, what runs now first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from dashboard.directory import places
from dashboard.frame import cached, compared, filters, origin, pictures, reference, show, taking, wording
from dashboard.frame.markup import html, join, link, write
from dashboard.frame.pictures import Picture
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Column
from dashboard.overview import glance, people
from dashboard.overview.first_screen import CARDS
from dashboard.territory import words
from data.identifiers import slug

NOBODY_ASKED = "Un public visé n'est pas un besoin mesuré : personne n'a été interrogé"
ALIKE = "Même département, taille et densité les plus proches : pour échanger, pas pour classer."
MOST_ACTIONS, MOST_CONVENTIONS, MOST_ALIKE, MOST_COMMUNES = 8, 6, 6, 40


@dataclass(frozen=True)
class Here:
    """The territory of the page (answer to ``territoire``), and the scope of its département."""

    place: Row
    scope: Scope

    @property
    def level(self) -> str:
        """commune, epci or bassin."""
        return str(self.place["niveau"])

    @property
    def asked(self) -> dict[str, str]:
        """How questions name it."""
        return {"niveau": self.level, "territoire": str(self.place["territoire"])}

    def named(self, what: str) -> str:
        """How the file of a table of this territory begins: no other territory has the same."""
        return f"{what}-{slug(str(self.place['nom']))}-{self.place['territoire']}"


def asked(scope: Scope) -> tuple[str, str] | None:
    """(level, code) of the address: a commune, an EPCI, or the bassin of the shared filters; None when none is."""
    for level in ("commune", "epci"):
        if code := (filters.asked(level) or "").strip():
            return level, code.upper()
    return ("bassin", scope.bassin) if scope.bassin else None


def here(scope: Scope, level: str, code: str) -> Here | None:
    """The territory of that code; None when there is none, which is said with the way to another."""
    found = cached.rows(scope, "territoire", niveau=level, territoire=code)
    if not found:
        _unknown(scope, level, code)
        return None
    (place,) = found
    names = {"departement": place["code_departement"], "departement_nom": place["departement"]}
    local = replace(scope, **names, bassin=None, bassin_nom=None)
    return Here(place, local)


def _unknown(scope: Scope, level: str, code: str) -> None:
    """No territory bears this code: a commune that merged leads to the one of today."""
    show.title("Territoire")
    found = places.find(code, scope.departement) if level == "commune" else places.Place(())
    ways = [(scope.territory_href("commune", one.code), places.label(one), "") for one in found.candidates]
    show.empty(
        f"Aucun territoire ({words.LEVELS[level]}) ne porte le code « {code[:20]} ».",
        wording.sentence(found.note or "") or "Vérifiez le code, ou cherchez la commune par son nom :",
        ways,
    )
    if not ways:
        search(scope)


def choose(scope: Scope) -> None:
    """No territory is asked: the form of search, and the bassins and EPCI of the département."""
    show.title("Territoire", "Une commune, une intercommunalité ou un bassin sur une page.", scope.territory)
    for place in cached.rows(scope, "territoire", niveau="bassin", territoire=filters.asked("bassin") or ""):
        there = replace(scope, departement=place["code_departement"])
        way = there.territory_href("bassin", place["territoire"])
        show.links([(way, words.name(place), f"dans son département, {place['departement']}")])
    search(scope)
    for division, label in (("bassin", "Bassins de vie"), ("epci", "Intercommunalités")):
        if known := _zones(scope, division):
            show.section(label)
            show.links([(scope.territory_href(division, row["territoire"]), row["nom"], "") for row in known])


def _zones(scope: Scope, division: str) -> Sequence[Row]:
    if scope.departement is None:
        return []
    return cached.rows(scope, "zones_du_departement", departement=scope.departement, niveau=division)


def search(scope: Scope) -> None:
    """Find a commune by its name or its code."""
    typed = filters.text("cherche", "Chercher une commune", placeholder="Nom ou code INSEE")
    if not typed:
        return
    found = places.find(typed, scope.departement)
    if found.note:
        show.paragraph(found.note)
    show.links(
        [(scope.territory_href("commune", one.code), places.label(one), "")
         for one in found.candidates[: places.MAX_CANDIDATES]]
    )  # fmt: skip


def opening(page: Here, n_conventions: int) -> None:
    """Its name, what it belongs to, and what runs there."""
    place, scope = page.place, page.scope
    show.title(words.name(place), "Ce qui s'y passe, avec qui, avec quel argent, et ce qui va finir.")
    ways = [link(scope.territory_href("epci", place["code_epci"]), place["epci"])] if place["code_epci"] else []
    if place["code_bassin"] and page.level != "bassin":
        label = f"bassin de vie : {place['bassin']}"
        to = scope.territory_href("bassin", place["code_bassin"])
        ways.append(link(to, label if ways else wording.sentence(label)))
    belongs = html(". {}", join(ways, " · ")) if ways else html("")
    write(html('<p class="ou">{}{}</p>', words.identity(place), belongs))
    show.answer(words.answer(place, n_conventions, cached.reference_day(scope)), words.unplaced(place))
    show.old_reference(scope)
    if said := compared.alone(scope):
        show.paragraph(said)


def figures(page: Here) -> None:
    """People, actions, money."""
    scope, place = page.scope, page.place
    money = cached.rows(scope, "accorde_annees", **page.asked, **scope.period)
    here = page.level, str(place["territoire"])
    counted = people.counted(scope, *here)
    told = [
        (glance.people(counted, ""), people.followed(scope, *here, counted)),
        (words.recorded(place), origin.href(scope, "actions-territoire", *here)),
        (glance.granted(money, scope, "Part de ce territoire"), origin.href(scope, "accorde", *here)),
    ]
    cards = show.cards([replace(figure, origin=way) for figure, way in told])
    where = f"{words.name(place)}, {scope.years}"
    drawn = pictures.figure(html('<div class="coup">{}</div>', cards), Picture("reperes", CARDS, where=where))
    taking.images([drawn], "reperes", scope)


def actions(page: Here) -> None:
    """What runs here, then nearest."""
    day = cached.reference_day(page.scope)
    rows = cached.rows(page.scope, "actions_du_territoire", **page.asked, limite=MOST_ACTIONS)
    near = page.level == "commune"
    show.section("Les actions, ici et au plus près" if near else "Les actions")
    if not rows:
        show.paragraph("Aucune action dont la commune est connue.")
        return
    columns = [
        Column("titre", "Action", href="lien"),
        Column("structure", "Structure"),
        Column("lieu", "Où"),
        Column("etat_dit", "État", "code"),
        Column("dates", "Dates"),
    ]
    far = " ; distances à vol d'oiseau, de mairie à mairie" if near else ""
    caption = f"Celles en cours {reference.on(day)} d'abord{far}"
    show.table(words.actions(rows, page.scope), columns, caption)
    if near:
        code = str(page.place["territoire"])
        show.links([(page.scope.href("actions", pres=code), "Toutes les actions, de la plus proche", "")])
    elif page.level == "bassin":
        way = replace(page.scope, bassin=str(page.place["territoire"])).href("actions")
        show.links([(way, "Toutes les actions du bassin", "")])


def ends(page: Here, rows: Sequence[Row]) -> None:
    """Conventions that end within twelve months."""
    day = cached.reference_day(page.scope)
    show.section("Ce qui va finir", f"Conventions qui finissent dans les douze mois {reference.after(day)}.")
    if not rows:
        show.paragraph("Aucune convention datée n'y finit.")
        return
    columns = [
        Column("convention_fin", "Fin", "day"),
        Column("titre", "Action ou structure", href="lien"),
        Column("financeur", "Financeur"),
        Column("accorde_eur", "Accordé", "euros"),
        Column("part", "Part de ses subventions", "percent"),
    ]
    count = rows[0]["n_conventions"]
    more = f" ({len(rows)} premières sur {wording.number(count)})" if count > len(rows) else ""
    show.table(words.conventions(rows, page.scope), columns, f"Conventions, par date de fin{more}")


def indicators(page: Here) -> None:
    """The indicators that have this level, beside the bassin and the département."""
    bassin = page.place["code_bassin"] if page.level != "bassin" and compared.bassins(page.scope) else None
    rows = cached.rows(page.scope, "indicateurs_du_territoire", **page.asked, bassin=bassin)
    show.section(
        "Les indicateurs, à côté de son bassin et de son département"
        if bassin
        else "Les indicateurs, à côté du département"
    )
    if not rows:
        show.paragraph("Aucun indicateur du catalogue ne se calcule à cette échelle.")
        return
    beside = [Column("bassin", f"Bassin {page.place['bassin']}", "figure", origin="origine_bassin")] if bassin else []
    columns = [
        Column("titre", "Indicateur", href="lien"),
        Column("annee", "Année", "code"),
        Column("ici", str(page.place["nom"]), "figure", origin="origine"),
        *beside,
        Column("departement", str(page.place["departement"]), "figure", origin="origine_departement"),
        Column("appui", "D'après"),
    ]
    marks = " ; ".join(f"{mark} : {meaning}" for mark, meaning in wording.MARKS.items())
    caption = f"Dernière année connue ici, la même à côté, sans classement ; {marks}"
    show.table(words.indicators(rows, page.place, page.scope), columns, f"{caption}. {origin.IN_TABLES}")
    show.reading(
        "Une action menée dans plusieurs communes compte dans chacune, une seule fois dans leur intercommunalité, leur "
        "bassin ou le département : les actions rapportées aux habitants se comparent entre territoires d'un même "
        "échelon, pas d'un échelon à l'autre."
    )
    asked = partial(cached.fresh, page.scope, "indicateurs_du_territoire", **page.asked, bassin=bassin)
    taking.exports(asked, page.named("indicateurs"), "indicateurs_du_territoire", page.scope)


def needs(page: Here) -> None:
    """For each public and theme, what runs and how far it is."""
    day = cached.reference_day(page.scope)
    rows = cached.rows(page.scope, "besoins_du_territoire", **page.asked)
    show.section("Pour qui, sur quoi", "Les publics et les thèmes que le comité a posés à sa première séance.")
    near = [Column("distance", "La plus proche")] if page.level == "commune" else []
    reach = [] if near else [Column("portee", "Habitants à moins de 10 km d'une action", "share")]
    columns = [Column("titre", "Public ou thème"), Column("n_actives", "En cours ici", "number"), *near, *reach]
    show.table(words.needs(rows), columns, f"{NOBODY_ASKED} ; actions en cours {reference.on(day)}")
    show.links([(page.scope.href("besoins"), "Besoins et offre", "tous les publics et tous les thèmes")])


def alike(page: Here) -> None:
    """Neighbours, then those of the same size and density; the communes of a zone."""
    day = cached.reference_day(page.scope)
    rows = cached.rows(page.scope, "territoires_semblables", **page.asked, limite=MOST_ALIKE)
    counts = [
        Column("population", "Habitants", "number"),
        Column("densite_dite", "Habitants au km²", "figure"),
        Column("n_en_cours", "Actions en cours", "number"),
    ]
    named = Column("nom", wording.sentence(words.LEVELS[page.level]), href="lien")
    if near := words.alike(rows, "voisin", page.level, page.scope):
        show.section("Les communes voisines")
        away = Column("distance", "Distance", "figure")
        show.table(near, [named, away, *counts], f"Les plus proches, actions en cours {reference.on(day)}")
    if same := words.alike(rows, "semblable", page.level, page.scope):
        show.section(
            "Qui lui ressemble",
            ALIKE,
        )
        show.table(same, [named, *counts], f"Territoires comparables, actions en cours {reference.on(day)}")
    if page.level != "commune":
        members = words.communes(cached.rows(page.scope, "communes_du_territoire", **page.asked), page.scope)
        show.section("Ses communes")
        columns = [
            Column("nom", "Commune", href="lien"),
            counts[0],
            counts[2],
            Column("n_actions", "Actions enregistrées", "number"),
        ]
        show.table(members, columns, f"Par population, actions en cours {reference.on(day)}", limit=MOST_COMMUNES)
        asked = partial(cached.fresh, page.scope, "communes_du_territoire", **page.asked)
        taking.exports(asked, page.named("communes"), "communes_du_territoire", page.scope)
