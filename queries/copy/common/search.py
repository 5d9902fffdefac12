"""The step of lists: what is known of actions, what pages list, and the words under which an action is found."""

from pathlib import Path

import pyarrow as pa

from data import search_terms, store
from data.store import Connection
from queries.copy import parts
from queries.copy.script import run
from queries.copy.secrecy.rules import rules

_HERE = Path(__file__).parent
# Finding a fiche by a word that is withheld would tell it; one that was corrected is found by what it says now.
_READ_AGAIN = """
SELECT action_id FROM actions SEMI JOIN sources_non_relues USING (source)
UNION
SELECT sujet_id FROM corrections SEMI JOIN actions ON action_id = sujet_id WHERE sujet_type = 'action'
ORDER BY action_id
"""


def derive(root: Connection) -> None:
    """Add the lists to the copy that is the current catalog of ``root``.

    The words of actions that nobody reviewed, or that somebody corrected, are those of what the copy shows of them.
    """
    parts.scripts(_HERE / "actions.sql")(root)

    def lists() -> None:
        again = root.execute(_READ_AGAIN).to_arrow_table()
        run(root, _HERE / "lists.sql", actions_relues=again, termes_montres=_terms(root, again))

    parts.part((_HERE / "lists.sql", Path(__file__), Path(search_terms.__file__)), lists)
    parts.scripts(_HERE / "fields.sql", _HERE / "counts.sql")(root)


def _terms(root: Connection, actions: pa.Table) -> pa.Table:
    if actions.num_rows == 0:
        return search_terms.NONE
    store.load_extensions(root, store.SEARCH_EXTENSIONS)
    return search_terms.shown(root, actions["action_id"].to_pylist(), rules().notice)
