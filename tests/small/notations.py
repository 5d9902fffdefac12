"""Files with a known truth for every reader, in every notation of numbers, one at a time and mixed.

``READERS`` write a file of amounts whose right values are known, read it, and give what was kept, by rank.
"""

import csv
import io
import json
import random
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, cast

import pandas as pd
import pyarrow as pa
import xlsxwriter

from data.batch import Batch, Row
from data.importers import faits, postes
from data.importers.budgets.reader import COLUMNS
from data.importers.budgets.reader import read as read_budgets
from data.importers.contexte.reader import read as read_context
from data.importers.fiches.reader import read as read_fiches
from data.importers.subventions.reader import read as read_grants
from geo.communes import UnknownCommuneError, territory

Notation = Callable[[Decimal], str]
Kept = dict[int, Decimal]


def _grouped(thousands: str, decimal: str) -> Notation:
    def write(amount: Decimal) -> str:
        whole, _, tail = f"{amount:,.2f}".partition(".")
        shown = whole.replace(",", thousands)
        return f"{shown}{decimal}{tail}" if tail != "00" else shown

    return write


def _always(thousands: str, decimal: str) -> Notation:
    return lambda amount: f"{amount:,.2f}".replace(",", "T").replace(".", decimal).replace("T", thousands)


def _with(before: str, after: str, inner: Notation) -> Notation:
    return lambda amount: f"{before}{inner(amount)}{after}"


def _thousands_of_euros(decimal: str) -> Notation:
    return lambda amount: f"{(amount / 1000).normalize():f} k€".replace(".", decimal)


# Written in one of these, a column is read whole.
PROVEN: dict[str, Notation] = {
    "française": _grouped(" ", ","),
    "française insécable": _grouped("\u00a0", ","),
    "française fine": _always("\u202f", ","),
    "française serrée": _grouped("", ","),
    "américaine": _grouped(",", "."),
    "américaine à centimes": _always(",", "."),
    "suisse": _grouped("'", "."),
    "suisse typographique": _always("\u2019", "."),
    "allemande": _grouped(".", ","),
    "allemande à centimes": _always(".", ","),
    "ISO": _grouped("", "."),
    "ISO à centimes": _always("", "."),
    "en euros": _with("", " €", _grouped(" ", ",")),
    "euro collé": _with("", "€", _always("\u202f", ",")),
    "euro devant": _with("€ ", "", _grouped(",", ".")),
    "EUR": _with("", "\u00a0EUR", _always(".", ",")),
}
# What is kept of these is right; some of it is refused.
NOTATIONS: dict[str, Notation] = {
    **PROVEN,
    "k€": _thousands_of_euros(","),
    "k€ à point": _thousands_of_euros("."),
    "américaine entière": lambda amount: f"{amount:,.0f}" if amount % 1 == 0 else f"{amount:.2f}",
}


