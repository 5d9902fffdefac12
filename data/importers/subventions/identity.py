"""Who receives: numbers that are nobody's, and the name that another line gives to a number."""

from collections import defaultdict
from collections.abc import Iterable

from data.identifiers import fold
from data.importers.subventions import cells
from data.reading.workbook import Cell

# So many names without a word in common are not spellings of one body.
_MANY = 3
_LONG_WORD = 4
_LOOKED_AT = 50


def rounded(pairs: Iterable[tuple[Cell, Cell]]) -> dict[str, str]:
    """SIRET → why it is nobody's (French), from all the (identifier, name) of a file."""
    names: dict[str, set[str]] = defaultdict(set)
    for number, name in pairs:
        known = _read(number)
        if known and known.siret and name not in (None, ""):
            names[known.siret].add(fold(str(name)))
    found = {}
    for siret, told in names.items():
        count = _bodies(told)
        if count >= _MANY or (count > 1 and not cells.has_right_key(siret)):
            found[siret] = f"un même numéro pour {count} noms : un tableur l'a-t-il arrondi ou recopié ?"
    return found


def names_of(pairs: Iterable[tuple[Cell, Cell]], nobody: Iterable[str]) -> dict[str, str | None]:
    """SIREN → the only name that the file gives it, None when it gives it several."""
    aside = set(nobody)
    names: dict[str, dict[str, str]] = defaultdict(dict)
    for number, name in pairs:
        known, told = _read(number), cells.text(name)
        if known and known.siret not in aside and told:
            names[known.siren].setdefault(fold(told), told)
    return {siren: next(iter(told.values())) if len(told) == 1 else None for siren, told in names.items()}


def siren(cell: Cell) -> str | None:
    """The SIREN of an identifier that can be read."""
    known = _read(cell)
    return known.siren if known else None


def _read(cell: Cell) -> cells.Identifier | None:
    try:
        return cells.identifier(cell)
    except ValueError:
        return None


def _bodies(names: set[str]) -> int:
    """How many bodies so many folded names may be: names that share a long word may be one."""
    groups: list[set[str]] = []
    for name in sorted(names)[:_LOOKED_AT]:
        words = {word for word in name.split() if len(word) >= _LONG_WORD} or {name}
        near = [group for group in groups if group & words]
        groups = [group for group in groups if not group & words] + [words.union(*near)]
    return len(groups)
