"""One cell as its column says it is read, in the notation that the whole column proves; ValueError (French) when it
cannot be: nothing is guessed or repaired."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from data import french
from data.identifiers import fold
from data.importers.subventions import cells
from data.importers.tableaux.description import Column
from data.reading import codes, columns, euros
from data.reading.dates import ReadDate
from data.reading.workbook import Cell
from geo.communes import Commune, UnknownCommuneError, territory

Parse = Callable[[Cell], Any]
FIRST_YEAR, LAST_YEAR = 1900, 2100
MAX_COUNT = 10_000_000
LONGEST = {"nom": 300, "titre": 300, "resume": 10_000}
_LONGEST = 2_000
_CANDIDATES = 8
_DAY_FIRST = "jj/mm"
# The days that a spreadsheet makes of the years 1900 to 2100 typed in a cell of dates.
_SERIAL_YEARS = (date(1905, 3, 14), date(1905, 9, 30))
_SERIAL_ORIGIN = date(1899, 12, 30)


def parser(column: Column, heading: str, written: Sequence[Cell]) -> Parse:
    """How the cells of a column are read; ``heading`` is as the file writes it, ``written`` are all its cells.

    Types that need more than the cell (``commune``, ``lien``…) are read as text here: see ``links.py``.
    """
    match column.type:
        case "date" | "jour":
            return _dates(column, heading, written)
        case "entier":
            return _counts(columns.numbers(written, decimals=0))
        case "nombre":
            return _numbers(columns.numbers(written))
        case "montant":
            return _amounts(columns.numbers(written, decimals=2))
        case "liste":
            return _choice(column.choices)
        case "textes":
            return _several(_words(column.labels))
        case "communes":
            return _several({})
        case "code" if column.pattern:
            return _shaped(column)
        case "code" | "commune" | "bassin" | "epci" | "departement":
            return _code
        case "texte" if column.labels:
            return _labelled(_words(column.labels), column.field)
        case "texte" | "lien":
            return lambda cell: _text(cell, column.field)
    return _PLAIN[column.type]


def _text(cell: Cell, field: str) -> str | None:
    text = cells.text(cell)
    most = LONGEST.get(field, _LONGEST)
    if text is not None and len(text) > most:
        raise ValueError(
            f"{french.number(len(text))} caractères, pour {french.number(most)} au plus : raccourcissez ce texte"
        )
    return text


def _code(cell: Cell) -> str | None:
    """A code, whose zeros count: a number has lost those it began with, if it had any."""
    if isinstance(cell, bool | date):
        raise ValueError("ce n'est pas un code : mettez la cellule au format « Texte », puis écrivez le code")
    if isinstance(cell, int | float):
        shown = str(int(cell)) if float(cell).is_integer() else str(cell)
        raise ValueError(
            f"« {shown} » est un nombre : un code est du texte, un tableur a-t-il supprimé ses zéros ?{_guess(shown)} "
            "Mettez la cellule au format « Texte », puis écrivez le code"
        )
    return _text(cell, "code")


def _shaped(column: Column) -> Parse:
    def parse(cell: Cell) -> str | None:
        text = _code(cell)
        if text is not None and not re.fullmatch(column.pattern or "", text):
            raise ValueError(f"ce code n'est pas de la forme attendue : écrivez-le ainsi. {column.help}")
        return text

    return parse


def _guess(shown: str) -> str:
    commune = territory().commune(shown.zfill(5))
    return f" Peut-être {commune.code} ({commune.nom})." if commune and len(shown) < 6 else ""


def _choice(choices: Mapping[str, str]) -> Parse:
    folded = {fold(label): code for label, code in choices.items()} | {fold(code): code for code in choices.values()}

    def parse(cell: Cell) -> str | None:
        text = cells.text(cell)
        if text is None:
            return None
        if fold(text) not in folded:
            known = ", ".join(f"« {label} »" for label in choices)
            raise ValueError(f"ce n'est pas un choix de cette colonne : écrivez l'un de {known}")
        return folded[fold(text)]

    return parse


def _words(labels: str | None) -> dict[str, str]:
    return {fold(label): label for label in codes.written(labels)} if labels else {}


def _labelled(words: Mapping[str, str], field: str) -> Parse:
    """A word of a list as the list writes it; another one as it stands."""

    def parse(cell: Cell) -> str | None:
        text = _text(cell, field)
        return text if text is None else words.get(fold(text), text)

    return parse


def _several(words: Mapping[str, str]) -> Parse:
    def parse(cell: Cell) -> tuple[str, ...]:
        text = _text(cell, "") or ""
        parts = [" ".join(part.split()) for part in text.split(";")]
        return tuple(dict.fromkeys(words.get(fold(part), part) for part in parts if part))

    return parse


def _dates(column: Column, heading: str, written: Iterable[Cell]) -> Parse:
    proved = columns.dates(written)
    # The heading of the model asks for JJ/MM/AAAA; cells that prove the contrary count more than a heading.
    says = _DAY_FIRST in heading.casefold() and proved.order is None and not proved.contradicts
    order = columns.Dates("jour") if says else proved

    def parse(cell: Cell) -> ReadDate | None:
        if isinstance(cell, date):
            _refuse_year_as_day(cell)
        read = order.date(cell)
        if read is not None and not FIRST_YEAR <= read.jour.year <= LAST_YEAR:
            raise ValueError(f"année hors de {FIRST_YEAR} à {LAST_YEAR} : vérifiez-la")
        if read is not None and column.type == "jour" and read.precision != "jour":
            raise ValueError("le jour manque : écrivez-le en entier (JJ/MM/AAAA)")
        return read

    return parse


def _refuse_year_as_day(cell: date) -> None:
    day = date(cell.year, cell.month, cell.day)
    if _SERIAL_YEARS[0] <= day <= _SERIAL_YEARS[1]:
        year = (day - _SERIAL_ORIGIN).days
        raise ValueError(
            f"{day:%d/%m/%Y} : est-ce l'année {year}, dont le tableur a fait un jour ? Mettez la cellule au format "
            f"« Texte », puis écrivez {year}"
        )


def _numbers(column: columns.Numbers) -> Parse:
    def parse(cell: Cell) -> Decimal | None:
        return column.number(_filled(cell))

    return parse


def _counts(column: columns.Numbers) -> Parse:
    def parse(cell: Cell) -> int | None:
        value = column.number(_filled(cell))
        if value is None:
            return None
        if value < 0 or value != value.to_integral_value():
            raise ValueError("ce n'est pas un nombre entier, 0 ou plus : écrivez-le en chiffres")
        if value > MAX_COUNT:
            most = french.number(MAX_COUNT)
            raise ValueError(
                f"plus de {most} : un identifiant a-t-il pris la place d'un compte ? Vérifiez les colonnes"
            )
        return int(value)

    return parse


def _amounts(column: columns.Numbers) -> Parse:
    def parse(cell: Cell) -> Decimal | None:
        if _filled(cell) is None:
            return None
        value = euros.amount(cell, column)
        if value < 0:
            raise ValueError("un montant négatif n'est pas possible ici : vérifiez le signe")
        return value

    return parse


def _filled(cell: Cell) -> Cell:
    return None if isinstance(cell, str) and not cell.strip() else cell


def _year(cell: Cell) -> int | None:
    if isinstance(cell, date):
        _refuse_year_as_day(cell)
    found = columns.year(cell)
    if found is not None and not FIRST_YEAR <= found <= LAST_YEAR:
        raise ValueError(f"année hors de {FIRST_YEAR} à {LAST_YEAR} : vérifiez-la")
    return found


def _siret(cell: Cell) -> str | None:
    found = cells.identifier(cell)
    if found is not None and found.siret is None:
        raise ValueError("un SIRET a 14 chiffres, un SIREN 9 : ajoutez les 5 chiffres de l'établissement")
    return found.siret if found else None


_PLAIN: Mapping[str, Parse] = {
    "annee": _year,
    "siret": _siret,
    "rna": cells.rna,
    "oui_non": cells.yes,
}


def commune(text: str, code_departement: str | None) -> str:
    """The code of a commune of today, from its code or its name (looked for in a département when it is known)."""
    if text[:1].isdigit():
        try:
            found = territory().resolve_code(text)
        except UnknownCommuneError as error:
            raise ValueError(f"{error}") from error
        if found.note:
            raise ValueError(f"{found.note} : écrivez le code d'aujourd'hui")
        return found.code_commune
    named = territory().resolve_name(text, code_departement)
    if len(named) == 1:
        return named[0].code
    if named:
        raise ValueError(f"plusieurs communes portent ce nom : {_listed(named)}. Écrivez le code INSEE")
    elsewhere = territory().resolve_name(text) if code_departement else []
    if elsewhere:
        raise ValueError(
            f"aucune commune de ce nom dans le département {code_departement} ; ailleurs : {_listed(elsewhere)}. "
            "Corrigez le département, ou écrivez le code INSEE"
        )
    raise ValueError("aucune commune ne porte ce nom : vérifiez-le, ou écrivez le code INSEE")


def _listed(communes: Sequence[Commune]) -> str:
    shown = ", ".join(f"{one.code} ({one.nom}, {one.code_departement})" for one in communes[:_CANDIDATES])
    rest = len(communes) - _CANDIDATES
    return f"{shown} et {rest} autres" if rest > 0 else shown


def departement(text: str) -> str:
    """The code of a département from its code, zeros included, or its name."""
    if territory().departement_name(text) is not None:
        return text
    code = territory().departement_code(text)
    if code is None:
        raise ValueError("département inconnu : écrivez son code (03, 2A, 971) ou son nom")
    if text[:1].isdigit():
        raise ValueError(f"« {text} » : un tableur a-t-il supprimé un zéro ? Écrivez {code}, en texte")
    return code
