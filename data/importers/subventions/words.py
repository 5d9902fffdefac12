"""Many remarks in few words: the same one is said once, with how many lines it is true of."""

from dataclasses import dataclass, field, replace

from data import french
from data.batch import Reject
from data.report import describe

# Different values that one column may have told of it for one reason.
MOST = 200


@dataclass
class _Alike:
    first: Reject
    lines: list[int | None] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.lines)


class Remarks:
    """What is said of cells, gathered as it comes: file, column, value and reason make one remark."""

    def __init__(self) -> None:
        self._alike: dict[tuple[str, str | None, str | None, str], _Alike] = {}

    def append(self, remark: Reject) -> None:
        """One more cell."""
        key = (remark.fichier, remark.colonne, remark.valeur, remark.raison)
        self._alike.setdefault(key, _Alike(remark)).lines.append(remark.ligne)

    def each(self) -> list[Reject]:
        """Every cell by itself, in their order of coming within each remark."""
        return [replace(same.first, ligne=line) for same in self._alike.values() for line in same.lines]

    def cells(self) -> set[tuple[str | None, str | None]]:
        """(column, value) of what was said."""
        return {(column, value) for _, column, value, _ in self._alike}

    def in_few(self) -> list[str]:
        """A line for each remark, the first time it came; up to 200 values for one reason, the rest is counted."""
        said: list[str] = []
        values: dict[tuple[str, str | None, str], int] = {}
        for (file, column, _, reason), same in self._alike.items():
            values[file, column, reason] = values.get((file, column, reason), 0) + 1
            if values[file, column, reason] <= MOST:
                more = same.count - 1
                others = french.plural(more, "autre ligne", "autres lignes")
                said.append(describe(same.first) + (f" (de même {others})" if more else ""))
        said += [
            f"{file}, {column or 'sans colonne'} : {_others(count - MOST)} dans le même cas ({reason})"
            for (file, column, reason), count in values.items()
            if count > MOST
        ]
        return said


def _others(count: int) -> str:
    return french.plural(count, "autre valeur", "autres valeurs")
