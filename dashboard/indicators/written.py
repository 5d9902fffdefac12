"""What the committee wrote of an indicator: remarks over its years, targets that a session adopted or replaced."""

from collections.abc import Sequence

from dashboard.frame import cached, show, wording
from dashboard.frame.markup import Markup, html, join, link, write
from dashboard.frame.row import Row
from dashboard.indicators import words as indicator_words
from dashboard.indicators.board import Line, Territory
from dashboard.indicators.board_view import Place
from dashboard.indicators.series import Remark

_KINDS = {"evenement": "", "methode": "changement de méthode : "}


def remarks(where: Place, line: Line, territory: Territory) -> Sequence[Remark]:
    """What is written over the years of one territory's series, in their order, numbered from 1."""
    place = {"departement": where.scope.departement, "bassin": territory.code if territory.level == "bassin" else None}
    rows = cached.rows(where.scope, "annotations", indicateur=line.id, **place)
    return [
        Remark(number, row["annee"], row["annee_fin"], f"{_KINDS[row['nature']]}{row['texte']}")
        for number, row in enumerate(rows, start=1)
    ]


def under(found: Sequence[Remark]) -> None:
    """The words of the numbered strips of a chart, which print with it."""
    if found:
        show.points([f"({each.number}) {indicator_words.span(each.first, each.last)} : {each.words}" for each in found])


def told(where: Place, line: Line) -> Sequence[Row]:
    """Every target of the territory looked at, the former ones too."""
    bassin = where.chosen.code if where.chosen.level == "bassin" else None
    return cached.rows(where.scope, "cibles", indicateur=line.id, departement=where.scope.departement, bassin=bassin)


def targets(where: Place, line: Line) -> None:
    """The targets in words, where one was replaced, is contradicted, or was adopted at a session."""
    rows = told(where, line)
    if any(row["remplacee"] or row["contredite"] or row["motif"] or row["seance_id"] for row in rows):
        write(html('<ul class="points">{}</ul>', join(_item(where, line, row) for row in rows)))


def _item(where: Place, line: Line, row: Row) -> Markup:
    """A target, with the way to the session that adopted it where one did."""
    said = _target(line, row)
    if not row["seance_id"]:
        return html("<li>{}</li>", said)
    to = where.scope.href("seances", id=str(row["seance_id"]))
    return html("<li>{} {}</li>", said, link(to, "La séance qui l'a adoptée"))


def _target(line: Line, row: Row) -> str:
    """« Cible 2027 : 45 %, fixée le 12/03/2024 (engagement) ; une autre, dite après, la remplace »."""
    unit = line.indicator["unite"]
    places = indicator_words.decimals_set(unit, line.decimals, row["valeur_cible"], row["valeur_reference"])
    said = indicator_words.short(row["valeur_cible"], unit, places)
    words = f"Cible {row['annee_cible']} : {said}"
    if row["valeur_reference"] is not None:
        start = indicator_words.short(row["valeur_reference"], unit, places)
        words += f", depuis {start} ({indicator_words.span(row['annee_reference'], row['annee_reference_fin'])})"
    moment = wording.timestamp(row["fixee_le"]) if row["fixee_le"] else None
    if moment is not None:
        words += f", fixée le {wording.day(moment.date())}"
    if row["motif"]:
        words += f" ({row['motif']})"
    if row["contredite"]:
        return f"{words} ; une autre source la dit autrement : aucune ne compte."
    return f"{words} ; une autre, dite après, la remplace." if row["remplacee"] else f"{words}."
