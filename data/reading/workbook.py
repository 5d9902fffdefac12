"""Workbooks that people send (.xlsx, .xls, .ods) as sheets of plain cells.

A workbook is hostile until proved otherwise: it is looked at from outside first (macros, password, an archive that
unpacks to gigabytes), then read by a child process whose time and memory are bounded. Nothing in it is ever executed.
"""

import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from data.batch import RefusedError
from data.reading.files import read_bytes
from data.settings import ROOT

SUFFIXES = (".xlsx", ".xls", ".ods")
MAX_FILE_BYTES = 60_000_000
MAX_UNPACKED_BYTES = 600_000_000
# An honest sheet shrinks ten to thirty times; a bomb, hundreds.
MAX_RATIO = 200
RATIO_FROM_BYTES = 20_000_000
READING_SECONDS = 60
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLE_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_ADVICE = "Ouvrez-le dans un tableur et enregistrez la feuille utile en .xlsx ou en CSV."

Cell = str | int | float | bool | date | datetime | None


class Formatted(float):
    """A number that the sheet shows with a unit that is not euros: 0.8 shown « 80 % », 12 shown « 12 k€ »."""

    unit: str

    def __new__(cls, value: float, unit: str) -> "Formatted":
        """The value that the cell holds, and the unit of its format (« % », « k€ »…)."""
        made = super().__new__(cls, value)
        made.unit = unit
        return made


@dataclass(frozen=True)
class Sheet:
    """One sheet: ``rows`` that hold something, each as wide as the sheet, and ``lines`` their numbers; an empty cell is
    None.

    ``merged`` are its merged ranges (first line, first column, last line, last column; columns from 0 in ``rows``),
    whose value stands in their first cell only; ``unread`` names cells whose formula has no kept result, ``zeros``
    those whose kept result is 0, as software that does not compute leaves it, ``formulas`` where a formula stands
    (line, column from 0 in ``rows``), the last two in .xlsx only.
    """

    name: str
    rows: list[list[Cell]]
    lines: list[int]
    merged: list[tuple[int, int, int, int]]
    hidden: bool
    unread: tuple[str, ...]
    zeros: tuple[str, ...] = ()
    formulas: frozenset[tuple[int, int]] = frozenset()


def read_workbook(path: Path) -> list[Sheet]:
    """The sheets of a workbook that hold at least one cell, in their order.

    RefusedError (French) for macros, a password, an archive that unpacks beyond 600 MB, a damaged file, or a reading
    that takes over 60 s or about 1.5 GB.
    """
    content = read_bytes(path, MAX_FILE_BYTES)
    if content.startswith(_ZIP):
        _check_archive(path)
    elif content.startswith(_OLE):
        _check_ole(path, content)
    else:
        raise RefusedError(f"« {path.name} » n'est pas un classeur (.xlsx, .xls ou .ods). {_ADVICE}")
    with tempfile.TemporaryFile() as told:
        _read_in_child(path, told)
        told.seek(0)
        return _sheets(told)


def _check_archive(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile as error:
        raise RefusedError(f"« {path.name} » est un classeur abîmé (archive illisible). {_ADVICE}") from error
    unpacked = sum(member.file_size for member in members)
    worst = max(
        (member.file_size / max(member.compress_size, 1) for member in members if member.file_size > RATIO_FROM_BYTES),
        default=0,
    )
    if unpacked > MAX_UNPACKED_BYTES or worst > MAX_RATIO:
        raise RefusedError(
            f"« {path.name} » se déploierait en {unpacked // 1_000_000} Mo : il n'est pas ouvert. "
            "Une feuille ordinaire est cent fois plus légère ; supprimez les lignes et colonnes vides mises en forme."
        )
    if any(member.filename.lower().endswith("vbaproject.bin") for member in members):
        raise RefusedError(f"« {path.name} » contient des macros : il n'est pas ouvert. Enregistrez-le en .xlsx.")
    if any(member.flag_bits & 0x1 for member in members):
        raise RefusedError(f"« {path.name} » est protégé par un mot de passe : enregistrez-le sans mot de passe.")


def _check_ole(path: Path, content: bytes) -> None:
    if _ENCRYPTED in content:
        raise RefusedError(f"« {path.name} » est protégé par un mot de passe : enregistrez-le sans mot de passe.")
    if _OLE_MACROS in content:
        raise RefusedError(f"« {path.name} » contient des macros : il n'est pas ouvert. Enregistrez-le en .xlsx.")


def _read_in_child(path: Path, told: IO[bytes]) -> None:
    """What the child prints goes to a file, so that the two never hold the workbook at once."""
    command = [sys.executable, "-m", "data.reading.workbook_child", str(path.resolve())]
    try:
        done = subprocess.run(
            command, cwd=ROOT, stdout=told, stderr=subprocess.PIPE, timeout=READING_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise RefusedError(
            f"« {path.name} » demande plus de {READING_SECONDS} s de lecture : il est trop lourd ou abîmé. {_ADVICE}"
        ) from error
    if done.returncode != 0:
        raise RefusedError(f"« {path.name} » ne peut pas être lu : {_why(done.returncode, done.stderr)}. {_ADVICE}")


def _why(code: int, stderr: bytes) -> str:
    """The likely cause, from how the child ended; its own words are for developers."""
    words = stderr.decode(errors="replace")
    if "PasswordError" in words:
        return "il est protégé par un mot de passe"
    if code < 0 or "MemoryError" in words or "File too large" in words:
        return "il demande trop de mémoire (des lignes vides mises en forme jusqu'au bas de la feuille ?)"
    return "le classeur est abîmé ou d'une forme inconnue"


def _sheets(told: Iterable[bytes]) -> list[Sheet]:
    """Lines of JSON: a sheet without its rows, then each row with its number; a text that comes back is kept once."""
    sheets: list[Sheet] = []
    pool: dict[str, str] = {}
    for line in told:
        said = json.loads(line)
        if isinstance(said, list):
            line_number, cells = said
            sheets[-1].lines.append(line_number)
            sheets[-1].rows.append([_cell(cell, pool) for cell in cells])
            continue
        merged = [(top, left, bottom, right) for top, left, bottom, right in said["merged"]]
        unread, zeros = tuple(said["unread"]), tuple(said["zeros"])
        formulas = frozenset((row, place) for row, place in said["formulas"])
        sheets.append(Sheet(said["name"], [], [], merged, said["hidden"], unread, zeros, formulas))
    return [sheet for sheet in sheets if sheet.rows or sheet.unread]


def _cell(value: Any, pool: dict[str, str]) -> Cell:
    if isinstance(value, str):
        return pool.setdefault(value, value)
    if isinstance(value, dict):
        if "unite" in value:
            return Formatted(value["nombre"], value["unite"])
        return date.fromisoformat(value["jour"]) if "jour" in value else datetime.fromisoformat(value["moment"])
    cell: Cell = value
    return cell
