"""What the money pages say, shaped from the answers of the questions: sentences and tables, without a widget."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard import charts, wording

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
    origins: dict[tuple[str, str], tuple[Any, ...]] = {}
    totals = amounts[(amounts["role"] == "total") & (amounts["etat"] == "validee")]
    for kind, subject, *told in _tuples(totals, "annee", "periodicite", "texte_source", "source"):
        origins.setdefault((kind, subject), tuple(told))
    for kind, subject, year, source in _tuples(lines.drop_duplicates("budget_id"), "exercice", "source"):
        origins.setdefault((kind, subject), (year, None, "total des charges du budget joint", source))
    known = money[money["situation"] == "connu"]
    told = [origins.get(key, (None, None, None, None)) for key in _tuples(known)]
    columns = ["annee", "periodicite", "texte_source", "source"]
    return known.assign(**{name: [row[place] for row in told] for place, name in enumerate(columns)})


def _tuples(rows: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """Type and identifier of the subject of each row, then these columns."""
    return list(zip(*(rows[column] for column in ("sujet_type", "sujet_id", *columns)), strict=True))


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
    columns = ["structure", "n_sujets", *(f"n_{situation}" for situation in SITUATIONS), "cout_connu_eur"]
    rows: dict[str | None, dict[str, Any]] = {}
    for structure, situation, total in zip(money["structure"], money["situation"], money["total_eur"], strict=True):
        name = None if wording.unknown(structure) else str(structure)
        row = rows.setdefault(name, {**dict.fromkeys(columns, 0), "structure": name, "cout_connu_eur": None})
        row["n_sujets"] += 1
        row[f"n_{situation}"] += 1
        if situation == "connu" and not wording.unknown(total):
            row["cout_connu_eur"] = float(total) + (row["cout_connu_eur"] or 0.0)
    table = pd.DataFrame(list(rows.values()), columns=columns).astype({"cout_connu_eur": float})
    order = ["cout_connu_eur", "n_sujets", "structure"]
    return table.sort_values(order, ascending=[False, False, True], na_position="last")


def family_name(family: Any) -> str:
    """A family as people read it; a label that no table attaches yet says so."""
    if wording.unknown(family):
        return UNATTACHED
    return "Aucun financeur" if family == NOBODY else str(family)


def family_bars(families: Sequence[Mapping[str, Any]], nature: str) -> list[charts.Bar]:
    """One bar for each family that has an amount of this nature, the largest first.

    ``families`` are the rows of the answer to ``budget_par_famille_de_financeur``.
    """
    held = [(family_name(row["famille"]), row[f"{nature}_eur"]) for row in families]
    known = sorted(((name, value) for name, value in held if value is not None), key=lambda pair: -pair[1])
    return [charts.Bar(name, float(value), wording.euros(value), NATURES_MEAN[nature]) for name, value in known]


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
    found: dict[tuple[str, str], set[str]] = {}
    for rows in (grants, budgeted):
        for kind, subject, name, family in _tuples(rows, "financeur", "famille"):
            if family != NOBODY and not wording.unknown(name):
                found.setdefault((kind, subject), set()).add(name)
    return {subject: sorted(names, key=str.casefold) for subject, names in found.items()}


def contradictions(
    constats: Sequence[Mapping[str, Any]], amounts: Sequence[Mapping[str, Any]], subject: str
) -> list[str]:
    """What contradicts itself about a subject's money: findings on its declarations, then totals that differ.

    ``constats`` and ``amounts`` are the rows of the answers to ``constats`` and ``montants``.
    """
    about = [row["message"] for row in constats if row["sujet_id"] == subject and row["domaine"] == "argent"]
    own = [row for row in amounts if row["sujet_id"] == subject and row["role"] == "total" and row["etat"] == "validee"]
    totals = sorted({wording.amount(row) for row in own})
    return [*about, f"Plusieurs coûts déclarés : {wording.join(totals)}."] if len(totals) > 1 else about


def apart(amounts: pd.DataFrame) -> pd.DataFrame:
    """Amounts that are no cost of an action: unit prices, partial expenses, a total by quarter or month."""
    partial = amounts["periodicite"].isin(["trimestrielle", "mensuelle", "hebdomadaire"])
    return amounts[amounts["role"].isin(["prix_unitaire", "charge"]) | partial]


def sources(*answers: pd.DataFrame) -> list[str]:
    """The loads that these answers come from."""
    return sorted({source for answer in answers for source in answer["source"]})
