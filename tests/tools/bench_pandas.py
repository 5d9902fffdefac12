"""Nine questions answered by the reading copy, and by pandas on frames held in memory: what summary tables are worth.

Each pair answers the same thing, and the difference between the two is told: what statistical secrecy withholds is in
the frames of pandas and not in the answers of the store, so those cells are left out of the comparison.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from queries.copy import reading

RUNS = 3
KEYS = ["commune", "bassin", "famille", "sujet_id", "annee"]
# Raw facts, as one would load them to work without the store: strings that repeat are categories.
FRAMES = {
    "mesures": "SELECT sujet_id, annee, valeur FROM mesures WHERE etat = 'validee' AND grandeur = 'participations'",
    "lieux": "SELECT DISTINCT sujet_id, code_commune AS commune, code_bassin AS bassin, annee_debut, annee_fin "
    "FROM lieux_sujets",
    "financements": "SELECT sujet_id, famille, accorde_eur::DOUBLE AS accorde_eur FROM financements "
    "LEFT JOIN financeurs_nommes ON libelle = plie(financeur) WHERE etat = 'validee'",
    "produits": "SELECT sujet_id, financeur_id, annee, montant_eur FROM produits_nommes WHERE sujet_type = 'action'",
    "payeurs": "SELECT sujet_id, unnest(financeurs) AS financeur FROM argent_sujets",
    "communes": "SELECT code_commune AS commune FROM communes",
    "populations": "SELECT code_commune AS commune, annee, population FROM populations_retenues",
}
Frames = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Pair:
    """A question, the SQL of the store and the function of pandas; each returns keys (see KEYS) and a ``valeur``."""

    question: str
    sql: str
    frames: Callable[[Frames], pd.DataFrame]


def attendance(frames: Frames) -> pd.DataFrame:
    """Attendance of each subject in each year, when it is said once."""
    said = frames["mesures"].groupby(["sujet_id", "annee"], observed=True)["valeur"].agg(["first", "size"])
    return said.loc[said["size"] == 1, "first"].dropna().rename("valeur").reset_index()


def attendance_of(frames: Frames, place: str) -> pd.DataFrame:
    """Attendance summed by commune or bassin, and year."""
    places = frames["lieux"][["sujet_id", place]].dropna().drop_duplicates()
    sums = attendance(frames).merge(places, on="sujet_id").groupby([place, "annee"], observed=True)["valeur"].sum()
    return sums.reset_index()


def per_thousand(frames: Frames) -> pd.DataFrame:
    """Attendance per thousand inhabitants."""
    held = attendance_of(frames, "commune").merge(frames["populations"], on=["commune", "annee"])
    return held.assign(valeur=1000 * held["valeur"] / held["population"])


def granted(frames: Frames) -> pd.DataFrame:
    """Granted euros by family of funders and bassin."""
    places = frames["lieux"][["sujet_id", "bassin"]].dropna().drop_duplicates()
    held = frames["financements"].merge(places, on="sujet_id")
    sums = held.groupby(["famille", "bassin"], observed=True)["accorde_eur"].sum(min_count=1)
    return sums.rename("valeur").reset_index()


def shares(frames: Frames) -> pd.DataFrame:
    """Share of each funder in the products of an action's year."""
    held = (
        frames["produits"]
        .groupby(["sujet_id", "annee", "financeur_id"], observed=True)["montant_eur"]
        .sum()
        .reset_index()
    )
    whole = held.groupby(["sujet_id", "annee"], observed=True)["montant_eur"].transform("sum")
    return held.assign(part=held["montant_eur"] / whole)


def largest(frames: Frames) -> pd.DataFrame:
    """Largest share of a funder."""
    return shares(frames).groupby(["sujet_id", "annee"], observed=True)["part"].max().rename("valeur").reset_index()


def concentration(frames: Frames) -> pd.DataFrame:
    """Herfindahl–Hirschman index."""
    held = shares(frames)
    squares = held.assign(part=held["part"] ** 2).groupby(["sujet_id", "annee"], observed=True)["part"].sum()
    return squares.rename("valeur").reset_index()


def deserted(frames: Frames) -> pd.DataFrame:
    """Communes without a subject in the last three years."""
    lieux = frames["lieux"]
    recent = lieux.loc[lieux["annee_fin"] >= lieux["annee_fin"].max() - 2, "commune"]
    left = frames["communes"][~frames["communes"]["commune"].isin(recent)]
    return left.assign(valeur=1.0)


def alone(frames: Frames) -> pd.DataFrame:
    """Subjects of one single funder."""
    counts = frames["payeurs"].groupby("sujet_id", observed=True)["financeur"].nunique()
    return counts[counts == 1].astype(float).rename("valeur").reset_index()


def change(frames: Frames) -> pd.DataFrame:
    """Difference of attendance with the year before, by bassin."""
    held = attendance_of(frames, "bassin").sort_values(["bassin", "annee"])
    return held.assign(valeur=held.groupby("bassin", observed=True)["valeur"].diff()).dropna()


def rolling(frames: Frames) -> pd.DataFrame:
    """Mean of three years of attendance, by commune."""
    held = attendance_of(frames, "commune").sort_values(["commune", "annee"])
    means = held.groupby("commune", observed=True)["valeur"].rolling(3).mean()
    return held.assign(valeur=means.reset_index(level=0, drop=True)).dropna()


def one_year(frames: Frames) -> pd.DataFrame:
    """Attendance of one year, by commune."""
    held = attendance_of(frames, "commune")
    last: pd.DataFrame = held[held["annee"] == held["annee"].max()]
    return last


