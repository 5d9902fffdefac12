"""What a returned workbook says in place of what is known, cell by cell: kept, refused, or changed meanwhile by others.

A cell is compared with what the workbook was sent with: an empty one erases nothing, an unchanged one says nothing,
and one that somebody else changed meanwhile is refused rather than written over.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from data import french
from data.batch import Reject
from data.campaign import known
from data.campaign.built import Change, form
from data.campaign.returned import Returned, Written
from data.campaign.sheets import BUDGETS, BY_NAME, FICHES, FUNDINGS, Place
from data.campaign.values import Read, number, reader, told
from data.entering import changes
from data.entering.checking import errors_of
from data.entering.forms import FieldError, Save
from data.entering.rows import Rows, merged
from data.entering.state import State

UNKNOWN = "inconnu"
_GONE = "cette fiche n'existe pas, ou plus : sa source a pu être annulée. Rien n'en est lu"
_FORMULA = "une formule à la place d'une valeur : écrivez la valeur"
_FIXED = "cette colonne dit de quelle ligne on parle et ne se change pas ici : ouvrez la fiche pour la corriger"
_NO_FUNDER = "dites qui finance, dans la colonne « Financeur » de cette ligne"
_TWIN = "ce financeur a déjà une ligne pour cette fiche : écrivez les montants sur celle-là"
States = Mapping[str, State]


@dataclass
class Compared:
    """Rows to write, sentences on each cell that changes (old → new), what is refused."""

    rows: Rows = field(default_factory=dict)
    changes: list[str] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)


class Comparison:
    """One workbook against ``now``; ``then`` gives what was said of its fiches at the snapshot of the workbook."""

    def __init__(self, returned: Returned, now: States, then: Callable[[], States | None]) -> None:
        self.returned, self.now, self._then = returned, now, then
        self.year = returned.identity.year
        self.at = {written.place: written for written in returned.cells}
        self.found = Compared()
        self.readers: dict[tuple[str, str, str | None], Read] = {}

    def compared(self, save: Save, name: str) -> Compared:
        """All of it; ``name`` begins the identifiers that it gives."""
        parts: list[Rows] = []
        fiches = dict.fromkeys(written.place.fiche for written in self.returned.cells)
        for rank, fiche in enumerate(fiches):
            cells = [written for written in self.returned.cells if written.place.fiche == fiche]
            state = self.now[fiche]
            if not state.known:
                if any(self._differs(written) for written in cells):
                    self.found.rejects.append(Reject(cells[0].grid, cells[0].line, cells[0].heading, fiche, _GONE))
                continue
            changed = [change for written in cells if (change := self._change(written, state)) is not None]
            parts.append(self._rows(changed, state, fiche, save, f"{name}-{rank}"))
        self.found.rows = merged(parts)
        return self.found

    def _base(self, place: Place) -> str:
        return self.returned.known.get(place, "")

    def _differs(self, written: Written) -> bool:
        """Whether a cell is other than as it was sent, before it is read."""
        return written.formula or str(written.value).strip() != self._base(written.place)

    def _change(self, written: Written, state: State) -> Change | None:
        """What a cell says that is not known; None when it says nothing new, or is refused."""
        if written.formula:
            return self._refuse(written, _FORMULA)
        base = self._base(written.place)
        if str(written.value).strip() == base:
            return None
        asked = BY_NAME[written.place.sheet].by_field(written.place.field)
        try:
            value = self._reader(written, state)(written.value)
        except ValueError as error:
            return self._refuse(written, str(error))
        said = told(asked, value)
        if said in ("", base):
            return None
        if asked.fixed and not self._is_new_funding(written.place):
            return self._refuse(written, _FIXED)
        if why := self._of_line(written):
            return self._refuse(written, why)
        now = self._now(written.place, state)
        if said == now:
            return None
        if now != self._before(written.place):
            return self._refuse(written, self._conflict(written.place, base, now, state))
        return Change(written.place, value, self._line_key(written.place), base or UNKNOWN, said)

    def _refuse(self, written: Written, why: str) -> Change | None:
        self.found.rejects.append(written.reject(why))
        return None

    def _reader(self, written: Written, state: State) -> Read:
        """How the cells of the column are read; all of them say its notation."""
        place = written.place
        key = (place.sheet, place.field, state.departement)
        if key not in self.readers:
            column = [cell.value for cell in self.returned.cells if (cell.place.sheet, cell.place.field) == key[:2]]
            asked = BY_NAME[place.sheet].by_field(place.field)
            self.readers[key] = reader(asked, asked.column.title, column, state.departement)
        return self.readers[key]

    def _is_new_funding(self, place: Place) -> bool:
        return place.sheet == FUNDINGS and not self._base(place._replace(field="financeur"))

    def _line_key(self, place: Place) -> known.Key:
        """What a line of fundings or of the budget is known by: as sent, or as written where it was sent empty."""
        if place.sheet == FICHES:
            return ()
        if place.sheet == BUDGETS:
            return tuple(self._base(place._replace(field=name)) for name in ("compte", "libelle", "financeur"))
        said = []
        for name in ("financeur", "dispositif"):
            cell = self.at.get(place._replace(field=name))
            written = "" if cell is None or cell.value is None else str(cell.value).strip()
            said.append(self._base(place._replace(field=name)) or (written if self._is_new_funding(place) else ""))
        return tuple(said)

    def _of_line(self, written: Written) -> str | None:
        """Why a new line of funding cannot be read; None when it can, or is no such line."""
        place = written.place
        if not self._is_new_funding(place):
            return None
        key = self._line_key(place)
        if not key[0]:
            return _NO_FUNDER
        others = {
            self._line_key(other)
            for other in self.returned.known
            if other[:2] == place[:2] and other.field == "financeur" and other.line != place.line
        }
        return _TWIN if key in others else None

    def _now(self, place: Place, state: State) -> str:
        return _told_in(state, place, self._line_key(place), self.year)

    def _before(self, place: Place) -> str:
        """What was known when the workbook was made: it says so, or the store where it was withheld."""
        base = self._base(place)
        if base != known.SECRET or not place.field.startswith("quantites"):
            return base
        state = self.then.get(place.fiche)
        return known.SECRET if state is None else _told_in(state, place, (), self.year)

    @cached_property
    def then(self) -> States:
        """The state of the fiches at the snapshot of the workbook; none where it can no longer be read."""
        return self._then() or {}

    def _conflict(self, place: Place, base: str, now: str, state: State) -> str:
        who = state.authors.get(place.field)
        by = f" (par : {who})" if who else ""
        # A count that secrecy may withhold is not told here: refusals are read by all.
        counted = place.field.startswith("quantites")
        both = "" if counted else f" : « {base or UNKNOWN} » est devenu « {now or UNKNOWN} »"
        return f"changé par ailleurs depuis l'envoi de ce classeur{both}{by}. Ouvrez la fiche pour trancher"

    def _rows(self, changed: Sequence[Change], state: State, fiche: str, save: Save, name: str) -> Rows:
        """The rows of a fiche, without the cells that its form refuses."""
        kept = list(changed)
        while kept:
            filled, places = form(kept, state, self.year)
            errors = errors_of(filled, save, state, creating=False)
            if not errors:
                break
            wrong = {place: error.message for error in errors for place in _places(error, places) or places["*"]}
            for place, why in wrong.items():
                self._refuse(self.at[place], why)
            kept = [change for change in kept if change.place not in wrong]
        if not kept:
            return {}
        self.found.changes += [self._sentence(change, state) for change in kept]
        rows = changes.of(filled, state, fiche, name, save.reason).rows
        for budget in rows.get("budgets", ()):
            self._tell_unbalanced(budget["total_charges_eur"], budget["total_produits_eur"], state, fiche)
        return rows

    def _tell_unbalanced(self, spent: Decimal | None, received: Decimal | None, state: State, fiche: str) -> None:
        """A whole budget has as many charges as produits: another is told before it is loaded, its cost may be low."""
        if spent is None or spent == received:
            return
        got = f"{french.euros(received)} de produits" if received is not None else "aucun produit dit"
        self.returned.remarks.append(
            f"Budget de « {state.one('titre') or fiche} » : {french.euros(spent)} de charges, {got}. Un budget entier "
            "est équilibré : s'il manque des charges, complétez-les, sinon le coût de l'action serait trop bas."
        )

    def _sentence(self, change: Change, state: State) -> str:
        written = self.at[change.place]
        where = f"{change.place.sheet}, ligne {written.line}, « {state.one('titre') or change.place.fiche} »"
        return f"{where}, {written.heading} : {change.before} → {change.after}"


def _places(error: FieldError, places: Mapping[str, list[Place]]) -> list[Place]:
    """The cells that an error of a form is about."""
    head, _, part = error.field.partition(".")
    found = places.get(head) or places.get(head.removesuffix("_precision")) or []
    return [place for place in found if place.field == part] or found


def _told_in(state: State, place: Place, key: known.Key, year: int) -> str:
    """What the store says of a cell, as the workbook tells it."""
    if place.sheet == FICHES:
        return known.fiche(state, year)[place.field]
    if place.sheet == FUNDINGS:
        row = known.fundings(state, year).get(key)
        return known.funding(row)[place.field] if row is not None else ""
    line = known.budget_lines(known.budget(state, year)).get(key)
    return "" if line is None else number(line["montant_eur"])
