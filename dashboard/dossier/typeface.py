"""The typeface of what is printed: Public Sans in four files, one a weight, with the signs that it lacks.

``python -m tests.tools.print_fonts`` makes them again from the variable fonts.
"""

from pathlib import Path

from data import french
from data.batch import RefusedError

FOLDER = Path(__file__).parent / "fonts"
FILES = tuple(f"PublicSansPapier-{style}.ttf" for style in ("Regular", "Italic", "SemiBold", "Bold"))


def ready() -> None:
    """RefusedError (French) where a document could not be made: its typeface is not there."""
    missing = [name for name in FILES if not (FOLDER / name).is_file()]
    if missing:
        count = french.plural(len(missing), "fichier", "fichiers")
        raise RefusedError(
            f"Le dossier ne peut pas être mis en page : il manque {count} de caractères ({', '.join(missing)}) dans "
            f"« {FOLDER} ». Réinstallez le logiciel : ces fichiers vont avec lui."
        )
