"""The model of a kind, to fill in: a workbook with typed cells, lists, help, two example lines a sheet, and a
« Lisez-moi ». Its content is text and numbers only: no formula, no link."""

import csv
import io
import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import xlsxwriter

from data.importers.tableaux.description import Column, Example, Here, Kind, Sheet
from data.importers.tableaux.headings import KIND_TOLD, LISTS, MARK, MARKED, README
from data.reading import codes

ROWS = 1000
# Choices that the store offers for a column: heading → names.
Offers = Mapping[str, Sequence[str]]
# What stands in examples for each place; a cell is left empty where there is none.
Places = Mapping[Here, str]
_MARK_TITLE = f"{MARK} (laisser vide)"
_TEXT = "@"
_FORMATS = {"jour": "dd/mm/yyyy", "entier": "0", "annee": "0", "nombre": "General", "montant": "#,##0.00"}
_MOST_OFFERED = 1000
_HELP_CHARACTERS = 250
_TITLE_CHARACTERS = 32
_A4 = 9
# Height of a line, in points; widths of the columns of the « Lisez-moi », in characters.
_LINE = 15
_WIDTHS = (26, 26, 12, 70, 70)
_HOW = (
    "Une ligne de chaque feuille dit une chose. La première (les intitulés) reste ; l'ordre des colonnes est libre.",
    "Les intitulés marqués * sont obligatoires. Une cellule vide veut dire « inconnu » ; écrivez 0 pour zéro.",
    "Les deux lignes grises sont des exemples : elles ne se chargent jamais, même si elles restent. Pour vous servir "
    f"de l'une, remplacez ce qu'elle dit et videz sa cellule « {MARK} ».",
    "Les codes{codes} sont du texte, zéros du début compris : ne changez pas le format de leurs cellules.",
    "Écrivez des valeurs, jamais de formules : elles sont refusées.",
    "Une commune se dit par son code INSEE, ou par son nom s'il n'y en a qu'une de ce nom dans le département.",
    "Laissez vides les feuilles dont vous n'avez rien à dire.",
)


def workbook(kind: Kind, places: Places, offers: Offers | None = None) -> bytes:
    """The model as an .xlsx, its examples in these ``places``; ``offers``: what the store holds under the names that
    links may take.
    """
    content = io.BytesIO()
    # A name that begins with « = » or « https:// » is what somebody wrote, not something to compute or to open.
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, plain) as book:
        book.set_properties({"title": f"Modèle : {kind.title}"})
        _Writer(book, kind, places, offers or {}).write()
    return content.getvalue()


