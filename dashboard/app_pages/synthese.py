"""Synthèse: which indicators can measure progress with what we hold, and what is missing."""

from dashboard import cached, filters, overview, show, wording
from dashboard.show import Column
from queries.tables import records

QUESTION = "Quels indicateurs pour mesurer les progrès du vivre-ensemble ?"

scope = filters.scope()
key = records(cached.ask(scope, "chiffres_cles", **scope.filters))[0]
fields = records(cached.ask(scope, "completude", **scope.filters))
events = cached.ask(scope, "evenements", **scope.filters)
years = cached.ask(scope, "annees", departement=scope.departement, bassin=scope.bassin)

show.title("Synthèse", QUESTION, scope.label)
if not key["n_actions"] and not key["n_evenements"]:
    nearest = (
        records(cached.ask(scope, "departements_proches", departement=scope.departement)) if scope.departement else []
    )
    show.empty(
        f"Rien n'est encore recensé pour ce périmètre ({scope.label}).",
        "Élargissez les années ou le territoire, ou regardez là où des faits sont connus :",
        overview.ways_out(scope, nearest[:3]),
    )
else:
    show.answer(*overview.answer(key, fields, overview.years_with_actions(records(years), scope)))
    if aside := overview.left_out(key, scope):
        show.note(aside)
    show.figures(overview.figures(key, fields, records(events), scope))
    show.caution()

    if key["n_actions"]:
        sentence, lacking = overview.missing(fields)
        show.section("Ce qui manque", sentence)
        if lacking:
            show.bars("Fiches où le champ est renseigné et validé", overview.bars(lacking))

    divergences = records(cached.ask(scope, "divergences", **scope.filters))
    if divergences:
        show.section("Ce que les sources disent différemment", "Les deux chiffres restent : aucun n'est préféré.")
        titles = {source["source"]: source["titre"] for source in records(cached.ask(scope, "sources"))}
        for row in divergences:
            show.versions(overview.subject(row), overview.statements(row, titles))

    if len(events):
        show.section("Événements, édition par édition")
        show.points(overview.editions(records(events)))
        told = events.assign(affluence=[overview.attendance(event) for event in records(events)])
        columns = [
            Column("nom", "Événement"),
            Column("tenu_le", "Date", "day", precision="precision"),
            Column("commune", "Commune"),
            Column("departement", "Département", "code"),
            Column("affluence", "Personnes venues"),
        ]
        show.table(told, columns, f"{wording.plural(len(events), 'événement')}, {scope.label}")
        show.exports(events, "evenements", "evenements", scope)
    show.sources_line(scope)

    show.section("Pour aller plus loin")
    show.links(overview.next_steps(scope))
