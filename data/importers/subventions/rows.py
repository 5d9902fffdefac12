"""Rows of ``subventions`` as columns: a hundred thousand of them in a few tens of megabytes."""

from collections.abc import Collection, Iterator
from decimal import Decimal
from itertools import compress
from statistics import median
from typing import Any

import pyarrow as pa

from data.batch import Row

_TYPES: dict[str, pa.DataType] = {
    "attribuant": pa.string(),
    "attribuant_siret": pa.string(),
    "beneficiaire": pa.string(),
    "beneficiaire_siret": pa.string(),
    "beneficiaire_siren": pa.string(),
    "beneficiaire_rna": pa.string(),
    "code_commune": pa.string(),
    "code_departement": pa.string(),
    "objet": pa.string(),
    "dispositif": pa.string(),
    "date_convention": pa.date32(),
    "reference": pa.string(),
    "exercice": pa.int32(),
    "montant_eur": pa.decimal128(14, 2),
    "etape": pa.string(),
    "nature": pa.string(),
    "conditions": pa.string(),
    "periode_debut": pa.date32(),
    "periode_fin": pa.date32(),
    "part_financee": pa.float64(),
    "notification_ue": pa.bool_(),
    "alerte": pa.string(),
    "feuille": pa.string(),
    "fichier": pa.string(),
    "ligne": pa.int32(),
}
SCHEMA = pa.schema({"subvention_id": pa.string(), **_TYPES})
_BATCH = 8192
# An amount this much above the median of its file, and this much above the next one, is worth a look.
_ABSURD_TO_MEDIAN, _ABSURD_TO_NEXT = 1000, 10
_ENOUGH_TO_COMPARE = 10


class Rows:
    """The rows of one grid, column by column, in the order of its lines."""

    def __init__(self) -> None:
        self._columns: dict[str, list[Any]] = {name: [] for name in _TYPES}

    def __len__(self) -> int:
        return len(self._columns["ligne"])

    def __getitem__(self, column: str) -> list[Any]:
        return self._columns[column]

    def add(self, row: Row) -> None:
        """One row; KeyError when a column lacks."""
        for name, values in self._columns.items():
            values.append(row[name])

    def drop(self, told: Collection[tuple[int, str]]) -> None:
        """Take out the rows of these lines and stages."""
        kept = [key not in told for key in zip(self["ligne"], self["etape"], strict=True)]
        self._columns = {name: list(compress(values, kept)) for name, values in self._columns.items()}

    def flag(self) -> None:
        """Mark, without touching it, an amount that the other rows make absurd, or the only amount of every row."""
        values = sorted(value for value in self["montant_eur"] if value > 0)
        if len(values) < _ENOUGH_TO_COMPARE:
            return
        bound = max(_ABSURD_TO_MEDIAN * median(values), _ABSURD_TO_NEXT * values[-2])
        alerts = self["alerte"]
        for rank, value in enumerate(self["montant_eur"]):
            if values[0] == values[-1]:
                alerts[rank] = _also(alerts[rank], "constant")
            elif value == values[-1] > bound:
                alerts[rank] = _also(alerts[rank], "aberrant")

    def total(self, stage: str) -> tuple[Decimal, int]:
        """(sum, number) of the amounts of one stage."""
        amounts = [
            value for value, value_stage in zip(self["montant_eur"], self["etape"], strict=True) if value_stage == stage
        ]
        return sum(amounts, Decimal(0)), len(amounts)

    def batches(self, name: str) -> Iterator[pa.RecordBatch]:
        """These rows for the contract, some thousands at a time; identifiers are ``name``, the line and the stage."""
        for start in range(0, len(self), _BATCH):
            part = {column: values[start : start + _BATCH] for column, values in self._columns.items()}
            keys = [f"{name}-{line}-{stage}" for line, stage in zip(part["ligne"], part["etape"], strict=True)]
            columns = zip([keys, *part.values()], SCHEMA, strict=True)
            # The system's memory goes back to it once the rows are staged; Arrow's own pool would keep it.
            pool = pa.system_memory_pool()
            yield pa.record_batch([pa.array(cells, kind.type, memory_pool=pool) for cells, kind in columns], SCHEMA)


def _also(alert: str | None, word: str) -> str:
    return f"{alert} ; {word}" if alert else word
