"""From the answers about a campaign to sentences and rows: pure functions, rows in, words out."""

from collections.abc import Mapping, Sequence
from datetime import date

from dashboard.frame import wording
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Column
from data import days
from queries.campaign.followed import Coverage, Progress

BASSINS = [
    Column("bassin", "Bassin de vie"),
    Column("envoyes", "Écrit à", "number"),
    Column("repondu", "Ont répondu", "figure"),
    Column("derniere", "Dernière réponse", "day"),
]
STRUCTURES = [
    Column("structure", "Structure"),
    Column("reponse", "Réponse", href="lien"),
    Column("recue_le", "Reçue le", "day"),
    Column("n_fiches", "Fiches", "number"),
    Column("n_cellules", "Cellules changées", "number"),
    Column("bassin", "Bassin de vie"),
]
COVERAGE = [
    Column("champ", "Champ"),
    Column("departement", "Département", "code"),
    Column("avant", "Avant", "figure"),
    Column("apres", "Après", "figure"),
]
HELD = (
    "Cette démonstration garde aussi les classeurs rendus, tels que le logiciel les a relus : ouvrez-en un, ou "
    "chargez-le pour voir que tout y est déjà su."
)
_UNPLACED = "sans bassin connu"


def named(campaigns: Sequence[Row]) -> dict[str, str]:
    """Campaigns to choose from: identifier → its year and answers, in few words; two of a year say their day."""
    years = [row["annee"] for row in campaigns]
    return {row["campagne"]: _named(row, twin=years.count(row["annee"]) > 1) for row in campaigns}


def _named(row: Row, *, twin: bool) -> str:
    day = f", le {wording.day(date.fromisoformat(row['ouverte_le']))}" if twin else ""
    answers = wording.plural(row["n_reponses"], "réponse")
    return f"{row['annee']}{day} : {answers} sur {wording.number(row['n_structures'])}"


def proposed(years: Sequence[int], campaigns: Sequence[Row]) -> int:
    """The year to ask for: the last one with facts that no campaign asked for; the one after all, where each was."""
    asked = {row["annee"] for row in campaigns}
    left = [year for year in years if year not in asked]
    return max(left, default=max([*years, *asked], default=days.today().year - 1) + bool(years or asked))


def already(campaigns: Sequence[Row], year: int) -> str:
    """That a campaign asks for this year already; "" where none does."""
    found = [row for row in campaigns if row["annee"] == year]
    if not found:
        return ""
    opened = wording.day(date.fromisoformat(found[-1]["ouverte_le"]))
    return (
        f"Une campagne {year} existe déjà, ouverte le {opened} : une structure qu'elle sollicite recevrait un second "
        "classeur pour la même année. Choisissez une autre année, ou d'autres structures."
    )


def answer(rows: Sequence[Row], year: int) -> str:
    """« 7 structures sur 12 ont répondu à la campagne 2024. »"""
    count = sum(row["n_reponses"] > 0 for row in rows)
    whole = wording.plural(len(rows), "structure")
    if not count:
        return f"Personne n'a encore répondu à la campagne {year} : {whole} sollicitée{'s' * (len(rows) > 1)}."
    verb = "a" if count == 1 else "ont"
    said = f"{wording.plural(count, 'structure')} sur {wording.number(len(rows))}"
    return f"{said} {verb} répondu à la campagne {year}."


def made(rows: Sequence[Row], year: int) -> str:
    """Why there are not as many workbooks as structures asked, and whom a page is given back to."""
    without = sum(not row["n_fiches"] for row in rows)
    whole = wording.plural(len(rows), "structure sollicitée", "structures sollicitées")
    lack = wording.plural(without, "n'a pas de fiche", "n'ont pas de fiche")
    told = f" Sur {whole}, {lack} en {year} : ni classeur ni retour." if without else ""
    return f"Un classeur et un retour par structure qui a une fiche en {year}, qu'elle ait répondu ou non.{told}"


def by_bassin(rows: Sequence[Row]) -> list[Row]:
    """A row a bassin: how many were written to, how many answered, when the last one did."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["bassin"] or _UNPLACED, []).append(row)
    return [
        {
            "bassin": name,
            "envoyes": len(members),
            "repondu": wording.share(sum(row["n_reponses"] > 0 for row in members), len(members)),
            "derniere": max((row["recue_le"] for row in members if row["recue_le"]), default=None),
        }
        for name, members in found.items()
    ]


def structures(rows: Sequence[Row], scope: Scope) -> list[Row]:
    """A row a structure, with the way to its last answer in the history."""
    return [
        {
            **row,
            "bassin": row["bassin"] or _UNPLACED,
            "reponse": _said(row),
            "lien": _address(row, scope),
            "n_cellules": row["n_cellules"] if row["n_reponses"] else None,
        }
        for row in rows
    ]


def _said(row: Row) -> str:
    if row["n_reponses"]:
        return "reçue" if row["n_reponses"] == 1 else f"reçue en {row['n_reponses']} classeurs"
    return "attendue" if row["n_fiches"] else "sans fiche cette année-là : pas de classeur"


def _address(row: Row, scope: Scope) -> str | None:
    if not row["sources"]:
        return None
    return scope.href("donnees", partie="historique", origine=row["sources"][-1])


def moved(found: Progress) -> str:
    """What the answers, and all that was written meanwhile, changed."""
    fields = wording.plural(len(found.coverage), "champ a changé", "champs ont changé")
    opened = wording.plural(len(found.opened), "indicateur s'est ouvert", "indicateurs se sont ouverts")
    closed = f", {wording.plural(len(found.closed), 'autre ne se mesure', 'autres ne se mesurent')} plus"
    ended = f", avant l'ouverture de la campagne {found.next_year}" if found.next_year else ""
    return (
        f"De l'instantané {found.since}, avant l'ouverture, à l'instantané {found.until}{ended} : "
        f"{opened}{closed if found.closed else ''} ; {fields} de renseignement. "
        "Tout ce qui a été écrit entre les deux y compte, par un classeur ou autrement."
    )


def coverage(rows: Sequence[Coverage]) -> list[Row]:
    """A row a field that moved."""
    return [
        {
            "champ": row.field,
            "departement": row.departement,
            "avant": wording.share(*row.before),
            "apres": wording.share(*row.after),
        }
        for row in rows
    ]


def choices(rows: Sequence[Row]) -> Mapping[str, str]:
    """Structures to choose from: identifier → name, with its fiches."""
    return {row["structure_id"]: f"{row['structure']} ({wording.plural(row['n_fiches'], 'fiche')})" for row in rows}
