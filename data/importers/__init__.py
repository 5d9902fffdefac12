"""One module for each format: ``read(paths) -> Batch``."""

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from data.batch import Batch

# Format given on the command line → module; imported when asked for.
FORMATS = {
    "references": "data.importers.references",
    "faits": "data.importers.faits",
    "fiches": "data.importers.fiches",
    "contexte": "data.importers.contexte",
}
# The format whose columns a mapping file explains, given among its files.
MAPPED = "contexte"


def reader_of(name: str) -> Callable[[Sequence[Path]], Batch]:
    """The ``read`` function of a format; KeyError when the format is unknown."""
    read: Callable[[Sequence[Path]], Batch] = import_module(FORMATS[name]).read
    return read
