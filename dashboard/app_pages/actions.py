"""Actions: the directory. Which initiatives are there, who leads them, where, and which is nearest?"""

from dashboard.directory import directory, form, listing
from dashboard.frame import cached, filters, show

scope = filters.scope()
listing.style()
show.title("Actions", "Quelles initiatives, portées par qui, et où ?", scope.label)
(key,) = cached.rows(scope, "chiffres_cles", **scope.filters)
total = key["n_actions"]
dated = scope.annee_min is not None or scope.annee_max is not None
show.answer(directory.answer(key, scope.label), directory.without_year(key) if dated else "")

if not total:
    ways = [form.everywhere(scope)]
    show.empty("Rien à lister ici.", "Élargissez le territoire ou les années, dans le volet Périmètre.", ways)
else:
    asked = form.controls(scope, total)
    found = form.found(scope, asked)
    number, count = directory.page_of(found.listed, asked.page)
    if found.nothing:
        show.empty("Aucune action ne répond à tout cela.", "Retirez un critère :", form.relaxed(scope, asked, total))
    else:
        show.section(form.headline(asked, found.listed, total), form.reading(asked, found.too_far))
        listing.criteria(scope, asked)
        start = (number - 1) * directory.PAGE_SIZE
        shown = min(directory.PAGE_SIZE, found.listed - start)
        listing.cards(scope, form.listed(scope, asked, start, shown), start + 1)
        listing.pager(scope, asked, number, count)
        if found.unplaced:
            show.section(directory.unplaced(found.unplaced), "Leur fiche ne donne que le département.")
            first = form.listed(scope, asked, found.listed, directory.MOST_NAMES)
            listing.names(scope, first, found.unplaced)
        show.exports(lambda: form.exported(scope, asked), "actions", "repertoire", scope, asked.criteria)
    sources = cached.rows(scope, "chargements_cites", quoi="action", **scope.filters)
    show.sources_line(scope, [row["source"] for row in sources])
