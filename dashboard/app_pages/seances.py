"""Séances: what the committees met about and decided, what is due, and the sessions whose figures are closed."""

from collections.abc import Sequence

from dashboard.committee import (
    agenda_view,
    body_view,
    closing_view,
    deciding_view,
    decision_view,
    looking,
    project_view,
    session_view,
    target_view,
    words,
)
from dashboard.frame import cached, filters, show, wording, writing
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Column
from data.committee.forms import STATES

_MOST = 60
_DECISIONS = [
    Column("echeance", "Échéance", "day"),
    Column("retard", "Délai", "code"),
    Column("intitule", "Décision", href="lien"),
    Column("porteur", "Porteur"),
    Column("etat", "État", labels=STATES),
]
# Among those of several bodies, which one took it.
_DUE = [*_DECISIONS[:3], Column("instance", "Instance"), *_DECISIONS[3:]]


def page(scope: Scope) -> None:
    """The session that the address names, or all of them with what is due."""
    if decision := filters.asked("decision"):
        found = next(iter(cached.rows(scope, "decisions", decision=decision, jour=looking.past(scope))), None)
        if found is not None:
            decision_view.view(scope, found)
            return
        filters.ignored("Décision", decision)
    asked = filters.asked("id")
    rows = cached.rows(scope, "seances", **scope.place)
    one = next(iter(cached.rows(scope, "seances", seance=asked)), None) if asked else None
    if asked and one is None:
        filters.ignored("Séance", asked)
    writing.told()
    if one is None:
        _all(scope, rows)
    else:
        _one(scope, one)


def _all(scope: Scope, rows: Sequence[Row]) -> None:
    show.title("Séances", "Qu'ont décidé les comités, et qu'est-ce qui est dû ?", scope.label)
    due = looking.waiting(scope)
    held = wording.plural(len(rows), "séance connue", "séances connues")
    waiting = wording.plural(len(due), "décision attend", "décisions attendent")
    when = looking.on(scope)
    show.answer(f"{held} ; {waiting} une suite{words.late(due, f' {when}')}.")
    show.links([(scope.href("calendrier"), "Calendrier", "ce qui vient, à mettre dans votre agenda")])
    body_view.listed(scope)
    caption = f"Décisions qui attendent une suite, par échéance ; en retard {when}"
    _decisions(scope, due, "Ce qui est dû", caption, _DUE)
    deciding_view.states(scope, "dues", due)
    show.section("Les séances", "La dernière d'abord ; une séance close garde ses chiffres, à une adresse qui dure.")
    if not rows:
        show.empty("Aucune séance ici.", "Chargez-les par le modèle « instances » de la page Données.")
    else:
        _sessions(scope, rows)
    project_view.listed(scope)


def _sessions(scope: Scope, rows: Sequence[Row]) -> None:
    told = [
        {
            **row,
            "lien": scope.href("seances", id=str(row["seance_id"])),
            "chiffres": f"arrêtés, instantané {row['instantane']}" if row["instantane"] else "du jour",
        }
        for row in rows[:_MOST]
    ]
    columns = [
        Column("tenue_le", "Date", "day", precision="precision"),
        Column("instance", "Instance", href="lien"),
        Column("objet", "Objet"),
        Column("n_decisions", "Décisions", "number"),
        Column("chiffres", "Chiffres"),
    ]
    more = f" ; les {_MOST} dernières sur {len(rows)}" if len(rows) > _MOST else ""
    show.table(told, columns, f"Séances{more}")


def _one(scope: Scope, session: Row) -> None:
    show.back(scope.href("seances"), "Toutes les séances")
    show.title(str(session["instance"]), words.held(session), str(session["objet"] or ""))
    rows = cached.rows(scope, "decisions", seance=session["seance_id"], jour=looking.past(scope))
    show.answer(f"{wording.plural(len(rows), 'décision prise', 'décisions prises')} à cette séance.")
    if session["instantane"] is not None and writing.may(scope):
        show.paragraph(words.CLOSED)
    session_view.ways(scope, session)
    session_view.due(scope, session)
    agenda_view.view(scope, session)
    _decisions(scope, rows, "Décisions", "Décisions de cette séance", _DECISIONS)
    deciding_view.take(scope, session, "Enregistrer une décision")
    target_view.view(scope, session)
    session_view.attendance(scope, session)
    session_view.documents(scope, session)
    closing_view.view(scope, session)


def _decisions(scope: Scope, rows: Sequence[Row], title: str, caption: str, columns: Sequence[Column]) -> None:
    show.section(title)
    if not rows:
        show.paragraph("Aucune décision.")
        return
    told = [
        {
            **row,
            "retard": "en retard" if row["en_retard"] else "",
            "lien": scope.href("seances", decision=str(row["decision_id"])),
        }
        for row in rows
    ]
    show.table(told[:_MOST], columns, caption)


page(filters.scope())
