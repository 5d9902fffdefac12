"""What the money pages say, shaped from the answers of the questions: sentences and tables, without a widget."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard import charts, wording
from queries.tables import records

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
NOBODY = "Aucun"
UNATTACHED = "Famille à préciser"


def situations(money: pd.DataFrame) -> dict[str, int]:
    """How many actions and events are in each situation (answer to ``argent_par_action``), zeros included."""
    counts = money["situation"].value_counts()
    return {situation: int(counts.get(situation, 0)) for situation in SITUATIONS}


def answer(money: pd.DataFrame) -> str:
    """The sentence that opens the page; what there is none of is left to the counts below it."""
    total = len(money)
    if total == 0:
        return "Aucune action et aucun événement dans ce périmètre : il n'y a pas d'argent à y chercher."
    counts = situations(money)
    rest = [
        wording.plural(counts[situation], one, many)
        for situation, one, many in (
            ("contradictoire", "porte des déclarations contradictoires", "portent des déclarations contradictoires"),
            ("a_valider", "n'a que des montants à valider", "n'ont que des montants à valider"),
            ("inconnu", "reste sans coût connu", "restent sans coût connu"),
        )
        if counts[situation]
    ]
    known = wording.plural(counts["connu"], "action ou événement", "actions et événements")
    lead = f"Un coût est connu pour {known} sur {wording.number(total)}"
    if not counts["connu"]:
        lead = f"Aucun coût n'est connu : {wording.plural(total, 'action ou événement', 'actions et événements')}"
    return f"{lead}{f' ; {wording.join(rest)}' if rest else ''}."


def answer_details(money: pd.DataFrame) -> str:
    """Which ones nobody finances, by their own source; "" when there is none."""
    titles = list(money.loc[money["sans_financeur"], "titre"])
    return f"Sans aucun financeur, d'après la source : {wording.join(titles)}." if titles else ""


def known_costs(money: pd.DataFrame, amounts: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Subjects whose cost is known: its amount, period or exercice, the words it comes from, and its source.

    ``amounts`` and ``lines`` are the answers to ``montants`` and ``lignes_budget``.
    """
    totals = amounts[(amounts["role"] == "total") & (amounts["etat"] == "validee")]
    stated = totals[["sujet_type", "sujet_id", "annee", "periodicite", "texte_source", "source"]]
    budgets = lines.drop_duplicates("budget_id")[["sujet_type", "sujet_id", "exercice", "source"]]
    budgets = budgets.rename(columns={"exercice": "annee"}).assign(
        periodicite=None, texte_source="total des charges du budget joint"
    )
    origins = pd.concat([stated.astype(object), budgets.astype(object)]).drop_duplicates(["sujet_type", "sujet_id"])
    known = money[money["situation"] == "connu"]
    return known.merge(origins, on=["sujet_type", "sujet_id"], how="left")


def period(annee: Any, periodicite: Any) -> str:
    """« 2024 », « par an », « 2022, par an » or « nd »."""
    said = [] if wording.unknown(annee) else [str(int(annee))]
    if not wording.unknown(periodicite):
        said.append(PERIODS[periodicite])
    return ", ".join(said) or wording.UNKNOWN


def by_structure(money: pd.DataFrame) -> pd.DataFrame:
    """One row a structure: how many actions and events in each situation, and the sum of the known costs (euros).

    ``cout_connu_eur`` is null when no cost is known; a structure that is not named has its own row.
    """
    rows = []
    for structure, its in money.groupby("structure", dropna=False):
        known = its.loc[its["situation"] == "connu", "total_eur"].dropna()
        rows.append(
            {
                "structure": None if wording.unknown(structure) else structure,
                "n_sujets": len(its),
                **{f"n_{situation}": count for situation, count in situations(its).items()},
                "cout_connu_eur": float(known.sum()) if len(known) else None,
            }
        )
    columns = ["structure", "n_sujets", *(f"n_{situation}" for situation in SITUATIONS), "cout_connu_eur"]
    table = pd.DataFrame(rows, columns=columns).astype({"cout_connu_eur": float})
    return table.sort_values(["cout_connu_eur", "n_sujets"], ascending=[False, False], na_position="last")


