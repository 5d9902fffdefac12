"""What stands on the first screen of the overview, asked for and put together: one block, which one look takes in."""

from collections.abc import Sequence
from dataclasses import replace

from dashboard.frame import cached, collecting, origin, pictures, show, wording
from dashboard.frame.markup import EMPTY, Markup, html, join, link, write
from dashboard.frame.pictures import Picture
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Figure
from dashboard.indicators import verdicts
from dashboard.indicators.board import Line
from dashboard.indicators.board_view import Place
from dashboard.overview import glance, overview, people, small_map
from data import settings
from geo.outlines import NoOutlineError

_MOST_MOVED, _MOST_DISAGREEING = 3, 2
# What the three figures are called once they leave their page.
CARDS = "Personnes, actions et argent, avec leurs années"
_CIRCLES = html(
    '<div class="legende"><span class="nb">{}</span></div>',
    "Un cercle par commune : sa surface dit combien d'actions et d'événements y ont lieu.",
)


def first_look(
    scope: Scope, key: Row, events: Sequence[Row], where: Place | None, lines: Sequence[Line]
) -> list[Picture]:
    """The answer, three figures, the indicators (or what facts tell, where none is judged) and the small map.

    What of it leaves as an image: the figures with their years, and the map, where there is one.
    """
    judged = where is not None and verdicts.tested(lines, where.chosen)
    places = cached.rows(scope, "points_actions", **scope.filters)
    drawing = _map(scope, places) if places else EMPTY
    picture = Picture("petite-carte", mapped(places), small_map.alt(places), legend=_CIRCLES)
    cards = html('<div class="coup">{}</div>', show.cards(figures(scope, key, events, where, lines)))
    landmarks = Picture("reperes", CARDS)
    write(
        html(
            '<div class="coup">{}{}{}{}</div>',
            _answer(scope, key, where if judged else None, lines),
            pictures.within(cards, landmarks),
            pictures.within(drawing, picture) if drawing else EMPTY,
            glance.strip(lines, where.chosen, where.scope)
            if where and judged
            else _facts(scope, key, events, where, lines),
        )
    )
    pictures.apart(cards, landmarks)
    if not drawing:
        return [landmarks]
    pictures.apart(drawing, picture)
    return [landmarks, picture]


def _answer(scope: Scope, key: Row, where: Place | None, lines: Sequence[Line]) -> Markup:
    """One sentence, then what to collect first."""
    if where is None:
        counted = "actions" if key["n_actions"] else "evenements"
        return _said(overview.answer(key, scope), origin.href(scope, counted), EMPTY)
    bassins = where.territories[1:] if where.chosen == where.territories[0] else ()
    followed = verdicts.announced(lines, where.chosen, where.scope)
    return _said(verdicts.answer(lines, where.chosen, bassins), followed, collecting.first(scope))


def _said(sentence: str, followed: str, details: Markup) -> Markup:
    under = html("<p>{}</p>", details) if details else EMPTY
    said = wording.sentence(sentence)
    return html('<div class="reponse"><p class="phrase">{}{}</p>{}</div>', said, show.way(followed), under)


def figures(scope: Scope, key: Row, events: Sequence[Row], where: Place | None, lines: Sequence[Line]) -> list[Figure]:
    """People, actions, money; each against its baseline where a département is looked at."""

    def rate(indicator: str) -> str:
        return glance.rate(lines, where.chosen, indicator, enough_years(scope)) if where else ""

    return [
        _people(scope, events, rate(glance.PEOPLE_RATE)),
        replace(
            glance.actions(key, cached.rows(scope, "annees", **scope.place), scope, rate(glance.ACTIONS_RATE)),
            origin=origin.href(scope, "actions"),
        ),
        _money(scope, rate(glance.MONEY_RATE)),
    ]


def enough_years(scope: Scope) -> int:
    """The years that a trend takes, as the catalogue sets them."""
    return int(cached.rows(scope, "regles")[0]["tendance_annees_min"])


def _people(scope: Scope, events: Sequence[Row], rate: str) -> Figure:
    """People of the territory; for France, which adds none, the counts that moved."""
    level, code = territory(scope)
    if code is None:
        return overview.moved(events) or glance.nobody(people.nobody(), "Les personnes se comptent par département")
    counted = people.counted(scope, level, code)
    if not counted.rows and (moved := overview.moved(events)):
        return moved
    # What no year counts is said under the first look, which has no room for it.
    told = glance.people(replace(counted, undated=0), rate)
    return replace(told, origin=people.followed(scope, level, code, counted))


def undated(scope: Scope) -> str:
    """How many actions and events tell their people without a date, as a sentence; "" for none, and for France."""
    level, code = territory(scope)
    count = people.counted(scope, level, code).undated if code else 0
    verb = "dit ses personnes" if count == 1 else "disent leurs personnes"
    noun = "action ou événement" if count == 1 else "actions ou événements"
    told = f"{wording.number(count)} {noun} {verb} sans date : le total d'aucune année ne les compte."
    return told if count else ""


