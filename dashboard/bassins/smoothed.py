"""A rate by commune, raw and smoothed, on two maps of the same classes: rows, classes, legend, words. Pure functions.

Smoothed values are for maps, never for tests: each borrows from the whole département what its own few events lack.
"""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

import pandas as pd

from dashboard.frame import wording
from dashboard.frame.markup import Markup, html, join
from dashboard.frame.row import Row
from dashboard.indicators import words as indicator_words
from dashboard.maps import drawing
from dashboard.maps import legend as legends
from dashboard.maps.classes import Classes, classify
from dashboard.maps.drawing import Words
from dashboard.maps.measures import Measure

_SHARES = (0.5, 1.0, 1.5, 2.0, 4.0)
KINDS = {"valeur": "Taux bruts", "lisse": "Taux lissés"}
_NO_FIGURE = (wording.UNKNOWN, wording.SECRET, wording.POINTLESS)
_MARKS = {"0": "aucun fait enregistré", **{mark: wording.MARKS[mark] for mark in _NO_FIGURE}}


def layer(rows: Sequence[Row], kind: str, unit: str) -> pd.DataFrame:
    """What ``maps`` draws of one kind (``valeur`` raw, ``lisse`` smoothed), from the question ``entonnoir``.

    A mark stands where the raw value does not; a raw zero is a zero, its smoothed value is not.
    """
    table = pd.DataFrame(list(rows)).rename(columns={"territoire": "code"})
    places = indicator_words.decimals("", [row[kind] for row in rows])
    values = pd.to_numeric(table[kind]).astype(float)
    marks = table["statut"].where(table["statut"].isin(_NO_FIGURE), wording.UNKNOWN)
    status = marks.where(values.isna(), "valeur").mask(values == 0, "0")
    shown = values.where(status == "valeur")
    figures = [
        indicator_words.bare(value, places) if state == "valeur" else state
        for value, state in zip(shown, status, strict=True)
    ]
    return table[["code", "nom", "code_bassin", "bassin", "longitude", "latitude"]].assign(
        statut=status, valeur=shown, chiffre=figures, texte=[f"{figure} {unit}" for figure in figures]
    )


def common_rate(rows: Sequence[Row], factor: float) -> float:
    """The rate of all these territories together, in the unit of the indicator."""
    known = [row for row in rows if row["numerateur"] is not None and row["population"]]
    people = sum(row["population"] for row in known)
    return float(factor * sum(row["numerateur"] for row in known) / people) if people else 0.0


def shared_classes(layers: Sequence[pd.DataFrame], rate: float) -> Classes:
    """The same classes for every map: half the common rate, the rate itself, one and a half, two and four times it."""
    known = pd.concat([rows.loc[rows["statut"] == "valeur", "valeur"] for rows in layers])
    return classify(known.tolist(), "manuels", 0, sorted({_two_digits(share * rate) for share in _SHARES}))


def _two_digits(value: float) -> float:
    return float(f"{value:.2g}")


def words(kind: str, title: str, unit: str, where: str, year: int) -> Words:
    """What a map says under the pointer and to screen readers; on paper, the table beside has both rates."""
    measure = Measure(kind, KINDS[kind], KINDS[kind], kind, unit, unit, of_facts=False)
    alt = f"Carte : {title.lower()}, {KINDS[kind].lower()} par commune, {where}, {year}. Le tableau dit la même chose."
    return Words(measure, _MARKS, "Cliquer pour lire les deux taux", alt, listed=False)


def names(rows: pd.DataFrame, colours: Mapping[str, str]) -> tuple[tuple[str, float, float, str], ...]:
    """Each bassin's name, in the middle of its mairies, and its colour."""
    middles = rows.groupby("bassin", sort=False)[["longitude", "latitude"]].mean().round(4)
    places = zip(middles.index, middles["longitude"], middles["latitude"], strict=True)
    return tuple((str(name), float(east), float(north), colours.get(str(name), "")) for name, east, north in places)


