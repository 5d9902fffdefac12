"""Séances: what the committees met about and decided, what is due, and the sessions whose figures are closed."""

from collections.abc import Sequence

import streamlit as st

from dashboard.committee import agenda_view, body_view, project_view, session_view, words
from dashboard.frame import cached, closed, filters, reference, show, wording, writing
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Column
from data.committee.forms import STATES
from queries.sessions import closing

_MOST = 60
_DECISIONS = [
    Column("echeance", "Échéance", "day"),
    Column("retard", "Délai", "code"),
    Column("intitule", "Décision", href="lien"),
    Column("porteur", "Porteur"),
    Column("etat", "État", labels=STATES),
]


def page(scope: Scope) -> None:
    """The session that the address names, or all of them with what is due."""
    if decision := filters.asked("decision"):
        found = next(iter(cached.rows(scope, "decisions", decision=decision)), None)
        if found is not None:
            _decision(scope, found)
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
    due = cached.rows(scope, "decisions_a_suivre", **scope.place) if scope.departement else []
    held = wording.plural(len(rows), "séance connue", "séances connues")
    waiting = wording.plural(len(due), "décision attend", "décisions attendent")
    when = reference.on(cached.reference_day(scope))
    show.answer(f"{held} ; {waiting} une suite{words.late(due, f' {when}')}.")
    if due:
        show.old_reference(scope)
    show.links([(scope.href("calendrier"), "Calendrier", "ce qui vient, à mettre dans votre agenda")])
    body_view.listed(scope)
    _decisions(scope, due, "Ce qui est dû", f"Décisions qui attendent une suite, par échéance ; en retard {when}")
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


def _decision(scope: Scope, decision: Row) -> None:
    """One decision at its own address: where it stands, by which states, what it touches."""
    if decision["seance_id"]:
        show.back(scope.href("seances", id=str(decision["seance_id"])), "La séance qui l'a prise")
    show.title(str(decision["intitule"]), "Où en est cette décision ?", str(decision["instance"] or ""))
    state = STATES.get(str(decision["etat"]), "état inconnu")
    owner = f", portée par {decision['porteur']}" if decision["porteur"] else ""
    late = ", en retard" if decision["en_retard"] else ""
    show.answer(f"{wording.sentence(state)}{late}{owner}.")
    states = cached.rows(scope, "decision_etats", decision=decision["decision_id"])
    if states:
        columns = [
            Column("dit_le", "Le", "day"),
            Column("etat", "État", labels=STATES),
            Column("echeance", "Nouvelle échéance", "day"),
            Column("motif", "Pourquoi"),
            Column("fonction", "Dit par"),
        ]
        show.section("Ses états")
        show.table(states, columns, "Les états de cette décision, du premier au dernier")
    links = cached.rows(scope, "decision_liens", decision=decision["decision_id"])
    if links:
        show.section("Ce qu'elle touche")
        show.points([f"{_TOUCHED[row['genre']]} : {row['nom'] or row['code']}" for row in links])


_TOUCHED = {
    "indicateur": "Indicateur",
    "departement": "Département",
    "bassin": "Bassin de vie",
    "epci": "Intercommunalité",
    "commune": "Commune",
    "action": "Action",
}


def _one(scope: Scope, session: Row) -> None:
    show.back(scope.href("seances"), "Toutes les séances")
    show.title(str(session["instance"]), words.held(session), str(session["objet"] or ""))
    rows = cached.rows(scope, "decisions", seance=session["seance_id"])
    show.answer(f"{wording.plural(len(rows), 'décision prise', 'décisions prises')} à cette séance.")
    session_view.ways(scope, session)
    session_view.due(scope, session)
    agenda_view.view(scope, session)
    _decisions(scope, rows, "Décisions", "Décisions de cette séance")
    session_view.attendance(scope, session)
    session_view.documents(scope, session)
    _figures(scope, session)


def _decisions(scope: Scope, rows: Sequence[Row], title: str, caption: str) -> None:
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
    show.table(told[:_MOST], _DECISIONS, caption)


def _figures(scope: Scope, session: Row) -> None:
    """The figures that it keeps, or the way to keep them."""
    show.section("Ses chiffres")
    if session["instantane"] is not None:
        to = closed.today_of(scope).href("./", seance=str(session["seance_id"]))
        show.links([(to, "Ouvrir cette séance avec ses chiffres", "sur toutes les pages, et dans tous les exports")])
        return
    if scope.closing is not None:
        mine = scope.closing.seance_id == session["seance_id"]
        others = "Vous lisez ce que l'on savait à une autre séance : celle-ci n'était pas close."
        show.paragraph("Vous lisez les chiffres que cette séance garde." if mine else others)
        return
    if not scope.actor.contributes:
        show.paragraph("Cette séance n'est pas close : clore demande le rôle « contribution ».")
        return
    show.paragraph(
        f"Clore la séance garde les chiffres tels qu'ils sont (instantané {scope.snapshot}), les seuils et le "
        "catalogue de ce jour : on les retrouvera à l'identique, quoi qu'il arrive. Cela prend de quelques secondes à "
        "une minute."
    )
    who = writing.function()
    if st.button("Clore cette séance sur ces chiffres", key=f"clore_{session['seance_id']}", type="primary"):
        seance = str(session["seance_id"])
        writing.attempt(
            lambda: closing.close(scope.actor, scope.dataset.path, seance, writing.save(scope, who, "")),
            "Séance close : ses chiffres sont gardés.",
        )


page(filters.scope())
