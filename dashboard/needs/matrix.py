"""The matrix of « Besoins et offre »: a line a public or theme, a column for the territory and each of its bassins."""

from collections.abc import Sequence
from functools import partial

from dashboard.frame import cached, filters, origin, pictures, show, taking, wording
from dashboard.frame.markup import EMPTY, Markup, address, html, join, link
from dashboard.frame.pictures import Picture
from dashboard.frame.row import Row
from dashboard.needs import words as besoins
from dashboard.needs.view import Selection, inner
from dashboard.needs.words import ALL

# With more columns than this, a matrix of zones is unreadable: the table by zone stands instead.
MOST_COLUMNS = 6


_TITLE = "Actions enregistrées en cours"
_READING = "dont celles qui finissent dans les douze mois, et part des habitants à moins de 10 km de l'une d'elles"
_WAYS = "Un nom mène à son détail, une case à ses actions : « D'où vient ce chiffre ? »"


def draw(selection: Selection) -> None:
    """Every public and theme, in the territory and its bassins: one line each, the chosen one marked."""
    show.section("Publics et thèmes, d'un coup d'œil")
    zones = _heads(selection)
    names = join(html('<th scope="col">{}</th>', name) for name in zones.values())
    bodies = join(_group(selection, zones, title, needs) for title, needs in besoins.groups(selection.whole).items())
    caption = f"{_TITLE} {selection.day}, {selection.scope.territory} ; {_READING}"
    drawing = show.scrolled(caption, caption, html('<th scope="col">Public ou thème</th>{}', names), bodies, "besoins")
    picture = pictures.figure(drawing, Picture("matrice", _TITLE, wording.sentence(_READING)))
    asked = {**selection.where, "division": inner(selection.scope)}
    every = partial(cached.fresh, selection.scope, "offre_matrice", **asked)
    said = [besoins.committee(selection.whole), besoins.unplaced(selection.coverage, selection.scope), _WAYS]
    show.paragraph(" ".join(filter(None, said)))
    taking.exports(every, "besoins", "offre_matrice", selection.scope, dated=True, pictures=[picture])


def _heads(selection: Selection) -> dict[str | None, str]:
    """Column → its head: the whole territory, then its bassins when they are few."""
    first = selection.matrix[0]["besoin"]
    inner = {row["code_zone"]: row["zone"] for row in selection.matrix if row["besoin"] == first and row["code_zone"]}
    whole: dict[str | None, str] = {None: wording.sentence(selection.scope.territory)}
    return {**whole, **inner} if len(inner) <= MOST_COLUMNS else whole


def _group(selection: Selection, zones: dict[str | None, str], title: str, needs: Sequence[Row]) -> Markup:
    by_cell = {(row["besoin"], row["code_zone"]): row for row in selection.matrix}
    lines = join(
        _line(selection, row, [(by_cell[row["besoin"], code], name) for code, name in zones.items()]) for row in needs
    )
    head = EMPTY
    if title:
        head = html('<tr class="groupe"><th colspan="{}" scope="rowgroup">{}</th></tr>', len(zones) + 1, title)
    return html("<tbody>{}{}</tbody>", head, lines)


def _line(selection: Selection, need: Row, cells: Sequence[tuple[Row, str]]) -> Markup:
    current = need["besoin"] == selection.need["besoin"]
    there = selection.scope.href("besoins", **_kept(selection, need["besoin"]))
    return html(
        '<tr{}><th scope="row">{}</th>{}</tr>',
        html(" class=choisi") if current else EMPTY,
        link(there, need["titre"], html(" aria-current=true") if current else EMPTY),
        join(_cell(row, name, _followed(selection, row)) for row, name in cells),
    )


def _kept(selection: Selection, need: str) -> dict[str, str]:
    """The address of the same view for another need."""
    chosen = filters.taken("regard", "division")
    return chosen if need == ALL else {"besoin": need, **chosen}


def _followed(selection: Selection, row: Row) -> str:
    """The address that follows the count of a cell to its actions."""
    code = row["code_zone"]
    return origin.href(selection.scope, "besoin", "bassin" if code else "", code, key=row["besoin"])


def _cell(row: Row, zone: str, followed: str) -> Markup:
    count, ending, share, words = besoins.cell(row)
    return html(
        '<td data-zone="{}"><a class="origine" href="{}" data-interne><span class="dit">{}</span><span class="case" '
        'aria-hidden="true"><b{}>{}</b> <i>{}</i>{}<em>{}</em></span></a></td>',
        zone,
        address(followed),
        words,
        EMPTY if row["n_actives"] else html(" class=rien"),
        count,
        f"{ending} " if ending else ending,
        show.gauge(0 if share is None else 100 * share),
        wording.percent(share),
    )
