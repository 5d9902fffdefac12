"""What happened since the session before, and what is due."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from dashboard.committee import looking, words
from dashboard.dossier.asked import Asked, Between
from dashboard.dossier.content import Block, Cell, Points, Table, Title, Words
from dashboard.frame import cached, changed, closed, moves, wording
from dashboard.frame.row import Row
from data import days
from data.batch import RefusedError
from data.loading.journal import KINDS, kind_of
from queries.sessions.since import Since

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
_CHANGED = Title("Ce qui a changé depuis les chiffres de la dernière séance", 2)
_ALL = "Tout le jeu de données, comparé comme sur la page « Depuis la séance »."
_UNDATED = "Ce qui n'est daté que de l'année n'est pas compté ici : on ne sait pas si c'était avant ou après."


def since(asked: Asked) -> list[Block]:
    """Facts dated after the session before, then what was written in the store meanwhile."""
    head = Title("Depuis la dernière séance", apart=True)
    if asked.since is None:
        return [head, Words("Aucune séance datée d'avant n'est connue : on ne sait pas depuis quand compter.")]
    between = asked.since
    rows = cached.rows(asked.scope, "dossier_depuis", **asked.scope.place, du=between.first, au=between.last)
    rows = [row for row in rows if not _own(row, asked.session)]
    blocks: list[Block] = [head, Words(_told(rows, between), "answer"), Words(_UNDATED, "small")]
    for kind, (title, *_) in _KINDS.items():
        if held := [row for row in rows if row["sorte"] == kind]:
            blocks += [Title(title, 2), _table(held)]
    return [*blocks, *_data(asked, between)]


def _own(row: Row, session: Row | None) -> bool:
    """Whether a row is the very session that the dossier is of."""
    own = session and ("seance", session["tenue_le"], session["instance"])
    return own == (row["sorte"], row["jour"], row["intitule"])


def _told(rows: Sequence[Row], between: Between) -> str:
    """« 3 séances tenues, 2 événements…, entre la séance du … et le … »."""
    counts = {kind: sum(row["sorte"] == kind for row in rows) for kind in _KINDS}
    said = [wording.plural(counts[kind], one, many) for kind, (_, one, many) in _KINDS.items() if counts[kind]]
    before = wording.held(between.first.isoformat(), between.precision)
    what = wording.sentence(wording.join(said) or "rien de daté")
    return f"{what}, entre la {before} et le {wording.day(between.last)}."


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
    known = list(row["communes"] or [])
    more = [wording.plural(len(known) - 2, "autre")] if len(known) > 2 else []
    return wording.join([*known[:2], *more]) if known else wording.UNKNOWN


def _data(asked: Asked, between: Between) -> list[Block]:
    """What changed since the figures of the session before, where it keeps them, as the page « Depuis la séance » tells
    it; else what was written in the store meanwhile."""
    try:
        found = closed.since_session(asked.scope, between.seance_id)
    except RefusedError as refusal:
        return [_CHANGED, Words(str(refusal))]
    if found is None:
        return _written(asked, between.first)
    blocks: list[Block] = [_CHANGED, Words(f"{changed.told(found)}."), Words(_ALL, "small")]
    if found.changes:
        blocks.append(_changes(found))
    if found.redefined:
        points = [f"{each.code} {each.how}." for each in found.redefined[:_MOST]]
        blocks += [Title("Redéfini", 2), Points([*points, *_more(len(found.redefined), "définition", "définitions")])]
    if found.moves.figures:
        blocks.append(_moved(found))
    return blocks


def _changes(found: Since) -> Table:
    """The first fiches of each sort: corrected, added, withdrawn."""
    rows = [
        [Cell(title), Cell(changed.KINDS[each.kind]), Cell(each.name)]
        for what, title in changed.SORTS.items()
        for each in [each for each in found.changes if each.what == what][:_MOST]
    ]
    many = len(found.changes)
    caption = f"Les {_MOST} premières de chaque sorte, sur {wording.number(many)} en tout" if many > len(rows) else ""
    return Table(caption, ["Depuis la séance", "Genre", "De quoi il s'agit"], rows, [2, 1.6, 6])


def _moved(found: Since) -> Table:
    figures = moves.figures(found.moves)
    rows = [[Cell(row["label"]), Cell(row["before"]), Cell(row["after"])] for row in figures[:_MOST]]
    more = f" ; les {len(rows)} premiers" if len(figures) > len(rows) else ""
    heads = ["Chiffre", "À cette séance", "Dans ce dossier"]
    return Table(f"{moves.told(found.moves)}{more}", heads, rows, [6, 2, 2], (1, 2))


def _more(count: int, one: str, many: str) -> list[str]:
    left = count - _MOST
    return [f"{wording.plural(left, f'autre {one}', f'autres {many}')}."] if left > 0 else []


def _written(asked: Asked, first: date) -> list[Block]:
    """The last writes of the store after that day, as these figures know them."""
    rows = [
        row
        for row in cached.rows(asked.scope, "ecritures_depuis", du=first)
        if days.of(datetime.fromisoformat(row["ecrite_le"]).replace(tzinfo=UTC)) > first
    ]
    title = Title("Données entrées depuis", 2)
    if not rows:
        return [title, Words("Rien n'a été écrit dans ce magasin depuis cette séance.")]
    more = len(rows) - _MOST_WRITES
    points = [_write(row) for row in rows[:_MOST_WRITES]] + (
        [f"{wording.plural(more, 'écriture plus ancienne', 'écritures plus anciennes')}."] if more > 0 else []
    )
    return [title, Points(points)]


def _write(row: Row) -> str:
    """« 27/11/2026 : chargement, « Fiches de 2025 » (1 848 lignes). »."""
    kind = KINDS[kind_of(row["geste"], row["titre"], row["format"])]
    title = f", « {row['titre']} »" if row["titre"] else ""
    count = f" ({wording.plural(row['lignes'], 'ligne')})" if row["lignes"] else ""
    return f"{wording.local_day(wording.timestamp(row['ecrite_le']))} : {kind}{title}{count}."


def due(asked: Asked) -> list[Block]:
    """Decisions that await their follow-up, agréments that end."""
    scope = asked.scope
    decisions = looking.waiting(scope)
    approvals = cached.rows(scope, "agrements_a_venir", **scope.place)
    waits = wording.plural(len(decisions), "décision attend une suite", "décisions attendent une suite")
    said = f"{waits}{words.late(decisions, f' {looking.on(scope)}')}."
    blocks: list[Block] = [
        Title("Décisions et échéances", apart=True),
        Words(said if decisions else "Aucune décision n'attend une suite.", "answer"),
    ]
    if decisions:
        blocks.append(decided(decisions, looking.on(scope), _MOST_DUE))
    blocks.append(Title("Agréments qui finissent", 2))
    if approvals:
        return [*blocks, _approved(approvals)]
    return [*blocks, Words("Aucun agrément daté ne finit dans les douze mois, ni n'est fini depuis moins d'un an.")]


def decided(decisions: Sequence[Row], when: str, most: int) -> Table:
    """The decisions by deadline; those late ``when`` (« au 28/11/2026 ») say so."""
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
    caption = f"Décisions, propositions et points à améliorer, par échéance{more} ; en retard {when}"
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