_ATTENDANCE = "FROM effectifs WHERE grandeur = 'participations' AND annee IS NOT NULL AND niveau = "
_SHARES = (
    "WITH p AS (SELECT sujet_id, annee, financeur_id, sum(montant_eur) AS m FROM produits_nommes "
    "WHERE sujet_type = 'action' GROUP BY ALL), "
    "q AS (SELECT *, m / sum(m) OVER (PARTITION BY sujet_id, annee) AS part FROM p) "
)
PAIRS = (
    Pair(
        "participations pour 1 000 habitants, par commune et année",
        "SELECT territoire AS commune, annee, 1000 * valeur / population AS valeur FROM effectifs "
        "JOIN populations_territoires USING (niveau, territoire, annee) "
        "WHERE grandeur = 'participations' AND niveau = 'commune'",
        per_thousand,
    ),
    Pair(
        "montants accordés par famille de financeurs et bassin",
        "SELECT famille, code_bassin AS bassin, sum(accorde_eur)::DOUBLE AS valeur FROM familles_positions "
        "JOIN (SELECT DISTINCT position, code_bassin FROM positions) USING (position) "
        "WHERE code_bassin IS NOT NULL GROUP BY ALL",
        granted,
    ),
    Pair(
        "part du premier financeur de chaque action",
        f"{_SHARES} SELECT sujet_id, annee, max(part) AS valeur FROM q GROUP BY ALL",
        largest,
    ),
    Pair(
        "concentration des financeurs (HHI) de chaque action",
        f"{_SHARES} SELECT sujet_id, annee, sum(part * part) AS valeur FROM q GROUP BY ALL",
        concentration,
    ),
    Pair(
        "communes sans rien depuis trois ans",
        "SELECT code_commune AS commune, 1.0 AS valeur FROM communes WHERE code_commune NOT IN (SELECT code_commune "
        "FROM comptes_communes WHERE annee_fin >= (SELECT max(annee_fin) FROM positions) - 2)",
        deserted,
    ),
    Pair(
        "actions et événements d'un seul financeur",
        "SELECT sujet_id, 1.0 AS valeur FROM argent_sujets WHERE n_financeurs = 1",
        alone,
    ),
    Pair(
        "évolution des participations d'une année à l'autre, par bassin",
        "SELECT territoire AS bassin, annee, "
        f"valeur - lag(valeur) OVER (PARTITION BY territoire ORDER BY annee) AS valeur {_ATTENDANCE} 'bassin'",
        change,
    ),
    Pair(
        "moyenne de trois ans des participations, par commune",
        "SELECT territoire AS commune, annee, CASE WHEN count(valeur) OVER w = 3 THEN avg(valeur) OVER w END AS valeur "
        f"{_ATTENDANCE} 'commune' WINDOW w AS (PARTITION BY territoire ORDER BY annee ROWS 2 PRECEDING)",
        rolling,
    ),
    Pair(
        "participations d'une année, par commune",
        f"SELECT territoire AS commune, annee, valeur {_ATTENDANCE} 'commune' "
        "AND annee = (SELECT derniere_annee FROM observation)",
        one_year,
    ),
)


def compare(path: Path) -> None:
    """Print, for each question, milliseconds in the store and in pandas, and how far the two answers are."""
    with reading.reader(path) as root:
        start = time.perf_counter()
        frames = {name: _categories(_ask(root, sql)) for name, sql in FRAMES.items()}
        held = sum(int(frame.memory_usage(deep=True).sum()) for frame in frames.values()) / 1e6
        print(f"frames of pandas: {time.perf_counter() - start:.1f} s to load, {held:.0f} MB")
        print(f"{'question':66}{'store ms':>9}{'pandas ms':>11}{'ratio':>7}  largest difference")
        for pair in PAIRS:
            told, in_store = _timed(lambda pair=pair: _ask(root, pair.sql))  # type: ignore[misc]
            said, in_pandas = _timed(lambda pair=pair: pair.frames(frames))  # type: ignore[misc]
            print(
                f"{pair.question:66}{in_store:>9.1f}{in_pandas:>11.1f}{in_pandas / in_store:>7.1f}  {_gap(told, said)}",
                flush=True,
            )


def _ask(root: duckdb.DuckDBPyConnection, sql: str) -> pd.DataFrame:
    with root.cursor() as cursor:
        return cursor.execute(sql).fetch_df()


def _categories(frame: pd.DataFrame) -> pd.DataFrame:
    """Strings that repeat, as pandas keeps them best."""
    for column in frame.columns:
        if frame[column].dtype == object or pd.api.types.is_string_dtype(frame[column]):
            frame[column] = frame[column].astype("category")
    return frame


def _timed(answer: Callable[[], pd.DataFrame]) -> tuple[pd.DataFrame, float]:
    """The answer, and the median of a few runs in milliseconds."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        found = answer()
        times.append((time.perf_counter() - start) * 1000)
    return found, statistics.median(times)


def _gap(told: pd.DataFrame, said: pd.DataFrame) -> str:
    """Largest relative difference on the cells that both give, and how many there are."""
    keys = [key for key in KEYS if key in told.columns]
    sides = [side[[*keys, "valeur"]].dropna().astype(dict.fromkeys(keys, str)) for side in (told, said)]
    both = sides[0].merge(sides[1], on=keys, suffixes=("_store", "_pandas"))
    gap = (both["valeur_store"] - both["valeur_pandas"]).abs() / both["valeur_pandas"].abs().clip(lower=1)
    return f"{gap.max():.1e} on {len(both)} cells (store {len(sides[0])}, pandas {len(sides[1])})"
