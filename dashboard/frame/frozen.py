"""Values that every session may be handed, since nobody can change them; and what they weigh.

Lists and dicts stay lists and dicts, for JSON, pandas and comparisons; only, changing one is a TypeError. A copy
(``list(…)``, ``dict(…)``, ``copy.deepcopy``) is an ordinary one.
"""

import sys
from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import Path
from types import FunctionType
from typing import Any, NoReturn, TypeVar

import numpy as np
import pandas as pd

T = TypeVar("T")
_COMMON = {type(None), str, int, float, bool}
_PLAIN = (type(None), str, int, float, bytes, date, timedelta, Decimal, Enum, Path, range, np.generic, FunctionType)
# Of a longer sequence, what this many of its items weigh tells what all do.
_SAMPLE = 16


def _refuse(self: object, *_: object, **__: object) -> NoReturn:
    raise TypeError("what is kept is handed to every session: change a copy of it")


class FrozenDict(dict[Any, Any]):
    """A dict that cannot change."""

    __slots__ = ()
    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[type, tuple[Any, ...]]:
        """Its copies are dicts."""
        return dict, (dict(self),)


class FrozenList(list[Any]):
    """A list that cannot change."""

    __slots__ = ()
    __setitem__ = __delitem__ = __iadd__ = __imul__ = _refuse
    append = clear = extend = insert = pop = remove = reverse = sort = _refuse

    def __reduce__(self) -> tuple[type, tuple[Any, ...]]:
        """Its copies are lists."""
        return list, (list(self),)


def frozen(value: T) -> T:
    """The same value, down to what it holds, that nobody can change; a DataFrame is safe by ``handed``.

    TypeError for what could change in a way that is not known here.
    """
    return _frozen(value)  # type: ignore[no-any-return]


def handed(value: T) -> T:
    """A frozen value as one reader gets it: its DataFrames are their own, which pandas copies at the first change."""
    if isinstance(value, pd.DataFrame):
        return value.copy(deep=False)
    if is_dataclass(value) and not isinstance(value, type):
        tables = {name: table for name, table in vars(value).items() if isinstance(table, pd.DataFrame)}
        return replace(value, **{name: handed(table) for name, table in tables.items()}) if tables else value
    return value


def _frozen(value: Any) -> Any:
    if type(value) in _COMMON or isinstance(value, (*_PLAIN, FrozenDict, FrozenList)):
        return value
    if isinstance(value, dict):
        items = value.items()
        return FrozenDict({key: item if type(item) in _COMMON else _frozen(item) for key, item in items})
    if isinstance(value, list):
        return FrozenList(map(_frozen, value))
    if isinstance(value, tuple):
        return value._make(map(_frozen, value)) if hasattr(value, "_make") else tuple(map(_frozen, value))
    if isinstance(value, set | frozenset):
        return frozenset(value)
    if isinstance(value, pd.DataFrame):
        return value.copy(deep=False)
    if isinstance(value, np.ndarray):
        fixed = value.copy()
        fixed.flags.writeable = False
        return fixed
    if is_dataclass(value) and not isinstance(value, type) and value.__dataclass_params__.frozen:  # type: ignore[attr-defined]
        return replace(value, **{field.name: _frozen(getattr(value, field.name)) for field in fields(value)})
    raise TypeError(f"{type(value).__name__}: not known to be immutable, so it cannot be kept")


def weight(value: Any) -> int:
    """About how many bytes a frozen value takes; what it shares with others is counted in each."""
    if type(value) in _COMMON:
        return sys.getsizeof(value)
    if isinstance(value, pd.DataFrame):
        return int(value.memory_usage(deep=True).sum())
    if isinstance(value, np.ndarray):
        return int(value.nbytes)
    own = sys.getsizeof(value)
    if isinstance(value, dict):
        return own + _all(list(value.values()))  # Rows share the names of their columns.
    if isinstance(value, list | tuple | frozenset):
        return own + _all(list(value))
    if is_dataclass(value):
        return own + _all([getattr(value, field.name) for field in fields(value)])
    return own


def _all(items: Sequence[Any]) -> int:
    step = max(1, len(items) // _SAMPLE)
    seen = items[::step]
    return sum(map(weight, seen)) * len(items) // max(1, len(seen))
