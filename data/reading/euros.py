"""One amount in euros to the cent, in the notation that its whole column proves (``columns.numbers``), whatever the
file: grants, budgets, posts, facts."""

import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from data.identifiers import fold
from data.reading import columns
from data.reading.workbook import Cell, Formatted

MAX_EUROS = Decimal(10) ** 11
_CENT = Decimal("0.01")
_FLOAT_NOISE = Decimal("0.000001")
# The same cell comes back on thousands of lines: its reading is kept.
_KEPT = 20_000


def amount(cell: Cell, column: columns.Numbers) -> Decimal:
    """Euros to the cent, signed, in the notation that its column proves.

    ValueError when empty, ambiguous, not a number, written in words, or shown in another unit.
    """
    if cell is None or cell == "":
        raise ValueError("montant absent : sans montant, la ligne ne dit pas une subvention")
    if isinstance(cell, bool | date | datetime):
        raise ValueError("ce n'est pas un montant : les colonnes de cette ligne sont-elles décalées ?")
    if isinstance(cell, Formatted):
        raise ValueError(
            f"la feuille l'affiche en « {cell.unit} » : ce n'est pas un montant en euros. Écrivez le montant"
        )
    return _exact(cell) if isinstance(cell, int | float) else _written(cell, column)


def _measured(value: Decimal) -> Decimal:
    """The value when it is one that an amount may have: beyond, cents would not even be held."""
    if not value.is_finite():
        raise ValueError("ce n'est pas un nombre")
    if abs(value) >= MAX_EUROS:
        raise ValueError("montant hors de toute mesure : un identifiant a-t-il pris sa place ?")
    return value


def _exact(number: float) -> Decimal:
    value = _measured(Decimal(repr(number)))
    cents = value.quantize(_CENT)
    if abs(value - cents) > _FLOAT_NOISE:
        raise ValueError("plus de deux décimales : ce n'est pas un montant en euros et centimes")
    return cents


@lru_cache(maxsize=_KEPT)
def _written(text: str, column: columns.Numbers) -> Decimal:
    try:
        value = column.amount(text)
    except ValueError as error:
        raise ValueError(_why_not(text, str(error))) from error
    if value is None:
        raise ValueError("montant absent : sans montant, la ligne ne dit pas une subvention")
    if _measured(value) != value.quantize(_CENT):
        raise ValueError("plus de deux décimales : ce n'est pas un montant en euros et centimes")
    return value.quantize(_CENT)


def _why_not(text: str, said: str) -> str:
    if "ambigu" in said:
        return said.partition("ambigu, ")[2]
    if re.search(r"\(.*\)|/an|par an|saison|ans\b", fold(text)) and re.search(r"\d", text):
        return "un nombre et des mots : le montant d'une année ne se lit pas avec certitude"
    if not re.search(r"\d", text):
        return "pas de nombre : inconnu ou non communiqué n'est pas zéro"
    return "ce n'est pas un seul nombre écrit à la française"
