"""What figures are made with that a committee may change: the catalogue and the thresholds, as texts."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from data import causes
from data.batch import RefusedError
from queries.copy.indicators import catalogue
from queries.copy.needs import definitions
from queries.copy.secrecy import rules


def now() -> dict[str, str]:
    """Path → text of each of these files today; RefusedError (French) where one cannot be read."""
    home = catalogue.folder()
    files = {file.relative_to(home).as_posix(): file for file in catalogue.files(home)}
    return _read(files | {file.name: file for file in (rules.SETTINGS, definitions.FILE)})


def of_that_day(folder: Path) -> dict[str, str]:
    """The same as a closed session keeps them in ``folder`` (``write``); RefusedError where one cannot be read."""
    return _read({file.relative_to(folder).as_posix(): file for file in folder.rglob("*") if file.is_file()})


def _read(files: Mapping[str, Path]) -> dict[str, str]:
    try:
        return {name: file.read_text(encoding="utf-8") for name, file in sorted(files.items())}
    except (OSError, UnicodeDecodeError) as error:
        raise RefusedError(
            f"Le catalogue ou les seuils ne peuvent pas être lus ({causes.why(error)}) : rien n'a été écrit."
        ) from error


def digest(texts: Mapping[str, str]) -> str:
    """What tells these rules from others."""
    return hashlib.sha256(repr(sorted(texts.items())).encode()).hexdigest()[:16]


def write(texts: Mapping[str, str], folder: Path) -> None:
    """Put them back as files, in a folder that the settings may name."""
    for name, text in texts.items():
        file = folder / name
        if not file.resolve().is_relative_to(folder.resolve()):  # What a store says is never a way out of the folder.
            raise RefusedError(f"« {name} » : ce nom de règle sort de son dossier.")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
