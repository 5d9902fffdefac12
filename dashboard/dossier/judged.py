"""Verdicts: what a test announces, drawn; then every indicator, with what it takes to read it."""

from collections.abc import Sequence
from itertools import groupby

from dashboard.dossier import curves
from dashboard.dossier.asked import Asked
from dashboard.dossier.content import Beside, Block, Cell, Drawing, Table, Title, Words
from dashboard.frame import cached, palette, wording
from dashboard.indicators import board, board_view, one_charts, series, verdicts, words
from dashboard.indicators.board import Line, Territory
from dashboard.indicators.series import Look, Series
from dashboard.indicators.words import VERDICTS
from queries import articles

_MOST_CHARTS = 6
# With more territories than this beside the chosen one, their columns would not be read.
_MOST_COLUMNS = 4


def chapter(asked: Asked) -> list[Block]:
    """What changes, drawn; the table of all indicators; how many verdicts of each kind, territory by territory."""
    where = asked.where
    blocks: list[Block] = [
        Title("Verdicts : ce qui change, et ce qui ne se voit pas", anew=True),
        Words(board_view.false_alarms(where, asked.lines), "answer" if asked.judged else "plain"),
    ]
    shown = [where.chosen] if asked.scope.bassin else where.territories
    moved = [(line, place) for line in asked.lines for place in shown if line.verdict(place.key) in board.CHANGES]
    if moved:
        blocks.append(Title("Ce qui change", 2))
        for line, place in moved[:_MOST_CHARTS]:
            blocks += _change(line, place)
    elif asked.judged:
        blocks.append(Words(verdicts.quiet(asked.lines, where.chosen)))
    blocks += [
        Title("Indicateur par indicateur", 2),
        *tables(asked),
        Title("Verdicts par territoire", 2),
        _counts(asked),
    ]
    return blocks


def _change(line: Line, place: Territory) -> list[Block]:
    verdict = line.verdict(place.key)
    title = f"{line.indicator['titre']}, {place.name} : {verdict}"
    said = [Words(str(line.progress[place.key]["phrase"]))]
    drawn = chart(line, place)
    return [Title(title, 3), Beside([drawn], said, 0.52)] if drawn else [Title(title, 3), *said]


def chart(line: Line, place: Territory, width: float = 84) -> Drawing | None:
    """The series of one territory as its page draws it; None where no year has a value."""
    unit, places = str(line.indicator["unite"]), line.decimals
    progress = line.progress.get(place.key)
    curve = Series(
        place.name,
        board.points(line, place),
        Look(palette.OKABE_ITO[0]),
        baseline=one_charts.baseline_of(progress, unit, places),
        target=one_charts.target_of(progress, unit, places),
    )
    if not any(point.value is not None for point in curve.points):
        return None
    shared = series.frame([curve], unit, places, palette.INK["light"], palette.MUTED["light"])
    told = one_charts.told(line, curve)
    title = line.indicator["titre"]
    alt = f"Courbe de l'indicateur « {title} » année par année, avec son intervalle et sa référence. {told}"
    return curves.chart(curve, shared, alt, f"Unité : {unit}.", width)


def tables(asked: Asked) -> list[Block]:
    """Every indicator, a table a family: value with its year, interval and coverage; shape of its series; verdict; the
    bassins beside."""
    where = asked.where
    chosen = where.chosen
    others = [place for place in where.territories if place != chosen]
    beside = others if len(others) <= _MOST_COLUMNS else []
    span = years(asked.lines, chosen)
    names = [place.name for place in beside]
    marks = " ; ".join(f"{mark} : {meaning}" for mark, meaning in words.MARKS.items())
    caption = (
        f"Dernière valeur connue {articles.of(chosen.name, chosen.level)} avec son année, son intervalle à 95 %, son "
        f"effectif (n) et sa couverture (part renseignée) ; tirets : la référence, pointillés : la cible. {marks}."
    )
    widths = [3.3, 3.0, 2.3, 2.0, *([1.36] * len(beside))]
    heads = ["Indicateur et aptitude", f"Valeur, {chosen.name}", "Évolution", "Verdict", *names]
    blocks: list[Block] = [Words(caption, "small")]
    for family, lines in groupby(asked.lines, key=lambda line: line.indicator["famille"]):
        held = list(lines)
        rows = [_row(line, chosen, beside, span) for line in held]
        blocks += [Title(f"{family}. {held[0].indicator['famille_titre']}", 3), Table("", heads, rows, widths)]
    return blocks