def undated_followed(scope: Scope) -> str:
    """The address that follows them to their rows."""
    level, code = territory(scope)
    quantity = people.counted(scope, level, code).quantity if code else ""
    return origin.href(scope, f"sans-annee-{quantity or next(iter(people.QUANTITIES))}")


def disagreement_followed(scope: Scope, divergence: Row) -> str:
    """The address of all that sources state of one figure that they give differently."""
    return origin.href(scope, "divergence", key=overview.key(divergence))


def attendance_followed(scope: Scope, event: Row) -> str:
    """The address of all that is stated of who came to an event."""
    return origin.href(scope, "affluence", key=str(event["evenement_id"]))


def territory(scope: Scope) -> tuple[str, str | None]:
    """Level and code of the territory chosen; no code for France."""
    return ("bassin", scope.bassin) if scope.bassin else ("departement", scope.departement)


def _money(scope: Scope, rate: str) -> Figure:
    """What is granted; the known costs where no grant is."""
    level, code = territory(scope)
    rows = cached.rows(scope, "accorde_annees", niveau=level, territoire=code, **scope.period)
    if any(row["n_accordes"] for row in rows):
        return replace(glance.granted(rows, scope, rate), origin=origin.href(scope, "accorde"))
    costs = glance.costs(cached.rows(scope, "couts_connus", **scope.filters)[0], scope)
    return replace(costs, n="Aucun montant accordé n'est renseigné", origin=origin.href(scope, "couts"))


def mapped(places: Sequence[Row]) -> str:
    """What the small map shows, as its title says it."""
    return f"Actions et événements dans {wording.plural(len(places), 'commune')}"


def _map(scope: Scope, places: Sequence[Row]) -> Markup:
    """Where it takes place, which leads to the map."""
    svg = cached.kept(scope, "petite_carte", (), lambda: _drawn(scope, places))
    way = link(scope.href("carte"), "voir la carte")
    return html('<figure class="petite-carte">{}<figcaption>{}, {}</figcaption></figure>', svg, mapped(places), way)


def _drawn(scope: Scope, places: Sequence[Row]) -> Markup:
    france = scope.departement is None
    try:
        file = cached.outline(scope, "departements" if france else "bassins", scope.departement)
    except NoOutlineError:
        file = None
    return small_map.drawn(file, places, scope.bassin, france=france)


def _facts(scope: Scope, key: Row, events: Sequence[Row], where: Place | None, lines: Sequence[Line]) -> Markup:
    """What facts tell where no indicator is judged: fiches, counts that moved, sources that differ; what to collect."""
    told = [_fiches(scope, key)] if key["n_actions"] else []
    moved = zip(overview.editions_in_short(events), overview.last_editions(events), strict=True)
    told += [
        html("{}{}", sentence, show.way(attendance_followed(scope, last))) for sentence, last in [*moved][:_MOST_MOVED]
    ]
    divergences = cached.rows(scope, "divergences", **scope.filters)[:_MOST_DISAGREEING]
    told += [
        html("{}{}", overview.disagreement(row), show.way(disagreement_followed(scope, row))) for row in divergences
    ]
    body = join(html("<li>{}</li>", item) for item in told)
    return html(
        '<section class="dit"><h2>Ce que les faits disent déjà</h2><ul class="points">{}</ul><p>{}</p></section>',
        body,
        _not_yet(scope, where, lines),
    )


def _fiches(scope: Scope, key: Row) -> Markup:
    fiches = wording.plural(key["n_actions"], "fiche action", "fiches actions")
    structures = wording.plural(key["n_structures"], "structure")
    ways = (link(scope.href("actions"), "les lire"), show.way(origin.href(scope, "actions")))
    return html("{} de {}&nbsp;: {}.{}", fiches, structures, *ways)


def _not_yet(scope: Scope, where: Place | None, lines: Sequence[Line]) -> Markup:
    """One line on the indicators that nothing fills yet, and what to collect first."""
    collect = collecting.first(scope)
    if where:
        count = wording.plural(len(lines), "indicateur")
        return html("{}&nbsp;: aucun ne dit encore un progrès ici. {}", count, collect)
    count = wording.plural(len(cached.rows(scope, "indicateurs")), "indicateur")
    names = {row["code_departement"]: row["nom"] for row in cached.rows(scope, "territoires")}
    code = settings.departement()
    if scope.departement is not None or code not in names:
        return html("{}&nbsp;: sans fiche action, aucun n'a de valeur. {}", count, collect)
    home = link(replace(scope, departement=code, departement_nom=names[code]).href(""), f"{names[code]} ({code})")
    return html("Les {} se lisent département par département&nbsp;: ouvrir {}. {}", count, home, collect)
