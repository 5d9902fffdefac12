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

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import stats
from scipy.optimize import elementwise

from queries.statistics import benjamini_hochberg, newcombe_difference, rate_difference
from queries.statistics.arrays import Floats, Interval, floats

FALSE_ALARMS = 0.05
# Between them lies every p-value worth telling from 1 and from 0 (below 1e-11).
_LOWEST_Z, _HIGHEST_Z = 1e-4, 7.0


# People counted by sessions or by actions come in groups, which no interval here allows for: only what is counted one
# by one is tested. The others of a territory are taken together, which asks for values that add up.
_GAPS = """
WITH retenues AS (
    SELECT v.indicateur, v.niveau, v.code_departement, v.annee, v.territoire, v.nom, t.ordre, v.valeur,
           numerateur AS compte, denominateur AS base, calcul,
           CASE calcul WHEN 'proportion' THEN 100 ELSE facteur END AS facteur,
           CASE WHEN calcul = 'compte' THEN 'un nombre, non rapporté à la taille du territoire'
                WHEN calcul LIKE 'ecart%' THEN 'il se lit par rapport à zéro'
                WHEN calcul NOT IN ('proportion', 'taux') OR intervalle NOT IN ('wilson', 'poisson')
                THEN 'aucun intervalle de comptage ne convient'
                WHEN n_compte NOT IN ('actions', 'actions et événements', 'actions terminées', 'fiches', 'communes')
                THEN 'les personnes viennent par groupes'
           END AS raison
    FROM indicateurs_valeurs AS v
    JOIN territoires_ordonnes AS t USING (niveau, territoire)
    JOIN indicateurs AS i ON i.id = v.indicateur
    WHERE v.niveau IN ('bassin', 'epci') AND v.valeur IS NOT NULL
),
autres AS (
    SELECT *, sum(compte) OVER ensemble - compte AS compte_b, sum(base) OVER ensemble - base AS base_b
    FROM retenues WHERE niveau = 'epci'
    WINDOW ensemble AS (PARTITION BY indicateur, niveau, code_departement, annee)
)
SELECT indicateur, niveau, code_departement, annee, a.territoire AS territoire_a, a.nom AS nom_a,
       b.territoire AS territoire_b, b.nom AS nom_b, a.valeur AS valeur_a, b.valeur AS valeur_b, a.compte AS compte_a,
       a.base AS base_a, b.compte AS compte_b, b.base AS base_b, a.calcul, a.facteur, a.raison
FROM retenues AS a JOIN retenues AS b USING (indicateur, niveau, code_departement, annee)
WHERE niveau = 'bassin' AND a.ordre < b.ordre
UNION ALL
SELECT indicateur, niveau, code_departement, annee, territoire, nom, NULL, 'les autres, réunies', valeur,
       CASE WHEN raison IS NULL THEN facteur * compte_b / base_b END, compte, base, compte_b, base_b, calcul, facteur,
       raison
FROM autres WHERE raison IS NOT NULL OR base_b > 0
ORDER BY indicateur, niveau, code_departement, annee, territoire_a, territoire_b
"""

# Each territory under its département, in the one order of every screen, with the bassin of most of its communes.
_PLACES = """
CREATE OR REPLACE TABLE territoires_ordonnes AS
WITH bassins AS (
    SELECT niveau, territoire, mode(code_bassin) AS code_bassin
    FROM territoires_communes JOIN communes_bassins USING (code_commune)
    WHERE niveau <> 'departement' GROUP BY ALL
)
SELECT t.code_departement, niveau, territoire, t.nom, code_bassin, zones.nom AS bassin,
       row_number() OVER (
           PARTITION BY t.code_departement, niveau
           ORDER BY CASE niveau WHEN 'bassin' THEN t.rang END, plie(t.nom), territoire
       ) AS ordre
FROM territoires_niveaux AS t
LEFT JOIN bassins USING (niveau, territoire)
LEFT JOIN zones ON zones.division = 'bassin' AND zones.code_zone = code_bassin
ORDER BY t.code_departement, niveau, ordre
"""

_TABLE = """
CREATE OR REPLACE TABLE indicateurs_ecarts AS
SELECT indicateur::VARCHAR AS indicateur, niveau::VARCHAR AS niveau, code_departement::VARCHAR AS code_departement,
       annee::INTEGER AS annee, territoire_a::VARCHAR AS territoire_a, nom_a::VARCHAR AS nom_a,
       territoire_b::VARCHAR AS territoire_b, nom_b::VARCHAR AS nom_b, valeur_a::DOUBLE AS valeur_a,
       valeur_b::DOUBLE AS valeur_b, (valeur_a - valeur_b)::DOUBLE AS ecart, bas::DOUBLE AS bas, haut::DOUBLE AS haut,
       confiance::DOUBLE AS confiance, p_valeur::DOUBLE AS p_valeur, q_valeur::DOUBLE AS q_valeur,
       q_valeur <= ? AS different, n_comparaisons::BIGINT AS n_comparaisons,
       raison::VARCHAR AS raison
FROM ecarts_juges
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
            low, high = gaps.limits(1 - 2 * stats.norm.sf(z))
            return np.where(gaps.above, low, -high)

        columns = tuple(getattr(self, field.name) for field in fields(self))
        touching = margin(np.full(len(self.factor), _LOWEST_Z), *columns) <= 0
        beyond = margin(np.full(len(self.factor), _HIGHEST_Z), *columns) >= 0
        z = np.where(beyond, np.inf, 0.0)
        if (between := ~touching & ~beyond).any():
            kept = tuple(column[between] for column in columns)
            z[between] = elementwise.find_root(margin, (_LOWEST_Z, _HIGHEST_Z), args=kept).x
        return floats(2 * stats.norm.sf(z))


def family(p_values: Floats) -> tuple[Floats, float]:
    """Benjamini and Hochberg's q-values, and the level α of the intervals of the family (1 − α is their confidence)."""
    q_values = benjamini_hochberg(p_values)
    chosen = int((q_values <= FALSE_ALARMS).sum())
    return q_values, FALSE_ALARMS * max(chosen, 1) / len(p_values)


def derive(root: duckdb.DuckDBPyConnection) -> None:
    """Write ``territoires_ordonnes`` and ``indicateurs_ecarts`` into the copy, the current catalog of ``root``."""
    root.execute(_PLACES)
    root.register("ecarts_juges", _judged(root.execute(_GAPS).fetch_df()))
    root.execute(_TABLE, [FALSE_ALARMS])
    root.unregister("ecarts_juges")


def _judged(gaps: pd.DataFrame) -> pd.DataFrame:
    """The gaps with interval, p-value, q-value and decision, where one can be taken."""
    tested = gaps["raison"].isna().to_numpy()
    held = gaps[tested].reset_index(drop=True)
    held["part"] = held["calcul"] == "proportion"
    names = ("compte_a", "base_a", "compte_b", "base_b", "facteur", "part")
    apart = Gaps(*(held[name].to_numpy(dtype=float) for name in names))
    p_values = apart.p_values()
    q_values, alphas, sizes = np.empty_like(p_values), np.empty_like(p_values), np.empty_like(p_values)
    for members in held.groupby(["niveau", "code_departement", "annee"]).indices.values():
        q_values[members], alphas[members] = family(p_values[members])
        sizes[members] = len(members)
    low, high = apart.limits(1 - alphas)
    found = {"bas": low, "haut": high, "p_valeur": p_values, "q_valeur": q_values, "confiance": 100 * (1 - alphas)}
    for name, values in {**found, "n_comparaisons": sizes}.items():
        gaps[name] = np.nan
        gaps.loc[tested, name] = values
    return gaps
