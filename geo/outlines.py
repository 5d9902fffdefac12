"""Outlines for the browser: GeoJSON files named by their content, so that a browser fetches each one once.

Every function writes into ``folder`` and returns the file's name. Rings turn clockwise outside, as d3-geo (hence
Plotly) wants them on a sphere: the opposite of RFC 7946. Neighbours share the very same points, so that there is
neither gap nor sliver. shapely is imported here only, when something is drawn.
"""

import hashlib
import json
import math
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray

HERE = Path(__file__).parent

Geometries = NDArray[Any]
Bounds = tuple[float, float, float, float]

# Degrees; about one pixel of a map of France 800 pixels wide. Chosen by looking: finer weighs more and shows nothing.
FRANCE_TOLERANCE = 0.012
_DECIMALS = (4, 5)  # of a degree: 10 m, or 1 m in the few départements where 10 m would make an outline cross itself
_MANY_COMMUNES = 3000  # beyond, zones are simplified as the map of France is


class NoOutlineError(ValueError):
    """No outline is held for this territory; the message is French."""


@dataclass(frozen=True)
class Inset:
    """Where the map of France shows an overseas département: its centre, moved to ``to``, and enlarged."""

    centre: tuple[float, float]
    to: tuple[float, float]
    scale: float


# Two columns in the Atlantic, beside the Landes; each département fills the same square, so their scales differ.
INSETS = {
    "971": Inset((-61.40, 16.17), (-5.3, 46.2), 1.7),
    "972": Inset((-61.02, 14.64), (-3.4, 46.1), 2.4),
    "973": Inset((-53.10, 3.95), (-5.3, 44.6), 0.36),
    "974": Inset((55.53, -21.13), (-3.4, 44.6), 2.2),
    "976": Inset((45.16, -12.82), (-5.3, 43.1), 3.2),
}
# What the map of France shows, insets included; a conic projection is to be centred on its middle longitude.
FRANCE_BOUNDS: Bounds = (-6.6, 41.2, 9.8, 51.2)


def inset_position(code_departement: str, longitude: float, latitude: float) -> tuple[float, float]:
    """Where the map of France draws a point, in degrees: moved with its overseas département, or unchanged."""
    inset = INSETS.get(code_departement)
    if inset is None:
        return longitude, latitude
    stretch = math.cos(math.radians(inset.centre[1])) / math.cos(math.radians(inset.to[1]))
    return (
        inset.to[0] + (longitude - inset.centre[0]) * inset.scale * stretch,
        inset.to[1] + (latitude - inset.centre[1]) * inset.scale,
    )


def communes(code_departement: str, folder: Path) -> str:
    """The communes of one département, at their true places; feature id = commune code."""

    def draw() -> str:
        codes, outlines = _departement(code_departement)
        names = _names("communes", "code_commune")
        return _write(f"communes-{code_departement}", codes, _rounded(outlines), names, folder)

    return _remembered(folder, f"communes {code_departement}", draw)


def departements(folder: Path) -> str:
    """The départements of France, the overseas ones in insets; feature id = département code."""

    def draw() -> str:
        codes, outlines = _all_departements()
        placed = np.array([_inset(code, outline) for code, outline in zip(codes, outlines, strict=True)])
        simplified = _rounded(shapely.coverage_simplify(placed, FRANCE_TOLERANCE))
        return _write("departements", codes, simplified, _names("departements", "code_departement"), folder)

    return _remembered(folder, "departements", draw)


def zones(mapping: Mapping[str, str], name: str, folder: Path) -> str:
    """Outlines of zones, from commune code → zone code; feature id = zone code; ``name`` begins the file's name.

    Communes without outline are passed over. Zones of more than 3 000 communes in all are drawn as on the map of
    France: simplified, the overseas ones in insets.
    """
    what = f"zones {name} {json.dumps(sorted(mapping.items()))}"
    return _remembered(folder, what, lambda: _draw_zones(mapping, name, folder))


def _draw_zones(mapping: Mapping[str, str], name: str, folder: Path) -> str:
    table = _read(sorted(mapping))
    if not len(table[0]):
        raise NoOutlineError(f"zones « {name} » : aucune de leurs communes n'a de contour")
    many = len(mapping) > _MANY_COMMUNES
    codes, outlines = table if many else (table[0], _rounded(table[1]))
    if many:
        outlines = np.array(
            [_inset(_departement_of(code), outline) for code, outline in zip(codes, outlines, strict=True)]
        )
    zone_codes, dissolved = _dissolve(outlines, [mapping[code] for code in codes])
    if many:
        dissolved = _rounded(shapely.coverage_simplify(dissolved, FRANCE_TOLERANCE))
    return _write(name, zone_codes, dissolved, {}, folder)


def shapes_of_communes(code_departement: str) -> dict[str, Any]:
    """Code → outline of the communes of one département, at their true places: what a file for a GIS holds."""
    codes, outlines = _departement(code_departement)
    return dict(zip(codes, _rounded(outlines), strict=True))


def shapes_of_departements() -> dict[str, Any]:
    """The same of every département, simplified as the map of France is, the overseas ones where they are."""
    codes, outlines = _all_departements()
    return dict(zip(codes, _rounded(shapely.coverage_simplify(outlines, FRANCE_TOLERANCE)), strict=True))


