"""The directory's selection: what a reader asks of the actions of a perimeter, without a widget or a query."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from dashboard import wording

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

    shown: pd.DataFrame
    unplaced: pd.DataFrame
    too_far: int = 0


def described(actions: pd.DataFrame, known: pd.DataFrame, money: pd.DataFrame) -> pd.DataFrame:
    """The answer to ``actions`` with what is known of each place, head count and cost (one row an action)."""
    costs = money.loc[money["sujet_type"] == "action", ["sujet_id", "situation", "total_eur", "precision"]]
    costs = costs.rename(columns={"sujet_id": "action_id", "precision": "precision_cout"})
    return actions.merge(known, on="action_id", how="left").merge(costs, on="action_id", how="left")


def cells(value: Any) -> list[str]:
    """What a field says, as options: its values, or the one that stands for « not filled in »."""
    if isinstance(value, str):
        return [value]
    if value is None or pd.api.types.is_scalar(value):
        return [UNKNOWN]
    return [str(item) for item in value] or [UNKNOWN]


def options(actions: pd.DataFrame, facet: Facet) -> dict[str, int]:
    """Each value of a field and its number of actions: the commonest first, « not filled in » last."""
    counts = Counter(value for cell in actions[facet.column] for value in set(cells(cell)))
    order = sorted(counts, key=lambda value: (value == UNKNOWN, -counts[value], facet.name(value).casefold()))
    return {value: counts[value] for value in order}


def matching(actions: pd.DataFrame, chosen: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Actions that have, in every field chosen, at least one of the values chosen (facet key → values)."""
    kept = actions
    for facet in FACETS:
        if wanted := set(chosen.get(facet.key, ())):
            kept = kept[[not wanted.isdisjoint(cells(cell)) for cell in kept[facet.column]]]
    return kept


def select(
    actions: pd.DataFrame,
    chosen: Mapping[str, Sequence[str]],
    found: pd.DataFrame | None,
    near: pd.DataFrame | None,
    within_km: float | None = None,
) -> Selection:
    """Filters, then order: by distance if ``near`` is given, else by relevance if ``found`` is, else as they come.

    ``found`` is an answer to ``recherche`` and ``near`` one to ``proximite``; None asks for neither.
    """
    kept = matching(actions, chosen)
    if found is not None:
        kept = kept.merge(found[["action_id", "score"]], on="action_id").sort_values("score", ascending=False)
    if near is None:
        return Selection(kept, kept.iloc[:0])
    places = near[["action_id", "commune", "distance_km"]].rename(columns={"commune": "commune_proche"})
    kept = kept.merge(places, on="action_id", how="left")
    unplaced = kept[kept["distance_km"].isna()]
    placed = kept[kept["distance_km"].notna()].sort_values("distance_km", kind="stable")
    if within_km is None:
        return Selection(placed, unplaced)
    close = placed[placed["distance_km"] <= within_km]
    return Selection(close, unplaced, len(placed) - len(close))


def page_of(rows: pd.DataFrame, number: int, size: int = PAGE_SIZE) -> tuple[pd.DataFrame, int, int]:
    """The rows of a page, its number brought back among the existing ones, and how many pages there are."""
    count = max(1, -(-len(rows) // size))
    number = min(max(1, number), count)
    return rows.iloc[(number - 1) * size : number * size], number, count


def similar(actions: pd.DataFrame, action_id: str, limit: int = 4) -> list[tuple[str, list[str]]]:
    """Other actions that share the most keywords with this one, and these keywords; none if it has no keyword."""
    keywords = zip(actions["action_id"], actions["mots_cles"], strict=True)
    words = {str(key): [word for word in cells(cell) if word != UNKNOWN] for key, cell in keywords}
    titles = dict(zip(actions["action_id"], actions["titre"], strict=True))
    own = words.pop(action_id)
    shared = {other: [word for word in own if word in its] for other, its in words.items()}
    close = [str(other) for other in shared if shared[other]]
    close.sort(key=lambda other: (-len(shared[other]), len(words[other]), titles[other].casefold()))
    return [(other, shared[other]) for other in close[:limit]]


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
    first = wording.day(row["date_debut"], row["date_debut_precision"])
    last = wording.day(row["date_fin"], row["date_fin_precision"])
    if first == wording.UNKNOWN and last == wording.UNKNOWN:
        return "dates inconnues"
    if last == wording.UNKNOWN:
        return f"depuis {first}" if row["statut"] == "En cours" else f"début : {first}"
    if first == wording.UNKNOWN:
        return f"fin : {last}"
    if first == last:
        return f"le {first}" if row["date_debut_precision"] == "jour" else first
    return f"du {first} au {last}" if row["date_debut_precision"] == "jour" else f"{first} à {last}"


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
    return pd.concat([selection.shown, selection.unplaced]).drop(columns=["score"], errors="ignore")
