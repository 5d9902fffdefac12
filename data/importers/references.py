"""The territory and the label tables that ship with the product, loaded like any other source."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from data.batch import Batch, RefusedError
from geo import communes
from geo.text import fold

CODES = Path(__file__).parent.parent / "codes"
GEO = Path(communes.__file__).parent


def files() -> list[Path]:
    """The files whose content makes this source."""
    return sorted([*GEO.glob("*.parquet"), *(GEO / "bassins").glob("*.csv"), *CODES.glob("*.csv")])


def read(paths: Sequence[Path]) -> Batch:
    """Batch of the reference tables; ``paths`` must be :func:`files`, which the product reads by itself."""
    if sorted(paths) != files():
        raise RefusedError("Le format « references » ne lit que les fichiers livrés : « python -m data build ».")
    rows: dict[str, Any] = dict(communes.reference_tables())
    rows |= _labels()
    count = sum(len(table) for table in rows.values())
    return Batch(
        format="references",
        titre="Territoire (COG, populations légales, découpages) et tables de libellés",
        editeur="INSEE, IGN (ADMIN EXPRESS COG), Etalab",
        licence="Licence Ouverte 2.0",
        rows=rows,
        read=count,
        kept=count,
    )


def _labels() -> dict[str, list[dict[str, Any]]]:
    funders = _read("financeurs.csv")
    return {
        "financeurs": _unique([{key: row[key] for key in ("financeur_id", "nom", "famille")} for row in funders]),
        "financeurs_libelles": [
            {"libelle": fold(row["libelle"]), "financeur_id": row["financeur_id"], "origine": row["origine"]}
            for row in funders
        ],
        "libelles": _read("libelles.csv"),
        "indices_prix": _read("indice_prix.csv"),
    }


def _read(name: str) -> list[dict[str, Any]]:
    with (CODES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _unique(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return list({tuple(row.items()): row for row in rows}.values())