def shapes_of_zones(mapping: Mapping[str, str]) -> dict[str, Any]:
    """The same of zones, from commune code → zone code; communes without outline are passed over."""
    codes, outlines = _read(sorted(mapping))
    if not codes:
        return {}
    zones_of, dissolved = _dissolve(_rounded(outlines), [mapping[code] for code in codes])
    return dict(zip(zones_of, dissolved, strict=True))


def bounds(code_departement: str) -> Bounds:
    """West, south, east and north of a département, in degrees, at its true place."""
    west, south, east, north = shapely.total_bounds(_departement(code_departement)[1])
    return float(west), float(south), float(east), float(north)


def _read(codes: Sequence[str] | None = None, prefix: str = "") -> tuple[list[str], Geometries]:
    filters = [("code_commune", ">=", prefix), ("code_commune", "<", f"{prefix}~")]
    table = pq.read_table(HERE / "outlines.parquet", filters=filters)
    found = table["code_commune"].to_pylist()
    geometries = shapely.from_wkb(table["wkb"].to_numpy())
    if codes is None:
        return found, geometries
    wanted = set(codes)
    kept = [index for index, code in enumerate(found) if code in wanted]
    return [found[index] for index in kept], geometries[kept]


@lru_cache(maxsize=4)
def _departement(code: str) -> tuple[list[str], Geometries]:
    codes, outlines = _read(prefix=code)
    if not codes or _departement_of(codes[0]) != code:
        raise NoOutlineError(f"département « {code} » : aucun contour de commune")
    return codes, outlines


def _all_departements() -> tuple[list[str], Geometries]:
    codes, outlines = _read()
    return _dissolve(outlines, [_departement_of(code) for code in codes])


def _departement_of(code_commune: str) -> str:
    return code_commune[:3] if code_commune.startswith("97") else code_commune[:2]


def _dissolve(outlines: Geometries, zones_of: Sequence[str]) -> tuple[list[str], Geometries]:
    """Zone codes in order, and the union of the outlines of each."""
    labels = np.array(zones_of, dtype=object)
    codes = sorted(set(zones_of))
    return codes, np.array([shapely.coverage_union_all(outlines[labels == code]) for code in codes])


def _inset(code: str, outline: Any) -> Any:
    if code not in INSETS:
        return outline
    return shapely.transform(outline, lambda lon, lat: inset_position(code, lon, lat), interleaved=False)


def _rounded(outlines: Geometries) -> Geometries:
    """The outlines with as few decimals as leave them valid, and still without gap or overlap."""
    for decimals in _DECIMALS:
        rounded: Geometries = shapely.transform(outlines, lambda xy, d=decimals: np.round(xy, d))
        if shapely.is_valid(rounded).all() and shapely.coverage_is_valid(rounded):
            return rounded
    raise ValueError(f"outlines of {len(outlines)} territories cross each other once rounded to {_DECIMALS} decimals")


def _names(table: str, key: str) -> dict[str, str]:
    rows = pq.read_table(HERE / f"{table}.parquet", columns=[key, "nom"])
    return dict(zip(rows[key].to_pylist(), rows["nom"].to_pylist(), strict=True))


def _remembered(folder: Path, what: str, draw: Callable[[], str]) -> str:
    """Name of the file drawn earlier from the very same things, else the one that ``draw`` makes.

    Drawing takes up to a second, and a file named by its content cannot be found without drawing it: a note beside it
    says which file answers to what.
    """
    note = folder / f".{hashlib.sha256(f'{what} {_origin()}'.encode()).hexdigest()[:24]}"
    if note.exists():
        name = note.read_text(encoding="utf-8")
        if (folder / name).exists():
            return name
    name = draw()
    _replace(note, name.encode())
    return name


@lru_cache(maxsize=1)
def _origin() -> str:
    """Digest of all that a drawing depends on: the reference files and this code."""
    files = [HERE / "outlines.parquet", HERE / "communes.parquet", HERE / "departements.parquet", Path(__file__)]
    return hashlib.sha256(b"".join(hashlib.sha256(file.read_bytes()).digest() for file in files)).hexdigest()


def _replace(target: Path, content: bytes) -> None:
    """Write a file that appears whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=".ecriture-")
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
    Path(temporary).chmod(0o644)  # mkstemp hides its files from a web server run by another account
    Path(temporary).replace(target)


def _write(name: str, codes: Sequence[str], outlines: Geometries, names: Mapping[str, str], folder: Path) -> str:
    """Write the collection once: its name says its content, and it appears whole or not at all."""
    clockwise = shapely.orient_polygons(shapely.normalize(outlines), exterior_cw=True)
    features = [
        {
            "type": "Feature",
            "id": code,
            "properties": {"nom": names[code]} if names else {},
            "geometry": shapely.geometry.mapping(outline),
        }
        for code, outline in zip(codes, clockwise, strict=True)
    ]
    collection = {"type": "FeatureCollection", "features": features}
    content = json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()
    file = f"{name}-{hashlib.sha256(content).hexdigest()[:16]}.geojson"
    target = folder / file
    if not target.exists():
        _replace(target, content)
    return file
