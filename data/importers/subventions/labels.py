"""Lines that say themselves that they are totals: believed when their figure agrees, or when nothing else can bear the
words; a body may be called « Total Danse »."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Literal

from data.identifiers import fold

Label = Literal["total", "nom"]

_SURE = re.compile(
    r"(?:sous|s/|grand)[- /]?tota(?:l|ux)\b.*|montant (?:total|global)\b.*|ensemble des subventions\b.*|a reporter\b.*"
    r"|cumul\b.*|total(?:isation)? (?:general|global|cumule)e?\b.*"
    r"|tota(?:l|ux)(?: (?:des|de|du|d'|la|les|en|pour|annee|exercice|page|montants?|subventions?|euros?|eur|ttc|ht|"
    r"[0-9]{4}))*[ .:=€]*"
)
_BEGINS = re.compile(r"tota(?:l|ux)(?!\w)")
_WITHIN = re.compile(r"\btota(?:l|ux)\b")


def label_of(words: Sequence[str], *, telling: bool) -> Label | None:
    """What the few words of a line say: « total » when nothing else is called so, « nom » when a body may be.

    ``telling``: the line says something that only a grant says; a word within a name is then no label.
    """
    folded = [fold(word) for word in words]
    if any(_SURE.fullmatch(word) or _SURE.fullmatch(word.replace(" ", "")) for word in folded):
        return "total"
    within = not telling and any(map(_WITHIN.search, folded))
    return "nom" if within or any(map(_BEGINS.match, folded)) else None


@dataclass
class Labelled:
    """Rank of a line that is a total → why (French), and the ranks that a publisher's total adds up."""

    totals: dict[int, str] = field(default_factory=dict)
    counted: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Line:
    """What must be known of a line to judge a label: cents (None: no amount), whether it cuts the table, whether it is
    told (identifier, object, date), identified (identifier alone) or the copy of another line."""

    label: Label | None
    cents: int | None
    cuts: bool
    telling: bool
    identified: bool
    twin: bool


def labelled(lines: Sequence[Line]) -> Labelled:
    """The totals among lines, and the copies that these totals count."""
    found = Labelled()
    sums = _Sums(lines)
    ends = _ends(lines)
    start = 0
    for rank, line in enumerate(lines):
        if line.label:
            block = range(start, rank)
            before = sums.agrees(line.cents, block) or sums.agrees(line.cents, range(rank))
            after = sums.agrees(line.cents, range(rank + 1, ends[rank]))
            _judge(found, lines, rank, block, agrees=bool(before or after))
            if before == "copies":
                whole = block if sums.agrees(line.cents, block) == "copies" else range(rank)
                found.counted.update(other for other in whole if lines[other].twin)
        if line.cuts or rank in found.totals:
            start = rank + 1
    return found


def _judge(found: Labelled, lines: Sequence[Line], rank: int, block: range, *, agrees: bool) -> None:
    line = lines[rank]
    if line.label == "total" and (not line.identified or agrees):
        found.totals[rank] = _SAID if agrees or not block else f"{_SAID}{_DISAGREES}"
    elif line.label == "nom" and not line.identified:
        last = rank + 1 == len(lines) or lines[rank + 1].cuts
        largest = max((lines[other].cents or 0 for other in block), default=0)
        if agrees:
            found.totals[rank] = _SAID
        elif not line.telling and len(block) > 1 and (line.cents or 0) >= largest:
            found.totals[rank] = f"{_SAID} ? {_DOUBT}" if not last else f"{_SAID}{_DISAGREES} {_DOUBT}"


_SAID = "ligne de total : les lignes qu'elle additionne comptent déjà"
_DISAGREES = " (son montant n'est pas leur somme : une ligne manque-t-elle ?)"
_DOUBT = "Si c'est le nom d'un organisme, écrivez son SIREN ou l'objet de la subvention"


def _ends(lines: Sequence[Line]) -> list[int]:
    """For each line, where the details that begin under it end: the next label or cut."""
    ends = [len(lines)] * len(lines)
    end = len(lines)
    for rank in reversed(range(len(lines))):
        ends[rank] = end
        if lines[rank].cuts or lines[rank].label:
            end = rank
    return ends


class _Sums:
    """Sums of consecutive lines that are no totals, with and without copies, with and without doubtful names."""

    def __init__(self, lines: Sequence[Line]) -> None:
        def prefix(counted: list[int]) -> list[int]:
            return [0, *accumulate(counted)]

        sure = [0 if line.label == "total" else line.cents or 0 for line in lines]
        self._all = prefix(sure)
        self._named = prefix([cents if line.label != "nom" else 0 for line, cents in zip(lines, sure, strict=True)])
        self._single = prefix([0 if line.twin else cents for line, cents in zip(lines, sure, strict=True)])
        self._both = prefix(
            [0 if line.twin or line.label == "nom" else cents for line, cents in zip(lines, sure, strict=True)]
        )
        self._twins = prefix([int(line.twin) for line in lines])

    def agrees(self, cents: int | None, block: range) -> Literal["copies", "simples"] | None:
        """Whether an amount is the sum of a block, counting its copies or not; None when it is not."""
        if not cents or not block:
            return None

        def total(sums: list[int]) -> int:
            return sums[block.stop] - sums[block.start]

        if cents in (total(self._single), total(self._both)):
            return "simples"
        if cents in (total(self._all), total(self._named)):
            return "copies" if total(self._twins) else "simples"
        return None
