"""A TOML file that a person wrote: what it says, or why it says nothing; how one is written."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from data import causes
from data.batch import RefusedError
from data.reading.files import read_text

SUFFIX = ".toml"


def read_toml(path: Path) -> dict[str, Any]:
    """The keys of a TOML file; RefusedError (French) when it is none."""
    try:
        return tomllib.loads(read_text(path))
    except (ValueError, RecursionError) as error:
        raise RefusedError(
            f"{path.name} : ce n'est pas un fichier TOML ({causes.why(error)}). Un texte va entre guillemets, une clé "
            'par ligne : titre = "…".'
        ) from error


def told_apart(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """(files, TOML files) of what is given together, each in their order."""
    said = [path for path in paths if path.suffix.lower() == SUFFIX]
    return [path for path in paths if path not in said], said


def table(name: str, said: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """The table under a key of what ``name`` says, empty where there is none; RefusedError for another value."""
    found = said.get(key, {})
    if not isinstance(found, Mapping):
        raise RefusedError(f"{name} : « [{key}] » doit être une table, avec une ligne « nom = valeur » par chose dite.")
    return found


def quoted(text: str) -> str:
    """A basic string of TOML, whose escapes are those of JSON."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
