"""The folders of real facts of the repository, and what stands in them."""

from pathlib import Path
from typing import Any

from data import store
from data.batch import Batch
from data.importers import faits

FACTS = Path(faits.__file__).parent.parent / "facts"
FOLDERS = sorted(path for path in FACTS.iterdir() if path.is_dir())


def batch(name: str) -> Batch:
    return faits.read(sorted((FACTS / name).glob("*.csv")))


def rows(root: store.Connection, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    return root.execute(sql, list(values)).fetchall()
