"""One module for each format: ``read(paths) -> Batch``."""

from collections.abc import Callable
from importlib import import_module

from data.batch import Batch

# Format given on the command line → module; imported when asked for.
FORMATS = {
    "references": "data.importers.references",
    "faits": "data.importers.faits",
    "fiches": "data.importers.fiches.reader",
    "contexte": "data.importers.contexte.reader",
    "subventions": "data.importers.subventions.reader",
    "budgets": "data.importers.budgets.reader",
    "postes": "data.importers.postes",
    "tableaux": "data.importers.tableaux.reader",
}
# Formats whose columns a mapping file explains, given among their files.
MAPPED = ("contexte", "subventions")
# Formats that use again the mapping which a person confirmed for a file of the same layout.
REMEMBERED = ("subventions",)
# Formats whose cells name what the store may hold (``data/loading/matching.py`` tells them).
NAMING = ("tableaux",)

# What people enter on a page comes from no file: this format has no reader. Each save says whether it was reviewed.
ENTERED = "saisie"

# Formats whose free texts nobody has read before they are loaded: they are neither shown nor searched
# (``data/free_texts.py`` says which those are).
UNREVIEWED = ("fiches",)


def reader_of(name: str) -> Callable[..., Batch]:
    """The ``read`` function of a format; KeyError when the format is unknown."""
    read: Callable[..., Batch] = import_module(FORMATS[name]).read
    return read
