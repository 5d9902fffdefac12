"""Where a field that lacks is filled in: the address of its worklist, from any page."""

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