def delimited(sheet: Sheet, places: Places) -> str:
    """A sheet of a model as a CSV for Excel: its headings and its examples."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([*(column.title for column in sheet.columns), _MARK_TITLE])
    for example in sheet.examples:
        writer.writerow([*(_in_csv(_there(value, places)) for value in example), MARKED])
    return f"\ufeff{text.getvalue()}"


def offered(column: Column) -> list[str]:
    """The choices that a column always has: its own, or words of the code tables."""
    if column.type == "oui_non":
        return ["oui", "non"]
    return [*column.choices, *column.offers, *(codes.written(column.labels) if column.labels else ())]


def _there(value: Example, places: Places) -> str | int | float | date | None:
    return places.get(value) if isinstance(value, Here) else value


def _in_csv(value: Example) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float):
        return str(value).replace(".", ",")
    return "" if value is None else str(value)


class _Writer:
    """Writes one model into a workbook."""

    def __init__(self, book: Any, kind: Kind, places: Places, offers: Offers) -> None:
        self.book, self.kind, self.places, self.offers = book, kind, places, offers
        self.heading = book.add_format({"bold": True, "bg_color": "#DCEAF5", "text_wrap": True, "valign": "top"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.lists: dict[str, list[str]] = {}

    def write(self) -> None:
        """Every sheet, in the order in which people read them."""
        readme = self.book.add_worksheet(README)
        sheets = [(sheet, self.book.add_worksheet(sheet.name)) for sheet in self.kind.sheets]
        lists = self.book.add_worksheet(LISTS)
        for sheet, page in sheets:
            self._sheet(sheet, page)
        self._lists(lists)
        self._readme(readme)
        for page in self.book.worksheets():
            # On paper: as wide as the page, however many lines, in the format of here.
            page.set_landscape()
            page.set_paper(_A4)
            page.fit_to_pages(1, 0)
        sheets[0][1].activate()

    def _sheet(self, sheet: Sheet, page: Any) -> None:
        page.freeze_panes(1, 0)
        page.repeat_rows(0)
        page.set_row(0, 3 * _LINE)
        for place, column in enumerate(sheet.columns):
            style = self.book.add_format({"num_format": _FORMATS.get(column.type, _TEXT)})
            page.set_column(place, place, max(14, min(len(column.title) + 2, 34)), style)
            page.write_string(0, place, column.title, self.heading)
            page.data_validation(1, place, ROWS, place, self._rule(column))
            for line, example in enumerate(sheet.examples, start=1):
                self._example(page, line, place, column, _there(example[place], self.places))
        mark = len(sheet.columns)
        page.set_column(mark, mark, 22)
        page.write_string(0, mark, _MARK_TITLE, self.heading)
        for line in range(1, len(sheet.examples) + 1):
            page.write_string(line, mark, MARKED, self._grey(_TEXT))
        page.data_validation(1, mark, ROWS, mark, {"validate": "any", **_help(MARK, "À laisser vide.")})

    def _example(self, page: Any, line: int, place: int, column: Column, value: Example) -> None:
        style = self._grey(_FORMATS.get(column.type, _TEXT))
        if isinstance(value, date):
            page.write_datetime(line, place, value, style)
        elif isinstance(value, int | float):
            page.write_number(line, place, value, style)
        elif value is not None:
            page.write_string(line, place, value, style)
        else:
            page.write_blank(line, place, None, style)

    def _grey(self, number: str) -> Any:
        return self.book.add_format({"italic": True, "font_color": "#595959", "num_format": number})

    def _rule(self, column: Column) -> dict[str, Any]:
        """The validation of a column's cells, with its help."""
        said = _help(column.heading, column.help)
        choices = self._choices(column)
        if choices:
            place = self._list_of(column.heading, choices)
            # Words of a list that may be extended are offered, not imposed.
            strict = bool(column.choices) or column.type == "oui_non"
            kept = "Ce mot n'est pas dans la liste : il sera gardé tel quel."
            told = {"error_message": "Choisissez dans la liste." if strict else kept}
            told["error_type"] = "stop" if strict else "information"
            return {"validate": "list", "source": place, **told, **said}
        match column.type:
            case "annee":
                bounds = {"validate": "integer", "criteria": "between", "minimum": 1900, "maximum": 2100}
                return {**bounds, "error_message": "Une année est attendue (AAAA).", **said}
            case "entier":
                bounds = {"validate": "integer", "criteria": ">=", "value": 0}
                return {**bounds, "error_message": "Un nombre entier, de 0 à plus, est attendu.", **said}
            case "montant":
                # A reversement, or a line of a budget, may be negative: their own readers say so.
                least = 0 if self.kind.reader == "tableaux" else -1e12
                bounds = {"validate": "decimal", "criteria": ">=", "value": least}
                return {**bounds, "error_message": "Un montant en euros est attendu.", **said}
            case "nombre":
                bounds = {"validate": "decimal", "criteria": ">=", "value": -1e12}
                return {**bounds, "error_message": "Un nombre est attendu.", **said}
            case "jour":
                # Nothing before 1950: « 2024 » typed alone would otherwise become a day of 1905.
                bounds = {"validate": "date", "criteria": "between"}
                days = {"minimum": date(1950, 1, 1), "maximum": date(2100, 12, 31)}
                return {**bounds, **days, "error_message": "Un jour est attendu (JJ/MM/AAAA).", **said}
        return {"validate": "any", **said}

    def _choices(self, column: Column) -> list[str]:
        if column.type == "textes":
            self._list_of(column.heading, offered(column))
            return []
        return [*offered(column), *list(self.offers.get(column.heading, ()))[:_MOST_OFFERED]]

    def _list_of(self, name: str, choices: Sequence[str]) -> str:
        """Where a list stands; two columns of one heading may offer different ones."""
        while self.lists.setdefault(name, list(choices)) != list(choices):
            name = f"{name} bis"
        place = xlsxwriter.utility.xl_col_to_name(list(self.lists).index(name), col_abs=True)
        return f"={LISTS}!{place}$2:{place}${len(choices) + 1}"

    def _codes(self) -> str:
        """« (031, 03095) », codes of this place."""
        told = [self.places[place] for place in (Here.BASSIN, Here.COMMUNE) if place in self.places]
        return f" ({', '.join(told)})" if told else ""

    def _lists(self, page: Any) -> None:
        page.freeze_panes(1, 0)
        text = self.book.add_format({"num_format": _TEXT})
        for place, (name, choices) in enumerate(self.lists.items()):
            page.set_column(place, place, 34, text)
            page.write_string(0, place, name, self.heading)
            for line, choice in enumerate(choices, start=1):
                page.write_string(line, place, choice, text)
        if not self.lists:
            page.write_string(0, 0, "Aucune liste", self.heading)

    def _readme(self, page: Any) -> None:
        for place, width in enumerate(_WIDTHS):
            page.set_column(place, place, width, self.wrapped)
        title = self.book.add_format({"bold": True, "font_size": 14})
        page.write_string(0, 0, f"Modèle « {self.kind.title} »", title)
        page.write_string(1, 0, f"{KIND_TOLD}{self.kind.name}", self.book.add_format())
        plain = self.book.add_format()
        how = (sentence.format(codes=self._codes()) for sentence in _HOW)
        sentences = [f"Ce qu'on y dit : {self.kind.what}.", *how, *self.kind.advice]
        for line, sentence in enumerate(sentences, start=3):
            page.write_string(line, 0, sentence, plain)
        line = len(sentences) + 4
        for place, word in enumerate(
            ("Feuille", "Colonne", "Obligatoire", "Ce qu'il faut écrire", "Valeurs possibles")
        ):
            page.write_string(line, place, word, self.heading)
        for sheet in self.kind.sheets:
            line += 1
            page.write_string(line, 0, sheet.name, self.wrapped)
            page.write_string(line, 3, f"Une ligne : {sheet.what}.", self.wrapped)
            for column in sheet.columns:
                line += 1
                possible = ", ".join(offered(column)) if column.type in ("liste", "oui_non") else ""
                words = (sheet.name, column.title, "oui" if column.required else "", column.help, possible)
                # Not every spreadsheet fits a row to its wrapped words.
                page.set_row(line, _LINE * max(map(_lines, words, _WIDTHS)))
                for place, word in enumerate(words):
                    page.write_string(line, place, word, self.wrapped)


def _lines(words: str, width: int) -> int:
    """How many lines words take in a column of so many characters; words are not cut, hence the margin."""
    return max(1, math.ceil(len(words) / (width * 0.85)))


def _help(title: str, words: str) -> dict[str, str]:
    """What the spreadsheet says of a cell that is chosen."""
    return {"input_title": title[:_TITLE_CHARACTERS], "input_message": words[:_HELP_CHARACTERS]}
