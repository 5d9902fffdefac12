"""What a decision may touch, by its name: indicators, territories and actions of a département."""

from collections.abc import Sequence

from dashboard.frame import cached, wording
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from data.committee.forms import Link

KINDS = {
    "indicateur": "Indicateur",
    "departement": "Département",
    "bassin": "Bassin de vie",
    "epci": "Intercommunalité",
    "commune": "Commune",
    "action": "Action",
}


def indicators(scope: Scope) -> dict[str, str]:
    """Identifier → title, in the order of the catalogue."""
    return {row["id"]: f"{row['titre']} ({row['id']})" for row in cached.rows(scope, "indicateurs")}


def territories(scope: Scope, departement: str) -> dict[str, str]:
    """« niveau:code » → name: the département, its bassins, intercommunalités and communes."""
    names = {row["code_departement"]: row["nom"] for row in cached.rows(scope, "territoires")}
    found = {f"departement:{departement}": f"Département : {names.get(departement, departement)}"}
    for level in ("bassin", "epci"):
        rows = cached.rows(scope, "zones_du_departement", departement=departement, niveau=level)
        found |= {f"{level}:{row['territoire']}": f"{KINDS[level]} : {row['nom']}" for row in rows}
    communes = cached.rows(scope, "communes", departement=departement)
    named = {f"commune:{row['code_commune']}": f"Commune : {row['nom']} ({row['code_commune']})" for row in communes}
    return found | named


def actions(scope: Scope, departement: str) -> dict[str, str]:
    """Identifier → title and structure, by title; what tells namesakes apart is their identifier."""
    rows = cached.rows(scope, "actions", departement=departement)
    return wording.told_apart({row["action_id"]: _action(row) for row in rows})


def _action(row: Row) -> str:
    title = row["titre"] or "titre non relu"
    return f"{title} ({row['structure']})" if row["structure"] else str(title)


def links(indicators: Sequence[str], territories: Sequence[str], actions: Sequence[str]) -> tuple[Link, ...]:
    """What was chosen in the three lists, as the data writes it."""
    places = (place.partition(":") for place in territories)
    return (
        *(Link("indicateur", code) for code in indicators),
        *(Link(level, code) for level, _, code in places),
        *(Link("action", code) for code in actions),
    )


def told(rows: Sequence[Row]) -> list[str]:
    """« Bassin de vie : Moulins » of each row of ``decision_liens``."""
    return [f"{KINDS[row['genre']]} : {row['nom'] or row['code']}" for row in rows]


def address(scope: Scope, row: Row) -> str:
    """The page of what a row of ``decision_liens`` names; "" where it is no longer known."""
    code = str(row["code"])
    if not row["nom"]:
        return ""
    match row["genre"]:
        case "indicateur":
            return scope.href("indicateur", id=code)
        case "action":
            return scope.href("fiche", action=code)
        case "departement":
            return scope.href("", departement=code)
        case level:
            return scope.territory_href(level, code)
