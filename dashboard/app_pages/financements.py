"""Financements: who pays, what is missing, what is about to stop?"""

from dashboard import cached, filters, funding, funding_lacks, funding_pays, funding_stops, funding_view, show
from dashboard.scope import Scope


def page(scope: Scope) -> None:
    """The three answers, then the one that the reader opens."""
    show.title("Financements", "Qui paie, que manque-t-il, qu'est-ce qui va s'arrêter ?", scope.label)
    if scope.departement is None:
        show.answer("L'argent se regarde département par département : choisissez-en un dans le volet Périmètre.")
        show.links(funding_view.departements(scope))
        return
    rows = funding_view.whole(scope)
    flows = cached.rows(scope, "flux_financiers", **scope.filters)
    months = cached.rows(scope, "conventions_mois", **scope.place)
    ended = cached.rows(scope, "arrets_comptes", **scope.filters)[0]
    answers = {
        "qui": funding.who_pays(flows, rows),
        "manque": funding.what_lacks(rows, cached.rows(scope, "ecart_equitable", **funding_view.fair_question(scope))),
        "arret": funding.what_stops(months, ended, scope.years),
    }
    opened = filters.tabs("question", "Question", funding.QUESTIONS)
    show.answer(answers[opened], " ".join(words for key, words in answers.items() if key != opened))
    show.figures(funding_view.key_figures(rows, scope))
    if opened == "qui":
        funding_pays.who_pays(scope)
    elif opened == "manque":
        funding_lacks.what_lacks(scope)
    else:
        funding_stops.what_stops(scope, months, ended)
    show.section("Pour aller plus loin")
    show.links(funding_view.elsewhere(scope))
    show.caution()
    show.sources_line(scope)


page(filters.scope())
