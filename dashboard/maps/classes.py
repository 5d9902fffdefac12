"""Classes of a map: where one colour ends and the next begins, in numbers that people can read."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dashboard.frame.wording import number
from data.reading.numbers import parse_number
from queries import french

Method = Literal["quantiles", "naturels", "egaux", "manuels"]
METHODS: dict[str, str] = {
    "quantiles": "Effectifs égaux (quantiles)",
    "naturels": "Seuils naturels (Jenks)",
    "egaux": "Intervalles égaux",
    "manuels": "Seuils choisis",
}
FEWEST, MOST = 3, 7
_MAX_THRESHOLDS = MOST - 1
_DISTINCT = 500
_MOST_PLACES = 6
_A_SIDE = 3  # classes below zero, and above

Values = NDArray[np.float64]


class ThresholdError(ValueError):
    """Thresholds that cannot be used; the message is French and says what to write."""


@dataclass(frozen=True)
class Classes:
    """Classes from low to high. ``tops`` are their upper bounds, included; the last one may be infinite.

    ``labels`` are French, ``counts`` how many values fall in each; ``unique`` when each class is one single value;
    ``diverging`` when they are the same on either side of zero.
    """

    tops: tuple[float, ...]
    labels: tuple[str, ...]
    counts: tuple[int, ...]
    unique: bool = False
    diverging: bool = False

    def of(self, values: Sequence[float]) -> list[int]:
        """Rank of the class (from 0) of each value; values must not exceed the last bound."""
        return [int(rank) for rank in np.searchsorted(np.array(self.tops), np.asarray(values, dtype=float))]

    @property
    def open(self) -> bool:
        """Whether the last class has no upper bound: thresholds were chosen, and do not move with the values."""
        return bool(self.tops) and bool(np.isinf(self.tops[-1]))

    def __len__(self) -> int:
        return len(self.tops)


def classify(values: Sequence[float], method: str, count: int, thresholds: Sequence[float] = ()) -> Classes:
    """Cut values, none of which is zero, into at most ``count`` classes; no value gives no class.

    When there are not more distinct values than classes, each value is its own class (but for chosen thresholds, which
    are kept as they are, so that two maps drawn with them can be compared; the last class is then open). Where some are
    negative, classes are the same on either side of zero, whatever the method.
    """
    known: Values = np.asarray(values, dtype=float)
    if method == "manuels":
        return _classes((*thresholds, np.inf), known)
    if len(known) and known.min() < 0:
        return _either_side(known)
    distinct = np.unique(known)
    if len(distinct) <= count:
        labels = tuple(_written(value, _places(distinct.tolist())) for value in distinct)
        return Classes(tuple(distinct.tolist()), labels, _counts(distinct, known), unique=True)
    tops = natural_breaks(known, count) if method == "naturels" else _mapclassify(known, method, count)
    return _classes(tops, known)


def natural_breaks(values: Sequence[float] | Values, count: int) -> tuple[float, ...]:
    """Upper bounds of the ``count`` classes with the least sum of squared deviations (Fisher 1958, Jenks 1977).

    Exact, by dynamic programming on the distinct values. mapclassify.FisherJenks gives the same bounds, but takes
    340 ms for 317 communes where this takes 1 ms. Beyond 500 distinct values (ten years of communes), neighbours are
    taken together: time grows with their square.
    """
    distinct, weights = _grouped(np.asarray(values, dtype=float))
    size = len(distinct)
    weight, total, square = (np.concatenate([[0.0], np.cumsum(weights * distinct**power)]) for power in (0, 1, 2))
    first, last = np.arange(size)[:, None], np.arange(size)[None, :] + 1
    members = np.maximum(weight[last] - weight[first], 1)  # below the diagonal, where there is no class, anything goes
    cost = square[last] - square[first] - (total[last] - total[first]) ** 2 / members
    cost[np.tril_indices(size, -1)] = np.inf
    least, starts = cost[0], []
    for _ in range(1, count):
        sums = np.full((size, size), np.inf)
        sums[1:] = least[:-1, None] + cost[1:]
        starts.append(sums.argmin(axis=0))
        least = sums.min(axis=0)
    tops, end = [size - 1], size - 1
    for start in reversed(starts):
        end = start[end] - 1
        tops.append(end)
    return tuple(float(distinct[top]) for top in reversed(tops))


def _grouped(values: Values) -> tuple[Values, NDArray[np.int64]]:
    """Distinct values and how many there are of each; at most ``_DISTINCT``, each the largest of its neighbours."""
    distinct, weights = np.unique(values, return_counts=True)
    if len(distinct) <= _DISTINCT:
        return distinct, weights
    groups = np.array_split(np.arange(len(distinct)), _DISTINCT)
    return distinct[[group[-1] for group in groups]], np.array([weights[group].sum() for group in groups])


def read_thresholds(text: str) -> tuple[float, ...]:
    """Thresholds written « 1 ; 5 ; 10 », French numbers in increasing order; ThresholdError says what is wrong."""
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if not parts:
        raise ThresholdError("Aucun seuil : écrivez-les séparés par des points-virgules, par exemple « 1 ; 5 ; 10 ».")
    if len(parts) > _MAX_THRESHOLDS:
        raise ThresholdError(
            f"{len(parts)} seuils : {_MAX_THRESHOLDS} au plus, pour que l’œil distingue encore les {MOST} teintes."
        )
    thresholds = [_threshold(part) for part in parts]
    for before, after in pairwise(thresholds):
        if after <= before:
            raise ThresholdError(
                f"Les seuils doivent aller en croissant : « {number(after, 2)} » vient après « {number(before, 2)} »."
            )
    return tuple(thresholds)


def _threshold(part: str) -> float:
    try:
        value = parse_number(part)
    except ValueError as error:
        raise ThresholdError(f"Seuil {error}. Écrivez par exemple « 1 ; 2,5 ; 1 000 ».") from error
    if value is None or value <= 0:
        raise ThresholdError(f"Seuil « {part} » : il doit être plus grand que zéro, qui a déjà sa propre case.")
    return float(value)


def _either_side(values: Values) -> Classes:
    """At most three classes below zero and as many above, with the same bounds: a colour says as much on each side."""
    sizes = np.abs(values)
    distinct = np.unique(sizes)
    cuts = natural_breaks(sizes, _A_SIDE) if len(distinct) > _A_SIDE else tuple(distinct.tolist())
    steps = sorted({float(f"{cut:.2g}") for cut in cuts[:-1]})
    tops = (*(-step for step in reversed(steps)), 0.0, *steps, np.inf)
    bounds = [french.figure(top, _decimals(top, _places(tops[:-1]))) for top in tops[:-1]]
    between = [f"{low} à {high}" for low, high in pairwise(bounds)]
    labels = (f"moins de {bounds[0]}", *between, f"plus de {bounds[-1]}")
    return Classes(tops, labels, _counts(np.array(tops), values), diverging=True)


def _mapclassify(values: Values, method: str, count: int) -> tuple[float, ...]:
    # Imported when first needed: it brings scikit-learn, 2 s and 90 MB.
    import mapclassify

    classifier = {"quantiles": mapclassify.Quantiles, "egaux": mapclassify.EqualInterval}[method]
    return tuple(float(top) for top in np.unique(classifier(values, k=count).bins))


def _classes(tops: Sequence[float], values: Values) -> Classes:
    """Classes with labels that leave no doubt on their bounds; whole values have whole bounds (« 2 à 5 »)."""
    whole = bool(np.all(values == np.floor(values)))
    bounds = _whole_tops(tops) if whole else tuple(tops)
    lowest = float(values.min()) if len(values) else 0.0
    labels = [_label(bounds, rank, whole, lowest) for rank in range(len(bounds))]
    return Classes(bounds, tuple(labels), _counts(np.array(bounds), values))


def _whole_tops(tops: Sequence[float]) -> tuple[float, ...]:
    """Between whole values, « up to 4,6 » and « up to 4 » are the same class; a class left without room goes."""
    return tuple(dict.fromkeys(float(np.floor(top)) for top in tops if top >= 1))


def _label(tops: Sequence[float], rank: int, whole: bool, lowest: float) -> str:
    places, top = _places(tops), tops[rank]
    written = "" if np.isinf(top) else _written(top, places)
    if rank == 0:
        start = min(lowest, top)
        if np.isinf(top):
            return "toutes les valeurs"
        return f"jusqu’à {written}" if not whole or start == top else f"{_written(start, places)} à {written}"
    before = tops[rank - 1]
    if np.isinf(top):
        return f"plus de {_written(before, places)}"
    if not whole:
        return f"plus de {_written(before, places)} à {written}"
    return written if before + 1 == top else f"{_written(before + 1, places)} à {written}"


def _counts(tops: Values, values: Values) -> tuple[int, ...]:
    ranks = np.searchsorted(tops, values)
    return tuple(int(count) for count in np.bincount(ranks, minlength=len(tops)))


def _written(value: float, places: int) -> str:
    return number(value, _decimals(value, places))


def _decimals(value: float, places: int) -> int:
    return 0 if abs(value) >= 100 or float(value).is_integer() else places


def _places(bounds: Sequence[float]) -> int:
    """The fewest decimals, two at least, that tell the bounds apart: « plus de 0,01 à 0,01 » says nothing."""
    finite = [bound for bound in bounds if np.isfinite(bound)]
    apart = (
        places for places in range(2, _MOST_PLACES) if len({_written(one, places) for one in finite}) == len(finite)
    )
    return next(apart, _MOST_PLACES)
