"""Answers as workbooks: headings in French with their units, figures rounded, codes and texts as text, never a formula.

A workbook has the rows on its first sheet, and « Lisez-moi » beside: what was asked, of what, from whom.
"""

import io
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from queries.tables import plain

README = "Lisez-moi"
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_NARROW, _WIDE, _README = 11, 42, (26, 90)
# What Excel takes in one cell, one heading of ours, one name of a sheet.
_MOST_TEXT, _MOST_HEADING, _MOST_NAME = 32_767, 80, 31
_HEADINGS = Path(__file__).with_name("headings.toml")
_OF_WHAT = ("code", "nom", "titre", "libellé", "identifiant")
_EPOCH = date(1900, 3, 1)


def headings(columns: Iterable[str], meanings: Mapping[str, str], question: str = "") -> list[str]:
    """One heading a column, none twice: the one that ``headings.toml`` gives it (for the ``question`` first).

    Else what the column means, with its unit, up to the first « ; ». A meaning that names nothing (« code », « nom »)
    is said of what the column is named after.
    """
    known = {**_given()["columns"], **_given().get(question, {})}
    told: list[str] = []
    for column in columns:
        one = known.get(column) or _heading(column, meanings.get(column, ""))
        told.append(one if one not in told else f"{one} ({column})")
    return told


def filter_name(parameter: str, meaning: str) -> str:
    """What « Lisez-moi » calls a value that a question takes."""
    return _given()["parameters"].get(parameter) or _heading(parameter, meaning)


def _heading(column: str, meaning: str) -> str:
    name = column.replace("_", " ")
    said = re.sub(r", vide (si|s'|quand|pour) ?.*$", "", re.split(r" ?[;:] ", meaning)[0].strip())
    one = f"{name} ({said})" if said in _OF_WHAT and said != name else said or name
    return one[0].upper() + one[1:_MOST_HEADING]


@cache
def _given() -> dict[str, dict[str, str]]:
    """Question (« columns » for all of them) → column → heading."""
    return tomllib.loads(_HEADINGS.read_text(encoding="utf-8"))


def in_words(text: str, heads: Mapping[str, str]) -> str:
    """``text`` about columns, each named by its heading where it was named as machines do (column → heading)."""
    return re.sub(
        r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b",
        lambda found: f"« {heads[found[0]]} »" if found[0] in heads else found[0].replace("_", " "),
        text,
    )


def workbook(answer: pd.DataFrame, name: str, heads: Sequence[str], readme: Sequence[tuple[str, str]]) -> bytes:
    """The rows of an ``answer`` on a sheet ``name`` under ``heads``, the ``readme`` (what, words) beside.

    What is unknown is empty.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        formats = _Formats(book)
        _rows(book.add_worksheet(_sheet_name(name)), answer, heads, formats)
        sheet = book.add_worksheet(README)
        for place, width in enumerate(_README):
            sheet.set_column(place, place, width)
        for rank, (what, words) in enumerate(readme):
            sheet.write_string(rank, 0, what, formats.bold)
            sheet.write_string(rank, 1, words[:_MOST_TEXT], formats.wrapped)
    return out.getvalue()


def _rows(sheet: Worksheet, answer: pd.DataFrame, heads: Sequence[str], formats: "_Formats") -> None:
    for place, head in enumerate(heads):
        sheet.write_string(0, place, head, formats.head)
    for place, (column, values) in enumerate(answer.items()):
        shown = formats.of(str(column), heads[place], values)
        widest = _NARROW
        for rank, value in enumerate(values, start=1):
            written = _cell(value)
            if isinstance(written, str):
                sheet.write_string(rank, place, written[:_MOST_TEXT], formats.text)
                widest = max(widest, min(len(written) + 1, _WIDE))
            elif isinstance(written, date):
                sheet.write_datetime(rank, place, written, formats.when(written))
            elif written is not None:
                sheet.write_number(rank, place, written, shown)
        sheet.set_column(place, place, widest)
    sheet.set_row(0, 48)
    sheet.freeze_panes(1, 0)
    if heads:
        sheet.autofilter(0, 0, max(len(answer), 1), len(heads) - 1)


def _cell(value: Any) -> str | float | date | None:
    """What a cell holds: a day as a day where Excel can hold it, a list as words, a truth as « oui » or « non »."""
    if isinstance(value, pd.Timestamp | datetime) and value is not pd.NaT:
        return _day(pd.Timestamp(value).tz_localize(None).to_pydatetime())
    if isinstance(value, date) and value is not pd.NaT:
        return value if value >= _EPOCH else value.isoformat()
    told = plain(value)
    if isinstance(told, bool):
        return "oui" if told else "non"
    if isinstance(told, list):
        return " ; ".join("" if item is None else str(item) for item in told)
    return told if told is None or isinstance(told, str | int | float) else str(told)


def _day(moment: datetime) -> date | str:
    if moment.date() < _EPOCH:
        return moment.isoformat()
    return moment.date() if moment == datetime.combine(moment.date(), datetime.min.time()) else moment


def _sheet_name(name: str) -> str:
    """A name that Excel takes: no bracket, no slash, 31 signs."""
    return re.sub(r"[\[\]:*?/\\]", " ", name).strip("' ")[:_MOST_NAME] or "Lignes"


class _Formats:
    """How figures are shown; a cell keeps every digit that was asked for."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        def made(**options: Any) -> Format:
            return book.add_format({"valign": "top", **options})

        self.bold, self.wrapped = made(bold=True), made(text_wrap=True, num_format="@", quote_prefix=True)
        self.head = made(bold=True, text_wrap=True, bottom=1, num_format="@", quote_prefix=True)
        # A text that begins as a formula stays one when it is typed again.
        self.text = made(num_format="@", quote_prefix=True)
        self._day, self._moment = made(num_format="dd/mm/yyyy"), made(num_format="dd/mm/yyyy hh:mm")
        self._bare, self._whole = made(num_format="0"), made(num_format="#,##0")
        self._fine, self._rough = made(num_format="#,##0.00"), made(num_format="#,##0.0")

    def when(self, moment: date) -> Format:
        """A day, or a day and its hour."""
        return self._moment if isinstance(moment, datetime) else self._day

    def of(self, column: str, head: str, values: pd.Series) -> Format:
        """A year has no thousands; euros two decimals; other figures as many as their size deserves."""
        if re.search("annee|exercice|instantane", column) or re.search("année|exercice", head, re.IGNORECASE):
            return self._bare
        figures = pd.to_numeric(values, errors="coerce").dropna().to_numpy(dtype=float)
        if not len(figures) or bool((figures == np.round(figures)).all()):
            return self._whole
        small = float(np.abs(figures).max()) < 10
        return self._fine if small or column.endswith("_eur") else self._rough


__all__ = ["README", "filter_name", "headings", "in_words", "workbook"]
