"""Whether a file holds grants: columns that say who receives and how much."""

from data.identifiers import fold
from data.importers.subventions import recipes, standard
from data.importers.subventions.columns import Header
from data.importers.subventions.mapping import header_of
from data.reading.grids import Grid
from data.reading.look import CERTAIN, PROBABLE, Claim, Look

_FEW = 3
_READ = 2000


def claim(look: Look) -> Claim | None:
    """Certain for the French standard, a known publication, or columns of a grant beyond these two; else probable."""
    if look.container == "json":
        return None
    for grid in look.grids:
        known = recipes.fitting(grid)
        header = header_of(grid, None, lambda digest: {}, known.mapping if known else None)
        if header is None or not header.complete:
            continue
        publisher = _giver(grid, header)
        if known is not None:
            return Claim(
                "subventions", CERTAIN, f"{grid.name} : {known.title}, publication connue.", publisher, known.name
            )
        if (version := standard.version(header)) is not None:
            return Claim("subventions", CERTAIN, f"{grid.name} : les colonnes du standard {version}.", publisher)
        return _by_columns(grid, header, publisher)
    return None


def _by_columns(grid: Grid, header: Header, publisher: str | None) -> Claim:
    named = ", ".join(
        f"« {' '.join(header.names[place].split())} »"
        for place, meant in sorted(header.fields.items())
        if meant in ("beneficiaire", "montant", "montant_demande", "montant_verse")
    )
    sure = len(set(header.fields.values())) > _FEW and not header.doubts
    why = f"{grid.name} : des colonnes disent qui reçoit et combien ({named})."
    return Claim("subventions", CERTAIN if sure else PROBABLE, why, publisher)


def _giver(grid: Grid, header: Header) -> str | None:
    """Who gives, when one name alone is written in that column."""
    place = header.position("attribuant")
    if place is None:
        return None
    rows = grid.rows[header.last + 1 : header.last + 1 + _READ]
    names = {fold(str(row[place])): str(row[place]) for row in rows if place < len(row) and row[place] is not None}
    return next(iter(names.values())) if len(names) == 1 else None
