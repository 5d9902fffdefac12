"""A campaign workbook as an .xlsx: text and numbers only, no formula, no link; what lacks is marked and explained."""

import io
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from data.campaign import known
from data.campaign.prepared import Prepared
from data.campaign.sheets import (
    BUDGETS,
    BY_NAME,
    FICHE,
    FICHES,
    FIRST,
    IDENTITY,
    KNOWN,
    LINE,
    SHEETS,
    TITLE,
    Asked,
    Place,
    Sheet,
)
from data.importers.tableaux.model import offered

FUNCTION = "Votre fonction"
# A closed list: it is published, and a name typed there would be too.
FUNCTIONS = ("direction", "coordination", "animation", "accueil ou secrétariat", "comptabilité", "présidence ou bureau",
             "bénévole", "autre fonction")  # fmt: skip
LACKING = "Ce qui manque"
LISTS = "Listes"
SEAL = "Empreinte"
# What each line of the sheet of identity is called, in their order.
IDENTITY_LABELS = ("Campagne", "Année", "Structure", "Nom de la structure", "Instantané", SEAL)
KNOWN_LABELS = ("Feuille", FICHE, LINE, "Champ", "Connu")
_TEXT = "@"
_MARKED, _WANTED = "#FFF2CC", "#FFD966"
_HELP, _TITLE = 250, 32
_HEIGHT, _TALLEST = 15, 10
_FIRST_WIDTHS = (34, 30, 30, 58)
_MOST_TITLES = 4
_NUMBER = re.compile(r"[0-9]+(,[0-9]+)?")
_HOW = (
    "Remplissez les cellules jaunes : ce qui manque. Des indicateurs attendent les plus foncées ; leur note les nomme.",
    "Corrigez ce qui est faux en écrivant par-dessus. Une cellule vidée n'efface rien : ce qui était connu reste.",
    "Une cellule vide veut dire « inconnu » ; écrivez 0 pour zéro. « 12 », « environ 50 », « au moins 200 » et "
    "« 8 à 10 » sont des nombres de personnes.",
    "Écrivez des valeurs, jamais de formules, et jamais le nom d'une personne.",
    "N'ajoutez pas de ligne : une nouvelle action se dit par le modèle « Fiches actions ». Un financement de plus "
    "s'écrit sur une ligne sans financeur de la fiche.",
    "Les colonnes « Fiche » et « Ligne », et les feuilles « Identité » et « Connu », disent de quoi l'on parle : "
    "n'y touchez pas. L'ordre des lignes et des colonnes est libre.",
    f"« {known.SECRET} » : ce nombre est connu, mais secret pour qui a préparé ce classeur ; laissez-le s'il n'a pas "
    "changé.",
    "Renvoyez ce classeur à qui vous l'a envoyé : vous recevrez une page avec vos chiffres et ceux du territoire.",
)


def workbook(ready: Prepared, filled: Mapping[Place, str] | None = None, function: str | None = None) -> bytes:
    """The workbook of one structure; as it comes back where ``filled`` says what its cells then tell, and ``function``
    who answers."""
    content = io.BytesIO()
    # What begins with « = » or « https:// » is what somebody wrote, not something to compute or to open.
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, plain) as book:
        book.set_properties(
            {"title": f"Campagne {ready.identity.year}", "created": datetime(ready.identity.year, 1, 1)}
        )
        _Writer(book, ready, filled or {}, function).write()
    return content.getvalue()


def title(asked: Asked, year: int) -> str:
    """The heading of a column, with its unit and the year that it is about."""
    told = asked.column.title
    if not asked.yearly:
        return told
    return f"{told[:-1]}, {year})" if told.endswith(")") else f"{told} ({year})"


def headings(sheet: Sheet, year: int) -> list[str]:
    """The headings of a sheet, in the order in which they are written."""
    named = [FICHE, LINE, TITLE] if sheet.lines else [FICHE]
    told = [title(asked, year) for asked in sheet.asked]
    return [*named, *told] if sheet.lines else [FICHE, told[0], LACKING, *told[1:]]


