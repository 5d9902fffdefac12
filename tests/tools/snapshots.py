"""An attacker who kept what several snapshots told, and what each of them tells: counts, sums, attendance.

The attacker knows that a count which no load changed is the same in every snapshot, and a corrected one another. A
count that any snapshot tells is known; the sums of all of them are equations of one linear programme.
"""

import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from data import integrity
from data.store import Connection
from queries.copy import earlier
from queries.copy.common import entered, places
from queries.copy.draft import facts
from queries.copy.secrecy import disclosure, ledger
from queries.copy.secrecy.rules import rules
from tests.tools import attack
from tests.tools.attack import AT_MOST, Puzzle, at_most, least, sensitive_actions

ALL_YEARS = "toutes"
# The whole, then its parts.
_RELATED = ("personnes_mobilisees", "benevoles", "professionnels")
_BESIDE = """
SELECT sujet_type, sujet_id, grandeur, annee, unnest([valeur, borne_basse, borne_haute]) AS n
FROM mesures_publiees WHERE etat <> 'validee' AND NOT secret
"""
# What a form says stands on no line of a file.
_COUNTS = """
WITH vrais AS (
    SELECT sujet_type, sujet_id, grandeur, annee, max(valeur) AS valeur FROM mesures
    WHERE etat = 'validee' AND grandeur NOT IN ('seances', 'reunions')
    -- Said twice, a number is one.
    GROUP BY ALL HAVING max(valeur) IS NOT NULL
        AND count(DISTINCT [coalesce(valeur, borne_basse, borne_haute), coalesce(borne_haute, valeur, borne_basse)]) = 1
),
montres AS (
    SELECT sujet_type, sujet_id, grandeur, annee, max(valeur) AS montre FROM mesures_publiees
    WHERE etat = 'validee' GROUP BY ALL
)
SELECT v.*, montre FROM vrais AS v JOIN montres AS m ON m.sujet_type = v.sujet_type AND m.sujet_id = v.sujet_id
    AND m.grandeur = v.grandeur AND m.annee IS NOT DISTINCT FROM v.annee
"""
Count = tuple[Any, ...]


@dataclass(frozen=True)
class Told:
    """What one snapshot holds and tells. Counts and sums by what tells them from others; None: withheld.

    ``titles``: title → identifier of its actions; ``sensitive``: those of which even « nobody » is withheld;
    ``beside``: counts with a value told of them that enters no sum (a proposal, what a correction set aside).
    """

    counts: Mapping[Count, float]
    told: Mapping[Count, float | None]
    cells: Mapping[Count, Sequence[Any]]
    sums: Mapping[Any, float]
    titles: Mapping[str, str]
    sensitive: Collection[str]
    beside: Collection[tuple[Count, float]] = ()

    def of(self, what: str, year: int) -> "Told":
        """Of one quantity in one year, which nothing else ties where its years are not added."""
        counts = {count: value for count, value in self.counts.items() if count[2:] == (what, year)}
        told = {count: self.told[count] for count in counts}
        cells = {count: self.cells[count] for count in counts}
        sums = {cell: n for cell, n in self.sums.items() if (cell[0], cell[-1]) == (what, year)}
        beside = [(count, value) for count, value in self.beside if count[2:] == (what, year)]
        return Told(counts, told, cells, sums, self.titles, self.sensitive, beside)


@contextmanager
def decided(path: Path, snapshot: int, *, alone: bool = False) -> Iterator[Connection]:
    """What a snapshot tells, without the rest of its copy; ``alone``: as if there were no other."""
    with _facts(path, snapshot) as root, _deciding(root, path, snapshot, alone=alone):
        yield root


@contextmanager
def _facts(path: Path, snapshot: int) -> Iterator[Connection]:
    with tempfile.TemporaryDirectory() as place, facts(path, snapshot, Path(place) / "faits.duckdb", 10**9) as root:
        entered.derive(root)
        places.derive(root)
        yield root


@contextmanager
def _deciding(root: Connection, path: Path, snapshot: int, *, alone: bool) -> Iterator[None]:
    if alone:
        ledger.attach(root, None)
        disclosure.decide(root)
        yield
        ledger.detach(root)
        return
    folder = path / "lecture"
    folder.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as place,
        earlier.decided(path, folder, Path(place), snapshot, 10**9).attached(root, snapshot),
    ):
        disclosure.decide(root)
        yield


def told(path: Path, snapshot: int, *, alone: bool = False) -> Told:
    """What the attacker reads in a snapshot, and the truth behind it."""
    with decided(path, snapshot, alone=alone) as root:
        return _read(root)


