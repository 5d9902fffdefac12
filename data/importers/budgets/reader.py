"""Cerfa 12156 budgets, in the model that the product offers: a row is a line of a budget.

Figures are kept as declared and what does not add up is said. A budget of which one line cannot be read is refused
whole: without it, its sums would be false.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from data.batch import Batch, RefusedError, Reject, Row
from data.identifiers import fold, slug
from data.importers.budgets.cerfa import Budget, BudgetLine, findings
from data.importers.subventions import cells
from data.importers.tableaux.examples import without_examples
from data.importers.tableaux.headings import key as heading_key
from data.importers.tableaux.kinds.argent import BUDGETS, LEVELS, NATURES, SIDES
from data.reading import columns, euros, units
from data.reading.grids import Grid, read_grids
from data.reading.look import CERTAIN, Claim, Look
from data.reading.workbook import Cell

COLUMNS = (
    "Action",
    "Exercice",
    "Budget",
    "Côté",
    "Compte",
    "Niveau",
    "Libellé",
    "Montant (€)",
    "Financeur",
)
_OPTIONAL = {"Financeur", "Libellé"}
_DEEPEST_HEADER = 10
_SHOWN = 120


@dataclass(frozen=True)
class _Key:
    """What makes one budget: an action as written, a year, planned or actual."""

    action: str
    exercice: int
    nature: str


@dataclass(frozen=True)
class _Read:
    """One row: whose budget (None when even that cannot be read), and its line or why there is none."""

    file: str
    number: int
    key: _Key | None
    line: BudgetLine | None = None
    reject: Reject | None = None


def read(paths: Sequence[Path]) -> Batch:
    """Batch of budgets; ``read`` counts rows. RefusedError (French) for a file without the columns of the model."""
    rows: list[_Read] = []
    heads: dict[tuple[str, str | None], int] = {}
    completes = None
    remarks: list[str] = []
    for path in paths:
        grid, places, first = _model_grid(path)
        heads[grid.file, grid.sheet] = grid.lines[first]
        completes = grid.completes or completes
        rows += _rows(grid, places, first)
        remarks += grid.doubts
    whole, broken = _whole(rows)
    tables = _tables(whole)
    return Batch(
        format="budgets",
        titre=f"Budgets : {', '.join(path.name for path in paths)}",
        rows=tables,
        read=len(rows),
        kept=sum(len(lines) for _, lines in whole.values()),
        rejects=[*(row.reject for row in rows if row.reject), *broken],
        warnings=[*remarks, *(row["message"] for row in tables["constats"])],
        doubts=[Reject(row["fichier"], row["ligne"], None, None, row["message"]) for row in tables["constats"]],
        counted=("lignes_budget",),
        lines_stand_alone=True,
        # Without one of its lines, the sums of a budget would be false.
        lines_together={
            (file, line.ligne): [other.ligne for other in lines] for file, lines in whole.values() for line in lines
        },
        heads=heads,
        completes=completes,
    )


def claim(look: Look) -> Claim | None:
    """Certain when a sheet has the columns of the model."""
    if look.container == "json":
        return None
    found = next((grid for grid in look.grids if _places(grid) is not None), None)
    return None if found is None else Claim("budgets", CERTAIN, f"{found.name} : les colonnes du modèle de budget.")


def _places(grid: Grid) -> tuple[dict[str, int], int] | None:
    """Where each column of the model stands and the rank of the header; None when a needed one lacks."""
    for rank, row in enumerate(grid.rows[:_DEEPEST_HEADER]):
        places = _named(row)
        if all(name in places for name in COLUMNS if name not in _OPTIONAL):
            return places, rank
    return None


def _named(row: Sequence[Cell]) -> dict[str, int]:
    titles = {heading_key(cell): place for place, cell in enumerate(row) if isinstance(cell, str)}
    return {name: titles[heading_key(name)] for name in COLUMNS if heading_key(name) in titles}


def _rows(grid: Grid, places: dict[str, int], first: int) -> list[_Read]:
    """The rows under the header, in their order; their amounts are read as their whole column is written."""
    data = list(zip(grid.rows[first + 1 :], grid.lines[first + 1 :], strict=True))
    place = places["Montant (€)"]
    written = columns.numbers((row[place] for row, _ in data if place < len(row)), decimals=2)
    parsers = _PARSERS | {"Montant (€)": partial(_amount, column=written)}
    own = [_row(grid, places, row, number, parsers) for row, number in data if not _is_header(row, places)]
    own += [_Read(grid.file, reject.ligne or 0, None, reject=reject) for reject in grid.rejects]
    return sorted(own, key=lambda row: row.number)


def _is_header(row: Sequence[Cell], places: dict[str, int]) -> bool:
    """Whether a row names the columns again, as a model pasted under another does: it is nobody's line."""
    return all(place < len(row) and fold(str(row[place] or "")) == fold(name) for name, place in places.items())


