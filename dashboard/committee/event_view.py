"""One edition of an event: how many came and how it was counted, what questionnaires bound, its budget."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from dashboard.committee import words
from dashboard.directory import sheet
from dashboard.frame import cached, origin, show, wording
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Column
from dashboard.money import plan_view

_COUNTS = [
    Column("nom", "Édition", href="lien"),
    Column("tenu_le", "Date", "day", precision="jour_precision"),
    Column("quoi", "Ce qui est compté"),
    Column("dit", "Nombre", "figure"),
    Column("methode", "Méthode de comptage"),
]
_BASES = {"presents": "personnes venues", "questionnaires": "personnes qui ont reçu un questionnaire"}


def view(scope: Scope, event: Row) -> None:
    """The whole page of one edition."""
    show.back(scope.href("", **_around(event)), "Synthèse et événements")
    day = wording.day(words.day_of(event["tenu_le"]), event["precision"])
    show.title(str(event["nom"]), f"{event['serie']} : combien sont venus, et qu'en disent-ils ?", _where(event, day))
    counts = cached.rows(scope, "evenement_comptages", sujet=event["evenement_id"])
    known = any(row["evenement_id"] == event["evenement_id"] and row["grandeur"] for row in counts)
    show.answer(answer(event, counts), followed=_followed(scope, event) if known else "")
    show.points(_facts(event))
    _editions(scope, counts)
    _questionnaires(cached.rows(scope, "evenement_questionnaires", sujet=event["evenement_id"]))
    _money(scope, event)
    show.caution()
    show.sources_line(scope, event["sources"])


def _followed(scope: Scope, event: Row) -> str:
    around = replace(scope, departement=event["departement"] or None, bassin=None, annee_min=None, annee_max=None)
    return origin.href(around, "affluence", key=str(event["evenement_id"]))


def _around(event: Row) -> dict[str, str]:
    return {"departement": str(event["departement"])} if event["departement"] else {}


def _where(event: Row, day: str) -> str:
    place = event["commune"] or f"département {event['departement']}"
    return f"{place}, {day}" if day != wording.UNKNOWN else f"{place}, date inconnue"


def answer(event: Row, counts: Sequence[Row]) -> str:
    """How many came to this edition, as its sources say it; all of them where they disagree."""
    own = [row for row in counts if row["evenement_id"] == event["evenement_id"] and row["grandeur"]]
    people = [row for row in own if row["grandeur"] in ("participants_distincts", "participations")]
    if not people:
        return "Personne ne dit combien sont venus à cette édition."
    said = list(dict.fromkeys(f"{wording.quantity(row)} {wording.GRANDEURS[row['grandeur']]}" for row in people))
    return f"{wording.join(said, 'ou')}, selon la source." if len(said) > 1 else f"{said[0]}."


def _facts(event: Row) -> list[str]:
    others = event["representes"]
    return [
        f"Organisé par : {event['organisateur'] or wording.UNKNOWN}.",
        f"Thème : {event['theme'] or wording.UNKNOWN}.",
        *([f"Autres départements représentés : {wording.join(list(others))}."] if others else []),
    ]


def _editions(scope: Scope, counts: Sequence[Row]) -> None:
    show.section("D'une édition à l'autre", "Deux nombres ne se comparent qu'à méthode égale.")
    for said in changes(counts):
        show.note(said)
    told = [
        {
            **row,
            "lien": scope.href("evenement", id=str(row["evenement_id"])),
            "quoi": wording.GRANDEURS[row["grandeur"]] if row["grandeur"] else "rien de dit",
            "dit": wording.quantity(row) if row["grandeur"] else wording.UNKNOWN,
            "methode": row["methode"] or wording.UNKNOWN,
        }
        for row in counts
    ]
    show.table(told, _COUNTS, "Ce qui est compté à chaque édition, et comment")


def changes(counts: Sequence[Row]) -> list[str]:
    """The editions between which people are counted in another way, so that they do not compare."""
    dated = [row for row in counts if row["grandeur"] == "participants_distincts" and row["methode"] and row["tenu_le"]]
    return [
        f"De « {one['nom']} » à « {other['nom']} », la méthode change ({one['methode']}, puis {other['methode']}) : "
        "les deux nombres ne se comparent pas."
        for one, other in pairwise(dated)
        if one["methode"] != other["methode"] and one["evenement_id"] != other["evenement_id"]
    ]


def _questionnaires(rows: Sequence[Row]) -> None:
    show.section("Questionnaires")
    if not rows:
        show.paragraph("Aucun questionnaire n'est connu pour cette édition.")
        return
    show.points([inquiry(row) for row in rows])


def inquiry(row: Row) -> str:
    """« 2024 : 45 réponses sur 200 […]. Entre 20 % et 98 % […] »: what answers say, and what they cannot."""
    year = f"{row['annee']} : " if row["annee"] else ""
    if row["contredit"]:
        return f"{year}ces nombres se contredisent (plus de réponses que de personnes) : rien n'en est tiré."
    if row["secret"]:
        return f"{year}un de ces nombres est masqué par le secret statistique ({wording.SECRET})."
    if row["repondants"] is None:
        return f"{year}le nombre de réponses n'est pas connu."
    if row["sur"] is None:
        return (
            f"{year}{wording.plural(int(row['repondants']), 'réponse')} ; ni les personnes venues ni les "
            "questionnaires remis ne sont connus : rien ne borne l'avis des autres."
        )
    base = row["presents"] if row["sur"] == "presents" else row["questionnaires"]
    told = f"{year}réponses : {wording.share(row['repondants'], base)} {_BASES[row['sur']]}."
    if row["satisfaits"] is None:
        return f"{told} Les satisfaits ne sont pas connus."
    low, high = wording.percent(row["au_moins"]), wording.percent(row["au_plus"])
    return (
        f"{told} Satisfaits : {wording.share(row['satisfaits'], row['repondants'])} réponses. Parmi toutes les "
        f"{_BASES[row['sur']]}, entre {low} (si les autres disaient tous non) et {high} (s'ils disaient tous oui)."
    )


def _money(scope: Scope, event: Row) -> None:
    """Its amounts, funders and budget, then its funding plan: those of an action, by the same functions."""
    subject = event["evenement_id"]
    cited = cached.rows(scope, "montants", sujet=subject)
    paid = cached.rows(scope, "financements", sujet=subject)
    lines = cached.rows(scope, "lignes_budget", sujet=subject)
    show.section("Avec quel argent")
    if not (cited or paid or lines):
        show.paragraph("Aucun montant, aucun budget et aucun financeur n'est connu : le coût est nd, il n'est pas nul.")
    if cited:
        sheet.amounts(cited)
    if paid:
        sheet.funders(paid)
    sheet.budget(lines)
    year = day.year if (day := words.day_of(event["tenu_le"])) else None
    plan_view.plan(scope, subject, (year, year))
