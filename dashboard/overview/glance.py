"""The first screen: three figures with what they were, the indicators by verdict, what moved. Rows in, words out."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.frame import origin, wording
from dashboard.frame.markup import EMPTY, Markup, attribute, html, join, link
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Figure
from dashboard.indicators import board, verdicts, words
from dashboard.indicators.board import ONE, Line, Territory
from dashboard.money import words as money
from dashboard.overview.trace import Year, trace
from queries.copy.progress.verdicts import BLIND, DECLINE, NO_CHANGE, NO_OBJECT, PROGRESS, TOO_LITTLE

# The indicator that holds each figure against its baseline, per inhabitant.
PEOPLE_RATE, ACTIONS_RATE, MONEY_RATE = "A2", "D3", "F5"
# Verdict → what it means to who never reads a method.
MEANINGS = {
    PROGRESS: "cela va mieux qu'au départ",
    DECLINE: "cela va moins bien qu'au départ",
    NO_CHANGE: "un vrai changement se serait vu",
    BLIND: "même un vrai ne se serait pas vu",
    TOO_LITTLE: "on ne peut pas encore en juger",
    NO_OBJECT: "rien à juger ici",
}


@dataclass(frozen=True)
class Counted:
    """People of a territory, year by year (answer to ``effectifs_annees``), and what they are called.

    ``quantity`` is what is counted, as questions name it. ``undated``: actions and events whose people are told and
    whose year is not known: no year counts them.
    """

    label: str
    unit: str
    known: str
    rows: Sequence[Row]
    quantity: str = ""
    undated: int = 0


def people(counted: Counted, rate: str) -> Figure:
    """The last known year, said beside its number, its bounds and coverage; ``rate`` holds it against the baseline."""
    if not counted.rows:
        return nobody(counted, "Aucun total de participants par année n'est connu ici")
    last = counted.rows[-1]
    value, bounds = told(last)
    years = [Year(row["annee"], None if row["secret"] else row["compte"], _people(row)) for row in counted.rows]
    return Figure(
        counted.label,
        value,
        of_year(last["annee"]),
        n=bounds,
        coverage=f"{wording.sentence(counted.known)} pour {of_subjects(last['n_renseignes'], last['n_sujets'])}"
        f"{undated(counted.undated)}",
        note=rate,
        picture=trace(counted.label, years),
    )


def of_year(year: int) -> str:
    """« environ 34 858 en 2025 »: one year alone, beside figures of all the years chosen."""
    return f"en {year}"


def told(row: Row) -> tuple[str, str]:
    """The people of one year, and what is certain of that number: the same words on every page."""
    if row["secret"]:
        return wording.SECRET, f"{wording.MARKS[wording.SECRET]} (s)"
    about = "environ " if row["n_approches"] else ""
    bounds = wording.bounds_told(row["bas"], row["haut"], row["n_bornes"], row["bornes_tues"])
    return f"{about}{wording.number(row['compte'])}", bounds


def nobody(counted: Counted, why: str) -> Figure:
    """No number of people, and why."""
    return Figure(counted.label, wording.UNKNOWN, n=f"{why}{undated(counted.undated)}")


def undated(count: int) -> str:
    """« ; 12 actions ou événements sans date, dans le total d'aucune année »; "" when there is none."""
    if not count:
        return ""
    noun = "action ou événement" if count == 1 else "actions ou événements"
    return f" ; {wording.number(count)} {noun} sans date, dans le total d'aucune année"


def of_subjects(part: int, whole: int) -> str:
    """« 88 % (369 sur 417) des actions et événements », « 1 sur 3 (actions et événements) »."""
    subjects = "actions et événements"
    return f"{wording.share(part, whole)} {f'({subjects})' if whole < 10 else f'des {subjects}'}"


def _people(row: Row) -> str:
    return wording.SECRET if row["secret"] else wording.number(row["compte"])


def actions(key: Row, years: Sequence[Row], scope: Scope, rate: str) -> Figure:
    """The actions of the period, and how many ran in each year (answer to ``annees``)."""
    count = key["n_actions"]
    where = [wording.plural(key["n_structures"], "structure")]
    where += [] if scope.departement else [wording.plural(key["n_departements"], "département")]
    asked = [year for year in years if _within(year["annee"], scope)]
    drawn = [Year(row["annee"], row["n_actions"], wording.number(row["n_actions"])) for row in asked]
    return Figure(
        "Actions recensées",
        wording.number(count),
        n=f"{wording.join(where)}, {scope.years}" if count else "Aucune fiche dans ce périmètre",
        note=rate,
        picture=trace("Actions de l'année", drawn),
    )


def _within(year: int, scope: Scope) -> bool:
    return (scope.annee_min or year) <= year <= (scope.annee_max or year)


