"""The lines of a grant file under a known header: grants kept, lines refused with their reason, cells left aside."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from data import french
from data.batch import RefusedError, Reject, Row
from data.importers.subventions import cells, identity
from data.importers.subventions.columns import Header, repeats_header
from data.importers.subventions.labels import Labelled, Line, label_of, labelled
from data.importers.subventions.parsed import Parser
from data.importers.subventions.rows import Rows
from data.importers.subventions.totals import totals
from data.importers.subventions.words import Remarks
from data.progress import Progress
from data.reading import columns
from data.reading.grids import Grid
from data.reading.workbook import Cell

# What follows the comma of an amount that no quotes protect.
_CENTS = re.compile(r"[0-9]{1,2}")
_WORDED = ("objet", "nature", "conditions", "dispositif", "beneficiaire", "attribuant", "date_convention", "periode")
_MOST_MERGED = 1_000_000
# What a grant says of itself, and a total or a heading does not.
_TELLING = ("beneficiaire_id", "beneficiaire_rna", "objet", "date_convention", "reference")
_IDENTIFYING = ("beneficiaire_id", "beneficiaire_rna")


@dataclass
class Lines:
    """What a grid gave: rows of ``subventions``, refused lines, cells left aside (their line stays)."""

    rows: Rows = field(default_factory=Rows)
    rejects: list[Reject] = field(default_factory=list)
    asides: Remarks = field(default_factory=Remarks)
    read: int = 0
    kept: int = 0

    def refuse(self, why: Mapping[tuple[int, str], Reject]) -> None:
        """Take out rows that were kept, by line and stage; a line that keeps another of its stages stays."""
        self.rows.drop(why)
        staying = set(self.rows["ligne"])
        gone = {line: reject for (line, _), reject in why.items() if line not in staying}
        self.rejects += gone.values()
        for (line, _), reject in why.items():
            if line in staying:
                self.asides.append(reject)
        self.kept -= len(gone)


def read_lines(grid: Grid, header: Header, constants: Mapping[str, Any]) -> Lines:
    """Every line under the header, in its order; ``constants`` are fields that the mapping gives once for all."""
    told = Lines(rejects=list(grid.rejects), read=len(grid.rejects))
    reader = _Reader(grid, header, constants)
    progress = Progress(grid.name, len(reader.rows))
    for row, line in zip(reader.rows, reader.lines, strict=True):
        told.read += 1
        found = reader.refusal(line, row) or reader.grants(line, row, told.asides)
        if isinstance(found, Reject):
            told.rejects.append(found)
        else:
            for grant in found:
                told.rows.add(grant)
            told.kept += 1
        progress.tell(told.read, told.kept)
    return told


class _Reader:
    """One grid, its header, and what must be known of the whole before any line is judged."""

    def __init__(self, grid: Grid, header: Header, constants: Mapping[str, Any]) -> None:
        self.grid, self.header = grid, header
        self.parser = Parser(grid, header, constants)
        self.rows, self.lines = self.parser.rows, grid.lines[header.last + 1 :]
        self.places, self.amounts = self.parser.places, self.parser.amounts
        self.width = len(header.names)
        self.named = max((place + 1 for place, name in enumerate(header.names) if name.strip()), default=self.width)
        self.usual = self._usual_width()
        self.row_of = dict(zip(self.lines, self.rows, strict=True))
        self.merges = self._merges()
        self.shared = self._shared_amounts()
        self.telling = [self.places[name] for name in _TELLING if name in self.places]
        self.first_of = self._first_of_twins()
        self.labelled = self._labelled()
        self.totals = self._sums_of_neighbours()

    def grants(self, line: int, row: Sequence[Cell], asides: Remarks) -> list[Row] | Reject:
        """The rows of a line that nothing refuses."""
        if line in self.labelled.counted:
            reason = f"identique à la ligne {self.first_of[line]}, gardée : le total publié compte les deux"
            asides.append(self._refuse(line, None, self._words(row), reason))
        return self.parser.grants(line, self.parser.named(line, self.filled_down(line, row), asides), asides)

    # ── Lines that are no grant ──

    def refusal(self, line: int, row: Sequence[Cell]) -> Reject | None:
        """Why this line is not a grant, or None."""
        filled = self.filled_down(line, row)
        return (
            self._repeated_header(line, row)
            or self._wrong_width(line, row)
            or self._total(line, row)
            or self._nobody(line, filled)
            or self._shifted(line, filled)
            or self.shared.get(line)
            or self._twin(line, filled)
            or self.totals.get(line)
        )

    def _repeated_header(self, line: int, row: Sequence[Cell]) -> Reject | None:
        if not repeats_header(row, self.header):
            return None
        return self._refuse(line, None, self._words(row), "en-tête répété, pas une subvention")

    def _wrong_width(self, line: int, row: Sequence[Cell]) -> Reject | None:
        comma = self.grid.separator == ","
        surplus = self.grid.separator is not None and any(cell is not None for cell in row[self.named :])
        if comma and len(row) > min(self.usual, self.width):
            surplus = True
        if not surplus and len(row) >= self.usual:
            return None
        likely = (
            "une virgule décimale sans guillemets a-t-elle été prise pour un séparateur ?"
            if surplus and comma
            else "la ligne est-elle coupée, ou un texte contient-il le séparateur ?"
        )
        counts = f"{french.plural(len(row), 'valeur')} pour {french.plural(self.width, 'colonne')}"
        reason = f"{counts} : {likely} Rien n'est réaligné"
        return self._refuse(line, None, self._words(row), reason)

    def _usual_width(self) -> int:
        """The header's width; less, when most lines lack the same trailing blanks."""
        counted = Counter(map(len, self.rows))
        if not counted:
            return self.width
        usual, count = counted.most_common(1)[0]
        return usual if usual < self.width and count > len(self.rows) / 2 else self.width

    def _total(self, line: int, row: Sequence[Cell]) -> Reject | None:
        reason = self.labelled.totals.get(line)
        return self._refuse(line, None, self._words(row), reason) if reason else None

    def _labelled(self) -> Labelled:
        """The lines that say that they are totals, by their numbers, and the copies that these count."""
        found = labelled([self._judged(line, row) for line, row in zip(self.lines, self.rows, strict=True)])
        return Labelled(
            {self.lines[rank]: reason for rank, reason in found.totals.items()},
            {self.lines[rank] for rank in found.counted},
        )

    def _judged(self, line: int, row: Sequence[Cell]) -> Line:
        telling = any(place < len(row) and row[place] is not None for place in self.telling)
        words = [cell for cell in row if isinstance(cell, str)] if _few_words(row) else []
        cents = [self.parser.cents(row, name) for name in self.amounts]
        return Line(
            label_of(words, telling=telling),
            next((amount for amount in cents if amount is not None), None),
            repeats_header(row, self.header),
            telling,
            any(self._cell(row, name) is not None for name in _IDENTIFYING),
            line in self.first_of,
        )

    def _nobody(self, line: int, row: Sequence[Cell]) -> Reject | None:
        if cells.text(self._cell(row, "beneficiaire")) is not None:
            return None
        siren = identity.siren(self._cell(row, "beneficiaire_id"))
        if siren and self.parser.names.get(siren):
            return None
        reason = "bénéficiaire absent : note, titre ou ligne incomplète, pas une subvention"
        if siren:
            several = siren in self.parser.names
            reason = (
                f"nom du bénéficiaire absent, et le SIREN {siren} "
                + ("porte plusieurs noms dans ce fichier" if several else "n'est nommé sur aucune autre ligne")
                + " : écrivez son nom"
            )
        return self._refuse(line, self._name("beneficiaire"), self._words(row), reason)

    def _shifted(self, line: int, row: Sequence[Cell]) -> Reject | None:
        """Signs that the cells of a line do not stand under their names."""
        name = cells.text(self._cell(row, "beneficiaire"))
        if name is not None and not any(map(str.isalpha, name)):
            reason = "un nom sans une lettre : les colonnes de cette ligne sont-elles décalées ?"
            return self._refuse(line, self._name("beneficiaire"), name, reason)
        year = self._cell(row, "exercice")
        if year is not None and _is_number(year) and not _is_year(year) and not self._only_absurd(year, row):
            reason = "un nombre qui n'est pas une année : les colonnes de cette ligne sont-elles décalées ?"
            return self._refuse(line, self._name("exercice"), year, reason)
        for amount, place in self.amounts.items() if self.grid.separator == "," else ():
            after = row[place + 1] if place + 1 < len(row) else None
            if self.header.fields.get(place + 1) in _WORDED and _CENTS.fullmatch(str(after)):
                reason = (
                    f"suivi de « {after} » : une virgule décimale sans guillemets a-t-elle coupé le montant en deux ?"
                )
                return self._refuse(line, self._name(amount), row[place], reason)
        return None

    def _only_absurd(self, year: Cell, row: Sequence[Cell]) -> bool:
        """Whether a number of four figures, 9999 or 1895, is a year that cannot be and not an amount: amounts stand in
        their own columns, where no year does."""
        four = re.fullmatch(r"[0-9]{4}(?:[.,]0+)?", str(year))
        return bool(four) and not any(_is_year(self._cell(row, name)) for name in self.amounts)

    def _first_of_twins(self) -> dict[int, int]:
        """Line → the first line that it is identical to."""
        seen: dict[tuple[Cell, ...], int] = {}
        found = {}
        for line, row in zip(self.lines, self.rows, strict=True):
            first = seen.setdefault(tuple(self.filled_down(line, row)), line)
            if first != line:
                found[line] = first
        return found

    def _twin(self, line: int, row: Sequence[Cell]) -> Reject | None:
        first = self.first_of.get(line)
        if first is None or line in self.labelled.counted:
            return None
        reason = (
            f"identique en tout à la ligne {first} : doublon ? Si ce sont deux subventions, distinguez-les "
            "(référence, objet ou date)"
        )
        return self._refuse(line, None, self._words(row), reason)

    def _sums_of_neighbours(self) -> dict[int, Reject]:
        """Lines without identifier, object, date or reference, whose amount is the sum of their neighbours."""
        place = self.amounts.get("montant")
        if place is None:
            return {}
        told = [any(column < len(row) and row[column] is not None for column in self.telling) for row in self.rows]
        cents = [self.parser.cents(row, "montant") for row in self.rows]
        said = {rank for rank, line in enumerate(self.lines) if line in self.labelled.totals}
        found = {}
        for rank, which in totals(cents, told, self.lines, said, bare=not self.telling).items():
            reason = (
                f"rien ne dit une subvention, et le montant est la somme des lignes {which} : "
                "total ou titre, pas une subvention"
            )
            line = self.lines[rank]
            found[line] = self._refuse(line, self._name("montant"), self.rows[rank][place], reason)
        return found

    # ── Shared ──

    def filled_down(self, line: int, row: Sequence[Cell]) -> Sequence[Cell]:
        """The row with what a vertical merge says of it; amounts are never taken from a merge."""
        if line not in self.merges:
            return row
        filled = list(row)
        for top, column in self.merges[line]:
            origin = self.row_of.get(top)
            if origin is not None and column < len(filled) and filled[column] is None:
                filled[column] = origin[column]
        return filled

    def _merges(self) -> dict[int, list[tuple[int, int]]]:
        """Line → (line, column) of the first cell of each one-column merge that covers it."""
        last = self.lines[-1] if self.lines else 0
        ranges = [
            (top, left, min(bottom, last))
            for top, left, bottom, right in self.grid.merged
            if left == right and left not in self.amounts.values()
        ]
        if sum(bottom - top for top, _, bottom in ranges) > _MOST_MERGED:
            raise RefusedError(
                f"{self.grid.name} : plus d'un million de cellules fusionnées. Défusionnez-les dans un tableur, "
                "recopiez leurs valeurs, et recommencez."
            )
        merges: dict[int, list[tuple[int, int]]] = {}
        for top, left, bottom in ranges:
            for line in range(top + 1, bottom + 1):
                merges.setdefault(line, []).append((top, left))
        return merges

    def _shared_amounts(self) -> dict[int, Reject]:
        """Lines whose amount stands in a merge: whose it is, or what it is, cannot be said.

        A merge down the lines of one beneficiary, itself merged, is that beneficiary's.
        """
        found = {}
        beneficiary = self.places.get("beneficiaire", -1)
        whole = [(top, bottom) for top, left, bottom, right in self.grid.merged if left <= beneficiary <= right]
        for top, left, bottom, right in self.grid.merged:
            covered = [name for name, place in self.amounts.items() if left <= place <= right]
            owned = left == right and any(first <= top and bottom <= last for first, last in whole)
            if covered and not owned and top in self.row_of:
                reason = (
                    f"montant fusionné (lignes {top} à {bottom}) : à qui revient-il ? Écrivez la part de chacun"
                    if bottom > top
                    else "montant fusionné sur plusieurs colonnes : laquelle le porte ? Défusionnez"
                )
                found[top] = self._refuse(top, self._name(covered[0]), self.row_of[top][left], reason)
        return found

    def _cell(self, row: Sequence[Cell], name: str) -> Cell:
        return self.parser.cell(row, name)

    def _name(self, name: str) -> str:
        return self.parser.name(name)

    def _words(self, row: Sequence[Cell]) -> str:
        return self.parser.words(row)

    def _refuse(self, line: int, column: str | None, value: object, reason: str) -> Reject:
        return self.parser.refuse(line, column, value, reason)


def _few_words(row: Sequence[Cell]) -> bool:
    return sum(isinstance(cell, str) for cell in row) <= 3


def _is_year(cell: Cell) -> bool:
    try:
        return cells.year(cell) is not None
    except ValueError:
        return False


def _is_number(cell: Cell) -> bool:
    if isinstance(cell, str):
        return columns.parse_or_none(cell) is not None
    return isinstance(cell, int | float)
