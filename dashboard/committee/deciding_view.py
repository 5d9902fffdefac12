"""The forms of a decision: taken in a session, then its states, from its own page or from what is due."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from dashboard.committee import touched, words
from dashboard.frame import cached, form, show, wording, writing
from dashboard.frame.form import Form
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from data import days
from data.committee import record
from data.committee.forms import FOLLOWING, STATES, Stated, Taken
from data.entering.forms import FieldError

_ICON, _STATE_ICON = ":material/edit_note:", ":material/flag:"
_NATURES = {
    "decision": "décision",
    "proposition": "proposition",
    "question": "question",
    "point_a_ameliorer": "point à améliorer",
}
_BETWEEN = "entre deux séances"
FINAL = ("faite", "abandonnee")


def take(scope: Scope, session: Row, title: str, indicators: Sequence[str] = ()) -> None:
    """The form of a decision of a session, for who may write; ``indicators``: those that it touches at first."""
    if not writing.may(scope):
        return
    seance, departement = str(session["seance_id"]), str(session["departement"])
    filled = Form(scope, f"decision_{seance}")
    with form.folded(filled.key, title, _ICON, begun=filled.begun) as opened:
        if not opened:
            return
        filled.begin()
        words_ = filled.text("intitule", "Décision (obligatoire)", hint="en une phrase, sans nommer personne")
        owner, due, nature = st.columns([2, 1, 1], vertical_alignment="bottom")
        with owner:
            who = filled.text("porteur", "Porteur : une fonction ou un organisme, jamais une personne")
        with due:
            deadline = filled.day("echeance", "Échéance")
        with nature:
            kind = filled.choice("nature", "Ce que c'est", _NATURES, "decision")
        links = touched.links(
            filled.several("indicateurs", "Indicateurs qu'elle touche", touched.indicators(scope), indicators),
            filled.several("territoires", "Territoires qu'elle touche", touched.territories(scope, departement)),
            filled.several("actions", "Actions qu'elle touche", touched.actions(scope, departement)),
        )
        why = filled.text("motif", "Pourquoi (facultatif)")
        reviewed, function = filled.reread(needed=True), filled.function()
        said = Taken(seance, words_, who or None, deadline, why or None, nature=kind, liens=links)
        path, save = scope.dataset.path, filled.save(function, reviewed)
        filled.send(
            "Enregistrer cette décision",
            lambda also: record.take(scope.actor, path, said, save, also),
            "Décision enregistrée.",
        )


def state(scope: Scope, decision: Row) -> None:
    """The form of what becomes of one decision, on its own page."""
    if not writing.may(scope):
        return
    filled = _of(scope, decision)
    if str(decision["etat"]) in FINAL and not filled.begun:
        show.paragraph(
            "Elle n'attend plus de suite. Si cet état a été dit par erreur, annulez son enregistrement dans "
            "l'historique de la page Données."
        )
        return
    with form.folded(filled.key, "Dire où elle en est", _STATE_ICON, begun=filled.begun) as opened:
        if opened:
            _state(scope, filled, decision, None)


def states(scope: Scope, key: str, due: Sequence[Row], session: Row | None = None) -> None:
    """The same beneath a list of what is due: the decision is chosen in it; ``session``: the one that says it.

    A list tells how decisions stood at the opening of a session: those that were settled since await nothing.
    """
    if not due or not writing.may(scope):
        return
    listed = {row["decision_id"] for row in due}
    now = [row for row in cached.rows(scope, "decisions") if row["decision_id"] in listed]
    waiting = {str(row["decision_id"]): row for row in now if str(row["etat"]) not in FINAL or _of(scope, row).begun}
    if not waiting:
        return
    with form.folded(f"suites_{key}", "Dire où en est une de ces décisions", _STATE_ICON) as opened:
        if not opened:
            return
        names = named(waiting)
        chosen = st.selectbox(
            "Laquelle ?",
            list(waiting),
            index=None,
            key=f"laquelle_{key}",
            format_func=names.__getitem__,
            filter_mode="contains",
            placeholder="Choisir une décision",
        )
        if chosen in waiting:
            _state(scope, _of(scope, waiting[chosen]), waiting[chosen], session)


def named(decisions: Mapping[str, Row]) -> dict[str, str]:
    """Identifier → words of each decision, its days first, since a narrow field cuts what comes last.

    Its body is told where the list holds those of several; its identifier where all the rest is alike.
    """
    several = len({row["instance"] for row in decisions.values()}) > 1
    return wording.told_apart({code: _told(row, several) for code, row in decisions.items()})


def _told(decision: Row, several: bool) -> str:
    """« Du 12/03/2024, pour le 31/12/2024 : Ouvrir une permanence (Comité départemental) »."""
    taken = f"Du {wording.day(words.day_of(decision['prise_le']))}" if decision["prise_le"] else "Sans date"
    due = f"pour le {wording.day(words.day_of(decision['echeance']))}" if decision["echeance"] else "sans échéance"
    body = f" ({decision['instance'] or 'instance inconnue'})" if several else ""
    return f"{taken}, {due} : {words.named(decision['intitule'])}{body}"


def _of(scope: Scope, decision: Row) -> Form:
    return Form(scope, f"etat_{decision['decision_id']}")


def _state(scope: Scope, filled: Form, decision: Row, session: Row | None) -> None:
    """The fields: the states that may follow, the day, the session, why; a new deadline where it is postponed."""
    read = filled.begin(decision["n_etats"])
    show.paragraph(f"Elle est « {STATES.get(str(decision['etat']), 'à faire')} ».")
    following = {code: STATES[code] for code in FOLLOWING[decision["etat"]]}
    left, middle, right = st.columns([1, 1, 2], vertical_alignment="bottom")
    with left:
        becomes = filled.choice("etat", "Elle devient (obligatoire)", {"": "choisir", **following})
    with middle:
        said_on = filled.day("dit_le", "Le (obligatoire)", _day(session))
    with right:
        seance = _session(scope, filled, decision, session)
    until = filled.day("echeance", "Reportée jusqu'au (obligatoire)") if becomes == "reportee" else None
    needed = " (obligatoire)" if becomes in ("reportee", "abandonnee") else " (facultatif)"
    why = filled.text("motif", f"Pourquoi{needed}")
    reviewed, function = filled.reread(needed=bool(why)) if why else True, filled.function()
    if not becomes:
        filled.wrong.append(FieldError("etat", "dites ce qu'elle devient"))
    if said_on is None:
        filled.wrong.append(FieldError("dit_le", "dites quel jour"))
    said = Stated(
        str(decision["decision_id"]), becomes, said_on or date.min, until, seance or None, why or None, int(read or 0)
    )
    path, save = scope.dataset.path, filled.save(function, reviewed)
    filled.send(
        "Enregistrer cet état", lambda also: record.state(scope.actor, path, said, save, also), "État enregistré."
    )


def _day(session: Row | None) -> date:
    """The day when it is said at first: that of the session where it is held already, else today."""
    held = words.day_of(session["tenue_le"]) if session and session["precision"] == "jour" else None
    return held if held and held <= days.today() else days.today()


def _session(scope: Scope, filled: Form, decision: Row, session: Row | None) -> str:
    """In which session it is said: the one of the page, or one of its body, "" between two."""
    every = cached.rows(scope, "seances")
    body = next((row["instance_id"] for row in every if row["seance_id"] == decision["seance_id"]), None)
    rows = [row for row in every if row["instance_id"] == body]
    today = days.today().isoformat()
    held = {row["seance_id"]: words.held(row) for row in rows if row["tenue_le"] and row["tenue_le"][:10] <= today}
    here = {str(session["seance_id"]): words.held(session)} if session else {}
    return filled.choice("seance_id", "Dit à quelle séance", {"": _BETWEEN, **here, **held}, next(iter(here), ""))
