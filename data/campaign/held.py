"""Returned workbooks that a store holds beside its facts: one archive a campaign, for who wants to look at them."""

import re
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

_FOLDER = "classeurs"
# An identifier of a campaign comes from a store, that is from a file: never a path.
_NAMED = re.compile(r"[0-9A-Za-z-]{1,80}")


def keep(path: Path, campaign_id: str, files: Mapping[str, bytes]) -> None:
    """Hold these workbooks (name → content) of a campaign, in place of those held before."""
    (path / _FOLDER).mkdir(exist_ok=True)
    with zipfile.ZipFile(path / _FOLDER / f"{campaign_id}.zip", "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)


def forget(path: Path) -> None:
    """Hold none any more."""
    if (path / _FOLDER).exists():
        shutil.rmtree(path / _FOLDER)


def archive(path: Path, campaign_id: str) -> Path | None:
    """The ZIP of the workbooks returned to a campaign; None when the store holds none."""
    file = path / _FOLDER / f"{campaign_id}.zip"
    return file if _NAMED.fullmatch(campaign_id) and file.is_file() else None


def count(held: Path) -> int:
    """How many workbooks an archive holds."""
    with zipfile.ZipFile(held) as kept:
        return len(kept.namelist())
