"""Money in each reading copy: funding plans, money by territory, flows, what is about to stop. SQL in ``finances/``."""

from pathlib import Path

import duckdb

_STEPS = Path(__file__).with_name("finances")


def derive(root: duckdb.DuckDBPyConnection) -> None:
    """Add the tables about money; those of the indicators (``budgets_uniques``…) and published counts are there."""
    for step in sorted(_STEPS.glob("*.sql")):
        root.execute(step.read_text(encoding="utf-8"))


def fingerprint() -> bytes:
    """Changes when what is derived would change."""
    return b"".join(path.read_bytes() for path in [Path(__file__), *sorted(_STEPS.glob("*.sql"))])
