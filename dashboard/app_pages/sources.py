"""Sources et qualité: where the facts come from, what was refused, what is missing, what disagrees."""

from dashboard import cached, filters, quality, show
from dashboard.scope import Scope
from dashboard.show import Column

SOURCE_COLUMNS = [
    Column("titre", "Source", href="url"),
    Column("editeur", "Éditeur"),
    Column("publiee_le", "Publiée le", "day"),
    Column("licence", "Licence"),
    Column("chargement", "Chargée le"),
    Column("lues", "Lues", "number"),
    Column("gardees", "Gardées", "number"),
    Column("refusees", "Refusées", "number"),
    Column("empreinte", "SHA-256", "code"),
]
REFUSED_COLUMNS = [
    Column(name, name.capitalize()) for name in ("source", "fichier", "ligne", "colonne", "valeur", "raison")
]
FIELD_COLUMNS = [
    Column("champ", "Champ"),
    Column("renseigne", "Renseigné (proposé ou validé)"),
    Column("valide", "Validé"),
    Column("absent", "Fiches où il manque", "number"),
]
FINDING_COLUMNS = [Column("titre", "Sujet", href="lien"), Column("message", "Ce qui se contredit")]


def page(scope: Scope) -> None:
    """Sources first, then refusals, coverage, constants and contradictions."""
    active = [source for source in cached.rows(scope, "sources") if source["etat"] == "active"]
    findings = cached.rows(scope, "constats", **scope.filters)
    show.title("Sources et qualité", "D'où viennent ces chiffres, et jusqu'où s'y fier ?", scope.label)
    show.answer(*quality.answer(active, len(findings)))
    where_from(scope, active)
    refusals(scope)
    coverage(scope)
    contradictions(scope, findings)
    show.sources_line(scope)


def where_from(scope: Scope, active: list[quality.Row]) -> None:
    """Each source, its dates, its licence and what was kept of it."""
    show.section("Les sources", "Tout le jeu de données, quel que soit le périmètre choisi.")
    caption = "Une ligne par source chargée, avec ses lignes lues, gardées et refusées ; nd : non disponible"
    show.table(quality.sources_table(active), SOURCE_COLUMNS, caption)
    show.exports(cached.ask(scope, "sources"), "sources", "sources", scope)


def refusals(scope: Scope) -> None:
    """What was refused, all of it, to be corrected and sent again."""
    show.section("Ce qui a été refusé")
    refused = cached.ask(scope, "rejets")
    if refused.empty:
        show.paragraph("Rien n'a été refusé : chaque ligne lue a été gardée.")
    else:
        show.table(refused, REFUSED_COLUMNS, "Lignes refusées, à corriger dans le fichier d'origine")
        show.exports(refused, "refus", "rejets", scope)


def coverage(scope: Scope) -> None:
    """How far each field of the fiches is filled, and those that say nothing."""
    show.section("Ce que disent les fiches, champ par champ")
    covered = quality.coverage_table(cached.rows(scope, "completude", **scope.filters))
    if not covered:
        show.empty("Aucune fiche dans ce périmètre.", "Choisissez un autre territoire, ou toutes les années.")
        return
    show.table(covered, FIELD_COLUMNS, f"Couverture de chaque champ, {scope.label}")
    show.exports(cached.ask(scope, "completude", **scope.filters), "completude", "completude", scope)
    constants = cached.rows(scope, "colonnes_constantes", **scope.filters)
    if constants:
        show.section("Champs qui n'apprennent rien")
        show.points([quality.constant(row) for row in constants])


def contradictions(scope: Scope, findings: list[quality.Row]) -> None:
    """What declarations and sources contradict."""
    show.section("Contradictions", "Relevées dans ce qui est déclaré ; rien n'est corrigé.")
    show.paragraph(quality.disagreements(cached.rows(scope, "divergences", **scope.filters)))
    if findings:
        caption = f"Contradictions relevées, {scope.label}"
        show.table(quality.findings_table(findings, scope), FINDING_COLUMNS, caption)
        show.exports(cached.ask(scope, "constats", **scope.filters), "contradictions", "constats", scope)


page(filters.scope())
