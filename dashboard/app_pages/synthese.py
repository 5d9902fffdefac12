"""Synthèse: what progresses, what recedes and what cannot be told, at a glance; then what facts tell."""

from collections.abc import Sequence
from functools import partial

from dashboard.frame import cached, chrome, collecting, compared, filters, origin, pictures, show, taking, wording
from dashboard.frame.pictures import Picture
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Column
from dashboard.indicators import board_view, verdicts
from dashboard.indicators.board import Line
from dashboard.indicators.board_view import Place
from dashboard.indicators.words import VERDICTS
from dashboard.overview import first_screen, glance, overview

# More series than this are read in the table, not one by one.
MOST_SERIES, MOST_EVENTS = 4, 12
QUESTION = "Quels indicateurs pour mesurer les progrès du vivre-ensemble ?"
_MOVES = "Ce qui change : les indicateurs dont un test annonce un changement"
EVENT_COLUMNS = [
    Column("nom", "Événement", href="page_evenement"),
    Column("tenu_le", "Date", "day", precision="precision"),
    Column("commune", "Commune", href="page_commune"),
    Column("departement", "Département", "code"),
    Column("affluence", "Personnes venues", origin="affluence_suivie"),
]


def page(scope: Scope) -> None:
    """The whole page, or the way out of an empty scope."""
    for name in ("indicateurs.css", "synthese.css"):
        chrome.sheet_within(name)
    show.title("Synthèse", QUESTION, scope.label)
    key = cached.rows(scope, "chiffres_cles", **scope.filters)[0]
    events = cached.rows(scope, "evenements", **scope.filters)
    if not key["n_actions"] and not events:
        nothing(scope)
        return
    where = board_view.place(scope) if scope.departement and key["n_actions"] else None
    lines = board_view.lines(where) if where else []
    seen = first_screen.first_look(scope, key, events, where, lines)
    show.caution()
    taking.images(seen, "coup-d-oeil", scope)
    if said := first_screen.undated(scope):
        show.paragraph(said, followed=first_screen.undated_followed(scope))
    if aside := overview.left_out(key, scope):
        show.note(aside, followed=origin.href(scope, "actions-sans-annee"))
    if where:
        what_changes(where, lines)
    if not key["n_actions"] and scope.departement is not None:
        show.section("Où des actions sont recensées, au plus près")
        near = cached.rows(scope, "departements_proches", departement=scope.departement)
        show.links(overview.neighbours(scope, [place for place in near if place["n_actions"]][:3]))
    what_disagrees(scope)
    if events:
        what_took_place(scope, events)
    who_meets(scope)
    show.sources_line(scope)
    show.section("Pour aller plus loin")
    n_indicators = len(cached.rows(scope, "indicateurs"))
    show.links([verdicts.next_steps(scope, n_indicators), *overview.next_steps(scope)])


def what_changes(where: Place, lines: Sequence[Line]) -> None:
    """The changes that a test announces, each in its own words, then how many verdicts of each kind everywhere."""
    show.section("Ce qui change", board_view.false_alarms(where, lines))
    if moves := glance.moves(lines, where.territories, where.scope):
        picture = Picture("mouvements", _MOVES)
        taking.images([pictures.figure(moves, picture)], "mouvements", where.scope)
    themes = {row["code_bassin"]: row["theme"] for row in cached.rows(where.scope, "bassins", **_departement(where))}
    columns = [
        Column("territoire", "Territoire", href="page", colours=cached.bassin_colours(where.scope)),
        *([Column("theme", "Thème du comité local")] if len(where.territories) > 1 else []),
        *(Column(name, wording.sentence(name), "number", origin=f"{name}_suivi") for name in VERDICTS),
    ]
    rows = verdicts.by_territory(lines, where.territories, themes, where.scope)
    if said := compared.alone(where.scope):
        show.paragraph(said)
    then = ", puis ses bassins, sans classement" if len(where.territories) > 1 else ""
    caption = f"Nombre d'indicateurs par verdict : le département{then}. {origin.IN_TABLES}"
    show.table(rows, columns, caption)


def _departement(where: Place) -> dict[str, str | None]:
    return {"departement": where.scope.departement}


def nothing(scope: Scope) -> None:
    """No fact here: where there are some, or how the first ones come in."""
    if collecting.nothing_yet(scope):
        models = (scope.href("donnees", partie="modeles"), "Modèles à remplir", "si vous n'avez pas de fichier")
        show.empty("Aucun fait n'est encore chargé.", "Pour commencer :", [collecting.first_step(scope), models])
        return
    nearest: Sequence[Row] = []
    if scope.departement is not None:
        nearest = cached.rows(scope, "departements_proches", departement=scope.departement)[:3]
    show.empty(
        f"Rien n'est encore recensé pour ce périmètre ({scope.label}).",
        "Élargissez les années ou le territoire, ou regardez là où des faits sont connus :",
        overview.ways_out(scope, nearest),
    )


def what_disagrees(scope: Scope) -> None:
    """Figures that sources give differently, side by side."""
    divergences = cached.rows(scope, "divergences", **scope.filters)
    if divergences:
        show.section("Ce que les sources disent différemment", "Les deux chiffres restent : aucun n'est préféré.")
        titles = {source["source"]: source["titre"] for source in cached.rows(scope, "sources")}
        for row in divergences:
            show.versions(
                overview.subject(row), overview.statements(row, titles), first_screen.disagreement_followed(scope, row)
            )


def _latest_first(events: Sequence[Row]) -> list[Row]:
    return sorted(events, key=lambda event: event["tenu_le"] or "", reverse=True)


def who_meets(scope: Scope) -> None:
    """The committees of the territory, each with its bassin and its theme."""
    bodies = cached.rows(scope, "instances", **scope.place)
    if bodies:
        show.section("Les instances", "Telles que les sources les disent ; une séance compte quand elle est connue.")
        # A comité départemental has no bassin: that is not applicable, rather than unknown.
        told = [
            {
                **row,
                "page_instance": scope.href("instance", id=str(row["instance_id"])),
                "bassin": wording.POINTLESS if row["type"] == "comite_departemental" else row["bassin"],
            }
            for row in bodies
        ]
        columns = [
            Column("nom", "Instance", href="page_instance"),
            Column("bassin", "Bassin de vie", colours=cached.bassin_colours(scope)),
            Column("theme", "Thème"),
            Column("cree_le", "Créée le", "day", precision="precision"),
            Column("n_seances", "Séances connues", "number"),
        ]
        show.table(told, columns, f"{wording.plural(len(bodies), 'instance')}, {scope.territory}")


def what_took_place(scope: Scope, events: Sequence[Row]) -> None:
    """Events, edition by edition."""
    show.section("Événements, édition par édition")
    sentences = overview.editions(events, first_screen.enough_years(scope))
    if 0 < len(sentences) <= MOST_SERIES:
        show.points(sentences)
    told = [
        {
            **event,
            "affluence": overview.attendance(event),
            "affluence_suivie": first_screen.attendance_followed(scope, event),
            "page_evenement": scope.href("evenement", id=str(event["evenement_id"])),
            "page_commune": event["code_commune"] and scope.territory_href("commune", event["code_commune"]),
        }
        for event in _latest_first(events)
    ]
    caption = f"{wording.plural(len(events), 'événement')}, {scope.label}, du plus récent au plus ancien"
    show.table(told, EVENT_COLUMNS, caption, limit=MOST_EVENTS)
    taking.exports(partial(cached.fresh, scope, "evenements", **scope.filters), "evenements", "evenements", scope)


page(filters.scope())
