"""One module for each format: ``read(paths) -> Batch``, and ``claim(look) -> Claim | None``: is this file mine?"""

from collections.abc import Callable
from importlib import import_module

from data.batch import Batch
from data.reading.look import Claim, Look

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
    "campagne": "data.campaign.reader",
}
# What people call what each format holds.
WORDS = {
    "fiches": "fiches actions",
    "budgets": "budgets (modèle Cerfa)",
    "subventions": "subventions",
    "postes": "postes financés par l'État",
    "contexte": "chiffres officiels et découpages par commune",
    "faits": "faits tenus à la main (un CSV par table)",
    "tableaux": "tableaux à remplir (structures, instances, événements…)",
    "campagne": "classeur rendu d'une campagne de collecte",
}
# Format → module whose ``claim`` says whether a file is of it, how surely and why. Of two that are as sure, the first.
CLAIMS = {
    "campagne": "data.campaign.claim",
    "faits": "data.importers.faits",
    "budgets": "data.importers.budgets.reader",
    "postes": "data.importers.postes",
    "subventions": "data.importers.subventions.claim",
    "tableaux": "data.importers.tableaux.claim",
    "contexte": "data.importers.contexte.claim",
    "fiches": "data.importers.fiches.reader",
}
# Formats of which several files of one drop make one load.
TOGETHER = ("faits", "postes")
# Formats that a folder may be given for: it stands for its files.
OF_FOLDERS = ("faits",)
# Formats whose columns a mapping file explains, given among their files.
MAPPED = ("contexte", "subventions", "tableaux")
# Formats that ask what only a person can say; what is answered is a mapping, or the kind of a table.
ASKING = MAPPED
# Formats that use again the mapping which a person confirmed for a file of the same layout.
REMEMBERED = MAPPED
# Formats whose cells name what the store may hold (``data/loading/matching.py`` tells them).
NAMING = ("tableaux",)

# Formats that are compared, cell by cell, with what the store says: they bring what differs.
COMPARED = ("campagne",)

# Formats that say rows, each by itself: one that the store holds already is known by what it says
# (``data/loading/restated.py``). A fiche is compared as a whole, a save with what counts.
BY_ROW = ("faits", "tableaux", "contexte", "subventions", "budgets", "postes")
# Formats compared as a whole → the tables whose lines stand alone all the same: money may be told without its action.
ROWS_APART = {"fiches": ("financements",)}

# What people enter on a page comes from no file: this format has no reader. Each save says whether it was reviewed.
ENTERED = "saisie"
# Formats whose sources say who entered them: the last of them wins.
SAVED = (ENTERED, "campagne")

# Formats whose free texts nobody has read before they are loaded: they are neither shown nor searched
# (``data/free_texts.py`` says which those are).
UNREVIEWED = ("fiches",)


def reader_of(name: str) -> Callable[..., Batch]:
    """The ``read`` function of a format; KeyError when the format is unknown."""
    read: Callable[..., Batch] = import_module(FORMATS[name]).read
    return read


def claim_of(name: str) -> Callable[[Look], Claim | None]:
    """The ``claim`` function of a format; KeyError when the format claims nothing."""
    claim: Callable[[Look], Claim | None] = import_module(CLAIMS[name]).claim
    return claim
