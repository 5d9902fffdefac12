"""From the cells of a workbook that change to the form of a fiche, as if somebody had filled it in on the page."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from data.campaign import known
from data.campaign.sheets import BUDGETS, FUNDINGS, Place
from data.campaign.values import Figure
from data.entering.forms import ActionForm, Amount, Budget, BudgetLine, Day, Funding, Quantity
from data.entering.state import State


@dataclass(frozen=True)
class Change:
    """One cell that says something new: its value, the key of its line, what was known and what is said, in words."""

    place: Place
    value: Any
    key: known.Key
    before: str
    after: str


# Field of the form (« financements[0] ») → the cells that say it; « * »: all of them.
Places = dict[str, list[Place]]


def form(changes: Sequence[Change], state: State, year: int) -> tuple[ActionForm, Places]:
    """The form that these cells of one fiche make, and where each of its fields comes from."""
    said: dict[str, Any] = {}
    places: Places = {"*": [change.place for change in changes]}
    lines: dict[tuple[str, known.Key], list[Change]] = defaultdict(list)
    for change in changes:
        group, _, kind = change.place.field.partition(":")
        if change.place.sheet in (FUNDINGS, BUDGETS):
            lines[change.place.sheet, change.key].append(change)
        elif group == "quantites":
            _add(said, places, group, _quantity(kind, year, change.value), [change])
        elif group == "montants":
            _add(said, places, group, _amount(kind, year, change.value), [change])
        else:
            said[group], places[group] = change.value, [change.place]
    for (sheet, key), found in lines.items():
        if sheet == FUNDINGS:
            _add(said, places, "financements", _funding(key, found, state, year), found)
    spent = [change for (sheet, _), found in lines.items() if sheet == BUDGETS for change in found]
    if spent:
        _add(said, places, "budgets", _budget(spent, state, year), spent)
    return ActionForm(**said), places


def _add(said: dict[str, Any], places: Places, group: str, statement: Any, of: Sequence[Change]) -> None:
    told = said.get(group, ())
    places[f"{group}[{len(told)}]"] = [change.place for change in of]
    said[group] = (*told, statement)


def _quantity(grandeur: str, year: int, figure: Figure) -> Quantity:
    return Quantity(grandeur, year, figure.precision, figure.value, figure.low, figure.high)


def _amount(role: str, year: int, figure: Figure) -> Amount:
    return Amount(role, year, figure.precision, figure.value, figure.low, figure.high)


def _funding(key: known.Key, changes: Sequence[Change], state: State, year: int) -> Funding:
    """The funding of a line: what is known of it, and in its place what the cells say."""
    row = known.fundings(state, year).get(key) or {}
    said = {change.place.field: change.value for change in changes}
    asked, granted, paid = (
        None if (amount := said.get(name, row.get(name))) is None else float(amount)
        for name in ("demande_eur", "accorde_eur", "verse_eur")
    )
    begins, ends = (
        day.day if isinstance(day := said.get(name, row.get(name)), Day) else day
        for name in ("convention_debut", "convention_fin")
    )
    nature = said.get("nature") or row.get("nature") or "inconnue"
    return Funding(key[0], year, asked, granted, paid, key[1] or None, nature, begins, ends)


def _budget(changes: Sequence[Change], state: State, year: int) -> Budget:
    """The budget of the year: the lines that are declared, each with what its cell says, and the new ones."""
    said = {change.key: float(change.value) for change in changes}
    declared = known.budget_lines(known.budget(state, year))
    lines = []
    for key in dict.fromkeys([*declared, *said]):
        row = declared.get(key, {})
        amount = said.get(key, row.get("montant_eur"))
        detail = row.get("niveau") == "detail"
        lines.append(BudgetLine(key[0], key[1], None if amount is None else float(amount), key[2] or None, detail))
    return Budget(year, known.REALISED, tuple(lines))