def legend(classes: Classes, raw: pd.DataFrame, smooth: pd.DataFrame, title: str) -> Markup:
    """One legend for the two maps: each class, then each mark, with how many communes of each map."""
    counts = [_counts(rows, classes) for rows in (raw, smooth)]
    swatches = zip(drawing.ramp(len(classes)), classes.labels, zip(*counts, strict=True), strict=True)
    items = join(_item(fill, label, pair) for fill, label, pair in swatches)
    marks = join(
        _item(drawing.MARKS[mark], html("<strong>{}</strong> {}", mark, meaning), _both(raw, smooth, mark))
        for mark, meaning in _MARKS.items()
    )
    said = "Mêmes classes pour les deux cartes ; entre parenthèses, communes de la carte brute puis de la carte lissée."
    return html(
        '<div class="legende"><p>{}</p><ul>{}</ul><span class="nb">{}</span><ul>{}</ul></div>',
        title,
        items,
        wording.typographic(said),
        marks,
    )


def _counts(rows: pd.DataFrame, classes: Classes) -> list[int]:
    ranks = classes.of(rows.loc[rows["statut"] == "valeur", "valeur"].tolist())
    return [ranks.count(rank) for rank in range(len(classes))]


def _both(raw: pd.DataFrame, smooth: pd.DataFrame, mark: str) -> tuple[int, int]:
    return int((raw["statut"] == mark).sum()), int((smooth["statut"] == mark).sum())


def _item(fill: str, label: str, counts: tuple[int, ...]) -> Markup:
    return legends.item(fill, label, " ; ".join(wording.number(count) for count in counts), empty=not any(counts))


def answer(rows: Sequence[Row], year: int) -> str:
    """What smoothing changes, after the name of the rates: how far those of a year spread before and after."""
    raw = [row["valeur"] for row in rows if row["valeur"] is not None]
    smooth = [row["lisse"] for row in rows if row["lisse"] is not None]
    if not raw or not smooth:
        return "aucun taux lissé n'est connu, il en faut dans plusieurs communes."
    empty = [row["population"] for row in rows if row["valeur"] == 0]
    said = ""
    if empty:
        counted = wording.plural(len(empty), "commune est à zéro", "communes sont à zéro")
        people = wording.plural(int(median(empty)), "habitant")
        theirs = "sa population est de" if len(empty) == 1 else "la moitié d'entre elles n'ont pas plus de"
        said = f" {counted} en {year} ; {theirs} {people}."
    return f"{_reach(raw)} ; {_reach(smooth)} une fois atténué le hasard des petites communes.{said}"


def _reach(values: Sequence[float]) -> str:
    """« de 0 à 40 selon la commune », or « 40 dans chaque commune » where all of them are written the same."""
    low, high = wording.number(min(values), 1), wording.number(max(values), 1)
    return f"{low} dans chaque commune" if low == high else f"de {low} à {high} selon la commune"


def lines(rows: Sequence[Row], raw: pd.DataFrame, smooth: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of the table: code, name, bassin, population, the two rates or their marks."""
    return [
        {
            "code": row["territoire"],
            "nom": row["nom"],
            "bassin": row["bassin"] or "hors bassin",
            "population": row["population"],
            "brut": first,
            "lisse": second,
        }
        for row, first, second in zip(rows, raw["chiffre"], smooth["chiffre"], strict=True)
    ]


READING = (
    "La carte brute montre surtout où les communes sont petites : une action pour 150 habitants y fait un taux énorme. "
    "La carte lissée rapproche chaque taux du taux commun, d'autant plus que la commune est petite. Un "
    "taux lissé se regarde, il ne se teste pas et ne se compare pas à une cible."
)


def told(row: Row, unit: str) -> str:
    """The two rates of one commune, with its population."""
    places = indicator_words.decimals(unit, [row["lisse"], row["valeur"]])
    if row["valeur"] is None:
        return f"{row['nom']} : {indicator_words.mark(row)} ({row['raison'] or wording.MARKS[wording.UNKNOWN]})."
    people = wording.plural(int(row["population"]), "habitant")
    return (
        f"{row['nom']} ({people}) : {wording.number(row['numerateur'])} au compte, taux brut "
        f"{indicator_words.written(row['valeur'], unit, places)}, lissé {indicator_words.bare(row['lisse'], places)}."
    )
