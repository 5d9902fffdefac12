"""Territories and what is known of them as layers of a GIS: GeoJSON and GeoPackage, in longitude and latitude."""

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
import pyogrio
import shapely

# Of both files: RFC 7946 knows no other one, and it holds for every département, overseas too.
CRS = "EPSG:4326"
README = "lisez_moi"
_COLLECTION = {"type": "FeatureCollection"}


def geojson(rows: Sequence[Mapping[str, Any]], code: str, shapes: Mapping[str, Any], about: Mapping[str, Any]) -> bytes:
    """RFC 7946: one feature a row (plain JSON values), named by its ``code``; ``about`` stands beside the features.

    A territory without outline has no geometry. Outer rings turn anticlockwise, as the standard wants them.
    """
    features = [
        {
            "type": "Feature",
            "id": row[code],
            "properties": dict(row),
            "geometry": _geometry(shapes.get(row[code])),
        }
        for row in rows
    ]
    return json.dumps({**_COLLECTION, **about, "features": features}, ensure_ascii=False).encode()


def _geometry(shape: Any) -> Any:
    if shape is None:
        return None
    return json.loads(shapely.to_geojson(shapely.orient_polygons(shape, exterior_cw=False)))


def geopackage(
    rows: pd.DataFrame, code: str, shapes: Mapping[str, Any], layer: str, readme: Sequence[tuple[str, str]]
) -> bytes:
    """One layer of the same territories, and a table ``lisez_moi`` of (what, words) lines beside."""
    outlines = [shapes.get(one) for one in rows[code]]
    frame = geopandas.GeoDataFrame(rows, geometry=outlines, crs=CRS)
    # One kind of geometry a layer: some readers refuse two.
    frame["geometry"] = [shape if shape is None else _parts(shape) for shape in frame.geometry]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "carte.gpkg"
        frame.to_file(file, driver="GPKG", layer=layer, engine="pyogrio")
        pyogrio.write_dataframe(pd.DataFrame(readme, columns=["quoi", "mots"]), file, layer=README, driver="GPKG")
        return file.read_bytes()


def _parts(shape: Any) -> Any:
    return shape if shape.geom_type == "MultiPolygon" else shapely.MultiPolygon([shape])
