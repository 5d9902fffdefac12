"""Money told twice by the sheets or files of one load: a summary sheet, a line that another sheet holds already."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from data.identifiers import fold
from data.importers.subventions.rows import Rows

# Two tables with the same total and so many lines hold the same money, whatever their lines are called.
_NO_CHANCE = 5
# A line and what its amount is: asked, granted or paid.
Told = tuple[int, str]
_YEAR = re.compile(r"(?<!\d)20\d{2}(?!\d)")


@dataclass(frozen=True)
class Table:
    """The rows of one sheet or file, under the name that people know."""

    name: str
    file: str
    rows: Rows

    def told(self) -> Iterator[Told]:
        """Line and stage of each row."""
        return zip(self.rows["ligne"], self.rows["etape"], strict=True)


def year_of(name: str | None) -> int | None:
    """The only year that a name holds."""
    years = set(_YEAR.findall(name or ""))
    return int(years.pop()) if len(years) == 1 else None


def summaries(tables: Sequence[Table]) -> dict[int, str]:
    """Position of a sheet that only sums up others of its workbook → what its total equals (French)."""
    found: dict[int, str] = {}
    for position, table in enumerate(tables):
        others = [(rank, other) for rank, other in enumerate(tables) if rank != position and other.file == table.file]
        others = [(rank, other) for rank, other in others if rank not in found and not _other_years(table, other)]
        for rank, other in others:
            longer = (len(other.rows), -rank) > (len(table.rows), -position)
            if longer and _same_money(table, [other]):
                found[position] = f"celui de « {other.name} »"
        parts = [other for _, other in others]
        if position not in found and len(parts) > 1 and _same_money(table, parts):
            found[position] = "celui des autres feuilles ensemble"
    return found


def _other_years(table: Table, other: Table) -> bool:
    years, others = (set(sheet.rows["exercice"]) - {None} for sheet in (table, other))
    return bool(years and others and not years & others)


def _same_money(table: Table, parts: Sequence[Table]) -> bool:
    stages = set(table.rows["etape"])
    if not stages or any(
        table.rows.total(stage)[0] != sum((part.rows.total(stage)[0] for part in parts), Decimal(0)) for stage in stages
    ):
        return False
    names = {fold(name) for part in parts for name in part.rows["beneficiaire"]}
    lines = sum(len(part.rows) for part in parts)
    return lines >= _NO_CHANCE or {fold(name) for name in table.rows["beneficiaire"]} <= names


def repeats(tables: Sequence[Table]) -> list[dict[Told, str]]:
    """For each table, its rows that another one of the load holds already → why (French)."""
    found: list[dict[Told, str]] = [{} for _ in tables]
    if len(tables) < 2:
        return found
    seen: dict[tuple[Any, ...], tuple[int, int]] = {}
    for position, table in enumerate(tables):
        for rank, told in enumerate(table.told()):
            first, where = seen.setdefault(_key(table, rank), (position, told[0]))
            if first != position:
                found[position][told] = f"la même subvention est ligne {where} de « {tables[first].name} »"
    sums_by_name = [_by_name(table, refused) for table, refused in zip(tables, found, strict=True)]
    for position, table in enumerate(tables):
        for rank, told in _bare(table):
            value, purpose = table.rows["montant_eur"][rank], table.rows["objet"][rank]
            for other, sums in enumerate(sums_by_name):
                amounts = sums.get(_who(table, rank), [])
                enough = 1 if purpose is None and any(tables[other].rows["objet"]) else 2
                if (
                    other != position
                    and told not in found[position]
                    and len(amounts) >= enough
                    and sum(amounts) == value
                ):
                    found[position][told] = f"il est ce que « {tables[other].name} » détaille pour ce bénéficiaire"
    return found


def _bare(table: Table) -> Iterator[tuple[int, Told]]:
    """The rows that have neither date nor reference, as those of a summary."""
    rows = table.rows
    for rank, told in enumerate(table.told()):
        if rows["date_convention"][rank] is None and rows["reference"][rank] is None:
            yield rank, told


def _by_name(table: Table, refused: Collection[Told]) -> dict[tuple[Any, ...], list[Decimal]]:
    sums: dict[tuple[Any, ...], list[Decimal]] = {}
    for rank, told in enumerate(table.told()):
        if told not in refused:
            name, year, stage = _who(table, rank)
            for key in {(name, year, stage), (name, None, stage)}:
                sums.setdefault(key, []).append(table.rows["montant_eur"][rank])
    return sums


def _who(table: Table, rank: int) -> tuple[str, int | None, str]:
    """Who received, in which year, asked or granted or paid; the year of the file's name when no line says one."""
    rows = table.rows
    year = rows["exercice"][rank] or year_of(table.file)
    return fold(rows["beneficiaire"][rank]), year, rows["etape"][rank]


def _key(table: Table, rank: int) -> tuple[Any, ...]:
    rows = table.rows
    return (
        *_who(table, rank),
        rows["montant_eur"][rank],
        fold(rows["objet"][rank] or ""),
        rows["date_convention"][rank],
        rows["reference"][rank],
    )
