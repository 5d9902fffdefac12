"""One cell of a grant file as a value: one sure reading, or ValueError in French. Nothing is guessed or repaired."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from math import isfinite

from data.identifiers import fold
from data.reading import columns
from data.reading.dates import day_of_moment
from data.reading.numbers import parse_number
from data.reading.workbook import Cell

# What no grant of a published file is dated before or after: 1895 and 9999 are slips or stand for « unknown ».
FIRST_YEAR, LAST_YEAR = 1950, 2060
# The same cell comes back on thousands of lines: its reading is kept.
_KEPT = 20_000
_ISO_PERIOD = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\s*[/_]\s*(\d{4}-\d{2}-\d{2}))?")
_SCIENTIFIC = re.compile(r"[0-9]+(?:[.,][0-9]+)?[eE]\+?[0-9]+")
_FLOAT_TAIL = re.compile(r"([0-9]{9}|[0-9]{13,14})\.0+")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_RNA = re.compile(r"W[0-9A-Z]{9}")


@dataclass(frozen=True)
class Identifier:
    """A SIRET (then the SIREN that begins it) or a SIREN alone."""

    siret: str | None
    siren: str


@lru_cache(maxsize=_KEPT)
def day(cell: Cell, column: columns.Dates) -> date | None:
    """A day, in the order of its column; None when empty.

    ValueError for a day that does not exist or may be two, two dates, less than a day, or an absurd year.
    """
    if cell is None or cell == "":
        return None
    if not isinstance(cell, date | str):
        raise ValueError("un nombre n'est pas une date : la cellule a-t-elle perdu son format de date ?")
    if isinstance(cell, str):
        cell = day_of_moment(cell) or cell
    read = column.date(cell)
    if read is None:
        return None
    if read.precision != "jour":
        raise ValueError("une date au jour est attendue (AAAA-MM-JJ)")
    year(read.jour)
    return read.jour


@lru_cache(maxsize=_KEPT)
def period(cell: Cell, column: columns.Dates) -> tuple[date | None, date | None]:
    """« 2017-01-13/2017-03-02 », or one day for both; (None, None) when empty. ValueError otherwise."""
    if isinstance(cell, str) and (match := _ISO_PERIOD.fullmatch(cell.strip())):
        first = day(match[1], column)
        last = day(match[2], column) if match[2] else first
        if first and last and last < first:
            raise ValueError("la période finit avant de commencer")
        return first, last
    try:
        only = day(cell, column)
    except ValueError as error:
        if "jour/mois" in str(error):
            raise
        raise ValueError("une date ou une période est attendue (AAAA-MM-JJ/AAAA-MM-JJ)") from error
    return only, only


def year(cell: Cell) -> int | None:
    """The one year that a cell says, alone or in a date; None when empty. ValueError when none, several, or absurd."""
    found = columns.year(cell)
    if found is not None and not FIRST_YEAR <= found <= LAST_YEAR:
        raise ValueError(f"année hors de {FIRST_YEAR}–{LAST_YEAR} : une date par défaut, ou une faute de frappe ?")
    return found


@lru_cache(maxsize=_KEPT)
def identifier(cell: Cell) -> Identifier | None:
    """A SIRET or a SIREN, spaces apart; None when empty. ValueError for anything else: no digit is ever added."""
    if cell is None or cell == "":
        return None
    text = _digits_of(cell)
    if re.fullmatch(r"[0-9]{9}0{5}", text):
        raise ValueError("aucun établissement n'a le numéro 00000 : un tableur a-t-il arrondi ce SIRET ?")
    if re.fullmatch(r"[0-9]{14}", text):
        return Identifier(text, text[:9])
    if re.fullmatch(r"[0-9]{9}", text):
        return Identifier(None, text)
    if re.fullmatch(r"[0-9]{13}|[0-9]{8}", text):
        raise ValueError(f"{len(text)} chiffres : un tableur a-t-il supprimé le zéro initial ? Écrivez-le en texte")
    if _SCIENTIFIC.fullmatch(text):
        raise ValueError("écriture scientifique : le tableur a perdu les derniers chiffres")
    raise ValueError("un SIRET a 14 chiffres, un SIREN 9")


def _digits_of(cell: Cell) -> str:
    if isinstance(cell, bool | date | datetime):
        return str(cell)
    if isinstance(cell, int | float):
        return str(int(cell)) if float(cell).is_integer() else str(cell)
    text = re.sub(r"[\s\u00a0\u202f.]", "", str(cell)) if not _FLOAT_TAIL.fullmatch(str(cell).strip()) else str(cell)
    match = _FLOAT_TAIL.fullmatch(text.strip())
    return match[1] if match else text


@lru_cache(maxsize=_KEPT)
def has_right_key(siret: str) -> bool:
    """Whether the digits of a SIRET make its key (Luhn; La Poste, 356000000, counts its digits plainly)."""
    if siret.startswith("356000000"):
        return sum(map(int, siret)) % 5 == 0
    doubled = (int(digit) * (2 if rank % 2 == 0 else 1) for rank, digit in enumerate(siret, start=len(siret) % 2))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def rna(cell: Cell) -> str | None:
    """A number of the register of associations; None when empty."""
    if cell is None or cell == "":
        return None
    text = str(cell).strip().upper()
    if not _RNA.fullmatch(text):
        raise ValueError("ce n'est pas un numéro RNA : écrivez W suivi de neuf caractères")
    return text


# ``typed``: true is no 1.
@lru_cache(maxsize=_KEPT, typed=True)
def share(cell: Cell) -> float | None:
    """A fraction of 1: 0.05, « 0,5 », « 80 % »; None when empty. ValueError above 1: 80 is 80 % or a mistake."""
    if cell is None or cell == "":
        return None
    percent = isinstance(cell, str) and cell.strip().endswith("%")
    if isinstance(cell, bool | date) or (isinstance(cell, float) and not isfinite(cell)):
        raise ValueError("une fraction de 1 est attendue (0.8 pour 80 %)")
    number = parse_number(cell.strip().removesuffix("%")) if isinstance(cell, str) else Decimal(repr(float(cell)))
    if number is None:
        return None
    value = number / 100 if percent else number
    if not 0 <= value <= 1:
        raise ValueError("une fraction de 1 est attendue (0.8 pour 80 %)")
    return float(value)


@lru_cache(maxsize=_KEPT)
def kind(cell: Cell) -> str:
    """numeraire, nature, mixte or inconnue."""
    words = fold(str(cell or ""))
    cash, in_kind = bool(re.search(r"numeraire|financi|espece|monetaire", words)), "nature" in words
    return "mixte" if cash and in_kind else "numeraire" if cash else "nature" if in_kind else "inconnue"


@lru_cache(maxsize=_KEPT)
def yes(cell: Cell) -> bool | None:
    """Oui or non; None when empty."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        return cell
    words = fold(str(cell))
    if words in ("oui", "true", "vrai", "1"):
        return True
    if words in ("non", "false", "faux", "0"):
        return False
    raise ValueError("« oui » ou « non » est attendu")


def text(cell: Cell) -> str | None:
    """Words, their outer and repeated spaces and control characters apart; None when there are none."""
    if cell is None:
        return None
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    written = unicodedata.normalize("NFC", str(cell))
    words = " ".join((written if written.isprintable() else _CONTROLS.sub(" ", written)).split())
    return cell if isinstance(cell, str) and words == cell != "" else words or None
