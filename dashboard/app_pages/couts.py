"""Coûts déclarés: what do actions cost, in which words, and what is unknown or contradictory?"""

from dashboard.directory import listing
from dashboard.frame import cached, collecting, filters, origin, show
from dashboard.money import costs, costs_view

scope = filters.scope()
listing.style()
show.title("Coûts déclarés", "Que coûtent les actions, qui les paie, et que ne sait-on pas ?", scope.money_label)
(counts,) = cached.rows(scope, "argent_situations", **scope.filters)
total = costs.total(counts)
unpaid = cached.rows(scope, "sans_financeur", **scope.filters, limite=costs.MOST_NAMES)
followed = origin.href(scope, "situations", key="connu") if total else ""
show.answer(costs.answer(counts), costs.answer_details(unpaid, counts["n_sans_financeur"]), followed)
if scope.annee_min is not None or scope.annee_max is not None:
    undated = costs.undated(scope.exercices, cached.rows(scope, "couverture_montants", **scope.place))
    if undated:
        show.note(undated)

if not total:
    whole = (costs_view.everywhere(scope).href("couts"), "France entière, toutes années", "")
    ways = [whole, collecting.first_step(scope)]
    show.empty("Rien à lister ici.", "Élargissez le territoire ou les années, ou chargez des fiches :", ways)
else:
    families = cached.rows(scope, "budget_par_famille_de_financeur", **scope.filters)
    coverage = cached.rows(scope, "couverture_montants", **scope.filters)
    costs_view.situations(scope, counts)
    costs_view.families(scope, families, coverage, total)
    costs_view.known(scope, counts)
    costs_view.contradictory(scope, counts)
    costs_view.to_validate(scope, counts)
    costs_view.unknown(scope, counts)
    costs_view.structures(scope)
    costs_view.unit_prices(scope)
    with show.screen_only():
        words = "Le coût de chaque action et événement, puis les montants par famille de financeurs."
        show.section("Télécharger", words)
        costs_view.exports(scope)
    show.caution()
    sources = cached.rows(scope, "chargements_cites", quoi="argent", **scope.filters)
    show.sources_line(scope, [row["source"] for row in sources])
