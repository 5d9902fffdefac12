"""Decisions in words."""

from dashboard.frame import wording
from dashboard.frame.row import Row

_COUNTED = {
    "n_acceptees": ("acceptée", "acceptées"),
    "n_refusees": ("refusée", "refusées"),
    "n_ecartees": ("écartée des totaux", "écartées des totaux"),
    "n_fusions": ("structure fondue dans une autre", "structures fondues dans une autre"),
}


def summary(row: Row) -> str:
    """« 12 acceptées et 1 refusée », from a row of « decisions_prises »."""
    return wording.join([wording.plural(row[key], *words) for key, words in _COUNTED.items() if row[key]])


def done(verb: str, count: int, left: int) -> str:
    """« 12 propositions acceptées. 118 attendent encore. »; ``verb``: « acceptée », « refusée », « corrigée »."""
    said = wording.plural(count, f"proposition {verb}", f"propositions {verb}s")
    waiting = f"{wording.number(left)} {'attend' if left < 2 else 'attendent'} encore" if left else "Plus rien n'attend"
    return f"{said}. {waiting} dans ce périmètre ; les chiffres sont à jour."
