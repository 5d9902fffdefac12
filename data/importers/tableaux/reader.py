"""Importer of the tables that people fill in: a workbook or a CSV of a kind, known by its headings, read by name.

Every wrong cell of every line is told; a line of which one cell cannot be read is refused, the others are kept.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from data import french
from data.batch import Batch, RefusedError, Reject
from data.importers.tableaux import understood
from data.importers.tableaux.description import Kind, Sheet
from data.importers.tableaux.headings import (
    Recognised,
    is_help,
    key,
    kind_told,
)
from data.importers.tableaux.kinds import KINDS
from data.importers.tableaux.lines import Line, LineReader
from data.importers.tableaux.links import Links, Named, Stored, nothing
from data.importers.tableaux.mapping import KIND, Known, mapping_of, parted, remembered
from data.importers.tableaux.rows import Tables, finished, rows_of
from data.importers.tableaux.tables import Table, tables_of
from data.reading import units
from data.reading.grids import Grid, read_grids
from data.store import contract_columns
from data.understanding import IGNORED, Answers, Question, UndecidedError, Understanding


def read(
    paths: Sequence[Path],
    stored: Stored = nothing,
    said: Answers | None = None,
    known: Known = lambda digest: {},
) -> Batch:
    """Batch of tables of one kind; ``read`` counts the lines under the headings, examples left out.

    Among ``paths``, at most one mapping (.toml); ``said`` is one too, as data (``mapping.py``); ``known``: what a
    person confirmed of a layout. ``stored`` tells what the store holds that cells may name. UndecidedError where
    columns do not tell the kind, may say one thing twice, or lack what must be there, and nobody said. RefusedError
    (French) for a file that is no table, is of a kind that another format reads, or holds no line.
    """
    files, answers = parted(paths, said)
    if not files:
        raise RefusedError("Aucun fichier donné : indiquez au moins un classeur ou un CSV.")
    mapping = mapping_of("réponses", answers or {})
    tables: list[Table] = []
    warnings: list[str] = []
    for path in files:
        grids = read_grids(path)
        own = tables_of(grids, mapping, known)
        _refuse_unknown(path, grids, own)
        told = kind_told(grids)
        if told is not None and told in KINDS and told != own[0].one.kind.name:
            warnings.append(
                f"{path.name} : son « Lisez-moi » dit « {KINDS[told].title} », ses colonnes sont celles de "
                f"« {own[0].one.kind.title} » : lu comme tel"
            )
        tables += own
        warnings += _left_aside(grids, [table.one for table in own])
    found = [table.one for table in tables]
    for one in found:
        _refuse_repeated(one)
    _ask_kind(found)
    kind = _one_kind(found)
    _refuse_strangers(tables)
    _ask_columns(tables)
    for one in found:
        _refuse_other_unit(one)
        warnings += _told_columns(one)
    loading = _Loading(kind, Links(stored), warnings)
    for sheet in kind.sheets:
        for one in found:
            if one.sheet is sheet:
                loading.add(one)
    if loading.read == 0:
        raise RefusedError(f"{_named(files)} : aucune ligne à charger (celles d'exemple ne se chargent pas).")
    return Batch(
        format=kind.kept_as,
        titre=f"{kind.title} : {', '.join(path.name for path in files)}",
        rows={**finished(loading.tables), **_confirmed(tables)},
        read=loading.read,
        kept=loading.read - len(loading.refused),
        rejects=loading.rejects,
        warnings=warnings,
        counted={sheet.table for sheet in kind.sheets},
        lines_stand_alone=_stand_alone(kind, found),
        heads={(one.grid.file, one.grid.sheet): one.grid.lines[one.header] for one in found},
        completes=next((one.grid.completes for one in found if one.grid.completes), None),
        understanding=None if all(table.plain for table in tables) else understood.of(tables),
    )


def _stand_alone(kind: Kind, found: Sequence[Recognised]) -> bool:
    """Whether a line can be left out by its file and number: where a file has one table, and no line makes what others
    need (of the structure that actions name, the first one to name it makes the row)."""
    files = {one.grid.file for one in found}
    return len(files) == len(found) and kind.sheets[0].table != "actions"


def _named(paths: Sequence[Path]) -> str:
    return ", ".join(f"« {path.name} »" for path in paths)


class _Loading:
    """What the sheets read until now gave."""

    def __init__(self, kind: Kind, links: Links, warnings: list[str]) -> None:
        self.kind, self.links, self.warnings = kind, links, warnings
        self.tables: Tables = {}
        self.rejects: list[Reject] = []
        self.refused: set[tuple[str, int]] = set()
        self.read = 0
        self._keys: dict[str, dict[tuple[Any, ...], Line]] = {sheet.name: {} for sheet in kind.sheets}

    def add(self, found: Recognised) -> None:
        """Read the lines of one grid; what they define can be named by the next ones."""
        reader = LineReader(found, self.links)
        shown = 0
        for line in reader.lines():
            if line is None:
                shown += 1
                continue
            self.read += 1
            if not line.rejects:
                self._keep(found, line)
            if line.rejects:
                self._refuse(found, line)
        self.read += len(found.grid.rejects)
        self.rejects += found.grid.rejects
        self.refused |= {(found.grid.name, reject.ligne or 0) for reject in found.grid.rejects}
        self.warnings += found.grid.remarks
        if shown:
            told = french.plural(shown, "ligne d'exemple laissée", "lignes d'exemple laissées")
            self.warnings.append(f"{found.grid.name} : {told} de côté")

    def _keep(self, found: Recognised, line: Line) -> None:
        sheet = found.sheet
        made = rows_of(self.kind.name, sheet, line.values)
        own = made[sheet.table][0]
        names = sheet.key or tuple(sorted(own))
        said = tuple(own.get(name) for name in names)
        first = self._keys[sheet.name].setdefault(said, line)
        if first is not line:
            line.repeats = True
            line.refuse(None, None, _repeated(sheet, first, line))
            return
        for table, rows in made.items():
            placed = {"ligne", "fichier"} <= set(contract_columns()[table])
            place = {"fichier": found.grid.file, "ligne": line.number} if placed else {}
            self.tables.setdefault(table, []).extend({**row, **place} for row in rows)
        if sheet.defines:
            self.links.add(sheet.defines, _defined(sheet, own))

    def _refuse(self, found: Recognised, line: Line) -> None:
        spoken = found.spoken
        self.rejects += [replace(one, colonne=spoken.get(one.colonne or "", one.colonne)) for one in line.rejects]
        self.refused.add((found.grid.name, line.number))
        if found.sheet.defines and not line.repeats:
            name = line.written(found.sheet.columns[0].heading)
            self.links.refuse(found.sheet.defines, None if name is None else str(name), line.number)


def _repeated(sheet: Sheet, first: Line, line: Line) -> str:
    where = f"ligne {first.number}" if first.file == line.file else f"{first.file}, ligne {first.number}"
    return f"déjà dit {where} ({sheet.what}) : n'en gardez qu'une, ou dites ce qui les distingue"


def _defined(sheet: Sheet, own: dict[str, Any]) -> Named:
    """What a line defines: its identifier, the name that other lines give it, its day."""
    match sheet.defines:
        case "seance":
            return Named(own["seance_id"], own["instance_id"], own["tenue_le"])
        case "evenement":
            return Named(own["evenement_id"], own["nom"], own["tenu_le"])
        case "zone":
            both = f"{own['division']} {own['code_zone']}"
            return Named(both, both)
        case "variable":
            return Named(own["variable"], own["variable"])
        case "action":
            return Named(own["action_id"], own["titre"])
        case "projet":
            return Named(own["projet_id"], own["titre"])
    return Named(own[f"{sheet.defines}_id"], own["nom"])


def _refuse_unknown(path: Path, grids: Sequence[Grid], found: Sequence[Table]) -> None:
    if found:
        return
    told = kind_told(grids)
    offered = ", ".join(f"{name} ({kind.title})" for name, kind in KINDS.items())
    said = f" Il se dit « {told} »." if told else ""
    words = f"« {path.name} » : aucune feuille n'a les colonnes d'un modèle connu.{said}"
    kinds = [kind for kind in KINDS.values() if kind.reader == "tableaux"]
    raise UndecidedError(
        f"{words} Genres connus : {offered}. Dites lequel par « --kind », ou « python -m data model GENRE "
        "FICHIER.xlsx » écrit le modèle à remplir.",
        understood.of_kinds(kinds, f"{words} De quel genre est-ce ?"),
    )


def _ask_kind(found: Sequence[Recognised]) -> None:
    """UndecidedError where headings may be those of several kinds: no figure says which one was meant."""
    unsure = next((one for one in found if one.rivals), None)
    if unsure is None:
        return
    readings = (unsure, *unsure.rivals)
    words = f"De quel genre est « {unsure.grid.name} » ? Ses colonnes peuvent être celles de plusieurs."
    choices = tuple((one.kind.name, f"{one.kind.title} ({_explained(one)})") for one in readings)
    question = Question((KIND,), words, "choix", choices)
    listed = ", ".join(f"{name} ({title})" for name, title in choices)
    raise UndecidedError(f"{words} Dites-le par « --kind » : {listed}.", Understanding(questions=(question,)))


def _explained(one: Recognised) -> str:
    """« Titre, Début lues ; Structure manque », of a reading."""
    there = ", ".join(column.heading for column in one.sheet.columns if column.heading in one.places)
    lacking = f" ; il manquerait {', '.join(one.lacking)}" if one.lacking else ""
    return f"feuille « {one.sheet.name} » : {there}{lacking}"


def _one_kind(found: Sequence[Recognised]) -> Kind:
    kinds = list({one.kind.name: one.kind for one in found}.values())
    if len(kinds) > 1:
        listed = ", ".join(f"{one.grid.name} est « {one.kind.title} »" for one in found)
        raise RefusedError(f"Un chargement, un seul genre : {listed}. Chargez-les l'un après l'autre.")
    kind = kinds[0]
    if kind.reader != "tableaux":
        raise RefusedError(
            f"« {found[0].grid.file} » est le modèle « {kind.title} » : chargez-le au format « {kind.reader} » "
            f"(« python -m data load {kind.reader} {found[0].grid.file} »)."
        )
    return kind


def _refuse_repeated(one: Recognised) -> None:
    counts = Counter(key(word) for word in one.words)
    twice = [column.heading for column in one.sheet.columns if counts[key(column.heading)] > 1]
    if twice:
        listed = ", ".join(f"« {name} »" for name in twice)
        raise RefusedError(
            f"{_place(one)} : {listed}, colonne écrite deux fois ; laquelle prendre ? Supprimez l'autre."
        )


def _ask_columns(tables: Sequence[Table]) -> None:
    """UndecidedError for columns that must be there and that nothing says, or that several columns may say."""
    words = [said for table in tables for said in (_lacks(table.one), _said_twice(table.one)) if said]
    if words:
        raise UndecidedError(
            f"{' '.join(words)} Sinon, complétez cette correspondance, enregistrez-la (« correspondance.toml ») et "
            f"redonnez-la par --mapping :\n{understood.proposal(tables)}",
            understood.of(tables),
        )


def _lacks(one: Recognised) -> str | None:
    lacking = [name for name in one.lacking if name not in one.twice]
    if not lacking:
        return None
    pairs = {wanted: written for written, wanted in one.renamed}
    told = ", ".join(
        f"« {name} »" + (f" (est-ce « {pairs[name]} » ? renommez-la)" if name in pairs else "") for name in lacking
    )
    expected = _quoted([column.heading for column in one.sheet.columns])
    return (
        f"{_place(one)} : {one.why()}, mais il manque {told}. Ces colonnes sont obligatoires. Colonnes trouvées : "
        f"{_quoted(one.words)} ; attendues : {expected}."
    )


def _said_twice(one: Recognised) -> str | None:
    if not one.twice:
        return None
    told = " ; ".join(f"« {name} » par {_quoted(names)}" for name, names in one.twice.items())
    return f"{_place(one)} : plusieurs colonnes peuvent dire la même chose ({told}) : laquelle prendre ?"


def _refuse_strangers(tables: Sequence[Table]) -> None:
    """RefusedError for a mapping that names a column which is in no table, or gives one what its sheet has not."""
    asked = {name: meant for table in tables for name, meant in table.told.columns.items()}
    written = {key(cell) for table in tables for cell in table.header}
    for name, meant in asked.items():
        if name not in written:
            raise RefusedError(f"La colonne « {name} » de la correspondance n'est pas dans le fichier.")
        sheets = [table.one.sheet for table in tables if name in table.told.columns]
        headings = {column.heading for sheet in sheets for column in sheet.columns}
        if meant != IGNORED and meant not in headings:
            raise RefusedError(
                f"La correspondance dit « {meant} » de la colonne « {name} », que « {sheets[0].name} » n'a pas. "
                f"Ses colonnes : {_quoted(sorted(headings))}."
            )


def _confirmed(tables: Sequence[Table]) -> Mapping[str, list[dict[str, Any]]]:
    """The rows of ``correspondances``: what a person said, for the next table of that layout."""
    rows = {}
    for table in tables:
        if table.told.columns or table.told.constants:
            row = remembered(table.one.kind, table.header, table.told)
            rows[row["empreinte"]] = row
    return {"correspondances": list(rows.values())} if rows else {}


def _refuse_other_unit(one: Recognised) -> None:
    header = one.grid.rows[one.header]
    for column in one.sheet.columns:
        place = one.places.get(column.heading)
        if place is not None and (said := units.in_heading(str(header[place]), column.type)):
            raise RefusedError(units.refusal(_place(one), said, column.type))
    amounts = any(column.type == "montant" and column.heading in one.places for column in one.sheet.columns)
    if amounts and (said := units.over_table(one.grid.rows[: one.header])):
        raise RefusedError(units.refusal(one.grid.name, said, "montant"))


def _place(one: Recognised) -> str:
    return f"{one.grid.name}, ligne {one.grid.lines[one.header]}"


def _told_columns(one: Recognised) -> list[str]:
    """Sentences on the columns that are not read: renamed, extra, missing."""
    said = []
    if other := [f"« {written} » → {heading}" for heading, written in one.spoken.items()]:
        said.append(f"{one.grid.name} : colonnes lues sous un autre nom : {', '.join(other)}")
    said += [
        f"{one.grid.name} : la colonne « {written} » n'est pas lue ; est-ce « {wanted} » ? Renommez-la, puis rechargez"
        for written, wanted in one.renamed
    ]
    if one.extra:
        said.append(f"{one.grid.name} : colonnes en plus, non lues : {_quoted(one.extra)}")
    renamed = {wanted for _, wanted in one.renamed}
    if absent := [column.heading for column in one.missed if column.heading not in renamed]:
        said.append(f"{one.grid.name} : colonnes absentes, donc inconnues : {_quoted(absent)}")
    return said


def _left_aside(grids: Sequence[Grid], found: Sequence[Recognised]) -> list[str]:
    kept = {id(one.grid) for one in found}
    return [
        f"{grid.name} : laissée de côté, elle n'a les colonnes d'aucune feuille connue"
        for grid in grids
        if id(grid) not in kept and not is_help(grid) and grid.rows
    ] + [f"{one.grid.name} : feuille masquée, lue comme les autres" for one in found if one.grid.hidden]


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f"« {name} »" for name in names)