def _model_grid(path: Path) -> tuple[Grid, dict[str, int], int]:
    """The grid that has the model's columns, where each stands, and the rank of the header."""
    missing: list[str] = list(COLUMNS)
    for grid in without_examples(read_grids(path), BUDGETS):
        if (found := _places(grid)) is not None:
            _refuse_other_unit(grid, *found)
            return grid, *found
        for row in grid.rows[:_DEEPEST_HEADER]:
            lacking = [name for name in COLUMNS if name not in _named(row) and name not in _OPTIONAL]
            missing = min(missing, lacking, key=len)
    raise RefusedError(
        f"« {path.name} » n'est pas le modèle de budget : il manque {', '.join(f'« {name} »' for name in missing)}. "
        "Téléchargez le modèle (« python -m data model budgets FICHIER.xlsx ») et recopiez-y les lignes."
    )


def _refuse_other_unit(grid: Grid, places: dict[str, int], first: int) -> None:
    said = units.in_heading(str(grid.rows[first][places["Montant (€)"]]), "montant")
    if said := said or units.over_table(grid.rows[:first]):
        raise RefusedError(units.refusal(grid.name, said, "montant"))


def _row(
    grid: Grid, places: dict[str, int], row: Sequence[Cell], number: int, parsers: dict[str, Callable[[Cell], Any]]
) -> _Read:
    """One row of the model, with the reject of its first wrong cell."""

    def cell(name: str) -> Cell:
        place = places.get(name)
        return row[place] if place is not None and place < len(row) else None

    values: dict[str, Any] = {}
    reject = None
    for name, parse in parsers.items():
        try:
            values[name] = parse(cell(name))
        except ValueError as error:
            said = cell(name)
            shown = None if said is None else str(said)[:_SHOWN]
            reject = reject or Reject(grid.name, number, name, shown, str(error))
    key = None
    if {"Action", "Exercice", "Budget"} <= values.keys():
        key = _Key(values["Action"], values["Exercice"], NATURES[values["Budget"]])
    if reject is None and (wrong := _wrong_account(values["Compte"], values["Niveau"], values["Côté"])) is not None:
        reject = Reject(grid.name, number, "Compte", values["Compte"], wrong)
    return _Read(grid.file, number, key, None if reject else _line(number, values), reject)


def _line(number: int, values: dict[str, Any]) -> BudgetLine:
    side, level, account = SIDES[values["Côté"]], values["Niveau"], values["Compte"]
    totals = {"total": f"Total des {side}s", "total général": "Total général"}
    label = totals.get(level) or values["Libellé"] or f"Compte {account}"
    return BudgetLine(number, side, account, LEVELS[level], label, values["Montant (€)"], values["Financeur"])


def _wrong_account(account: str | None, level: str, side: str) -> str | None:
    if level.startswith("total"):
        return None if account is None else "une ligne de total ne porte pas de compte : laissez la cellule vide"
    if account is None:
        return "compte absent : 60 à 69 et 86 pour les charges, 70 à 79 et 87 pour les produits"
    expected = "charge" if account.startswith(("6", "86")) else "produit"
    return None if expected == side else f"le compte {account} est un compte de {expected}s, la ligne dit « {side} »"


def _one_of(options: dict[str, str]) -> Callable[[Cell], str]:
    folded = {fold(name): name for name in options}

    def parse(cell: Cell) -> str:
        name = folded.get(fold(str(cell or "")))
        if name is None:
            raise ValueError(f"attendu : {', '.join(options)}")
        return name

    return parse


def _required(cell: Cell) -> str:
    text = cells.text(cell)
    if text is None:
        raise ValueError("valeur obligatoire absente")
    return text


def _year(cell: Cell) -> int:
    found = cells.year(cell)
    if found is None:
        raise ValueError("exercice absent : l'année du budget (AAAA)")
    return found


