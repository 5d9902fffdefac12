"""Depuis la séance: what changed between the figures that a closed session keeps and those of today."""

from dashboard.frame import changed, closed, filters, moves, show
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Column
from queries.sessions.since import Since

_MOST = 200
_CHANGES = [Column("name", "De quoi il s'agit"), Column("kind", "Genre"), Column("what", "Depuis la séance")]
_REDEFINED = [Column("code", "Indicateur ou règle"), Column("how", "Depuis la séance")]


def page(scope: Scope) -> None:
    """Corrected, added, withdrawn, redefined; then the figures that moved."""
    show.title("Depuis la séance", "Qu'est-ce qui a changé depuis que ces chiffres sont arrêtés ?", scope.dataset.title)
    if scope.closing is None:
        show.empty(
            "Cette page compare les chiffres gardés par une séance close et ceux de maintenant.",
            "Ouvrez-la depuis la page d'une séance close :",
            [(scope.href("seances"), "Séances", "celles qui sont closes, et leurs chiffres")],
        )
        return
    found = closed.since(scope)
    show.answer(changed.told(found))
    if not found:
        return
    for what, title in changed.SORTS.items():
        _changes(found, what, title)
    show.section("Redéfini", "Ce que le catalogue et les seuils d'aujourd'hui ne disent plus comme ce jour-là.")
    if found.redefined:
        rows: list[Row] = [{"code": each.code, "how": each.how} for each in found.redefined]
        show.table(rows, _REDEFINED, "Indicateurs et règles redéfinis")
    else:
        show.paragraph("Rien : mêmes définitions, mêmes seuils.")
    show.section("Chiffres", "Les chiffres de la séance à gauche, ceux d'aujourd'hui à droite.")
    show.reading(f"{moves.told(found.moves)}.")
    moves.view(found.moves, "à la séance et aujourd'hui")


def _changes(found: Since, what: str, title: str) -> None:
    listed = [each for each in found.changes if each.what == what]
    show.section(title, f"{changed.counted(listed) or 'Rien'}.")
    if not listed:
        return
    rows: list[Row] = [
        {"name": each.name, "kind": changed.KINDS[each.kind], "what": each.what} for each in listed[:_MOST]
    ]
    caption = title if len(listed) <= _MOST else f"{title} : les {_MOST} premières sur {len(listed)}"
    show.table(rows, _CHANGES, caption)


page(filters.scope())
