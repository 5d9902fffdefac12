"""Where the tests find the project and its small files."""

from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
FICHES = HERE / "fiches"
PUBLISHED = HERE / "published"
