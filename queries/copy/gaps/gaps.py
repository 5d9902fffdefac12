"""Where territories of one level really differ: gaps with intervals, held to one rate of false alarms.

Two bassins are compared with each other; an EPCI, one of many, with the others of its département together. The
interval of a gap is Newcombe's (Statistics in Medicine 17, 1998, method 10) for proportions, and the same construction
on the limits of two counts for rates (« MOVER »: Zou and Donner, ibid. 27, 2008). Its p-value is one minus the highest
level at which the interval leaves zero out, so that the two never disagree.

All the gaps that a reader sees together (one département, level and year) make one family: those that differ are chosen
by Benjamini and Hochberg at 5 %, and every interval of the family is given at the level 1 − 5 % × R/m of Benjamini and
Yekutieli (JASA 100, 2005; R chosen among m, at least 1), which leaves zero out for the chosen ones and for no other.
An action that takes place in two territories counts in both: their gap then varies less than is assumed here.
"""

from dataclasses import dataclass, fields
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import special
from scipy.optimize import elementwise

from queries.copy import parts
from queries.copy.script import run
from queries.statistics import benjamini_hochberg, newcombe_difference, rate_difference
from queries.statistics.arrays import Floats, Interval, floats

HERE = Path(__file__).parent
FALSE_ALARMS = 0.05
# Between them lies every p-value worth telling from 1 and from 0 (below 1e-11).
_LOWEST_Z, _HIGHEST_Z = 1e-4, 7.0
_PAIRS = """
FROM ecarts_a_juger ORDER BY indicateur, niveau, code_departement, annee, territoire_a, territoire_b
"""


@dataclass(frozen=True)
class Gaps:
    """Many gaps: ``count_a`` of ``base_a`` less ``count_b`` of ``base_b``, times ``factor``; shares or rates."""

    count_a: Floats
    base_a: Floats
    count_b: Floats
    base_b: Floats
    factor: Floats
    share: Floats

    @property
    def above(self) -> NDArray[np.bool_]:
        """Whether the first side stands above the second."""
        return self.count_a / self.base_a > self.count_b / self.base_b

    def limits(self, confidence: ArrayLike) -> Interval:
        """Limits of each gap, in the unit of the indicator; one confidence for all, or one for each."""
        columns = np.stack([self.count_a, self.base_a, self.count_b, self.base_b])
        levels = np.broadcast_to(floats(confidence), self.factor.shape)
        low, high = np.empty_like(self.factor), np.empty_like(self.factor)
        for chosen, difference in ((self.share == 1, newcombe_difference), (self.share == 0, rate_difference)):
            count_a, base_a, count_b, base_b = columns[:, chosen]
            low[chosen], high[chosen] = difference(count_a, base_a, count_b, base_b, confidence=levels[chosen])
        return self.factor * low, self.factor * high

    def p_values(self) -> Floats:
        """Two-sided p-values: one minus the confidence at which the interval just reaches zero."""

        def margin(z: Floats, *columns: Floats) -> Floats:
            gaps = Gaps(*columns)
            low, high = gaps.limits(1 - 2 * special.ndtr(-z))
            return np.where(gaps.above, low, -high)

        columns = tuple(getattr(self, field.name) for field in fields(self))
        touching = margin(np.full(len(self.factor), _LOWEST_Z), *columns) <= 0
        beyond = margin(np.full(len(self.factor), _HIGHEST_Z), *columns) >= 0
        z = np.where(beyond, np.inf, 0.0)
        if (between := ~touching & ~beyond).any():
            kept = tuple(column[between] for column in columns)
            z[between] = elementwise.find_root(margin, (_LOWEST_Z, _HIGHEST_Z), args=kept).x
        return floats(2 * special.ndtr(-z))


def family(p_values: Floats) -> tuple[Floats, float]:
    """Benjamini and Hochberg's q-values, and the level α of the intervals of the family (1 − α is their confidence)."""
    q_values = benjamini_hochberg(p_values)
    chosen = int((q_values <= FALSE_ALARMS).sum())
    return q_values, FALSE_ALARMS * max(chosen, 1) / len(p_values)


def derive(root: duckdb.DuckDBPyConnection) -> None:
    """Write ``territoires_ordonnes`` and ``indicateurs_ecarts`` into the copy, the current catalog of ``root``."""
    parts.scripts(HERE / "places.sql")(root)

    def gaps() -> None:
        run(root, HERE / "pairs.sql")
        run(root, HERE / "gaps.sql", ecarts_juges=_judged(root.execute(_PAIRS).fetch_df()))

    parts.part((HERE / "gaps.sql", HERE / "pairs.sql"), gaps)


def _judged(gaps: pd.DataFrame) -> pd.DataFrame:
    """The gaps with interval, p-value, q-value and decision, where one can be taken."""
    tested = gaps["raison"].isna().to_numpy()
    testable = gaps[tested].reset_index(drop=True)
    testable["part"] = testable["calcul"] == "proportion"
    names = ("compte_a", "base_a", "compte_b", "base_b", "facteur", "part")
    apart = Gaps(*(testable[name].to_numpy(dtype=float) for name in names))
    p_values = apart.p_values()
    q_values, alphas, sizes = np.empty_like(p_values), np.empty_like(p_values), np.empty_like(p_values)
    for members in testable.groupby(["niveau", "code_departement", "annee"]).indices.values():
        q_values[members], alphas[members] = family(p_values[members])
        sizes[members] = len(members)
    low, high = apart.limits(1 - alphas)
    different = (q_values <= FALSE_ALARMS).astype(float)
    found = {"bas": low, "haut": high, "p_valeur": p_values, "q_valeur": q_values, "confiance": 100 * (1 - alphas)}
    for name, values in {**found, "different": different, "n_comparaisons": sizes}.items():
        gaps[name] = np.nan
        gaps.loc[tested, name] = values
    return gaps
