"""The review board: every indicator with its aptitude, value, series and verdicts. Rows in, words and HTML out.

No territory is ranked: the département first, then its bassins in their own order, the same on every line.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from typing import Any

from dashboard.frame import wording
from dashboard.frame.scope import Scope
from dashboard.frame.show import escape
from dashboard.indicators import series, words
from dashboard.indicators.words import APTITUDES, VERDICTS
from queries.copy.progress.aptitude import MEASURES, NOT_YET
from queries.copy.progress.verdicts import DECLINE, NO_CHANGE, NO_OBJECT, PROGRESS, TOO_LITTLE

Row = Mapping[str, Any]
Key = tuple[str, str]

PAGE, ONE = "indicateurs", "indicateur"
CHANGES = (PROGRESS, DECLINE)
# Said after the sign to those who hear the page, shorter where the table repeats it.
_HEARD = {NO_CHANGE: "sans changement", TOO_LITTLE: "trop peu"}
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
    held: Sequence[Line], chosen: Territory, family: str | None, aptitude: str | None, verdict: str | None
) -> list[Line]:
    """The lines that answer the three filters; ``verdict`` is that of the chosen territory."""
    return [
        line
        for line in held
        if family in (None, line.indicator["famille"])
        and aptitude in (None, line.able)
        and verdict in (None, line.verdict(chosen.key))
    ]


def answer(held: Sequence[Line], fields: Sequence[Row]) -> str:
    """« 9 indicateurs sur 21 mesurent le progrès, 12 éclairent le contexte… ; à collecter d'abord : … »."""
    counts = Counter(line.able for line in held)
    n_measures, n_context, n_not_yet = (counts[name] for name in APTITUDES)
    if n_measures:
        many = n_measures > 1
        head = f"{wording.plural(n_measures, 'indicateur')} sur {len(held)} mesure{'nt' if many else ''} le progrès"
    else:
        head = f"Aucun indicateur sur {len(held)} ne mesure encore le progrès"
    parts = [head]
    if n_context:
        parts.append(f"{wording.number(n_context)} éclaire{'nt' if n_context > 1 else ''} le contexte")
    if n_not_yet:
        verb = "ne sont pas encore mesurables" if n_not_yet > 1 else "n'est pas encore mesurable"
        parts.append(f"{wording.number(n_not_yet)} {verb}")
    first = [row["champ"] for row in fields[:2]]
    collect = f" ; à collecter d'abord : {wording.join(first)}" if first else ""
    return f"{', '.join(parts)}{collect}."


def false_alarms(held: Sequence[Line], where: str, rate: float) -> str:
    """How many changes are announced of how many verdicts, and the share of false ones that is accepted."""
    verdicts = [str(row["verdict"]) for line in held for row in line.progress.values()]
    counts = Counter(verdicts)
    judged = [row for line in held for row in line.progress.values() if row["q_valeur"] is not None]
    if not judged:
        return (
            f"Aucun changement n'est annoncé {where} : aucune série n'est assez longue ou assez remplie pour un test."
        )
    n_changes = sum(counts[name] for name in CHANGES)
    told = wording.join([wording.plural(counts[name], name, _MANY[name]) for name in CHANGES if counts[name]])
    one = len(judged) == 1
    series_tested = f"{wording.plural(len(judged), 'série')} {'a été testée' if one else 'ont été testées'} {where}"
    verb = "est annoncé" if n_changes == 1 else "sont annoncés"
    announced = f"{told} {verb}" if n_changes else "aucun changement n'est annoncé"
    return (
        f"{series_tested} : {announced} ; le seuil tient compte du nombre de tests (Benjamini-Hochberg), si bien qu'en "
        f"moyenne {wording.percent(rate)} au plus des changements annoncés sont de fausses alertes."
    )


def families(held: Sequence[Line]) -> dict[str, str]:
    """Code → title of the families, in the order of the catalogue."""
    return {str(line.indicator["famille"]): str(line.indicator["famille_titre"]) for line in held}


