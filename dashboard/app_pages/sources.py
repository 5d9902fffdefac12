"""Sources et qualité: where the facts come from, what was refused, what is missing, what disagrees."""

from dashboard import cached, filters, quality, show
from dashboard.show import Column
from queries.tables import records

scope = filters.scope()
sources = cached.ask(scope, "sources")
active = sources[sources["etat"] == "active"]
findings = cached.ask(scope, "constats", **scope.filters)
fields = cached.ask(scope, "completude", **scope.filters)

show.title("Sources et qualité", "D'où viennent ces chiffres, et jusqu'où s'y fier ?", scope.label)
show.answer(*quality.answer(active, len(findings)))

show.section("Les sources", "Tout le jeu de données, quel que soit le périmètre choisi.")
show.table(
    quality.sources_table(active),
    [
        Column("titre", "Source", href="url"),
        Column("editeur", "Éditeur"),
        Column("publiee_le", "Publiée le", "day"),
        Column("licence", "Licence"),
        Column("chargement", "Chargée"),
        Column("lues", "Lues", "number"),
        Column("gardees", "Gardées", "number"),
        Column("refusees", "Refusées", "number"),
        Column("empreinte", "SHA-256", "code"),
    ],
    "Une ligne par source chargée ; lignes lues, gardées, refusées ; nd : non disponible",
)
show.exports(sources, "sources", "sources", scope)

show.section("Ce qui a été refusé")
refused = cached.ask(scope, "rejets")
if refused.empty:
    show.paragraph("Rien n'a été refusé : chaque ligne lue a été gardée.")
else:
    names = ("source", "fichier", "ligne", "colonne", "valeur", "raison")
    show.table(
        refused, [Column(name, name.capitalize()) for name in names], "Refus, à corriger dans le fichier d'origine"
    )
    show.exports(refused, "refus", "rejets", scope)

show.section("Ce que disent les fiches, champ par champ")
covered = quality.coverage_table(fields)
if covered.empty:
    show.empty("Aucune fiche dans ce périmètre.", "Choisissez un autre territoire, ou toutes les années.")
else:
    columns = [
        Column("champ", "Champ"),
        Column("renseigne", "Renseigné (proposé ou validé)"),
        Column("valide", "Validé"),
        Column("absent", "Fiches où il manque", "number"),
    ]
    show.table(covered, columns, f"Couverture de chaque champ, {scope.label}")
    show.exports(fields, "completude", "completude", scope)

constants = records(cached.ask(scope, "colonnes_constantes", **scope.filters))
if constants:
    show.section("Champs qui n'apprennent rien")
    show.points([quality.constant(row) for row in constants])

show.section("Contradictions", "Relevées dans ce qui est déclaré ; rien n'est corrigé.")
show.paragraph(quality.disagreements(records(cached.ask(scope, "divergences", **scope.filters))))
if not findings.empty:
    columns = [Column("titre", "Sujet", href="lien"), Column("message", "Ce qui se contredit")]
    show.table(quality.findings_table(findings, scope), columns, f"Contradictions relevées, {scope.label}")
    show.exports(findings, "contradictions", "constats", scope)
show.sources_line(scope)
