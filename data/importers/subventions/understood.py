"""How the columns of grant files were read, for a page: each with its values, and what a person must say."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from data.importers.subventions import standard
from data.importers.subventions.columns import AMOUNTS, FIELDS, Header
from data.importers.subventions.mapping import guessed
from data.reading.grids import Grid
from data.understanding import IGNORED, Column, Headings, Question, Understanding, not_taken, samples

CHOICES: Mapping[str, str] = {**FIELDS, IGNORED: "ne pas reprendre"}
_NEEDED = {"beneficiaire": "Quelle colonne dit qui reçoit ?", "montant": "Quelle colonne dit le montant accordé ?"}


def of(sheets: Sequence[tuple[Grid, Header]], *, giver: bool) -> Understanding:
    """The columns of these sheets under their headers; ``giver``: nothing says who gives."""
    columns = [column for grid, header in sheets for column in _columns(grid, header, _path(sheets, grid))]
    questions = [one for grid, header in sheets for one in _doubts(grid, header, _path(sheets, grid))]
    if giver:
        words = "Qui donne ? Aucune colonne ne le dit : écrivez-le une fois, tel qu'il doit se lire."
        known = next((header.giver for _, header in sheets if header.giver), None)
        questions.append(Question(("constantes", "attribuant"), words, "texte", proposed=known))
    aside = [" ".join(column.name.split()) for column in columns if column.field is None]
    headings = standard.headings(sheets[0][1].names) if sheets else Headings()
    return Understanding(tuple(columns), CHOICES, tuple(questions), headings, not_taken(aside))


def unknown(grids: Sequence[Grid]) -> Understanding:
    """Columns of grids whose names tell neither who receives nor how much: both are asked."""
    sheets = [(grid, header) for grid in grids if (header := guessed(grid)) is not None]
    told = of(sheets, giver=False)
    asked = [
        Question(
            (*_path(sheets, grid), "colonnes"),
            words,
            "choix",
            _choices(grid, header, range(len(header.names))),
            None,
            name,
        )
        for grid, header in sheets
        for name, words in _NEEDED.items()
        if not _has(header, name)
    ]
    return replace(told, questions=(*told.questions, *asked))


def _has(header: Header, name: str) -> bool:
    found = set(header.fields.values())
    return bool(found & set(AMOUNTS)) if name == "montant" else name in found


def _path(sheets: Sequence[tuple[Grid, Header]], grid: Grid) -> tuple[str, ...]:
    """Where the answers of one sheet are: by themselves when there is only one."""
    return ("feuilles", grid.sheet or grid.file) if len(sheets) > 1 else ()


def _columns(grid: Grid, header: Header, path: tuple[str, ...]) -> list[Column]:
    rows = grid.rows[header.last + 1 :]
    found = []
    for place, name in enumerate(header.names):
        if not name.strip():
            continue
        meant = header.fields.get(place)
        why = header.why.get(place) or ("son nom le dit" if meant else "")
        values = samples(row[place] for row in rows if place < len(row))
        flat = " ".join(name.split())
        found.append(Column(grid.name, flat, values, meant, why, (*path, "colonnes", flat)))
    return found


def _doubts(grid: Grid, header: Header, path: tuple[str, ...]) -> list[Question]:
    """The doubts of a header as questions: a choice among columns, or the decimal commas of the whole file."""
    asked = []
    for doubt in header.doubts:
        if doubt.field is None:
            asked.append(Question((*path, "fichier", "virgule_decimale"), f"{doubt}. Est-ce bien cela ?", "oui_non"))
        else:
            choices = _choices(grid, header, doubt.places)
            asked.append(Question((*path, "colonnes"), f"{doubt}.", "choix", choices, None, doubt.field))
    return asked


def _choices(grid: Grid, header: Header, places: Sequence[int]) -> tuple[tuple[str, str], ...]:
    rows = grid.rows[header.last + 1 :]
    found: dict[str, str] = {}
    for place in places:
        if name := " ".join(header.names[place].split()):
            values = samples(row[place] for row in rows if place < len(row))
            found.setdefault(name, f"{name} ({' ; '.join(values) or 'vide'})")
    return tuple(found.items())
