"""What the first page counts besides people and money: verdicts of indicators, events, followed to their rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.frame import wording
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Column, Figure
from dashboard.indicators.board import ONE
from dashboard.indicators.words import VERDICTS
from dashboard.provenance import facts
from dashboard.provenance.asked import Asked, UnknownError
from dashboard.provenance.facts import Facts
from dashboard.provenance.kind import Kind


def _place(asked: Asked) -> Mapping[str, Any]:
    if asked.code is None:
        raise UnknownError("Un verdict se lit département par département, ou bassin par bassin.")
    if asked.key and asked.key not in VERDICTS:
        raise UnknownError(f"« {asked.key[:60]} » n'est pas un verdict ({wording.join(list(VERDICTS), 'ou')}).")
    return {**asked.place, "departement": asked.scope.departement}


def _count(asked: Asked, rows: Sequence[Row]) -> Figure:
    return Figure(f"Indicateurs : {asked.key}", wording.number(len(rows)))


def _listed() -> Facts:
    """The indicators that have the verdict of the key, each with what is said of it."""
    columns = [
        Column("titre", "Indicateur", href="lien"),
        Column("annee", "Année jugée", "code"),
        Column("verdict", "Verdict"),
        Column("phrase", "En une phrase"),
    ]

    def values(asked: Asked) -> Mapping[str, Any]:
        return {**asked.place, "verdict": asked.key}

    def written(row: Row, scope: Scope) -> Row:
        return {**row, "lien": scope.href(ONE, id=str(row["indicateur"]))}

    return Facts("Les indicateurs comptés", "origine_verdicts", values, columns, written, lambda _: "")


def _undated(asked: Asked, rows: Sequence[Row]) -> Figure:
    return Figure("Actions sans année connue", wording.number(rows[0]["n_actions_sans_annee"]))


def _events(asked: Asked, rows: Sequence[Row]) -> Figure:
    return Figure("Événements recensés", wording.number(rows[0]["n_evenements"]))


KINDS = {
    "verdicts": Kind(
        "Indicateurs par verdict",
        "Un verdict n'annonce un progrès ou un recul que si un test le dit, toutes précautions prises contre les "
        "fausses alertes ; chaque indicateur a un seul verdict par territoire.",
        "progres_indicateurs",
        _place,
        _count,
        (),
        (_listed(),),
        lambda asked: (asked.scope.href("indicateurs"), "Indicateurs"),
        levels=("departement", "bassin"),
        mine=lambda asked, row: row["verdict"] == asked.key,
        keyed="un verdict",
        summed=True,
        of_a_day=True,
    ),
    "actions-sans-annee": Kind(
        "Actions sans année connue",
        "Les fiches actions du territoire dont aucune date ne dit l'année : dès que des années sont choisies, elles ne "
        "sont pas comptées.",
        "chiffres_cles",
        lambda asked: asked.scope.filters,
        _undated,
        ("n_actions_sans_annee",),
        (facts.listed(undated=True),),
        lambda asked: (asked.scope.href("actions"), "Actions"),
        levels=("departement", "bassin"),
    ),
    "evenements": Kind(
        "Événements recensés",
        "Les événements du périmètre tenus dans les années choisies, chaque édition une fois.",
        "chiffres_cles",
        lambda asked: asked.scope.filters,
        _events,
        ("n_evenements",),
        (facts.subjects(kind="evenement"),),
        lambda asked: (asked.scope.href(""), "La Synthèse"),
        levels=("departement", "bassin"),
    ),
}