def _account(cell: Cell) -> str | None:
    text = columns.code(cell)
    if text is None:
        return None
    account = text.split()[0]
    if not (account.isascii() and account.isdigit() and 2 <= len(account) <= 4 and account[0] in "678"):
        raise ValueError("un compte a deux à quatre chiffres et commence par 6, 7 ou 8")
    return account


def _amount(cell: Cell, column: columns.Numbers) -> Decimal | None:
    """Euros; an empty cell is an amount that nobody filled in, not zero."""
    return None if cell is None else euros.amount(cell, column)


# All but the amount, whose parser is made for its column.
_PARSERS: dict[str, Callable[[Cell], Any]] = {
    "Action": _required,
    "Exercice": _year,
    "Budget": _one_of(NATURES),
    "Côté": _one_of(SIDES),
    "Compte": _account,
    "Niveau": _one_of(LEVELS),
    "Libellé": cells.text,
    "Financeur": cells.text,
}


def _whole(rows: Sequence[_Read]) -> tuple[dict[_Key, tuple[str, list[BudgetLine]]], list[Reject]]:
    """Budgets of which every row is read, with their file; the rows of the others are refused, naming what spoils them.

    A row that does not even say whose it is spoils the budgets of the rows around it.
    """
    spoiled: dict[_Key, int] = {}
    for rank, row in enumerate(rows):
        if row.reject is None:
            continue
        around = [near.key for near in (*rows[:rank][-1:], *rows[rank + 1 :][:1]) if near.file == row.file]
        for key in [row.key] if row.key else around:
            if key is not None:
                spoiled.setdefault(key, row.number)
    whole: dict[_Key, tuple[str, list[BudgetLine]]] = {}
    broken = []
    for row in rows:
        if row.line is None or row.key is None:
            continue
        if row.key in spoiled:
            line = spoiled[row.key]
            reason = f"le budget dont cette ligne fait partie est refusé entier : sa ligne {line} ne se lit pas"
            broken.append(Reject(row.file, row.number, None, row.line.libelle, reason))
        else:
            whole.setdefault(row.key, (row.file, []))[1].append(row.line)
    return whole, broken


def _tables(whole: dict[_Key, tuple[str, list[BudgetLine]]]) -> dict[str, list[Row]]:
    tables: dict[str, list[Row]] = {"budgets": [], "lignes_budget": [], "constats": []}
    for key, (file, lines) in whole.items():
        budget = Budget(lines[0].ligne, lines[-1].ligne, key.exercice, key.nature, lines)
        subject = {"sujet_type": "action", "sujet_id": key.action, "fichier": file}
        identifier = f"budget-{slug(key.action, 50)}-{key.exercice}-{key.nature}"
        tables["budgets"].append({**subject, **_declared(budget), "budget_id": identifier, "ligne": budget.debut})
        tables["lignes_budget"] += [
            {"budget_id": identifier, "rang": rank, "fichier": file, **_columns(line)}
            for rank, line in enumerate(lines, start=1)
        ]
        tables["constats"] += [{**subject, "ligne": budget.debut, **told} for told in _findings(key, budget)]
    return tables


def _columns(line: BudgetLine) -> Row:
    return {
        "cote": line.cote,
        "compte": line.compte,
        "niveau": line.niveau,
        "libelle": line.libelle,
        "montant_eur": line.montant,
        "financeur": line.financeur,
        "ligne": line.ligne,
    }


def _findings(key: _Key, budget: Budget) -> Iterator[Row]:
    nature = next(name for name, code in NATURES.items() if code == key.nature)
    for found in findings(budget, None):
        yield {
            "domaine": "argent",
            "code": found.code,
            "message": f"Budget {nature} {key.exercice}. {found.message}",
            "valeur_declaree": float(found.declare),
            "valeur_calculee": float(found.calcule),
            "ecart": float(found.declare - found.calcule),
        }


def _declared(budget: Budget) -> Row:
    return {
        "exercice": budget.exercice,
        "nature": budget.nature,
        "total_charges_eur": budget.total("charge", general=False),
        "total_produits_eur": budget.total("produit", general=False),
        "total_general_charges_eur": budget.total("charge", general=True),
        "total_general_produits_eur": budget.total("produit", general=True),
        "etat": "validee",
    }
