"""What the modules of statistics share: the type of their arrays and the normal deviate of a confidence."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Floats = NDArray[np.float64]
Interval = tuple[Floats, Floats]


def floats(values: ArrayLike) -> Floats:
    """The values as an array of floats; None becomes NaN."""
    return np.asarray(values, dtype=np.float64)


def together(*values: ArrayLike) -> tuple[Floats, ...]:
    """The values as arrays of floats of one shape."""
    return tuple(np.broadcast_arrays(*map(floats, values)))


def deviate(confidence: ArrayLike) -> Floats:
    """z such that a normal variable lies within ±z with this probability (0.95 → 1.959964)."""
    inside = floats(confidence)
    if not ((inside > 0) & (inside < 1)).all():
        raise ValueError(f"a confidence lies between 0 and 1, not {confidence!r}")
    return floats(special.ndtri((1 + inside) / 2))
