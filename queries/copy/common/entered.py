"""The step of what people entered: corrections, decisions about statements, merged structures, applied to the facts.

It comes before every other that reads facts. What was declared is kept beside (``valeurs_declarees``).
"""

from pathlib import Path

from data.entering import current, fields
from data.importers import UNREVIEWED
from data.store import Connection
from queries.copy import parts
from queries.copy.script import describe

FILES = tuple(Path(str(file)) for file in (__file__, current.__file__, fields.__file__))
PART = parts.name(FILES)


def derive(root: Connection) -> None:
    """Make the facts of the copy that is the current catalog of ``root`` what counts now."""

    def make() -> None:
        current.apply(root, UNREVIEWED)
        for name, (kind, meaning) in current.MADE.items():
            describe(root, {name: meaning}, kind)

    parts.part(FILES, make)
