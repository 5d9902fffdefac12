"""The rules by which the reference is rebuilt, on real cases small enough to follow by hand."""

import re
from pathlib import Path
from typing import Any

import pytest

from geo.packages import EDITIONS, Edition, Package, fetch
from geo.reference import between, legal_populations, old_codes, populations, read_cog


def edition(cog: int) -> Edition:
    return next(edition for edition in EDITIONS if edition.cog == cog)


def commune(code: str, population: int | None, *old: str, nom: str = "") -> dict[str, Any]:
    row: dict[str, Any] = {"code": code, "nom": nom or code, "type": "commune-actuelle", "anciensCodes": list(old)}
    return row if population is None else row | {"population": population}


def deleguee(code: str, chef_lieu: str) -> dict[str, Any]:
    return {"code": code, "nom": code, "type": "commune-deleguee", "chefLieu": chef_lieu}


def test_a_merger_sums_its_communes() -> None:
    before = read_cog(edition(2024), [commune("22147", 100), commune("22309", 20)])
    today = read_cog(edition(2026), [commune("22147", 130, "22309")])
    assert legal_populations(before, today) == {"22147": 120}


def test_a_split_leaves_both_sides_without_value() -> None:
    # Essarts en Bocage held L'Oie and Sainte-Florence until the end of 2023.
    before = read_cog(edition(2021), [commune("85084", 9174, "85030", "85165", "85212"), commune("85001", 7)])
    today = read_cog(
        edition(2026),
        [commune("85084", 6851, "85030"), commune("85165", 1250), commune("85212", 1), commune("85001", 8)],
    )
    assert legal_populations(before, today) == {"85001": 7}


def test_a_change_of_seat_is_not_a_split() -> None:
    before = read_cog(edition(2024), [commune("12076", 1600, "12218")])
    today = read_cog(edition(2026), [commune("12218", 1673, "12076")])
    assert legal_populations(before, today) == {"12218": 1600}


def test_a_missing_part_leaves_the_sum_out() -> None:
    before = read_cog(edition(2024), [commune("22147", 100), commune("22309", None)])
    today = read_cog(edition(2026), [commune("22147", 130, "22309")])
    assert legal_populations(before, today) == {}


def test_the_present_chef_lieu_prevails_over_the_first_merger() -> None:
    today = read_cog(edition(2026), [commune("60054", 339, "60455"), commune("60694", 542), deleguee("60455", "60694")])
    assert today.parents == {"60455": "60694"}


def test_old_codes_carry_the_edition_that_says_they_are_gone() -> None:
    cogs = [
        read_cog(edition(2021), [commune("12076", 1, "12114", nom="Conques-en-Rouergue"), deleguee("12076", "12076")]),
        read_cog(edition(2024), [commune("12076", 1, "12114", nom="Conques-en-Rouergue")]),
        read_cog(edition(2025), [commune("12218", 1, "12076", "12114"), deleguee("12076", "12218")]),
        read_cog(edition(2026), [commune("12218", 1, "12076", "12114")]),
    ]
    assert [(row["ancien_code"], row["code_commune"], row["cog_annee"]) for row in old_codes(cogs)] == [
        ("12076", "12218", 2025),
        ("12114", "12218", 2021),
    ]


def test_a_straight_line_rounds_half_to_even_and_stops_at_known_years() -> None:
    assert list(between({2020: 10, 2022: 13})) == [(2021, 12)]  # 11.5
    assert list(between({2020: 10, 2022: 15})) == [(2021, 12)]  # 12.5
    assert list(between({2020: 100, 2023: 130})) == [(2021, 110), (2022, 120)]
    assert list(between({2022: 7, 2023: 8})) == []


def test_the_populations_of_mayotte_and_of_undated_collectivites() -> None:
    rows = [commune("97601", 5192), commune("98818", 94285), commune("97501", 580)]
    cogs = [read_cog(edition(2025), rows), read_cog(edition(2026), rows)]
    assert [(row["code_commune"], row["annee"]) for row in populations(cogs)] == [("97501", 2023), ("97601", 2017)]


def test_another_archive_than_the_pinned_one_is_refused(tmp_path: Path) -> None:
    package = EDITIONS[-1].package
    (tmp_path / package.file).write_bytes(b"another archive")
    with pytest.raises(ValueError, match=re.escape(package.integrity)):
        fetch(package, tmp_path)


def test_the_pinned_archive_is_accepted(tmp_path: Path) -> None:
    # SHA-512 of « abc », FIPS 180-2, in base64.
    digest = "3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw=="
    package = Package("npm", "abc", "1.0.0", "abc-1.0.0.tgz", digest)
    (tmp_path / package.file).write_bytes(b"abc")
    assert fetch(package, tmp_path) == tmp_path / package.file
