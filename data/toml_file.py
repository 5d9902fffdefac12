"""A TOML file that a person wrote: what it says, or why it says nothing."""

import tomllib
from pathlib import Path
from typing import Any

from data import causes
from data.batch import RefusedError
from data.reading.files import read_text


def read_toml(path: Path) -> dict[str, Any]:
    """The keys of a TOML file; RefusedError (French) when it is none."""
    try:
        return tomllib.loads(read_text(path))
    except (ValueError, RecursionError) as error:
        raise RefusedError(
            f"{path.name} : ce n'est pas un fichier TOML ({causes.why(error)}). Un texte va entre guillemets, une clé "
            'par ligne : titre = "…".'
        ) from error