def told_and_alone(path: Path, snapshot: int) -> tuple[Told, Told]:
    """The same, and what that snapshot would tell as if there were no other: its facts are read once."""
    with _facts(path, snapshot) as root:
        with _deciding(root, path, snapshot, alone=True):
            alone = _read(root)
        with _deciding(root, path, snapshot, alone=False):
            return _read(root), alone


def _read(root: Connection) -> Told:
    subjects, sessions = _counts(root), _attendance(root)
    titles = dict(root.execute("SELECT titre, action_id FROM actions").fetchall())
    beside = [(tuple(count), value) for *count, value in root.execute(_BESIDE).fetchall()]
    counts, published, cells, sums = ({**mine, **theirs} for mine, theirs in zip(subjects, sessions, strict=True))
    return Told(counts, published, cells, sums, titles, sensitive_actions(root), beside)


def _counts(root: Connection) -> tuple[Mapping[Count, Any], ...]:
    """Counts of subjects that enter sums (validated, stated once), and these sums: by year, and of all years."""
    rows = root.execute(_COUNTS).fetchall()
    counts = {tuple(count): value for *count, value, _ in rows}
    places_of: dict[Any, list[tuple[str, str]]] = {}
    for kind, subject, level, territory in root.execute(
        "SELECT DISTINCT sujet_type, sujet_id, niveau, territoire FROM sujets_territoires ORDER BY ALL"
    ).fetchall():
        places_of.setdefault((kind, subject), []).append((level, territory))
    cells = {
        count: [(count[2], *place, when) for place in places_of.get(count[:2], []) for when in (count[3], ALL_YEARS)]
        for count in counts
    }
    years = "SELECT grandeur, niveau, territoire, annee, valeur FROM effectifs WHERE valeur IS NOT NULL"
    periods = "SELECT grandeur, niveau, territoire, valeur FROM effectifs_periodes WHERE valeur IS NOT NULL"
    sums = {tuple(cell): value for *cell, value in root.execute(years).fetchall()}
    sums |= {(*cell, ALL_YEARS): value for *cell, value in root.execute(periods).fetchall()}
    return counts, {tuple(count): value for *count, _, value in rows}, cells, sums


def _attendance(root: Connection) -> tuple[Mapping[Count, Any], ...]:
    """The same of sessions: counts by college and bassin, totals of sessions, of bassins, of colleges, of years."""
    counts: dict[Count, float] = {}
    published: dict[Count, float | None] = {}
    cells: dict[Count, list[Any]] = {}
    sums: dict[Any, float] = {}
    rows = root.execute(
        """
        SELECT p.seance_id, p.college, p.code_zone, coalesce(p.code_zone, i.code_zone), year(tenue_le),
               code_departement,
               unnest([('presents', p.presents, t.presents), ('convoques', p.convoques, t.convoques)]),
               p.college = 'ensemble' AND count(*) OVER (PARTITION BY p.seance_id) > 1
        FROM presences AS p JOIN presences_publiees AS t USING (seance_id, college, source)
        JOIN seances USING (seance_id) JOIN instances AS i USING (instance_id)
        WHERE p.code_zone IS NOT DISTINCT FROM t.code_zone AND p.ligne IS NOT DISTINCT FROM t.ligne
        """
    ).fetchall()
    for session, college, zone, bassin, year, departement, (what, value, shown), whole in rows:
        if value is None:
            continue
        if whole or college == "ensemble":
            if shown is not None:
                sums["entier", what, session] = shown
            if whole:
                continue
        count = ("séance", session, college, zone, what)
        counts[count], published[count] = value, shown
        cells[count] = [
            ("college", what, departement, year, session, college), ("college", what, departement, year, None, college),
            (what, "bassin", bassin, year), (what, "departement", departement, year), ("entier", what, session),
        ]  # fmt: skip
    totals = (
        "SELECT grandeur, code_departement, annee, seance_id, college, valeur FROM effectifs_colleges WHERE NOT secret"
    )
    sums |= {("college", *cell): value for *cell, value in root.execute(totals).fetchall()}
    return counts, published, cells, sums


