"""What changed since a closed session, in words: the same on the page « Depuis la séance » and in a dossier."""

from collections import Counter
from collections.abc import Mapping, Sequence

from dashboard.frame import wording
from queries.sessions.since import ADDED, CORRECTED, WITHDRAWN, Change, Since

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


def counted(changes: Sequence[Change]) -> str:
    """« 2 actions et 2 structures »: how many of each kind, "" of none."""
    kinds = Counter(each.kind for each in changes)
    return wording.join([wording.plural(kinds[kind], name.lower()) for kind, name in KINDS.items() if kinds[kind]])
