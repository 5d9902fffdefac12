"""Coûts déclarés: what do actions cost, in which words, and what is unknown or contradictory?"""

from dashboard import cached, filters, listing, money, money_view, show

scope = filters.scope()
listing.style()
show.title("Coûts déclarés", "Que coûtent les actions, qui les paie, et que ne sait-on pas ?", scope.label)
(counts,) = cached.rows(scope, "argent_situations", **scope.filters)
total = money.total(counts)
unpaid = cached.rows(scope, "sans_financeur", **scope.filters, limite=money.MOST_NAMES)
show.answer(money.answer(counts), money.answer_details(unpaid, counts["n_sans_financeur"]))

if not total:
    ways = [(money_view.everywhere(scope).href("couts"), "France entière, toutes années", "")]
    show.empty("Rien à lister ici.", "Élargissez le territoire ou les années, dans le volet Périmètre.", ways)
else:
    families = cached.rows(scope, "budget_par_famille_de_financeur", **scope.filters)
    coverage = cached.rows(scope, "couverture_montants", **scope.filters)
    money_view.situations(scope, counts)
    money_view.families(scope, families, coverage, total)
    money_view.known(scope, counts)
    money_view.contradictory(scope, counts)
    money_view.to_validate(scope, counts)
    money_view.unknown(scope, counts)
    money_view.structures(scope)
    money_view.unit_prices(scope)
    show.section("Télécharger", "Le coût de chaque action et événement, puis les montants par famille de financeurs.")
    money_view.exports(scope)
    show.caution()
    sources = cached.rows(scope, "chargements_cites", quoi="argent", **scope.filters)
    show.sources_line(scope, [row["source"] for row in sources])
