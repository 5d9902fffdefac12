"""From the journal to the words and rows of « Historique ». Pure functions: lines in, words out."""

from collections.abc import Mapping, Sequence

from dashboard.frame import tables, wording
from dashboard.frame.moves import told as told_moves
from dashboard.frame.row import Row
from dashboard.frame.show import Column
from data.consequences import Consequences
from data.loading.journal import KINDS, TAKES_BACK, Line
from queries.moved import Moves

OTHER = "autre"
COLUMNS = [
    Column("snapshot", "Instantané", "code", href="href"),
    Column("moment", "Quand (heure de Paris)", "moment"),
    Column("kind", "Quoi"),
    Column("what", "Sur quoi"),
    Column("who", "Qui"),
    Column("rows", "Lignes", "number"),
    Column("reason", "Motif"),
    Column("state", "État aujourd'hui"),
]
ROWS = (
    "Lignes : celles qu'un chargement ou une saisie a gardées ; pour une annulation ou un rétablissement, celles qui "
    "sont sorties ou revenues, toutes tables ensemble."
)


def kinds(lines: Sequence[Line]) -> dict[str, str]:
    """The kinds of writes that there are, in the order of ``KINDS``."""
    there = {line.kind or OTHER for line in lines}
    return {
        kind: wording.sentence(words) for kind, words in {**KINDS, OTHER: "autre écriture"}.items() if kind in there
    }


def sources(lines: Sequence[Line]) -> dict[str, str]:
    """The sources that lines are about, the latest first: identifier → title and identifier."""
    return {line.source: _named(line) for line in reversed(lines) if line.source is not None}


def answer(lines: Sequence[Line], reader: str) -> tuple[str, str]:
    """The sentence that opens the part, and its details; ``reader`` is the account of who looks."""
    if not lines:
        return "Rien n'a encore été écrit.", ""
    last = lines[-1]
    said = f"{wording.plural(len(lines), 'écriture')} depuis le {wording.local_day(lines[0].moment)}."
    detail = f"La dernière : {what(last)}, par {who(last, reader)}, {when(last)}."
    return said, detail


def what(line: Line) -> str:
    """« annulation de « Faits d'essai » »; the message where the kind is not known."""
    if line.kind is None:
        return line.message or wording.UNKNOWN
    if line.source is None:
        return KINDS[line.kind]
    return f"{KINDS[line.kind]}, {line.title or line.source}"


def who(line: Line, reader: str) -> str:
    """Author, role, and the function that goes with a save."""
    facts = ", ".join(fact for fact in (f"rôle {line.role}" if line.role else None, line.function) if fact)
    author = wording.author(line.author, reader)
    return f"{author} ({facts})" if facts else author


def when(line: Line) -> str:
    """« le 22/11/2026 à 12:05 », Paris time."""
    return f"le {wording.moment(line.moment)}"


def state(line: Line) -> str:
    """What became of the source of a line; "///" for what took one out or put it back, which is no source."""
    if line.kind in TAKES_BACK:
        return wording.POINTLESS
    return became(line)


def became(line: Line) -> str:
    """What became of the source that a line is about, whatever the line did to it."""
    match line.state:
        case "active":
            return "compte"
        case "annulee":
            return "annulée"
        case "remplacee":
            return f"remplacée par {line.successor}"
        case _:
            return wording.POINTLESS


def choice(line: Line) -> str:
    """A line among those to choose from."""
    return f"{line.snapshot} · {wording.moment(line.moment)} · {what(line)}"


def rows(lines: Sequence[Line], addresses: Mapping[int, str], reader: str) -> list[Row]:
    """The rows of the table, the latest first; ``addresses``: snapshot → where its line is looked at."""
    return [
        {
            "snapshot": line.snapshot,
            "href": addresses[line.snapshot],
            "moment": line.moment.isoformat(),
            "kind": KINDS.get(line.kind or "", "autre écriture"),
            "what": _named(line) if line.source else wording.POINTLESS,
            "who": who(line, reader),
            "rows": line.rows,
            "reason": line.reason or wording.POINTLESS,
            "state": state(line),
        }
        for line in reversed(lines)
    ]


def _named(line: Line) -> str:
    return f"{line.title} ({line.source})" if line.title else str(line.source)


def removed(told: Consequences) -> str:
    """What an undoing takes away, in a sentence."""
    parts = [tables.rows(table, count) for table, count in told.rows.items()]
    whole = wording.plural(sum(told.rows.values()), "ligne")
    return (
        f"{whole} ne compteraient plus : {wording.join(parts)}." if parts else "Aucune ligne n'en compte aujourd'hui."
    )


def built(told: Consequences) -> list[str]:
    """What was built on it, a sentence each; [] when nothing was."""
    said = []
    for each in told.dependents:
        parts = [tables.rows(table, count) for table, count in each.rows.items()]
        said.append(f"{each.title} ({each.source}) s'appuie dessus et resterait sans effet : {wording.join(parts)}.")
    said += [f"{name} complète ses lignes refusées et continuerait de compter." for name in told.completed_by]
    said += [
        f"{name}, qu'elle a remplacée, ne revient pas d'elle-même : rétablissez-la ensuite." for name in told.replaced
    ]
    said += [
        f"{name} s'appuie dessus ({wording.plural(count, 'ligne')} « déjà là, non reprises ») : rechargez ensuite son "
        "fichier pour les rendre."
        for name, count in told.leaning.items()
    ]
    if told.frozen_by:
        closed = wording.plural(len(told.frozen_by), "séance close", "séances closes")
        said.append(f"Ses chiffres sont gardés par {closed} ({wording.join(list(told.frozen_by))}), et le resteront.")
    return said


def moved(moves: Moves) -> str:
    """What was compared, and how much of it moved."""
    return f"{told_moves(moves)}, entre les instantanés {moves.before} et {moves.after}."
