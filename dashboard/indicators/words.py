"""Values of indicators in French: figures with their unit, marks, intervals, coverage, verdicts. Rows in, words out."""

import re
from collections.abc import Iterable

from dashboard.frame import wording
from dashboard.frame.row import Row
from queries import french
from queries.copy.indicators.rules import KNOWN, SHOWN
from queries.copy.progress.aptitude import CONTEXT, MEASURES, NOT_YET
from queries.copy.progress.verdicts import BLIND, DECLINE, NO_CHANGE, NO_OBJECT, PROGRESS, TOO_LITTLE
from queries.french import PROVISIONAL

MARKS = {**wording.MARKS, PROVISIONAL: "provisoire"}

# Verdict → its code in styles. A sign and a shape stand with each: never told by colour alone.
VERDICTS = {PROGRESS: "p", DECLINE: "r", NO_CHANGE: "e", BLIND: "b", TOO_LITTLE: "q", NO_OBJECT: "o"}
# Aptitude → its code in styles.
APTITUDES = {MEASURES: "m", CONTEXT: "c", NOT_YET: "x"}

DIRECTIONS = {
    "hausse": "progrès quand il monte",
    "baisse": "progrès quand il baisse",
    "zero": "progrès quand il s'approche de zéro",
    "neutre": "sans sens de progrès",
}

# Why the rate of a département may be above that of each of its bassins.
WITHOUT_COMMUNE = (
    "Une action sans commune connue compte dans le département seul, dont la valeur peut alors dépasser celle de tous "
    "ses territoires."
)
LEVELS = {
    "commune": "commune",
    "epci": "intercommunalité",
    "bassin": "bassin de vie",
    "departement": "département",
    "structure": "structure",
    "action": "action",
}


def aimed(indicator: Row) -> bool:
    """Whether one way of moving is a progress."""
    return bool(indicator["sens"] != "neutre")


_SYMBOLS = ("%", "€", "‰")


def decimals(unit: str, values: Iterable[float | None]) -> int:
    """Decimals that one indicator is written with everywhere, from its unit and the size of its values."""
    return french.decimals(unit, *values)


def bare(value: float | None, places: int) -> str:
    """A value without its unit, always ``places`` decimals so that columns align; « nd » when unknown."""
    if value is None:
        return wording.UNKNOWN
    text = wording.number(value, places).replace("-", french.MINUS)
    whole, comma, part = text.partition(",")
    return text if not places else f"{whole},{part:0<{places}}" if comma else f"{whole},{'0' * places}"


def written(value: float | None, unit: str, places: int) -> str:
    """« 42,3 % », « 1 234 participations pour 1 000 habitants »."""
    text = bare(value, places)
    return text if value is None or not unit else french.with_unit(text, unit)


def symbol(unit: str) -> bool:
    """Whether the unit is a sign that stays with its number."""
    return unit in _SYMBOLS


def spaced(text: str) -> str:
    """Typed thousands held together: « 10 000 » never breaks over two lines."""
    return re.sub(r"\b(\d{1,3}) (?=\d{3}\b)", rf"\1{wording.NARROW}", text)


def short(value: float | None, unit: str, places: int) -> str:
    """The same for a narrow cell: a unit longer than a symbol is said beside."""
    return written(value, unit if symbol(unit) else "", places)


def decimals_set(unit: str, places: int, *values: float | None) -> int:
    """Decimals for what somebody set (a target of 45,5 %), beside values that are written with ``places``."""
    return max(places, decimals(unit, values))


def interval(low: float | None, high: float | None, places: int) -> str:
    """« 37,1 à 47,2 »; "" when there is none."""
    return "" if low is None or high is None else wording.span(bare(low, places), bare(high, places))


def certain(row: Row, unit: str, places: int) -> str:
    """« entre 138 et 144 », « au moins 60 », « au plus 12,5 € » of a value that bounds leave open; "" for any other."""
    least, most = row.get("au_moins"), row.get("au_plus")
    if least is None and most is not None:
        return f"au plus {short(most, unit, places)}"
    return "" if least is None else wording.total(None, least, most, write=lambda value: short(value, unit, places))


def hidden(row: Row) -> bool:
    """Whether a mark stands in the value's place."""
    return row["valeur"] is None


def provisional(row: Row) -> bool:
    """Whether the figure may still change."""
    return bool(row["statut"] == PROVISIONAL)


