"""Where granted money goes, what is about to end, what a departure would do: each followed to its rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.frame import cached, reference, wording
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Column, Figure
from dashboard.money import sankey, shared
from dashboard.money import words as money
from dashboard.provenance import facts
from dashboard.provenance.asked import Asked, UnknownError
from dashboard.provenance.facts import Facts
from dashboard.provenance.kind import Kind


def _ending(asked: Asked, rows: Sequence[Row]) -> Figure:
    count = sum(row["n"] for row in rows)
    known = sum(row["n_montants"] for row in rows)
    amount = money.euros(money.total(rows, "accorde_eur"))
    day = reference.after(cached.reference_day(asked.scope))
    note = f"Accordé : {amount}, connu pour {wording.share(known, count)}" if count else ""
    return Figure("Conventions qui finissent", wording.number(count), n=note, period=f"Dans les douze mois {day}")


_ENDS = ("famille", "financeur", "dimension", "theme", "vers")


def path(key: str) -> dict[str, str]:
    """« famille=État|vers=Moulins »: the ends of a flow, as the diagram names them; what it has no level for is left
    out."""
    told = (end.partition("=") for end in key.split("|"))
    return {name: value for name, _, value in told if name in _ENDS}


def _levels(ends: Mapping[str, str]) -> dict[str, str]:
    return {"bassin" if name == "vers" else name: value for name, value in ends.items()}


def _flow_asked(asked: Asked) -> Mapping[str, Any]:
    return asked.scope.filters | ({"par_theme": 1} if "theme" in path(asked.key) else {})


def _behind(asked: Asked) -> dict[str, list[str]]:
    """Level → the names that each end of the flow stands for: all that « 12 autres » gathers."""
    rows = cached.rows(asked.scope, "flux_financiers", **_flow_asked(asked))
    ends = _levels(path(asked.key))
    return cached.kept(
        asked.scope, "bouts_d_un_flux", (asked.key, *asked.scope.filters.values()), lambda: sankey.behind(rows, ends)
    )


def _through(asked: Asked, row: Row) -> bool:
    """Whether a flow passes through all the ends that the key tells, as the diagram draws it: returns are left out."""
    ends = _behind(asked)
    return bool(ends) and row["montant_eur"] > 0 and all(row[level] in names for level, names in ends.items())


def _flow(asked: Asked, rows: Sequence[Row]) -> Figure:
    ends = _levels(path(asked.key))
    names = _behind(asked)
    notes = [f"{ends[level]} : {wording.join(names[level])}" for level in ends if sankey.gathered(ends[level])]
    told = " → ".join(ends.values())
    amount = wording.euros(round(sum(row["montant_eur"] for row in rows)))
    return Figure(f"Argent accordé : {told}", amount, note=". ".join(notes))


def _grants() -> Facts:
    """The grants that pass through a flow, each with its part of it."""

    def values(asked: Asked) -> Mapping[str, Any]:
        names = {"vers" if level == "bassin" else level: told for level, told in _behind(asked).items()}
        return {**asked.scope.filters, **names}

    columns = [
        facts.SUBJECT,
        Column("financeur", "Financeur"),
        Column("exercice", "Exercice", "code"),
        Column("accorde_eur", "Accordé", "euros"),
        Column("part", "Part qui passe ici", "percent"),
        Column("accorde_ici_eur", "Compté ici", "euros"),
    ]
    return Facts("Les aides additionnées", "origine_flux", values, columns, facts.money_row, lambda _: "")


def _hypothesis(asked: Asked) -> Mapping[str, Any]:
    """What a departure is asked: « famille:CAF|0.5 », who leaves and how much of what they give."""
    if asked.scope.departement is None:
        raise UnknownError("Un départ se lit département par département.")
    who, _, cut = asked.key.rpartition("|")
    kind, _, name = who.partition(":")
    if kind not in ("famille", "financeur") or cut not in money.CUTS:
        raise UnknownError(f"« {asked.key[:60]} » n'est pas une hypothèse (famille:CAF|0.5, financeur:Ville|1).")
    return {**asked.scope.place, kind: name, "baisse": float(cut)}


def _departure(asked: Asked, rows: Sequence[Row]) -> Figure:
    (row,) = rows
    who, _, cut = asked.key.rpartition("|")
    kind, _, name = who.partition(":")
    known = cached.rows(asked.scope, "plans_connus", **asked.scope.place)[0]["n"]
    return Figure(
        f"Actions qui passeraient sous leur coût si {money.whom(kind, name)} {money.CUTS[cut]}",
        wording.number(row["n_bascules"]),
        n=f"{wording.plural(row['n_touchees'], 'action touchée', 'actions touchées')}, sur {wording.number(known)} "
        "dont le plan est connu",
        period=wording.sentence(reference.on(cached.reference_day(asked.scope))),
    )


def _touched() -> Facts:
    """The actions that would lose, those that would no longer cover their cost first."""
    columns = [
        facts.SUBJECT,
        Column("structure", "Structure"),
        Column("exercice", "Exercice", "code"),
        Column("cout_eur", "Coût", "euros"),
        Column("ressources_eur", "Ressources", "euros"),
        Column("perte_eur", "Perte", "euros"),
        Column("manque_apres_eur", "Il manquerait", "euros"),
        Column("bascule_dit", "Compté"),
    ]
    return Facts("Les actions touchées", "origine_depart", _hypothesis, columns, _tipping, lambda _: "")


def _tipping(row: Row, scope: Scope) -> Row:
    amounts = ("cout_eur", "ressources_eur", "perte_eur", "manque_apres_eur")
    whole = {name: money.whole(row[name]) for name in amounts}
    return {**facts.linked(row, scope), **whole, "bascule_dit": "oui" if row["bascule"] else "non"}


def _stopped(asked: Asked, rows: Sequence[Row]) -> Figure:
    (row,) = rows
    return Figure(
        "Actions arrêtées faute de financement",
        wording.number(row["n_arrets"]),
        n=f"{wording.share(row['n_arrets'], row['n_avec_motif'])} des actions terminées dont le motif est dit",
    )


def _ended() -> Facts:
    """The actions that ended and say why, those that lacked funds first."""
    columns = [
        facts.SUBJECT,
        Column("structure", "Structure"),
        Column("date_fin", "Fin", "day", precision="date_fin_precision"),
        Column("motif_fin", "Motif, tel qu'écrit"),
        Column("compte_dit", "Compté"),
        facts.LINE,
    ]

    def written(row: Row, scope: Scope) -> Row:
        lacked = row["motif_fin_code"] == "financement"
        return {**facts.linked(row, scope), "compte_dit": "oui" if lacked else "non : un autre motif"}

    return Facts(
        "Les actions terminées qui disent pourquoi",
        "origine_arrets",
        lambda asked: asked.scope.filters,
        columns,
        written,
        lambda _: "",
    )


def _stopping(asked: Asked) -> tuple[str, str]:
    return asked.scope.href("financements", question="arret"), "Financements, ce qui va s'arrêter"


KINDS = {
    "depart": Kind(
        "Si un financeur se retirait",
        "Une hypothèse, pas une prévision : au dernier exercice dont le coût et les aides accordées sont connus, les "
        "actions qui couvraient leur coût et ne le couvriraient plus sans ce que donne ce financeur, le reste "
        "inchangé.",
        "simulation_bilan",
        _hypothesis,
        _departure,
        ("n_bascules", "n_touchees", "n_couvertes", "perte_eur", "manque_eur"),
        (_touched(),),
        _stopping,
        levels=("departement", "bassin"),
        mine=lambda asked, row: row["bassin"] is None,
        of_a_day=True,
        keyed="un financeur et une baisse",
    ),
    "arrets": Kind(
        "Actions arrêtées faute de financement",
        "Les actions terminées dans les années choisies dont la fiche dit qu'elles se sont arrêtées faute de "
        "financement.",
        "arrets_comptes",
        lambda asked: asked.scope.filters,
        _stopped,
        ("n_arrets", "n_avec_motif", "n_terminees"),
        (_ended(),),
        _stopping,
        levels=("departement", "bassin"),
    ),
    "conventions": Kind(
        "Conventions qui finissent",
        "Les conventions datées qui finissent dans les douze mois qui suivent le dernier jour connu. Une convention "
        "peut être en cours de renouvellement.",
        "conventions_mois",
        lambda asked: asked.scope.place,
        _ending,
        ("n", "n_montants", "accorde_eur"),
        (facts.conventions(),),
        _stopping,
        levels=("departement", "bassin"),
        summed=True,
        of_a_day=True,
    ),
    "flux": Kind(
        "Argent accordé, d'un niveau à l'autre",
        f"{shared.GRANTS}. Chaque euro passe une fois par niveau ; une action sur plusieurs communes est partagée "
        "selon leur population, une action à plusieurs thèmes également entre eux.",
        "flux_financiers",
        _flow_asked,
        _flow,
        ("montant_eur",),
        (_grants(),),
        lambda asked: (asked.scope.href("financements"), "Financements"),
        levels=("departement", "bassin"),
        mine=_through,
        keyed="un flux",
    ),
}
