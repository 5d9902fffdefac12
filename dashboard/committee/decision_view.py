"""One decision at its own address: where it stands, by which states, what it touches; the form of its next state."""

from dashboard.committee import deciding_view, touched, words
from dashboard.frame import cached, show, wording, writing
from dashboard.frame.markup import html, join, link, write
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Column
from data.committee.forms import STATES

_STATES = [
    Column("dit_le", "Le", "day"),
    Column("etat", "État", labels=STATES),
    Column("echeance", "Échéance, alors", "day"),
    Column("motif", "Pourquoi"),
    Column("seance", "Dit à", href="lien"),
    Column("fonction", "Dit par"),
]


def view(scope: Scope, decision: Row) -> None:
    """The whole page."""
    if decision["seance_id"]:
        show.back(scope.href("seances", id=str(decision["seance_id"])), "La séance qui l'a prise")
    show.title(words.named(decision["intitule"]), "Où en est cette décision ?", str(decision["instance"] or ""))
    writing.told()
    show.answer(_answer(decision))
    for row in cached.rows(scope, "decision_autrement", decision=decision["decision_id"]):
        show.note(otherwise(row))
    deciding_view.state(scope, decision)
    _history(scope, decision)
    links = cached.rows(scope, "decision_liens", decision=decision["decision_id"])
    if links:
        show.section("Ce qu'elle touche")
        write(html('<ul class="points">{}</ul>', join(_touched(scope, row) for row in links)))


def _answer(decision: Row) -> str:
    """« À faire, en retard, pour le 31/12/2024. Porteur : CCAS. »."""
    state = STATES.get(str(decision["etat"]), "état inconnu")
    late = ", en retard" if decision["en_retard"] else ""
    owner = f" Porteur : {decision['porteur']}." if decision["porteur"] else ""
    due = f", pour le {wording.day(words.day_of(decision['echeance']))}" if decision["echeance"] else ""
    return f"{wording.sentence(state)}{late}{due}.{owner}"


def otherwise(row: Row) -> str:
    """« Une autre source, « Suivi 2012 », dit autrement : faite, pour le 31/12/2024. », of « decision_autrement »."""
    said = [
        STATES[row["etat"]].lower() if row["etat"] else "",
        f"porteur « {row['porteur']} »" if row["porteur"] else "",
        f"pour le {wording.day(words.day_of(row['echeance']))}" if row["echeance"] else "",
    ]
    return f"Une autre source, « {row['titre']} », dit autrement : {', '.join(part for part in said if part)}."


def _history(scope: Scope, decision: Row) -> None:
    states = cached.rows(scope, "decision_etats", decision=decision["decision_id"])
    if not states:
        return
    sessions = {row["seance_id"]: words.held(row) for row in cached.rows(scope, "seances")}
    told = [
        {
            **row,
            "seance": sessions.get(row["seance_id"], "entre deux séances"),
            "lien": scope.href("seances", id=str(row["seance_id"])) if row["seance_id"] in sessions else "",
            "fonction": row["fonction"] or "un fichier chargé",
        }
        for row in states
    ]
    show.section("Ses états")
    show.table(told, _STATES, "Les états de cette décision, du premier au dernier")


def _touched(scope: Scope, row: Row) -> str:
    (name,) = touched.told([row])
    to = touched.address(scope, row)
    return html("<li>{}</li>", link(to, name) if to else name)
