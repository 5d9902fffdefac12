"""Does a verdict keep its word: false alarms where nothing changes, changes found. ``make calibration``.

Each seed is a synthetic Allier of ten years, scale S, in which nothing drifts, taken through everything that makes a
reading copy: publication, every indicator, progress. Then the smallest detectable change that was stated for one
indicator of one territory is planted in the facts of that very seed, as a straight line, alone in its département: in
the initiative of actions (A1, one bassin: an action keeps its initiators for all its years), in attendance (C1, one
bassin) and in the fiches that tell their limits (G3, the département).
"""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import duckdb
import numpy as np

from data import store
from data.demo import tables
from data.loading.load import ensure_references
from queries.copy import reading, steps
from queries.copy.progress.verdicts import DECLINE, PROGRESS
from tests.tools import making

YEARS = (2016, 2025)
# What the observatory allows itself, and what it promises.
MOST_FALSE, LEAST_FOUND = 0.05, 0.80
_TERRITORY = (
    "departements", "communes", "communes_anciennes", "populations", "zones", "zones_communes", "indices_prix",
    "financeurs", "financeurs_libelles", "libelles",
)  # fmt: skip
# What new actions declare must change by more than the value does, which lags; beyond 100 % nothing can be planted.
_LAG = 4 / 3
# Indicators in which changes are planted, and at what level.
PLANTS = {"A1": "bassin", "C1": "bassin", "G3": "departement"}


@dataclass(frozen=True)
class Plant:
    """A change to plant: ``size`` (in points) between the mean of the years up to ``reference_last`` and ``last``.

    ``before`` is the difference that chance alone made there.
    """

    indicator: str
    territory: str
    size: float
    first: int
    reference_last: int
    last: int
    before: float


@dataclass(frozen=True)
class Null:
    """One seed where nothing changes; ``seen`` are the smallest changes stated, by series, as they would be planted."""

    seed: int
    n_tested: int
    claims: list[tuple[str, str]]
    trend_p_values: list[float]
    seen: list[Plant] = field(default_factory=list)


@dataclass(frozen=True)
class Found:
    """One change planted, the difference that was measured, and whether progress was announced."""

    plant: Plant
    measured: float
    found: bool


