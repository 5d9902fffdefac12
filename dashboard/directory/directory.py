"""The directory, read from the store: sentences, options of the fields, criteria, one page of fiches, the export."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dashboard.frame import reference, wording
from dashboard.frame.row import Row
from queries import articles

UNKNOWN = "nd"
PAGE_SIZE = 10
# Options offered in one field, and names listed of the actions that cannot be placed; what is beyond is counted.
MOST_OPTIONS = 100
MOST_NAMES = 20

MOTIFS = {
    "fin_de_projet": "Fin du projet",
    "financement": "Financement",
    "moyens_humains": "Moyens humains",
    "public": "Public",
    "autre": "Autre",
}
LIEUX = {
    "declaree": "Commune dite dans la fiche",
    "deduite": "Commune déduite",
    "departement_seul": "Département seul",
}
COUTS = {
    "connu": "Connu",
    "contradictoire": "Contradictoire",
    "a_valider": "À valider",
    "inconnu": "Inconnu",
}
STATES = {"en_cours": "En cours", "finie": "Finie", "a_venir": "À venir"}
PARTICIPANTS = {"validee": "Connus", "proposee": "À valider"}


@dataclass(frozen=True)
class Facet:
    """One filter of the directory: its key in the URL and in the questions, its label, the column of a fiche it reads.

    ``names`` is the French of its codes; ``every`` is what an empty control reads (the label's gender decides).
    """

    key: str
    label: str
    column: str
    names: Mapping[str, str] = field(default_factory=dict)
    every: str = "Tous"

    def name(self, value: str) -> str:
        """How an option reads."""
        return "Non renseigné" if value == UNKNOWN else self.names.get(value, value)


FACETS = (
    Facet("etat", "État, le dernier jour connu", "etat", STATES),
    Facet("statut", "Statut dit par la fiche", "statut"),
    Facet("motif", "Motif de fin", "motif_fin_code", MOTIFS),
    Facet("dimension", "Dimension", "dimension", every="Toutes"),
    Facet("mot", "Mots clés", "mots_cles"),
    Facet("public", "Publics", "publics"),
    Facet("initiative", "À l'initiative", "initiateurs"),
    Facet("portee", "Portée", "portee", every="Toutes"),
    Facet("partenaire", "Partenaires", "partenaires"),
    Facet("structure", "Structure", "structure", every="Toutes"),
    Facet("lieu", "Précision du lieu", "lieu", LIEUX, "Toutes"),
    Facet("cout", "Coût", "situation", COUTS),
    Facet("participants", "Participants", "participants", PARTICIPANTS),
)


@dataclass(frozen=True)
class Counts:
    """How many actions answer. Those that no distance can be given to (``unplaced``), or too far, are counted apart."""

    listed: int
    too_far: int = 0
    unplaced: int = 0

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to list."""
        return not self.listed and not self.unplaced


@dataclass(frozen=True)
class Options:
    """The values of a field and the number of actions of each; ``total`` counts those that are not offered too."""

    counts: Mapping[str, int]
    total: int

    def help(self, facet: Facet, n_actions: int) -> str | None:
        """What the control cannot say: a field that sorts nothing, or values beyond those it offers."""
        if self.total == 1 and n_actions > 1:
            return "Ce champ dit la même chose dans toutes ces fiches : il ne trie rien."
        if self.total > len(self.counts):
            most = "fréquentes" if facet.every == "Toutes" else "fréquents"
            return f"Les {len(self.counts)} plus {most} sur {wording.number(self.total)}."
        return None


def options(rows: Sequence[Row], facet: Facet) -> Options:
    """From the answer to ``facettes``: the commonest value first, « not filled in » last."""
    own = [row for row in rows if row["champ"] == facet.key]
    own.sort(key=lambda row: (row["valeur"] == UNKNOWN, -row["n_actions"], facet.name(row["valeur"]).casefold()))
    return Options({row["valeur"]: row["n_actions"] for row in own}, own[0]["n_valeurs"] if own else 0)


def cells(value: Any) -> list[str]:
    """What a field says, as options: its values, or the one that stands for « not filled in »."""
    if isinstance(value, list):
        return value or [UNKNOWN]
    return [UNKNOWN] if value is None else [str(value)]


def answer(key: Row, where: str) -> str:
    """The sentence that opens the page, from the answer to ``chiffres_cles``."""
    count, placed = int(key["n_actions"]), int(key["n_actions_avec_commune"])
    if count == 0:
        return f"Aucune action n'est recensée dans ce périmètre ({where})."
    verb = "recensée" if count == 1 else "recensées"
    structures = wording.plural(int(key["n_structures"]), "structure")
    departements = wording.plural(int(key["n_departements"]), "département")
    if placed == 0:
        place = "aucune n'a de commune connue"
    else:
        place = f"{wording.number(placed)} {'a' if placed == 1 else 'ont'} une commune connue"
    return f"{wording.plural(count, 'action')} {verb} par {structures} dans {departements} ; {place}."


def found(counts: Counts, total: int, sought: str) -> str:
    """The sentence that opens the page when something is sought among the ``total`` actions of the perimeter."""
    count = counts.listed + counts.unplaced
    if not count:
        return f"Aucune action sur {wording.number(total)} ne répond à : {sought}."
    verb = "répond" if count == 1 else "répondent"
    return f"{wording.plural(count, 'action')} sur {wording.number(total)} {verb} à : {sought}."


def without_year(key: Row) -> str:
    """What a filter on years leaves out because it bears no year; "" when nothing is."""
    count = int(key["n_actions_sans_annee"])
    if count == 0:
        return ""
    rest = "n'est pas retenue" if count == 1 else "ne sont pas retenues"
    return f"{wording.plural(count, 'action')} sans année connue {rest} par le filtre d'années."


def dates(row: Row) -> str:
    """When an action takes place, as precisely as it is known: « depuis mai 2023 », « d'avril 2016 au 3/05/2023 »."""
    first = wording.day(day(row["date_debut"]), row["date_debut_precision"])
    last = wording.day(day(row["date_fin"]), row["date_fin_precision"])
    if first == wording.UNKNOWN and last == wording.UNKNOWN:
        return "dates inconnues"
    if last == wording.UNKNOWN:
        since = f"le {first}" if row["date_debut_precision"] == "jour" else first
        return f"depuis {since}" if row["etat"] == "en_cours" else f"début : {first}"
    if first == wording.UNKNOWN:
        return f"fin : {last}"
    if first == last:
        return f"le {first}" if row["date_debut_precision"] == "jour" else first
    if row["date_fin_precision"] == "annee" and row["date_debut_precision"] != "annee" and first.endswith(last):
        return f"{first}, fin la même année"
    to_day = row["date_fin_precision"] == "jour"
    if row["date_debut_precision"] != "jour" and not to_day:
        return f"{first} à {last}"
    begun = f"du {first}" if row["date_debut_precision"] == "jour" else articles.of(first)
    return f"{begun} {'au' if to_day else 'à'} {last}"


def day(iso: str | None) -> date | None:
    """The day of an answer."""
    return None if iso is None else date.fromisoformat(iso[:10])


def state(row: Row, known: date | None) -> str:
    """« en cours au 31/12/2025, dernier jour connu », « finie »: never what a form said of itself one day."""
    said = state_said(row)
    return f"{said} {reference.on(known)}" if row["etat"] == "en_cours" else said


def state_said(row: Row) -> str:
    """The same without the day."""
    if row["etat"] is not None:
        return STATES[row["etat"]].lower()
    return "dite « En cours », sans date qui le confirme" if row["statut"] == "En cours" else "état nd"


def cost(row: Row) -> str:
    """What is known of the cost, in words: « dernier coût connu : 679 € », « coût inconnu »."""
    situation = row["situation"]
    if situation == "connu":
        return f"dernier coût connu : {wording.cost(row, row['precision_cout'])}"
    if situation == "a_valider":
        return "coût à valider"
    return "coût contradictoire" if situation == "contradictoire" else "coût inconnu"


def head_count(row: Row) -> str:
    """What is known of who took part, in words."""
    known = {"validee": "participants connus", "proposee": "participants à valider"}
    return known.get(row["participants"], "participants inconnus")


def unplaced(count: int) -> str:
    """How many actions no distance can be given to."""
    cannot = "ne peut pas être située" if count == 1 else "ne peuvent pas être situées"
    return f"{wording.plural(count, 'action')} sans commune connue {cannot}"
