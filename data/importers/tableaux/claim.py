"""Whether a file holds tables of a kind that people fill in."""

from data.importers.tableaux.headings import kind_told, recognise
from data.reading.look import CERTAIN, PROBABLE, Claim, Look

# From this part of its columns on, a table whose needed columns are all there is taken for one of its kind.
_ENOUGH = 0.5


def claim(look: Look) -> Claim | None:
    """Certain for a model filled in; probable for a table that has the columns of one; None for another format's."""
    if look.container == "json":
        return None
    found = [one for one in recognise(look.grids) if one.kind.reader == "tableaux" and not one.lacking]
    if not found:
        return None
    best = max(found, key=lambda one: one.share)
    if kind_told(look.grids) == best.kind.name:
        return Claim("tableaux", CERTAIN, f"Le modèle « {best.kind.title} », rempli.")
    if best.share < _ENOUGH:
        return None
    return Claim("tableaux", PROBABLE, best.why())
