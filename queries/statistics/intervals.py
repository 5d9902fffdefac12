"""Intervals of one count, one rate, one proportion."""

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from queries.statistics.arrays import Floats, Interval, deviate, floats, together

# Below, the exact limits; from there Byar's approximation, as Public Health England does (PHEindicatormethods).
BYAR_FROM = 10


def poisson_interval(counts: ArrayLike, confidence: ArrayLike = 0.95) -> Interval:
    """Limits of the mean of Poisson counts: exact below ten, Byar's from ten.

    Exact: ½χ²(α/2; 2x) and ½χ²(1−α/2; 2x+2) (Armitage and Berry, Statistical Methods in Medical Research, 2002).
    Byar: x(1 − 1/9x − z/3√x)³ and (x+1)(1 − 1/9(x+1) + z/3√(x+1))³ (Breslow and Day, Statistical Methods in Cancer
    Research II, 1987). The lower limit of zero is zero.
    """
    observed = floats(counts)
    exact, byar = _exact(observed, confidence), _byar(observed, deviate(confidence))
    few = observed < BYAR_FROM
    return np.where(few, exact[0], byar[0]), np.where(few, exact[1], byar[1])


def _exact(counts: Floats, confidence: ArrayLike) -> Interval:
    # Half a quantile of χ² is one of a gamma law: ``scipy.stats`` says the same to the last bit, more slowly.
    tail = (1 - floats(confidence)) / 2
    low = np.where(counts == 0, 0.0, special.gammaincinv(np.where(counts == 0, 1, counts), tail))
    return low, np.asarray(special.gammainccinv(counts + 1, tail))


def _byar(counts: Floats, z: Floats) -> Interval:
    some, more = np.maximum(counts, 1), counts + 1
    low = some * (1 - 1 / (9 * some) - z / (3 * np.sqrt(some))) ** 3
    high = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    return np.maximum(low, 0), high


def rate_interval(
    counts: ArrayLike, exposures: ArrayLike, factor: float = 1.0, confidence: ArrayLike = 0.95
) -> Interval:
    """Limits of ``factor`` × counts ÷ exposures, the exposures being known without error; NaN where they are not > 0.

    Those of the count, divided: PHEindicatormethods, ``phe_rate``.
    """
    observed, exposed = together(counts, exposures)
    known = np.where(exposed > 0, exposed, np.nan)
    low, high = poisson_interval(observed, confidence)
    return factor * low / known, factor * high / known


def wilson_interval(successes: ArrayLike, totals: ArrayLike, confidence: ArrayLike = 0.95) -> Interval:
    """Limits of a proportion, as fractions; NaN where the total is not > 0.

    (2x + z² ∓ z√(z² + 4x(1 − x/n))) / 2(n + z²): Wilson, JASA 22, 1927; Newcombe and Altman in Statistics with
    Confidence, 2000.
    """
    successes, totals = together(successes, totals)
    n = np.where(totals > 0, totals, np.nan)
    z = deviate(confidence)
    half = z * np.sqrt(z**2 + 4 * successes * (1 - successes / n))
    middle, whole = 2 * successes + z**2, 2 * (n + z**2)
    return (middle - half) / whole, (middle + half) / whole


def non_response_bounds(satisfied: ArrayLike, respondents: ArrayLike, asked: ArrayLike) -> Interval:
    """Worst and best share of ``asked`` who are satisfied, whatever those who did not answer think, as fractions.

    Nobody silent is satisfied, or all of them are: Cochran, Sampling Techniques, 1977, section 13.2 (the bounds without
    their sampling part). NaN where nobody was asked, or more answered than were asked.
    """
    yes, answered, everyone = together(satisfied, respondents, asked)
    n = np.where((everyone > 0) & (answered <= everyone), everyone, np.nan)
    return yes / n, (yes + n - answered) / n
