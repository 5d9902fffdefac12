"""Financements: what do actions cost, who pays, and what is not known?"""

from dashboard import cached, filters, listing, money, money_view, show

scope = filters.scope()
listing.style()
show.title("Financements", "Que coûtent les actions, qui les paie, et que ne sait-on pas ?", scope.label)
names = ("argent_par_action", "montants", "lignes_budget", "financements", "constats")
costs, amounts, lines, grants, constats = (cached.rows(scope, name, **scope.filters) for name in names)
families = cached.rows(scope, "budget_par_famille_de_financeur", **scope.filters)
coverage = cached.rows(scope, "couverture_montants", **scope.filters)
show.answer(money.answer(costs), money.answer_details(costs))

if not costs:
    ways = [(money_view.everywhere(scope).href("financements"), "France entière, toutes années", "")]
    show.empty("Rien à lister ici.", "Élargissez le territoire ou les années, dans le volet Périmètre.", ways)
else:
    money_view.situations(scope, costs)
    money_view.families(scope, families, coverage, len(costs))
    money_view.known(scope, money.known_costs(costs, amounts, lines), money.payers(grants, lines))
    money_view.contradictory(scope, costs, constats, amounts)
    money_view.to_validate(scope, costs, amounts)
    money_view.unknown(scope, costs)
    money_view.structures(costs)
    money_view.unit_prices(scope, amounts)
    show.section("Télécharger", "Le coût de chaque action et événement, puis les montants par famille de financeurs.")
    money_view.exports(scope)
    show.caution()
    show.sources_line(scope, money.sources(amounts, lines, grants))
