"""Grant files: the French standard (SCDL subventions, 1.1 to 2.1.1), its older form, and the real files around it.

No amount is ever wrong: what cannot be read with certainty is refused with its line and its reason, and the kept total
is the sum of the amounts kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from data.batch import Batch, RefusedError, Reject, Row
from data.identifiers import slug
from data.importers import grants_standard
from data.importers.grants_columns import Header
from data.importers.grants_lines import Lines, read_lines
from data.importers.grants_mapping import (
    GrantMapping,
    Known,
    header_of,
    proposal,
    read_mapping,
    remembered,
    told,
)
from data.reading.grids import Grid, read_grids
from data.report import describe

MAPPING_SUFFIX = ".toml"


@dataclass(frozen=True)
class _Part:
    """One grid that holds grants."""

    grid: Grid
    header: Header
    lines: Lines


def read(paths: Sequence[Path], known: Known = lambda digest: {}) -> Batch:
    """Batch of grant files of one publisher and, among ``paths``, at most one mapping (.toml).

    ``known`` gives the columns that a person confirmed for a header's digest. ``read`` counts lines under the headers
    that are not blank. RefusedError (French) when no column says who receives or how much, or when a person must
    confirm what a column is: the message then holds the mapping to correct and give back.
    """
    mappings = [path for path in paths if path.suffix.lower() == MAPPING_SUFFIX]
    files = [path for path in paths if path not in mappings]
    if not files:
        raise RefusedError("Aucun fichier de subventions : donnez un CSV, un .xlsx, un .xls ou un .ods.")
    if len(mappings) > 1:
        raise RefusedError("Une seule correspondance (.toml) à la fois.")
    mapping = read_mapping(mappings[0]) if mappings else None
    parts: list[_Part] = []
    warnings: list[str] = []
    for path in files:
        own, aside = _parts(path, mapping, known)
        parts += own
        warnings += aside
    return _batch(files, parts, warnings, confirmed=mapping is not None)


def _parts(path: Path, mapping: GrantMapping | None, known: Known) -> tuple[list[_Part], list[str]]:
    grids = read_grids(path)
    parts, aside = [], []
    for grid in grids:
        header = header_of(grid, mapping, known)
        if header is None or not header.complete:
            aside.append(grid)
            continue
        _refuse_doubts(grid, header)
        parts.append(_Part(grid, header, read_lines(grid, header, mapping.constants if mapping else {})))
    if not parts:
        raise RefusedError(_no_header(path, grids))
    names = [f"{grid.name} : laissée de côté, aucune colonne n'y dit qui reçoit et combien." for grid in aside]
    hidden = [f"{part.grid.name} : feuille masquée, lue comme les autres." for part in parts if part.grid.hidden]
    return parts, names + hidden


def _refuse_doubts(grid: Grid, header: Header) -> None:
    if header.doubts:
        raise RefusedError(
            f"{grid.name} : à confirmer avant de charger. {' '.join(f'{doubt}.' for doubt in header.doubts)} "
            "Corrigez cette correspondance, enregistrez-la (« correspondance.toml ») et redonnez-la par --mapping :\n"
            f"{proposal(header)}"
        )


def _no_header(path: Path, grids: Sequence[Grid]) -> str:
    first = grids[0]
    names = ", ".join(f"« {cell} »" for cell in (first.rows[0] if first.rows else []) if cell is not None)
    return (
        f"« {path.name} » : dans les 30 premières lignes, aucun en-tête ne dit à la fois qui reçoit et combien. "
        f"Première ligne lue : {names[:400] or 'vide'}. Dites quelle colonne est quoi, --mapping correspondance.toml : "
        '[colonnes] "Nom de la colonne" = "beneficiaire", "Autre colonne" = "montant".'
    )


def _batch(files: Sequence[Path], parts: Sequence[_Part], warnings: list[str], *, confirmed: bool) -> Batch:
    rows = _named(files, [row for part in parts for row in part.lines.rows])
    publisher = _publisher(rows)
    tables: dict[str, list[Row]] = {"subventions": rows}
    if confirmed:
        unique = {row["colonne"]: row for part in parts for row in remembered(part.header, publisher)}
        tables["correspondances"] = list(unique.values())
    return Batch(
        format="subventions",
        titre=f"Subventions : {publisher or ', '.join(path.name for path in files)}",
        editeur=publisher,
        rows=tables,
        read=sum(part.lines.read for part in parts),
        kept=sum(part.lines.kept for part in parts),
        rejects=[reject for part in parts for reject in part.lines.rejects],
        warnings=[*warnings, *_summary(parts, rows), *_asides(parts)],
    )


def _named(files: Sequence[Path], rows: list[Row]) -> list[Row]:
    """Each row with its identifier: file, sheet, line and stage, which are one in a load."""
    stem = slug(files[0].stem, 40)
    for row in rows:
        sheet = f"-{slug(row['feuille'], 20)}" if row["feuille"] else ""
        row["subvention_id"] = f"{stem}-{slug(row['fichier'], 30)}{sheet}-{row['ligne']}-{row['etape']}"
    return rows


def _publisher(rows: Sequence[Row]) -> str | None:
    givers = {row["attribuant"] for row in rows}
    return givers.pop() if len(givers) == 1 else None


def _summary(parts: Sequence[_Part], rows: Sequence[Row]) -> list[str]:
    """How each sheet was understood, then the kept total by stage: asked, granted and paid are never added."""
    said = []
    for part in parts:
        kind = grants_standard.version(part.header)
        said.append(f"{part.grid.name} : {kind or 'forme libre'}. {told(part.header)}")
        if part.grid.unread:
            cells = ", ".join(part.grid.unread)
            said.append(
                f"{part.grid.name} : formules sans résultat gardé ({cells}) ; ouvrez et enregistrez le classeur."
            )
    for stage, word in (("demande", "demandés"), ("accorde", "accordés"), ("verse", "versés")):
        amounts = [row["montant_eur"] for row in rows if row["etape"] == stage]
        if amounts:
            said.append(f"Total gardé : {_euros(sum(amounts, Decimal(0)))} {word}, {len(amounts)} lignes.")
    flagged = [(word, [row for row in rows if word in (row["alerte"] or "")]) for word in _FLAGS]
    said += [f"{_FLAGS[word]} : {_lines(found)}." for word, found in flagged if found]
    return said


_FLAGS = {
    "négatif": "Montants négatifs, gardés comme reversements",
    "aberrant": "Montants à vérifier, sans commune mesure avec les autres",
    "constant": "Le même montant sur chaque ligne : valeur par défaut ?",
}


def _lines(rows: Sequence[Mapping[str, Any]]) -> str:
    shown = ", ".join(str(row["ligne"]) for row in rows[:10])
    return f"ligne{'s' if len(rows) > 1 else ''} {shown}{f' et {len(rows) - 10} autres' if len(rows) > 10 else ''}"


def _euros(value: Decimal) -> str:
    return f"{value:,.2f} €".replace(",", "\u202f").replace(".", ",")


def _asides(parts: Sequence[_Part]) -> list[str]:
    """Cells left empty, then departures from the standard where a file follows it."""
    found: list[Reject] = []
    for part in parts:
        found += part.lines.asides
        if grants_standard.version(part.header):
            told_already = {(reject.ligne, reject.colonne) for reject in [*part.lines.asides, *part.lines.rejects]}
            found += [
                one
                for one in grants_standard.departures(part.grid, part.header)
                if (one.ligne, one.colonne) not in told_already
            ]
    return [describe(reject) for reject in found]
