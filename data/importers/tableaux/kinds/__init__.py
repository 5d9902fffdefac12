"""Every kind of table that people may fill in, by the name that commands give it."""

from collections.abc import Mapping

from data.importers.tableaux.description import Kind
from data.importers.tableaux.kinds import actions, argent, comite, structures, territoire

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        actions.FICHES,
        structures.STRUCTURES,
        structures.PROJETS,
        comite.INSTANCES,
        comite.EVENEMENTS,
        comite.DECISIONS,
        territoire.CIBLES,
        territoire.ENVELOPPES,
        argent.BUDGETS,
        argent.SUBVENTIONS,
        argent.POSTES,
        territoire.CONTEXTE,
        territoire.DIVISIONS,
        territoire.PRIX,
    )
}
