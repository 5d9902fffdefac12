"""Does a verdict keep its word: false alarms where nothing changes, changes found. ``make calibration``.

Each seed is a synthetic Allier, scale S, in which nothing drifts, taken through everything that makes a reading copy:
publication, every indicator, progress. Then, in that very copy, residents begin more actions (A1) in one bassin or in
the whole département: from 25 to 50 % of those that begin, by the day on which each begins, along a straight line or by
a step in the middle; and the verdicts of the whole board are made again. A change is found when progress is announced
there, among all the tests. ``stated``: a step of the size that the verdict of that seed says it would see. ``none``:
the same draw with 25 % all along in the whole département, where any change announced of A1 is a false alarm.

Runs can be made in parts (``--first``, ``--seeds``) that write lines of JSON; ``--read`` adds them up.
"""

import argparse
import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from data import store
from data.demo import tables
from data.loading.load import ensure_references
from queries.copy import reading, steps
from queries.copy.progress.verdicts import DECLINE, PROGRESS
from queries.copy.secrecy import ledger
from tests.tools import making

LAST = 2025
# What the observatory allows itself, and what it promises of the sizes that it states.
MOST_FALSE, LEAST_FOUND = 0.05, 0.80
BEFORE, AFTER = 0.25, 0.50
SHAPES = ("slope", "step", "stated", "none")
_TERRITORY = (
    "departements", "communes", "communes_anciennes", "populations", "zones", "zones_communes", "indices_prix",
    "financeurs", "financeurs_libelles", "libelles",
)  # fmt: skip


@dataclass(frozen=True)
class Plant:
    """A change to plant in a place: ``size`` is a fraction of 1, from 25 % on."""

    shape: str
    level: str
    territory: str
    size: float


@dataclass(frozen=True)
class Result:
    """One seed of one span: how many tests, what was announced where nothing changes, which plants were found.

    ``found``: (shape, level, habits, whether progress was announced there).
    """

    seed: int
    years: int
    n_tests: int
    claims: list[tuple[str, str]]
    found: list[tuple[str, str, float, bool]]
    seconds: float


@contextmanager
def synthetic(reference: Path, seed: int, n_years: int = 10) -> Iterator[duckdb.DuckDBPyConnection]:
    """A reading copy in memory of a synthetic Allier where nothing changes."""
    years = (LAST - n_years + 1, LAST)
    with store.memory(store.SEARCH_EXTENSIONS) as root:
        root.execute(f"ATTACH {store.quoted(reference)} AS reference (READ_ONLY)")
        making.make_fact_tables(root)
        for name in _TERRITORY:
            root.execute(f"INSERT INTO {name} BY NAME FROM reference.{name}")
        root.execute(
            """
            INSERT INTO sources BY NAME
            SELECT 'demo' AS source, 'demo' AS format, 'demo' AS titre, make_date(?, 12, 31) AS publiee_le,
                   now()::TIMESTAMP AS chargee_le, 'essai' AS chargee_par, repeat('0', 64) AS sha256, 0 AS lues,
                   0 AS gardees, 0 AS refusees, 'active' AS etat
            """,
            [LAST],
        )
        for name, rows in tables(seed, years, "S", changes=False).items():
            root.register("lot", rows)
            root.execute(f"INSERT INTO {name} BY NAME SELECT *, 'demo' AS source FROM lot")
            root.unregister("lot")
        root.execute("SET VARIABLE jour = make_date(?, 12, 31)", [LAST])
        ledger.attach(root, None)
        for name in list(steps.STEPS)[: list(steps.STEPS).index("progress") + 1]:
            steps.STEPS[name](root)
        yield root


def tried(reference: Path, seed: int, n_years: int, shapes: Iterable[str], habits: float, draws: int) -> Result:
    """What is announced for one seed, before and after each plant, drawn ``draws`` times.

    The bassin is Montluçon's, of some 95 active actions a year.
    """
    begun = time.monotonic()
    with synthetic(reference, seed, n_years) as root:
        rows = root.execute(
            "SELECT indicateur, territoire, niveau, verdict, q_valeur, plus_petit_changement FROM indicateurs_progres"
        ).fetchall()
        places = {(row[2], row[1]): row[5] for row in rows if row[0] == "A1"}
        found = []
        for plant in _plants(shapes, places):
            for draw in range(draws):
                _draw(root, plant, (seed, draw), habits)
                found.append((plant.shape, plant.level, habits, _announced(root, plant)))
    return Result(
        seed=seed,
        years=n_years,
        n_tests=sum(row[4] is not None for row in rows),
        claims=[(row[0], row[1]) for row in rows if row[3] in (PROGRESS, DECLINE)],
        found=found,
        seconds=round(time.monotonic() - begun, 1),
    )


def _plants(shapes: Iterable[str], places: Mapping[tuple[str, str], float | None]) -> Iterator[Plant]:
    """What is planted: in the first bassin and in the whole, or nothing in the whole; ``places``: sizes stated."""
    whole, bassin = (next(place for place in places if place[0] == level) for level in ("departement", "bassin"))
    for shape in shapes:
        for level, territory in (whole,) if shape == "none" else (bassin, whole):
            stated = (places[level, territory] or 0) / 100
            size = {"none": 0.0, "stated": stated}.get(shape, AFTER - BEFORE)
            if shape == "none" or 0 < size <= 1 - BEFORE:
                yield Plant(shape, level, territory, size)


