"""Méthode: how each indicator is defined, shown and judged; made from the catalogue."""

from functools import partial

from dashboard.frame import cached, chrome, closed, filters, show
from dashboard.frame.scope import Scope
from dashboard.indicators import board_view, method, method_view
from queries.copy.indicators.catalogue import Thresholds
from queries.copy.secrecy import disclosure


def page(scope: Scope) -> None:
    """From how progress is stated to each definition."""
    chrome.sheet("indicateurs.css")
    indicators = cached.rows(scope, "indicateurs")
    limits = Thresholds(**cached.rows(scope, "regles")[0])
    secrecy = cached.kept(scope, "secret", (), partial(disclosure.rules, closed.thresholds(scope)))
    show.title("Méthode", "Comment ces chiffres sont-ils faits, et quand dit-on qu'il y a progrès ?")
    show.answer(*method.answer(indicators, limits))
    show.observed(scope)
    method_view.contents(indicators)
    method_view.terms("Comment un progrès est dit", method.progress(limits, indicators))
    method_view.terms("Ce qu'un indicateur peut dire", method.able(limits))
    method_view.terms("Quand un chiffre est montré", method.rules(limits))
    method_view.terms(
        "Les marques", method.marks(), "Zéro, inconnu, secret et sans objet sont quatre choses différentes."
    )
    method_view.terms("Les mots", method.vocabulary(), "Expliqués aussi là où ils sont écrits, soulignés de points.")
    show.section("Ce qui n'est pas mesuré")
    show.paragraph(method.not_measured())
    show.points(method.ASKED)
    show.section("Secret statistique")
    show.points(method.secrecy(secrecy))
    show.section("Populations")
    where = board_view.place(scope)
    code = where.scope.departement if where else None
    show.paragraph(method.populations(cached.rows(scope, "populations_utilisees", departement=code) if code else []))
    method_view.definitions(indicators)
    show.caution()
    show.sources_line(scope)
    chrome.arrive("indicateurs.css")


page(filters.scope())
