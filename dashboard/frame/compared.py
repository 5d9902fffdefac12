"""What can be compared in a département: a division of one zone, or of none, compares nothing, which is said."""

from dashboard.frame import cached
from dashboard.frame.scope import Scope

NO_DIVISION = "Aucun découpage de ce département n'a deux zones : il n'y a rien à y comparer."


def divisions(scope: Scope) -> dict[str, str]:
    """Division → title, of those that cut the département into two zones or more."""
    known = cached.rows(scope, "divisions", departement=scope.departement)
    return {row["division"]: row["titre"] for row in known if row["n_zones"] > 1}


def bassins(scope: Scope) -> bool:
    """Whether the département has two bassins or more."""
    return "bassin" in divisions(scope)


def stand_in(scope: Scope) -> bool:
    """Whether the bassins of the département are its arrondissements, for want of the committee's own."""
    known = cached.rows(scope, "bassins", departement=scope.departement)
    return bool(known) and all(row["origine"] == "arrondissement" for row in known)


def alone(scope: Scope) -> str:
    """Why no bassin is compared here, as a sentence; "" where some are, and for the whole of France."""
    if scope.departement is None or bassins(scope):
        return ""
    named = cached.rows(scope, "bassins", departement=scope.departement)
    head = f"Un seul bassin de vie ({named[0]['nom']})" if named else "Aucun bassin de vie n'est défini"
    return f"{head} dans ce département : il n'y a pas de bassins à comparer."
