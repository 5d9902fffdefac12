"""What an installation may set, all of it by environment variable."""

import os
import tomllib
from functools import cache
from pathlib import Path

from data.batch import RefusedError

ROOT = Path(__file__).resolve().parent.parent
# Of what is counted here, in seconds or in rows: eleven days, or more rows than a screen or a spreadsheet can hold.
_LARGEST = 1_000_000_000


def given(name: str, default: str) -> str:
    """What a setting says; one that is set to nothing (« NAME= » in a service's file) is as not set at all."""
    value = os.environ.get(name, "")
    return value if value.strip() else default


def departement() -> str:
    """Code of the reference département (``OBSERVATOIRE_DEPARTEMENT``, the Allier by default)."""
    return given("OBSERVATOIRE_DEPARTEMENT", "03")


def dataset() -> str:
    """Name of the store that the dashboard opens on (``OBSERVATOIRE_JEU``), the real facts when it is not there."""
    return given("OBSERVATOIRE_JEU", "demo")


@cache
def version() -> str:
    """The version of the product, written once in its own file."""
    told: str = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    return told


def stores_folder() -> Path:
    """Folder that holds one store for each dataset (``OBSERVATOIRE_MAGASINS``)."""
    return Path(given("OBSERVATOIRE_MAGASINS", str(ROOT / "var")))


def default_store() -> Path:
    """The store of the real facts, which the commands use when no ``--store`` is given."""
    return stores_folder() / "reel"


def demo_store() -> Path:
    """The store of the made-up facts."""
    return stores_folder() / "demo"


def measured() -> bool:
    """Whether each question says on the log what it cost (``OBSERVATOIRE_MESURE=1``); RefusedError but for 0 and 1."""
    return _yes("OBSERVATOIRE_MESURE")


def embedding() -> bool:
    """Whether other sites may show one chart or map (``OBSERVATOIRE_INTEGRATION=1``); RefusedError but for 0 and 1."""
    return _yes("OBSERVATOIRE_INTEGRATION")


def question_seconds() -> int:
    """How long a question may take (``OBSERVATOIRE_QUESTION_SECONDES``); RefusedError when it is no number."""
    return _positive("OBSERVATOIRE_QUESTION_SECONDES", 60)


def question_rows() -> int:
    """How many rows a question may return (``OBSERVATOIRE_QUESTION_LIGNES``); RefusedError when it is no number."""
    return _positive("OBSERVATOIRE_QUESTION_LIGNES", 2_000_000)


def _yes(name: str) -> bool:
    asked = given(name, "0")
    if asked not in ("0", "1"):
        raise RefusedError(f"{name} = « {asked} » : attendu 0 ou 1.")
    return asked == "1"


def _positive(name: str, default: int) -> int:
    asked = given(name, str(default))
    if not asked.isdecimal() or not 0 < int(asked) <= _LARGEST:
        raise RefusedError(f"{name} = « {asked} » : attendu un nombre entier de 1 à {_LARGEST}.")
    return int(asked)
