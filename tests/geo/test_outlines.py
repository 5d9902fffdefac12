"""Outlines: complete, without gap or sliver, drawn the right way round, and written once."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from geo import outlines
from geo.communes import reference_tables

METROPOLE_AND_DROM = 101


def features(path: Path) -> dict[str, dict[str, Any]]:
    collection = json.loads(path.read_text(encoding="utf-8"))
    assert collection["type"] == "FeatureCollection"
    return {feature["id"]: feature for feature in collection["features"]}


def geometries(path: Path) -> Any:
    return np.array([shapely.geometry.shape(feature["geometry"]) for feature in features(path).values()])


def mapping(division: str, prefix: str = "") -> dict[str, str]:
    rows = reference_tables()["zones_communes"]
    rows = rows[(rows["division"] == division) & rows["code_commune"].str.startswith(prefix)]
    return dict(zip(rows["code_commune"], rows["code_zone"], strict=True))


def test_the_allier_has_its_317_communes_and_shared_borders(tmp_path: Path) -> None:
    path = tmp_path / outlines.communes("03", tmp_path)
    found = features(path)
    assert len(found) == 317
    assert found["03190"]["properties"] == {"nom": "Moulins"}
    drawn = geometries(path)
    assert shapely.coverage_is_valid(drawn)
    whole = shapely.coverage_union_all(drawn)
    assert whole.geom_type == "Polygon"
    assert not whole.interiors, "a hole in the middle of the Allier"


def test_the_bassins_are_drawn_along_the_communes(tmp_path: Path) -> None:
    zones = tmp_path / outlines.zones(mapping("bassin", "03"), "bassins-03", tmp_path)
    assert list(features(zones)) == ["031", "032", "033"]
    assert shapely.coverage_is_valid(geometries(zones))
    borders = {tuple(point) for point in shapely.get_coordinates(geometries(zones))}
    communes = geometries(tmp_path / outlines.communes("03", tmp_path))
    assert borders <= {tuple(point) for point in shapely.get_coordinates(communes)}


def test_every_departement_can_be_drawn(tmp_path: Path) -> None:
    france = features(tmp_path / outlines.departements(tmp_path))
    assert len(france) == METROPOLE_AND_DROM
    for code in france:
        drawn = geometries(tmp_path / outlines.communes(code, tmp_path))
        assert shapely.coverage_is_valid(drawn), code
        assert shapely.is_valid(drawn).all(), code


def test_outer_rings_turn_clockwise_for_d3(tmp_path: Path) -> None:
    drawn = geometries(tmp_path / outlines.communes("2A", tmp_path))
    for polygon in shapely.get_parts(drawn):
        assert not shapely.is_ccw(polygon.exterior)
        assert all(shapely.is_ccw(ring) for ring in polygon.interiors)


def test_the_map_of_france_has_no_gap_and_shows_everything(tmp_path: Path) -> None:
    drawn = geometries(tmp_path / outlines.departements(tmp_path))
    assert shapely.coverage_is_valid(drawn)
    west, south, east, north = shapely.total_bounds(drawn)
    frame = outlines.FRANCE_BOUNDS
    assert frame[0] < west < frame[2]
    assert frame[1] < south < north < frame[3]
    assert east < frame[2]
    mainland = max(shapely.get_parts(shapely.coverage_union_all(drawn)), key=lambda part: part.area)
    places = [shapely.Polygon(ring) for ring in mainland.interiors]
    # The only large hole is Llívia, a Spanish town inside the Pyrénées-Orientales.
    large = [place.representative_point().coords[0] for place in places if place.area > 0.0005]
    assert len(large) == 1
    assert large[0] == pytest.approx((1.97, 42.47), abs=0.02)


def test_insets_stand_apart_and_carry_their_symbols(tmp_path: Path) -> None:
    found = features(tmp_path / outlines.departements(tmp_path))
    insets = [shapely.geometry.shape(found[code]["geometry"]).envelope for code in outlines.INSETS]
    tree = shapely.STRtree(insets)
    assert all(len(tree.query(inset, predicate="intersects")) == 1 for inset in insets)
    # Saint-Denis de La Réunion falls inside the moved outline; Moulins does not move.
    moved = shapely.Point(outlines.inset_position("974", 55.4504, -20.8907))
    assert shapely.geometry.shape(found["974"]["geometry"]).buffer(0.02).contains(moved)
    assert outlines.inset_position("03", 3.33, 46.57) == (3.33, 46.57)


def test_a_file_is_named_by_its_content_and_written_once(tmp_path: Path) -> None:
    first = outlines.communes("75", tmp_path)
    written = (tmp_path / first).stat().st_mtime_ns
    with ThreadPoolExecutor(4) as pool:
        again = set(pool.map(lambda _: outlines.communes("75", tmp_path), range(8)))
    assert again == {first}
    notes = {path.name for path in tmp_path.iterdir()} - {first}
    assert all((tmp_path / note).read_text(encoding="utf-8") == first for note in notes), "a temporary file is left"
    assert len(notes) == 1
    assert (tmp_path / first).stat().st_mtime_ns == written
    assert outlines.communes("974", tmp_path) != first


def test_bounds() -> None:
    # Moulins, Montluçon and Vichy lie inside; Clermont-Ferrand and Nevers do not.
    west, south, east, north = outlines.bounds("03")
    assert west < 2.60
    assert east > 3.43
    assert 45.78 < south < 46.13
    assert 46.57 < north < 46.99


def test_epci_of_france_are_drawn_as_one_coverage(tmp_path: Path) -> None:
    drawn = geometries(tmp_path / outlines.zones(mapping("epci"), "epci", tmp_path))
    assert len(drawn) == 1255
    assert shapely.coverage_is_valid(drawn)


def test_a_territory_without_outline_is_said(tmp_path: Path) -> None:
    for code in ("988", "99", "97", ""):
        with pytest.raises(outlines.NoOutlineError, match=f"département « {code} » : aucun contour"):
            outlines.communes(code, tmp_path)
    with pytest.raises(outlines.NoOutlineError, match="zones « essai »"):
        outlines.zones({"98818": "A"}, "essai", tmp_path)
