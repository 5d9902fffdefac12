"""Where a beneficiary is: the INSEE code of a commune, a postcode, a name. A postcode is never an INSEE code.

A postcode covers several communes, and the same five digits are the postcode of one commune and the code of another
(03190: Hérisson by post, Moulins for INSEE). What is not proved gives the département alone.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from data.identifiers import fold
from data.reading.columns import code
from data.reading.workbook import Cell
from geo.communes import territory

_FIVE = re.compile(r"[0-9][0-9AB][0-9]{3}")
_BEFORE_NAME = re.compile(r"[0-9]{5}\s+(?=\D)")
_AFTER_NAME = re.compile(r"\s+(?:cedex.*|[0-9]{1,2}(?:e|eme|er)?(?: arrondissement)?)$", re.IGNORECASE)
# Nine codes of communes in ten do not end in 0, postcodes nearly all do; but not in Paris, Lyon and Marseille.
_CITY = re.compile(r"75[01][0-9]{2}|6900[1-9]|130(?:0[1-9]|1[0-6])")
_WRONG_SHARE = 0.2


@dataclass(frozen=True)
class Place:
    """A commune, or only its département; ``told`` (French) says why no commune, or where it comes from."""

    code_commune: str | None = None
    code_departement: str | None = None
    told: str | None = None


def are_postcodes(cells: Iterable[tuple[Cell, Cell]], name: str) -> bool:
    """Whether a column named as one of INSEE codes holds postcodes, from its (code, name of the commune).

    It does when a fifth of its codes are no commune, or not the one that is named; and, unless INSEE stands in its
    name, when each of them may be a postcode.
    """
    pairs = {(code(cell) or "", _bare_name(named)) for cell, named in cells}
    five = {(found, named) for found, named in pairs if _FIVE.fullmatch(found)}
    if not five:
        return False
    wrong = sum(not _is_code(found, named) for found, named in five)
    if wrong > _WRONG_SHARE * len(five):
        return True
    if "insee" in fold(name) or all(named for _, named in five):
        return False
    return all(found.endswith("0") or _CITY.fullmatch(found) for found, _ in five)


def _is_code(five: str, named: str) -> bool:
    """Whether a code of INSEE is one, of its own département, and of the commune that is named, if one is."""
    try:
        found = territory().resolve_code(_whole(five))
    except ValueError:
        return False
    return five.startswith(found.code_departement) and (not named or _names(named, found.code_commune))


def _names(named: str, code_commune: str) -> bool:
    return any(commune.code == code_commune for commune in territory().resolve_name(named))


def _bare_name(cell: Cell) -> str:
    """The name of a commune, without the postcode before it, nor « cedex » or an arrondissement after it."""
    return _AFTER_NAME.sub("", _BEFORE_NAME.sub("", str(cell or "").strip()))


@lru_cache(maxsize=20_000)
def place(insee: Cell, postcode: Cell, name: Cell) -> Place:
    """The place that an INSEE code says, else a name in the département of a postcode; ValueError (French) for a code
    that is none."""
    words = _bare_name(name)
    if insee not in (None, ""):
        found = territory().resolve_code(_whole(code(insee) or ""))
        if words and found.note is None and not _names(words, found.code_commune):
            return Place(told=f"le code est celui de {found.nom}, et « {words} » est écrit à côté")
        return Place(found.code_commune, found.code_departement)
    posted = code(postcode)
    departement = _departement(posted) if posted else None
    if posted and departement is None:
        raise ValueError("un code postal a cinq chiffres")
    if words and departement is None and (match := _BEFORE_NAME.match(str(name))):
        departement = _departement(match[0].strip())
    if words and departement:
        named = territory().resolve_name(words, departement)
        if len(named) == 1:
            return Place(named[0].code, departement)
        return Place(None, departement, f"« {words} » ne désigne pas une seule commune du département {departement}")
    if departement:
        return Place(None, departement, "un code postal couvre plusieurs communes : département seul")
    return Place(None, None, "un nom de commune sans département ne suffit pas") if words else Place()


# The arrondissements of Paris, Lyon and Marseille have codes of INSEE, which are no postcodes: 75111 is 75011.
_DISTRICTS = {"751": "75056", "6938": "69123", "132": "13055"}


def _whole(five: str) -> str:
    """The code of the commune of an arrondissement, or the code itself."""
    return next((whole for start, whole in _DISTRICTS.items() if five.startswith(start)), five)


def _departement(postcode: str) -> str | None:
    """The département of a postcode; those of Corsica both begin by 20, and the third digit tells them apart."""
    postcode = postcode.zfill(5)  # The nought that a spreadsheet removes does not change the département.
    if not re.fullmatch(r"[0-9]{5}", postcode):
        return None
    if postcode.startswith("20"):
        return "2A" if postcode[2] in "01" else "2B"
    length = 3 if postcode.startswith(("97", "98")) else 2
    found = postcode[:length]
    return found if territory().departement_name(found) else None
