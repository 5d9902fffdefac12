"""What happened since the session before, and what is due."""

from collections.abc import Sequence
from datetime import date

from dashboard.committee import words
from dashboard.dossier.asked import Asked
from dashboard.dossier.content import Block, Cell, Points, Table, Title, Words
from dashboard.frame import cached, reference, wording
from dashboard.frame.row import Row
from data.loading.journal import KINDS, Line

_MOST, _MOST_WRITES, _MOST_DUE = 10, 8, 30
# Kind → heading, what one is called, what several are.
_KINDS = {
    "seance": ("Séances tenues", "séance tenue", "séances tenues"),
    "evenement": ("Événements", "événement", "événements"),
    "action_commencee": ("Actions commencées", "action commencée", "actions commencées"),
    "action_finie": ("Actions finies", "action finie", "actions finies"),
}
_NATURES = {
    "question": "question",
    "decision": "décision",
    "proposition": "proposition",
    "point_a_ameliorer": "point à améliorer",
}
_STATES = {"a_faire": "à faire", "en_cours": "en cours", "reportee": "reportée"}
_UNDATED = "Ce qui n'est daté que de l'année n'est pas compté ici : on ne sait pas si c'était avant ou après."


def since(asked: Asked) -> list[Block]:
    """Facts dated after the session before, then what was written in the store meanwhile."""
    head = Title("Depuis la dernière séance", apart=True)
    if asked.since is None:
        return [head, Words("Aucune séance datée d'avant n'est connue : on ne sait pas depuis quand compter.")]
    first, last = asked.since
    rows = cached.rows(asked.scope, "dossier_depuis", **asked.scope.place, du=first, au=last)
    rows = [row for row in rows if not _own(row, asked.session)]
    between = f"entre la séance du {wording.day(first)} et le {wording.day(last)}"
    blocks: list[Block] = [head, Words(_told(rows, between), "answer"), Words(_UNDATED, "small")]
    for kind, (title, *_) in _KINDS.items():
        if held := [row for row in rows if row["sorte"] == kind]:
            blocks += [Title(title, 2), _table(held)]
    return [*blocks, *_written(asked, first)]


def _own(row: Row, session: Row | None) -> bool:
    """Whether a row is the very session that the dossier is of."""
    own = session and ("seance", session["tenue_le"], session["instance"])
    return own == (row["sorte"], row["jour"], row["intitule"])


def _told(rows: Sequence[Row], between: str) -> str:
    """« 3 séances tenues, 2 événements… entre la séance du … et le … »."""
    counts = {kind: sum(row["sorte"] == kind for row in rows) for kind in _KINDS}
    said = [wording.plural(counts[kind], one, many) for kind, (_, one, many) in _KINDS.items() if counts[kind]]
    return f"{wording.sentence(wording.join(said) or 'rien de daté')}, {between}."


def _table(rows: Sequence[Row]) -> Table:
    cells = [
        [
            Cell(wording.day(date.fromisoformat(row["jour"]), row["precision"])),
            Cell(row["intitule"]),
            Cell(row["qui"] or wording.UNKNOWN),
            Cell(_where(row)),
        ]
        for row in rows[:_MOST]
    ]
    more = f"Les {len(cells)} dernières sur {wording.number(len(rows))}" if len(rows) > len(cells) else ""
    return Table(more, ["Date", "Intitulé", "Qui, ou quoi", "Où"], cells, [1.8, 4, 3, 2])


def _where(row: Row) -> str:
    known = row["communes"] or []
    return wording.join(list(known[:2])) + (f" et {len(known) - 2} autres" if len(known) > 2 else "") or wording.UNKNOWN


def _written(asked: Asked, first: date) -> list[Block]:
    """The last writes of the store after that day."""
    lines = [
        line
        for line in cached.writes(asked.scope)
        if line.moment.date() > first and line.snapshot <= asked.scope.snapshot
    ]
    if not lines:
        return [Title("Données entrées depuis", 2), Words("Rien n'a été écrit dans ce magasin depuis cette séance.")]
    told = [_write(line) for line in reversed(lines)]
    more = len(told) - _MOST_WRITES
    points = told[:_MOST_WRITES] + (
        [f"{wording.plural(more, 'écriture plus ancienne', 'écritures plus anciennes')}."] if more > 0 else []
    )
    return [Title("Données entrées depuis", 2), Points(points)]


def _write(line: Line) -> str:
    """« 27/11/2026 : chargement, « Fiches de 2025 » (1 848 lignes). »."""
    what = KINDS.get(line.kind or "", line.kind or wording.UNKNOWN)
    title = f", « {line.title} »" if line.title else ""
    count = f" ({wording.plural(line.rows, 'ligne')})" if line.rows else ""
    return f"{wording.local_day(line.moment)} : {what}{title}{count}."


def due(asked: Asked) -> list[Block]:
    """Decisions that await their follow-up, agréments that end."""
    scope = asked.scope
    decisions = cached.rows(scope, "decisions_a_suivre", **scope.place)
    approvals = cached.rows(scope, "agrements_a_venir", **scope.place)
    waits = wording.plural(len(decisions), "décision attend une suite", "décisions attendent une suite")
    said = f"{waits}{words.late(decisions, f' {reference.on(asked.day)}')}."
    blocks: list[Block] = [
        Title("Décisions et échéances", apart=True),
        Words(said if decisions else "Aucune décision n'attend une suite.", "answer"),
    ]
    if decisions:
        blocks.append(decided(decisions, asked.day, _MOST_DUE))
    blocks.append(Title("Agréments qui finissent", 2))
    if approvals:
        return [*blocks, _approved(approvals)]
    return [*blocks, Words("Aucun agrément daté ne finit dans les douze mois, ni n'est fini depuis moins d'un an.")]


def decided(decisions: Sequence[Row], day: date | None, most: int) -> Table:
    """The decisions by deadline; those late say so."""
    rows = [
        [
            Cell(
                wording.day(row["echeance"] and date.fromisoformat(row["echeance"])),
                "en retard" if row["en_retard"] else "",
            ),
            Cell(row["intitule"], _NATURES[row["nature"]]),
            Cell(row["porteur"] or wording.UNKNOWN),
            Cell(_STATES.get(row["etat"] or "", wording.UNKNOWN)),
            Cell(row["instance"] or wording.UNKNOWN),
        ]
        for row in decisions[:most]
    ]
    more = f" ({len(rows)} premières sur {wording.number(len(decisions))})" if len(decisions) > len(rows) else ""
    caption = f"Décisions, propositions et points à améliorer, par échéance{more} ; en retard {reference.on(day)}"
    return Table(caption, ["Échéance", "Décision", "Porteur", "État", "Instance"], rows, [1.3, 3.6, 2.1, 1, 3.2])


def _approved(approvals: Sequence[Row]) -> Table:
    rows = [
        [
            Cell(wording.day(date.fromisoformat(row["fin"]), row["precision"]), "déjà fini" if row["passe"] else ""),
            Cell(row["structure"]),
            Cell(row["organisme"]),
            Cell(row["objet"]),
        ]
        for row in approvals[:_MOST_DUE]
    ]
    more = f" ({len(rows)} premiers sur {len(approvals)})" if len(approvals) > len(rows) else ""
    caption = f"Agréments finis depuis moins d'un an, ou qui finissent dans les douze mois{more}"
    return Table(caption, ["Fin", "Structure", "Organisme", "Objet"], rows, [1.3, 4.4, 1.5, 2.4])
