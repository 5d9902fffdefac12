"""Financements: who pays, what is missing, what is about to stop?"""

from dashboard.frame import cached, filters, show
from dashboard.frame.scope import Scope
from dashboard.money import lacks, pays, shared, stops
from dashboard.money import words as funding


def page(scope: Scope) -> None:
    """The three answers, then the one that the reader opens."""
    show.title("Financements", "Qui paie, que manque-t-il, qu'est-ce qui va s'arrêter ?", scope.money_label)
    if scope.departement is None:
        show.answer("L'argent se regarde département par département : choisissez-en un dans le volet Périmètre.")
        show.links(shared.departements(scope))
        return
    rows = shared.whole(scope)
    flows = cached.rows(scope, "flux_financiers", **scope.filters)
    shares = cached.rows(scope, "ecart_equitable", **shared.fair_question(scope))
    months = cached.rows(scope, "conventions_mois", **scope.place)
    day = cached.reference_day(scope)
    ended = cached.rows(scope, "arrets_comptes", **scope.filters)[0]
    answers = {
        "qui": funding.who_pays(flows, rows),
        "manque": funding.what_lacks(rows, shares, scope.known_exercices, scope.bassin),
        "arret": funding.what_stops(months, ended, scope.years, day),
    }
    opened = filters.tabs("question", "Question", funding.QUESTIONS)
    show.answer(answers[opened], " ".join(words for key, words in answers.items() if key != opened))
    show.old_reference(scope)
    show.figures(shared.key_figures(rows, scope))
    show.paragraph(funding.PLANS)
    if opened == "qui":
        pays.who_pays(scope)
    elif opened == "manque":
        lacks.what_lacks(scope)
    else:
        stops.what_stops(scope, months, ended)
    show.section("Pour aller plus loin")
    show.links(shared.elsewhere(scope))
    show.caution()
    show.sources_line(scope)


page(filters.scope())
