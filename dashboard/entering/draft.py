"""What somebody has typed in a form and not saved yet; it outlives a change of page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from data.entering.forms import FieldError


@dataclass
class Draft:
    """What was touched, and nothing else: name → what its widget holds.

    ``rows``: the lines of each group of statements, by a number that they keep (« budgets », « budgets.1.lignes »).
    ``snapshot``: of the copy that the form was filled from. ``errors``, ``refusal``: what the last save was told.
    ``reread``: what others changed since was told, and is read in the copy that comes.
    """

    snapshot: int
    values: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, list[int]] = field(default_factory=dict)
    offered: dict[str, Any] = field(default_factory=dict)
    errors: tuple[FieldError, ...] = ()
    refusal: str = ""
    reread: bool = False

    @property
    def begun(self) -> bool:
        """Whether there is anything to lose."""
        return self.values != self.offered or sum(map(len, self.rows.values())) > bool(self.offered)

    def offer(self, group: str, values: Mapping[str, Any]) -> None:
        """A first line that says ``values`` already; it is nothing to lose, nor to save, until it is touched."""
        before = set(self.values)
        self.add(group, **values)
        self.offered = {name: value for name, value in self.values.items() if name not in before}

    def tidy(self) -> None:
        """Take away a line that was offered and not touched."""
        for group, number in {tuple(name.split(".")[:2]) for name in self.offered}:
            begins = f"{group}.{number}."
            if {name: value for name, value in self.values.items() if name.startswith(begins)} == self.offered:
                self.remove(group, int(number))
        self.offered = {}

    def add(self, group: str, **values: Any) -> None:
        """One more line in a group, which says ``values`` already."""
        numbers = self.rows.setdefault(group, [])
        number = max(numbers, default=0) + 1
        numbers.append(number)
        self.values |= {f"{group}.{number}.{name}": value for name, value in values.items()}

    def remove(self, group: str, number: int) -> None:
        """Take a line of a group away, with all that it holds."""
        begins = f"{group}.{number}."
        self.rows[group].remove(number)
        self.values = {name: value for name, value in self.values.items() if not name.startswith(begins)}
        kept = {name: rows for name, rows in self.rows.items() if rows and not name.startswith(begins)}
        self.rows = kept

    def lines(self, group: str) -> Iterator[tuple[int, str]]:
        """(rank from 0, name that begins those of its fields) of each line of a group."""
        for rank, number in enumerate(self.rows.get(group, ())):
            yield rank, f"{group}.{number}"

    def told(self, name: str) -> Sequence[FieldError]:
        """The errors of one field, as the form names it."""
        return [error for error in self.errors if error.field == name]

    def told_within(self, name: str) -> Sequence[FieldError]:
        """The errors of a field and of each of its values."""
        return [
            error for error in self.errors if error.field == name or error.field.startswith((f"{name}[", f"{name}:"))
        ]

    def wrong(self, group: Sequence[str]) -> bool:
        """Whether any field of a part of the form has an error."""
        return any(self.told_within(name) for name in group)
