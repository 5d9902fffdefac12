"""What sources say of one action or event, where they may differ: each figure followed to every statement of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.directory import sheet
from dashboard.frame import wording
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Column, Figure
from dashboard.money import costs
from dashboard.overview import overview, people
from dashboard.provenance.asked import Asked
from dashboard.provenance.facts import LINE, SUBJECT, Facts, linked
from dashboard.provenance.kind import Kind

_WORDS = Column("texte_source", "D'après ces mots")
_CAME = tuple(people.QUANTITIES)


def _said_differently(asked: Asked, rows: Sequence[Row]) -> Figure:
    (row,) = rows
    return Figure(overview.subject(row), overview.sides(row), note="Les sources diffèrent : aucune n'est préférée")


def _attendance(asked: Asked, rows: Sequence[Row]) -> Figure:
    (row,) = rows
    return Figure(
        f"Personnes venues : {row['nom']}", overview.attendance(row), n=wording.plural(row["n_sources"], "source")
    )


def _statements(of: str) -> Facts:
    """Every validated statement of people: of the key of a disagreement, or of an event."""

    def values(asked: Asked) -> Mapping[str, Any]:
        if of == "affluence":
            return {"sujet": asked.key, "grandeur": list(_CAME), "annee": None}
        subject, quantity, year = [*asked.key.rsplit("|", 2), "", ""][:3]
        return {"sujet": subject, "grandeur": [quantity], "annee": int(year) if year.isdecimal() else None}

    return Facts("Ce que dit chaque source", "origine_affirmations", values, _STATED, _stated, lambda _: "", _hidden)


_STATED = [
    SUBJECT,
    Column("grandeur", "Ce qui est compté", labels=wording.GRANDEURS),
    Column("annee", "Année", "code"),
    Column("nombre", "Nombre dit", "figure"),
    _WORDS,
    LINE,
]


def _stated(row: Row, scope: Scope) -> Row:
    return {**linked(row, scope), "nombre": wording.quantity(row)}


def _hidden(row: Row) -> str:
    return f"{wording.MARKS[wording.SECRET].capitalize()} (s) : ce nombre n'est pas publié." if row["secret"] else ""


def _declared() -> Facts:
    """What is declared of the cost of the subject of the key: costs told in words, totals and lines of budgets."""
    columns = [
        Column("quoi_dit", "Ce qui est déclaré"),
        Column("exercice", "Exercice", "code"),
        Column("libelle", "Compte, ou mots"),
        Column("combien", "Montant", "figure"),
        LINE,
    ]
    return Facts(
        "Ce qui est déclaré, ligne à ligne",
        "origine_contradiction",
        lambda asked: {"sujet": asked.key},
        columns,
        _declared_line,
        lambda _: "",
    )


_DECLARED = {"cite": "Coût cité", "total": "total des charges", "charge": "charge", "produit": "produit"}


def _declared_line(row: Row, scope: Scope) -> Row:
    what = _DECLARED[row["quoi"]]
    told = f"{sheet.BUDGETS[row['nature']]}, {what}" if row["nature"] else what
    amount = wording.amount(row) if row["montant_eur"] is not None or row["precision"] != "exacte" else wording.UNKNOWN
    return {**linked(row, scope), "quoi_dit": told, "combien": amount}


def _contradiction(asked: Asked, rows: Sequence[Row]) -> Figure:
    (row,) = rows
    return Figure(
        f"Total déclaré : {row['titre']}", wording.euros(row["total_eur"]), note=" ; ".join(costs.contradictions(row))
    )


def _undated(quantity: str) -> Kind:
    """How many actions and events tell people without a year."""

    def figure(asked: Asked, rows: Sequence[Row]) -> Figure:
        count = sum(row["n_sujets"] for row in rows)
        return Figure(f"{people.QUANTITIES[quantity][0]} sans date", wording.number(count), "actions et événements")

    return Kind(
        "Personnes dites sans date",
        "Les actions et événements qui disent leurs personnes sans qu'aucune année soit connue : le total d'aucune "
        "année ne les compte.",
        "effectif_sans_annee",
        lambda asked: {**asked.place, "grandeur": quantity},
        figure,
        ("n_sujets",),
        (
            Facts(
                "Les nombres sans année",
                "origine_sans_annee",
                lambda asked: {**asked.place, "grandeur": quantity},
                _STATED,
                _stated,
                lambda _: "",
                _hidden,
            ),
        ),
        lambda asked: (asked.scope.href(""), "La Synthèse"),
        levels=("departement", "bassin"),
    )


KINDS = {
    "divergence": Kind(
        "Ce que les sources disent différemment",
        "Deux sources donnent, du même événement et de la même année, deux nombres. Les deux restent : aucun n'entre "
        "dans un total avant qu'une personne tranche.",
        "divergences",
        lambda asked: asked.scope.filters,
        _said_differently,
        (),
        (_statements("divergence"),),
        lambda asked: (asked.scope.href(""), "La Synthèse"),
        levels=("departement", "bassin"),
        mine=lambda asked, row: overview.key(row) == asked.key,
        keyed="un événement, une grandeur et une année",
    ),
    "affluence": Kind(
        "Personnes venues à un événement",
        "Chaque nombre que disent les sources de cette édition ; plusieurs quand elles diffèrent.",
        "evenements",
        lambda asked: asked.scope.filters,
        _attendance,
        ("n_sources",),
        (_statements("affluence"),),
        lambda asked: (asked.scope.href("evenement", id=asked.key), "La page de cet événement"),
        levels=("departement", "bassin"),
        mine=lambda asked, row: row["evenement_id"] == asked.key,
        keyed="un événement",
    ),
    "contradiction": Kind(
        "Déclaration contradictoire",
        "Ce qui est déclaré est gardé tel quel, rien n'est corrigé : ce coût n'entre dans aucun total.",
        "contradictions_argent",
        lambda asked: asked.scope.filters,
        _contradiction,
        ("total_eur",),
        (_declared(),),
        lambda asked: (asked.scope.href("couts"), "Coûts déclarés"),
        levels=("departement", "bassin"),
        mine=lambda asked, row: row["sujet_id"] == asked.key,
        keyed="une action ou un événement",
    ),
    **{f"sans-annee-{quantity}": _undated(quantity) for quantity in people.QUANTITIES},
}
