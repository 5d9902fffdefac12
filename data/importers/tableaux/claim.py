"""Whether a file holds tables of a kind that people fill in."""

from data.importers.tableaux.headings import MANY, Recognised, kind_told, recognise
from data.reading.look import CERTAIN, PROBABLE, Claim, Look

# From this part of a kind's columns on, a table whose needed columns are all there is taken for one of it; or where it
# has many of them, and they are half of its own. Where some of them lack, they are asked.
_ENOUGH = 0.5


def claim(look: Look) -> Claim | None:
    """Certain for a model filled in; probable for a table that has the columns of one; None for another format's."""
    if look.container == "json":
        return None
    readings = [[one, *one.rivals] for one in recognise(look.grids)]
    ours = [one for grid in readings for one in grid if one.kind.reader == "tableaux"]
    whole = [one for one in ours if not one.lacking]
    if not whole:
        return _asked([one for one in ours if one.askable])
    best = max(whole, key=lambda one: one.explained)
    if kind_told(look.grids) == best.kind.name:
        return Claim("tableaux", CERTAIN, f"Le modèle « {best.kind.title} », rempli.")
    if best.share < _ENOUGH and (best.explained < MANY or best.explained < best.unexplained):
        return None
    return Claim("tableaux", PROBABLE, _why(next(grid for grid in readings if best in grid)))


def _asked(found: list[Recognised]) -> Claim | None:
    """A table that lacks what a person can still say of it."""
    if not found:
        return None
    best = max(found, key=lambda one: one.explained)
    lacking = ", ".join(f"« {name} »" for name in best.lacking)
    return Claim("tableaux", PROBABLE, f"{best.why()} ; il reste à dire {lacking}, demandé plus bas")


def _why(readings: list[Recognised]) -> str:
    if len(readings) == 1:
        return readings[0].why()
    named = ", ".join(f"« {one.kind.title} »" for one in readings)
    return f"Ses colonnes peuvent être celles de plusieurs genres : {named}. Cela vous est demandé plus bas"
