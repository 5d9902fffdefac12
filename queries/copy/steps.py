"""What questions add to each reading copy, once a snapshot: published counts, indicators, verdicts, gaps, money."""

import duckdb

from data import settings
from data.importers import UNREVIEWED
from queries.copy import gaps
from queries.copy.indicators import catalogue, values
from queries.copy.money import money
from queries.copy.needs import needs
from queries.copy.progress import progress
from queries.copy.secrecy import disclosure

_HERE = settings.ROOT / "queries"
_MADE_OF = (_HERE / "copy", _HERE / "statistics")
_KINDS = {".py", ".sql", ".toml", ".csv"}


def derive(root: duckdb.DuckDBPyConnection) -> None:
    """Add the derived tables to the copy that is the current catalog of ``root``."""
    disclosure.derive(root)
    values.derive(root)
    progress.derive(root)
    needs.derive(root)
    gaps.derive(root)
    money.derive(root)


def fingerprint() -> bytes:
    """Changes when what is derived would change: the code, the catalogue, who reads, what nobody has read."""
    folders = (*_MADE_OF, _HERE / "catalogue", catalogue.folder())
    files = sorted(
        file for folder in folders for file in folder.rglob("*") if file.suffix in {".py", ".sql", ".toml", ".csv"}
    )
    whole = settings.role() == settings.UNMASKED_ROLE
    return b"".join(file.read_bytes() for file in files) + repr((whole, UNREVIEWED)).encode()
