"""Grant files: the French standard (SCDL subventions, 1.1 to 2.1.1), its older form, and the real files around it.

No amount is ever wrong: what cannot be read with certainty is refused with its line and its reason, and the kept total
is the sum of the amounts kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from data import french
from data.batch import Batch, RefusedError, Reject
from data.identifiers import fold, slug
from data.importers.subventions import recipes, standard, understood
from data.importers.subventions.columns import Header, other_unit
from data.importers.subventions.lines import Lines, read_lines
from data.importers.subventions.mapping import (
    GrantMapping,
    Known,
    header_of,
    mapping_of,
    proposal,
    read_mapping,
    refuse_missing,
    remembered,
    told,
)
from data.importers.subventions.repeats import Table, Told, repeats, summaries, year_of
from data.importers.subventions.rows import SCHEMA
from data.importers.subventions.tables import set_others_aside
from data.importers.subventions.words import Remarks
from data.importers.tableaux.examples import without_examples
from data.importers.tableaux.kinds.argent import SUBVENTIONS
from data.reading import units
from data.reading.grids import Grid, read_grids
from data.toml_file import told_apart
from data.understanding import Answers, UndecidedError

_STAGES = {"demande": "demandé", "accorde": "accordé", "verse": "versé"}


@dataclass(frozen=True)
class _Part:
    """One grid that holds grants."""

    grid: Grid
    header: Header
    lines: Lines


def read(paths: Sequence[Path], known: Known = lambda digest: {}, said: Answers | None = None) -> Batch:
    """Batch of grant files of one publisher and, among ``paths``, at most one mapping (.toml).

    ``known`` gives the columns that a person confirmed for a header's digest; ``said`` is a mapping too, as data.
    ``read`` counts lines under the headers that are not blank. UndecidedError (French) when no column says who receives
    or how much, or when a person must confirm what a column is: its message holds the mapping to correct and give back.
    """
    files, mappings = told_apart(paths)
    if not files:
        raise RefusedError("Aucun fichier de subventions : donnez un CSV, un .xlsx, un .xls ou un .ods.")
    if len(mappings) + bool(said) > 1:
        raise RefusedError("Une seule correspondance (.toml) à la fois.")
    mapping = read_mapping(mappings[0]) if mappings else mapping_of("réponses", said) if said else None
    found = [
        (path, grid, header_of(grid, mapping and mapping.of(grid), known, _recipe(grid)))
        for path in files
        for grid in without_examples(read_grids(path), SUBVENTIONS)
    ]
    _refuse_sheets(mapping, [grid for _, grid, _ in found])
    for _, grid, header in found:
        if header is not None:
            set_others_aside(grid, header)
    refuse_missing([header for _, _, header in found if header is not None])
    parts: list[_Part] = []
    warnings: list[str] = []
    for path in files:
        own, aside = _parts(path, [(grid, header) for of, grid, header in found if of == path], mapping)
        parts += own
        warnings += aside
    parts = _once(parts, warnings)
    return _batch(files, parts, warnings, mapping)


def _refuse_sheets(mapping: GrantMapping | None, grids: Sequence[Grid]) -> None:
    names = [grid.sheet or grid.file for grid in grids]
    for sheet in mapping.sheets if mapping else ():
        if sheet not in names:
            shown = ", ".join(f"« {name} »" for name in names)
            raise RefusedError(f"La feuille « {sheet} » de la correspondance n'existe pas. Feuilles lues : {shown}.")


def _parts(
    path: Path, found: Sequence[tuple[Grid, Header | None]], mapping: GrantMapping | None
) -> tuple[list[_Part], list[str]]:
    whole = [(grid, header) for grid, header in found if header is not None and header.complete]
    if not whole:
        grids = [grid for grid, _ in found]
        raise UndecidedError(_no_header(path, grids), understood.unknown(grids))
    constants = [
        {**_constants(_recipe(grid)), **_named_year(grid, header), **_constants(mapping and mapping.of(grid))}
        for grid, header in whole
    ]
    _refuse_doubts(whole, constants)
    parts = [
        _Part(grid, header, read_lines(grid, header, said))
        for (grid, header), said in zip(whole, constants, strict=True)
    ]
    kept = {id(grid) for grid, _ in whole}
    names = [
        f"{grid.name} : laissée de côté, aucune colonne n'y dit qui reçoit et combien."
        for grid, _ in found
        if id(grid) not in kept
    ]
    hidden = [f"{part.grid.name} : feuille masquée, lue comme les autres." for part in parts if part.grid.hidden]
    return parts, names + hidden


def _recipe(grid: Grid) -> GrantMapping | None:
    """What the known publication that this grid is says of it."""
    known = recipes.fitting(grid)
    return None if known is None else known.mapping


def _constants(mapping: GrantMapping | None) -> Mapping[str, Any]:
    return {} if mapping is None else mapping.constants


def _named_year(grid: Grid, header: Header) -> dict[str, int]:
    """The year of a sheet whose name holds one and whose columns hold none."""
    year = year_of(grid.sheet)
    dated = {"exercice", "date_convention"} & set(header.fields.values())
    return {} if year is None or dated else {"exercice": year}


def _once(parts: Sequence[_Part], warnings: list[str]) -> list[_Part]:
    """The parts without the money that two of them tell: a summary sheet is left aside, a repeated line refused."""
    aside = summaries(_tables(parts))
    warnings += [
        f"{parts[rank].grid.name} : laissée de côté, récapitulatif : son total est {whose}, déjà compté."
        for rank, whose in sorted(aside.items())
    ]
    kept = [part for rank, part in enumerate(parts) if rank not in aside]
    for part, repeated in zip(kept, repeats(_tables(kept)), strict=True):
        part.lines.refuse(_repeated(part, repeated))
        part.lines.rows.flag()
    return kept


def _tables(parts: Sequence[_Part]) -> list[Table]:
    return [Table(part.grid.name, part.grid.file, part.lines.rows) for part in parts]


def _repeated(part: _Part, why: Mapping[Told, str]) -> dict[Told, Reject]:
    names = dict(zip(part.lines.rows["ligne"], part.lines.rows["beneficiaire"], strict=True))
    return {
        (line, stage): Reject(part.grid.name, line, None, names[line], f"montant {_STAGES[stage]} déjà compté : {said}")
        for (line, stage), said in why.items()
    }


def _refuse_doubts(whole: Sequence[tuple[Grid, Header]], constants: Sequence[Mapping[str, Any]]) -> None:
    """One question for all that a person must say of a file, with the mapping ready to fill."""
    for grid, header in whole:
        if said := other_unit(header, grid.rows):
            raise RefusedError(units.refusal(grid.name, said, "montant"))
    questions = [
        f"{grid.name} : {' '.join(f'{doubt}.' for doubt in header.doubts)}" for grid, header in whole if header.doubts
    ]
    orphans = [
        grid for (grid, header), said in zip(whole, constants, strict=True) if not _has_giver(grid, header, said)
    ]
    if orphans:
        names = ", ".join(grid.name for grid in orphans)
        questions.append(
            f"{names} : qui donne ? Aucune colonne ne le dit : écrivez-le une fois, « attribuant » plus bas."
        )
    if questions:
        raise UndecidedError(
            f"{whole[0][0].file} : à confirmer avant de charger. {' '.join(questions)} "
            "Corrigez cette correspondance, enregistrez-la "
            f"(« correspondance.toml ») et redonnez-la par --mapping :\n{proposal(whole, giver=bool(orphans))}",
            understood.of(whole, giver=bool(orphans)),
        )


def _has_giver(grid: Grid, header: Header, constants: Mapping[str, Any]) -> bool:
    place = header.position("attribuant")
    return "attribuant" in constants or (
        place is not None and any(place < len(row) and row[place] is not None for row in grid.rows[header.last + 1 :])
    )


def _no_header(path: Path, grids: Sequence[Grid]) -> str:
    first = grids[0]
    names = ", ".join(f"« {cell} »" for cell in (first.rows[0] if first.rows else []) if cell is not None)
    return (
        f"« {path.name} » : dans les 30 premières lignes, aucun en-tête ne dit à la fois qui reçoit et combien. "
        f"Première ligne lue : {names[:400] or 'vide'}. Dites quelle colonne est quoi, --mapping correspondance.toml : "
        '[colonnes] "Nom de la colonne" = "beneficiaire", "Autre colonne" = "montant".'
    )


def _batch(files: Sequence[Path], parts: Sequence[_Part], warnings: list[str], mapping: GrantMapping | None) -> Batch:
    warnings = [*warnings, *_summary(parts), *_of_grids(parts), *_asides(parts)]
    understanding = understood.of([(part.grid, part.header) for part in parts], giver=False)
    heads = {(part.grid.file, part.grid.sheet): part.grid.lines[part.header.last] for part in parts}
    for part in parts:
        part.grid.rows.clear()  # Cells and rows need not stay in memory together.
    stem = slug(files[0].stem, 40)
    tables = {
        "subventions": pa.Table.from_batches(
            (batch for rank, part in enumerate(parts, start=1) for batch in part.lines.rows.batches(f"{stem}-{rank}")),
            SCHEMA,
        )
    }
    publisher = _publisher(parts)
    if mapping is not None:
        giver = mapping.constants.get("attribuant")
        unique = {row["colonne"]: row for part in parts for row in remembered(part.header, publisher, giver)}
        tables["correspondances"] = pa.Table.from_pylist(list(unique.values()))
    return Batch(
        format="subventions",
        titre=f"Subventions : {publisher or ', '.join(path.name for path in files)}",
        editeur=publisher,
        rows=tables,
        # Nothing more comes; staging then asks the contract's rules of whole columns.
        more=(),
        read=sum(part.lines.read for part in parts),
        kept=sum(part.lines.kept for part in parts),
        rejects=[reject for part in parts for reject in part.lines.rejects],
        warnings=warnings,
        doubts=[doubt for part in parts for doubt in (*part.lines.asides.each(), *_alerts(part))],
        heads=heads,
        completes=next((part.grid.completes for part in parts if part.grid.completes), None),
        understanding=understanding,
    )


def _alerts(part: _Part) -> list[Reject]:
    """The amounts that are kept and are to be checked, one by one."""
    rows = part.lines.rows
    told = zip(rows["ligne"], rows["montant_eur"], rows["alerte"], strict=True)
    return [
        Reject(part.grid.name, line, "montant", french.euros(amount, cents=True), _TO_CHECK[word])
        for line, amount, alert in told
        for word in _TO_CHECK
        if word in (alert or "")
    ]


def _publisher(parts: Sequence[_Part]) -> str | None:
    funders = {funder for part in parts for funder in part.lines.rows["attribuant"]}
    return funders.pop() if len(funders) == 1 else None


def _summary(parts: Sequence[_Part]) -> list[str]:
    """How each sheet was understood, then the kept total by stage: asked, granted and paid are never added."""
    said = []
    for part in parts:
        kind = standard.version(part.header)
        said.append(f"{part.grid.name} : {kind or 'forme libre'}. {told(part.header)}")
        if year := _named_year(part.grid, part.header):
            said.append(f"{part.grid.name} : exercice {year['exercice']}, d'après le nom de la feuille.")
    for stage, word in _STAGES.items():
        totals = [part.lines.rows.total(stage) for part in parts]
        if count := sum(count for _, count in totals):
            total = sum((total for total, _ in totals), Decimal(0))
            said.append(f"Total gardé : {french.euros(total, cents=True)} {word}s, {french.plural(count, 'ligne')}.")
    flagged = [(word, _flagged(parts, word)) for word in _FLAGS]
    said += [f"{_FLAGS[word]} : {_lines(found)}." for word, found in flagged if found]
    return said


def _of_grids(parts: Sequence[_Part]) -> list[str]:
    """What is doubtful of whole sheets: how the text was decoded, formulas, who gives to whom."""
    said = []
    for part in parts:
        said += part.grid.doubts
        rows = part.lines.rows
        pairs = list(zip(rows["attribuant"], rows["beneficiaire"], strict=True))
        if pairs and all(fold(giver) == fold(receiver) for giver, receiver in pairs):
            said.append(
                f"{part.grid.name} : l'attribuant est le bénéficiaire sur chaque ligne ; la colonne lue comme « qui "
                "reçoit » dit-elle qui donne ? Donnez une correspondance (--mapping), et annulez ce chargement."
            )
    return said


_FLAGS = {
    "négatif": "Montants négatifs, gardés comme reversements",
    "aberrant": "Montants à vérifier, sans commune mesure avec les autres",
    "constant": "Le même montant sur chaque ligne : valeur par défaut ?",
}


_TO_CHECK = {
    "négatif": "montant négatif, gardé comme un reversement : vérifiez le signe",
    "aberrant": "montant sans commune mesure avec les autres : vérifiez l'unité et le nombre de zéros",
}


def _flagged(parts: Sequence[_Part], word: str) -> list[int]:
    return [
        line
        for part in parts
        for line, alert in zip(part.lines.rows["ligne"], part.lines.rows["alerte"], strict=True)
        if word in (alert or "")
    ]


def _lines(found: Sequence[int]) -> str:
    shown = ", ".join(map(str, found[:10]))
    rest = f" et {french.plural(len(found) - 10, 'autre')}" if len(found) > 10 else ""
    return f"ligne{'s' if len(found) > 1 else ''} {shown}{rest}"


def _asides(parts: Sequence[_Part]) -> list[str]:
    """Cells left empty, then departures from the standard where a file follows it."""
    said: list[str] = []
    for part in parts:
        said += part.lines.asides.in_few()
        if standard.version(part.header):
            told = part.lines.asides.cells() | {(reject.colonne, reject.valeur) for reject in part.lines.rejects}
            rest = Remarks()
            for departure in standard.departures(part.grid, part.header):
                if (departure.colonne, departure.valeur) not in told:
                    rest.append(departure)
            said += rest.in_few()
    return said