def _width(heading: str) -> int:
    """Of a column, in characters."""
    return {TITLE: 30, "Titre": 30, LACKING: 34, "Résumé": 44}.get(heading, 17)


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column: a spreadsheet does not always find out by itself."""
    return max(1, math.ceil(1.15 * len(text) / width))


def _several(titles: Sequence[str]) -> str:
    """The first titles, and how many there are besides."""
    rest = len(titles) - _MOST_TITLES
    shown = ", ".join(f"« {one} »" for one in titles[:_MOST_TITLES])
    return f"{shown} et {rest} autre{'s' * (rest > 1)}" if rest > 0 else shown


def _on_paper(page: Any) -> None:
    """A4, lying, as wide as the sheet."""
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)


class _Writer:
    """Writes one workbook."""

    def __init__(self, book: Any, ready: Prepared, filled: Mapping[Place, str], function: str | None) -> None:
        self.book, self.ready, self.filled, self.function = book, ready, filled, function
        self.year = ready.identity.year
        self.heading = book.add_format({"bold": True, "bg_color": "#DCEAF5", "text_wrap": True, "valign": "top"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top", "num_format": _TEXT})
        self.plain = book.add_format({"valign": "top", "num_format": _TEXT, "font_color": "#595959"})
        self.styles: dict[tuple[str, str], Any] = {}
        self.lists: dict[str, list[str]] = {}
        self.where: dict[Place, str] = {}

    def write(self) -> None:
        """Every sheet, in the order in which people read them."""
        first = self.book.add_worksheet(FIRST)
        pages = [(sheet, self.book.add_worksheet(sheet.name)) for sheet in SHEETS]
        for sheet, page in pages:
            self._sheet(sheet, page)
        identity = self.book.add_worksheet(IDENTITY)
        self._identity(identity)
        self._known(self.book.add_worksheet(KNOWN))
        self._first(first)
        self._lists(self.book.add_worksheet(LISTS))
        first.activate()

    def _sheet(self, sheet: Sheet, page: Any) -> None:
        page.freeze_panes(1, 3 if sheet.lines else 2)
        page.set_row(0, 64)
        _on_paper(page)
        for place, heading in enumerate(headings(sheet, self.year)):
            page.set_column(place, place, _width(heading))
            page.write_string(0, place, heading, self.heading)
        columns = {asked.column.field: place for asked, place in self._columns(sheet)}
        lines = list(dict.fromkeys((cell.fiche, cell.line) for cell in self.ready.cells if cell.sheet == sheet.name))
        for asked, place in self._columns(sheet):
            page.data_validation(1, place, max(len(lines), 1), place, self._rule(asked))
        for number, (fiche, line) in enumerate(lines, start=1):
            self._line(sheet, page, number, fiche, line, columns)

    def _columns(self, sheet: Sheet) -> Iterator[tuple[Asked, int]]:
        for rank, asked in enumerate(sheet.asked):
            # Beside the title of a fiche stands what it lacks.
            yield asked, rank + 3 if sheet.lines else rank + 1 + (rank > 0)

    def _line(self, sheet: Sheet, page: Any, number: int, fiche: str, line: str, columns: Mapping[str, int]) -> None:
        told = self.ready.titles[fiche] if sheet.lines else self._lacking(fiche)
        tall = [_lines(told, _width(TITLE if sheet.lines else LACKING))]
        page.write_string(number, 0, fiche, self.plain)
        if sheet.lines:
            page.write_string(number, 1, line, self.wrapped)
        page.write_string(number, 2, told, self.wrapped)
        for asked in sheet.asked:
            cell = Place(sheet.name, fiche, line, asked.column.field)
            self._cell(page, number, columns[asked.column.field], asked, cell)
            tall.append(_lines(self.ready.cells[cell], _width(asked.column.heading)))
        page.set_row(number, _HEIGHT * min(max(tall), _TALLEST))

    def _lacking(self, fiche: str) -> str:
        """In words, what is marked of a fiche, on whatever sheet."""
        named = [self._named(cell) for cell in self.ready.missing if cell.fiche == fiche]
        return ", ".join(dict.fromkeys(named)) or "rien"

    def _named(self, cell: Place) -> str:
        if cell.sheet == BUDGETS:
            return "budget réalisé"
        heading = BY_NAME[cell.sheet].by_field(cell.field).column.heading
        # What a cell that is filled in lacks: a public without its age.
        return f"{heading} (leur âge)" if self.ready.cells[cell] else heading

    def _cell(self, page: Any, row: int, place: int, asked: Asked, cell: Place) -> None:
        told = self.filled.get(cell, self.ready.cells[cell])
        lacks, waiting = cell in self.ready.missing, self.ready.missing.get(cell, ())
        style = self._style(asked, _WANTED if waiting else _MARKED if lacks else "")
        if lacks:
            self.where[cell] = f"{xl_col_to_name(place)}{row + 1}"
            page.write_comment(row, place, self._note(asked, waiting), {"width": 260, "height": 110})
        if not told:
            page.write_blank(row, place, None, style)
        elif told == known.SECRET and asked.sort == "figure":
            page.write_string(row, place, told, style)
        elif asked.column.type in ("entier", "montant") and _NUMBER.fullmatch(told):
            page.write_number(row, place, float(told.replace(",", ".")), style)
        elif asked.column.type == "jour":
            page.write_datetime(row, place, datetime.strptime(told, "%d/%m/%Y"), style)
        else:
            page.write_string(row, place, told, style)

    def _note(self, asked: Asked, waiting: Sequence[str]) -> str:
        words = f"Manque. {asked.column.help}"
        about = f" Pour {self.year}." if asked.yearly else ""
        return f"{words}{about}{f' Y gagne : {_several(waiting)}.' if waiting else ''}"

    def _style(self, asked: Asked, colour: str) -> Any:
        number = {"jour": "dd/mm/yyyy", "montant": "General"}.get(asked.column.type, _TEXT)
        # A number with words is text; a number alone must stay one.
        number = "General" if asked.sort == "figure" else number
        if (number, colour) not in self.styles:
            drawn = {"bg_color": colour, "border": 2, "border_color": "#B45309"} if colour else {}
            self.styles[number, colour] = self.book.add_format(
                {"num_format": number, "text_wrap": True, "valign": "top", **drawn}
            )
        return self.styles[number, colour]

    def _rule(self, asked: Asked) -> dict[str, Any]:
        """The help that the spreadsheet shows, with the choices that there are: offered, the reader says the rest."""
        column = asked.column
        words = {"input_title": column.heading[:_TITLE], "input_message": column.help[:_HELP]}
        choices = offered(column) if column.type in ("texte", "liste") else []
        if not choices:
            return {"validate": "any", **words}
        imposed = "Choisissez dans la liste." if column.choices else "Ce mot n'est pas dans la liste : il sera gardé."
        kind = "stop" if column.choices else "information"
        return {
            "validate": "list", "source": self._list(column.heading, choices), "error_message": imposed,
            "error_type": kind, **words,
        }  # fmt: skip

    def _list(self, name: str, choices: Sequence[str]) -> str:
        self.lists[name] = list(choices)
        place = xl_col_to_name(list(self.lists).index(name), col_abs=True)
        return f"={LISTS}!{place}$2:{place}${len(choices) + 1}"

    def _first(self, page: Any) -> None:
        identity = self.ready.identity
        _on_paper(page)
        for place, width in enumerate(_FIRST_WIDTHS):
            page.set_column(place, place, width, self.wrapped)
        large = self.book.add_format({"bold": True, "font_size": 14})
        page.write_string(0, 0, f"Campagne de collecte {identity.year} : {identity.structure}", large)
        row = self._most_useful(page, 2)
        page.write_string(row, 0, f"{FUNCTION} (choisissez, jamais votre nom)", self.heading)
        answered = self.book.add_format({"num_format": _TEXT, "bg_color": _WANTED, "border": 2})
        page.write(row, 1, self.function, answered)
        page.data_validation(row, 1, row, 1, {"validate": "list", "source": self._list(FUNCTION, FUNCTIONS)})
        for number, sentence in enumerate(_HOW, start=row + 2):
            page.merge_range(number, 0, number, 3, sentence, self.wrapped)
            page.set_row(number, _HEIGHT * _lines(sentence, sum(_FIRST_WIDTHS)))

    def _most_useful(self, page: Any, row: int) -> int:
        """The cells that most indicators wait for; the row under them."""
        if self.ready.first is None:
            return row
        if not self.ready.first:
            page.write_string(row, 0, "Aucun indicateur n'attend ce qui manque ici.", self.wrapped)
            return row + 2
        lead = "Commencez par là : les cellules manquantes que le plus d'indicateurs attendent"
        page.merge_range(row, 0, row, 3, lead, self.book.add_format({"bold": True, "font_size": 12}))
        for place, word in enumerate(("Fiche", "Ce qui manque", "Où l'écrire", "Les indicateurs qui y gagnent")):
            page.write_string(row + 1, place, word, self.heading)
        for number, cell in enumerate(self.ready.first, start=row + 2):
            heading = self._named(cell)
            if cell.sheet == BUDGETS:
                heading = f"Réalisé : {self.ready.cells[cell._replace(field='libelle')]}"
            where = f"feuille « {cell.sheet} », cellule {self.where[cell]}"
            said = (self.ready.titles[cell.fiche], heading, where, _several(self.ready.missing[cell]))
            for place, words in enumerate(said):
                page.write_string(number, place, words, self.wrapped)
            tall = max(_lines(words, width) for words, width in zip(said, _FIRST_WIDTHS, strict=True))
            page.set_row(number, _HEIGHT * tall)
        return row + 3 + len(self.ready.first)

    def _identity(self, page: Any) -> None:
        identity = self.ready.identity
        page.set_column(0, 1, 40, self.wrapped)
        said = (
            identity.campaign_id, identity.year, identity.structure_id, identity.structure, identity.snapshot,
            identity.seal(self.ready.cells),
        )  # fmt: skip
        for row, (label, value) in enumerate(zip(IDENTITY_LABELS, said, strict=True)):
            page.write_string(row, 0, label, self.heading)
            page.write_string(row, 1, str(value), self.wrapped)

    def _known(self, page: Any) -> None:
        """What was known when the workbook was made, by which what is changed is told from what is not."""
        page.hide()
        for place, label in enumerate(KNOWN_LABELS):
            page.write_string(0, place, label, self.heading)
        for row, (cell, told) in enumerate(self.ready.cells.items(), start=1):
            for place, word in enumerate((*cell, told)):
                page.write_string(row, place, word, self.wrapped)

    def _lists(self, page: Any) -> None:
        page.hide()
        for place, (name, choices) in enumerate(self.lists.items()):
            for row, word in enumerate((name, *choices)):
                page.write_string(row, place, word, self.wrapped)


__all__ = ["FICHES", "FUNCTION", "FUNCTIONS", "IDENTITY_LABELS", "KNOWN_LABELS", "headings", "title", "workbook"]
