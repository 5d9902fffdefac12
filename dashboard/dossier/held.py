"""The session itself, as its page tells it: agenda, who came, targets, decisions, what it said of earlier ones."""

from collections.abc import Sequence
from datetime import date

from dashboard.committee import agenda_view, session_view, target_view, words
from dashboard.dossier.asked import Asked
from dashboard.dossier.content import Block, Cell, Points, Table, Title, Words
from dashboard.frame import cached, wording
from dashboard.frame.row import Row
from data.committee.forms import STATES

_MOST = 30
_UNKNOWN = "Ni ordre du jour, ni présences, ni décision, ni cible de cette séance ne sont connus."


def chapter(asked: Asked) -> list[Block]:
    """Nothing for a dossier of today; each part where something is known of it."""
    if (session := asked.session) is None:
        return []
    parts = [*_agenda(asked, session), *_attendance(asked, session), *_targets(asked, session)]
    parts += [*_taken(asked, session), *_said(asked, session)]
    return [Title("La séance", apart=True), *(parts or [Words(_UNKNOWN)])]


def _agenda(asked: Asked, session: Row) -> list[Block]:
    titles = {row["id"]: row["titre"] for row in cached.rows(asked.scope, "indicateurs")}
    points = cached.rows(asked.scope, "ordre_du_jour", seance=session["seance_id"])
    listed = [f"{rank}. {agenda_view.told(point, titles)}" for rank, point in enumerate(points, start=1)]
    return [Title("Ordre du jour", 2), Points(listed)] if listed else []


def _attendance(asked: Asked, session: Row) -> list[Block]:
    rows = cached.rows(asked.scope, "presences_colleges", sujet=session["seance_id"])
    told = [session_view.college(row) for row in rows]
    cells = [
        [
            Cell(words.COLLEGES[row["college"]]),
            Cell(row["convoques_dits"]),
            Cell(row["presents_dits"]),
            Cell(row["part"]),
        ]
        for row in told
    ]
    heads = ["Collège", "Invités", "Venus", "Part venue"]
    return [Title("Présences", 2), Table("", heads, cells, [3, 1, 1, 2], (1, 2, 3), together=True)] if cells else []


def _targets(asked: Asked, session: Row) -> list[Block]:
    cells = [
        [
            Cell(row["titre"], row["motif"] or ""),
            Cell(row["lieu"]),
            Cell(row["cible"]),
            Cell(str(row["annee_cible"])),
            Cell(row["devenir"]),
        ]
        for row in target_view.adopted(asked.scope, session)
    ]
    heads = ["Indicateur", "Territoire", "Cible", "Pour", "Depuis lors"]
    return [Title("Cibles adoptées", 2), Table("", heads, cells, [4, 2.2, 1.2, 1, 1.4], (2, 3))] if cells else []


def _taken(asked: Asked, session: Row) -> list[Block]:
    rows = cached.rows(asked.scope, "decisions", seance=session["seance_id"])
    cells = [
        [
            Cell(words.named(row["intitule"]), row["motif"] or ""),
            Cell(row["porteur"] or wording.UNKNOWN),
            Cell(_day(row["echeance"])),
            Cell(STATES.get(row["etat"] or "", wording.UNKNOWN)),
        ]
        for row in rows[:_MOST]
    ]
    heads = ["Décision", "Porteur", "Échéance", "État"]
    more = _first(rows)
    return [Title("Décisions prises", 2), Table(more, heads, cells, [4, 2.2, 1.3, 1.2])] if cells else []


def _said(asked: Asked, session: Row) -> list[Block]:
    rows = cached.rows(asked.scope, "decision_etats", seance=session["seance_id"])
    cells = [
        [
            Cell(words.named(row["intitule"]), row["motif"] or ""),
            Cell(STATES.get(row["etat"] or "", wording.UNKNOWN)),
            Cell(_day(row["echeance"])),
        ]
        for row in rows[:_MOST]
    ]
    title = Title("Ce qu'elle a dit de décisions d'avant", 2)
    heads = ["Décision", "Ce qu'elle devient", "Échéance"]
    return [title, Table(_first(rows), heads, cells, [5, 1.6, 1.3])] if cells else []


def _first(rows: Sequence[Row]) -> str:
    return f"Les {_MOST} premières sur {wording.number(len(rows))}" if len(rows) > _MOST else ""


def _day(day: str | None) -> str:
    return wording.day(date.fromisoformat(day)) if day else wording.UNKNOWN