def years(lines: Sequence[Line], place: Territory) -> tuple[int, int]:
    """The first and last years of the lines of a table, which one scale holds."""
    told = [row["annee"] for line in lines for row in line.values.get(place.key, ())]
    return (min(told, default=0), max(told, default=1))


def _row(line: Line, chosen: Territory, beside: Sequence[Territory], span: tuple[int, int]) -> list[Cell]:
    verdict = line.verdict(chosen.key)
    return [
        Cell(str(line.indicator["titre"]), board.able(line)),
        value(line, chosen),
        _spark(line, chosen, span),
        Cell(verdict, sign=VERDICTS[verdict]),
        *(_other(line, place) for place in beside),
    ]


def value(line: Line, place: Territory) -> Cell:
    """The value of a territory and all that goes with it, or its mark and why."""
    row = line.current(place.key)
    if row is None:
        known = place.level in (line.indicator["niveaux"] or [])
        return Cell(wording.UNKNOWN if known else wording.POINTLESS)
    unit, year = str(line.indicator["unite"]), str(row["annee"])
    if words.hidden(row):
        return Cell(line.mark(row), " · ".join(filter(None, (year, row["raison"]))))
    between = words.interval(row["bas"], row["haut"], line.decimals)
    count = f"n = {wording.number(row['n'])}" if row["n"] is not None else ""
    long = "" if words.symbol(unit) else words.spaced(unit)
    facts = (long, year, between, line.certain(row), count, words.covered(row), words.why_provisional(row))
    mark = " (p)" if words.provisional(row) else ""
    return Cell(f"{words.short(row['valeur'], unit, line.decimals)}{mark}", " · ".join(filter(None, facts)))


def _other(line: Line, place: Territory) -> Cell:
    row = line.current(place.key)
    sign = VERDICTS[line.verdict(place.key)] if place.key in line.progress else ""
    if row is None:
        return Cell(value(line, place).text)
    if words.hidden(row):
        return Cell(line.mark(row).partition(" (")[0] if "(" not in line.mark(row) else line.mark(row), sign=sign)
    mark = " (p)" if words.provisional(row) else ""
    said = words.short(row["valeur"], str(line.indicator["unite"]), line.decimals)
    return Cell(f"{said}{mark}", str(row["annee"]), sign=sign)


def _spark(line: Line, place: Territory, span: tuple[int, int]) -> Cell:
    progress = line.progress.get(place.key)
    baseline, target = (progress["valeur_reference"], progress["valeur_cible"]) if progress else (None, None)
    svg = curves.spark(points(line, place), baseline, target, span)
    if not svg:
        return Cell("")
    return Cell("", drawing=Drawing(svg, heard(line, place), 24))


def points(line: Line, place: Territory) -> list[series.Point]:
    """The years of one territory, without their words."""
    return board.points(line, place, told=False)


def heard(line: Line, place: Territory) -> str:
    """The shape of a series, for who does not see it."""
    said = board.heard(line, place)
    return f"Courbe d'année en année de l'indicateur « {line.indicator['titre']} », {place.name} : {said}."


def _counts(asked: Asked) -> Table:
    """How many indicators have each verdict, always in the same order of territories."""
    where = asked.where
    themes = {
        row["code_bassin"]: row["theme"]
        for row in cached.rows(where.scope, "bassins", departement=where.scope.departement)
    }
    rows = verdicts.by_territory(asked.lines, where.territories, themes, where.scope)
    heads = ["Territoire", *(wording.sentence(name) for name in VERDICTS)]
    told = [[Cell(row["territoire"]), *(Cell(wording.number(row[name])) for name in VERDICTS)] for row in rows]
    caption = "Nombre d'indicateurs par verdict ; l'ordre des territoires ne classe rien"
    return Table(caption, heads, told, [2.2, *([1.3] * len(VERDICTS))], tuple(range(1, len(VERDICTS) + 1)))