def granted(rows: Sequence[Row], scope: Scope, rate: str) -> Figure:
    """Euros granted over the exercices chosen, and by exercice (answer to ``accorde_annees``)."""
    plans, known = sum(row["n_plans"] for row in rows), sum(row["n_accordes"] for row in rows)
    dated = [row for row in rows if row["annee"] is not None]
    years = [Year(row["annee"], row["accorde_eur"], money.euros(row["accorde_eur"])) for row in dated]
    return Figure(
        "Accordé",
        money.euros(money.total(rows, "accorde_eur")),
        coverage=f"{money.known(known, plans)}, {scope.known_exercices}",
        note=rate,
        picture=trace("Accordé", years),
    )


def costs(row: Row, scope: Scope) -> Figure:
    """The costs that are known (answer to ``couts_connus``)."""
    low, high = row["bas_eur"], row["haut_eur"]
    return Figure(
        "Coûts connus",
        wording.total(None, low, high, write=money.euros),
        coverage=f"Connus pour {of_subjects(row['n_connus'], row['n_sujets'])}, {scope.exercices}",
    )


def rate(lines: Sequence[Line], place: Territory, indicator: str, enough: int) -> str:
    """« De 143,5 à 159,3 participations pour 1 000 habitants, entre 2016-2018 et 2023-2025 »; "" when unknown.

    ``enough``: with fewer years no trend is told (answer to ``regles``).
    """
    line = next((line for line in lines if line.id == indicator), None)
    row = line.progress.get(place.key) if line else None
    if line is None or row is None or row["valeur_reference"] is None or row["valeur_recente"] is None:
        return ""
    if row["n_annees"] < enough:
        return "Trop peu d'années pour dire une tendance"
    before = words.bare(row["valeur_reference"], line.decimals)
    now = words.written(row["valeur_recente"], line.indicator["unite"], line.decimals)
    then = _years(row["reference_debut"], row["reference_fin"])
    return f"De {before} à {now}, entre {then} et {_years(row['recente_debut'], row['recente_fin'])}"


def _years(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–\u2060{last}"


def strip(lines: Sequence[Line], place: Territory, scope: Scope) -> Markup:
    """Every indicator under its verdict, each a link; a verdict that none has is left out."""
    by_verdict = verdicts.judged(lines, place)
    groups = join(_group(verdict, found, place, scope) for verdict, found in by_verdict.items() if found)
    return html('<dl class="bande" aria-label="Indicateurs par verdict">{}</dl>', groups)


def _group(verdict: str, found: Sequence[Line], place: Territory, scope: Scope) -> Markup:
    return html(
        "<div{}><dt>{}<b>{}</b> {} <small>{}</small></dt><dd>{}</dd></div>",
        attribute("class", "lecture" if verdict == NO_OBJECT else None),
        board.badge(verdict, ""),
        origin.on(verdicts.followed(scope, place, verdict), wording.number(len(found))),
        wording.sentence(verdict),
        meaning(verdict, found),
        join((link(scope.href(ONE, id=line.id), str(line.indicator["titre"])) for line in found), " · "),
    )


def meaning(verdict: str, found: Sequence[Line]) -> str:
    """What a verdict means; of « sans objet », how many have no direction and how many have one without a test here."""
    if verdict != NO_OBJECT:
        return MEANINGS[verdict]
    aimed = sum(words.aimed(line.indicator) for line in found)
    counts = [
        f"{wording.number(len(found) - aimed)} sans sens de progrès" if aimed < len(found) else "",
        f"{wording.number(aimed)} avec un sens, mais sans test ici" if aimed else "",
    ]
    return f"{MEANINGS[verdict]} : {wording.join([count for count in counts if count])}"


def moves(lines: Sequence[Line], territories: Sequence[Territory], scope: Scope) -> Markup:
    """The changes that a test announces, drawn, each beside the sentence of its verdict; nothing when there is none."""
    found = [
        _move(line, place, scope) for line in lines for place in territories if line.verdict(place.key) in board.CHANGES
    ]
    return html('<ul class="mouvements">{}</ul>', join(found)) if found else EMPTY


def _move(line: Line, place: Territory, scope: Scope) -> Markup:
    verdict, unit = line.verdict(place.key), line.indicator["unite"]
    years = [Year(point.year, point.value, point.shown) for point in board.points(line, place)]
    title = f"{line.indicator['titre']}, {place.name}"
    return html(
        '<li><div class="dessin">{}</div><p>{}<strong>{}</strong>&nbsp;: {}. {}</p></li>',
        trace(f"{title} ({unit})", years),
        board.badge(verdict, ""),
        link(scope.href(ONE, id=line.id), title),
        verdict,
        line.progress[place.key]["phrase"],
    )
