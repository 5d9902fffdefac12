"""Social projects: those of a territory, then one with its axes, structures, agréments, and where it reaches or not."""

from collections import Counter
from collections.abc import Sequence

from dashboard.committee import words
from dashboard.frame import cached, reference, show, wording
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Column

_SITUATIONS = {
    "locaux": "locaux sur place",
    "rayonnement": "couverte, sans locaux",
    "limite": "citée comme limite",
    "non_couverte": "non couverte",
}
_PROJECTS = [
    Column("titre", "Projet social", href="lien"),
    Column("epci", "Intercommunalité"),
    Column("quand", "Durée"),
    Column("n_axes", "Axes", "number"),
    Column("n_structures", "Structures", "number"),
]
_STRUCTURES = [
    Column("structure", "Structure"),
    Column("role", "Rôle"),
    Column("gouvernance", "Gouvernance"),
    Column("agrement", "Agrément"),
    Column("quand", "De, à"),
    Column("suite", "Suite", "code"),
]
_COMMUNES = [
    Column("commune", "Commune", href="lien"),
    Column("situation", "Situation", labels=_SITUATIONS),
    Column("sur_place", "Structures sur place"),
    Column("cite", "Limite d'un territoire d'action, pour"),
    Column("quartiers_dits", "Quartiers prioritaires (QPV)"),
]


def listed(scope: Scope) -> None:
    """The projects of the scope; nothing where there is none."""
    rows = cached.rows(scope, "projets_sociaux", **scope.place)
    if not rows:
        return
    show.section("Les projets sociaux", "Le dernier à finir d'abord.")
    told = [
        {
            **row,
            "titre": words.named(row["titre"]),
            "lien": scope.href("projet", id=str(row["projet_id"])),
            "quand": _when(row),
        }
        for row in rows
    ]
    show.table(told, _PROJECTS, f"{wording.plural(len(rows), 'projet social', 'projets sociaux')}, {scope.territory}")


def _when(row: Row) -> str:
    return f"{words.period(row['debut'], row['fin'], row['precision'])}{' (fini)' if row['fini'] else ''}"


def one(scope: Scope, project: Row) -> None:
    """The whole page of one project."""
    subject = project["projet_id"]
    show.back(scope.href("seances"), "Séances et instances")
    show.title(
        words.named(project["titre"]), "Qui le porte, jusqu'à quand, et où va-t-il ?", str(project["epci"] or "")
    )
    communes = cached.rows(scope, "projet_communes", sujet=subject)
    members = cached.rows(scope, "projet_structures", sujet=subject)
    names = {row["structure_id"] for row in members}
    show.answer(f"{wording.plural(len(names), 'structure')}, {_when(project)} : {reach(communes)}.")
    show.old_reference(scope)
    _axes(cached.rows(scope, "projet_axes", sujet=subject))
    _structures(scope, members)
    _territory(scope, communes)
    show.sources_line(scope, project["sources"])


def reach(communes: Sequence[Row]) -> str:
    """« locaux dans 3 communes, 27 couvertes sans locaux, aucune non couverte »."""
    counts = Counter(row["situation"] for row in communes)
    if not communes:
        return "aucun territoire n'est dit"
    parts = [
        f"locaux dans {wording.plural(counts['locaux'], 'commune')}",
        f"{wording.plural(counts['rayonnement'], 'commune couverte', 'communes couvertes')} sans locaux",
    ]
    if counts["limite"]:
        parts.append(f"{wording.plural(counts['limite'], 'citée', 'citées')} comme limite")
    missing = counts["non_couverte"]
    parts.append(f"{wording.plural(missing, 'non couverte', 'non couvertes')}" if missing else "aucune non couverte")
    return wording.join(parts)


def _axes(rows: Sequence[Row]) -> None:
    show.section("Ses axes")
    own = [f"{row['rang']}. {words.named(row['intitule'])}" for row in rows if not row["transversal"]]
    across = [words.named(row["intitule"]) for row in rows if row["transversal"]]
    if not rows:
        show.paragraph("Aucun axe n'est connu.")
        return
    show.points([*own, *([f"Transversaux : {wording.join(across)}."] if across else [])])


def _structures(scope: Scope, rows: Sequence[Row]) -> None:
    day = reference.on(cached.reference_day(scope))
    show.section("Structures et agréments", f"Ce qui est fini l'est {day}.")
    if not rows:
        show.paragraph("Aucune structure n'est connue.")
        return
    told = [
        {
            **row,
            "agrement": f"{row['organisme']} : {words.named(row['objet'])}" if row["organisme"] else None,
            "quand": words.period(row["debut"], row["fin"], row["precision"]) if row["organisme"] else None,
            "suite": "fini" if row["fini"] else "",
        }
        for row in rows
    ]
    show.table(told, _STRUCTURES, "Structures du projet, et leurs agréments")


def _territory(scope: Scope, rows: Sequence[Row]) -> None:
    show.section("Territoire couvert, et non couvert")
    if not rows:
        show.paragraph("Ni intercommunalité ni commune n'est dite : on ne sait pas où va ce projet.")
        return
    if all(row["qpv"] is None for row in rows):
        show.paragraph(
            "La liste officielle des quartiers prioritaires n'est pas chargée : seuls ceux que les sources nomment "
            "sont dits ici, et l'absence d'un nom n'y dit rien."
        )
    told = [
        {
            **row,
            "lien": scope.territory_href("commune", str(row["code_commune"])),
            "sur_place": wording.join(list(row["structures"])) if row["structures"] else "",
            "cite": wording.join(list(row["limites"])) if row["limites"] else "",
            "quartiers_dits": districts(row),
        }
        for row in rows
    ]
    plain = [row for row in told if row["situation"] == "rayonnement" and not row["limites"] and not row["quartiers"]]
    marked = [row for row in told if row not in plain]
    if marked:
        show.table(marked, _COMMUNES, "Locaux, limites citées, communes non couvertes", limit=400)
    if plain:
        folded = f"Voir {wording.plural(len(plain), 'autre commune couverte', 'autres communes couvertes')}"
        show.table(plain, _COMMUNES, "Communes couvertes, sans locaux", limit=400, folded=folded)


def districts(row: Row) -> str:
    """The districts that the project names there, or that there are some which it does not; "" where none is known."""
    if row["quartiers"]:
        return wording.join(list(row["quartiers"]))
    if row["qpv"]:
        return "un QPV au moins, non nommé par le projet"
    return "" if row["qpv"] is None else "aucun"