def recovered(readings: Sequence[Told]) -> dict[Any, float]:
    """Counts (with their value: a corrected one is another) that the readings, oldest first, together give away.

    One that a reading withheld and a later one tells is given away too: nobody can take back what was read before.
    """
    known = {(count, value) for one in readings for count, value in one.told.items() if value is not None}
    known |= {key for one in readings for key in one.beside}
    wholes = {(cell, value) for one in readings for cell, value in one.sums.items() if cell[0] == "entier"}
    puzzle = Puzzle()
    for number, one in enumerate(readings):
        left = dict(one.sums) | _same_wholes(one, wholes)
        for count, value in one.counts.items():
            unknown = (count, value) not in known
            if unknown:
                puzzle.withheld((count, value), value, least(count[1], count[2], value, one.sensitive))
            for cell in one.cells[count]:
                if cell not in left:
                    continue
                if unknown:
                    puzzle.stands((count, value), (number, cell))
                else:
                    left[cell] -= value
        for cell, value in left.items():
            puzzle.tells((number, cell), value)
    _relate(puzzle, readings)
    for one in readings:
        _bound(puzzle, one)
    return attack.told(puzzle.recovered()) | _told_later(readings)


def _bound(puzzle: Puzzle, one: Told) -> None:
    """Nobody is satisfied who did not answer: what one reading holds of a subject and year, or of a session."""
    for count, value in one.counts.items():
        for large in _larger(count):
            if large in one.counts:
                less, more = (count, value), (large, one.counts[large])
                at_most(puzzle, {less: less[1], more: more[1]}, less, more)


def _larger(count: Count) -> Iterator[Count]:
    """The counts that this one is never above."""
    if count[0] == "séance":
        yield from [(*count[:-1], "convoques")] * (count[-1] == "presents")
        return
    *subject, what, year = count
    yield from ((*subject, more, year) for less, more in AT_MOST if less == what)


def _relate(puzzle: Puzzle, readings: Sequence[Told]) -> None:
    """People mobilised are volunteers and professionals, whichever reading holds each of the three.

    Unless all but one were told before the last was held: what was told then bounds it, whatever is withheld now.
    """
    said: dict[Any, dict[str, set[float]]] = {}
    for one in readings:
        for (*subject, what, year), value in ((count, n) for count, n in one.counts.items() if count[-2] in _RELATED):
            said.setdefault((*subject, year), {}).setdefault(what, set()).add(value)
    for (kind, subject, year), values in said.items():
        for three in product(*(values.get(what, ()) for what in _RELATED)):
            keys = [((kind, subject, what, year), n) for what, n in zip(_RELATED, three, strict=True)]
            unknown = [key for key in keys if key in puzzle.truth]
            if three[0] != three[1] + three[2] or not unknown or _too_late(readings, keys, unknown):
                continue
            for key, times in zip(keys, (1, -1, -1), strict=True):
                if key in unknown:
                    puzzle.stands(key, ("relation", *keys), times)
            told = sum(times * key[1] for key, times in zip(keys, (1, -1, -1), strict=True) if key not in unknown)
            puzzle.tells(("relation", *keys), -told)


def _too_late(readings: Sequence[Told], keys: Sequence[Any], unknown: Sequence[Any]) -> bool:
    """Whether one alone is withheld, small, and the two others were told before any reading held it."""
    if len(unknown) > 1:
        return False
    held = next(number for number, one in enumerate(readings) if one.counts.get(unknown[0][0]) == unknown[0][1])
    before = {key for one in readings[:held] for key in one.told.items()}
    small = unknown[0][1] < (rules().sensitive if unknown[0][0][1] in readings[held].sensitive else rules().common)
    return small and all(key in before for key in keys if key not in unknown)


def _told_later(readings: Sequence[Told]) -> dict[Any, float]:
    """Counts that a reading withheld, that none before it told, and that it or a later one tells, be it beside."""
    told_yet: set[tuple[Count, float]] = set()
    withheld: set[tuple[Count, float]] = set()
    later: dict[Any, float] = {}
    for one in readings:
        withheld |= {(count, n) for count, n in one.counts.items() if one.told[count] is None} - told_yet
        said = {(count, value) for count, value in one.told.items() if value is not None} | set(one.beside)
        later |= {key: key[1] for key in said & withheld}
        told_yet |= said
    return later


def _same_wholes(one: Told, wholes: set[tuple[Any, float]]) -> dict[Any, float]:
    """The whole of a session that some reading told, where the colleges of this one add up to it."""
    added: dict[Any, float] = {}
    for count, value in one.counts.items():
        for cell in one.cells[count]:
            if cell[0] == "entier":
                added[cell] = added.get(cell, 0) + value
    return {cell: value for cell, value in added.items() if (cell, value) in wholes}


def newest(path: Path) -> int:
    """The number of the newest snapshot."""
    return integrity.content(path).snapshot
