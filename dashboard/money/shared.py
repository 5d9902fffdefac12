"""What the three questions on money share: the rows of a territory, its key figures, the ways on."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dashboard.frame import cached, origin, show, wording
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Figure
from dashboard.money import words

GRANTS = "Subventions en argent, sans les aides en nature, les usagers ni l'autofinancement"


def by_territory(scope: Scope, division: str) -> dict[str, Any]:
    """What « finances_par_territoire » is asked: the territories of a division, in the years chosen."""
    return {"departement": scope.departement, "division": division, **scope.period}


def money_rows(scope: Scope, division: str) -> Sequence[Row]:
    """Money of each territory of a division, by exercice, in the years chosen."""
    return cached.rows(scope, "finances_par_territoire", **by_territory(scope, division))


def whole(scope: Scope) -> Sequence[Row]:
    """Money of the territory chosen: the département, or one bassin."""
    if scope.bassin is None:
        return money_rows(scope, "departement")
    return [row for row in money_rows(scope, "bassin") if row["territoire"] == scope.bassin]


def figures(scope: Scope, rows: Sequence[Row]) -> None:
    """The key figures, and what a plan counts."""
    show.figures(key_figures(rows, scope))
    show.paragraph(words.PLANS)


def key_figures(rows: Sequence[Row], scope: Scope) -> list[Figure]:
    """Money granted, refused and lacking in the period, each with its own coverage: never added up."""
    plans = sum(row["n_plans"] for row in rows)

    def figure(label: str, column: str, count: str, note: str, followed: str) -> Figure:
        coverage = words.known(sum(row[count] for row in rows), plans)
        value = words.euros(words.total(rows, column))
        return Figure(
            label,
            value,
            coverage=wording.sentence(coverage),
            note=note,
            period=wording.sentence(scope.known_exercices),
            origin=origin.href(scope, followed),
        )

    return [
        figure(
            "Accordé",
            "accorde_eur",
            "n_accordes",
            GRANTS,
            "accorde",
        ),
        figure(
            "Demandé, non accordé", "refuse_eur", "n_demandes", "Aide par aide, là où les deux sont connus", "refuse"
        ),
        figure("Coût non couvert", "manque_eur", "n_manques", "Ce qui manque aux plans dont tout est connu", "manque"),
    ]


def elsewhere(scope: Scope) -> list[tuple[str, str, str]]:
    """Links to what completes the page."""
    return [
        (scope.href("couts"), "Coûts déclarés", "chaque coût, ses mots, ses contradictions"),
        (scope.href("revue"), "Revue de projets", "l'essentiel d'un territoire, à imprimer"),
        *([(replace(scope, bassin=None).href("financements"), "Tout le département", "")] if scope.bassin else []),
    ]


def departements(scope: Scope) -> list[tuple[str, str, str]]:
    """Links to the départements that bear facts, in the order of their codes."""
    return [
        (replace(scope, departement=row["code_departement"]).href("financements"),
         f"{row['nom']} ({row['code_departement']})", wording.plural(row["n_actions"], "action"))
        for row in cached.rows(scope, "territoires")
        if row["n_actions"]
    ]  # fmt: skip
