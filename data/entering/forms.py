"""What people fill in, as values: one form a kind of subject, nothing checked yet (``data.entering.checking`` does)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import ClassVar

from data.batch import RefusedError


class Keep(Enum):
    """The one value of a field that the form does not touch."""

    KEEP = "keep"


# Left out when a subject is corrected, unknown when it is created. None, or an empty list, says « unknown » in both.
KEEP = Keep.KEEP
Text = str | Keep | None
Paragraphs = tuple[str, ...] | Keep


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one field: its name in the form (« quantites[2].valeur »), and why, in French."""

    field: str
    message: str


class FormError(RefusedError):
    """A form that is refused: all its errors at once, nothing written."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__("Rien n'a été enregistré. " + " ".join(f"{error.field} : {error.message}" for error in errors))
        self.errors = tuple(errors)


@dataclass(frozen=True)
class Save:
    """Who saves, why, from what they had read.

    ``function``: of the author, never a name (« chargée de mission »). ``reviewed``: they read the free texts, which
    can be published. ``snapshot``: of the copy that the form was filled from; None where it showed nothing.
    """

    function: str
    reason: str | None = None
    reviewed: bool = False
    snapshot: int | None = None


@dataclass(frozen=True)
class Day:
    """A day known to its ``precision``: jour, mois, annee, or inconnue (then without a day)."""

    day: date | None
    precision: str = "jour"


UNKNOWN_DAY = Day(None, "inconnue")


@dataclass(frozen=True)
class Place:
    """Where an action takes place: a commune by its code, or a département alone."""

    code_commune: str | None = None
    code_departement: str | None = None


@dataclass(frozen=True)
class Public:
    """A public and its ages, in years."""

    public: str
    age_min: int | None = None
    age_max: int | None = None


@dataclass(frozen=True)
class Quantity:
    """How many, in a year. ``precision``: exacte, approchee, calculee (``value``), minimum (``low``), maximum
    (``high``) or intervalle (both)."""

    grandeur: str
    annee: int | None
    precision: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    methode: str | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """What it replaces: every other statement of the same."""
        return (self.grandeur, self.annee)


@dataclass(frozen=True)
class Amount:
    """A cost (``role`` total), an expense, a resource or a unit price, in euros; ``precision`` as of a quantity."""

    role: str
    annee: int | None
    precision: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    periodicite: str | None = None
    financeur: str | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """What it replaces."""
        return (self.role, self.annee, self.periodicite, self.financeur)


@dataclass(frozen=True)
class Funding:
    """What a funder was asked, granted and paid in a financial year, in euros; ``nature``: numeraire, nature, …"""

    financeur: str
    exercice: int | None
    demande_eur: float | None = None
    accorde_eur: float | None = None
    verse_eur: float | None = None
    dispositif: str | None = None
    nature: str = "numeraire"
    convention_debut: date | None = None
    convention_fin: date | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """What it replaces."""
        return (self.financeur, self.dispositif, self.exercice)


@dataclass(frozen=True)
class BudgetLine:
    """An account of the Cerfa budget (60 to 68 and 86 are charges, 70 to 79 and 87 produits) and its euros.

    ``detail``: a part of the account that it bears, not the whole of it.
    """

    compte: str
    libelle: str
    montant_eur: float | None
    financeur: str | None = None
    detail: bool = False


@dataclass(frozen=True)
class Budget:
    """A budget of one financial year; ``nature``: previsionnel, realise or inconnue."""

    exercice: int | None
    nature: str
    lignes: tuple[BudgetLine, ...]

    @property
    def key(self) -> tuple[object, ...]:
        """What it replaces."""
        return (self.exercice, self.nature)

    def by_account(self) -> dict[str, tuple[float | None, float | None]]:
        """Account → (whole, sum of its parts), in euros; None: not told, or not all of it."""
        told: dict[str, tuple[float | None, float | None]] = {}
        for account in dict.fromkeys(line.compte[:2] for line in self.lignes):
            lines = [line for line in self.lignes if line.compte[:2] == account]
            told[account] = (
                _sum(line for line in lines if not line.detail),
                _sum(line for line in lines if line.detail),
            )
        return told


def _sum(lines: Iterable[BudgetLine]) -> float | None:
    amounts = [line.montant_eur for line in lines]
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known and len(known) == len(amounts) else None


@dataclass(frozen=True)
class Presence:
    """Who was expected and came to a session, of a college and from a bassin (None: not told)."""

    college: str
    code_zone: str | None = None
    convoques: int | None = None
    presents: int | None = None
    precision: str = "exacte"


@dataclass(frozen=True)
class ActionForm:
    """A fiche. To create one: title and structure at least."""

    sujet_type: ClassVar[str] = "action"
    titre: Text = KEEP
    structure_id: Text = KEEP
    code_departement: Text = KEEP
    statut: Text = KEEP
    motif_fin: Text = KEEP
    motif_fin_code: Text = KEEP
    dimension: Text = KEEP
    portee: Text = KEEP
    date_debut: Day | Keep = KEEP
    date_fin: Day | Keep = KEEP
    resume: Text = KEEP
    lieux: tuple[Place, ...] | Keep = KEEP
    mots_cles: tuple[str, ...] | Keep = KEEP
    publics: tuple[Public, ...] | Keep = KEEP
    initiateurs: tuple[str, ...] | Keep = KEEP
    partenaires: tuple[str, ...] | Keep = KEEP
    experience: Paragraphs = KEEP
    description: Paragraphs = KEEP
    ressources: Paragraphs = KEEP
    personnes_mobilisees: Paragraphs = KEEP
    resultat_territoire: Paragraphs = KEEP
    resultat_centre: Paragraphs = KEEP
    resultat_habitants: Paragraphs = KEEP
    limites: Paragraphs = KEEP
    perspectives: Paragraphs = KEEP
    quantites: tuple[Quantity, ...] = ()
    montants: tuple[Amount, ...] = ()
    financements: tuple[Funding, ...] = ()
    budgets: tuple[Budget, ...] = ()


@dataclass(frozen=True)
class EventForm:
    """An edition of an event. To create one: name and département at least."""

    sujet_type: ClassVar[str] = "evenement"
    nom: Text = KEEP
    code_departement: Text = KEEP
    serie: Text = KEEP
    edition: int | Keep | None = KEEP
    tenu_le: Day | Keep = KEEP
    organisateur: Text = KEEP
    code_commune: Text = KEEP
    code_zone: Text = KEEP
    theme: Text = KEEP
    quantites: tuple[Quantity, ...] = ()
    montants: tuple[Amount, ...] = ()
    financements: tuple[Funding, ...] = ()
    budgets: tuple[Budget, ...] = ()


@dataclass(frozen=True)
class SessionForm:
    """A session of a committee. To create one: its committee and its day at least."""

    sujet_type: ClassVar[str] = "seance"
    instance_id: str | None = None
    tenue_le: Day | Keep = KEEP
    objet: Text = KEEP
    code_commune: Text = KEEP
    presences: tuple[Presence, ...] | Keep = KEEP
    quantites: tuple[Quantity, ...] = ()


@dataclass(frozen=True)
class StructureForm:
    """A structure. To create one: name and département at least."""

    sujet_type: ClassVar[str] = "structure"
    nom: Text = KEEP
    code_departement: Text = KEEP
    type: Text = KEEP
    code_commune: Text = KEEP
    siret: Text = KEEP
    rna: Text = KEEP
    quantites: tuple[Quantity, ...] = ()
    montants: tuple[Amount, ...] = ()
    financements: tuple[Funding, ...] = ()
    budgets: tuple[Budget, ...] = ()


Form = ActionForm | EventForm | SessionForm | StructureForm
Statement = Quantity | Amount | Funding | Budget


@dataclass(frozen=True)
class Fact:
    """One statement of the store, as pages name it: its table, its subject, the digest of what it says."""

    table: str
    sujet_type: str
    sujet_id: str
    fait: str


@dataclass(frozen=True)
class Decision:
    """What becomes of a statement: acceptee, refusee or ecartee; ``instead``: what is said in its place (refusee)."""

    fact: Fact
    decision: str
    instead: Statement | None = None
