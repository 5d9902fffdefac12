"""What questions add to each reading copy, once a snapshot: published counts, indicators, verdicts, gaps, money."""

from pathlib import Path

import duckdb

from queries import comparison, disclosure, finances, indicators, offre, progress


def derive(root: duckdb.DuckDBPyConnection) -> None:
    """Add the derived tables to the copy that is the current catalog of ``root``."""
    disclosure.derive(root)
    indicators.derive(root)
    progress.derive(root)
    offre.derive(root)
    comparison.derive(root)
    finances.derive(root)


def fingerprint() -> bytes:
    """Changes when what is derived would change."""
    parts = (disclosure, indicators, progress, offre, comparison, finances)
    return Path(__file__).read_bytes() + b"".join(part.fingerprint() for part in parts)
