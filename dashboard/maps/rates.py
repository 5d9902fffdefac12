"""Indicators on a map: the levels that have a value, and what stands in each territory each year. Pure functions."""

from collections.abc import Sequence

import pandas as pd

from dashboard.frame import wording
from dashboard.frame.row import Row
from dashboard.indicators import words as indicator_words
from dashboard.maps.measures import DETAILS, Measure
from dashboard.maps.words import BASSINS, COMMUNES, DEPARTEMENTS, EPCIS, Places
from queries import french
from queries.tables import records

PLACES: dict[str, Places] = {"commune": COMMUNES, "epci": EPCIS, "bassin": BASSINS, "departement": DEPARTEMENTS}
MARKS = ("0", french.UNKNOWN, french.SECRET, french.NOT_SIGNIFICANT, french.POINTLESS)
# What an indicator's value is a number of: such a value is a count, and adds up to a circle.
_KNOWN = ["statut", "raison", "bas", "haut", "au_moins", "au_plus", "n", "n_renseignes", "n_total"]
_PLACE = ["nom", "code_bassin", "bassin", "longitude", "latitude"]
_COUNTED = {"communes": ("commune", "communes")}


def level(places: Places) -> str:
    """The level of these territories, as questions name it."""
    return next(name for name, known in PLACES.items() if known == places)


def levels(rows: Sequence[Row]) -> dict[str, list[str]]:
    """Indicator → levels at which it has a value, the finest first; ``rows`` answer ``carte_indicateurs``."""
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(str(row["indicateur"]), []).append(str(row["niveau"]))
    return found


def measure(indicator: Row, values: pd.DataFrame) -> Measure:
    """The measure of an indicator at a level, of which ``values`` answers ``carte_indicateur``."""
    unit, title = indicator_words.spaced(str(indicator["unite"])), str(indicator["titre"])
    smooth = bool(values["est_lissee"].any())
    singular, plural = _COUNTED.get(unit, (unit, unit))
    return Measure(
        key=str(indicator["id"]),
        title=title,
        legend=f"{title}{', taux lissés' if smooth else ''} ({unit})",
        column="",
        singular=singular,
        plural=plural,
        of_facts=False,
        indicator=True,
        rate=unit not in _COUNTED,
        decimals=french.decimals(unit, *values["valeur"].tolist()),
        marks=MARKS,
    )


def shown(values: pd.DataFrame, held: Measure, counted: str) -> dict[int, pd.DataFrame]:
    """Year → one row a territory, as ``measures.shown`` returns them, from an answer of ``carte_indicateur``.

    ``counted`` is what the n of the indicator counts. A territory without a row that year is nd; the years between
    the first and the last all have an entry; without any year, one under 0, where all is nd.
    """
    years = values["annee"].dropna().astype(int)
    if years.empty:
        return {0: _of_year(values, held, counted)}
    places = values.drop_duplicates("territoire")[["territoire", *_PLACE]]
    facts = values.drop(columns=_PLACE)
    return {
        year: _of_year(places.merge(facts[facts["annee"] == year], how="left", on="territoire"), held, counted)
        for year in range(int(years.min()), int(years.max()) + 1)
    }


def _of_year(rows: pd.DataFrame, held: Measure, counted: str) -> pd.DataFrame:
    value = pd.to_numeric(rows["valeur"]).astype(float).mask(rows["statut"] == french.SECRET)
    marks = rows["statut"].where(rows["statut"].isin(MARKS), french.UNKNOWN)
    status = marks.where(value.isna(), "valeur").mask(value == 0, "0")
    kept = value.where(status == "valeur")
    provisional = rows["statut"] == french.PROVISIONAL
    table = pd.DataFrame(
        {
            "code": rows["territoire"],
            "nom": rows["nom"],
            "code_bassin": rows["code_bassin"],
            "bassin": rows["bassin"],
            "longitude": rows["longitude"],
            "latitude": rows["latitude"],
            "statut": status,
            "valeur": kept,
            "bas": rows["bas"].where(kept.notna()),
            "haut": rows["haut"].where(kept.notna()),
            "n_actions": 0,
            "n_evenements": 0,
            "n": rows["n"],
        }
    )
    bare = [indicator_words.bare(known, held.decimals) for known in kept]
    table["chiffre"] = [
        f"{text}{' (p)' if early else ''}" if state == "valeur" else state
        for text, state, early in zip(bare, status, provisional, strict=True)
    ]
    table["texte"] = [
        held.write(known) if state == "valeur" else state for known, state in zip(kept, status, strict=True)
    ]
    table["n_connus"] = pd.NA
    details = [_details(row, state, held, counted) for row, state in zip(records(rows[_KNOWN]), status, strict=True)]
    return table.join(pd.DataFrame(details, columns=list(DETAILS), index=table.index))


def _details(row: Row, status: str, held: Measure, counted: str) -> tuple[str, str, str, str, str]:
    """What is certain, interval, n, coverage and why a mark; of a secret figure, why it is withheld and no count."""
    reason = str(row["raison"] or "")
    if status == french.SECRET:
        return "", "", "", "", wording.sentence(reason)
    certain = indicator_words.certain(row, held.plural, held.decimals)
    interval = indicator_words.interval(row["bas"], row["haut"], held.decimals) if status == "valeur" else ""
    return (
        wording.sentence(certain),
        f"Intervalle à 95 % : {interval}" if interval else "",
        "" if row["n"] is None else f"n = {wording.number(row['n'])} {counted}",
        wording.sentence(indicator_words.coverage(row)),
        f"p (provisoire) : {reason}" if row["statut"] == french.PROVISIONAL and reason else wording.sentence(reason),
    )
