"""Revue de projets: one territory on one page, made to be printed."""

from collections.abc import Sequence

from dashboard.committee import looking
from dashboard.dossier import offer
from dashboard.frame import cached, chrome, filters, reference, show, wording
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Column
from dashboard.indicators import board_view, verdicts
from dashboard.money import shared
from dashboard.overview import review

MOST = 6


def page(scope: Scope) -> None:
    """Actions, people, money, what ends, what is due; in that order, as a meeting goes."""
    chrome.sheet_within("revue.css")
    where = board_view.place(scope)
    show.title(
        "Revue de projets",
        "L'essentiel d'un territoire, à imprimer : actions, personnes, argent, échéances, décisions.",
        scope.label,
    )
    if where is None or scope.departement is None:
        show.empty(
            "Une revue porte sur un territoire.", "Choisissez un département ou un bassin dans le volet Périmètre."
        )
        return
    key, now = (cached.rows(scope, "chiffres_cles", **asked)[0] for asked in (scope.filters, scope.place))
    months, approvals = (cached.rows(scope, name, **scope.place) for name in ("conventions_mois", "agrements_a_venir"))
    decisions, late_on = looking.waiting(scope), looking.on(scope)
    n_conventions = sum(row["n"] for row in months)
    level, code = ("bassin", scope.bassin) if scope.bassin else ("departement", scope.departement)
    asked = {"niveau": level, "territoire": code, "grandeur": "participations", "annee_max": scope.annee_max}
    people = next(iter(cached.rows(scope, "effectif_territoire", **asked)), None)
    day = cached.reference_day(scope)
    show.answer(review.answer(where.chosen.name, now, n_conventions, approvals, decisions, day, late_on))
    show.old_reference(scope)
    show.figures(review.figures(key, people, shared.whole(scope), scope))
    if key["n_actions"]:
        with show.screen_only():
            offer.sheet("Sur un A4 (PDF)", "revue", scope.territory, scope)
    lines = board_view.lines(where)
    changes = verdicts.changes(lines, [where.chosen], where.scope)
    show.section("Ce qui change")
    if changes:
        show.links(changes)
    else:
        show.paragraph(verdicts.quiet(lines, where.chosen))
    endings(scope, n_conventions, approvals)
    due(decisions, late_on)
    show.caution()
    show.sources_line(scope)


def endings(scope: Scope, n_conventions: int, approvals: Sequence[Row]) -> None:
    """Conventions, then agréments, by date."""
    day = cached.reference_day(scope)
    show.section("Ce qui finit dans les douze mois", f"Les douze mois {reference.after(day)}." if day else "")
    if not n_conventions and not approvals:
        show.paragraph("Aucune convention ni aucun agrément daté.")
    if n_conventions:
        first = cached.rows(scope, "conventions", **scope.place, limite=MOST)
        linked = [
            {**row, "lien": scope.href("fiche", action=str(row["sujet_id"])) if row["sujet_type"] == "action" else None}
            for row in first
        ]
        columns = [
            Column("convention_fin", "Fin", "day"),
            Column("titre", "Action ou structure", href="lien"),
            Column("financeur", "Financeur"),
            Column("accorde_eur", "Accordé", "euros"),
            Column("part", "Part", "percent"),
        ]
        caption = _caption("Conventions, par date ; part : de ses subventions de l'exercice", n_conventions)
        show.table(linked, columns, caption)
    if approvals:
        columns = [
            Column("fin", "Fin", "day", precision="precision"),
            Column("structure", "Structure"),
            Column("organisme", "Organisme"),
            Column("objet", "Objet"),
        ]
        caption = _caption("Agréments finis depuis moins d'un an, ou qui finissent", len(approvals))
        show.table(approvals[:MOST], columns, caption)


def due(decisions: Sequence[Row], when: str) -> None:
    """Decisions that await their follow-up, those late ``when`` said."""
    show.section("Décisions à suivre")
    if not decisions:
        show.paragraph("Aucune décision n'attend une suite.")
        return
    shown = [{**row, "retard": "en retard" if row["en_retard"] else ""} for row in decisions]
    columns = [
        Column("echeance", "Échéance", "day"),
        Column("retard", "Délai", "code"),
        Column("intitule", "Décision"),
        Column("porteur", "Porteur"),
        Column("instance", "Instance"),
    ]
    late = f"en retard {when}"
    caption = _caption(f"Décisions, propositions et points à améliorer, par échéance ; {late}", len(decisions))
    show.table(shown[:MOST], columns, caption)


def _caption(text: str, n: int) -> str:
    """The caption, and how many rows the page leaves out: a meeting reads the first ones."""
    return text if n <= MOST else f"{text} ({MOST} premières lignes sur {wording.number(n)})"


page(filters.scope())
