"""The cells of a column of figures: a number within its bounds, or a mark; each distinct text is read once."""

import re
import unicodedata
from collections.abc import Mapping as Keyed
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.importers.contexte.mapping import Variable
from data.reading.numbers import parse_number

# Marks as INSEE and others write them; an empty cell says nothing, which is never zero.
KNOWN_MARKS = {"s": "s", "nd": "nd", "n.d.": "nd", "nc": "nd", "n.c.": "nd", "ns": "ns", "///": "///", "": "nd"}
_POINT = re.compile(r"[-+−]?\d+(\.\d+)?")
# « 19,762 »: nineteen thousand, or nineteen and a bit.
_THREES = re.compile(r"[-+−]?[1-9]\d{0,2}(?:,\d{3})+")
_SPACED = re.compile(r"\d[ \u00a0\u202f]\d{3}(?!\d)")
_DOUBT = (
    "ambigu dans toute la colonne : la virgule sépare-t-elle des milliers ou des décimales ? Dites-le dans la "
    "correspondance, [fichier] decimale = « , » si ce sont des décimales ; sinon enlevez ces virgules"
)
AT_MOST, AT_LEAST = "au_plus", "au_moins"


@dataclass(frozen=True)
class Cell:
    """What one text says: a value (perhaps ``censure``: it is that or less, or more), a mark, or a refusal (French)."""

    valeur: float = float("nan")
    marque: str | None = None
    censure: str | None = None
    refus: str | None = None


def read_column(texts: pd.Series, variable: Variable, decimal: str | None, marks: Keyed[str, str]) -> pd.DataFrame:
    """valeur (NaN where there is none), marque, censure and refus of each text, on the index of ``texts``."""
    ranks, distinct = pd.factorize(texts)
    written = [unicodedata.normalize("NFC", str(text)) for text in distinct]
    doubt = decimal is None and _two_readings(written, variable)
    cells = [
        Cell(refus=_DOUBT) if doubt and _THREES.fullmatch(text) else _cell(text, variable, decimal, marks)
        for text in written
    ]
    columns = {
        "valeur": np.array([cell.valeur for cell in cells], dtype=float),
        **{
            name: np.array([getattr(cell, name) for cell in cells], dtype=object)
            for name in ("marque", "censure", "refus")
        },
    }
    return pd.DataFrame({name: values[ranks] for name, values in columns.items()}, index=texts.index)


def _two_readings(texts: Sequence[str], variable: Variable) -> bool:
    """Whether the commas of a whole column may part thousands as well as decimals, which nothing in it proves.

    Another number of decimals proves that they are decimals, as a space between thousands does; so do bounds that the
    thousands would pass.
    """
    commas = [text for text in texts if "," in text]
    if not all(_THREES.fullmatch(text) for text in commas) or any(_SPACED.search(text) for text in texts):
        return False
    return not any(_out_of_bounds(float(text.replace(",", "").replace("−", "-")), variable) for text in commas)


def _cell(text: str, variable: Variable, decimal: str | None, marks: Keyed[str, str]) -> Cell:
    mark = marks.get(text, KNOWN_MARKS.get(text.lower()))
    if mark is not None:
        return Cell(marque=mark)
    try:
        value = _number(text, decimal)
    except ValueError as error:
        return Cell(refus=f"{error} ; une marque nouvelle se dit dans [marques] de la correspondance")
    return Cell(value, censure=_cut(value, variable), refus=_out_of_bounds(value, variable))


def _number(text: str, decimal: str | None) -> float:
    """A number with the decimal sign that the mapping says; without one, any writing that has a single reading."""
    if decimal == ".":
        bare = text.replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
        if not _POINT.fullmatch(bare):
            raise ValueError(f"« {text} » : ce n'est pas un nombre à point décimal")
        return float(bare.replace("−", "-"))
    if decimal == "," and "." in text:
        raise ValueError(f"« {text} » : un point, là où la correspondance annonce des virgules décimales")
    number = parse_number(text)
    if number is None:
        raise ValueError(f"« {text} » : ce n'est pas un nombre")
    return float(number)


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
