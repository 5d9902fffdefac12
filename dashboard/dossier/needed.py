"""Needs and what answers them: who is near or far from an action, public by public."""

from collections.abc import Sequence
from pathlib import Path

from dashboard.dossier import ground, ink, opening
from dashboard.dossier.asked import Asked
from dashboard.dossier.content import Beside, Block, Cell, Drawing, Table, Title, Words
from dashboard.frame import cached, wording
from dashboard.frame.row import Row
from dashboard.needs import distance_map, view
from dashboard.needs import words as besoins
from dashboard.needs.view import Selection
from geo.outlines import NoOutlineError

# With more zones than this, a matrix is unreadable on a page.
_MOST_ZONES = 5


def chapter(asked: Asked) -> list[Block]:
    """The answer for all actions, the map of distances, then every public and theme."""
    selection = _selection(asked)
    head = Title("Besoins et offre", apart=True)
    bands = view.bands(selection)
    if besoins.nowhere(selection.whole):
        said = f"Aucune action n'est connue en cours {selection.day}, ni ici ni à moins de 20 km."
        return [head, Words(said, "answer"), Words(f"Prudence. {view.CAUTION}", "prudence")]
    answer = besoins.answer(selection.need, bands, selection.coverage, asked.scope)
    details = besoins.details(selection.need, selection.coverage)
    unplaced = besoins.unplaced(selection.coverage, asked.scope)
    communes = cached.rows(asked.scope, "offre_communes", **selection.asked)
    return [
        head,
        Words(answer, "answer"),
        *(Words(said) for said in (details, besoins.committee(selection.whole), unplaced) if said),
        *_distances(selection, communes, bands),
        Words(besoins.far_words(communes, selection.day)),
        Title("Publics et thèmes, d'un coup d'œil", 2),
        *_matrix(selection),
        Words(f"Prudence. {view.CAUTION}", "prudence"),
    ]


def _selection(asked: Asked) -> Selection:
    """What the page opens on: all actions, beside the first official figure."""
    scope = asked.scope
    matrix = cached.rows(scope, "offre_matrice", **scope.place, division=view.inner(scope))
    variables = cached.rows(scope, "besoin_variables", departement=scope.departement)
    beside = next(iter(besoins.figures(variables)), None) if variables else None
    need = next(row for row in matrix if row["besoin"] == besoins.ALL and row["code_zone"] is None)
    figure = next((row for row in variables if row["variable"] == beside), None)
    return Selection(scope, matrix, cached.rows(scope, "offre_couverture", **scope.place)[0], need, figure)


def _distances(selection: Selection, communes: Sequence[Row], bands: Sequence[Row]) -> list[Block]:
    table = _bands(selection, bands)
    drawn = _map(selection, communes)
    title = Title("Qui est loin d'une action", 2)
    return [title, Beside([drawn], [table], 0.5)] if drawn else [title, table]


def _map(selection: Selection, communes: Sequence[Row]) -> Drawing | None:
    scope = selection.scope
    try:
        outlines = cached.outline(scope, "communes", scope.departement)
        borders: Path | None = None
        if any(row["bassin"] for row in communes):
            borders = cached.outline(scope, "bassins", scope.departement)
    except NoOutlineError:
        return None
    styles = {row["code_commune"]: distance_map.SWATCHES[row["bande"]] for row in communes}
    names = () if scope.bassin else opening.names(scope)
    svg = ground.filled(outlines, styles, borders, names, 232, 200)
    said = distance_map.alt(communes, selection.need["titre"], besoins.day(selection.coverage))
    return Drawing(svg, said, 82, f"Distance à l'action la plus proche en cours {selection.day}, à vol d'oiseau.")


def _bands(selection: Selection, bands: Sequence[Row]) -> Table:
    rows = [
        [
            Cell(row["distance"], swatch=ink.swatch(distance_map.SWATCHES[row["bande"]])),
            Cell(wording.number(row["n_communes"])),
            Cell(wording.number(row["population"]), row["part_ecrite"]),
            *([Cell(row["regard"], row["connues"])] if selection.figure else []),
        ]
        for row in besoins.bands_table(bands, selection.unit)
    ]
    beside = [f"{selection.figure['titre']}, {selection.figure['annee']}"] if selection.figure else []
    caption = (
        "Légende, et habitants par distance ; en regard, la commune du milieu"
        if beside
        else "Légende, et habitants par distance"
    )
    return Table(
        caption,
        ["Distance", "Communes", "Habitants", *beside],
        rows,
        [2.5, 1.4, 1.4, *([1.7] if beside else [])],
        (1, 2, 3)[: 2 + len(beside)],
    )


def _matrix(selection: Selection) -> list[Block]:
    first = selection.matrix[0]["besoin"]
    inner = {row["code_zone"]: row["zone"] for row in selection.matrix if row["besoin"] == first and row["code_zone"]}
    zones = {None: wording.sentence(selection.scope.territory), **(inner if len(inner) <= _MOST_ZONES else {})}
    by_cell = {(row["besoin"], row["code_zone"]): row for row in selection.matrix}
    said = (
        f"Actions enregistrées en cours {selection.day}, dont celles qui finissent dans les douze mois ; dessous, la "
        "part des habitants à moins de 10 km de l'une d'elles"
    )
    widths = [3, *([1.6] * len(zones))]
    blocks: list[Block] = [Words(said, "small")]
    for title, needs in besoins.groups(selection.whole).items():
        rows = [[Cell(need["titre"]), *(_cell(by_cell[need["besoin"], code]) for code in zones)] for need in needs]
        heads = [title or "Ensemble", *zones.values()]
        blocks.append(Table("", heads, rows, widths, tuple(range(1, len(zones) + 1))))
    return blocks


def _cell(row: Row) -> Cell:
    count, ending, share, _ = besoins.cell(row)
    return Cell(f"{count} ({ending})" if ending else count, wording.percent(share))