def table(held: Sequence[Line], territories: Sequence[Territory], chosen: Territory, scope: Scope, total: int) -> str:
    """The board as one table, a group a family; cards on a phone. ``total`` is the number of indicators there are.

    The end tags that HTML lets out are left out, and links leave out the years, which the frame adds at the click: the
    table is heavy, and the browser keeps it when only the years change.
    """
    heads = ["Indicateur et aptitude", f"Valeur, {chosen.name}", "Évolution", "Verdict"]
    names = [f"<th scope=col>{escape(head)}" for head in heads]
    names += [f"<th scope=col class=lieu>{escape(place.name)}" for place in territories]
    labels = "".join(f"--t{rank}:'{_css(place.name)}';" for rank, place in enumerate(territories))
    groups = "".join(
        _group(title, list(rows), territories, chosen, scope) for title, rows in groupby(held, key=_family)
    )
    return (
        f'<div class="revue{" large" if len(territories) > 4 else ""}">'
        f'<table style="--n:{len(territories)};{escape(labels)}">'
        f"<caption>{_caption(chosen, len(held), total)}</caption><thead><tr>{''.join(names)}{groups}</table></div>"
    )


def _family(line: Line) -> str:
    return f"{line.indicator['famille']}. {line.indicator['famille_titre']}"


def _css(name: str) -> str:
    return name.replace("\\", "").replace("'", "’")


def _caption(chosen: Territory, count: int, total: int) -> str:
    how_many = "" if count == total else f"{wording.plural(count, 'indicateur')} sur {total}. "
    marks = " ; ".join(f"{mark} : {meaning}" for mark, meaning in words.MARKS.items())
    return escape(
        wording.typographic(
            f"{how_many}Chaque ligne : dernière valeur de {chosen.name}, avec son intervalle à 95 %, puis le verdict "
            "et la valeur de chaque territoire, toujours dans le même ordre ; tirets : la référence, pointillés : la "
            f"cible. n : effectif ; couv. : part renseignée ; {marks}."
        )
    )


def _group(title: str, held: Sequence[Line], territories: Sequence[Territory], chosen: Territory, scope: Scope) -> str:
    n_able = sum(line.able == MEASURES for line in held)
    verb = "mesurent" if n_able > 1 else "mesure"
    count = f"{wording.number(n_able)} sur {wording.number(len(held))} {verb} le progrès"
    rows = "".join(_row(line, territories, chosen, scope) for line in held)
    return (
        f"<tbody><tr class=fam><th scope=rowgroup colspan={4 + len(territories)}>{escape(title)} "
        f"<small>{count}</small>{rows}"
    )


def _row(line: Line, territories: Sequence[Territory], chosen: Territory, scope: Scope) -> str:
    href = escape(replace(scope, annee_min=None, annee_max=None).href(ONE, id=line.id))
    verdict = line.verdict(chosen.key)
    cells = "".join(f"<td>{_cell(line, place)}" for place in territories)
    return (
        f'<tr><th scope=row><a href="{href}" data-interne="annees">{escape(line.indicator["titre"])}</a>'
        f'<i class="apt {APTITUDES.get(line.able, "x")}">{escape(able(line))}</i>'
        f"<td>{_value(line, chosen)}<td>{_spark(line, chosen)}<td>{badge(verdict, '')} {escape(verdict)}{cells}"
    )


def to_collect(fields: Sequence[Row], titles: Mapping[str, str], scope: Scope) -> str:
    """The missing fields in order, each with the indicators it would open."""
    rows = "".join(
        f"<li>{escape(wording.typographic(row['phrase']))} <small>{_opened(row, titles, scope)}</small></li>"
        for row in fields
    )
    return f'<ol class="collecte">{rows}</ol>'


def _opened(row: Row, titles: Mapping[str, str], scope: Scope) -> str:
    links = (
        f'<a href="{escape(scope.href(ONE, id=key))}" data-interne>{escape(titles[key])}</a>'
        for key in row["indicateurs"] or []
        if key in titles
    )
    return ", ".join(links)


def able(line: Line) -> str:
    """The aptitude, and what is missing for it."""
    if line.indicator["erreur"]:
        return f"{NOT_YET} : le calcul a échoué"
    if line.able != NOT_YET or line.aptitude is None or not line.aptitude["champ_manquant"]:
        return line.able
    missing = f"{line.able} : il manque {line.aptitude['champ_manquant']}"
    count = line.aptitude["n_fiches_manquantes"]
    return f"{missing} ({wording.plural(count, 'fiche')})" if count else missing


