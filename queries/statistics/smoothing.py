"""Empirical Bayes smoothing: small territories drawn towards the common value. For maps, never for tests."""

import numpy as np
from numpy.typing import ArrayLike

from queries.statistics.arrays import Floats, together


def smoothed_rates(counts: ArrayLike, exposures: ArrayLike) -> Floats:
    """Counts ÷ exposures, smoothed; NaN where the exposure is not > 0 or the count unknown.

    b = Σn/Σx; a = max(0, Σx(p−b)²/Σx − b/x̄); b + a(p−b)/(a + b/x): Marshall, Applied Statistics 40, 1991; spdep
    ``EBest(family = "poisson")``. Without any count, every rate is zero.
    """
    n, x = together(counts, exposures)
    kept = np.isfinite(n) & (x > 0)
    smoothed = np.full(n.shape, np.nan)
    if not kept.any():
        return smoothed
    n, x = n[kept], x[kept]
    p, b, between = _moments(n, x)
    a = max(0.0, between - b / x.mean())
    smoothed[kept] = b if a == 0 else b + a * (p - b) / (a + b / x)
    return smoothed


def smoothed_proportions(successes: ArrayLike, totals: ArrayLike) -> Floats:
    """Successes ÷ totals, smoothed, as fractions; NaN where the total is not > 0 or the successes unknown.

    ρp + (1−ρ)b with ρ = (x·s² − (x/x̄)b(1−b)) / ((x−1)s² + ((x̄−x)/x̄)b(1−b)): Martuzzi and Elliott, Statistics in
    Medicine 15, 1996; spdep ``EBest(family = "binomial")``, which leaves ρ unclipped where this one keeps it in 0–1.
    """
    n, x = together(successes, totals)
    kept = np.isfinite(n) & (x > 0)
    smoothed = np.full(n.shape, np.nan)
    if not kept.any():
        return smoothed
    n, x = n[kept], x[kept]
    p, b, between = _moments(n, x)
    chance, mean = b * (1 - b), x.mean()
    above = x * between - x / mean * chance
    below = (x - 1) * between + (mean - x) / mean * chance
    rho = np.clip(np.divide(above, below, out=np.zeros_like(x), where=(above > 0) & (below > 0)), 0, 1)
    smoothed[kept] = rho * p + (1 - rho) * b
    return smoothed


def _moments(n: Floats, x: Floats) -> tuple[Floats, float, float]:
    """The rates, their common value, their variance weighted by exposure."""
    p, b = n / x, float(n.sum() / x.sum())
    return p, b, float((x * (p - b) ** 2).sum() / x.sum())
