"""Actions: the directory. Which initiatives are there, who leads them, where, and which is nearest?"""

import streamlit as st

from dashboard.directory import chosen, directory, form, listing
from dashboard.frame import cached, collecting, filters, origin, pager, show, taking
from dashboard.overview import results

scope = filters.scope()
listing.style()
show.title("Actions", "Quelles initiatives, portées par qui, et où ?", scope.label)
(key,) = cached.rows(scope, "chiffres_cles", **scope.filters)
total = key["n_actions"]
dated = scope.annee_min is not None or scope.annee_max is not None
left_out = directory.without_year(key) if dated else ""
opening = st.container()

if not total:
    with opening:
        show.answer(directory.answer(key, scope.label), left_out)
    ways = [form.everywhere(scope), collecting.first_step(scope)]
    show.empty("Rien à lister ici.", "Élargissez le territoire ou les années, ou chargez des fiches :", ways)
else:
    show.old_reference(scope)
    asked = form.controls(scope, total)
    counts = form.counts(scope, asked)
    with opening:
        found = directory.found(counts, total, form.sought(asked)) if asked.anything else ""
        followed = "" if found else origin.href(scope, "actions")
        show.answer(found or directory.answer(key, scope.label), left_out, followed)
    number, count = pager.page(counts.listed, directory.PAGE_SIZE)
    if counts.nothing:
        show.empty("Aucune action ne répond à tout cela.", "Retirez un critère :", form.relaxed(scope, asked, total))
    else:
        how = form.reading(asked, counts.too_far, cached.reference_day(scope))
        show.section(form.headline(asked, counts.listed, total), how)
        listing.criteria(scope, asked)
        start = (number - 1) * directory.PAGE_SIZE
        shown = min(directory.PAGE_SIZE, counts.listed - start)
        show.links(chosen.way(scope, asked.liste))
        with results.beside(scope, form.located(scope, asked), counts.listed + counts.unplaced) as drawings:
            listing.cards(scope, asked, form.listed(scope, asked, start, shown), start + 1, number)
        listing.pages(scope, asked, number, count)
        if counts.unplaced:
            show.section(directory.unplaced(counts.unplaced), "Leur fiche ne donne que le département.")
            first = form.listed(scope, asked, counts.listed, directory.MOST_NAMES)
            listing.names(scope, asked, first, counts.unplaced)
        taking.exports(
            lambda: form.exported(scope, asked), "actions", "repertoire", scope, dated=True, pictures=drawings
        )
    sources = cached.rows(scope, "chargements_cites", quoi="action", **scope.filters)
    show.sources_line(scope, [row["source"] for row in sources])
