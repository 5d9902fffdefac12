"""Whether a file is a campaign workbook that comes back."""

from data.campaign import returned
from data.reading.look import CERTAIN, PROBABLE, Claim, Look

FORMAT = "campagne"


def claim(look: Look) -> Claim | None:
    """Certain where the workbook says its campaign and its structure; probable where it has lost them."""
    if look.container != "classeur":
        return None
    grids = returned.named(look.grids)
    found = returned.identity_of(grids)
    if found is not None:
        identity = found[0]
        why = f"Le classeur de la campagne {identity.year} envoyé à « {identity.structure} »."
        return Claim(FORMAT, CERTAIN, why)
    if returned.looks_like_one(grids):
        return Claim(FORMAT, PROBABLE, "Les feuilles d'un classeur de campagne, qui ne dit plus de laquelle.")
    return None
