"""What a workbook holds before it is written: whose it is, what is known, what lacks, and the seal of all of it."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from data.campaign import known
from data.campaign.record import Campaign
from data.campaign.sheets import ACCOUNTS, BUDGETS, BY_NAME, FICHES, Place
from data.entering import state
from data.entering.state import State, Subject

# What is expected of an action that is over, and of no other.
_OF_ENDED = ("date_fin", "motif_fin_code")
ENDED = "Terminée"


@dataclass(frozen=True)
class Wanted:
    """A field that a fiche lacks, as worklists name it, and the indicators (their titles) that wait for it."""

    fiche: str
    field: str
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class Identity:
    """What a workbook is: its campaign, its structure, and the snapshot of the store that it was made from."""

    campaign_id: str
    year: int
    structure_id: str
    structure: str
    snapshot: int

    def seal(self, cells: Mapping[Place, str]) -> str:
        """A digest of what it is and of what was known: another one says that somebody changed either."""
        said = [repr(self), *(f"{tuple(place)!r} {told}" for place, told in sorted(cells.items()))]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Prepared:
    """A workbook to be. ``cells``: every cell with what is known of it; ``missing``: those to fill in, and the
    indicators that wait for them; ``first``: the three that most of them wait for, in order (None: nobody asked)."""

    identity: Identity
    titles: Mapping[str, str]
    cells: Mapping[Place, str]
    missing: Mapping[Place, tuple[str, ...]]
    first: Sequence[Place] | None


@dataclass(frozen=True)
class Addressee:
    """A structure of a campaign: its name, its fiches of the year (identifier → title), what they lack, most useful
    first (None where no indicator was asked), and the counts (fiche, grandeur) that secrecy withholds from whoever
    makes the workbook."""

    structure_id: str
    name: str
    fiches: Mapping[str, str]
    wanted: Sequence[Wanted] | None
    withheld: Collection[tuple[str, str]] = ()


def prepared(path: Path, campaign: Campaign, snapshot: int, to: Sequence[Addressee]) -> list[Prepared]:
    """One workbook a structure, from what the store says at ``snapshot``; those without a fiche have none."""
    subjects = [("action", fiche) for each in to for fiche in each.fiches]
    return of_states(state.read_several(path, snapshot, subjects), campaign, snapshot, to)


def of_states(
    states: Mapping[Subject, State], campaign: Campaign, snapshot: int, to: Sequence[Addressee]
) -> list[Prepared]:
    """The same, from what is said of their fiches at that snapshot."""
    found = []
    for each in to:
        cells = {
            place._replace(fiche=fiche): told
            for fiche in each.fiches
            for place, told in known.lines(states["action", fiche], campaign.year)
        }
        hidden = {Place(FICHES, fiche, "", f"quantites:{grandeur}") for fiche, grandeur in each.withheld}
        cells |= {place: known.SECRET for place in hidden if place in cells}
        if each.fiches:
            identity = Identity(campaign.campaign_id, campaign.year, each.structure_id, each.name, snapshot)
            found.append(_prepared(identity, each, cells))
    return found


def _prepared(identity: Identity, to: Addressee, cells: Mapping[Place, str]) -> Prepared:
    wanted = to.wanted or ()
    waiting = {(each.fiche, each.field): each.indicators for each in wanted}
    missing = {
        place: _indicators(place, cells, waiting)
        for place, told in cells.items()
        if _lacks(place, told, cells, waiting)
    }
    # A field of the worklist may stand in several cells of one fiche: the first tells it.
    ranked: dict[tuple[str, str], Place] = {}
    for place in missing:
        for field in _fields(place, cells):
            ranked.setdefault((place.fiche, field), place)
    first = dict.fromkeys(ranked[key] for each in wanted if (key := (each.fiche, each.field)) in ranked)
    opening = [place for place in first if missing[place]]
    return Prepared(identity, to.fiches, cells, missing, None if to.wanted is None else opening[:3])


def _fields(place: Place, cells: Mapping[Place, str]) -> tuple[str, ...]:
    """The fields of worklists that a cell fills in."""
    fills = BY_NAME[place.sheet].by_field(place.field).fills
    if place.sheet != BUDGETS or not fills:
        return fills
    account = cells[place._replace(field="compte")][:2]
    return tuple(field for field in fills if account in ACCOUNTS[field])


def _lacks(
    place: Place, told: str, cells: Mapping[Place, str], waiting: Mapping[tuple[str, str], tuple[str, ...]]
) -> bool:
    """Whether a cell is to be filled in: it is empty where something is expected, or it does not say all that lacks."""
    asked = BY_NAME[place.sheet].by_field(place.field)
    lacking = any((place.fiche, field) in waiting for field in _fields(place, cells))
    if told:
        # « Familles » says the public, and not its age.
        return lacking and asked.sort == "publics"
    if place.sheet == FICHES:
        ended = cells[place._replace(field="statut")] == ENDED
        return ended if place.field in _OF_ENDED else place.field != "resume"
    return lacking


def _indicators(
    place: Place, cells: Mapping[Place, str], waiting: Mapping[tuple[str, str], tuple[str, ...]]
) -> tuple[str, ...]:
    titles = [title for field in _fields(place, cells) for title in waiting.get((place.fiche, field), ())]
    return tuple(dict.fromkeys(titles))
