"""What the questions add to each reading copy, once a snapshot: published counts of people, then the indicators."""

import duckdb

from queries import disclosure


def derive(root: duckdb.DuckDBPyConnection) -> None:
    """Add the derived tables to the copy that is the current catalog of ``root``."""
    disclosure.derive(root)


def fingerprint() -> bytes:
    """Changes when what is derived would change."""
    return disclosure.fingerprint()
