"""The review board: every indicator with its aptitude, value, series and verdicts. Rows in, words and HTML out.

No territory is ranked: the département first, then its bassins in their own order, the same on every line.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby

from dashboard.frame import origin, wording
from dashboard.frame.markup import EMPTY, Markup, escape, html, join
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.indicators import series, sparklines, words
from dashboard.indicators.sparklines import Span
from dashboard.indicators.words import APTITUDES, VERDICTS
from queries import articles
from queries.copy.indicators import entry
from queries.copy.progress.aptitude import MEASURES, NOT_YET
from queries.copy.progress.verdicts import BLIND, DECLINE, NO_CHANGE, NO_OBJECT, PROGRESS, TOO_LITTLE

Key = tuple[str, str]

PAGE, ONE = "indicateurs", "indicateur"
CHANGES = (PROGRESS, DECLINE)
# Said after the sign to those who hear the page, shorter where the table repeats it.
_HEARD = {NO_CHANGE: "sans changement", BLIND: "ne pouvait rien voir", TOO_LITTLE: "trop peu"}
_MANY = {PROGRESS: PROGRESS, DECLINE: f"{DECLINE}s"}


@dataclass(frozen=True)
class Territory:
    """A column of the board: level, code and name."""

    level: str
    code: str
    name: str

    @property
    def key(self) -> Key:
        """How rows name it."""
        return self.level, self.code


@dataclass(frozen=True)
class Line:
    """One indicator: its catalogue row, its aptitude in the département, values and progress by territory."""

    indicator: Row
    aptitude: Row | None
    values: Mapping[Key, Sequence[Row]] = field(default_factory=dict)
    progress: Mapping[Key, Row] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Identifier, as in the address of its page."""
        return str(self.indicator["id"])

    @property
    def able(self) -> str:
        """Its aptitude to measure progress; an indicator that was not computed measures nothing yet."""
        return str(self.aptitude["verdict"]) if self.aptitude else NOT_YET

    @cached_property
    def decimals(self) -> int:
        """Those of every value on its line."""
        told = (row["valeur"] for rows in self.values.values() for row in rows)
        return words.decimals(self.indicator["unite"], told)

    def mark(self, row: Row) -> str:
        """What stands where a row has no value."""
        return words.mark(row, self.indicator["n_min"] if self.indicator["calcul"] == "proportion" else 0)

    def certain(self, row: Row) -> str:
        """Between what a value is, quantities being said by bounds; "" where it is exact."""
        stated = self.indicator["bornes"] == entry.STATED
        return words.certain(row, self.indicator["unite"], self.decimals) if stated else ""

    def verdict(self, key: Key) -> str:
        """The verdict of a territory; « sans objet » where the indicator has none."""
        row = self.progress.get(key)
        return str(row["verdict"]) if row else NO_OBJECT

    def current(self, key: Key) -> Row | None:
        """The value to show of a territory."""
        row = self.progress.get(key)
        return words.current(self.values.get(key, ()), row["annee"] if row else None)


def lines(
    catalogue: Sequence[Row], values: Sequence[Row], progress: Sequence[Row], aptitudes: Sequence[Row]
) -> list[Line]:
    """One line an indicator, in the order of the catalogue."""
    by_indicator: dict[str, dict[Key, list[Row]]] = {}
    for row in values:
        by_indicator.setdefault(row["indicateur"], {}).setdefault((row["niveau"], row["territoire"]), []).append(row)
    verdicts: dict[str, dict[Key, Row]] = {}
    for row in progress:
        verdicts.setdefault(row["indicateur"], {})[row["niveau"], row["territoire"]] = row
    able = {row["indicateur"]: row for row in aptitudes}
    return [
        Line(row, able.get(row["id"]), by_indicator.get(row["id"], {}), verdicts.get(row["id"], {}))
        for row in catalogue
    ]


def kept(
    lines: Sequence[Line], chosen: Territory, family: str | None, aptitude: str | None, verdict: str | None
) -> list[Line]:
    """The lines that answer the three filters; ``verdict`` is that of the chosen territory."""
    return [
        line
        for line in lines
        if family in (None, line.indicator["famille"])
        and aptitude in (None, line.able)
        and verdict in (None, line.verdict(chosen.key))
    ]