def amount_of(chance: random.Random) -> Decimal:
    """From one to three million euros, whole half of the time, round often."""
    value = chance.choice([chance.randint(1, 999), chance.randint(1000, 99_999), chance.randint(100_000, 3_000_000)])
    if chance.random() < 0.3:
        value = max(value // 500 * 500, 500)
    return Decimal(value) + (Decimal(chance.randint(1, 99)) / 100 if chance.random() < 0.5 else 0)


def negative(cell: str, chance: random.Random) -> str:
    """The cell as a negative one: with a minus of one kind or another, or between parentheses."""
    return chance.choice([f"-{cell}", f"−{cell}", f"({cell})"])


def column(chance: random.Random, count: int, notations: Sequence[Notation]) -> tuple[list[Decimal], list[str]]:
    """(truths, cells): amounts each written in one of ``notations``; some are negative when there are several."""
    truth = [amount_of(chance) for _ in range(count)]
    cells = [chance.choice(notations)(amount) for amount in truth]
    for rank in range(count) if len(notations) > 1 else ():
        if chance.random() < 0.05:
            truth[rank], cells[rank] = -truth[rank], negative(cells[rank], chance)
    return truth, cells


def _rows(batch: Batch, table: str) -> list[Row]:
    found = batch.rows[table]
    return cast(list[Row], found.to_pylist() if isinstance(found, pa.Table) else found)


def _table(folder: Path, header: Sequence[str], lines: Sequence[Sequence[Any]], chance: random.Random) -> Path:
    """A delimited file, in one of the usual separators and encodings that can write its cells."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=chance.choice(";,\t"), lineterminator="\r\n")
    writer.writerows([header, *lines])
    path = folder / "a.csv"
    path.write_bytes(_encoded(text.getvalue(), chance))
    return path


def _encoded(text: str, chance: random.Random) -> bytes:
    for encoding in chance.sample(["utf-8", "cp1252", "utf-8-sig"], 3):
        try:
            return text.encode(encoding)
        except UnicodeEncodeError:
            continue
    raise AssertionError("utf-8 writes everything")


def _workbook(folder: Path, header: Sequence[str], lines: Sequence[Sequence[Any]]) -> Path:
    with xlsxwriter.Workbook(folder / "a.xlsx", {"strings_to_numbers": False, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Feuille")
        for rank, line in enumerate([header, *lines]):
            sheet.write_row(rank, 0, line)
    return folder / "a.xlsx"


def _typed(cells: Sequence[str], truth: Sequence[Decimal], chance: random.Random) -> list[str | float]:
    """Cells of which none, some or all are numbers of a workbook."""
    share = chance.choice([0.0, 0.5, 1.0])
    return [float(right) if chance.random() < share else cell for cell, right in zip(cells, truth, strict=True)]


def _file(
    folder: Path,
    header: Sequence[str],
    line: Callable[[int, Any], Sequence[Any]],
    cells: Sequence[str],
    truth: Sequence[Decimal],
    chance: random.Random,
) -> Path:
    """A workbook for one long column in two, else a delimited file."""
    if len(cells) >= LONG and chance.random() < 0.5:
        values: Sequence[Any] = _typed(cells, truth, chance)
        return _workbook(folder, header, [line(rank, cell) for rank, cell in enumerate(values)])
    return _table(folder, header, [line(rank, cell) for rank, cell in enumerate(cells)], chance)


# A workbook takes a process to read: only columns this long are worth one.
LONG = 150


def grants(folder: Path, cells: Sequence[str], truth: Sequence[Decimal], chance: random.Random) -> Kept:
    """A grant file."""
    header = ("attribuant", "beneficiaire", "objet", "montant")
    path = _file(folder, header, lambda rank, cell: ("D", f"Asso {rank}", f"objet {rank}", cell), cells, truth, chance)
    found = _rows(read_grants([path]), "subventions")
    return {int(row["beneficiaire"].split()[1]): row["montant_eur"] for row in found}


def budgets(folder: Path, cells: Sequence[str], truth: Sequence[Decimal], chance: random.Random) -> Kept:
    """The budget model, each line a budget of its own."""

    def line(rank: int, cell: Any) -> Sequence[Any]:
        return f"action {rank}", 2024, "réalisé", "charge", 60, "compte", f"Achats {rank}", cell, ""

    found = _rows(read_budgets([_file(folder, COLUMNS, line, cells, truth, chance)]), "lignes_budget")
    return {int(row["libelle"].split()[1]): row["montant_eur"] for row in found}


def posts(folder: Path, cells: Sequence[str], truth: Sequence[Decimal], chance: random.Random) -> Kept:
    """A list of posts in JSON, whose amounts are texts, numbers, or both."""
    records = [
        {"id_poste": f"P{rank}", "raison_sociale": f"Été {rank}", "annee": 2024, "montant": cell, "insee_dep": "03"}
        for rank, cell in enumerate(_typed(cells, truth, chance))
    ]
    (folder / "adultes_relais.json").write_bytes(_encoded(json.dumps(records, ensure_ascii=False), chance))
    found = _rows(postes.read([folder / "adultes_relais.json"]), "postes")
    return {int(row["poste_id"][1:]): row["montant_eur"] for row in found}


def facts(folder: Path, cells: Sequence[str], truth: Sequence[Decimal], chance: random.Random) -> Kept:
    """The amounts of a folder of facts."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(
        "sujet_type sujet_id role montant_eur borne_basse_eur borne_haute_eur precision periodicite annee financeur "
        "etat texte_source".split()
    )
    for rank, cell in enumerate(cells):
        writer.writerow(["evenement", "e", "total", cell, "", "", "exacte", "", 2024, "", "validee", f"ligne {rank}"])
    (folder / "source.toml").write_text('titre = "Essai"\n', encoding="utf-8")
    (folder / "montants.csv").write_bytes(_encoded(text.getvalue(), chance))
    found = _rows(faits.read([folder / "montants.csv"]), "montants")
    return {int(row["texte_source"].split()[1]): row["montant_eur"] for row in found}


