"""Actions: the directory. Which initiatives are there, who leads them, where, and which is nearest?"""

from dashboard import cached, directory, directory_form, filters, listing, show

scope = filters.scope()
listing.style()
show.title("Actions", "Quelles initiatives, portées par qui, et où ?", scope.label)
(key,) = cached.rows(scope, "chiffres_cles", **scope.filters)
answers = [cached.rows(scope, name, **scope.filters) for name in ("actions", "connu_par_action", "argent_par_action")]
actions = directory.described(*answers)
dated = scope.annee_min is not None or scope.annee_max is not None
show.answer(directory.answer(key, scope.label), directory.without_year(key) if dated else "")

if not actions:
    ways = [directory_form.everywhere(scope)]
    show.empty("Rien à lister ici.", "Élargissez le territoire ou les années, dans le volet Périmètre.", ways)
else:
    asked = directory_form.controls(scope, actions)
    selection = directory_form.selected(scope, asked, actions)
    shown, number, count = directory.page_of(selection.shown, asked.page)
    if not selection.shown and not selection.unplaced:
        ways = directory_form.relaxed(scope, asked, actions)
        show.empty("Aucune action ne répond à tout cela.", "Retirez un critère :", ways)
    else:
        show.section(directory_form.headline(asked, selection, len(actions)), directory_form.reading(asked, selection))
        listing.criteria(scope, asked)
        listing.cards(scope, shown, start=(number - 1) * directory.PAGE_SIZE + 1)
        listing.pager(scope, asked, number, count)
        if selection.unplaced:
            show.section(directory.unplaced(len(selection.unplaced)), "Leur fiche ne donne que le département.")
            listing.names(scope, selection.unplaced)
        show.exports(directory.exported(selection), "actions", "actions", scope, asked.criteria)
    show.sources_line(scope, sorted({row["source"] for row in actions}))