def answer(lines: Sequence[Line]) -> str:
    """« 9 indicateurs sur 21 mesurent le progrès, 12 éclairent le contexte… »."""
    counts = Counter(line.able for line in lines)
    n_measures, n_context, n_not_yet = (counts[name] for name in APTITUDES)
    if n_measures:
        many = n_measures > 1
        head = f"{wording.plural(n_measures, 'indicateur')} sur {len(lines)} mesure{'nt' if many else ''} le progrès"
    else:
        head = f"Aucun indicateur sur {len(lines)} ne mesure encore le progrès"
    parts = [head]
    if n_context:
        parts.append(f"{wording.number(n_context)} éclaire{'nt' if n_context > 1 else ''} le contexte")
    if n_not_yet:
        verb = "ne sont pas encore mesurables" if n_not_yet > 1 else "n'est pas encore mesurable"
        parts.append(f"{wording.number(n_not_yet)} {verb}")
    return f"{', '.join(parts)}."


def false_alarms(lines: Sequence[Line], where: str, rate: float) -> str:
    """How many changes are announced of how many tests, and the risk of a false one, where there is any test."""
    told = tested(lines, where)
    return f"{told} {threshold(rate)}" if _verdicts_tested(lines) else told


def _verdicts_tested(lines: Sequence[Line]) -> list[str]:
    return [str(row["verdict"]) for line in lines for row in line.progress.values() if row["q_valeur"] is not None]


def tested(lines: Sequence[Line], where: str) -> str:
    """How many changes are announced of how many tests, and how many could see nothing."""
    found = _verdicts_tested(lines)
    if not found:
        return (
            f"Aucun changement n'est annoncé {where} : aucune série n'est assez longue ou assez remplie pour un test."
        )
    counts = Counter(found)
    n_changes = sum(counts[name] for name in CHANGES)
    told = wording.join([wording.plural(counts[name], name, _MANY[name]) for name in CHANGES if counts[name]])
    single = len(found) == 1
    series_tested = f"{wording.plural(len(found), 'série')} {'a été testée' if single else 'ont été testées'} {where}"
    verb = "est annoncé" if n_changes == 1 else "sont annoncés"
    announced = f"{told} {verb}" if n_changes else "aucun changement n'est annoncé"
    blind = f" ; {_blind(counts[BLIND])}" if counts[BLIND] else ""
    return f"{series_tested} : {announced}{blind}."


def threshold(rate: float) -> str:
    """What the number of tests costs to each of them."""
    return (
        "Le seuil tient compte du nombre de tests : si rien ne changeait nulle part, le risque d'annoncer ne serait-ce "
        f"qu'un changement serait de {wording.percent(rate)} au plus."
    )


def _blind(count: int) -> str:
    return "1 test ne pouvait rien voir" if count == 1 else f"{wording.number(count)} tests ne pouvaient rien voir"


def families(lines: Sequence[Line]) -> dict[str, str]:
    """Code → title of the families, in the order of the catalogue."""
    return {str(line.indicator["famille"]): str(line.indicator["famille_titre"]) for line in lines}


def table(
    lines: Sequence[Line], territories: Sequence[Territory], chosen: Territory, scope: Scope, total: int
) -> Markup:
    """The board as one table, a group a family; cards on a phone. ``total`` is the number of indicators there are.

    The end tags that HTML lets out are left out, and links leave out the years, which the frame adds at the click: the
    table is heavy, and the browser keeps it when only the years change.
    """
    heads = ["Indicateur et aptitude", f"Dernière valeur connue, {chosen.name}", "Évolution", "Verdict"]
    names = [html("<th scope=col>{}", head) for head in heads]
    names += [html("<th scope=col class=lieu>{}", place.name) for place in territories]
    labels = "".join(f"--t{rank}:'{_css(place.name)}';" for rank, place in enumerate(territories))
    span = _span(lines, chosen)
    groups = join(
        _group(title, list(rows), territories, chosen, scope, span) for title, rows in groupby(lines, key=_family)
    )
    return html(
        '<div class="revue{}"><table style="--n:{};{}"><caption>{}</caption><thead><tr>{}{}</table></div>',
        " large" if len(territories) > 4 else "",
        len(territories),
        labels,
        wording.typographic(_caption(len(lines), total)),
        join(names),
        groups,
    )


