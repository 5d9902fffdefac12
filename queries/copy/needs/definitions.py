"""The needs of ``besoins.csv``, which a committee may change: read strictly, refused with the line and the column."""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa

from data import causes, french
from data.batch import RefusedError
from queries.copy.secrecy.rules import FOLDER

FILE = FOLDER / "besoins.csv"
# The one need that is every action; each other is a public or a theme.
WHOLE, KINDS = "ensemble", ("ensemble", "public", "theme")
COLUMNS = ("besoin", "genre", "rang", "titre", "phrase", "du_comite", "libelles", "age_min", "age_max")
_YES_NO = {"oui": True, "non": False}
_MOST = {"rang": 10_000, "age_min": 120, "age_max": 120}
SCHEMA = pa.schema(
    {
        "besoin": pa.string(),
        "genre": pa.string(),
        "titre": pa.string(),
        "phrase": pa.string(),
        "age_min": pa.int32(),
        "age_max": pa.int32(),
        "rang": pa.int32(),
        "du_comite": pa.bool_(),
        "libelles": pa.list_(pa.string()),
    }
)


class NeedsError(RefusedError):
    """A file of needs that cannot be read; the message is French and names the file, the line and the column."""


def read(file: Path = FILE) -> pa.Table:
    """One row a need (``SCHEMA``), in the order of the file; an age that is not written is unknown."""
    lines = [_Line(file.name, number, cells) for number, cells in _lines(file)]
    needs = [line.need() for line in lines]
    for column in ("besoin", "rang"):
        known = set()
        for line, need in zip(lines, needs, strict=True):
            if need[column] in known:
                raise line.wrong(column, "une valeur qu'aucune autre ligne n'a")
            known.add(need[column])
    if [need["besoin"] for need in needs if need["genre"] == WHOLE] != [WHOLE]:
        raise NeedsError(f"{file.name}, colonne « genre » : il faut une ligne « {WHOLE} » de ce genre, et une seule.")
    return pa.Table.from_pylist(needs, SCHEMA)


def _lines(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, cells by column) of each row."""
    try:
        reader = csv.reader(io.StringIO(file.read_bytes().decode("utf-8-sig"), newline=""), strict=True)
        header = next(reader, [])
        if sorted(header) != sorted(COLUMNS):
            odd = ", ".join(sorted(set(header) ^ set(COLUMNS))) or "deux fois la même"
            raise NeedsError(f"{file.name}, ligne 1 : colonnes absentes ou inconnues : {odd}.")
        for cells in reader:
            if len(cells) != len(header):
                said = f"{french.plural(len(cells), 'case')} pour {french.plural(len(header), 'colonne')}"
                raise NeedsError(f"{file.name}, ligne {reader.line_num} : {said}.")
            yield reader.line_num, dict(zip(header, cells, strict=True))
    except OSError as error:
        raise NeedsError(f"{file.name} : ce fichier ne peut pas être lu ({causes.why(error)}).") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise NeedsError(f"{file.name}, ligne {line} : ce texte n'est pas en UTF-8.") from error
    except csv.Error as error:
        raise NeedsError(
            f"{file.name}, ligne {reader.line_num} : ce n'est pas du CSV ({causes.why(error)})."
        ) from error


class _Line:
    """One row, whose cells are each of the kind that is asked for."""

    def __init__(self, file: str, number: int, cells: Mapping[str, str]) -> None:
        self._where, self._cells = f"{file}, ligne {number}", cells

    def need(self) -> dict[str, str | int | bool | list[str] | None]:
        """The row under the names of ``SCHEMA``."""
        low, high = self._whole("age_min"), self._whole("age_max")
        if (low is None) != (high is None) or (low or 0) > (high or 0):
            raise self.wrong("age_max", "un âge qui vient après age_min, ou aucun des deux")
        rank = self._whole("rang")
        if rank is None:
            raise self.wrong("rang", "un rang")
        return {
            "besoin": self._text("besoin"),
            "genre": self._among("genre", KINDS),
            "titre": self._text("titre"),
            "phrase": self._cells["phrase"],
            "age_min": low,
            "age_max": high,
            "rang": rank,
            "du_comite": _YES_NO[self._among("du_comite", tuple(_YES_NO))],
            "libelles": self._labels(),
        }

    def _labels(self) -> list[str]:
        labels = self._cells["libelles"].split("|") if self._cells["libelles"] else []
        if not all(label.strip() for label in labels):
            raise self.wrong("libelles", "des libellés séparés par « | », aucun vide")
        return labels

    def _text(self, column: str) -> str:
        if not self._cells[column].strip():
            raise self.wrong(column, "un texte")
        return self._cells[column]

    def _among(self, column: str, known: tuple[str, ...]) -> str:
        if self._cells[column] not in known:
            raise self.wrong(column, f"l'un de : {', '.join(known)}")
        return self._cells[column]

    def _whole(self, column: str) -> int | None:
        """A whole number from 0; None when nothing is written."""
        written, most = self._cells[column], _MOST[column]
        if not written:
            return None
        if not (written.isascii() and written.isdecimal()) or len(written) > len(str(most)) or int(written) > most:
            raise self.wrong(column, f"un entier de 0 à {most}")
        return int(written)

    def wrong(self, column: str, expected: str) -> NeedsError:
        """What is said of a cell that is not what is expected."""
        return NeedsError(f"{self._where}, colonne « {column} » : « {self._cells[column]} », attendu {expected}.")
