"""Financements: who pays, what is missing, what is about to stop?"""

from dashboard.frame import chrome, filters, show
from dashboard.frame.scope import Scope
from dashboard.money import lacks, pays, shared, stops
from dashboard.money import words as funding

_ANSWERS = {"qui": pays.answer, "manque": lacks.answer, "arret": stops.answer}
_PARTS = {"qui": pays.who_pays, "manque": lacks.what_lacks, "arret": stops.what_stops}


def page(scope: Scope) -> None:
    """The question that the reader opens: its answer, its picture, the rest; then what the two others answer."""
    chrome.sheet("argent.css")
    show.title("Financements", "Qui paie, que manque-t-il, qu'est-ce qui va s'arrêter ?", scope.money_label)
    if scope.departement is None:
        show.answer("L'argent se regarde département par département : choisissez-en un dans le volet Périmètre.")
        show.links(shared.departements(scope))
        return
    rows = shared.whole(scope)
    opened = filters.tabs("question", "Question", funding.QUESTIONS, label_visibility="collapsed")
    _PARTS[opened](scope, rows)
    show.section("Pour aller plus loin")
    others = [
        (scope.href("financements", question=key), question, _ANSWERS[key](scope, rows).removeprefix(f"{question} "))
        for key, question in funding.QUESTIONS.items()
        if key != opened
    ]
    show.links([*others, *shared.elsewhere(scope)])
    if opened != "arret":  # Told beside its calendar; what ends is quoted here.
        show.old_reference(scope)
    show.caution()
    show.sources_line(scope)


page(filters.scope())
