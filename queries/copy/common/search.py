"""The step of lists: what is known of actions, what pages list, and the words under which an action is found."""

from pathlib import Path

import pyarrow as pa

from data import search_terms, store
from data.importers import UNREVIEWED
from data.store import Connection
from queries.copy.script import run
from queries.copy.secrecy.rules import rules

_HERE = Path(__file__).parent


def derive(root: Connection) -> None:
    """Add the lists to the copy that is the current catalog of ``root``.

    The words of sources that nobody reviewed are those of what the copy shows of them: finding a fiche by a word that
    is withheld would tell it.
    """
    run(root, _HERE / "actions.sql")
    asked = "SELECT source FROM sources WHERE list_contains(?::VARCHAR[], format) ORDER BY source"
    unread = root.execute(asked, [list(UNREVIEWED)]).to_arrow_table()
    run(root, _HERE / "lists.sql", sources_non_relues=unread, termes_montres=_terms(root, unread))


def _terms(root: Connection, unread: pa.Table) -> pa.Table:
    if unread.num_rows == 0:
        return search_terms.NONE
    store.load_extensions(root, store.SEARCH_EXTENSIONS)
    return search_terms.shown(root, unread["source"].to_pylist(), rules().notice)
