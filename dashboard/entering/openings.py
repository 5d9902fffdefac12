"""How many more fiches make an indicator measurable, and which: year by year, as its values are shown or not.

What a field lacks over all years says little: an indicator opens when enough years have a value, and a year has one
when enough of its own fiches are filled in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import inf
from operator import itemgetter

from dashboard.frame import cached
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope


@dataclass(frozen=True)
class Opening:
    """What an indicator asks for: years that have a value, years it takes, years that may have one.

    ``count``: fiches to complete, None when completing what is known does not suffice; ``subjects``: which ones
    suffice, as addresses name them (empty where its years are not those when fiches run).
    """

    known: int
    needed: int
    possible: int
    count: int | None
    subjects: tuple[str, ...] = ()


def key(row: Row) -> str:
    """A subject as addresses name it."""
    return f"{row['sujet_type']}:{row['sujet_id']}"


def opening(years: Sequence[Row], lacking: Sequence[Row]) -> Opening | None:
    """From rows of « annees_a_ouvrir » and of « fiches_sans_champ »; None where the indicator has no year to open.

    Where bassins are what it is read by, the one that fewest fiches open, else the one with most years.
    """
    places = (list(rows) for _, rows in groupby(years, key=itemgetter("territoire")))
    found = [_of_place(rows, lacking) for rows in places]
    return min(found, key=lambda each: (inf if each.count is None else each.count, -each.possible), default=None)


def _of_place(years: Sequence[Row], lacking: Sequence[Row]) -> Opening:
    known, needed = sum(row["utilisable"] for row in years), years[0]["n_annees_requises"]
    short = {row["annee"]: row["n_encore"] for row in years if row["n_encore"] is not None}
    figures = (known, needed, known + len(short))
    if known >= needed or known + len(short) < needed:
        return Opening(*figures, None)
    if any(row["n_sujets"] != row["n_total"] for row in years if row["annee"] in short):
        return Opening(*figures, sum(sorted(short.values())[: needed - known]))
    chosen = _chosen(short, lacking, needed - known)
    return Opening(*figures, None) if chosen is None else Opening(*figures, len(chosen), tuple(chosen))


def _chosen(short: dict[int, int], lacking: Sequence[Row], wanted: int) -> list[str] | None:
    """The fiches that give ``wanted`` years their value: the nearest year first, in it those that serve most years.

    Exact where each runs one year; a few more than the fewest at worst where they run several. None: there are too few.
    """
    left, chosen, opened = dict(short), dict[str, None](), 0
    running = {key(row): set(_years(row)) for row in lacking}
    while opened < wanted:
        nearest = min((year for year, count in left.items() if count > 0), key=lambda year: (left[year], year))
        may = [each for each, ran in running.items() if nearest in ran and each not in chosen]
        if not may:
            return None
        best = max(may, key=lambda each: sum(left.get(year, 0) > 0 for year in running[each]))
        chosen[best] = None
        for year in running[best] & left.keys():
            left[year] -= 1
            opened += left[year] == 0
    return list(chosen)


def _years(row: Row) -> range:
    if row["annee_debut"] is None or row["annee_fin"] is None:
        return range(0)
    return range(row["annee_debut"], row["annee_fin"] + 1)


def of(scope: Scope, counter: Row) -> Opening | None:
    """The opening of an indicator that one field alone holds back, in the whole département; None for another one."""
    if counter["n_autres"]:
        return None
    place = {"departement": counter["departement"], "champ": counter["champ"]}
    years = cached.rows(scope, "annees_a_ouvrir", indicateur=counter["indicateur"], **place)
    return opening(years, cached.rows(scope, "fiches_sans_champ", **place))


def counters(scope: Scope, field: str | None = None) -> list[tuple[Row, Opening | None]]:
    """Every indicator that a field holds back in the département, with its opening: what opens soonest first."""
    asked = {"departement": scope.departement, "champ": field}
    found = [(row, of(scope, row)) for row in cached.rows(scope, "indicateurs_a_ouvrir", **asked)]
    return sorted(found, key=lambda each: inf if each[1] is None or each[1].count is None else each[1].count)


def first(scope: Scope, field: str) -> tuple[str, ...]:
    """The fiches of a field whose completion opens an indicator soonest, as addresses name them."""
    named = (each.subjects for _, each in counters(scope, field) if each is not None and each.subjects)
    return next(named, ())


def listed(scope: Scope, field: str) -> list[Row]:
    """The worklist of a field in the chosen territory: what opens an indicator first, then as fiches are numbered."""
    rows = cached.rows(scope, "fiches_sans_champ", champ=field, **scope.filters)
    rank = {each: number for number, each in enumerate(first(scope, field))}
    return sorted(rows, key=lambda row: rank.get(key(row), len(rank)))


def aptitudes(scope: Scope, departement: str) -> dict[str, str]:
    """Title of each indicator → whether it measures progress in a département."""
    rows = cached.rows(scope, "aptitude_indicateurs", departement=departement)
    return {row["titre"]: row["verdict"] for row in rows}
