"""A file that is written whole or not at all: beside, then renamed, so that nobody opens half of it."""

import errno
import tempfile
from pathlib import Path

from data.unforeseen import unwritable

_READABLE = 0o644


def write(file: Path, content: bytes) -> None:
    """Write ``content`` in ``file``, in place of what it held; RefusedError (French) when it cannot be written."""
    draft: Path | None = None
    try:
        if file.is_dir():
            raise IsADirectoryError(errno.EISDIR, "", str(file))
        with tempfile.NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}-", delete=False) as beside:
            draft = Path(beside.name)
            beside.write(content)
        draft.chmod(_READABLE)
        draft.replace(file)
    except OSError as error:
        if draft is not None:
            draft.unlink(missing_ok=True)
        raise unwritable(file, error) from error