def _family(line: Line) -> str:
    return f"{line.indicator['famille']}. {line.indicator['famille_titre']}"


def _css(name: str) -> str:
    return name.replace("\\", "").replace("'", "’")


def _caption(count: int, total: int) -> str:
    how_many = "" if count == total else f"{wording.plural(count, 'indicateur')} sur {total}. "
    return f"{how_many}Tirets : la référence ; pointillés : la cible. {origin.IN_TABLES}."


def reading(chosen: Territory) -> str:
    """How a line of the board is read, and what its abbreviations and marks mean."""
    marks = " ; ".join(f"{mark} : {meaning}" for mark, meaning in words.MARKS.items())
    return (
        f"Chaque ligne : dernière valeur connue {articles.of(chosen.name, chosen.level)}, avec son année et "
        "son intervalle à 95 % (une année plus récente sans valeur est dite à côté ; Bassins de vie montre une seule "
        "année), puis le verdict et la valeur de chaque territoire, toujours dans le même ordre. "
        f"n : effectif ; couv. : part renseignée ; {marks}."
    )


def _group(
    title: str, lines: Sequence[Line], territories: Sequence[Territory], chosen: Territory, scope: Scope, span: Span
) -> Markup:
    n_able = sum(line.able == MEASURES for line in lines)
    verb = "mesurent" if n_able > 1 else "mesure"
    count = f"{wording.number(n_able)} sur {wording.number(len(lines))} {verb} le progrès"
    rows = join(_row(line, territories, chosen, scope, span) for line in lines)
    return html(
        "<tbody><tr class=fam><th scope=rowgroup colspan={}>{} <small>{}</small>{}",
        4 + len(territories),
        title,
        count,
        rows,
    )


def _row(line: Line, territories: Sequence[Territory], chosen: Territory, scope: Scope, span: Span) -> Markup:
    verdict, bare = line.verdict(chosen.key), replace(scope, annee_min=None, annee_max=None)
    return html(
        '<tr><th scope=row><a href="{}" data-interne="annees">{}</a><i class="apt {}">{}</i><td>{}<td>{}<td>{} {}{}',
        bare.href(ONE, id=line.id),
        line.indicator["titre"],
        APTITUDES.get(line.able, "x"),
        able(line),
        _value(line, chosen, bare),
        _spark(line, chosen, span),
        badge(verdict, ""),
        verdict,
        join(html("<td>{}", _cell(line, place, chosen, bare)) for place in territories),
    )


def able(line: Line) -> str:
    """The aptitude, and what is missing for it."""
    if line.indicator["erreur"]:
        return f"{NOT_YET} : le calcul a échoué"
    if line.able != NOT_YET or line.aptitude is None or not line.aptitude["champ_manquant"]:
        return line.able
    missing = f"{line.able} : il manque {line.aptitude['champ_manquant']}"
    count = line.aptitude["n_fiches_manquantes"]
    return f"{missing} ({wording.plural(count, 'fiche')})" if count else missing


def badge(verdict: str, heard: str | None = None) -> Markup:
    """The sign of a verdict; ``heard`` is its word for those who hear the page, when none stands beside.

    « sans objet » has no sign.
    """
    if verdict == NO_OBJECT:
        return EMPTY
    return html('<i class="v {}">{}</i>', VERDICTS.get(verdict, "q"), verdict if heard is None else heard)


def _followed(line: Line, place: Territory, row: Row, figure: object, scope: Scope) -> Markup:
    """A value that leads to what it is made from."""
    to = origin.indicator(scope, line.id, place.level, place.code, row["annee"])
    return html('<a class=origine href="{}" data-interne="annees">{}</a>', to, figure)


def _value(line: Line, place: Territory, scope: Scope) -> Markup:
    row = line.current(place.key)
    if row is None:
        return html("<b>{}</b>", _absent(line, place))
    unit, year = line.indicator["unite"], str(row["annee"])
    if words.hidden(row):
        return html("<b>{}</b>{}", _followed(line, place, row, line.mark(row), scope), small(year, row["raison"]))
    between = words.interval(row["bas"], row["haut"], line.decimals)
    n = f"n = {wording.number(row['n'])}" if row["n"] is not None else ""
    return html(
        "<b>{}</b>{}{}{}{}{}",
        _followed(line, place, row, words.short(row["valeur"], unit, line.decimals), scope),
        provisional(row),
        EMPTY if words.symbol(unit) else small(words.spaced(unit)),
        small(year, between, line.certain(row), _since(line, place, row)),
        small(n, words.covered(row)),
        small(words.why_provisional(row)),
    )


