"""When each fact is told: by the fiches, by a yearly campaign, or never; unevenly between structures and bassins.

The generator makes the whole truth. What of it the fiches tell has the shares of the real fiches (``data/facts``,
sixteen of them), which say little of how many came; the rest is told by the structures that answer a campaign. Shares
are those of all years alike, so that coverage never makes a change over time.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.demo.columns import Bools, Floats, Ints
from data.demo.place import Place
from data.demo.plan import Plan
from data.demo.structures import Structures

# Waves: in the fiches, in the workbooks returned to the first or the second campaign, or not at all.
FICHES, FIRST, SECOND, NEVER = 0, 1, 2, 3
CAMPAIGNS = (FIRST, SECOND)


@dataclass(frozen=True)
class Field:
    """``share``: of all fiches, those that tell it at first; ``ease``: of the cells asked, those that a structure which
    fills in everything knows."""

    share: float
    ease: float


_REAL_FICHES = 16
# What the real fiches tell, counted in data/facts/fiches_centres_sociaux: so many of sixteen.
FIELDS = {
    "dates": Field(9 / _REAL_FICHES, 0.98),
    "lieux": Field(10 / _REAL_FICHES, 0.98),
    "partenaires": Field(0, 0.9),
    "ages": Field(0, 0.7),
    "participants_distincts": Field(2 / _REAL_FICHES, 0.93),
    "participations": Field(1 / _REAL_FICHES, 0.85),
    "familles": Field(0, 0.6),
    "benevoles": Field(4 / _REAL_FICHES, 0.97),
    "professionnels": Field(5 / _REAL_FICHES, 0.97),
    # A workbook asks for volunteers and staff, not for both at once.
    "personnes_mobilisees": Field(5 / _REAL_FICHES, 0),
    "habitants": Field(0, 0.6),
    "seances": Field(1 / _REAL_FICHES, 0.8),
    "reunions": Field(3 / _REAL_FICHES, 0.6),
    "questionnaires": Field(0, 0.8),
    "financements": Field(6 / _REAL_FICHES, 0.95),
    "budgets": Field(1 / _REAL_FICHES, 0.8),
}
# Fiches that tell any amount (quoted, or the total of a budget).
COST = 11 / _REAL_FICHES
OF_STRUCTURES = 0.9
# By bassin, in turn: the chance that a structure has answered one campaign, then two; and how much its fiches tell.
_ANSWERED = ((0.72, 0.97), (0.38, 0.72), (0.55, 0.88))
_TALK = (0.5, -0.5, 0.0)
# Spread of the habits of structures, on the logit.
_HABITS = 0.9


@dataclass(frozen=True)
class Habits:
    """Arrays by structure: what its fiches tell (on the logit, 0 the usual), the first campaign that it answers, and
    the share of the cells it knows that it fills in."""

    talk: Floats
    answers: Ints
    fills: Floats


def habits(plan: Plan, structures: Structures) -> Habits:
    """Those of every structure; who answers the first campaign answers the second too."""
    rng = plan.stream("habitudes de réponse")
    n = len(structures.commune)
    turn = np.where(structures.bassin < 0, 2, structures.bassin % len(_ANSWERED))
    once, twice = np.array(_ANSWERED)[turn].T
    draw = rng.random(n)
    return Habits(
        talk=np.array(_TALK)[turn] + rng.normal(0, _HABITS, n),
        answers=np.select([draw < once, draw < twice], [FIRST, SECOND], NEVER),
        fills=rng.beta(18, 1.5, n),
    )


class Schedule:
    """The wave of each field of each action; years that the first campaign does not ask about wait for the second.

    ``asked`` and ``answered``: by campaign, the structures that it writes to, and those of them that answer.
    """

    def __init__(self, plan: Plan, land: Place, structures: Structures, actions: pa.Table) -> None:
        self.plan, self.land, self.structures = plan, land, structures
        self.habits = habits(plan, structures)
        self.ids = actions["action_id"].combine_chunks()
        self.structure: Ints = pc.index_in(actions["structure_id"], structures.ids).to_numpy()
        # An action whose beginning the truth does not tell is taken for an old one.
        self.begins: Ints = pc.fill_null(pc.year(actions["date_debut"]), plan.first).to_numpy()
        self.asked = {number: self._with_a_fiche(actions, self.year_of(number)) for number in CAMPAIGNS}
        self.answered = {number: self.asked[number] & (self.habits.answers <= number) for number in CAMPAIGNS}

    def __len__(self) -> int:
        """Number of actions."""
        return len(self.ids)

    def positions(self, ids: pa.ChunkedArray | pa.Array) -> Ints:
        """Where the actions of these identifiers stand, -1 for others."""
        found: Ints = pc.fill_null(pc.index_in(ids, self.ids), -1).to_numpy()
        return found

    def year_of(self, campaign: int) -> int:
        """The year that a campaign asks about: the last of the demonstration for the last of them."""
        return self.plan.last - (len(CAMPAIGNS) - campaign)

    def first(self, name: str, among: Bools, share: float | None = None) -> Bools:
        """The actions whose fiche tells it: a share of all (that of FIELDS) taken among some, more where structures
        talk."""
        wanted = round((FIELDS[name].share if share is None else share) * len(self))
        noise = self.plan.stream(f"dit d'abord : {name}").gumbel(size=len(self))
        talkative = np.where(among, self.habits.talk[self.structure] + noise, -np.inf)
        told = np.zeros(len(self), bool)
        told[np.argsort(-talkative, kind="stable")[: max(0, min(wanted, int(among.sum())))]] = True
        return told

    def campaigns(self, name: str, year: Ints, action: Ints | None = None) -> Ints:
        """The campaign that tells a field of the fiches that do not, by row: its action (each in turn where None), its
        year."""
        draw = self.plan.stream(f"dit ensuite : {name}").random(len(self))
        rows = np.arange(len(self)) if action is None else action
        structure = self.structure[rows]
        return self._answered(structure, draw[rows], FIELDS[name].ease, year)

    def of_structures(self, ids: pa.ChunkedArray, year: Ints) -> Ints:
        """The campaign that tells each figure of a structure about itself."""
        structure = pc.index_in(ids, self.structures.ids).to_numpy()
        draw = self.plan.stream("dit ensuite : structures").random(len(structure))
        return self._answered(structure, draw, OF_STRUCTURES, year)

    def _answered(self, structure: Ints, draw: Floats, ease: float, year: Ints) -> Ints:
        first, second = (self.answered[number][structure] for number in CAMPAIGNS)
        # A structure tells what it knows the first time that it answers; the last year is the second campaign's.
        wave = np.select([first & (year < self.plan.last), second], [FIRST, SECOND], NEVER)
        return np.where(draw >= ease * self.habits.fills[structure], NEVER, wave)

    def _with_a_fiche(self, actions: pa.Table, year: int) -> Bools:
        """The structures that ran an action in a year, as far as the truth says: no workbook is sent to the others."""
        begins, ends = (pc.fill_null(pc.year(actions[day]), year).to_numpy() for day in ("date_debut", "date_fin"))
        with_a_fiche = np.zeros(len(self.structures.commune), bool)
        with_a_fiche[self.structure[(begins <= year) & (ends >= year)]] = True
        return with_a_fiche
