"""A TOML file that a person wrote: what it says, or why it says nothing."""

import tomllib
from pathlib import Path
from typing import Any

from data.batch import RefusedError
from data.reading.files import read_text


def read_toml(path: Path) -> dict[str, Any]:
    """The keys of a TOML file; RefusedError (French) when it is none."""
    try:
        return tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        why = str(error)
    except RecursionError:
        why = "des crochets emboîtés à l'infini"
    except ValueError:  # Python reads no number of more than 4 300 digits.
        why = "un nombre de milliers de chiffres"
    raise RefusedError(
        f"{path.name} : ce n'est pas un fichier TOML ({why}). Un texte va entre guillemets, une clé par ligne : "
        'titre = "…".'
    )