def why_provisional(row: Row) -> str:
    """« p : population de 2023, la plus proche connue »; "" for a figure that is not."""
    if not provisional(row):
        return ""
    return f"{PROVISIONAL} : {row['raison']}" if row["raison"] else PROVISIONAL


def status(row: Row) -> str:
    """ok, p, nd, s, ns or ///; nd for anything else."""
    known = str(row["statut"])
    return known if known in (KNOWN, *MARKS) else wording.UNKNOWN


def mark(row: Row, n_min: int = 0) -> str:
    """What stands where there is no value: nd, s, ns or ///; « 3 sur 7 (ns) » when they are fewer than ``n_min``."""
    known = status(row)
    whole = row.get("denominateur")
    if known == wording.NOT_SIGNIFICANT and whole is not None and whole < n_min and (counts := k_of_n(row)):
        return f"{counts} ({known})"
    return wording.UNKNOWN if known in SHOWN else known


def k_of_n(row: Row) -> str:
    """« 3 sur 7 » when both counts are whole and known; "" otherwise."""
    part, whole = row.get("numerateur"), row.get("denominateur")
    if part is None or whole is None or not (float(part).is_integer() and float(whole).is_integer()) or part > whole:
        return ""
    return f"{wording.number(part)} sur {wording.number(whole)}"


def coverage(row: Row) -> str:
    """« 412 renseignés sur 430 (96 %) »; below ten no percentage; "" when nothing is to be filled."""
    known, total = row.get("n_renseignes"), row.get("n_total")
    if known is None or not total:
        return ""
    said = f"{wording.number(known)} renseigné{'s' if known > 1 else ''} sur {wording.number(total)}"
    return said if total < 10 else f"{said} ({wording.percent(known / total)})"


def span(first: int, last: int) -> str:
    """« 2016 », « 2016 à 2018 »."""
    return wording.span(str(first), str(last))


def covered(row: Row) -> str:
    """The same for a narrow cell: « couv. 96 % », « couv. 3/8 » below ten."""
    known, total = row.get("n_renseignes"), row.get("n_total")
    if known is None or not total:
        return ""
    share = wording.percent(known / total) if total >= 10 else f"{wording.number(known)}/{wording.number(total)}"
    return f"couv. {share}"


def by_campaigns(owed: Row, where: str) -> str:
    """« Dans l'Allier, toutes années réunies, 38 des 61 fiches qui disent tout… »; ``where`` begins it."""
    count, whole = owed["n_campagnes"], owed["n_fiches"]
    years = [str(year) for year in owed["annees"]]
    campaigns = f"{'des campagnes' if len(years) > 1 else 'de la campagne'} {wording.join(years)}"
    if whole == 1:
        return f"{where}, la seule fiche qui dit tout ce qu'il lui faut le tient au moins en partie {campaigns}."
    verb = "le tiennent" if count > 1 else "le tient"
    told = f"{wording.number(count)} des {wording.number(whole)} fiches qui disent tout ce qu'il lui faut"
    return f"{where}, toutes années réunies, {told} {verb} au moins en partie {campaigns}."


def current(values: Iterable[Row], year: int | None) -> Row | None:
    """The row to show of one territory: that of ``year``, else the last with a value, else the last of all."""
    rows = sorted(values, key=lambda row: row["annee"])
    if year is not None and (of_year := [row for row in rows if row["annee"] == year]):
        return of_year[-1]
    told = [row for row in rows if not hidden(row)]
    return (told or rows)[-1] if rows else None


def direction(indicator: Row) -> str:
    """What counts as progress, in words."""
    return DIRECTIONS.get(str(indicator["sens"]), "sans sens de progrès")


def rates_of_places(indicator: Row) -> bool:
    """Whether it is a rate of inhabitants, of a département and of territories within it."""
    return indicator["calcul"] == "taux" and "bassin" in (indicator["niveaux"] or [])


def levels(indicator: Row) -> str:
    """« département et bassin de vie »."""
    return wording.join([LEVELS.get(level, level) for level in indicator["niveaux"] or []]) or wording.UNKNOWN


def detail(row: Row, decimals: int, certain: str = "") -> str:
    """« de 37,1 à 47,2 ; n = 412 ; 412 renseignés sur 430 (96 %) ; p : l'année n'est pas finie »."""
    between = interval(row["bas"], row["haut"], decimals)
    facts = [
        f"de {between}" if between else "",
        certain,
        f"n = {wording.number(row['n'])}" if row["n"] is not None else "",
        coverage(row),
        why_provisional(row),
    ]
    return " ; ".join(fact for fact in facts if fact)