def _absent(line: Line, place: Territory) -> str:
    return wording.UNKNOWN if place.level in (line.indicator["niveaux"] or []) else wording.POINTLESS


def small(*facts: str | None) -> Markup:
    """What goes with a figure, under it; nothing when there is nothing to say."""
    told = " · ".join(fact for fact in facts if fact)
    return html("<small>{}</small>", wording.typographic(told)) if told else EMPTY


def provisional(row: Row) -> Markup:
    """The mark of a figure that may still change."""
    return html("<sup>p</sup>") if row["statut"] == "p" else EMPTY


def _cell(line: Line, place: Territory, chosen: Territory, scope: Scope) -> Markup:
    row = line.current(place.key)
    if row is None:
        return escape(_absent(line, place))
    verdict = line.verdict(place.key)
    sign = badge(verdict, _HEARD.get(verdict)) if place.key in line.progress else EMPTY
    year = _other_year(row, line.current(chosen.key))
    if words.hidden(row):
        counts, opening, mark = line.mark(row).partition(" (")
        counts = _followed(line, place, row, counts, scope)
        return html("{}{}{}", sign, counts, small(mark.rstrip(")") if opening else "", year))
    said = _followed(line, place, row, words.short(row["valeur"], line.indicator["unite"], line.decimals), scope)
    return html("{}{}{}{}", sign, said, provisional(row), small(year, line.certain(row), _since(line, place, row)))


def _since(line: Line, place: Territory, row: Row) -> str:
    """« 2025 : ns », what the last year says where an older value is shown; "" where it is the last year's."""
    last = max(line.values[place.key], key=lambda other: other["annee"])
    return "" if last["annee"] <= row["annee"] else f"{last['annee']} : {words.status(last)}"


def _other_year(row: Row, beside: Row | None) -> str:
    """The year of a value, where the line is not already dated of it by the chosen territory's."""
    return "" if beside is not None and row["annee"] == beside["annee"] else str(row["annee"])


def points(line: Line, place: Territory, *, told: bool = True) -> list[series.Point]:
    """The years of one territory, ready to be drawn; ``told`` with the words of a hover."""
    unit, places = line.indicator["unite"], line.decimals
    return [
        series.Point(
            row["annee"],
            row["valeur"],
            row["bas"],
            row["haut"],
            provisional=words.provisional(row),
            mark=words.status(row) if words.hidden(row) else "",
            shown=words.written(row["valeur"], unit, places) if told else "",
            detail=words.detail(row, places, line.certain(row)) if told else "",
        )
        for row in sorted(line.values.get(place.key, ()), key=lambda row: row["annee"])
    ]


def heard(line: Line, place: Territory) -> str:
    """The series of one territory in words: its first and last values, its baseline, its target."""
    return sparklines.heard(line.values[place.key], line.progress.get(place.key), line.decimals)


def _span(lines: Sequence[Line], place: Territory) -> Span:
    """The first and last years of the lines of a table: each year stands at one place in all of them."""
    years = [row["annee"] for line in lines for row in line.values.get(place.key, ())]
    return (min(years), max(years)) if years else None


def _spark(line: Line, place: Territory, span: Span) -> Markup:
    progress = line.progress.get(place.key)
    baseline, target = (progress["valeur_reference"], progress["valeur_cible"]) if progress else (None, None)
    drawn = sparklines.sparkline(points(line, place, told=False), baseline, target, span)
    if drawn is None:
        return EMPTY
    levels = {"r": drawn.baseline, "c": drawn.target}
    known = {name: height for name, height in levels.items() if height is not None}
    style = ";".join(f"--{name}:{height}" for name, height in known.items())
    return html(
        '<span class="mini {}" style="{}"><img src="{}" alt="{}"></span>',
        " ".join(known),
        style,
        drawn.picture,
        heard(line, place),
    )
