"""What a committee fills in, as values: nothing is checked yet."""

from dataclasses import dataclass
from datetime import date

# Kinds of what a decision touches, and the states that may follow each one (None: that of a decision not told yet).
LINKS = ("indicateur", "departement", "bassin", "epci", "commune", "action")
FOLLOWING: dict[str | None, tuple[str, ...]] = {
    None: ("a_faire", "en_cours", "faite", "abandonnee", "reportee"),
    "a_faire": ("en_cours", "faite", "abandonnee", "reportee"),
    "en_cours": ("faite", "abandonnee", "reportee"),
    "reportee": ("en_cours", "faite", "abandonnee", "reportee"),
    "faite": (),
    "abandonnee": (),
}
STATES = {
    "a_faire": "à faire",
    "en_cours": "en cours",
    "faite": "faite",
    "abandonnee": "abandonnée",
    "reportee": "reportée",
}


@dataclass(frozen=True)
class Link:
    """What a decision touches: ``genre`` one of ``LINKS``, ``code`` its identifier."""

    genre: str
    code: str


@dataclass(frozen=True)
class Taken:
    """A decision taken in a session; ``porteur``: the function or body that owns it, never a person."""

    seance_id: str
    intitule: str
    porteur: str | None = None
    echeance: date | None = None
    motif: str | None = None
    etat: str = "a_faire"
    nature: str = "decision"
    liens: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Stated:
    """What becomes of a decision: its state on a day, in a session or between two; postponed, a new deadline.

    ``states_read``: how many states its author had read; None where they were shown none.
    """

    decision_id: str
    etat: str
    dit_le: date
    echeance: date | None = None
    seance_id: str | None = None
    motif: str | None = None
    states_read: int | None = None


@dataclass(frozen=True)
class Adopted:
    """A target adopted in a session, in the unit of its indicator; the reference is what progress counts from."""

    seance_id: str
    indicateur: str
    code_departement: str
    valeur_cible: float
    annee_cible: int
    code_zone: str | None = None
    valeur_reference: float | None = None
    annee_reference: int | None = None
    annee_reference_fin: int | None = None
    motif: str | None = None


@dataclass(frozen=True)
class Annotation:
    """What a series must say to its readers, from a year to another; None: every indicator, everywhere."""

    texte: str
    annee: int
    nature: str = "evenement"
    annee_fin: int | None = None
    indicateur: str | None = None
    code_departement: str | None = None
    code_zone: str | None = None


@dataclass(frozen=True)
class Point:
    """A point of an agenda: an indicator by its ID, a question by the address of its page, or words alone."""

    genre: str
    code: str | None = None
    intitule: str | None = None


@dataclass(frozen=True)
class Closing:
    """What a closed session keeps: the snapshot that it looked at, and what its figures were made with.

    ``identity`` tells that snapshot from any other of the same number; ``rules``: path → text of each file that a
    committee may change; ``figures``, ``all_figures``: digests of what readers are told, and of what nothing withholds.
    """

    seance_id: str
    snapshot: int
    identity: str
    version: str
    rules: dict[str, str]
    rules_digest: str
    figures: str
    all_figures: str
