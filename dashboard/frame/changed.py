"""What changed since a closed session, in words: the same on the page « Depuis la séance » and in a dossier."""

from collections.abc import Mapping

from dashboard.frame import wording
from queries.sessions.since import ADDED, CORRECTED, WITHDRAWN, Since

# What happened to a fiche → the heading of those to which it did, in the order of pages.
SORTS: Mapping[str, str] = {CORRECTED: "Corrigé", ADDED: "Ajouté", WITHDRAWN: "Retiré"}
KINDS: Mapping[str, str] = {
    "action": "Action",
    "evenement": "Événement",
    "seance": "Séance",
    "structure": "Structure",
    "decision": "Décision",
    "cible": "Cible",
    "annotation": "Annotation",
}
_COUNTED = {
    CORRECTED: ("fiche corrigée", "fiches corrigées"),
    ADDED: ("ajoutée", "ajoutées"),
    WITHDRAWN: ("retirée", "retirées"),
}


def told(found: Since) -> str:
    """« 1 fiche corrigée, 0 ajoutée, 0 retirée et 0 définition changée depuis la séance »."""
    if not found:
        return "Rien n'a changé depuis la séance."
    counts = [
        wording.plural(sum(each.what == what for each in found.changes), one, many)
        for what, (one, many) in _COUNTED.items()
    ]
    counts.append(wording.plural(len(found.redefined), "définition changée", "définitions changées"))
    return wording.sentence(f"{wording.join(counts)} depuis la séance")
