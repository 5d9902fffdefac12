"""Answers as plain values and as CSV: what leaves the product for machines."""

import csv
import io
import json
import math
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from data import formulas

# Decimal digits that a binary number holds for sure: the one after them is the noise of sums.
_DIGITS = 15

_AS_THEY_ARE = {str, int, bool}

MADE_UP = "données de démonstration"


def marked(answer: pd.DataFrame, made_up: bool) -> pd.DataFrame:
    """The answer with a last column that says, on each row, that it comes from made-up data; as it is otherwise."""
    return answer.assign(donnees=MADE_UP) if made_up else answer


def records(answer: pd.DataFrame) -> list[dict[str, Any]]:
    """One plain object a row, ready for JSON: unknown is None, dates are ISO, lists stay lists."""
    return [dict(zip(answer.columns, map(plain, row), strict=True)) for row in answer.itertuples(index=False)]


def plain(value: Any) -> Any:
    """A cell as a JSON value; None when it is unknown."""
    if value is None or type(value) in _AS_THEY_ARE:  # Nearly all of them.
        return value
    if isinstance(value, list | tuple | np.ndarray):
        return [plain(item) for item in value]
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, pd.Timestamp | datetime):
        moment = pd.Timestamp(value)
        return moment.date().isoformat() if moment == moment.normalize() else moment.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return _number(float(value))
    if isinstance(value, float):
        return _number(value)
    return value


def to_csv(answer: pd.DataFrame) -> str:
    """UTF-8 comma CSV with decimal points and ISO dates.

    Cells that a spreadsheet would take for a formula are neutralised; an unknown value is an empty cell. Euros (columns
    in ``_eur``) are told to the cent: a sum of shares has a binary tail that is no money.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(answer.columns)
    shares = [name for name in answer.select_dtypes("float").columns if name.endswith("_eur")]
    for row in answer.round(dict.fromkeys(shares, 2)).itertuples(index=False):
        writer.writerow([_cell(plain(value)) for value in row])
    return text.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return formulas.escaped(json.dumps(value, ensure_ascii=False))
    if isinstance(value, float):
        return str(_number(float(f"{value:.{_DIGITS}g}")))
    return formulas.escaped(value) if isinstance(value, str) else str(value)


def _number(value: float) -> float | int | None:
    if math.isnan(value):
        return None
    return int(value) if value.is_integer() and abs(value) < 2**53 else value
