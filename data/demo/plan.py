"""What a demonstration is made from: a seed, a span of years, a scale; and its random streams."""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from zlib import crc32

import numpy as np

HERE = Path(__file__).parent
DEFAULT_SEED = 2011
DEFAULT_YEARS = (2016, 2025)
FIRST_YEAR, LAST_YEAR = 1990, 2100


class ArgumentError(ValueError):
    """A demonstration asked wrongly; the message is French."""


@dataclass(frozen=True)
class Scale:
    """How much of everything: actions active in a year, structures and series of events in all.

    ``lots`` are the parts in which a département is drawn, ``funders`` the mean number of funders of an action in a
    year; ``full``: nearly every quantity is filled in. ``national`` spreads all over the départements by population.
    """

    name: str
    active: int
    lots: int
    structures: int
    series: int
    funders: float
    full: bool
    national: bool = False


# S is a plausible département. M and L are benches: the same rules, volumes that no département will ever have.
SCALES = {
    "S": Scale("S", active=400, lots=1, structures=96, series=12, funders=2.4, full=False),
    "M": Scale("M", active=99_000, lots=16, structures=2_000, series=300, funders=5.8, full=True),
    "L": Scale("L", active=495_000, lots=1, structures=60_000, series=3_000, funders=5.8, full=True, national=True),
}


@dataclass(frozen=True)
class Plan:
    """One demonstration of one département. ``changes`` plants progress and decline; without it nothing drifts."""

    seed: int
    first: int
    last: int
    scale: Scale
    departement: str
    changes: bool = True

    @property
    def n_years(self) -> int:
        """Years from the first to the last, both counted."""
        return self.last - self.first + 1

    @cached_property
    def opening(self) -> np.datetime64:
        """First day of the first year: actions under way are recorded from there."""
        return np.datetime64(f"{self.first}-01-01", "D")

    @cached_property
    def closing(self) -> np.datetime64:
        """Last day of the last year, when the directory was published."""
        return np.datetime64(f"{self.last}-12-31", "D")

    @property
    def published(self) -> date:
        """The same, for the source's line."""
        return date(self.last, 12, 31)

    def stream(self, name: str, lot: int = 0) -> np.random.Generator:
        """The random stream of one kind of fact, which no other kind moves."""
        return np.random.default_rng([self.seed, crc32(self.departement.encode()), crc32(name.encode()), lot])

    def digest(self, territory: str) -> str:
        """SHA-256 of what makes this demonstration: its arguments, this code, the territory it stands on."""
        asked = [self.seed, self.first, self.last, self.scale.name, self.departement, self.changes, territory]
        made = hashlib.sha256(json.dumps(asked).encode())
        for file in sorted(HERE.glob("*.py")):
            made.update(file.read_bytes())
        return made.hexdigest()


def parse_seed(text: str) -> int:
    """« 2011 » → 2011; ArgumentError when that is not a whole number, 0 or more."""
    if not re.fullmatch(r"\d{1,18}", text.strip()):
        raise ArgumentError(f"graine « {text} » incomprise : donner un nombre entier, 0 ou plus.")
    return int(text)


def parse_years(text: str) -> tuple[int, int]:
    """« 2016-2025 » → (2016, 2025); ArgumentError when that is not two years in order, from 1990 to 2100."""
    found = re.fullmatch(r"\s*(\d{4})\s*[-–]\s*(\d{4})\s*", text)
    if found is None:
        raise ArgumentError(f"années « {text} » incomprises : donner deux années, comme 2016-2025.")
    first, last = int(found[1]), int(found[2])
    if first > last:
        raise ArgumentError(f"années « {text} » à l'envers : donner la première d'abord, comme {last}-{first}.")
    if first == last:
        raise ArgumentError(f"une seule année ({first}) ne montre aucune évolution : en donner au moins deux.")
    if first < FIRST_YEAR or last > LAST_YEAR:
        raise ArgumentError(f"années « {text} » hors de {FIRST_YEAR}-{LAST_YEAR}.")
    return first, last


def parse_scale(text: str) -> Scale:
    """The scale of that name; ArgumentError lists those there are."""
    if text not in SCALES:
        raise ArgumentError(f"échelle « {text} » inconnue : choisir {', '.join(SCALES)}.")
    return SCALES[text]
