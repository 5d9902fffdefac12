"""What is made once a snapshot, in this order, and what tells one making from another.

Each step adds its tables to the copy that is the current catalog of a connection, and reads those before it. Facts (the
contract's tables) are there already, and the variable ``jour`` is the day of the snapshot. ``docs/data-model.md`` lists
what each step makes.
"""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import duckdb

from data.importers import UNREVIEWED
from data.reading.codes import CODES
from data.store import CONTRACT, Connection
from queries.copy.common import entered, places, search
from queries.copy.gaps import gaps
from queries.copy.indicators import catalogue, values
from queries.copy.modules import modules
from queries.copy.money import money
from queries.copy.needs import needs
from queries.copy.parts import scripts
from queries.copy.progress import progress
from queries.copy.secrecy import disclosure, rules

Step = Callable[[Connection], None]
_HERE = Path(__file__).parent
_COMMON = _HERE / "common"
STEPS: dict[str, Step] = {
    "refusals": scripts(_COMMON / "refusals.sql"),
    "entered": entered.derive,
    "committee": scripts(_COMMON / "committee.sql"),
    "places": places.derive,
    "sensitive": disclosure.settle,
    "money": money.derive,
    "lists": search.derive,
    "secrecy": disclosure.derive,
    "totals": scripts(_COMMON / "totals.sql"),
    "indicators": values.derive,
    "progress": progress.derive,
    "campaigns": scripts(_COMMON / "campaigns.sql", _COMMON / "told_by_campaigns.sql"),
    "needs": needs.derive,
    "gaps": gaps.derive,
    "departures": scripts(money.DEPARTURES),
}


def make(root: Connection) -> None:
    """Run every step on the copy that is the current catalog of ``root``."""
    for step in STEPS.values():
        step(root)


def fingerprint(*, unmasked: bool = False) -> str:
    """Changes when what is made would change.

    It covers the code that makes it (this module, that which copies facts, what they import, and the SQL of this
    folder), the contract, what a committee may change, the labels that are known, whether nothing is withheld, what
    nobody has reviewed, and the version of DuckDB.
    """
    digest = hashlib.sha256(_code())
    for folder in (catalogue.folder(), rules.SETTINGS.parent, CODES):
        digest.update(f"{folder}\n".encode())
        for file in _files(folder):
            digest.update(f"{file.relative_to(folder)}\n".encode() + _bytes(file))
    digest.update(repr((unmasked, UNREVIEWED, duckdb.__version__)).encode())
    return digest.hexdigest()[:12]


def written() -> list[tuple[str, int, int]]:
    """When and how large the files are that a committee may change: another list, and one was written meanwhile."""
    files = [file for folder in (catalogue.folder(), rules.SETTINGS.parent, CODES) for file in _files(folder)]
    return [(str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in files]


def _bytes(file: Path) -> bytes:
    """What a file holds; why it cannot be read otherwise, which its reader tells people."""
    try:
        return file.read_bytes()
    except OSError as error:
        return repr(error).encode()


def _files(folder: Path) -> list[Path]:
    return [file for file in sorted(folder.rglob("*")) if file.suffix in {".toml", ".sql", ".csv"} and file.is_file()]


@cache
def _code() -> bytes:
    """The text of everything that a making runs: read once, since a process does not change its own code."""
    code = modules(Path(__file__), _HERE / "draft.py")
    return b"".join(file.read_bytes() for file in sorted({*code, *_HERE.rglob("*.sql"), CONTRACT}))
