"""What an installation may set, all of it by environment variable."""

import os
from pathlib import Path

from data.batch import RefusedError

ROOT = Path(__file__).resolve().parent.parent
ROLES = ("lecture", "contribution", "administration")
# The only role for which nothing is withheld from the counts of people.
UNMASKED_ROLE = "administration"


def departement() -> str:
    """Code of the reference département (``OBSERVATOIRE_DEPARTEMENT``, the Allier by default)."""
    return os.environ.get("OBSERVATOIRE_DEPARTEMENT", "03")


def dataset() -> str:
    """Name of the store that the dashboard opens on (``OBSERVATOIRE_JEU``), the real facts when it is not there."""
    return os.environ.get("OBSERVATOIRE_JEU", "demo")


def stores_folder() -> Path:
    """Folder that holds one store for each dataset (``OBSERVATOIRE_MAGASINS``)."""
    return Path(os.environ.get("OBSERVATOIRE_MAGASINS", ROOT / "var"))


def default_store() -> Path:
    """The store of the real facts, which the commands use when no ``--store`` is given."""
    return stores_folder() / "reel"


def demo_store() -> Path:
    """The store of the made-up facts."""
    return stores_folder() / "demo"


def role() -> str:
    """Who reads (``OBSERVATOIRE_ROLE``): « lecture » by default; RefusedError for a role that there is not."""
    asked = os.environ.get("OBSERVATOIRE_ROLE", ROLES[0])
    if asked not in ROLES:
        raise RefusedError(f"OBSERVATOIRE_ROLE = « {asked} » : rôle inconnu. Rôles : {', '.join(ROLES)}.")
    return asked
