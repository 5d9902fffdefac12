"""Text that a spreadsheet would run: an apostrophe before it in a CSV makes it text, and is taken away when read back.

A text that begins so with an apostrophe of its own gets one more: what is read back is always what was written.
"""

import re

_RUN = re.compile(r"'*[=+\-@\t\r]")


def escaped(text: str) -> str:
    """The text as a cell that no spreadsheet runs: « '=1+1 » for « =1+1 »."""
    return f"'{text}" if _RUN.match(text) else text


def plain(cell: str) -> str:
    """The text that a cell written by :func:`escaped` says."""
    return cell[1:] if cell.startswith("'") and _RUN.match(cell) else cell
