"""Sources et qualité: where the facts come from, what was refused, what is missing, what disagrees."""

from collections.abc import Sequence
from functools import partial

from dashboard.frame import cached, collecting, filters, origin, pictures, show, taking, wording
from dashboard.frame.pictures import Picture
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Column
from dashboard.overview import filling, first_screen, open_data, quality

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
    Column(name, wording.sentence(name)) for name in ("source", "fichier", "ligne", "colonne", "valeur", "raison")
]
FIELD_COLUMNS = [
    Column("champ", "Champ"),
    Column("renseigne", "Renseigné (proposé ou validé)", "figure", origin="origine"),
    Column("valide", "Validé", "figure", origin="origine_valide"),
    Column("absent", "Fiches où rien n'est dit ni proposé", "number"),
]
MOST_ROWS = 50  # of a list; the export has them all
FINDING_COLUMNS = [Column("titre", "Sujet", href="lien"), Column("message", "Ce qui se contredit")]


def page(scope: Scope) -> None:
    """Sources first, all that may be taken away, then refusals, coverage, constants and contradictions."""
    active = [source for source in cached.rows(scope, "sources") if source["etat"] == "active"]
    n_findings = cached.rows(scope, "chiffres_cles", **scope.filters)[0]["n_constats"]
    show.title("Sources et qualité", "D'où viennent ces chiffres, et jusqu'où s'y fier ?", scope.label)
    show.answer(*quality.answer(active, n_findings))
    where_from(scope, active)
    open_data.whole(scope)
    refusals(scope)
    coverage(scope)
    contradictions(scope, n_findings)
    show.sources_line(scope)


def where_from(scope: Scope, active: Sequence[Row]) -> None:
    """Each source, its dates, its licence and what was kept of it."""
    show.section("Les sources", "Tout le jeu de données, quel que soit le périmètre choisi.")
    caption = "Une ligne par source chargée, avec ses lignes lues, gardées et refusées ; nd : non disponible"
    show.table(quality.sources_table(active, scope.actor.name), SOURCE_COLUMNS, caption)
    taking.exports(partial(cached.fresh, scope, "sources"), "sources", "sources", scope)


def refusals(scope: Scope) -> None:
    """What was refused, to be corrected and sent again: the first lines, and all of it in the export."""
    show.section("Ce qui a été refusé")
    total = cached.rows(scope, "rejets_comptes")[0]["n_rejets"]
    if not total:
        show.paragraph("Rien n'a été refusé : chaque ligne lue a été gardée.")
        return
    refused = cached.rows(scope, "rejets", limite=MOST_ROWS)
    show.table(refused, REFUSED_COLUMNS, "Lignes refusées, à corriger dans le fichier d'origine", total=total)
    taking.exports(partial(cached.fresh, scope, "rejets"), "refus", "rejets", scope)


def coverage(scope: Scope) -> None:
    """How far each field of the fiches is filled, and those that say nothing."""
    show.section("Ce que disent les fiches, champ par champ")
    collecting.told(scope)
    answers = {name: cached.rows(scope, name, **scope.filters) for name in filling.QUESTIONS}
    fields = answers["completude"]
    covered = quality.coverage_table(fields, scope)
    if covered:
        show.paragraph(quality.NARROWER)
    if not covered:
        show.empty("Aucune fiche dans ce périmètre.", "Choisissez un autre territoire, ou toutes les années.")
        return
    show.figures(filling.followed(filling.rates(answers, scope), scope))
    if undated := first_screen.undated(scope):
        show.paragraph(undated)
    sentence, lacking = filling.missing(fields)
    if sentence:
        show.paragraph(sentence)
    drawings = []
    if lacking:
        title = "Fiches où le champ est renseigné et validé, du moins au plus rempli"
        drawing = show.barred(f"{title}, {scope.label}", filling.gaps(lacking, scope))
        drawings = [pictures.figure(drawing, Picture("champs", title))]
    show.table(covered, FIELD_COLUMNS, f"Couverture de chaque champ, {scope.label}. {origin.IN_TABLES}")
    every = partial(cached.fresh, scope, "completude", **scope.filters)
    taking.exports(every, "completude", "completude", scope, pictures=drawings)
    constants = cached.rows(scope, "colonnes_constantes", **scope.filters)
    if constants:
        show.section("Champs qui n'apprennent rien")
        show.points([quality.constant(row) for row in constants])


def contradictions(scope: Scope, total: int) -> None:
    """What declarations and sources contradict."""
    show.section("Contradictions", "Relevées dans ce qui est déclaré ; rien n'est corrigé.")
    show.paragraph(quality.disagreements(cached.rows(scope, "divergences", **scope.filters)))
    if total:
        findings = cached.rows(scope, "constats", **scope.filters, limite=MOST_ROWS)
        caption = f"Contradictions relevées, {scope.label}"
        show.table(quality.findings_table(findings, scope), FINDING_COLUMNS, caption, total=total)
        question = partial(cached.fresh, scope, "constats", **scope.filters)
        taking.exports(question, "contradictions", "constats", scope)


page(filters.scope())
