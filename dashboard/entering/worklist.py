"""What to collect first, as sentences and links: pure functions, rows in, words out."""

from collections.abc import Mapping, Sequence

from dashboard.entering.openings import Opening
from dashboard.frame import collecting, wording
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from queries.copy.progress.aptitude import NOT_YET

# A row of « indicateurs_a_ouvrir », and what opens the indicator.
Counter = tuple[Row, Opening | None]
# Field that says the same everywhere → the filter of the directory that lists who says it.
_FILTERS = {
    "partenaires": "partenaire",
    "public": "public",
    "initiative": "initiative",
    "mots clés": "mot",
    "statut": "statut",
    "dimension": "dimension",
    "portée": "portee",
}


def counter(row: Row, opening: Opening | None) -> str:
    """« Encore 12 fiches : « Jeunes adultes » devient mesurable. », from a row of « indicateurs_a_ouvrir ».

    Only what was counted to suffice is said to open; of the rest, how many fill the field in enough over all years.
    """
    if opening is not None and opening.count is not None:
        return f"{_more(row, opening.count)} devient mesurable."
    head, others = _more(row, row["n_encore"]), row["n_autres"]
    if others:
        more = "un autre champ le retient" if others == 1 else f"{wording.number(others)} autres champs le retiennent"
        return f"{head} y gagne ; {more} encore."
    if opening is not None and opening.possible < opening.needed:
        years = wording.plural(opening.needed, "année ayant une valeur", "années ayant une valeur")
        return f"{head} y gagne ; il y faut {years}, et les fiches connues n'en donnent que {opening.possible}."
    return f"{head} y gagne."


def _more(row: Row, count: int) -> str:
    return f"Encore {wording.number(count)} {collecting.noun(row['champ'], count)} : « {row['titre']} »"


def moved(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Which indicators (title → aptitude) opened, and which closed."""
    told = []
    for title, now in after.items():
        then = before.get(title, NOT_YET)
        if then == NOT_YET != now:
            told.append(f"« {title} » devient mesurable : {now}.")
        elif now == NOT_YET != then:
            told.append(f"« {title} » n'est plus mesurable.")
    return told


def soonest(counters: Sequence[Counter], where: str) -> str:
    """What opens an indicator with the fewest fiches, which may be another field than the one that closes most."""
    if not counters:
        return f"Aucun champ trop peu rempli ne ferme un indicateur : {where}."
    row, opening = counters[0]
    return f"Au plus court : {_lower(counter(row, opening))} Champ à compléter : {row['champ']}."


def _lower(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


def nothing_left(field: str, where: str, row: Row | None) -> str:
    """Why the list of a field is empty; ``row``: its row of « champs_a_collecter », None where it has none."""
    if row is not None and not row["n_total"]:
        return f"« {field} » n'est encore attendu nulle part ({where}) : remplissez d'abord ce dont il dépend."
    return f"Rien ne manque ici : « {field} » est renseigné partout ({where})."


def of_field(field: str, total: int, lacking: Sequence[Row]) -> str:
    """How many of the territory lack a field, and how many of them have a proposal that waits."""
    waiting = sum(row["n_propositions"] > 0 for row in lacking)
    said = f"{wording.number(total)} {collecting.noun(field, total)} sans « {field} » validé"
    if not waiting:
        return f"{said}."
    return f"{said}, dont {wording.number(waiting)} avec des nombres lus dans les textes, à valider."


def listed(rows: Sequence[Row], scope: Scope, field: str) -> list[Row]:
    """Fiches of a worklist, each with the address of its form at that field."""
    return [
        {
            **row,
            "lien": scope.href("saisie", sujet=f"{row['sujet_type']}:{row['sujet_id']}", champ=field, suite=field),
            "a_valider": wording.number(row["n_propositions"]) if row["n_propositions"] else "aucun",
        }
        for row in rows
    ]


def constant(row: Row, scope: Scope) -> tuple[str, str, str]:
    """A field that says the same everywhere: where to check it, and why."""
    count = wording.plural(row["n_actions"], "fiche")
    to = scope.href("actions", **{_FILTERS[row["champ"]]: row["valeur"]})
    why = (
        f": toujours « {row['valeur']} » ({count} sur {wording.number(row['n_actions'])}). Est-ce vrai de chacune, ou "
        "une valeur par défaut du formulaire ? Ouvrez-les et corrigez celles qui diffèrent."
    )
    return to, f"Vérifier « {row['champ']} »", why