def badge(verdict: str, heard: str | None = None) -> str:
    """The sign of a verdict; ``heard`` is its word for those who hear the page, when none stands beside.

    « sans objet » has no sign.
    """
    if verdict == NO_OBJECT:
        return ""
    return f'<i class="v {VERDICTS.get(verdict, "q")}">{escape(verdict if heard is None else heard)}</i>'


def _value(line: Line, place: Territory) -> str:
    row = line.current(place.key)
    if row is None:
        return f"<b>{_absent(line, place)}</b>"
    unit, year = line.indicator["unite"], str(row["annee"])
    if words.hidden(row):
        return f"<b>{escape(line.mark(row))}</b>{_small(year, row['raison'])}"
    said = escape(words.short(row["valeur"], unit, line.decimals))
    of = "" if words.symbol(unit) else _small(words.spaced(unit))
    between = words.interval(row["bas"], row["haut"], line.decimals)
    n = f"n = {wording.number(row['n'])}" if row["n"] is not None else ""
    return f"<b>{said}</b>{_provisional(row)}{of}{_small(year, between)}{_small(n, words.covered(row))}"


def _absent(line: Line, place: Territory) -> str:
    return wording.UNKNOWN if place.level in (line.indicator["niveaux"] or []) else wording.POINTLESS


def _small(*facts: str | None) -> str:
    told = " · ".join(fact for fact in facts if fact)
    return f"<small>{escape(wording.typographic(told))}</small>" if told else ""


def _provisional(row: Row) -> str:
    return "<sup>p</sup>" if row["statut"] == "p" else ""


def _cell(line: Line, place: Territory) -> str:
    row = line.current(place.key)
    if row is None:
        return _absent(line, place)
    verdict = line.verdict(place.key)
    sign = badge(verdict, _HEARD.get(verdict)) if place.key in line.progress else ""
    if words.hidden(row):
        counts, opening, mark = line.mark(row).partition(" (")
        return f"{sign}{escape(counts)}{_small(mark.rstrip(')')) if opening else ''}"
    said = words.short(row["valeur"], line.indicator["unite"], line.decimals)
    return f"{sign}{escape(said)}{_provisional(row)}"


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
            detail=detail(row, places) if told else "",
        )
        for row in sorted(line.values.get(place.key, ()), key=lambda row: row["annee"])
    ]


def detail(row: Row, decimals: int) -> str:
    """« de 37,1 à 47,2 ; n = 412 ; 412 renseignés sur 430 (96 %) ; provisoire »."""
    between = words.interval(row["bas"], row["haut"], decimals)
    facts = [
        f"de {between}" if between else "",
        f"n = {wording.number(row['n'])}" if row["n"] is not None else "",
        words.coverage(row),
        "provisoire" if words.provisional(row) else "",
    ]
    return " ; ".join(fact for fact in facts if fact)


def _spark(line: Line, place: Territory) -> str:
    progress = line.progress.get(place.key)
    baseline, target = (progress["valeur_reference"], progress["valeur_cible"]) if progress else (None, None)
    drawn = series.sparkline(points(line, place, told=False), baseline, target)
    if drawn is None:
        return ""
    levels = {"r": drawn.baseline, "c": drawn.target}
    known = {name: height for name, height in levels.items() if height is not None}
    style = ";".join(f"--{name}:{height}" for name, height in known.items())
    heard = escape(_heard(line, line.values[place.key], progress))
    return f'<span class="mini {" ".join(known)}" style="{style}"><img src="{drawn.picture}" alt="{heard}"></span>'


def _heard(line: Line, rows: Sequence[Row], progress: Row | None) -> str:
    """The text of a sparkline: first and last years, baseline and target."""
    told = sorted((row for row in rows if not words.hidden(row)), key=lambda row: row["annee"])
    first, last = told[0], told[-1]
    said = f"{words.bare(first['valeur'], line.decimals)} en {first['annee']}"
    if last is not first:
        said += f", {words.bare(last['valeur'], line.decimals)} en {last['annee']}"
    if progress and progress["valeur_reference"] is not None:
        said += f" ; référence {words.bare(progress['valeur_reference'], line.decimals)}"
    if progress and progress["valeur_cible"] is not None:
        said += f" ; cible {words.bare(progress['valeur_cible'], line.decimals)}"
    return said
