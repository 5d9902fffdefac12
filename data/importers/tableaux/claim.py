"""Whether a file holds tables of a kind that people fill in."""

from data.importers.tableaux.headings import MANY, Recognised, kind_told, recognise
from data.reading.look import CERTAIN, PROBABLE, Claim, Look

# From this part of a kind's columns on, a table whose needed columns are all there is taken for one of it; or where it
# has many of them, and they are half of its own.
_ENOUGH = 0.5


def claim(look: Look) -> Claim | None:
    """Certain for a model filled in; probable for a table that has the columns of one; None for another format's."""
    if look.container == "json":
        return None
    readings = [[one, *one.rivals] for one in recognise(look.grids)]
    whole = [one for grid in readings for one in grid if one.kind.reader == "tableaux" and not one.lacking]
    if not whole:
        return None
    best = max(whole, key=lambda one: one.explained)
    if kind_told(look.grids) == best.kind.name:
        return Claim("tableaux", CERTAIN, f"Le modèle « {best.kind.title} », rempli.")
    if best.share < _ENOUGH and (best.explained < MANY or best.explained < best.unexplained):
        return None
    return Claim("tableaux", PROBABLE, _why(next(grid for grid in readings if best in grid)))


def _why(readings: list[Recognised]) -> str:
    if len(readings) == 1:
        return readings[0].why()
    named = ", ".join(f"« {one.kind.title} »" for one in readings)
    return f"Ses colonnes peuvent être celles de plusieurs genres : {named}. Cela vous est demandé plus bas"
