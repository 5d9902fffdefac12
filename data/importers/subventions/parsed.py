"""A line that is a grant, as rows of ``subventions``: each cell read with what its whole column proves."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from data.batch import Reject, Row
from data.importers.subventions import cells, identity, places
from data.importers.subventions.columns import AMOUNTS, Header
from data.importers.subventions.words import Remarks
from data.reading import columns, euros
from data.reading.grids import Grid
from data.reading.workbook import Cell

_DATES = ("date_convention", "periode", "periode_debut", "periode_fin")
_SHOWN = 120


class Parser:
    """The columns of a grid, and what they prove of their cells."""

    def __init__(self, grid: Grid, header: Header, constants: Mapping[str, Any]) -> None:
        self.grid, self.header, self.constants = grid, header, constants
        self.places = {name: place for place, name in header.fields.items()}
        self.rows = grid.rows[header.last + 1 :]
        self.amounts = {name: self.places[name] for name in AMOUNTS if name in self.places}
        self.numbers = {name: columns.numbers(self.column(name), decimals=2) for name in self.amounts}
        self.dates = {name: columns.dates(self.column(name)) for name in _DATES if name in self.places}
        pairs = [(self.cell(row, "beneficiaire_id"), self.cell(row, "beneficiaire")) for row in self.rows]
        self.nobody = identity.rounded(pairs)
        self.names = identity.names_of(pairs, self.nobody)
        self.postcodes = places.are_postcodes(
            zip(self.column("code_commune"), self.column("commune"), strict=True), self.name("code_commune")
        )

    def column(self, name: str) -> list[Cell]:
        """The cells of a field, in their order."""
        return [self.cell(row, name) for row in self.rows]

    def cell(self, row: Sequence[Cell], name: str) -> Cell:
        """The cell of a field."""
        place = self.places.get(name)
        return row[place] if place is not None and place < len(row) else None

    def name(self, name: str) -> str:
        """What the file calls a field."""
        place = self.places.get(name)
        return name if place is None else " ".join(self.header.names[place].split())

    def words(self, row: Sequence[Cell]) -> str:
        """The line as written."""
        return (self.grid.separator or " | ").join("" if cell is None else str(cell) for cell in row)

    def refuse(self, line: int, column: str | None, value: object, reason: str) -> Reject:
        """One thing refused or left aside."""
        return Reject(self.grid.name, line, column, None if value is None else str(value)[:_SHOWN], reason)

    def cents(self, row: Sequence[Cell], name: str) -> int | None:
        """An amount in cents; None when it cannot be read."""
        try:
            return int(euros.amount(self.cell(row, name), self.numbers[name]) * 100)
        except ValueError:
            return None

    def named(self, line: int, row: Sequence[Cell], asides: Remarks) -> Sequence[Cell]:
        """The row with the name that other lines give to its SIREN, when its own is empty; which is told."""
        place = self.places.get("beneficiaire")
        if place is None or place >= len(row) or cells.text(row[place]) is not None:
            return row
        siren = identity.siren(self.cell(row, "beneficiaire_id"))
        known = self.names.get(siren) if siren else None
        if known is None:
            return row
        asides.append(
            self.refuse(
                line, self.name("beneficiaire"), siren, f"nom absent : « {known} », d'après une autre ligne de ce SIREN"
            )
        )
        return [*row[:place], known, *row[place + 1 :]]

    def grants(self, line: int, row: Sequence[Cell], asides: Remarks) -> list[Row] | Reject:
        """A row for each amount that is written (asked, granted, paid: never added), or why there is none."""
        written: dict[str, Decimal] = {}
        reasons: list[tuple[str, str]] = []
        for name in self.amounts:
            try:
                written[name] = euros.amount(self.cell(row, name), self.numbers[name])
            except ValueError as error:
                if len(self.amounts) == 1 or self.cell(row, name) is not None:
                    reasons.append((name, str(error)))
        if reasons or not written:
            name, reason = reasons[0] if reasons else ("montant", "montant absent de chaque colonne")
            return self.refuse(line, self.name(name), self.cell(row, name), reason)
        shared = self._shared(line, row, asides)
        funder = shared["attribuant"] or self.constants.get("attribuant")
        if funder is None:
            reason = "attribuant absent : qui donne ? Écrivez-le, ou donnez-le une fois par [constantes] attribuant"
            return self.refuse(line, self.name("attribuant"), None, reason)
        return [
            {
                **shared,
                "attribuant": funder,
                "montant_eur": value,
                "etape": self.constants.get("etape", AMOUNTS[name]) if name == "montant" else AMOUNTS[name],
                "alerte": "négatif" if value < 0 else None,
                "ligne": line,
            }
            for name, value in written.items()
        ]

    def _shared(self, line: int, row: Sequence[Cell], asides: Remarks) -> Row:
        def read(name: str, parse: Callable[[Cell], Any]) -> Any:
            return self._aside(line, row, name, parse, asides)

        def dated(name: str, parse: Callable[[Cell, columns.Dates], Any]) -> Any:
            return read(name, lambda cell: parse(cell, self.dates[name]))

        beneficiary = read("beneficiaire_id", self._identifier)
        funder = read("attribuant_siret", cells.identifier)
        first, last = dated("periode", cells.period) or (None, None)
        signed = dated("date_convention", cells.day)
        start, end = dated("periode_debut", cells.day) or first, dated("periode_fin", cells.day) or last
        if start and end and end < start:
            asides.append(self.refuse(line, self.name("periode_fin"), end, "le versement finirait avant de commencer"))
            start = end = None
        place = self._place(line, row, asides)
        return {
            "attribuant": cells.text(self.cell(row, "attribuant")),
            "attribuant_siret": funder.siret if funder else None,
            "beneficiaire": cells.text(self.cell(row, "beneficiaire")),
            "beneficiaire_siret": beneficiary.siret if beneficiary else None,
            "beneficiaire_siren": beneficiary.siren if beneficiary else None,
            "beneficiaire_rna": read("beneficiaire_rna", cells.rna),
            "code_commune": place.code_commune,
            "code_departement": place.code_departement,
            "objet": cells.text(self.cell(row, "objet")),
            "dispositif": cells.text(self.cell(row, "dispositif")),
            "date_convention": signed,
            "reference": cells.text(self.cell(row, "reference")),
            "exercice": read("exercice", cells.year) or self.constants.get("exercice") or self._signed_year(row),
            "nature": cells.kind(self.cell(row, "nature")),
            "conditions": cells.text(self.cell(row, "conditions")),
            "periode_debut": start,
            "periode_fin": end,
            "part_financee": read("part_financee", cells.share),
            "notification_ue": read("notification_ue", cells.yes),
            "feuille": self.grid.sheet,
            "fichier": self.grid.file,
        }

    def _signed_year(self, row: Sequence[Cell]) -> int | None:
        """The year of the date of decision, sure even where its day is not."""
        try:
            return cells.year(self.cell(row, "date_convention"))
        except ValueError:
            return None

    def _identifier(self, cell: Cell) -> cells.Identifier | None:
        known = cells.identifier(cell)
        if known and known.siret in self.nobody:
            raise ValueError(self.nobody[known.siret])
        return known

    def _place(self, line: int, row: Sequence[Cell], asides: Remarks) -> places.Place:
        insee, postcode = self.cell(row, "code_commune"), self.cell(row, "code_postal")
        field = "code_commune" if insee is not None else "code_postal" if postcode is not None else "commune"
        if self.postcodes:
            insee, postcode = None, insee
        try:
            found = places.place(insee, postcode, self.cell(row, "commune"))
        except ValueError as error:
            found = places.Place(told=str(error))
        if found.told:
            reason = f"commune laissée vide : {found.told}"
            asides.append(self.refuse(line, self.name(field), self.cell(row, field), reason))
        return found

    def _aside(self, line: int, row: Sequence[Cell], name: str, parse: Callable[[Cell], Any], asides: Remarks) -> Any:
        """The cell read; None when it has no sure reading, which is told: the line stays."""
        cell = self.cell(row, name)
        if cell is None:
            return None
        try:
            value = parse(cell)
        except ValueError as error:
            why = str(error).removeprefix(f"« {cell} » : ")
            asides.append(self.refuse(line, self.name(name), cell, f"cellule laissée vide : {why}"))
            return None
        if isinstance(value, cells.Identifier) and value.siret and not cells.has_right_key(value.siret):
            asides.append(self.refuse(line, self.name(name), cell, "SIRET gardé tel quel, mais sa clé est fausse"))
        return value