@contextmanager
def synthetic(reference: Path, seed: int, plant: Plant | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A reading copy in memory of a synthetic Allier where nothing changes but ``plant``."""
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
            [YEARS[1]],
        )
        for name, rows in tables(seed, YEARS, "S", changes=False).items():
            root.register("lot", rows)
            root.execute(f"INSERT INTO {name} BY NAME SELECT *, 'demo' AS source FROM lot")
            root.unregister("lot")
        root.execute("SET VARIABLE jour = make_date(?, 12, 31)", [YEARS[1]])
        for name in ("refusals", "entered", "places", "money", "lists"):
            steps.STEPS[name](root)
        if plant is not None:
            _PLANTERS[plant.indicator](root, seed, plant)
        for name in ("secrecy", "indicators", "progress"):
            steps.STEPS[name](root)
        yield root


def null(reference: Path, seed: int) -> Null:
    """What is announced for a seed where nothing changes."""
    with synthetic(reference, seed) as root:
        rows = root.execute(
            """
            SELECT indicateur, territoire, verdict, p_valeur, q_valeur, plus_petit_changement, niveau, valeur_reference,
                   premiere_annee, reference_fin, derniere_annee, ecart
            FROM indicateurs_progres
            """
        ).fetchall()
    return Null(
        seed=seed,
        n_tested=sum(row[4] is not None for row in rows),
        claims=[(row[0], row[1]) for row in rows if row[2] in (PROGRESS, DECLINE)],
        trend_p_values=[row[3] for row in rows if row[3] is not None],
        seen=[
            Plant(row[0], row[1], row[5], *row[8:])
            for row in rows
            if row[5] is not None and PLANTS.get(row[0]) == row[6] and row[7] + _LAG * row[5] < 100
        ],
    )


def planted(reference: Path, base: Null, indicator: str) -> Found | None:
    """Whether a change of the size stated for this seed is announced; None when no size was stated there.

    What is planted in a sample of actions moves the value by a little more or less: when less, it is planted again,
    larger by as much.
    """
    plants = [one for one in base.seen if one.indicator == indicator]
    if not plants:
        return None
    plant = plants[base.seed % len(plants)]
    found = _tried(reference, base.seed, plant, plant.size)
    moved = found.measured - plant.before
    return found if moved >= plant.size else _tried(reference, base.seed, plant, plant.size * plant.size / moved)


def _tried(reference: Path, seed: int, plant: Plant, size: float) -> Found:
    with synthetic(reference, seed, replace(plant, size=size)) as root:
        measured, verdict = root.execute(
            "SELECT ecart, verdict FROM indicateurs_progres WHERE indicateur = ? AND territoire = ?",
            [plant.indicator, plant.territory],
        ).fetchone() or (float("nan"), "")
    return Found(plant, measured, verdict == PROGRESS)


_ACTIONS = """
CREATE OR REPLACE TEMP TABLE concernees AS
WITH moments AS (
    SELECT sujet_id AS action_id, annee_debut, annee_fin, date_debut - make_date($first, 1, 1) AS moment
    FROM sujets_territoires JOIN actions ON action_id = sujet_id
    WHERE sujet_type = 'action' AND niveau = $level AND territoire = $territory AND date_debut IS NOT NULL
),
actives AS (SELECT moment, unnest(range(annee_debut, annee_fin + 1)) AS annee FROM moments),
-- What actions declare changes by the day on which they begin; the value, which counts older ones too, lags behind.
rendement AS (
    SELECT avg(moment) FILTER (annee = $last) - avg(moment) FILTER (annee BETWEEN $first AND $reference_last) AS jours
    FROM actives
)
SELECT action_id, greatest(moment, 0) * $size / 100 / jours AS hausse,
       hash(action_id || $seed::VARCHAR) / 18446744073709551615.0 AS hasard
FROM moments, rendement
"""


def _plant_actions(root: duckdb.DuckDBPyConnection, seed: int, plant: Plant) -> None:
    values = asdict(plant) | {"seed": seed, "level": PLANTS[plant.indicator]}
    del values["indicator"], values["before"]
    root.execute(_ACTIONS, values)


def _plant_initiative(root: duckdb.DuckDBPyConnection, seed: int, plant: Plant) -> None:
    """More and more actions are begun by a resident."""
    _plant_actions(root, seed, plant)
    root.execute(
        """
        INSERT INTO actions_initiateurs BY NAME
        WITH dites AS (
            SELECT action_id, bool_or(initiateur IN ('Un habitant', 'Un groupe d''habitants')) AS habitante
            FROM actions_initiateurs GROUP BY ALL
        ),
        part AS (SELECT avg(habitante::INTEGER) AS part FROM dites SEMI JOIN concernees USING (action_id))
        SELECT action_id, 'Un habitant' AS initiateur, 'demo' AS source
        FROM dites JOIN concernees USING (action_id), part
        WHERE NOT habitante AND hasard < hausse / (1 - part)
        """
    )


def _plant_limits(root: duckdb.DuckDBPyConnection, seed: int, plant: Plant) -> None:
    """More and more fiches tell the limits of their action."""
    _plant_actions(root, seed, plant)
    root.execute(
        """
        INSERT INTO actions_textes BY NAME
        WITH dites AS (SELECT action_id, bool_or(rubrique = 'limites') AS limites FROM actions_textes GROUP BY ALL),
        part AS (SELECT avg(limites::INTEGER) AS part FROM dites SEMI JOIN concernees USING (action_id))
        SELECT action_id, 'limites' AS rubrique, 1 AS rang, 'Limites dites.' AS texte, 'demo' AS source
        FROM dites JOIN concernees USING (action_id), part
        WHERE NOT limites AND hasard < hausse / (1 - part)
        """
    )


def _plant_attendance(root: duckdb.DuckDBPyConnection, seed: int, plant: Plant) -> None:
    """More and more of those invited from one bassin come."""
    rows = root.execute(
        """
        SELECT presences.rowid, year(tenue_le), convoques, presents FROM presences JOIN seances USING (seance_id)
        WHERE presences.code_zone = ? AND convoques IS NOT NULL AND presents IS NOT NULL ORDER BY ALL
        """,
        [plant.territory],
    ).fetchnumpy()
    place, year, invited, came = (np.asarray(column, dtype=np.int64) for column in rows.values())
    in_reference = (year >= plant.first) & (year <= plant.reference_last)
    # The last year less the mean of the reference, on a straight line.
    lag = plant.last - np.average(year[in_reference], weights=invited[in_reference])
    rise = plant.size / 100 / lag * np.maximum(year - plant.first, 0)
    absent = np.maximum(invited - came, 0)
    chance = np.clip(rise / (1 - came.sum() / invited.sum()), 0, 1)
    more = came + np.random.default_rng(seed).binomial(absent, chance)
    root.executemany("UPDATE presences SET presents = ? WHERE rowid = ?", np.column_stack([more, place]).tolist())


_PLANTERS = {"A1": _plant_initiative, "C1": _plant_attendance, "G3": _plant_limits}


def summary(nulls: Sequence[Null], found: Sequence[Found]) -> str:
    """The figures, in lines that can be read."""
    tested, claims = sum(one.n_tested for one in nulls), sum(len(one.claims) for one in nulls)
    alarms = sum(bool(one.claims) for one in nulls)
    p_values = np.concatenate([one.trend_p_values for one in nulls])
    below = ", ".join(f"{(p_values <= level).mean():.2%}" for level in (0.05, 0.01, 0.001))
    lines = [
        f"Nothing changes: {len(nulls)} seeds, {tested} tests ({tested / len(nulls):.0f} a seed)",
        f"  verdicts that claim a change        {claims} of {tested}: {claims / tested:.2%} (at most {MOST_FALSE:.0%})",
        f"  seeds with at least one claim       {alarms} of {len(nulls)}: {alarms / len(nulls):.1%}",
        f"  trend tests below 5 %, 1 %, 0.1 %   {below}",
    ]
    for indicator, level in PLANTS.items():
        these = [one for one in found if one.plant.indicator == indicator]
        if these:
            share = sum(one.found for one in these) / len(these)
            stated, measured = np.mean([(one.plant.size, one.measured) for one in these], axis=0)
            lines += [
                f"Planted in {indicator}, {level}, {len(these)} times: {stated:.1f} points stated, {measured:.1f} seen",
                f"  announced as progress               {share:.0%} (at least {LEAST_FOUND:.0%})",
            ]
    return "\n".join(lines)


def reference_copy(folder: Path) -> Path:
    """A reading copy that holds the territory and the labels."""
    ensure_references(folder)
    return reading.made(reading.copy_of(folder))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=200, help="how many seeds where nothing changes")
    parser.add_argument("--planted", type=int, default=60, help="how many of them get a change, for each indicator")
    parser.add_argument("--indicators", nargs="+", choices=PLANTS, default=list(PLANTS), help="in which to plant")
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(options.processes) as pool:
        reference = reference_copy(Path(folder) / "magasin")
        nulls = list(pool.map(null, [reference] * options.seeds, range(1, options.seeds + 1)))
        print(summary(nulls, []), flush=True)
        jobs = [(base, indicator) for indicator in options.indicators for base in nulls[: options.planted]]
        tried = pool.map(planted, [reference] * len(jobs), *zip(*jobs, strict=True))
        print("\n".join(summary(nulls, [one for one in tried if one is not None]).splitlines()[4:]))


if __name__ == "__main__":
    main()