def family_name(family: Any) -> str:
    """A family as people read it; a label that no table attaches yet says so."""
    if wording.unknown(family):
        return UNATTACHED
    return "Aucun financeur" if family == NOBODY else str(family)


def family_bars(families: pd.DataFrame, nature: str) -> list[charts.Bar]:
    """One bar for each family that has an amount of this nature, the largest first."""
    held = families.dropna(subset=f"{nature}_eur").sort_values(f"{nature}_eur", ascending=False)
    pairs = zip(held["famille"], held[f"{nature}_eur"], strict=True)
    return [
        charts.Bar(family_name(family), float(value), wording.euros(value), NATURES_MEAN[nature])
        for family, value in pairs
    ]


def nature_sentence(nature: str, bars: Sequence[charts.Bar], coverage: Mapping[str, Any], subjects: int) -> str:
    """What the chart of one nature says: its total, its first family, its n out of all ``subjects``, its years."""
    total = sum(bar.value or 0 for bar in bars)
    held = wording.plural(int(coverage["n_sujets"]), "action ou événement", "actions et événements")
    first, last = coverage["annee_min"], coverage["annee_max"]
    if wording.unknown(first):
        years = "exercice inconnu"
    else:
        years = f"exercice {int(first)}" if first == last else f"exercices {int(first)} à {int(last)}"
        if coverage["n_sans_annee"]:
            years += f" ou inconnu ({wording.plural(int(coverage['n_sans_annee']), 'montant')})"
    lead = f"{bars[0].label} : {bars[0].shown}"
    n = f"{held} sur {wording.number(subjects)}"
    return f"{wording.euros(total)} {NATURES_MEAN[nature]}, d'après {n}, {years}. En tête, {lead}."


def absent_natures(coverage: pd.DataFrame) -> list[str]:
    """Natures of which no amount is known, as people say them."""
    return [NATURES[nature] for nature in coverage.loc[coverage["n_montants"] == 0, "nature"]]


def payers(grants: pd.DataFrame, lines: pd.DataFrame) -> dict[tuple[str, str], list[str]]:
    """Funders named for each subject (type, identifier), by name; « Aucun » is no funder.

    ``grants`` and ``lines`` are the answers to ``financements`` and ``lignes_budget``.
    """
    budgeted = lines[(lines["cote"] == "produit") & lines["montant_eur"].notna()]
    columns = ["sujet_type", "sujet_id", "financeur", "famille"]
    named = pd.concat([grants[columns], budgeted[columns]]).dropna(subset="financeur")
    named = named[named["famille"] != NOBODY]
    found: dict[tuple[str, str], list[str]] = {}
    for (kind, subject), its in named.groupby(["sujet_type", "sujet_id"]):
        found[str(kind), str(subject)] = sorted(set(its["financeur"]), key=str.casefold)
    return found


def contradictions(constats: pd.DataFrame, amounts: pd.DataFrame, subject: str) -> list[str]:
    """What contradicts itself about a subject's money: findings on its declarations, then totals that differ.

    ``constats`` and ``amounts`` are the answers to ``constats`` and ``montants``.
    """
    about = constats[(constats["sujet_id"] == subject) & (constats["domaine"] == "argent")]
    own = (amounts["sujet_id"] == subject) & (amounts["role"] == "total") & (amounts["etat"] == "validee")
    totals = sorted({wording.amount(row) for row in records(amounts[own])})
    rival = [f"Plusieurs coûts déclarés : {wording.join(totals)}."] if len(totals) > 1 else []
    return [*about["message"], *rival]


def apart(amounts: pd.DataFrame) -> pd.DataFrame:
    """Amounts that are no cost of an action: unit prices, partial expenses, a total by quarter or month."""
    partial = amounts["periodicite"].isin(["trimestrielle", "mensuelle", "hebdomadaire"])
    return amounts[amounts["role"].isin(["prix_unitaire", "charge"]) | partial]


def sources(*answers: pd.DataFrame) -> list[str]:
    """The loads that these answers come from."""
    return sorted({source for answer in answers for source in answer["source"]})
