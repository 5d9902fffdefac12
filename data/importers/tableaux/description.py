"""What a kind of table is, as plain data: its sheets, their columns, what each cell may hold and where it goes.

The model that people download, the recognition of a file and the importer all read these descriptions.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Literal

# How a cell is read:
# texte, textes (several, between semicolons), code (text whose zeros count), liste (one of ``choices``), commune and
# communes (INSEE code, or a name that one commune bears), departement, bassin, epci, siret, rna, date (a day, a month
# or a year), jour (a day), annee, entier (a count, from 0), nombre, montant (euros, from 0), oui_non, lien (something
# that the file or the store names: ``target``).
Type = Literal[
    "texte", "textes", "code", "liste", "commune", "communes", "departement", "bassin", "epci", "siret", "rna", "date",
    "jour", "annee", "entier", "nombre", "montant", "oui_non", "lien",
]  # fmt: skip


class Here(Enum):
    """A place of the département for which a model is made, in an example line: its code or name, communes by their
    code (``COMMUNE``), their name (``TOWN``) or both, codes of bassins, of an intercommunalité, the number of an
    association."""

    CODE = "code"
    NAME = "nom"
    COMMUNE = "commune"
    TOWN = "ville"
    COMMUNES = "communes"
    BASSIN = "bassin"
    OTHER_BASSIN = "autre bassin"
    EPCI = "epci"
    RNA = "rna"


Example = str | int | float | date | Here | None

_UNITS: Mapping[Type, str] = {
    "date": "JJ/MM/AAAA, MM/AAAA ou AAAA",
    "jour": "JJ/MM/AAAA",
    "annee": "AAAA",
    "montant": "€",
    "commune": "code INSEE ou nom",
    "communes": "codes INSEE ou noms, séparés par ;",
    "textes": "séparés par ;",
}


@dataclass(frozen=True)
class Column:
    """One column: its French ``heading``, how its cells are read (``type``) and the ``field`` that receives the value.

    ``field`` is a column of the sheet's table in ``data/contract.sql``; one that begins with « _ » serves the rows
    that the sheet makes. ``choices``: French label → code, the only values accepted; ``labels``: the list of
    ``data/codes/`` whose words are offered (``offers``: words of this column alone), others being accepted.
    ``precision`` receives how much of a date is known; ``ends``: a month or a year is kept by its last day.
    ``target``: what a ``lien`` names, or a ``texte`` where it is known; ``type_from``: the field that says it where it
    varies; ``among``: the field that tells apart those of one name. ``scope``: the field of the département among
    whose communes or bassins a name is looked for. ``pattern``: what a code looks like (``help`` says it). ``bare``:
    the heading is that of a standard, written as it stands.
    """

    heading: str
    type: Type
    field: str
    help: str
    required: bool = False
    choices: Mapping[str, str] = dataclasses.field(default_factory=dict)
    labels: str | None = None
    offers: tuple[str, ...] = ()
    precision: str | None = None
    ends: bool = False
    target: str | None = None
    type_from: str | None = None
    among: str | None = None
    scope: str | None = None
    pattern: str | None = None
    bare: bool = False

    @property
    def title(self) -> str:
        """The heading as the model writes it: with its unit, and a star when it must be filled in."""
        if self.bare:
            return self.heading
        unit = _UNITS.get(self.type)
        return f"{self.heading}{f' ({unit})' if unit else ''}{' *' if self.required else ''}"


@dataclass(frozen=True)
class Order:
    """A rule: what ``first`` says does not come after (or, ``strict``, comes before) what ``last`` says; a day is
    compared with a year by its year."""

    first: str
    last: str
    why: str
    strict: bool = False


@dataclass(frozen=True)
class OneOf:
    """A rule: one of these fields at least is filled in."""

    fields: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Together:
    """A rule: these fields are filled in together, or not at all."""

    fields: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Between:
    """A rule: ``high`` is said when ``precision`` is « entre deux », and only then; it is not less than ``low``."""

    low: str
    high: str
    precision: str


@dataclass(frozen=True)
class Begins:
    """A rule: where ``field`` says ``when``, ``code`` begins with what ``by`` says."""

    field: str
    when: str
    code: str
    by: str
    why: str


Rule = Order | OneOf | Together | Between | Begins


@dataclass(frozen=True)
class Sheet:
    """One sheet: a line is ``what``; it makes a row of ``table`` (and others: ``rows.py``).

    ``key``: fields of that row that no other line may repeat. ``defines``: what a line brings that other sheets may
    name. ``constants``: fields that the file does not say. ``examples``: lines of the model that never load, a value a
    column, their places being those of a département (``Here``).
    """

    name: str
    what: str
    table: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    examples: tuple[tuple[Example, ...], ...]
    defines: str | None = None
    constants: Mapping[str, str] = dataclasses.field(default_factory=dict)
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True)
class Kind:
    """One kind of table: ``name`` is what commands call it, ``reader`` the format that reads its files.

    ``kept_as`` is the format under which its facts are kept: what nobody reviews of a fiche is not published, however
    it came. ``advice``: sentences of the « Lisez-moi ».
    """

    name: str
    title: str
    what: str
    sheets: tuple[Sheet, ...]
    advice: tuple[str, ...] = ()
    reader: str = "tableaux"
    kept_as: str = "tableaux"


DEPARTEMENT = Column(
    "Département", "departement", "code_departement", "Son code (deux ou trois caractères) ou son nom.", required=True
)
PRECISIONS = {
    "exacte": "exacte",
    "approchée": "approchee",
    "au moins": "minimum",
    "au plus": "maximum",
    "entre deux": "intervalle",
}
