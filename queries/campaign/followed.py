"""How far a campaign got: what is better filled in than before it was opened, and which indicators opened since."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.actors import Actor
from data.batch import RefusedError
from data.campaign.record import Campaign, campaigns
from data.loading.journal import journal
from data.store import Connection
from queries import ask_records
from queries.copy import reading
from queries.copy.progress.aptitude import NOT_YET
from queries.moved import Verdict, verdicts


@dataclass(frozen=True)
class Coverage:
    """A field in a département: (filled in, of how many) before the campaign was opened, and at its end, or now."""

    departement: str
    field: str
    before: tuple[int, int]
    after: tuple[int, int]


@dataclass(frozen=True)
class Progress:
    """What moved between two snapshots; ``opened`` are indicators that could not be measured, ``closed`` that no
    longer can; ``next_year``: that of the campaign which ended this one, None while it runs."""

    since: int
    until: int
    next_year: int | None
    coverage: tuple[Coverage, ...]
    opened: tuple[Verdict, ...]
    closed: tuple[Verdict, ...]


Side = tuple[list[dict[str, Any]], list[dict[str, Any]]]


def progress(path: Path, campaign: Campaign, departement: str | None, actor: Actor) -> Progress:
    """From the snapshot before the campaign was opened to the last one before the next campaign about another year, or
    the newest; an older copy that is not there is made.

    The save that opened it counts: one load may bring a campaign together with its answers.
    """
    since, until, next_year = bounds(path, campaign, actor)
    before, after = (reading.asked(path, each, lambda root: _side(root, departement), actor) for each in (since, until))
    changed = verdicts(before[1], after[1])
    return Progress(
        since,
        until,
        next_year,
        _coverage(before[0], after[0]),
        tuple(one for one in changed if one.before == NOT_YET),
        tuple(one for one in changed if one.after == NOT_YET),
    )


def bounds(path: Path, campaign: Campaign, actor: Actor) -> tuple[int, int, int | None]:
    """The snapshots between which a campaign ran, and the year of the one that ended it."""
    lines = journal(path, actor)
    first: dict[str | None, int] = {}
    for place, line in enumerate(lines):
        first.setdefault(line.source, place)
    opened = first.get(campaign.source, 0)
    if not opened:
        raise RefusedError("L'instantané d'avant l'ouverture de cette campagne n'est plus lisible.")
    later = (
        (first[other.source], other.year)
        for other in campaigns(path).values()
        if other.year != campaign.year and first.get(other.source, 0) > opened
    )
    end, next_year = min(later, default=(len(lines), None))
    return lines[opened - 1].snapshot, lines[end - 1].snapshot, next_year


def _side(root: Connection, departement: str | None) -> Side:
    with root.cursor() as cursor:
        return (
            ask_records(cursor, "couverture_champs", departement=departement),
            ask_records(cursor, "aptitude_indicateurs", departement=departement),
        )


def _coverage(before: Sequence[dict[str, Any]], after: Sequence[dict[str, Any]]) -> tuple[Coverage, ...]:
    """Every field whose count moved, those that gained most first."""
    sides = [
        {(row["departement"], row["champ"]): (row["n_renseignes"], row["n_total"]) for row in rows}
        for rows in (before, after)
    ]
    keys = sorted({*sides[0], *sides[1]})
    found = [Coverage(*key, *(side.get(key, (0, 0)) for side in sides)) for key in keys]
    moved = [each for each in found if each.before != each.after]
    return tuple(sorted(moved, key=lambda each: (each.before[0] - each.after[0], each.departement, each.field)))
