"""How unequally something is shared, and how much of that lies between groups."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from queries.statistics.arrays import Floats, floats


@dataclass(frozen=True)
class Theil:
    """Theil's T and its two parts: ``total`` = ``between`` + ``within``."""

    total: float
    between: float
    within: float


def theil(values: ArrayLike, groups: ArrayLike) -> Theil:
    """Theil's T of values ≥ 0, split by group; each value counts once, NaN when their sum is zero.

    T = Σ s·log(n·s), s the share of the sum; between: the same of the groups' shares against their sizes (Theil,
    Economics and Information Theory, 1967; PySAL ``inequality.theil``). Natural logarithms.
    """
    amounts = floats(values)
    if (amounts < 0).any():
        raise ValueError("Theil's index is of values that are not negative")
    total = amounts.sum()
    if not total > 0:
        return Theil(float("nan"), float("nan"), float("nan"))
    _, group = np.unique(np.asarray(groups), return_inverse=True)
    shares, sizes = np.bincount(group, amounts) / total, np.bincount(group)
    whole = _divergence(amounts / total, np.full(amounts.size, 1 / amounts.size))
    between = _divergence(shares, sizes / amounts.size)
    return Theil(whole, between, whole - between)


def _divergence(shares: Floats, sizes: Floats) -> float:
    some = shares > 0
    return float((shares[some] * np.log(shares[some] / sizes[some])).sum())
