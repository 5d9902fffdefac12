"""How far fiches are filled in, as « Sources et qualité » says it: each rate and each field, followed to its fiches."""

from collections.abc import Sequence

from dashboard.frame import cached, wording
from dashboard.frame.row import Row
from dashboard.frame.show import Figure
from dashboard.money import costs
from dashboard.overview import filling
from dashboard.provenance import facts
from dashboard.provenance.asked import Asked, UnknownError
from dashboard.provenance.facts import Facts
from dashboard.provenance.kind import Kind


def _page(asked: Asked) -> tuple[str, str]:
    return asked.scope.href("sources"), "Sources et qualité"


def _field(validated: bool) -> Kind:
    """How many fiches fill in a field; ``validated``: those alone where what is said counts."""

    def figure(asked: Asked, rows: Sequence[Row]) -> Figure:
        (row,) = rows
        known = filling.filled(row) if validated else row["n_renseignes"]
        value = wording.share(known, row["n_actions"]) if row["n_actions"] else wording.POINTLESS
        verb = "renseigné et validé" if validated else "renseigné"
        return Figure(f"Champ « {row['champ']} » {verb}", value)

    return Kind(
        "Un champ des fiches",
        "Les fiches du périmètre où ce champ dit quelque chose. Ce que le programme a lu dans un texte est proposé, et "
        "ne compte qu'une fois validé.",
        "completude",
        lambda asked: asked.scope.filters,
        figure,
        ("n_renseignes", "n_valides", "n_actions"),
        (facts.field(),),
        _page,
        levels=("departement", "bassin"),
        mine=lambda asked, row: row["champ"] == asked.key,
        keyed="un champ de la fiche",
    )


def _rate(rank: int, question: str, columns: Sequence[str], listed: Facts, field: str = "") -> Kind:
    """One of the rates of « Sources et qualité »; ``field``: the one that it is read in."""

    def figure(asked: Asked, rows: Sequence[Row]) -> Figure:
        told = {name: cached.rows(asked.scope, name, **asked.scope.filters) for name in filling.QUESTIONS}
        return filling.rates(told, asked.scope)[rank]

    return Kind(
        "Ce que les fiches disent",
        "La part de ce qui est recensé dans le périmètre dont on sait cela, validé par une personne. Le reste est "
        "inconnu : ce n'est pas zéro.",
        question,
        lambda asked: asked.scope.filters,
        figure,
        columns,
        (listed,),
        _page,
        levels=("departement", "bassin"),
        mine=lambda asked, row: not field or row["champ"] == field,
        summed=True,
    )


def _situation(asked: Asked, rows: Sequence[Row]) -> Figure:
    (row,) = rows
    if asked.key not in costs.SITUATIONS:
        raise UnknownError(f"« {asked.key[:60]} » n'est pas une situation ({', '.join(costs.SITUATIONS)}).")
    whole = f"Sur {wording.plural(costs.total(row), 'action ou événement', 'actions et événements')}"
    return Figure(costs.SITUATIONS[asked.key], wording.number(costs.situations(row)[asked.key]), n=whole)


KINDS = {
    "situations": Kind(
        "Actions et événements selon ce que l'on sait de leur coût",
        "Chaque action et chaque événement du périmètre est dans une seule de ces quatre situations : coût connu, "
        "déclarations contradictoires, montants à valider, coût inconnu (nd, et non zéro).",
        "argent_situations",
        lambda asked: asked.scope.filters,
        _situation,
        ("n_connu", "n_contradictoire", "n_a_valider", "n_inconnu"),
        (facts.known_costs(situation=True),),
        lambda asked: (asked.scope.href("couts"), "Coûts déclarés"),
        levels=("departement", "bassin"),
    ),
    "debuts-connus": _rate(
        0, "completude", ("n_renseignes", "n_actions"), facts.field("date de début"), "date de début"
    ),
    "participants-connus": _rate(
        1, "completude", ("n_valides", "n_actions"), facts.field("participants"), "participants"
    ),
    "couts-connus": _rate(
        2, "argent_situations", ("n_connu", "n_contradictoire", "n_a_valider", "n_inconnu"), facts.known_costs()
    ),
    "affluences-connues": _rate(3, "evenements", (), facts.subjects(("affluence",), "evenement")),
    "initiatives": _rate(
        4, "chiffres_cles", ("n_initiative_habitante", "n_initiative_connue"), facts.field("initiative")
    ),
    "champ": _field(validated=False),
    "champ-valide": _field(validated=True),
}
