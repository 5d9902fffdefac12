"""The step of what people entered: corrections, decisions about statements, merged structures, applied to the facts.

It comes before every other that reads facts. What was declared is kept beside (``valeurs_declarees``).
"""

from data.entering import current
from data.importers import UNREVIEWED
from data.store import Connection
from queries.copy.script import describe


def derive(root: Connection) -> None:
    """Make the facts of the copy that is the current catalog of ``root`` what counts now."""
    current.apply(root, UNREVIEWED)
    for name, (kind, meaning) in current.MADE.items():
        describe(root, {name: meaning}, kind)
