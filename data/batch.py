"""What an importer hands to the loader: rows by table, what it refused, what it wants said."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa

if TYPE_CHECKING:
    from data.understanding import Understanding

Row = dict[str, Any]


class RefusedError(Exception):
    """A load that cannot go on; the message is French, for the person who sent the file."""


class AlreadyThereError(RefusedError):
    """A file that says nothing which the store does not say already: there is nothing to load, and nothing wrong."""


@dataclass(frozen=True)
class Reject:
    """One thing refused: where it stands, what was written, why (French)."""

    fichier: str
    ligne: int | None
    colonne: str | None
    valeur: str | None
    raison: str


@dataclass
class Batch:
    """Rows read from the files of one load, before the contract.

    ``rows`` maps a table of contract.sql to its rows (column → value, without ``source``, which the loader adds), or
    to a typed frame or Arrow table for what the product makes itself.
    ``more`` yields further parts of a load that does not fit in memory; ``read`` and ``kept`` grow as they are staged.
    ``counted``: the tables of which a row is a line that ``read`` counts; None: all those whose rows have a line.
    ``lines_stand_alone``: a line that breaks the contract or a check can be left out and the others kept, but for those
    that go with it in ``lines_together``: (file, line) → the lines of the same thing.
    ``heads``: (file, sheet) → the last line of the names of its columns, for tables whose refused lines can be sent
    back; ``completes``: the digest that such a workbook of refused lines, corrected, says that it completes.
    ``doubts`` are cells left empty and lines to check, which stay. ``changes`` are French sentences on what it says in
    place of something else; ``against``: the snapshot that it was compared with, without which it means nothing.
    ``nothing``: why nothing of it is kept, in French, where its reader knows better than that lines are refused.
    ``understanding``: how its columns were read.
    ``read`` counts what people count in that format (fiches, CSV lines); ``kept`` + the number of distinct
    refused items equals ``read``.
    """

    format: str
    titre: str
    rows: Mapping[str, list[Row] | pd.DataFrame | pa.Table]
    read: int
    kept: int
    editeur: str | None = None
    licence: str | None = None
    url: str | None = None
    publiee_le: date | None = None
    more: Iterable[Mapping[str, pa.Table]] | None = None
    rejects: list[Reject] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    doubts: list[Reject] = field(default_factory=list)
    counted: Collection[str] | None = None
    lines_stand_alone: bool = False
    lines_together: Mapping[tuple[str, int], Sequence[int]] = field(default_factory=dict)
    heads: Mapping[tuple[str, str | None], int] = field(default_factory=dict)
    completes: str | None = None
    understanding: "Understanding | None" = None
    changes: list[str] = field(default_factory=list)
    against: int | None = None
    nothing: str | None = None
