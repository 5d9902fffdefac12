"""The funding plan of one action: planned beside actual, asked beside granted beside paid, and what is still short."""

from collections.abc import Sequence

from dashboard.frame import cached, show, wording
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Column
from dashboard.money import words

# Line of the plan → its column when planned or asked for, and its column when done.
_COST = (
    ("Coût au budget (comptes 60 à 69)", "cout_prevu_eur", "cout_realise_eur"),
    ("Produits (comptes 70 à 79)", "produits_prevus_eur", "produits_realises_eur"),
    ("Contributions volontaires (compte 87), à part", "volontaires_prevues_eur", "volontaires_realisees_eur"),
)
_MONEY = (
    ("Demandé aux financeurs", "demande_eur"),
    ("Subventions accordées", "accorde_eur"),
    ("Versé", "verse_eur"),
    ("Ressources propres", "propres_eur"),
    ("Aides en nature, valeur déclarée", "nature_eur"),
    ("Produits sans financeur nommé", "sans_nom_eur"),
    ("Écart : coût au budget moins accordé et ressources propres", "ecart_eur"),
)


def years(action: Row) -> tuple[int | None, int | None]:
    """First and last year of an action, as far as they are known."""
    first, last = (int(day[:4]) if (day := action[key]) else None for key in ("date_debut", "date_fin"))
    return first, last


def plan(scope: Scope, subject: str, active: tuple[int | None, int | None]) -> None:
    """Every exercice of one subject; ``active`` are the years of the action, compared with those of its budgets."""
    rows = cached.rows(scope, "plan_action", sujet=subject)
    show.section("Plan de financement", "Prévu et réalisé, demandé, accordé et versé : jamais additionnés.")
    if not rows:
        show.paragraph("Ni budget ni aide n'est connu.")
        return
    show.paragraph(sentence(next((row for row in reversed(rows) if row["exercice"]), rows[-1])))
    if odd := mismatch(rows, active):
        show.note(odd)
    columns = [Column("poste", "Poste"), *(Column(str(rank), _head(row), "figure") for rank, row in enumerate(rows))]
    show.table(lines(rows), columns, "Plan de financement par exercice, en euros ; nd : non renseigné, et non zéro")


def sentence(row: Row) -> str:
    """« Exercice 2024 : 3 400 € accordés […] pour un coût au budget de 4 000 €, il manque 400 €. »."""
    year = f"Exercice {row['exercice']}" if row["exercice"] else "Exercice inconnu"
    unknown = row["n_sans_accorde"]
    if row["ecart_eur"] is None:
        lacking = []
        if row["cout_eur"] is None:
            lacking.append(f"le coût au budget{_why(row)}")
        if unknown:
            lacking.append(f"le montant de {wording.plural(unknown, 'subvention')}")
        elif row["accorde_eur"] is None:
            lacking.append("le montant accordé")
        verb = "n'est pas connu" if len(lacking) == 1 else "ne sont pas connus"
        return f"{year} : {wording.join(lacking)} {verb}, l'écart ne peut pas être calculé."
    own = f" et {words.euros(row['propres_eur'])} de ressources propres" if row["propres_eur"] else ""
    short = row["ecart_eur"]
    end = f"il manque {words.euros(short)}" if short > 0.5 else "ce coût est couvert"
    granted, cost = words.euros(row["accorde_eur"]), words.euros(row["cout_eur"])
    return f"{year} : {granted} accordés{own} pour un coût au budget de {cost}, {end}."


def _why(row: Row) -> str:
    """Why the cost of a plan is not known, where its budgets say it; "" otherwise."""
    if row["contredit"]:
        return " (plusieurs se contredisent)"
    if row["partiel"]:
        return " (il est partiel : un seul compte de charges, autre que les produits et sous le coût total déclaré)"
    return ""


def mismatch(rows: Sequence[Row], active: tuple[int | None, int | None]) -> str:
    """The exercices that fall outside the years of the action; "" when none does or the years are unknown."""
    first, last = active
    if first is None:
        return ""
    odd = [str(row["exercice"]) for row in rows if row["exercice"] and not first <= row["exercice"] <= (last or 9999)]
    if not odd:
        return ""
    span = str(first) if first == last else f"{first} à {last}" if last else f"depuis {first}"
    who = f"L'exercice {odd[0]} ne tombe" if len(odd) == 1 else f"Les exercices {wording.join(odd)} ne tombent"
    return f"{who} pas dans les années de l'action ({span})."


def lines(rows: Sequence[Row]) -> list[dict[str, str]]:
    """One line a heading of the plan, one column an exercice (its rank)."""
    table = []
    for label, planned, done in _COST:
        for kind, key in (("prévu", planned), ("réalisé", done)):
            table.append({"poste": f"{label}, {kind}", **_amounts(rows, key)})
    return [*table, *({"poste": label, **_amounts(rows, key)} for label, key in _MONEY)]


def _amounts(rows: Sequence[Row], key: str) -> dict[str, str]:
    return {str(rank): words.euros(row[key]) for rank, row in enumerate(rows)}


def _head(row: Row) -> str:
    return str(row["exercice"]) if row["exercice"] else "Année inconnue"
