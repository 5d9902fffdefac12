"""Small tools to build Arrow columns from numpy arrays: a mask says what is unknown, and unknown is NULL."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.floating[Any]]
Days = npt.NDArray[np.datetime64]
Tables = dict[str, pa.Table]
FILE = "demonstration"


def pick(labels: Sequence[str] | pa.Array, index: npt.NDArray[Any], unknown: Bools | None = None) -> pa.Array:
    """The label at each index; NULL where ``unknown`` or where the index is negative."""
    values = labels if isinstance(labels, pa.Array) else pa.array(labels, pa.string())
    missing = index < 0 if unknown is None else unknown | (index < 0)
    return values.take(pa.array(np.where(missing, 0, index), mask=missing))


def known(values: npt.NDArray[Any], unknown: Bools) -> pa.Array:
    """The values, NULL where unknown."""
    return pa.array(values, mask=unknown)


def constant(value: Any, n: int, kind: pa.DataType | None = None) -> pa.Array:
    """The same value ``n`` times."""
    return pa.repeat(pa.scalar(value, kind), n) if value is not None else pa.nulls(n, kind)


def joined(*parts: pa.Array | str) -> pa.Array:
    """Text put end to end, row by row; NULL where a part is NULL."""
    return pc.binary_join_element_wise(*parts, "")


def text_of(numbers: npt.NDArray[Any], width: int = 0) -> pa.Array:
    """Whole numbers as text, zeros before them up to ``width``."""
    text = pc.cast(pa.array(numbers.astype(np.int64)), pa.string())
    return pc.utf8_lpad(text, width, "0") if width else text


def where(condition: Bools, yes: pa.Array | str, no: pa.Array | str | None) -> pa.Array:
    """One of two texts, row by row."""
    return pc.if_else(pa.array(condition), yes, pa.scalar(no, pa.string()) if no is None else no)


def numbered(table: pa.Table, first: int) -> pa.Table:
    """The table with the file that its rows are said to come from, and their lines in it from ``first`` on."""
    lines = pa.array(np.arange(first, first + table.num_rows, dtype=np.int32))
    return table.append_column("fichier", constant(FILE, table.num_rows)).append_column("ligne", lines)


def renumbered(table: pa.Table) -> pa.Table:
    """The same with new lines from 1 on, as a file that holds these rows alone; unchanged where rows have no line."""
    if "ligne" not in table.column_names:
        return table
    return numbered(table.drop_columns(["fichier", "ligne"]), 1)


def put_together(parts: Sequence[Tables]) -> Tables:
    """Tables of the same name put end to end, columns that one lacks left unknown."""
    named: dict[str, list[pa.Table]] = {}
    for part in parts:
        for name, table in part.items():
            named.setdefault(name, []).append(table)
    return {
        name: found[0] if len(found) == 1 else pa.concat_tables(found, promote_options="permissive")
        for name, found in named.items()
    }


def first_rows(group: Ints, among: Bools) -> Ints:
    """The first row of each group among some rows, in order of rows."""
    rows = np.flatnonzero(among)
    return np.sort(rows[np.unique(group[rows], return_index=True)[1]])


def chosen(rng: np.random.Generator, chances: npt.ArrayLike, n: int) -> Ints:
    """``n`` indexes drawn with these weights."""
    weights = np.cumsum(np.asarray(chances, float))
    found: Ints = np.searchsorted(weights, rng.random(n) * weights[-1], side="right").astype(np.int64)
    return found


def years_of(days: Days) -> Ints:
    """Calendar years of days."""
    return days.astype("datetime64[Y]").astype(np.int64) + 1970


def first_day(years: npt.NDArray[Any]) -> Days:
    """1 January of years."""
    return (years - 1970).astype("datetime64[Y]").astype("datetime64[D]")


def last_day(years: npt.NDArray[Any]) -> Days:
    """31 December of years."""
    last: Days = first_day(years + 1) - np.timedelta64(1, "D")
    return last


def month_days(years: Ints, months: Ints) -> Days:
    """First days of months, 0 being January."""
    return ((years - 1970) * 12 + months).astype("datetime64[M]").astype("datetime64[D]")


def add_days(days: Days, count: npt.NDArray[Any]) -> Days:
    """Days later."""
    return (days.astype(np.int64) + count.astype(np.int64)).astype("datetime64[D]")


def first_of_month(days: Days) -> Days:
    """First day of the month of each day."""
    return days.astype("datetime64[M]").astype("datetime64[D]")


def last_of_month(days: Days) -> Days:
    """Last day of the month of each day."""
    next_month = (days.astype("datetime64[M]").astype(np.int64) + 1).astype("datetime64[M]")
    return add_days(next_month.astype("datetime64[D]"), np.array(-1))
