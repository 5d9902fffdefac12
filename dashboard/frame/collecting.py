"""Where a field that lacks is filled in: the address of its worklist, from any page."""

from dashboard.frame import cached
from dashboard.frame.scope import Scope

PAGE = "donnees"
# Fields that « completude » names otherwise than worklists do, and those that no fiche can lack.
_NAMES = {"motif de fin (actions terminées)": "motif de fin"}
_NEVER_LACKING = ("structure",)


def href(scope: Scope, field: str) -> str | None:
    """The worklist of a field, as « completude » or « champs_a_collecter » names it; None when it has none."""
    if field in _NEVER_LACKING:
        return None
    return scope.href(PAGE, partie="completer", champ=_NAMES.get(field, field))


def nothing_yet(scope: Scope) -> bool:
    """Whether no action and no event is recorded anywhere: it is not the perimeter that is too narrow."""
    return not cached.rows(scope, "chiffres_cles")[0]["n_actions"] and not cached.rows(scope, "evenements")


def first_step(scope: Scope) -> tuple[str, str, str]:
    """The way to what is missing where nothing is recorded at all: its address, its name, why."""
    return scope.href(PAGE), "Charger des fichiers", "dans « Données » : fiches, tableaux, budgets, fichiers publiés"
