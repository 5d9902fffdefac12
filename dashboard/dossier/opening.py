"""The first pages: what the dossier is of, and the answer on one page."""

from collections.abc import Sequence
from datetime import datetime

from dashboard.dossier import ground, ink
from dashboard.dossier.asked import Asked
from dashboard.dossier.content import Beside, Block, Drawing, Fact, Facts, Points, Strip, Title, Words
from dashboard.frame import cached, collecting, reference, wording
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import CAUTION, Figure
from dashboard.indicators import board_view, verdicts
from dashboard.indicators.words import VERDICTS
from dashboard.maps.layer import bassin_names
from dashboard.overview import first_screen, glance, overview, small_map
from data import days
from geo.outlines import NoOutlineError

_MOST_MOVED, _MOST_DISAGREEING = 4, 3


def title(asked: Asked) -> tuple[str, str, str]:
    """What the dossier is, of whom, of which day."""
    if asked.session is None:
        return "Dossier du vivre-ensemble", wording.sentence(asked.place), f"Chiffres du {_today()}"
    return "Dossier de séance", str(asked.session["instance"]), held(asked.session)


def _today() -> str:
    return f"{datetime.now(days.FRANCE):%d/%m/%Y}"


def held(session: Row) -> str:
    """« Séance du 26/11/2025, Montluçon : Bilan et perspectives »."""
    where = f", {session['commune']}" if session["commune"] else ""
    what = f" : {session['objet']}" if session["objet"] else ""
    return f"{wording.sentence(wording.held(session['tenue_le'], session['precision']))}{where}{what}"


def cover(asked: Asked) -> list[tuple[str, str]]:
    """What stands under the title: session, territory, what the figures are of."""
    session, scope = asked.session, asked.scope
    lines = [("Territoire", wording.sentence(asked.place))]
    if session and session["theme"]:
        lines.append(("Thème du comité", session["theme"]))
    lines += [
        ("Chiffres", f"{scope.dataset.title}, instantané {scope.snapshot}{_closed(scope)}"),
        (
            "Jour d'observation",
            reference.on(asked.day).removeprefix("au ") if asked.day else "Inconnu : aucun fait n'est daté",
        ),
        ("Fait le", _today()),
        ("Lecture", _reader(asked)),
    ]
    if asked.made_up:
        lines.append(("Attention", "Données fictives : une démonstration, sur un territoire réel."))
    return lines


def _closed(scope: Scope) -> str:
    """That a session keeps these figures, and since when; "" for today's."""
    return f", arrêtés le {scope.closing.day}" if scope.closing else ""


def _reader(asked: Asked) -> str:
    if asked.scope.actor.unmasked:
        return "Administration : rien n'est masqué. À ne pas diffuser."
    return "Publique : ce que le secret statistique protège est masqué (s)."


def answer(asked: Asked) -> list[Block]:
    """The question, its answer, three figures, the indicators by verdict and the map."""
    scope, where = asked.scope, asked.where
    events = cached.rows(scope, "evenements", **scope.filters)
    shown = first_screen.figures(scope, asked.key, events, where, asked.lines)
    first = collecting.first(scope).striptags()
    blocks: list[Block] = [
        Title("La réponse en une page", anew=True),
        Words(board_view.QUESTION, "small"),
        Words(sentence(asked), "answer"),
        *([Words(first)] if first else []),
        Facts([fact(figure) for figure in shown]),
    ]
    left: list[Block] = (
        [Title("Les indicateurs par verdict", 2), strip(asked)] if asked.judged else _facts(asked, events)
    )
    mapped = where_it_takes_place(asked, 82, 215)
    right: list[Block] = [Title("Où cela se passe", 2), mapped] if mapped else []
    blocks += [Beside(left, right, 0.5)] if right else left
    return [*blocks, Words(f"Prudence. {CAUTION}", "prudence")]


def sentence(asked: Asked) -> str:
    """The sentence that opens the first page of the screen."""
    where = asked.where
    if not asked.judged:
        return overview.answer(asked.key, asked.scope)
    bassins = where.territories[1:] if where.chosen == where.territories[0] else ()
    return verdicts.answer(asked.lines, where.chosen, bassins)


def fact(figure: Figure, *, short: bool = False) -> Fact:
    """A figure of a page, with all that goes with it, and its years; ``short`` where there is little room."""
    said = [figure.n, figure.coverage, figure.note, " · ".join(filter(None, (figure.period, figure.source)))]
    drawn = ink.from_page(figure.picture)
    years = ink.years(figure.picture)
    drawing = (
        Drawing(
            drawn,
            f"Courbe d'une année à l'autre, sur une échelle qui part de zéro. {ink.heard(figure.picture)}.",
            50,
            years,
        )
        if drawn
        else None
    )
    told = [wording.sentence(line) for line in said if line]
    return Fact(figure.label, figure.value, figure.unit, told[:2] if short else told, drawing)


def strip(asked: Asked) -> Strip:
    """Every indicator under its verdict; a verdict that none has is left out."""
    by_verdict = verdicts.judged(asked.lines, asked.where.chosen)
    return Strip(
        [
            (
                VERDICTS[verdict],
                wording.number(len(found)),
                f"{verdict} : {glance.meaning(verdict, found)}",
                ", ".join(str(line.indicator["titre"]) for line in found),
            )
            for verdict, found in by_verdict.items()
            if found
        ]
    )


def _facts(asked: Asked, events: Sequence[Row]) -> list[Block]:
    """What facts tell where no indicator is judged."""
    divergences = cached.rows(asked.scope, "divergences", **asked.scope.filters)[:_MOST_DISAGREEING]
    told = [*overview.editions_in_short(events)[:_MOST_MOVED], *(overview.disagreement(row) for row in divergences)]
    count = wording.plural(len(asked.lines), "indicateur")
    told.append(f"{count} : aucun ne dit encore un progrès ici.")
    return [Title("Ce que les faits disent déjà", 2), Points(told)]


def names(scope: Scope) -> list[ground.Name]:
    """The bassins of the département, each in the middle of its mairies."""
    communes = cached.ask(scope, "communes", departement=scope.departement)
    if not communes["code_bassin"].notna().any():
        return []
    return [place[:3] for place in bassin_names(communes, cached.bassin_colours(scope))]


def where_it_takes_place(asked: Asked, width: float, tallest: float) -> Drawing | None:
    """The small map of the first page, ``width`` in millimetres, ``tallest`` in points; None without any place."""
    scope = asked.scope
    places = cached.rows(scope, "points_actions", **scope.filters)
    if not places:
        return None
    try:
        file = cached.outline(scope, "bassins", scope.departement)
    except NoOutlineError:
        file = None
    svg = ground.circles(file, places, small_map.count, scope.bassin, names(scope), width * 482 / 170, tallest)
    caption = f"{first_screen.mapped(places)}. L'aire d'un cercle dit combien."
    return Drawing(svg, small_map.alt(places), width, caption)
