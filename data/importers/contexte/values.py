"""The cells of a column of figures: a number within its bounds, or a mark; each distinct text is read once."""

import unicodedata
from collections.abc import Mapping as Keyed
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from data.importers.contexte.mapping import Variable
from data.importers.contexte.table import Typed
from data.reading.columns import Numbers, numbers
from data.reading.numbers import parse_number

# Marks as INSEE and others write them; an empty cell says nothing, which is never zero.
KNOWN_MARKS = {"s": "s", "nd": "nd", "n.d.": "nd", "nc": "nd", "n.c.": "nd", "ns": "ns", "///": "///", "": "nd"}
_DOUBT = (
    "ambigu dans toute la colonne : {} des milliers ou des décimales ? Dites-le dans la "
    "correspondance, [fichier] decimale = « {} » si ce sont des décimales ; sinon enlevez ces signes"
)
AT_MOST, AT_LEAST = "au_plus", "au_moins"
# Digits alone, not more than a float holds exactly.
_PLAIN = 15


@dataclass(frozen=True)
class Cell:
    """What one text says: a value (perhaps ``censure``: it is that or less, or more), a mark, or a refusal (French)."""

    valeur: float = float("nan")
    marque: str | None = None
    censure: str | None = None
    refus: str | None = None


@dataclass(frozen=True)
class Column:
    """The cells of a column, in their order, an array for each thing that they say; ``valeur`` is NaN where none."""

    valeur: np.ndarray
    marque: np.ndarray
    censure: np.ndarray
    refus: np.ndarray


def read_column(texts: Sequence[str], variable: Variable, decimal: str | None, marks: Keyed[str, str]) -> Column:
    """What each text says; each distinct one is read once, with what the whole column proves of its numbers."""
    distinct = dict.fromkeys(texts)
    column = None if decimal is not None else _notation(distinct, variable)
    read = {text: _cell(unicodedata.normalize("NFC", text), variable, decimal, column, marks) for text in distinct}
    cells = [read[text] for text in texts]
    return Column(
        np.array([cell.valeur for cell in cells], dtype=float),
        *(_objects([getattr(cell, name) for cell in cells]) for name in ("marque", "censure", "refus")),
    )


def _objects(values: Sequence[str | None]) -> np.ndarray:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def _notation(texts: Keyed[str, None], variable: Variable) -> Numbers:
    """How the column writes its numbers; thousands that pass its bounds are decimals."""
    return numbers(
        (text for text in texts if not isinstance(text, Typed)),
        decimals=0 if variable.entier else None,
        fits=lambda number: _out_of_bounds(float(number), variable) is None,
    )


def _cell(text: str, variable: Variable, decimal: str | None, column: Numbers | None, marks: Keyed[str, str]) -> Cell:
    mark = marks.get(text, KNOWN_MARKS.get(text.lower()))
    if mark is not None:
        return Cell(marque=mark)
    try:
        value = _number(text, variable, decimal, column)
    except ValueError as error:
        if "ambigu" in str(error):
            comma = "," in text
            sign = "la virgule sépare-t-elle" if comma else "le point sépare-t-il"
            return Cell(refus=_DOUBT.format(sign, "," if comma else "."))
        return Cell(refus=f"{error} ; une marque nouvelle se dit dans [marques] de la correspondance")
    return Cell(value, censure=_cut(value, variable), refus=_out_of_bounds(value, variable))


def _without_percent(text: str, variable: Variable) -> str:
    """« 80 % » is 80 of a percentage; of anything else it is not known what."""
    if not text.endswith("%"):
        return text
    if variable.unite is None or not variable.unite.startswith("%"):
        raise ValueError(f"« {text} » : un pourcentage, là où « {variable.titre} » n'en est pas un")
    return text[:-1].rstrip()


def _number(text: str, variable: Variable, decimal: str | None, column: Numbers | None) -> float:
    """A number with the decimal sign that the mapping says; without one, with what its column proves."""
    if text.isascii() and text.isdecimal() and len(text) <= _PLAIN:
        return float(text)
    text = _without_percent(text, variable)
    if decimal is not None:
        number = _said(text, decimal)
    else:
        number = parse_number(text) if column is None or isinstance(text, Typed) else column.number(text)
    if number is None:
        raise ValueError(f"« {text} » : ce n'est pas un nombre")
    return float(number)


def _said(text: str, decimal: str) -> Decimal | None:
    """A number whose decimal sign a person said: the other one is refused."""
    if decimal == ".":
        if "," in text:
            raise ValueError(f"« {text} » : ce n'est pas un nombre à point décimal")
        return parse_number(text.replace(".", ","))
    if "." in text:
        raise ValueError(f"« {text} » : un point, là où la correspondance annonce des virgules décimales")
    return parse_number(text)


def _cut(value: float, variable: Variable) -> str | None:
    """Whether the publisher writes this value for everything beyond it."""
    if variable.plancher is not None and value == variable.plancher:
        return AT_MOST
    if variable.plafond is not None and value == variable.plafond:
        return AT_LEAST
    return None


def _out_of_bounds(value: float, variable: Variable) -> str | None:
    low, high = bounds(variable)
    if variable.entier and not value.is_integer():
        return "un nombre entier est attendu"
    if low is not None and value < low:
        return f"plus petit que {low:g}, le minimum de « {variable.titre} » ; les colonnes sont-elles décalées ?"
    if high is not None and value > high:
        return f"plus grand que {high:g}, le maximum de « {variable.titre} » ; la virgule décimale manque-t-elle ?"
    return None


def bounds(variable: Variable) -> tuple[float | None, float | None]:
    """The least and the most a value may be: as said, else 0 to 100 for a percentage, and no negative count."""
    percent = variable.unite is not None and variable.unite.startswith("%")
    low = variable.minimum if variable.minimum is not None or not (percent or variable.somme) else 0.0
    high = variable.maximum if variable.maximum is not None or not percent else 100.0
    return low, high
