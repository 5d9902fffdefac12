"""One cell of a grant file as a value: one sure reading, or ValueError in French. Nothing is guessed or repaired."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from data.identifiers import fold
from data.reading.dates import parse_date
from data.reading.numbers import parse_amount, parse_number
from data.reading.workbook import Cell
from geo.communes import territory

MAX_EUROS = Decimal(10) ** 11
# The same cell comes back on thousands of lines: its reading is kept.
_KEPT = 20_000
_CENT = Decimal("0.01")
_FLOAT_NOISE = Decimal("0.000001")
_ISO_PERIOD = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\s*[/_]\s*(\d{4}-\d{2}-\d{2}))?")
_SCIENTIFIC = re.compile(r"[0-9]+(?:[.,][0-9]+)?[eE]\+?[0-9]+")
_FLOAT_TAIL = re.compile(r"([0-9]{9}|[0-9]{13,14})\.0+")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_RNA = re.compile(r"W[0-9A-Z]{9}")
_NUMBER_IN_WORDS = re.compile(r"[^\d]*\d[\d\s.,]*")


@dataclass(frozen=True)
class Identifier:
    """A SIRET (then the SIREN that begins it) or a SIREN alone."""

    siret: str | None
    siren: str


def amount(cell: Cell) -> Decimal:
    """Euros to the cent, signed. ValueError when empty, ambiguous, not a number, or written in words."""
    if cell is None or cell == "":
        raise ValueError("montant absent : sans montant, la ligne ne dit pas une subvention")
    if isinstance(cell, bool | date | datetime):
        raise ValueError("ce n'est pas un montant : les colonnes de cette ligne sont-elles décalées ?")
    value = _exact(cell) if isinstance(cell, int | float) else _written(cell)
    if abs(value) >= MAX_EUROS:
        raise ValueError("montant hors de toute mesure : un identifiant a-t-il pris sa place ?")
    return value


def _exact(number: float) -> Decimal:
    value = Decimal(repr(number))
    if not value.is_finite():
        raise ValueError("ce n'est pas un nombre")
    cents = value.quantize(_CENT)
    if abs(value - cents) > _FLOAT_NOISE:
        raise ValueError("plus de deux décimales : ce n'est pas un montant en euros et centimes")
    return cents


@lru_cache(maxsize=_KEPT)
def _written(text: str) -> Decimal:
    try:
        value = parse_amount(text)
    except ValueError as error:
        raise ValueError(_why_not(text, str(error))) from error
    if value is None:
        raise ValueError("montant absent : sans montant, la ligne ne dit pas une subvention")
    if value != value.quantize(_CENT):
        raise ValueError("plus de deux décimales : ce n'est pas un montant en euros et centimes")
    return value.quantize(_CENT)


def _why_not(text: str, said: str) -> str:
    if "ambigu" in said:
        return "le point sépare-t-il des milliers ou des décimales ? Écrivez 1 234 ou 1,234"
    if re.search(r"\(.*\)|/an|par an|saison|ans\b", fold(text)) and re.search(r"\d", text):
        return "un nombre et des mots : le montant d'une année ne se lit pas avec certitude"
    if not re.search(r"\d", text):
        return "pas de nombre : inconnu ou non communiqué n'est pas zéro"
    return "ce n'est pas un seul nombre écrit à la française"


@lru_cache(maxsize=_KEPT)
def day(cell: Cell) -> date | None:
    """A day; None when empty. ValueError for a day that does not exist, two dates, or less than a day."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, date):
        year(cell)
        return cell.date() if isinstance(cell, datetime) else cell
    if not isinstance(cell, str):
        raise ValueError("un nombre n'est pas une date : la cellule a-t-elle perdu son format de date ?")
    if match := re.fullmatch(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?", cell):
        cell = match[1]
    read = parse_date(cell)
    if read is None:
        return None
    if read.precision != "jour":
        raise ValueError("une date au jour est attendue (AAAA-MM-JJ)")
    return read.jour


@lru_cache(maxsize=_KEPT)
def period(cell: Cell) -> tuple[date | None, date | None]:
    """« 2017-01-13/2017-03-02 », or one day for both; (None, None) when empty. ValueError otherwise."""
    if isinstance(cell, str) and (match := _ISO_PERIOD.fullmatch(cell.strip())):
        first = day(match[1])
        last = day(match[2]) if match[2] else first
        if first and last and last < first:
            raise ValueError("la période finit avant de commencer")
        return first, last
    try:
        only = day(cell)
    except ValueError as error:
        raise ValueError("une date ou une période est attendue (AAAA-MM-JJ/AAAA-MM-JJ)") from error
    return only, only


def year(cell: Cell) -> int | None:
    """A year; None when empty."""
    if cell is None or cell == "":
        return None
    written = cell.year if isinstance(cell, date) else cell
    text = str(int(written)) if isinstance(written, float) and written.is_integer() else str(written).strip()
    if not re.fullmatch(r"(19|20)\d{2}", text):
        raise ValueError("une année est attendue (AAAA)")
    return int(text)


@lru_cache(maxsize=_KEPT)
def identifier(cell: Cell) -> Identifier | None:
    """A SIRET or a SIREN, spaces apart; None when empty. ValueError for anything else: no digit is ever added."""
    if cell is None or cell == "":
        return None
    text = _digits_of(cell)
    if re.fullmatch(r"[0-9]{14}", text):
        return Identifier(text, text[:9])
    if re.fullmatch(r"[0-9]{9}", text):
        return Identifier(None, text)
    if re.fullmatch(r"[0-9]{13}|[0-9]{8}", text):
        raise ValueError(f"{len(text)} chiffres : un tableur a-t-il supprimé le zéro initial ?")
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
        raise ValueError("un numéro RNA s'écrit W suivi de neuf caractères")
    return text


@lru_cache(maxsize=_KEPT)
def share(cell: Cell) -> float | None:
    """A fraction of 1: 0.05, « 0,5 », « 80 % »; None when empty. ValueError above 1: 80 is 80 % or a mistake."""
    if cell is None or cell == "":
        return None
    percent = isinstance(cell, str) and cell.strip().endswith("%")
    number = parse_number(cell.strip().removesuffix("%")) if isinstance(cell, str) else Decimal(repr(cell))
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
    written = str(cell)
    words = " ".join((written if written.isprintable() else _CONTROLS.sub(" ", written)).split())
    return cell if isinstance(cell, str) and words == cell != "" else words or None


def commune(cell: Cell) -> str | None:
    """The code of a commune of today, an old code resolved; None when empty."""
    if cell is None or cell == "":
        return None
    return territory().resolve_code(str(cell).strip()).code_commune
