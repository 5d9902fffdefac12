"""Where granted money goes, and what is about to end: flows and conventions, followed to their rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.frame import cached, reference, wording
from dashboard.frame.row import Row
from dashboard.frame.show import Figure
from dashboard.money import shared
from dashboard.money import words as money
from dashboard.provenance import facts
from dashboard.provenance.asked import Asked
from dashboard.provenance.kind import Kind


def _ending(asked: Asked, rows: Sequence[Row]) -> Figure:
    count = sum(row["n"] for row in rows)
    known = sum(row["n_montants"] for row in rows)
    amount = money.euros(money.total(rows, "accorde_eur"))
    day = reference.after(cached.reference_day(asked.scope))
    note = f"Accordé : {amount}, connu pour {wording.share(known, count)}" if count else ""
    return Figure("Conventions qui finissent", wording.number(count), n=note, period=f"Dans les douze mois {day}")


def _flow_asked(asked: Asked) -> Mapping[str, Any]:
    return asked.scope.filters | ({"par_theme": 1} if "theme" in facts.path(asked.key) else {})


def _through(asked: Asked, row: Row) -> bool:
    """Whether a flow passes through all the ends that the key tells, as the diagram draws it: returns are left out."""
    ends = facts.path(asked.key)
    return (
        bool(ends)
        and row["montant_eur"] > 0
        and all(row["bassin" if name == "vers" else name] == value for name, value in ends.items())
    )


def _flow(asked: Asked, rows: Sequence[Row]) -> Figure:
    told = " → ".join(facts.path(asked.key).values())
    return Figure(f"Argent accordé : {told}", wording.euros(round(sum(row["montant_eur"] for row in rows))))


KINDS = {
    "conventions": Kind(
        "Conventions qui finissent",
        "Les conventions datées qui finissent dans les douze mois qui suivent le dernier jour connu. Une convention "
        "peut être en cours de renouvellement.",
        "conventions_mois",
        lambda asked: asked.scope.place,
        _ending,
        ("n", "n_montants", "accorde_eur"),
        (facts.conventions(),),
        lambda asked: (asked.scope.href("financements", question="arret"), "Financements, ce qui va s'arrêter"),
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
        (facts.flow(),),
        lambda asked: (asked.scope.href("financements"), "Financements"),
        levels=("departement", "bassin"),
        mine=_through,
        keyed="un flux",
    ),
}
