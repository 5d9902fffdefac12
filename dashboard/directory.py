"""The directory's selection: what a reader asks of the actions of a perimeter, without a widget or a query."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from dashboard import wording

Row = Mapping[str, Any]

UNKNOWN = "nd"
PAGE_SIZE = 10

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
PARTICIPANTS = {"validee": "Connus", "proposee": "À valider"}


@dataclass(frozen=True)
class Facet:
    """One filter of the directory: its key in the URL, its label, the column it reads, the French of its codes.

    ``every`` is what an empty control reads (the label's gender decides).
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
    Facet("statut", "Statut", "statut"),
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
class Selection:
    """Actions to show, in order. ``unplaced`` are those that no distance can be given to; empty when none is asked."""

    shown: Sequence[Row]
    unplaced: Sequence[Row] = ()
    too_far: int = 0


def described(actions: Sequence[Row], known: Sequence[Row], costs: Sequence[Row]) -> list[Row]:
    """The rows of ``actions`` with what is known of each place, head count and cost.

    ``known`` and ``costs`` are the rows of the answers to ``connu_par_action`` and ``argent_par_action``.
    """
    places = {row["action_id"]: row for row in known}
    money = {row["sujet_id"]: row for row in costs if row["sujet_type"] == "action"}
    whole: list[Row] = []
    for row in actions:
        place, cost = places[row["action_id"]], money[row["action_id"]]
        told = {"lieu": place["lieu"], "participants": place["participants"], "situation": cost["situation"]}
        whole.append({**row, **told, "total_eur": cost["total_eur"], "precision_cout": cost["precision"]})
    return whole


def cells(value: Any) -> list[str]:
    """What a field says, as options: its values, or the one that stands for « not filled in »."""
    if isinstance(value, list):
        return value or [UNKNOWN]
    return [UNKNOWN] if value is None else [str(value)]


def options(actions: Sequence[Row], facet: Facet) -> dict[str, int]:
    """Each value of a field and its number of actions: the commonest first, « not filled in » last."""
    counts = Counter(value for row in actions for value in set(cells(row[facet.column])))
    order = sorted(counts, key=lambda value: (value == UNKNOWN, -counts[value], facet.name(value).casefold()))
    return {value: counts[value] for value in order}


def matching(actions: Sequence[Row], chosen: Mapping[str, Sequence[str]]) -> list[Row]:
    """Actions that have, in every field chosen, at least one of the values chosen (facet key → values)."""
    kept = list(actions)
    for facet in FACETS:
        if wanted := set(chosen.get(facet.key, ())):
            kept = [row for row in kept if not wanted.isdisjoint(cells(row[facet.column]))]
    return kept


def select(
    actions: Sequence[Row],
    chosen: Mapping[str, Sequence[str]],
    found: Sequence[Row] | None,
    near: Sequence[Row] | None,
    within_km: float | None = None,
) -> Selection:
    """Filters, then order: by distance if ``near`` is given, else by relevance if ``found`` is, else as they come.

    ``found`` holds rows of ``recherche`` and ``near`` rows of ``proximite``; None asks for neither.
    """
    kept = matching(actions, chosen)
    if found is not None:
        scores = {row["action_id"]: row["score"] for row in found}
        kept = sorted((row for row in kept if row["action_id"] in scores), key=lambda row: -scores[row["action_id"]])
    if near is None:
        return Selection(kept)
    places = {row["action_id"]: row for row in near}
    unplaced = [row for row in kept if row["action_id"] not in places]
    placed = []
    for row in kept:
        if place := places.get(row["action_id"]):
            placed.append({**row, "commune_proche": place["commune"], "distance_km": place["distance_km"]})
    placed.sort(key=lambda row: row["distance_km"])
    close = placed if within_km is None else [row for row in placed if row["distance_km"] <= within_km]
    return Selection(close, unplaced, len(placed) - len(close))


def page_of(rows: Sequence[Row], number: int, size: int = PAGE_SIZE) -> tuple[Sequence[Row], int, int]:
    """The rows of a page, its number brought back among the existing ones, and how many pages there are."""
    count = max(1, -(-len(rows) // size))
    number = min(max(1, number), count)
    return rows[(number - 1) * size : number * size], number, count


def similar(actions: Sequence[Row], action_id: str, limit: int = 4) -> list[tuple[Row, list[str]]]:
    """Other actions that share the most keywords with this one, and these keywords; none if it has no keyword."""
    own = next(row["mots_cles"] for row in actions if row["action_id"] == action_id)
    shared = [(row, [word for word in own if word in row["mots_cles"]]) for row in actions]
    close = [(row, words) for row, words in shared if words and row["action_id"] != action_id]
    close.sort(key=lambda pair: (-len(pair[1]), len(pair[0]["mots_cles"]), pair[0]["titre"].casefold()))
    return close[:limit]


def answer(key: Mapping[str, Any], where: str) -> str:
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


def without_year(key: Mapping[str, Any]) -> str:
    """What a filter on years leaves out because it bears no year; "" when nothing is."""
    count = int(key["n_actions_sans_annee"])
    if count == 0:
        return ""
    rest = "n'est pas retenue" if count == 1 else "ne sont pas retenues"
    return f"{wording.plural(count, 'action')} sans année connue {rest} par le filtre d'années."


def dates(row: Mapping[str, Any]) -> str:
    """When an action takes place, as precisely as it is known: « depuis mai 2023 », « de 2016 à mai 2023 »."""
    first = wording.day(_day(row["date_debut"]), row["date_debut_precision"])
    last = wording.day(_day(row["date_fin"]), row["date_fin_precision"])
    if first == wording.UNKNOWN and last == wording.UNKNOWN:
        return "dates inconnues"
    if last == wording.UNKNOWN:
        return f"depuis {first}" if row["statut"] == "En cours" else f"début : {first}"
    if first == wording.UNKNOWN:
        return f"fin : {last}"
    if first == last:
        return f"le {first}" if row["date_debut_precision"] == "jour" else first
    return f"du {first} au {last}" if row["date_debut_precision"] == "jour" else f"{first} à {last}"


def _day(iso: str | None) -> date | None:
    return None if iso is None else date.fromisoformat(iso[:10])


def cost(row: Mapping[str, Any]) -> str:
    """What is known of the cost, in words: « coût : 679 € », « coût inconnu »."""
    situation = row["situation"]
    if situation == "connu":
        return f"coût : {wording.bounded(row['total_eur'], None, None, row['precision_cout'], wording.euros)}"
    if situation == "a_valider":
        return "coût à valider"
    return "coût contradictoire" if situation == "contradictoire" else "coût inconnu"


def head_count(row: Mapping[str, Any]) -> str:
    """What is known of who took part, in words."""
    known = {"validee": "participants connus", "proposee": "participants à valider"}
    return known.get(row["participants"], "participants inconnus")


def unplaced(count: int) -> str:
    """How many actions no distance can be given to."""
    cannot = "ne peut pas être située" if count == 1 else "ne peuvent pas être situées"
    return f"{wording.plural(count, 'action')} sans commune connue {cannot}"


def exported(selection: Selection) -> pd.DataFrame:
    """What the downloads hold: the actions listed then the unplaced ones, every field of the question first."""
    return pd.DataFrame([*selection.shown, *selection.unplaced])
