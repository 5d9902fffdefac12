"""What the money pages say, shaped from the answers of the questions: sentences and tables, without a widget."""

from collections.abc import Sequence
from typing import Any

from dashboard.frame import charts, wording
from dashboard.frame.row import Row

SITUATIONS = {
    "connu": "Coût connu",
    "contradictoire": "Déclarations contradictoires",
    "a_valider": "Montants à valider",
    "inconnu": "Coût inconnu",
}
# Amounts of different natures are never added up: a grant that is asked, then granted, then paid is one grant.
NATURES = {
    "prevu": "prévu",
    "realise": "réalisé",
    "cite": "cité",
    "demande": "demandé",
    "accorde": "accordé",
    "verse": "versé",
}
NATURES_MEAN = {
    "prevu": "inscrit au budget prévisionnel",
    "realise": "inscrit au budget réalisé",
    "cite": "cité dans la fiche, sans dire s'il est demandé, accordé ou versé",
    "demande": "demandé au financeur",
    "accorde": "accordé par le financeur",
    "verse": "versé par le financeur",
}
ROLES = {
    "total": "coût total",
    "charge": "une dépense",
    "produit": "un financement",
    "prix_unitaire": "prix unitaire",
}
PERIODS = {
    "annuelle": "par an",
    "trimestrielle": "par trimestre",
    "mensuelle": "par mois",
    "hebdomadaire": "par semaine",
    "par_personne": "par personne",
    "par_seance": "par séance",
    "par_unite": "l'unité",
}
SUBJECTS = {"action": "action", "evenement": "événement", "structure": "structure", "projet": "projet"}
KINDS = {"numeraire": "argent", "nature": "en nature", "inconnue": wording.UNKNOWN, "sans_objet": "sans objet"}
# Rows of a list; the export has them all. A contradiction takes more room, and a name less.
MOST_ROWS = 8
MOST_UNFOLDED = 25  # of a list that the reader unfolds
FEW = 16  # a list that is folded comes with the page; a longer one when it is unfolded
MOST_CONTRADICTIONS = 3
MOST_NAMES = 6
MOST_CHARTS = 2  # side by side; more would leave no room for the names of the bars
NOBODY = "Aucun"
UNATTACHED = "Famille à préciser"


def total(counts: Row) -> int:
    """Actions and events of the perimeter, from the answer to ``argent_situations``."""
    return sum(situations(counts).values())


def situations(counts: Row) -> dict[str, int]:
    """How many actions and events are in each situation, zeros included."""
    return {situation: counts[f"n_{situation}"] for situation in SITUATIONS}


def answer(counts: Row) -> str:
    """The sentence that opens the page; what there is none of is left to the counts below it."""
    whole = total(counts)
    if whole == 0:
        return "Aucune action et aucun événement dans ce périmètre : il n'y a pas d'argent à y chercher."
    by_situation = situations(counts)
    rest = [
        wording.plural(by_situation[situation], singular, many)
        for situation, singular, many in (
            ("contradictoire", "porte des déclarations contradictoires", "portent des déclarations contradictoires"),
            ("a_valider", "n'a que des montants à valider", "n'ont que des montants à valider"),
            ("inconnu", "reste sans coût connu", "restent sans coût connu"),
        )
        if by_situation[situation]
    ]
    known = wording.plural(by_situation["connu"], "action ou événement", "actions et événements")
    lead = f"Un coût est connu pour {known} sur {wording.number(whole)}"
    if not by_situation["connu"]:
        lead = f"Aucun coût n'est connu : {wording.plural(whole, 'action ou événement', 'actions et événements')}"
    return f"{lead}{f' ; {wording.join(rest)}' if rest else ''}."


def known_sum(row: Row) -> str:
    """The known costs of a structure together, as surely as they are known (row of ``argent_par_structure``)."""
    low, high = row["cout_bas_eur"], row["cout_haut_eur"]
    return wording.total(row["cout_connu_eur"], low, high, row["n_approches"] > 0, wording.euros)


