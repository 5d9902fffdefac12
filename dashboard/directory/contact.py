"""Whom to ask: what is published of the structure that leads an action. Never a person, whom no fact names."""

from collections.abc import Sequence

from dashboard.frame import cached, wording
from dashboard.frame.markup import EMPTY, Markup, html, join, link
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope

NOTICE = (
    "Les faits ne publient ni téléphone, ni courriel, ni nom de personne : le siège et les numéros officiels mènent à "
    "la structure, par sa mairie ou par l'annuaire des entreprises et des associations."
)
_DIRECTORY = "https://annuaire-entreprises.data.gouv.fr/etablissement/"


def of(scope: Scope, actions: Sequence[str]) -> dict[str, Row]:
    """Action → what is published of its structure (answer to ``structures_publiques``)."""
    return {row["action_id"]: row for row in cached.rows(scope, "structures_publiques", actions=tuple(actions))}


def told(scope: Scope, row: Row) -> Markup:
    """« EVS Les Voisinades, espace de vie sociale, siège à Domérat, SIRET … »; made-up numbers lead nowhere."""
    kind = wording.STRUCTURES.get(row["type"])
    seat = row["commune"] and link(scope.territory_href("commune", row["code_commune"]), row["commune"])
    siret = row["siret"]
    if siret and not cached.demonstration(scope):
        siret = link(_DIRECTORY + siret, siret)
    parts = [
        html(", {}", kind) if kind else EMPTY,
        html(", siège : {}", seat or "commune nd"),
        html(", SIRET {}", siret) if siret else EMPTY,
        html(", RNA {}", row["rna"]) if row["rna"] else EMPTY,
        EMPTY if siret or row["rna"] else html(", SIRET et RNA nd"),
    ]
    return html("{}{}", row["nom"], join(parts))
