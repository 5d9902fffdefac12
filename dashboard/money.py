"""What the money pages say, shaped from the answers of the questions: sentences and tables, without a widget."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import charts, wording

Row = Mapping[str, Any]

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
# A cost by quarter, month or week is a part of a cost, as the question ``argent_par_action`` has it.
_PARTIAL = ("trimestrielle", "mensuelle", "hebdomadaire")
_ORIGIN = ("annee", "periodicite", "texte_source", "source")
NOBODY = "Aucun"
UNATTACHED = "Famille à préciser"


def situations(costs: Sequence[Row]) -> dict[str, int]:
    """How many actions and events are in each situation (answer to ``argent_par_action``), zeros included."""
    counts = Counter(row["situation"] for row in costs)
    return {situation: counts[situation] for situation in SITUATIONS}


def answer(costs: Sequence[Row]) -> str:
    """The sentence that opens the page; what there is none of is left to the counts below it."""
    total = len(costs)
    if total == 0:
        return "Aucune action et aucun événement dans ce périmètre : il n'y a pas d'argent à y chercher."
    counts = situations(costs)
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


def answer_details(costs: Sequence[Row]) -> str:
    """Which ones nobody finances, by their own source; "" when there is none."""
    titles = [row["titre"] for row in costs if row["sans_financeur"]]
    return f"Sans aucun financeur, d'après la source : {wording.join(titles)}." if titles else ""


def known_costs(costs: Sequence[Row], amounts: Sequence[Row], lines: Sequence[Row]) -> list[Row]:
    """Subjects whose cost is known, with ``annee``, ``periodicite``, ``texte_source`` and ``source`` of that cost.

    ``amounts`` and ``lines`` are the rows of the answers to ``montants`` and ``lignes_budget``.
    """
    origins: dict[tuple[str, str], Row] = {}
    for row in amounts:
        if row["role"] == "total" and row["etat"] == "validee" and row["periodicite"] not in _PARTIAL:
            origins.setdefault(_subject(row), row)
    for row in lines:
        told = {"annee": row["exercice"], "periodicite": None, "texte_source": "total des charges du budget joint"}
        origins.setdefault(_subject(row), {**told, "source": row["source"]})
    known: list[Row] = []
    for row in costs:
        if row["situation"] == "connu":
            # A budget may declare its total without a single line: its words are then unknown.
            origin = origins.get(_subject(row), {})
            known.append({**row, **{name: origin.get(name) for name in _ORIGIN}})
    return known


def _subject(row: Row) -> tuple[str, str]:
    return row["sujet_type"], row["sujet_id"]


def period(annee: Any, periodicite: Any) -> str:
    """« 2024 », « par an », « 2022, par an » or « nd »."""
    said = [] if wording.unknown(annee) else [str(int(annee))]
    if not wording.unknown(periodicite):
        said.append(PERIODS[periodicite])
    return ", ".join(said) or wording.UNKNOWN


def by_structure(costs: Sequence[Row]) -> list[Row]:
    """One row a structure: how many actions and events in each situation, and the sum of the known costs (euros).

    ``cout_connu_eur`` is None when no cost is known; a structure that is not named has its own row. The largest known
    sums come first.
    """
    counts = ["n_sujets", *(f"n_{situation}" for situation in SITUATIONS)]
    rows: dict[str | None, dict[str, Any]] = {}
    for cost in costs:
        name = cost["structure"]
        row = rows.setdefault(name, {"structure": name, **dict.fromkeys(counts, 0), "cout_connu_eur": None})
        row["n_sujets"] += 1
        row[f"n_{cost['situation']}"] += 1
        if cost["situation"] == "connu":
            row["cout_connu_eur"] = cost["total_eur"] + (row["cout_connu_eur"] or 0)
    return sorted(
        rows.values(),
        key=lambda row: (
            row["cout_connu_eur"] is None,
            -(row["cout_connu_eur"] or 0),
            -row["n_sujets"],
            row["structure"] or "",
        ),
    )


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
    held = [(family_name(row["famille"]), row[f"{nature}_eur"]) for row in families]
    known = sorted(((name, value) for name, value in held if value is not None), key=lambda pair: -pair[1])
    return [charts.Bar(name, float(value), wording.euros(value), NATURES_MEAN[nature]) for name, value in known]


def nature_sentence(nature: str, bars: Sequence[charts.Bar], coverage: Row, subjects: int) -> str:
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


def absent_natures(coverage: Sequence[Row]) -> list[str]:
    """Natures of which no amount is known, as people say them."""
    return [NATURES[row["nature"]] for row in coverage if row["n_montants"] == 0]


def payers(grants: Sequence[Row], lines: Sequence[Row]) -> dict[tuple[str, str], list[str]]:
    """Funders named for each subject (type, identifier), by name; « Aucun » is no funder.

    ``grants`` and ``lines`` are the rows of the answers to ``financements`` and ``lignes_budget``.
    """
    budgeted = [row for row in lines if row["cote"] == "produit" and row["montant_eur"] is not None]
    found: dict[tuple[str, str], set[str]] = {}
    for row in [*grants, *budgeted]:
        if row["financeur"] is not None and row["famille"] != NOBODY:
            found.setdefault(_subject(row), set()).add(row["financeur"])
    return {subject: sorted(names, key=str.casefold) for subject, names in found.items()}


def contradictions(constats: Sequence[Row], amounts: Sequence[Row], subject: str) -> list[str]:
    """What contradicts itself about a subject's money: findings on its declarations, then totals that differ.

    ``constats`` and ``amounts`` are the rows of the answers to ``constats`` and ``montants``.
    """
    about = [row["message"] for row in constats if row["sujet_id"] == subject and row["domaine"] == "argent"]
    own = [row for row in amounts if row["sujet_id"] == subject and row["role"] == "total" and row["etat"] == "validee"]
    totals = sorted({wording.amount(row) for row in own})
    return [*about, f"Plusieurs coûts déclarés : {wording.join(totals)}."] if len(totals) > 1 else about


def apart(amounts: Sequence[Row]) -> list[Row]:
    """Amounts that are no cost of an action: unit prices, partial expenses, a total by quarter, month or week."""
    return [row for row in amounts if row["role"] in ("prix_unitaire", "charge") or row["periodicite"] in _PARTIAL]


def sources(*answers: Sequence[Row]) -> list[str]:
    """The loads that these answers come from."""
    return sorted({row["source"] for rows in answers for row in rows})