def answer_details(unpaid: Sequence[Row], count: int) -> str:
    """Which ones nobody finances, by their own source (``count`` in all); "" when there is none."""
    titles = [row["titre"] for row in unpaid]
    if count > len(titles):
        titles.append(wording.plural(count - len(titles), "autre"))
    return f"Sans aucun financeur, d'après la source : {wording.join(titles)}." if titles else ""


def period(annee: Any, periodicite: Any) -> str:
    """« 2024 », « par an », « 2022, par an » or « nd »."""
    said = [] if wording.unknown(annee) else [str(int(annee))]
    if not wording.unknown(periodicite):
        said.append(PERIODS[periodicite])
    return ", ".join(said) or wording.UNKNOWN


def family_name(family: Any) -> str:
    """A family as people read it; a label that no table attaches yet says so."""
    if wording.unknown(family):
        return UNATTACHED
    return "Aucun financeur" if family == NOBODY else str(family)


def said(family: Row) -> dict[str, str]:
    """Each amount of a family as a table shows it: « s » where it is withheld."""
    return {
        f"{nature}_dit": "s" if nature in family["secrets"] else wording.euros(family[f"{nature}_eur"])
        for nature in NATURES
    }


def family_bars(families: Sequence[Row], nature: str) -> list[charts.Bar]:
    """One bar for each family that has an amount of this nature, the largest first.

    ``families`` are the rows of the answer to ``budget_par_famille_de_financeur``.
    """
    amounts = [(family_name(row["famille"]), row[f"{nature}_eur"]) for row in families]
    known = sorted(((name, value) for name, value in amounts if value is not None), key=lambda pair: -pair[1])
    return [charts.Bar(name, float(value), wording.euros(value), NATURES_MEAN[nature]) for name, value in known]


def nature_sentence(nature: str, bars: Sequence[charts.Bar], coverage: Row, subjects: int) -> str:
    """What the chart of one nature says: its total, its first family, its n out of all ``subjects``, its years."""
    total = sum(bar.value or 0 for bar in bars)
    counted = wording.plural(int(coverage["n_sujets"]), "action ou événement", "actions et événements")
    first, last = coverage["annee_min"], coverage["annee_max"]
    if wording.unknown(first):
        years = "exercice inconnu"
    else:
        years = f"exercice {int(first)}" if first == last else f"exercices {int(first)} à {int(last)}"
        if coverage["n_sans_annee"]:
            years += f" ou inconnu ({wording.plural(int(coverage['n_sans_annee']), 'montant')})"
    lead = f"{bars[0].label} : {bars[0].shown}"
    n = f"{counted} sur {wording.number(subjects)}"
    return f"{wording.euros(total)} {NATURES_MEAN[nature]}, d'après {n}, {years}. En tête, {lead}."


def undated(chosen: str, coverage: Sequence[Row]) -> str:
    """How many amounts no exercice counts; ``coverage`` is that of all exercices, "" when each has one."""
    count = sum(int(row["n_sans_annee"]) for row in coverage)
    if not count:
        return ""
    verb = "n'est compté" if count == 1 else "ne sont comptés"
    return (
        f"Les années choisies sont celles de l'argent ({chosen}) : {wording.plural(count, 'montant')} sans exercice "
        f"connu {verb} dans aucune année."
    )


def absent_natures(coverage: Sequence[Row]) -> list[str]:
    """Natures of which no amount is known, as people say them."""
    return [NATURES[row["nature"]] for row in coverage if row["n_montants"] == 0]


def contradictions(row: Row) -> list[str]:
    """What contradicts itself about a subject's money: findings on its declarations, then totals that differ.

    ``row`` is one of the answer to ``contradictions_argent``.
    """
    cited = zip(row["montants_eur"], row["bornes_basses_eur"], row["bornes_hautes_eur"], row["precisions"], strict=True)
    totals = sorted({wording.bounded(*amount, wording.euros) for amount in cited})
    about = list(row["messages"])
    return [*about, f"Plusieurs coûts déclarés : {wording.join(totals)}."] if len(totals) > 1 else about
