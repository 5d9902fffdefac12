"""The step of what people entered: corrections, decisions about statements, merged structures, applied to the facts.

It comes before every other that reads facts. What was declared is kept beside (``valeurs_declarees``).
"""

from functools import partial
from pathlib import Path

from data.entering import current, fields
from data.importers import UNREVIEWED
from data.store import Connection
from queries.copy import parts
from queries.copy.script import describe

_STATED = "one row a statement of a quantity, without its numbers (``chiffree``: it says one): all that most steps read"
# Where statements are too many to be copied, so are these.
_STATE_THEM = """
CREATE {kind} mesures_dites AS
SELECT sujet_type, sujet_id, grandeur, annee, precision, etat, source, valeur IS NOT NULL AS chiffree FROM mesures
"""
_IN_THE_LAKE = "SELECT 1 FROM duckdb_views() WHERE view_name = 'mesures' AND database_name = current_database()"
FILES = tuple(Path(str(file)) for file in (__file__, current.__file__, fields.__file__))
PART = parts.name(FILES)


def derive(root: Connection) -> None:
    """Make the facts of the copy that is the current catalog of ``root`` what counts now, group by group."""
    told = current.told(root)
    parts.told(group_part(current.DECIDED), partial(current.decide, root), told[current.DECIDED])
    for group in current.groups():
        parts.told(group_part(group), partial(current.enter, root, group), told[group])

    def gather() -> None:
        current.gather(root, UNREVIEWED)
        for name, (kind, meaning) in current.MADE.items():
            describe(root, {name: meaning}, kind)
        kind = "view" if root.execute(_IN_THE_LAKE).fetchone() else "table"
        root.execute(_STATE_THEM.format(kind=kind))
        describe(root, {"mesures_dites": _STATED}, kind)

    parts.part(FILES, gather, repr(told))


def group_part(group: str) -> str:
    """What the part of a group of ``current.groups`` is known by."""
    return f"saisi {group}"
