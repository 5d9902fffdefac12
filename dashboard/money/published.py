"""Grants and State posts that funders publish themselves: beside the plans of actions, never added to them."""

from collections.abc import Sequence
from functools import partial

from dashboard.frame import cached, show, taking, wording
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Column
from dashboard.money.costs import NATURES
from dashboard.money.words import euros, total

SHOWN = 15
_STAGES = ("demande", "accorde", "verse")
_SCHEMES = {"adultes_relais": "Adultes-relais", "fonjep": "FONJEP"}
_GRANTS = [
    Column("attribuant", "Attribuant"),
    Column("etape_dite", "Montant"),
    Column("exercices", "Exercices", "code"),
    Column("n_lignes", "Lignes", "number"),
    Column("n_beneficiaires", "Bénéficiaires", "number"),
    Column("montant", "Total", "euros"),
    Column("n_retours", "dont reversements", "number"),
    Column("rattachees", "Structure reconnue", "figure"),
    Column("n_proposees", "à confirmer", "number"),
]
_LINES = [
    Column("beneficiaire", "Bénéficiaire"),
    Column("commune", "Sa commune"),
    Column("attribuant", "Attribuant"),
    Column("exercice", "Exercice", "code"),
    Column("objet", "Objet, tel qu'écrit"),
    Column("montant_eur", "Montant", "euros"),
    Column("etape", "Étape", labels=NATURES),
    Column("reconnue", "Structure reconnue"),
]
_POSTS = [
    Column("annee", "Année", "code"),
    Column("dispositif", "Dispositif", labels=_SCHEMES),
    Column("n_postes", "Postes", "number"),
    Column("n_employeurs", "Employeurs", "number"),
    Column("montant_eur", "Montant", "euros"),
    Column("connus", "connu pour"),
]


def sentence(rows: Sequence[Row], where: str) -> str:
    """« 71 916 € accordés à des bénéficiaires de l'Allier, sur 12 lignes publiées… », one amount a stage."""
    placed = [row for row in rows if row["situe"]]
    in_money = [row for row in placed if row["nature"] != "nature"]
    if not placed:
        return f"Aucune ligne publiée ne désigne un bénéficiaire de ce territoire ({where})."
    told: list[str] = []
    for stage in _STAGES:
        own = [row for row in in_money if row["etape"] == stage]
        if own:
            lines = wording.plural(sum(row["n_lignes"] for row in own), "ligne")
            told.append(f"{euros(total(own, 'montant_eur'))} {NATURES[stage]}s ({lines})")
    n_lines, n_known = (sum(row[key] for row in placed) for key in ("n_lignes", "n_rattachees"))
    return (
        f"Publié pour des bénéficiaires de ce territoire ({where}) : {wording.join(told) or 'rien en argent'}. "
        f"Structure reconnue par son SIRET ou son RNA : {wording.share(n_known, n_lines)}."
    )


def unplaced(rows: Sequence[Row]) -> str:
    """How many lines are counted nowhere, for want of a commune or of an exercice; "" when there is none."""
    n = sum(row["n_lignes"] for row in rows if not row["situe"])
    if not n:
        return ""
    lines = wording.plural(n, "ligne publiée n'a", "lignes publiées n'ont")
    return f"{lines} pas de commune de bénéficiaire, ou pas d'exercice : rien ne les compte ici."


def grants(scope: Scope) -> None:
    """Published grants by who gives them, then line by line."""
    rows = cached.rows(scope, "subventions_publiees", **scope.filters)
    show.section(
        "Subventions publiées par les financeurs",
        "À la commune du bénéficiaire, qui n'est pas le lieu de l'action. Une même aide peut figurer aussi dans le "
        "plan d'une action : les deux ne s'additionnent pas.",
    )
    if not rows:
        show.empty(
            "Aucune subvention publiée n'est connue ici.",
            "Le chargé de mission peut charger ce que chaque financeur publie (SCDL).",
        )
        return
    show.paragraph(sentence(rows, scope.label))
    if left := unplaced(rows):
        show.paragraph(left)
    placed = [_told(row) for row in rows if row["situe"]]
    if not placed:
        return
    show.table(placed, _GRANTS, "Un total par attribuant et par étape, par ordre alphabétique", limit=SHOWN)
    n_lines = sum(row["n_lignes"] for row in placed)
    lines = [
        {**row, "reconnue": _structure(row)}
        for row in cached.rows(scope, "subventions_lignes", **scope.filters, limite=SHOWN)
    ]
    show.table(lines, _LINES, "Lignes publiées, des plus récentes aux plus anciennes", total=n_lines)
    every = partial(cached.fresh, scope, "subventions_lignes", **scope.filters)
    taking.exports(every, "subventions", "subventions_lignes", scope)


def _told(row: Row) -> Row:
    first, last = row["annee_min"], row["annee_max"]
    years = wording.UNKNOWN if first is None else f"{first}" if first == last else f"{first}-{last}"
    return {
        **row,
        "exercices": years,
        "montant": round(row["montant_eur"]),
        "etape_dite": f"{NATURES[row['etape']]}{', en nature' if row['nature'] == 'nature' else ''}",
        "rattachees": wording.share(row["n_rattachees"], row["n_lignes"]),
    }


def _structure(row: Row) -> str:
    """The structure known for sure, or the one that the name alone proposes."""
    if row["structure"]:
        return str(row["structure"])
    return f"à confirmer : {row['proposition']}" if row["proposition"] else "non reconnue"


def posts(scope: Scope) -> None:
    """Posts that the State pays in part, by scheme and year."""
    asked = {"departement": scope.departement, **scope.period}
    rows = cached.rows(scope, "postes_publies", **asked)
    show.section("Postes financés par l'État", "Adultes-relais et FONJEP, connus par département.")
    told = [{**row, "connus": wording.share(row["n_montants"], row["n_postes"])} for row in rows if row["situe"]]
    left = sum(row["n_postes"] for row in rows if not row["situe"])
    if left:
        lost = wording.plural(left, "poste publié ne dit", "postes publiés ne disent")
        show.paragraph(f"{lost} pas leur département : rien ne les compte ici.")
    if not told:
        show.paragraph("Aucun poste n'est connu ici pour ces années : nd, et non zéro.")
        return
    show.table(told, _POSTS, "Par année et dispositif, tout le département", limit=20)
    taking.exports(partial(cached.fresh, scope, "postes_publies", **asked), "postes", "postes_publies", scope)
