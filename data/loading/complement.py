"""Loads in two parts: the sound lines first, then those that were refused, once corrected, as a source of its own.

A workbook of refused lines says, in the name of its column of reasons, the digest of the load that it completes
(``data/intake/refused.py``). Its source is named after it: a load is completed once.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import pyarrow as pa

from data.batch import Batch, RefusedError, Reject, Row
from data.loading.sources import Known

_NAMED = "complement-"
_COMPLETES = re.compile(rf"-{_NAMED}[0-9a-f]{{8}}-")


def stem(batch: Batch) -> str | None:
    """What the source of corrected lines is called after: the load that it completes; None for another load."""
    return None if batch.completes is None else f"{_NAMED}{batch.completes}"


def checked(batch: Batch, sources: Sequence[Known], replaced: str | None) -> list[str]:
    """French remarks on the load that this one completes, or on what completes the one that it replaces.

    RefusedError when the same load is completed already, by a source that this one does not replace.
    """
    active = [known for known in sources if known.active and known.source != replaced]
    if batch.completes is None:
        completed = next((known for known in sources if known.source == replaced), None)
        others = [] if completed is None else completing(completed, active)
        return [
            f"« {other} » complétait « {replaced} », que ce fichier remplace : annulez-la si ses lignes sont dans ce "
            "fichier, elles compteraient deux fois."
            for other in others
        ]
    other = twin(f"-{_NAMED}{batch.completes}-", active)
    if other is not None:
        raise RefusedError(
            f"Ces lignes corrigées complètent un fichier qui l'est déjà, par la source « {other} » : elles "
            f"compteraient deux fois. Pour mettre celles-ci à leur place, choisissez cette source dans « Ce fichier "
            f"remplace un chargement » (au terminal : --replace {other})."
        )
    first = next((known.source for known in active if known.sha256.startswith(batch.completes)), None)
    if first is None:
        return ["Ces lignes en complètent d'autres, dont le fichier n'est pas chargé ici : elles seront seules."]
    return [f"Ces lignes corrigées complètent la source « {first} »."]


def twin(source: str, sources: Sequence[Known]) -> str | None:
    """The active source of corrected lines that completes the same load as ``source`` does; None when none does."""
    match = _COMPLETES.search(source)
    if match is None:
        return None
    return next((known.source for known in sources if known.active and match[0] in known.source), None)


def completing(known: Known, sources: Sequence[Known]) -> tuple[str, ...]:
    """The active sources of corrected lines that complete this load."""
    named = f"-{_NAMED}{known.sha256[:8]}-"
    return tuple(other.source for other in sources if other.active and named in other.source)


def without(batch: Batch, broken: Sequence[Reject]) -> Batch | None:
    """The batch without the lines refused, each a reject of its own; None when they cannot be left out by themselves:
    the lines of its format stand together, or one of them is nowhere."""
    said = {(reject.fichier, reject.ligne) for reject in broken if reject.ligne is not None}
    if not batch.lines_stand_alone or any(reject.ligne is None for reject in broken):
        return None
    lines = {(file, line) for file, first in said for line in batch.lines_together.get((file, first), (first,))} | said
    rows = {table: _left(part, lines) for table, part in batch.rows.items()}
    if sum(map(len, rows.values())) == sum(map(len, batch.rows.values())):
        return None
    reason = "refusée avec les autres lignes de la même chose, dont une ne peut pas être gardée"
    others = [Reject(file, line, None, None, reason) for file, line in sorted(lines - said)]
    return replace(batch, rows=rows, kept=batch.kept - len(lines), rejects=[*batch.rejects, *broken, *others])


def _left(
    rows: list[Row] | pd.DataFrame | pa.Table, lines: set[tuple[str, int]]
) -> list[Row] | pd.DataFrame | pa.Table:
    if isinstance(rows, list):
        return [row for row in rows if (_text(row.get("fichier")), row.get("ligne")) not in lines]
    return rows


def _text(value: Any) -> str:
    return str(value or "?")