def context(folder: Path, cells: Sequence[str], truth: Sequence[Decimal], chance: random.Random) -> Kept:
    """Figures by commune."""
    codes = _communes()[: len(cells)]
    path = _file(
        folder,
        ("CODGEO", "N"),
        lambda rank, cell: (codes[rank], cell),
        cells[: len(codes)],
        truth[: len(codes)],
        chance,
    )
    mapping = folder / "c.toml"
    mapping.write_text(
        'titre = "T"\n[commune]\ncolonne = "CODGEO"\n[annee]\nvaleur = 2021\n'
        '[[variables]]\ncolonne = "N"\nvariable = "n"\ntitre = "Nombre"\n',
        encoding="utf-8",
    )
    found = pd.DataFrame(read_context([path, mapping]).rows["contexte_communes"])
    pairs = zip(found["code_commune"], found["valeur"], strict=True)
    return {codes.index(code): Decimal(str(value)) for code, value in pairs}


@cache
def _communes() -> list[str]:
    """The codes of the Allier's communes of today."""
    found = []
    for rank in range(1, 326):
        try:
            place = territory().resolve_code(f"03{rank:03d}")
        except UnknownCommuneError:
            continue
        found += [] if place.note else [place.code_commune]
    return found


def texts(folder: Path, cells: Sequence[str], truth: Sequence[Decimal], chance: random.Random) -> Kept:
    """Amounts in the free text of a fiche, each on a line of its own with its unit."""
    lines = [f"Achat {_word(rank)} : {cell if _has_unit(cell) else f'{cell} €'}" for rank, cell in enumerate(cells)]
    found = _rows(_fiche(folder, lines, chance), "montants")
    return {_rank(row["texte_source"].split()[1]): row["montant_eur"] for row in found}


def cerfas(folder: Path, cells: Sequence[str], truth: Sequence[Decimal], chance: random.Random) -> Kept:
    """A Cerfa budget laid out over the lines of a fiche, each amount beside its label or under it."""
    beside = chance.random() < 0.5
    lines = [
        f"60 - Achat {_word(rank)} : {cell}" if beside else f"60 - Achat {_word(rank)}\n{cell}"
        for rank, cell in enumerate(cells)
    ]
    found = _rows(_fiche(folder, lines, chance), "lignes_budget")
    return {_rank(row["libelle"].split()[1]): row["montant_eur"] for row in found if row["montant_eur"] is not None}


def _fiche(folder: Path, lines: Sequence[str], chance: random.Random) -> Batch:
    text = (
        "Actions\nFête\n\n- Structure organisatrice\n\n- CENTRE SOCIAL - Allier\n\n"
        "- Ressources financières mobilisées pour cette action\n\n" + "\n".join(lines) + "\n"
    )
    (folder / "a.txt").write_bytes(_encoded(text, chance))
    return read_fiches([folder / "a.txt"])


def _has_unit(cell: str) -> bool:
    return "€" in cell or "EUR" in cell


def _word(rank: int) -> str:
    """A word without a digit for a rank."""
    return "lot" + "".join(chr(97 + int(digit)) for digit in str(rank))


def _rank(word: str) -> int:
    return int("".join(str(ord(letter) - 97) for letter in word.removeprefix("lot")))


READERS: dict[str, Callable[[Path, Sequence[str], Sequence[Decimal], random.Random], Kept]] = {
    "subventions": grants,
    "budgets": budgets,
    "postes": posts,
    "faits": facts,
    "contexte": context,
    "fiches (textes)": texts,
    "fiches (budgets)": cerfas,
}
