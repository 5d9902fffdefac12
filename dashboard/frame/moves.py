"""Figures and verdicts before and after a write, made or foreseen: the same tables wherever they are shown."""

from collections.abc import Sequence

from dashboard.frame import show, wording
from dashboard.frame.row import Row
from dashboard.frame.show import Column
from queries.moved import Moved, Moves, Side, Verdict

_FIGURES = [Column("label", "Chiffre"), Column("before", "Avant", "figure"), Column("after", "Après", "figure")]
VERDICTS = [
    Column("title", "Indicateur"),
    Column("departement", "Département", "code"),
    Column("before", "Avant"),
    Column("after", "Après"),
]


def view(moves: Moves, when: str) -> None:
    """The tables of what moved; ``when`` ends their captions (« avant et après cette écriture »)."""
    if moves.figures:
        show.table(figures(moves), _FIGURES, f"Chiffres publiés, {when}")
    if moves.verdicts:
        show.table(verdicts(moves.verdicts), VERDICTS, f"Ce que les indicateurs permettent, {when}")
    if moves.progress:
        show.table(verdicts(moves.progress), VERDICTS, f"Valeurs et verdicts des indicateurs, {when}")


def told(moves: Moves, one: str = "a bougé", many: str = "ont bougé", none: str = "n'a bougé") -> str:
    """« 3 chiffres ont bougé sur 18 comparés, et 2 lignes d'indicateurs »."""
    count, lines = len(moves.figures), len(moves.verdicts) + len(moves.progress)
    figures = wording.plural(count, f"chiffre {one}", f"chiffres {many}") if count else f"Aucun chiffre {none}"
    said = wording.plural(lines, "ligne") if lines else "aucune ligne"
    return f"{figures} sur {moves.compared} comparés, et {said} d'indicateurs"


def figures(moves: Moves) -> list[Row]:
    """The figures that moved, written in French."""
    return [
        {"label": each.label, "before": _written(each, each.before), "after": _written(each, each.after)}
        for each in moves.figures
    ]


def _written(figure: Moved, side: Side) -> str:
    if side.secret:
        return wording.SECRET
    if side.value is None:
        return wording.UNKNOWN
    told = wording.euros(side.value) if figure.unit == "euros" else wording.number(side.value)
    return f"au moins {told}" if side.at_least else told


def verdicts(found: Sequence[Verdict]) -> list[Row]:
    """What is said of indicators, where it changed."""
    return [
        {
            "title": f"{each.indicator} {each.title}",
            "departement": each.departement,
            "before": each.before or wording.UNKNOWN,
            "after": each.after or wording.UNKNOWN,
        }
        for each in found
    ]