def _announced(root: duckdb.DuckDBPyConnection, plant: Plant) -> bool:
    """Whether progress is announced where it was planted; of nothing, any change of A1 anywhere."""
    steps.STEPS["progress"](root)
    verdicts = dict(
        root.execute("SELECT territoire, verdict FROM indicateurs_progres WHERE indicateur = 'A1'").fetchall()
    )
    if plant.shape == "none":
        return bool({PROGRESS, DECLINE} & set(verdicts.values()))
    return bool(verdicts[plant.territory] == PROGRESS)


def _draw(root: duckdb.DuckDBPyConnection, plant: Plant, seed: tuple[int, int], habits: float) -> None:
    """Draw again who began each action of a place; elsewhere, what the seed drew is put back.

    ``habits``: standard deviation between structures of the logit of their share.
    """
    root.execute("CREATE TABLE IF NOT EXISTS tires AS FROM actions_initiateurs")
    root.execute("DELETE FROM actions_initiateurs")
    rows = root.execute(
        """
        SELECT action_id, structure_id,
               (date_debut - make_date(annee, 1, 1)) / (make_date($last, 12, 31) - make_date(annee, 1, 1)) AS moment
        FROM actions JOIN sujets_territoires ON sujet_id = action_id, (SELECT min(annee_debut) AS annee FROM
             sujets_territoires)
        WHERE niveau = $level AND territoire = $territory AND date_debut IS NOT NULL
          AND action_id IN (SELECT action_id FROM tires)
        ORDER BY action_id
        """,
        {"level": plant.level, "territory": plant.territory, "last": LAST},
    ).fetchnumpy()
    rng = np.random.default_rng((*seed, SHAPES.index(plant.shape), len(plant.level)))
    _, structure = np.unique(rows["structure_id"], return_inverse=True)
    moment = rows["moment"] if plant.shape == "slope" else (rows["moment"] >= 0.5).astype(float)
    share = BEFORE + plant.size * np.clip(moment, 0, 1)
    logit = np.log(share / (1 - share)) + habits * rng.standard_normal(structure.max() + 1)[structure]
    resident = rng.random(len(share)) < 1 / (1 + np.exp(-logit))
    said = np.where(resident, "Un habitant", "Une autre structure")
    root.register("plantes", pa.table({"action_id": rows["action_id"].tolist(), "initiateur": said.tolist()}))
    root.execute(
        "INSERT INTO actions_initiateurs BY NAME FROM tires WHERE action_id NOT IN (SELECT action_id FROM plantes)"
    )
    root.execute("INSERT INTO actions_initiateurs BY NAME SELECT *, 'demo' AS source FROM plantes")
    root.unregister("plantes")


def summary(results: Iterable[Result]) -> str:
    """The figures, in lines that can be read."""
    by_span: dict[int, list[Result]] = defaultdict(list)
    for one in results:
        by_span[one.years].append(one)
    lines = []
    for years, these in sorted(by_span.items()):
        alarms = sum(bool(one.claims) for one in these)
        lines.append(
            f"{years} years, {len(these)} seeds, {np.mean([one.n_tests for one in these]):.0f} tests each: something "
            f"announced where nothing changes in {alarms} ({alarms / len(these):.1%}; at most {MOST_FALSE:.0%})"
        )
        cells: dict[tuple[str, str, float], list[bool]] = defaultdict(list)
        for one in these:
            for shape, level, habits, found in one.found:
                cells[shape, level, habits].append(found)
        for (shape, level, habits), each in sorted(cells.items()):
            lines.append(f"  {shape:6} {level:11} habits {habits:g}: found {np.mean(each):.0%} of {len(each)}")
    return "\n".join(lines)


def reference_copy(folder: Path) -> Path:
    """A reading copy that holds the territory and the labels."""
    ensure_references(folder)
    return reading.made(reading.copy_of(folder))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--seeds", type=int, default=200, help="how many seeds")
    parser.add_argument("--years", type=int, nargs="+", default=[10], help="spans, in years")
    parser.add_argument("--shapes", nargs="*", choices=SHAPES, default=list(SHAPES), help="what is planted")
    parser.add_argument("--draws", type=int, default=1, help="how many times each plant is drawn in a seed")
    parser.add_argument("--habits", type=float, default=0.0, help="standard deviation between structures (logit)")
    parser.add_argument("--to", type=Path, help="a file of lines of JSON to add to")
    parser.add_argument("--read", type=Path, nargs="+", help="files of earlier runs: only add them up")
    options = parser.parse_args()
    if options.read:
        print(summary(Result(**json.loads(line)) for path in options.read for line in path.open(encoding="utf-8")))
        return
    results = []
    with tempfile.TemporaryDirectory() as folder:
        reference = reference_copy(Path(folder) / "magasin")
        for seed in range(options.first, options.first + options.seeds):
            for years in options.years:
                results.append(tried(reference, seed, years, options.shapes, options.habits, options.draws))
                if options.to:
                    with options.to.open("a", encoding="utf-8") as lines:
                        lines.write(f"{json.dumps(asdict(results[-1]))}\n")
    print(summary(results))


if __name__ == "__main__":
    main()
