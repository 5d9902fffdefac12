"""What the questions add to each reading copy, once a snapshot: published counts of people, then the indicators."""

import duckdb


def derive(root: duckdb.DuckDBPyConnection) -> None:
    """Add the derived tables to the copy that is the current catalog of ``root``."""


def fingerprint() -> bytes:
    """Changes when what is derived would change."""
    return b""
