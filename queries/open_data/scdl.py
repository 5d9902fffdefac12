"""Granted money in the French standard of grant data (SCDL subventions 2.1.1), line by line as its schema wants them.

A line that lacks a value which the standard requires, or says one that it refuses, is not in the file: nothing is
invented, cut or mended. Which values lack is counted, so that somebody can ask for them.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data import formulas
from data.importers.subventions.cells import has_right_key

QUESTION = "subventions_scdl"
VERSION = "2.1.1"
_REQUIRED = (
    "nomAttribuant", "idAttribuant", "dateConvention", "nomBeneficiaire", "objet", "montant", "nature",
    "conditionsVersement", "datesPeriodeVersement", "notificationUE", "pourcentageSubvention",
)  # fmt: skip
_LONGEST = 256
_LEAST_SHARE = 0.01


@dataclass(frozen=True)
class Grants:
    """The ``rows`` that the standard takes, of how many there are (``total``); field → lines of which it says no."""

    rows: pd.DataFrame
    total: int
    lacking: dict[str, int]


def _siret(value: str) -> bool:
    return re.fullmatch(r"[0-9]{14}", value) is not None and has_right_key(value)


def _brief(value: str) -> bool:
    # What stands in the file is the text with what keeps a spreadsheet from running it.
    return len(formulas.escaped(value)) <= _LONGEST


_FORMS: dict[str, Callable[[Any], bool]] = {
    "idAttribuant": _siret,
    "idBeneficiaire": _siret,
    "rnaBeneficiaire": lambda value: re.fullmatch(r"W[0-9]{9}", value) is not None,
    "objet": _brief,
    "conditionsVersement": _brief,
    "pourcentageSubvention": lambda value: _LEAST_SHARE <= value <= 1,
}


def grants(answer: pd.DataFrame) -> Grants:
    """What the standard takes of the answer to ``subventions_scdl``."""
    refused = [_refused(dict(zip(answer.columns, row, strict=True))) for row in answer.itertuples(index=False)]
    lacking = Counter(field for fields in refused for field in fields)
    kept = answer[[not fields for fields in refused]]
    return Grants(kept, len(answer), dict(lacking.most_common()))


def _refused(row: dict[str, Any]) -> list[str]:
    """The fields that the standard would not take as they are."""
    said = {field: value for field, value in row.items() if not pd.isna(value)}
    fields = [field for field in _REQUIRED if field not in said]
    fields += [field for field, form in _FORMS.items() if field in said and not form(said[field])]
    if "idBeneficiaire" not in said and "rnaBeneficiaire" not in said:
        fields.append("idBeneficiaire")
    return fields
